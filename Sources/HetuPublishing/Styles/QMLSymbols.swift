import Foundation
import HetuCartography
import HetuSchemas

/// The renderer of a layer in QML: which symbol a record has.
struct QMLSymbols {
  let kind: Kind
  let look: KindLook

  /// The element `renderer-v2`; nil for a kind without geometry.
  func renderer() -> StyleElement? {
    guard let shape = look.shapes.first else { return nil }
    if look.shapes.count > 1 { return rules() }
    let symbols = StyleElement("symbols", [:], look.cases.enumerated().map { symbol(shape, $1, name: "\($0)") })
    guard let property = look.property else {
      return StyleElement(
        "renderer-v2", ["type": "singleSymbol", "symbollevels": "0", "enableorderby": "0"], [symbols])
    }
    // An empty value stands for all others.
    let categories = look.cases.enumerated().map { index, look in
      StyleElement(
        "category",
        ["symbol": "\(index)", "value": look.value ?? "", "type": "string", "label": look.title, "render": "true"])
    }
    let order = drawingOrder(by: property)
    return StyleElement(
      "renderer-v2",
      [
        "type": "categorizedSymbol", "attr": property.name, "symbollevels": "0",
        "enableorderby": order.isEmpty ? "0" : "1",
      ], [StyleElement("categories", [:], categories), symbols] + order)
  }

  /// A layer of several geometry types needs a rule for each, because a symbol of QGIS draws but one.
  private func rules() -> StyleElement {
    var rules: [StyleElement] = []
    var symbols: [StyleElement] = []
    for shape in look.shapes {
      let inner = look.cases.map { each in
        symbols.append(symbol(shape, each, name: "\(symbols.count)"))
        return StyleElement(
          "rule",
          [
            "symbol": "\(symbols.count - 1)", "label": each.title, "filter": filter(each),
            "key": "{\(shape.rawValue)-\(symbols.count - 1)}",
          ])
      }
      rules.append(
        StyleElement(
          "rule",
          [
            "filter": "geometry_type($geometry) = \(QGISExpression.text(shape.expressionName))", "label": shape.title,
            "key": "{\(shape.rawValue)}",
          ], inner))
    }
    return StyleElement(
      "renderer-v2", ["type": "RuleRenderer", "symbollevels": "0", "enableorderby": "0"],
      [StyleElement("rules", ["key": "{\(kind.name)}"], rules), StyleElement("symbols", [:], symbols)])
  }

  private func filter(_ each: KindLook.Case) -> String {
    guard let property = look.property else { return "" }
    return each.value.map { "\(QGISExpression.column(property.name)) = \(QGISExpression.text($0))" } ?? "ELSE"
  }

  /// Wide areas go below those that lie in them: in the order of the code list of a filled layer.
  private func drawingOrder(by property: Property) -> [StyleElement] {
    guard look.shapes == [.area], look.cases.contains(where: { $0.area.filling == .plain(opacity: 1) }) else {
      return []
    }
    let codes = property.codes.map(QGISExpression.text).joined(separator: ", ")
    let place =
      "coalesce(array_find(array(\(codes)), \(QGISExpression.column(property.name))), \(property.codes.count))"
    return [
      StyleElement("orderby", [:], [StyleElement("orderByClause", ["asc": "1", "nullsFirst": "0"], text: place)])
    ]
  }

