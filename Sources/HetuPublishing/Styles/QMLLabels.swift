import HetuCartography
import HetuSchemas

/// The names beside a layer's symbols, in QML.
struct QMLLabels {
  let kind: Kind
  let look: KindLook

  /// The element `labeling`; nil for a kind without geometry.
  func labeling() -> StyleElement? {
    guard !look.shapes.isEmpty else { return nil }
    return StyleElement(
      "labeling", ["type": "simple"],
      [StyleElement("settings", ["calloutType": "simple"], [textStyle, placement, rendering])])
  }

  private var isWater: Bool { kind.name == "river_reach" }

  /// Reaches carry the name of their river, once along all of them.
  private var text: String { isWater ? QGISExpression.column("river_name") : QGISExpression.name(of: kind) }

  private var colour: String {
    switch kind.name {
    case "river_reach": StrokeTable.river.colour
    case "district": "#8A8782"
    default: "#1E1E1E"
    }
  }

  /// In millimetres; larger than on the sheet, because a screen has fewer dots.
  private var fontSize: String {
    switch kind.name {
    case "district": "3.6"
    case "river_reach": "2.8"
    default: "2.4"
    }
  }

  private var textStyle: StyleElement {
    let family = isWater ? FontFamily.serif : FontFamily.sans
    return StyleElement(
      "text-style",
      [
        "fieldName": text, "isExpression": "1", "fontFamily": family.required,
        "fontSize": fontSize, "fontSizeUnit": "MM", "fontWeight": "50",
        "textColor": colour, "textOpacity": "1", "multilineHeight": "1",
      ],
      [
        StyleElement(
          "text-buffer",
          [
            "bufferDraw": "1", "bufferSize": "0.5", "bufferSizeUnits": "MM", "bufferColor": "#FFFFFF",
            "bufferOpacity": "1", "bufferJoinStyle": "128", "bufferNoFill": "1",
          ])
      ])
  }

  /// Points: the first free place around; lines: along them; areas: within them; in a layer of several geometry types
  /// all are taken as points.
  private var placement: StyleElement {
    let mode =
      switch look.shapes.first {
      case .line: "3"
      case .area: "4"
      default: "6"
      }
    return StyleElement(
      "placement",
      [
        "placement": mode, "predefinedPositionOrder": "R,L,TR,BR,TL,BL,TSR,BSR",
        "dist": look.shapes == [.line] ? "0.6" : "0.4",
        "distUnits": "MM", "offsetType": "1", "placementFlags": "10", "polygonPlacementFlags": "2",
        "maxCurvedCharAngleIn": "40", "maxCurvedCharAngleOut": "-40", "lineAnchorPercent": "0.5", "priority": "5",
        "geometryGeneratorEnabled": look.shapes.count > 1 ? "1" : "0",
        "geometryGenerator": look.shapes.count > 1 ? "point_on_surface($geometry)" : "",
        "geometryGeneratorType": "PointGeometry",
      ])
  }

  /// Names show only where there is room for them.
  private var rendering: StyleElement {
    let smallestScale =
      switch kind.name {
      case "district": 2_000_000
      case "river_reach": 500_000
      case _ where kind.group == .riskSource: 250_000
      default: 100_000
      }
    return StyleElement(
      "rendering",
      [
        "drawLabels": "1", "scaleVisibility": "1", "scaleMin": "0", "scaleMax": "\(smallestScale)",
        "obstacle": "1", "obstacleFactor": "1", "obstacleType": "1", "mergeLines": isWater ? "1" : "0",
        "maxNumLabels": "2000", "fontMaxPixelSize": "10000", "fontMinPixelSize": "3",
      ])
  }
}
