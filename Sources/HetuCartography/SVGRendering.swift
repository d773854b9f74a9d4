import CRSVG

/// Makes PDF and PNG of a drawing by librsvg and cairo. Nothing outside the drawing is ever read: it has no base
/// address, so librsvg refuses every link. The same drawing gives the same bytes.
public enum SVGRendering {
  /// Most pixels of a picture: 16 bits of each side and 400 million together (1.6 GB of memory).
  static let maximumSide = 32_767
  static let maximumPixels = 400_000_000
  /// The longest side of a PDF page in millimetres: 14,400 points of 1/72 inch (ISO 32000-1, Annex C).
  static let maximumPageMillimetres = 5_080.0

  /// Drawings as PDF, a page of its own size each, text kept as text, fonts embedded.
  ///
  /// - Parameter creationDate: what the file says about its making, as ISO 8601 (`2025-06-01` or with a time); never
  ///   the clock, so that two runs give the same bytes.
  /// - Throws: `CartographyError` where a font is missing, a page is too large, there is none, or librsvg refuses a drawing.
  public static func pdf(_ documents: [SVGDocument], creationDate: String) throws(CartographyError) -> [UInt8] {
    guard let first = documents.first else {
      throw CartographyError(.invalidInput, "There is no page to draw: choose at least one drawing.")
    }
    for document in documents {
      let size = max(document.widthMillimetres, document.heightMillimetres)
      guard size <= maximumPageMillimetres else {
        throw CartographyError(
          .tooLarge,
          "A sheet of \(SVGText.number(size)) mm is longer than a PDF page can be (5080 mm): make it smaller.")
      }
    }
    try FontAvailability.require(FontFamily.allCases)
    let sink = ByteSink()
    let surface = cairo_pdf_surface_create_for_stream(
      ByteSink.append, sink.opaque, points(first.widthMillimetres), points(first.heightMillimetres))
    defer { cairo_surface_destroy(surface) }
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, first.title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Hetu")
    cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_CREATE_DATE,
      creationDate.contains("T") ? creationDate : creationDate + "T00:00:00+08:00")
    for document in documents {
      let (width, height) = (points(document.widthMillimetres), points(document.heightMillimetres))
      cairo_pdf_surface_set_size(surface, width, height)
      try draw(document, on: surface, width: width, height: height)
    }
    return try withExtendedLifetime(sink) { () throws(CartographyError) in
      cairo_surface_finish(surface)
      try check(surface)
      return sink.bytes
    }
  }

  private static func points(_ millimetres: Double) -> Double { millimetres / 25.4 * 72 }

  /// The drawing as PNG.
  ///
  /// - Parameter dotsPerInch: the resolution; 300 for print, 96 for a screen.
  /// - Throws: `CartographyError` where a font is missing, the picture is too large, or librsvg refuses the drawing.
  public static func png(_ document: SVGDocument, dotsPerInch: Double) throws(CartographyError) -> [UInt8] {
    let width = (document.widthMillimetres / 25.4 * dotsPerInch).rounded()
    let height = (document.heightMillimetres / 25.4 * dotsPerInch).rounded()
    let limit = Double(maximumSide)
    guard width >= 1, height >= 1, width <= limit, height <= limit, width * height <= Double(maximumPixels) else {
      throw CartographyError(
        .tooLarge,
        "A picture of \(width) × \(height) pixels cannot be made (at most \(maximumSide) a side, \(maximumPixels) in "
          + "all): choose another resolution.")
    }
    try FontAvailability.require(FontFamily.allCases)
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    try check(surface)
    try draw(document, on: surface, width: width, height: height)
    let sink = ByteSink()
    let status = withExtendedLifetime(sink) { cairo_surface_write_to_png_stream(surface, ByteSink.append, sink.opaque) }
    guard status == CAIRO_STATUS_SUCCESS else { throw failure(status) }
    return sink.bytes
  }

  private static func draw(
    _ document: SVGDocument, on surface: OpaquePointer?, width: Double, height: Double
  ) throws(CartographyError) {
    let bytes = Array(document.text.utf8)
    var problem: UnsafeMutablePointer<GError>?
    guard let handle = rsvg_handle_new_from_data(bytes, UInt(bytes.count), &problem) else {
      throw failure(&problem)
    }
    defer { g_object_unref(handle) }
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    var viewport = RsvgRectangle(x: 0, y: 0, width: width, height: height)
    guard rsvg_handle_render_document(handle, context, &viewport, &problem) != 0 else { throw failure(&problem) }
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else { throw failure(status) }
    cairo_show_page(context)
  }

  private static func check(_ surface: OpaquePointer?) throws(CartographyError) {
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else { throw failure(status) }
  }

  private static func failure(_ status: cairo_status_t) -> CartographyError {
    CartographyError(.rendering, "cairo could not draw the sheet: \(String(cString: cairo_status_to_string(status))).")
  }

  private static func failure(_ problem: inout UnsafeMutablePointer<GError>?) -> CartographyError {
    let reason = problem.flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "no reason given"
    g_clear_error(&problem)
    return CartographyError(.rendering, "librsvg could not draw the sheet: \(reason).")
  }
}

/// Collects what cairo writes to a stream.
private final class ByteSink {
  private(set) var bytes: [UInt8] = []

  /// What cairo hands back to `append`; the sink must outlive its use.
  var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let append: cairo_write_func_t = { sink, data, count in
    guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
