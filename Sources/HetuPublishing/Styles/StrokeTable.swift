/// The lines and grounds of the map sheet as a GIS draws them; a test holds them against a drawn sheet.
enum StrokeTable {
  static let ownDistrict = "#FDFCF8"
  static let neighbour = "#F2F0EA"

  /// A river of which neither order nor width is known.
  static let river = Stroke(colour: "#1F6FB5", widthMillimetres: 0.5, hasRoundCaps: true)
  /// From the least river to the greatest.
  static let riverWidthMillimetres = 0.3...2.2

  static let oilPipeline = [
    Stroke(colour: "#7A4A20", widthMillimetres: 0.5),
    Stroke(colour: "#7A4A20", widthMillimetres: 1.3, dashesMillimetres: [0.01, 6], hasRoundCaps: true),
  ]
  static let hazmatRoute = [Stroke(colour: "#9A6A3A", widthMillimetres: 0.3, dashesMillimetres: [2.2, 1.1])]
  static let section = Stroke(colour: "#22384F", widthMillimetres: 0.8)

  /// The outline of a protection zone (饮用水水源保护区): 一级, 二级 or 准.
  static func zone(level: String?) -> Stroke {
    switch level {
    case "一级": Stroke(colour: "#00857C", widthMillimetres: 0.5)
    case "二级": Stroke(colour: "#00857C", widthMillimetres: 0.35, dashesMillimetres: [1.8, 0.9])
    default: Stroke(colour: "#00857C", widthMillimetres: 0.3, dashesMillimetres: [0.01, 0.8], hasRoundCaps: true)
    }
  }

  /// The border of a district: 省级, 地级, 县级, or lower.
  static func border(level: String?) -> Stroke {
    switch level {
    case "省级": Stroke(colour: "#5A4A63", widthMillimetres: 0.5, dashesMillimetres: [4.5, 1.1, 0.6, 1.1])
    case "地级": Stroke(colour: "#6F6F6F", widthMillimetres: 0.4, dashesMillimetres: [3.6, 0.9, 0.5, 0.9, 0.5, 0.9])
    case "县级": Stroke(colour: "#8A8A8A", widthMillimetres: 0.25, dashesMillimetres: [2.6, 0.8, 0.4, 0.8])
    default: Stroke(colour: "#8A8A8A", widthMillimetres: 0.15)
    }
  }
}
