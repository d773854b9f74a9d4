import CCairo

/// A PDF that grows page by page, so that thousands of pages need no room together: text kept as text, fonts embedded. The same
/// drawings give the same bytes.
public final class PDFBook {
  /// The longest side of a page in millimetres: 14,400 points of 1/72 inch (ISO 32000-1, Annex C).
  static let maximumPageMillimetres = 5_080.0

  private let creationDate: String
  private let fonts = CairoFonts()
  private let stamps = CairoStamps()
  private let sink = ByteSink()
  private var surface: OpaquePointer?

  /// An empty book.
  ///
  /// - Parameter creationDate: what the file says about its making, as ISO 8601 (`2025-06-01` or with a time); never
  ///   the clock, so that two runs give the same bytes.
  /// - Throws: `CartographyError.Code.missingFont`.
  public init(creationDate: String) throws(CartographyError) {
    self.creationDate = creationDate.contains("T") ? creationDate : creationDate + "T00:00:00+08:00"
    try FontAvailability.require(FontFamily.allCases)
  }

  deinit { cairo_surface_destroy(surface) }

  /// Adds a drawing as a page of its size; the first gives the book its title.
  ///
  /// - Throws: `CartographyError` where the page is too large or cairo fails.
  public func add(_ document: SVGDocument) throws(CartographyError) {
    let size = max(document.widthMillimetres, document.heightMillimetres)
    guard size <= Self.maximumPageMillimetres else {
      throw CartographyError(
        .tooLarge,
        "A sheet of \(SVGText.number(size)) mm is longer than a PDF page can be (5080 mm): make it smaller.")
    }
    let (width, height) = (Self.points(document.widthMillimetres), Self.points(document.heightMillimetres))
    if surface == nil {
      surface = cairo_pdf_surface_create_for_stream(ByteSink.append, sink.opaque, width, height)
      // cairo takes no text that is not Unicode's for interchange.
      let title = String(String.UnicodeScalarView(SVGText.shown(document.title)))
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Hetu")
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, creationDate)
    }
    cairo_pdf_surface_set_size(surface, width, height)
    try check(CairoPainter.paint(document, on: surface, scale: Self.points(1), fonts: fonts, stamps: stamps))
  }

  /// The file's bytes; no page can be added after them.
  ///
  /// - Throws: `CartographyError` where there is no page, or cairo fails.
  public func finished() throws(CartographyError) -> [UInt8] {
    guard let surface else {
      throw CartographyError(.invalidInput, "There is no page to draw: choose at least one drawing.")
    }
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return sink.bytes
  }

  private static func points(_ millimetres: Double) -> Double { millimetres / 25.4 * 72 }
}

/// - Throws: `CartographyError.Code.rendering` for what is no success.
func check(_ status: cairo_status_t) throws(CartographyError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  let reason = String(cString: cairo_status_to_string(status))
  throw CartographyError(.rendering, "cairo could not draw the sheet: \(reason).")
}

/// Collects what cairo writes to a stream.
final class ByteSink {
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
