import HetuCartography
import HetuSchemas

/// The symbols of a layer as Styled Layer Descriptor 1.1 with Symbology Encoding 1.1 (OGC 05-078r4, 05-077r4), for
/// programs that do not read QML. Points are marks that every such program knows; where a kind has points and other
/// geometries, all have the point's mark, because a symbolizer draws any geometry.
struct SLDSymbols {
  let kind: Kind
  let look: KindLook

  func document() -> String {
    StyleElement(
      "StyledLayerDescriptor",
      [
        "version": "1.1.0", "xmlns": "http://www.opengis.net/sld", "xmlns:se": "http://www.opengis.net/se",
        "xmlns:ogc": "http://www.opengis.net/ogc", "xmlns:xlink": "http://www.w3.org/1999/xlink",
      ],
      [
        StyleElement(
          "NamedLayer", [:],
          [
            StyleElement("se:Name", text: kind.name),
            StyleElement(
              "UserStyle", [:],
              [
                StyleElement("se:Name", text: kind.title),
                StyleElement("se:FeatureTypeStyle", [:], look.shapes.isEmpty ? [] : look.cases.map(rule)),
              ]),
          ])
      ]
    ).document
  }

  private func rule(_ each: KindLook.Case) -> StyleElement {
    StyleElement(
      "se:Rule", [:],
      [
        StyleElement("se:Name", text: each.title),
        StyleElement("se:Description", [:], [StyleElement("se:Title", text: each.title)]),
      ] + condition(each) + (look.shapes.first.map { symbolizers($0, each) } ?? []))
  }

  /// Programs read `ElseFilter` in different ways, so that all other records are told by what they are not.
  private func condition(_ each: KindLook.Case) -> [StyleElement] {
    guard let property = look.property else { return [] }
    let name = StyleElement("ogc:PropertyName", text: property.name)
    if let value = each.value {
      let equal = StyleElement("ogc:PropertyIsEqualTo", [:], [name, StyleElement("ogc:Literal", text: value)])
      return [StyleElement("ogc:Filter", [:], [equal])]
    }
    let others = look.cases.compactMap(\.value).map {
      StyleElement("ogc:PropertyIsNotEqualTo", [:], [name, StyleElement("ogc:Literal", text: $0)])
    }
    let none = others.count > 1 ? [StyleElement("ogc:And", [:], others)] : others
    let unknown = StyleElement("ogc:PropertyIsNull", [:], [name])
    return [StyleElement("ogc:Filter", [:], [StyleElement("ogc:Or", [:], [unknown] + none)])]
  }

  private func symbolizers(_ shape: KindLook.Shape, _ each: KindLook.Case) -> [StyleElement] {
    switch shape {
    case .point: [Self.mark(each.point)]
    case .line: each.line.strokes.map { StyleElement("se:LineSymbolizer", [:], [Self.stroke($0)]) }
    case .area: [StyleElement("se:PolygonSymbolizer", [:], Self.fill(each.area) + [Self.stroke(each.area.outline)])]
    }
  }

  private static func mark(_ look: PointLook) -> StyleElement {
    let (name, rotation) = wellKnownMark(look.form)
    let dark = Stroke(colour: "#1E2429", widthMillimetres: 0.25)
    return StyleElement(
      "se:PointSymbolizer", [:],
      [
        StyleElement(
          "se:Graphic", [:],
          [
            StyleElement(
              "se:Mark", [:],
              [
                StyleElement("se:WellKnownName", text: name),
                StyleElement("se:Fill", [:], [parameter("fill", look.colour)]), stroke(dark),
              ]),
            StyleElement("se:Size", text: pixels(look.millimetres)),
          ]
            + (rotation == 0
              ? [] : [StyleElement("se:Rotation", [:], [StyleElement("ogc:Literal", text: "\(rotation)")])]))
      ])
  }

  /// The mark of SE 1.1 that comes nearest to a form, and its turn in degrees clockwise.
  private static func wellKnownMark(_ form: SymbolForm) -> (name: String, rotationDegrees: Int) {
    switch form {
    case .tailingsPond: ("triangle", 180)
    case .keyEnterprise: ("square", 0)
    case .chemicalPark: ("triangle", 0)
    case .hazmatCarrier, .hazmatCrossing: ("square", 45)
    case .pipelineCrossing, .drinkingWaterIntake, .sensitiveTarget: ("circle", 0)
    case .monitoringSection: ("cross", 0)
    case .dam, .gate, .pond, .bridge, .channel, .reservoir, .otherFacility, .supplies: ("square", 0)
    case .team: ("star", 0)
    }
  }

  private static func fill(_ look: AreaLook) -> [StyleElement] {
    let opacity: Double
    switch look.filling {
    case .none: return []
    case .hatched: opacity = 0.2
    case .plain(let given): opacity = given
    }
    return [
      StyleElement("se:Fill", [:], [parameter("fill", look.colour), parameter("fill-opacity", "\(opacity)")])
    ]
  }

  private static func stroke(_ stroke: Stroke) -> StyleElement {
    let dashes = stroke.dashesMillimetres.map(pixels).joined(separator: " ")
    return StyleElement(
      "se:Stroke", [:],
      [
        parameter("stroke", stroke.colour), parameter("stroke-width", pixels(stroke.widthMillimetres)),
        parameter("stroke-linejoin", "round"), parameter("stroke-linecap", stroke.hasRoundCaps ? "round" : "butt"),
      ] + (dashes.isEmpty ? [] : [parameter("stroke-dasharray", dashes)]))
  }

  private static func parameter(_ name: String, _ value: String) -> StyleElement {
    StyleElement("se:SvgParameter", ["name": name], text: value)
  }

  /// Millimetres as pixels of 0.28 mm, the size that SLD sets down (OGC 05-078r4, 10.2), to a hundredth.
  private static func pixels(_ millimetres: Double) -> String {
    "\((millimetres / 0.28 * 100).rounded() / 100)"
  }
}
