/// The colours and measures of a sheet, in one place.
enum SheetStyle {
  static let ownDistrict = "#FDFCF8"
  static let neighbour = "#F2F0EA"
  static let ink = "#222222"
  static let grey = "#6E6E6E"
  static let river = "#1F6FB5"
  static let water = SVGStyle.fill("#CFE5F4").outlined("#5B9BD0", 0.15)
  static let tributary = "#4A8FC9"
  static let section = "#22384F"
  static let provinceBand = SVGStyle.stroke("#D9C2E3", 2.5, opacity: 0.5)
  static let riverWidth = 0.8...2.2
  static let frameLine = SVGStyle.stroke("#222222", 0.5)
  static let hairline = SVGStyle.stroke("#222222", 0.15)
  static let leader = SVGStyle.stroke("#222222", 0.15)

  static let enlargement = SVGStyle.stroke("#C8102E", 0.35)

  static let corridor: SVGStyle = {
    var style = SVGStyle.stroke("#1F6FB5", 0.12, dashes: [1.2, 0.8])
    style.fill = "#1F6FB5"
    style.fillOpacity = 0.06
    return style
  }()

  static func border(_ border: BorderClass) -> SVGStyle {
    switch border {
    case .unknown: .stroke("#A8A8A8", 0.2)
    case .county: .stroke("#8A8A8A", 0.25, dashes: [2.6, 0.8, 0.4, 0.8])
    case .city: .stroke("#6F6F6F", 0.4, dashes: [3.6, 0.9, 0.5, 0.9, 0.5, 0.9])
    case .province: .stroke("#5A4A63", 0.5, dashes: [4.5, 1.1, 0.6, 1.1])
    }
  }

  static func zone(_ level: ProtectionZone.Level) -> SVGStyle {
    var style: SVGStyle
    switch level {
    case .first: style = .stroke("#00857C", 0.5)
    case .second: style = .stroke("#00857C", 0.35, dashes: [1.8, 0.9])
    case .quasi: style = .stroke("#00857C", 0.3, dashes: [0.01, 0.8], roundCaps: true)
    }
    style.fill = "#00857C"
    style.fillOpacity = level == .first ? 0.12 : 0.06
    return style
  }

  /// The strokes of a line, the lowest first.
  static func line(_ kind: MapLine.Kind) -> [SVGStyle] {
    switch kind {
    case .road: [.stroke("#CDBB9F", 0.45)]
    case .oilPipeline:
      [
        .stroke("#7A4A20", 0.5), .stroke("#7A4A20", 1.3, dashes: [0.01, 6], roundCaps: true),
      ]
    case .hazmatRoute: [.stroke("#9A6A3A", 0.3, dashes: [2.2, 1.1])]
    }
  }

  static let label = TextStyle(size: 2.0, colour: "#1E1E1E", halo: 0.45)
  static let place = TextStyle(size: 2.2, colour: "#4A4A4A", halo: 0.45)
  static let number = TextStyle(size: 1.9, bold: true, colour: "#1E1E1E")
  static let post = TextStyle(size: 1.8, colour: "#1F4E7E", halo: 0.4)
  static let timeMark = TextStyle(size: 2.0, bold: true, colour: "#5B2A86", halo: 0.4)
  static let sectionName = TextStyle(size: 2.0, bold: true, colour: "#22384F", halo: 0.45)
  static let district = TextStyle(size: 3.6, colour: "#8A8782", halo: 0.4, haloColour: "#FDFCF8", letterSpacing: 2)
  static let smallDistrict = TextStyle(size: 2.6, colour: "#8A8782", halo: 0.3, haloColour: "#FDFCF8")
  static let riverName = TextStyle(family: .serif, size: 3.0, bold: true, colour: "#1F6FB5", halo: 0.45)
  static let tributaryName = TextStyle(family: .serif, size: 2.1, colour: "#2F78B8", halo: 0.25)
  static let lineName = TextStyle(size: 1.8, colour: "#7A4A20", halo: 0.4)
}
