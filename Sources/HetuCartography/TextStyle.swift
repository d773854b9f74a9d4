import HetuGeometry

/// The two families that drawings are lettered in, each with what stands in where it is missing.
public enum FontFamily: CaseIterable, Sendable {
  /// 黑体: labels, places, tables.
  case sans
  /// 宋体: names of waters.
  case serif

  /// The family that must be installed for a PDF or PNG; Debian's package `fonts-noto-cjk` has it.
  public var required: String {
    switch self {
    case .sans: "Noto Sans CJK SC"
    case .serif: "Noto Serif CJK SC"
    }
  }

  /// The list of families for SVG.
  var list: String {
    switch self {
    case .sans: "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
    case .serif: "Noto Serif CJK SC, Source Han Serif SC, SimSun, serif"
    }
  }
}

/// How a line of text is set; lengths in millimetres.
struct TextStyle: Sendable {
  enum Anchor: String { case start, middle, end }

  var family = FontFamily.sans
  var size: Double
  var bold = false
  var colour = "#222222"
  var halo = 0.0
  var haloColour = "#FFFFFF"
  var letterSpacing = 0.0

  /// Distance of the baseline below the middle of a line, so that Chinese characters stand centred.
  var baselineShift: Double { size * 0.36 }

  /// The width of `text` set in this style.
  func width(of text: String) -> Double {
    let letters = TextMetrics.ems(text, bold: bold) * size
    return letters + letterSpacing * Double(max(0, text.count - 1))
  }
}

extension SVGElement {
  /// A line of text; `position` lies on the baseline, and turns are clockwise about it. Slanting leans the letters to
  /// the left, as names of waters do on Chinese maps.
  static func text(
    _ string: String, at position: Position, _ style: TextStyle, anchor: TextStyle.Anchor = .start,
    rotationDegrees: Double = 0, leftSlanting: Bool = false
  ) -> SVGElement {
    var element = SVGElement("text", [:], text: string)
    if rotationDegrees != 0 || leftSlanting {
      var transform = "translate(\(SVGText.number(position.x)) \(SVGText.number(position.y)))"
      if rotationDegrees != 0 { transform += " rotate(\(SVGText.number(rotationDegrees)))" }
      if leftSlanting { transform += " skewX(14)" }
      element = element.with(["transform": .text(transform)])
    } else {
      element = element.with(["x": .number(position.x), "y": .number(position.y)])
    }
    element = element.with(["font-size": .number(style.size), "fill": .text(style.colour)])
    if style.family == .serif { element = element.with(["font-family": .text(style.family.list)]) }
    if style.bold { element = element.with(["font-weight": "bold"]) }
    if anchor != .start { element = element.with(["text-anchor": .text(anchor.rawValue)]) }
    if style.letterSpacing != 0 { element = element.with(["letter-spacing": .number(style.letterSpacing)]) }
    guard style.halo > 0 else { return element }
    return element.with([
      "stroke": .text(style.haloColour), "stroke-width": .number(style.halo * 2), "stroke-linejoin": "round",
      "paint-order": "stroke",
    ])
  }
}
