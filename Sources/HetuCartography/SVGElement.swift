import HetuGeometry

/// A value of an attribute: a number or a text; both are written safely.
enum SVGValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringInterpolation, Sendable {
  case number(Double)
  case text(String)

  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(stringLiteral value: String) { self = .text(value) }

  var written: String {
    switch self {
    case .number(let value): SVGText.number(value)
    case .text(let text): SVGText.escaped(text)
    }
  }
}

/// An element of a drawing. Names are constants of this program and every value is escaped when it is written, so
/// no data can become markup.
struct SVGElement: Sendable {
  private let name: String
  private var attributes: [(name: String, value: SVGValue)]
  private var children: [SVGElement]
  private let text: String?

  init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, SVGValue>, _ children: [SVGElement] = []) {
    self.name = "\(name)"
    self.attributes = attributes.map { ("\($0.key)", $0.value) }
    self.children = children
    text = nil
  }

  /// An element that holds nothing but text.
  init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, SVGValue>, text: String) {
    self.name = "\(name)"
    self.attributes = attributes.map { ("\($0.key)", $0.value) }
    children = []
    self.text = text
  }

  /// The element with more attributes.
  func with(_ more: KeyValuePairs<StaticString, SVGValue>) -> SVGElement {
    var result = self
    result.attributes += more.map { ("\($0.key)", $0.value) }
    return result
  }

  /// Appends the element's text to `output`, one element a line.
  func write(to output: inout String) {
    output += "<\(name)"
    for attribute in attributes { output += " \(attribute.name)=\"\(attribute.value.written)\"" }
    if let text {
      output += ">\(SVGText.escaped(text))</\(name)>\n"
    } else if children.isEmpty {
      output += "/>\n"
    } else {
      output += ">\n"
      for child in children { child.write(to: &output) }
      output += "</\(name)>\n"
    }
  }
}

extension SVGElement {
  /// A group; an empty `id` is left out.
  static func group(_ id: StaticString, _ children: [SVGElement]) -> SVGElement {
    SVGElement("g", ["id": .text("\(id)")], children)
  }

  /// A path of open or closed runs of positions in millimetres.
  static func path(_ runs: [[Position]], closed: Bool = false, _ style: SVGStyle) -> SVGElement {
    path(SVGElement.data(runs, closed: closed), style)
  }

  /// A path from its data.
  static func path(_ data: String, _ style: SVGStyle) -> SVGElement {
    style.applied(to: SVGElement("path", ["d": .text(data)]))
  }

  /// A circle.
  static func circle(_ center: Position, radius: Double, _ style: SVGStyle) -> SVGElement {
    style.applied(
      to: SVGElement("circle", ["cx": .number(center.x), "cy": .number(center.y), "r": .number(radius)]))
  }

  /// A rectangle.
  static func rectangle(_ box: Envelope, _ style: SVGStyle) -> SVGElement {
    style.applied(
      to: SVGElement(
        "rect",
        [
          "x": .number(box.minX), "y": .number(box.minY), "width": .number(box.width), "height": .number(box.height),
        ]))
  }

  /// Path data of runs of positions.
  static func data(_ runs: [[Position]], closed: Bool) -> String {
    var data = ""
    for run in runs {
      for (index, position) in run.enumerated() {
        data += index == 0 ? "M" : "L"
        data += "\(SVGText.number(position.x)) \(SVGText.number(position.y))"
      }
      if closed, !run.isEmpty { data += "Z" }
    }
    return data
  }
}

/// How a path is filled and stroked; lengths in millimetres.
struct SVGStyle: Sendable {
  var fill = "none"
  var fillOpacity = 1.0
  var stroke: String?
  var width = 0.0
  var strokeOpacity = 1.0
  var dashes: [Double] = []
  var roundCaps = false

  static func fill(_ colour: String, opacity: Double = 1) -> SVGStyle { SVGStyle(fill: colour, fillOpacity: opacity) }

  static func stroke(
    _ colour: String, _ width: Double, dashes: [Double] = [], opacity: Double = 1, roundCaps: Bool = false
  ) -> SVGStyle {
    SVGStyle(stroke: colour, width: width, strokeOpacity: opacity, dashes: dashes, roundCaps: roundCaps)
  }

  /// The style with an outline.
  func outlined(_ colour: String, _ width: Double) -> SVGStyle {
    var result = self
    result.stroke = colour
    result.width = width
    return result
  }

  fileprivate func applied(to element: SVGElement) -> SVGElement {
    var result = element.with(["fill": .text(fill)])
    if fillOpacity < 1 { result = result.with(["fill-opacity": .number(fillOpacity)]) }
    guard let stroke else { return result }
    result = result.with(["stroke": .text(stroke), "stroke-width": .number(width), "stroke-linejoin": "round"])
    if strokeOpacity < 1 { result = result.with(["stroke-opacity": .number(strokeOpacity)]) }
    if roundCaps { result = result.with(["stroke-linecap": "round"]) }
    if !dashes.isEmpty {
      result = result.with(["stroke-dasharray": .text(dashes.map(SVGText.number).joined(separator: " "))])
    }
    return result
  }
}
