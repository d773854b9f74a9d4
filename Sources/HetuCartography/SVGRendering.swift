import CCairo

/// Makes PDF and PNG of a drawing by cairo. Nothing outside the drawing is read but fonts. The same drawing gives the same
/// bytes.
public enum SVGRendering {
  /// Most pixels of a picture: 16 bits of each side and 400 million together (1.6 GB of memory).
  static let maximumSide = 32_767
  static let maximumPixels = 400_000_000

  /// Drawings as PDF, a page of its own size each.
  ///
  /// - Throws: as ``PDFBook``.
  public static func pdf(_ documents: [SVGDocument], creationDate: String) throws(CartographyError) -> [UInt8] {
    let book = try PDFBook(creationDate: creationDate)
    for document in documents { try book.add(document) }
    return try book.finished()
  }

  /// The drawing as PNG.
  ///
  /// - Parameter dotsPerInch: the resolution; 300 for print, 96 for a screen.
  /// - Throws: `CartographyError` where a font is missing, the picture is too large, or cairo fails.
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
    try check(cairo_surface_status(surface))
    try check(CairoPainter.paint(document, on: surface, scale: dotsPerInch / 25.4, fonts: CairoFonts()))
    return try PNGFile.bytes(of: surface)
  }
}