  private func symbol(_ shape: KindLook.Shape, _ each: KindLook.Case, name: String) -> StyleElement {
    let layers =
      switch shape {
      case .point: [Self.marker(each.point)]
      case .line: Self.line(each.line)
      case .area: [Self.fill(each.area), Self.stroke(each.area.outline)]
      }
    return StyleElement(
      "symbol", ["type": shape.symbolType, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"], layers)
  }

  private static func marker(_ look: PointLook) -> StyleElement {
    let picture = look.picture(brokenOutline: false)
    let expression = look.closedIf.map {
      "if(\($0), \(QGISExpression.text(source(look, broken: false))), \(QGISExpression.text(source(look, broken: true))))"
    }
    return layer(
      "SvgMarker",
      [
        "name": source(look, broken: false), "size": "\(picture.widthMillimetres)", "size_unit": "MM",
        "fixedAspectRatio": "0", "scale_method": "diameter",
      ], expression.map { ["name": $0] } ?? [:])
  }

  private static func source(_ look: PointLook, broken: Bool) -> String {
    "base64:" + Data(look.picture(brokenOutline: broken).text.utf8).base64EncodedString()
  }

  private static func line(_ look: LineLook) -> [StyleElement] {
    var layers = look.strokes.enumerated().map { index, stroke in
      Self.stroke(stroke, widthExpression: index == 0 ? look.widthExpression : nil)
    }
    if look.hasArrows, let colour = look.strokes.last?.colour { layers.append(arrows(colour)) }
    return layers
  }

  private static func stroke(_ stroke: Stroke, widthExpression: String? = nil) -> StyleElement {
    let dashes = stroke.dashesMillimetres.map { "\($0)" }.joined(separator: ";")
    return layer(
      "SimpleLine",
      [
        "line_color": stroke.colour, "line_width": "\(stroke.widthMillimetres)", "line_width_unit": "MM",
        "line_style": "solid", "joinstyle": "round", "capstyle": stroke.hasRoundCaps ? "round" : "flat",
        "use_custom_dash": dashes.isEmpty ? "0" : "1", "customdash": dashes.isEmpty ? "5;2" : dashes,
        "customdash_unit": "MM",
      ], widthExpression.map { ["outlineWidth": $0] } ?? [:])
  }

  /// Arrowheads every 60 mm, the first not at the very beginning.
  private static func arrows(_ colour: String) -> StyleElement {
    let head = layer(
      "SimpleMarker",
      [
        "name": "filled_arrowhead", "color": colour, "outline_color": "#FFFFFF", "outline_width": "0.2",
        "outline_width_unit": "MM", "size": "3", "size_unit": "MM",
      ])
    return layer(
      "MarkerLine",
      [
        "placement": "interval", "interval": "60", "interval_unit": "MM", "offset_along_line": "12",
        "offset_along_line_unit": "MM", "rotate": "1",
      ], [:], [StyleElement("symbol", ["type": "marker", "name": "arrow", "alpha": "1"], [head])])
  }

  private static func fill(_ look: AreaLook) -> StyleElement {
    var colour = look.colour
    var style = "solid"
    switch look.filling {
    case .none: style = "no"
    case .hatched: style = "b_diagonal"
    case .plain(let opacity):
      let alpha = String(Int((opacity * 255).rounded()), radix: 16, uppercase: true)
      colour = "#\(alpha.count == 1 ? "0" : "")\(alpha)\(look.colour.dropFirst())"
    }
    return layer(
      "SimpleFill", ["color": colour, "style": style, "outline_style": "no"],
      look.colourExpression.map { ["fillColor": $0] } ?? [:])
  }

  /// A symbol layer with its options, those that hang on a record's values, and its own symbol.
  private static func layer(
    _ type: String, _ options: KeyValuePairs<String, String>, _ expressions: KeyValuePairs<String, String> = [:],
    _ symbols: [StyleElement] = []
  ) -> StyleElement {
    var children = [QMLOption.map(options.map { QMLOption.text($0.key, $0.value) })]
    if !expressions.isEmpty {
      let properties = expressions.map { name, expression in
        QMLOption.map(
          name,
          [QMLOption.flag("active", true), QMLOption.text("expression", expression), QMLOption.number("type", 3)])
      }
      children.append(
        StyleElement(
          "data_defined_properties", [:],
          [
            QMLOption.map([
              QMLOption.text("name", ""), QMLOption.map("properties", properties), QMLOption.text("type", "collection"),
            ])
          ]))
    }
    return StyleElement(
      "layer", ["class": type, "enabled": "1", "locked": "0", "pass": "0"], children + symbols)
  }
}

/// A value in QML's tree of options.
enum QMLOption {
  static func text(_ name: String, _ value: String) -> StyleElement {
    StyleElement("Option", ["name": name, "type": "QString", "value": value])
  }
  static func flag(_ name: String, _ value: Bool) -> StyleElement {
    StyleElement("Option", ["name": name, "type": "bool", "value": "\(value)"])
  }
  static func number(_ name: String, _ value: Int) -> StyleElement {
    StyleElement("Option", ["name": name, "type": "int", "value": "\(value)"])
  }
  static func map(_ name: String, _ options: [StyleElement]) -> StyleElement {
    StyleElement("Option", ["name": name, "type": "Map"], options)
  }
  static func map(_ options: [StyleElement]) -> StyleElement { StyleElement("Option", ["type": "Map"], options) }
  static func list(_ name: String, _ options: [StyleElement]) -> StyleElement {
    StyleElement("Option", ["name": name, "type": "List"], options)
  }
}

extension KindLook.Shape {
  /// The shape in Chinese.
  var title: String {
    switch self {
    case .point: "点"
    case .line: "线"
    case .area: "面"
    }
  }

  /// What `geometry_type` calls it in QGIS, single or multiple.
  var expressionName: String {
    switch self {
    case .point: "Point"
    case .line: "Line"
    case .area: "Polygon"
    }
  }

  /// What QGIS calls a symbol for it.
  var symbolType: String {
    switch self {
    case .point: "marker"
    case .line: "line"
    case .area: "fill"
    }
  }
}
