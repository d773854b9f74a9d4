/// A drawing, deterministic: the same elements give the same bytes as SVG 1.1, PDF and PNG. Units are millimetres.
public struct SVGDocument: Sendable {
  /// The sheet's width in millimetres.
  public let widthMillimetres: Double
  /// The sheet's height in millimetres.
  public let heightMillimetres: Double
  /// The drawing's name, for readers of the file; also the PDF's title.
  public let title: String
  /// How many millimetres of the sheet are one of the layout that the elements stand in.
  let magnification: Double
  let elements: [SVGElement]

  /// The drawing as an element that can stand in a page.
  public var element: String {
    func number(_ value: Double) -> String { SVGText.number(value) }
    let (width, height) = (number(widthMillimetres), number(heightMillimetres))
    let box = "0 0 \(number(widthMillimetres / magnification)) \(number(heightMillimetres / magnification))"
    var output = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)mm" height="\(height)mm" viewBox="\(box)" \
      font-family="\(FontFamily.sans.list)">
      <title>\(SVGText.escaped(title))</title>

      """
    for element in elements { element.write(to: &output) }
    return output + "</svg>\n"
  }

  /// The drawing as a file's text, UTF-8.
  public var text: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element }

  /// A drawing of elements on a layout of a size; the sheet is so many times larger.
  init(
    widthMillimetres layoutWidth: Double, heightMillimetres layoutHeight: Double, magnification: Double = 1,
    title: String, elements: [SVGElement]
  ) {
    widthMillimetres = layoutWidth * magnification
    heightMillimetres = layoutHeight * magnification
    self.magnification = magnification
    self.title = title
    self.elements = elements
  }
}
