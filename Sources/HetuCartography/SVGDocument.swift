/// A drawing as SVG 1.1 text, deterministic: the same elements give the same bytes. Units are millimetres.
public struct SVGDocument: Sendable {
  /// The sheet's width in millimetres.
  public let widthMillimetres: Double
  /// The sheet's height in millimetres.
  public let heightMillimetres: Double
  /// The drawing's name, for readers of the file; also the PDF's title.
  public let title: String
  /// The drawing as an element that can stand in a page.
  public let element: String
  /// The drawing as a file's text, UTF-8.
  public var text: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element }

  /// A drawing of elements on a layout of a size; the sheet is so many times larger.
  init(
    widthMillimetres layoutWidth: Double, heightMillimetres layoutHeight: Double, magnification: Double = 1,
    title: String,
    elements: [SVGElement]
  ) {
    widthMillimetres = layoutWidth * magnification
    heightMillimetres = layoutHeight * magnification
    self.title = title
    let root = SVGElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg",
        "width": .text(SVGText.number(widthMillimetres) + "mm"),
        "height": .text(SVGText.number(heightMillimetres) + "mm"),
        "viewBox": .text("0 0 \(SVGText.number(layoutWidth)) \(SVGText.number(layoutHeight))"),
        "font-family": .text(FontFamily.sans.list),
      ],
      [SVGElement("title", [:], text: title)] + elements)
    var output = ""
    root.write(to: &output)
    element = output
  }
}
