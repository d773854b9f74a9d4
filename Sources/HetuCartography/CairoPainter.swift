import CCairo
import Foundation
import HetuGeometry

/// Paints elements by cairo as ``SVGElement/write(to:)`` says them. Characters are set one by one, as Chinese is: no ligatures, no
/// turning of letters that join.
struct CairoPainter {
  /// How far cairo may be off, in points, where it asks how far a stroke reaches, as it does thrice a stroke: curves stay curves in
  /// a PDF.
  private static let tolerance = 1.0

  private let context: OpaquePointer?
  private let fonts: CairoFonts
  private let options: OpaquePointer?
  private let stamps: CairoStamps?

  /// Paints a drawing on a white page.
  ///
  /// - Parameters:
  ///   - scale: units of the surface a millimetre of the sheet.
  ///   - stamps: what the surface has kept of its symbols; nil for one of pixels, which are drawn each at its place.
  /// - Returns: what cairo says of it.
  static func paint(
    _ document: SVGDocument, on surface: OpaquePointer?, scale: Double, fonts: CairoFonts, stamps: CairoStamps? = nil
  ) -> cairo_status_t {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    let options = cairo_font_options_create()
    defer { cairo_font_options_destroy(options) }
    // Letters stand where they are measured, whatever the resolution.
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale * document.magnification, scale * document.magnification)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    if stamps != nil { cairo_set_tolerance(context, tolerance) }
    let painter = CairoPainter(context: context, fonts: fonts, options: options, stamps: stamps)
    for element in document.elements { painter.paint(element) }
    cairo_show_page(context)
    return cairo_status(context)
  }

  private func paint(_ element: SVGElement) {
    switch element {
    case .lines(let runs, let closed, let style):
      for run in runs { add(run, closed: closed) }
      finish(style)
    case .data(let data, let style):
      CairoPath(data).add(to: context)
      finish(style)
    case .circle(let center, let radius, let style):
      cairo_new_sub_path(context)
      cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
      cairo_close_path(context)
      finish(style)
    case .rectangle(let box, let style):
      cairo_rectangle(context, box.minX, box.minY, box.width, box.height)
      finish(style)
    case .text(let lettering): paint(lettering)
    case .group(let group): paint(group)
    }
  }

  private func add(_ run: [Position], closed: Bool) {
    for (index, position) in run.enumerated() {
      if index == 0 {
        cairo_move_to(context, position.x, position.y)
      } else {
        cairo_line_to(context, position.x, position.y)
      }
    }
    if closed, !run.isEmpty { cairo_close_path(context) }
  }

  private func paint(_ group: SVGGroup) {
    cairo_save(context)
    defer { cairo_restore(context) }
    if let clip = group.clip?.box {
      cairo_rectangle(context, clip.minX, clip.minY, clip.width, clip.height)
      cairo_clip(context)
    }
    if let place = group.place {
      cairo_translate(context, place.origin.x, place.origin.y)
      cairo_scale(context, place.scale, place.scale)
      if let stamps {
        cairo_set_source_surface(context, stamps.stamp(of: group.children, painting: record), 0, 0)
        cairo_paint(context)
        return
      }
    }
    for child in group.children { paint(child) }
  }

  /// Paints elements on a surface that keeps them.
  private func record(_ elements: [SVGElement], on surface: OpaquePointer?) {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_tolerance(context, Self.tolerance)
    let painter = CairoPainter(context: context, fonts: fonts, options: options, stamps: nil)
    for element in elements { painter.paint(element) }
  }

  /// Fills and strokes the path.
  private func finish(_ style: SVGStyle) {
    if style.fill != "none" {
      cairo_set_fill_rule(context, style.isEvenOdd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING)
      setColour(style.fill, style.fillOpacity)
      cairo_fill_preserve(context)
    }
    if let stroke = style.stroke, stroke != "none", style.width > 0 {
      setColour(stroke, style.strokeOpacity)
      cairo_set_line_width(context, style.width)
      cairo_set_line_cap(context, style.roundCaps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
      cairo_set_dash(context, style.dashes, Int32(style.dashes.count), 0)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  /// `#RRGGBB`, as all colours of this program are.
  private func setColour(_ colour: String, _ opacity: Double = 1) {
    let value = UInt32(colour.dropFirst(), radix: 16) ?? 0
    func part(_ shift: UInt32) -> Double { Double(value >> shift & 0xFF) / 255 }
    cairo_set_source_rgba(context, part(16), part(8), part(0), opacity)
  }

  // MARK: - Text

  /// Letters of one face that follow one another.
  private struct Run {
    var face: CairoFonts.Face
    var text: String
  }

  private func paint(_ lettering: SVGLettering) {
    let style = lettering.style
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, lettering.position.x, lettering.position.y)
    cairo_rotate(context, lettering.rotationDegrees * .pi / 180)
    if lettering.isLeftSlanting {
      var lean = cairo_matrix_t(xx: 1, yx: 0, xy: tan(SVGLettering.slantDegrees * .pi / 180), yy: 1, x0: 0, y0: 0)
      cairo_transform(context, &lean)
    }
    let lines = runs(of: lettering).map { run in
      setFace(run.face, size: style.size)
      return GlyphLine(run.text, font: cairo_get_scaled_font(context), letterSpacing: style.letterSpacing)
    }
    let width = lines.reduce(0) { $0 + $1.width }
    let start =
      switch lettering.anchor {
      case .start: 0.0
      case .middle: -width / 2
      case .end: -width
      }
    if style.halo > 0 {
      setColour(style.haloColour)
      cairo_set_line_width(context, style.halo * 2)
      cairo_set_dash(context, [], 0, 0)
      // Nobody sees how smooth white on white is; it was half of the time that a picture took.
      cairo_set_antialias(context, CAIRO_ANTIALIAS_FAST)
      each(lines, from: start, style) { line in
        // A halo is wide: drawn about every curve of every letter, halos would be nearly half of a map's file.
        for ring in line.outlines(on: context) { add(simplified(ring, tolerance: style.halo / 5), closed: true) }
        cairo_stroke(context)
      }
    }
    setColour(style.colour)
    each(lines, from: start, style) { line in line.show(on: context) }
  }

  /// Goes through the runs of a line, each with its face and at its place.
  private func each(_ lines: [GlyphLine], from start: Double, _ style: TextStyle, _ body: (GlyphLine) -> Void) {
    var x = start
    for line in lines {
      cairo_save(context)
      cairo_translate(context, x, 0)
      cairo_set_scaled_font(context, line.font)
      body(line)
      cairo_restore(context)
      x += line.width
    }
  }

  private func setFace(_ face: CairoFonts.Face, size: Double) {
    cairo_set_font_face(context, face.pointer)
    cairo_set_font_size(context, size)
    cairo_set_font_options(context, options)
  }

  private func runs(of lettering: SVGLettering) -> [Run] {
    var runs: [Run] = []
    guard let own = fonts.face(of: lettering.style) else { return runs }
    for scalar in SVGText.shown(lettering.text) where scalar.isASCII || !scalar.properties.isDefaultIgnorableCodePoint {
      let face = own.has(scalar) ? own : fonts.face(for: scalar, in: lettering.style) ?? own
      if runs.last?.face !== face { runs.append(Run(face: face, text: "")) }
      runs[runs.count - 1].text.unicodeScalars.append(scalar)
    }
    return runs
  }
}

/// Letters as cairo sets them, from the origin to the right.
private final class GlyphLine {
  let font: OpaquePointer?
  private(set) var width = 0.0
  private let text: String
  private var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
  private var glyphCount: Int32 = 0
  private var clusters: UnsafeMutablePointer<cairo_text_cluster_t>?
  private var clusterCount: Int32 = 0
  private var flags = cairo_text_cluster_flags_t(rawValue: 0)

  init(_ text: String, font: OpaquePointer?, letterSpacing: Double) {
    self.text = text
    self.font = cairo_scaled_font_reference(font)
    let status = cairo_scaled_font_text_to_glyphs(
      font, 0, 0, text, Int32(text.utf8.count), &glyphs, &glyphCount, &clusters, &clusterCount, &flags)
    guard status == CAIRO_STATUS_SUCCESS, let glyphs, glyphCount > 0 else { return }
    for index in 0..<Int(glyphCount) { glyphs[index].x += Double(index) * letterSpacing }
    var extents = cairo_text_extents_t()
    cairo_scaled_font_glyph_extents(font, glyphs + Int(glyphCount) - 1, 1, &extents)
    width = glyphs[Int(glyphCount) - 1].x + extents.x_advance + letterSpacing
  }

  deinit {
    cairo_glyph_free(glyphs)
    cairo_text_cluster_free(clusters)
    cairo_scaled_font_destroy(font)
  }

  /// The rings about the letters; a context's path is lost by it.
  func outlines(on context: OpaquePointer?) -> [[Position]] {
    cairo_glyph_path(context, glyphs, glyphCount)
    let path = cairo_copy_path_flat(context)
    defer { cairo_path_destroy(path) }
    cairo_new_path(context)
    guard let path, let data = path.pointee.data else { return [] }
    var rings: [[Position]] = []
    var index = 0
    while index < Int(path.pointee.num_data) {
      let header = data[index].header
      if header.type == CAIRO_PATH_MOVE_TO { rings.append([]) }
      if header.length > 1, !rings.isEmpty {
        let point = data[index + 1].point
        rings[rings.count - 1].append(Position(x: point.x, y: point.y))
      }
      index += Int(header.length)
    }
    return rings.filter { $0.count > 2 }
  }

  /// Text that stays text in a PDF.
  func show(on context: OpaquePointer?) {
    cairo_show_text_glyphs(
      context, text, Int32(text.utf8.count), glyphs, glyphCount, clusters, clusterCount, flags)
  }
}
