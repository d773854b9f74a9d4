/// What coordinates are counted in: a system of the EPSG register, one of the two Chinese map offsets, or a definition.
///
/// Positions in it are always (x: easting or longitude, y: northing or latitude), whatever order the authority states.
public enum ReferenceSystem: Hashable, Sendable {
  /// A system of the EPSG Geodetic Parameter Dataset.
  case epsg(Int)
  /// 火星坐标: the offset coordinates of 高德, 腾讯 and Google maps of China, in degrees.
  case gcj02
  /// 百度坐标: GCJ-02 with the further offset of Baidu maps, in degrees.
  case bd09
  /// A definition that PROJ reads: WKT of any version (a `.prj` file), PROJJSON or a PROJ string.
  case definition(String)

  /// 2000国家大地坐标系, longitude and latitude in degrees.
  public static let cgcs2000 = ReferenceSystem.epsg(4490)
  /// WGS 84, longitude and latitude in degrees; counts as equal to CGCS2000.
  public static let wgs84 = ReferenceSystem.epsg(4326)

  /// The system that a text names: `EPSG:4490`, `4490`, `CGCS2000`, `WGS84`, `GCJ-02`, `百度`, a URN or URI of OGC, WKT.
  ///
  /// Whether an EPSG code exists, or a definition is sound, shows when a `Transformation` is made.
  /// - Throws: `GeodesyError.Code.unknownReferenceSystem` with the text.
  public init(_ text: String) throws(GeodesyError) {
    let trimmed = text.trimmingWhitespace
    if Self.isDefinition(trimmed) {
      self = .definition(trimmed)
      return
    }
    let capital = trimmed.uppercased().filter { !$0.isWhitespace }
    if let system = Self.names[capital.filter { !"-_".contains($0) }] {
      self = system
    } else if let code = Self.epsgCode(in: capital) {
      self = .epsg(code)
    } else {
      throw GeodesyError(
        .unknownReferenceSystem,
        "不认识坐标系“\(trimmed.prefix(60))”，请写 EPSG 代码（如 EPSG:4490）、CGCS2000、WGS84、gcj02 或 bd09")
    }
  }

  /// The 3-degree Gauss-Krüger system of CGCS2000 (no zone number before eastings) whose meridian is nearest.
  ///
  /// - Returns: one of EPSG:4534 (75°E) to EPSG:4554 (135°E), or nil where `longitudeDegrees` is not within 73° to 136.5°.
  public static func gaussKrueger(forLongitude longitudeDegrees: Double) -> ReferenceSystem? {
    guard (73...136.5).contains(longitudeDegrees) else { return nil }
    let numbers = GaussKruegerZone.Width.threeDegrees.numbers
    let number = Int((longitudeDegrees / 3).rounded())
    return GaussKruegerZone(
      width: .threeDegrees, number: min(max(number, numbers.lowerBound), numbers.upperBound), isPrefixed: false
    ).map { .epsg($0.epsg) }
  }

  /// The Gauss-Krüger zone that this is, or nil.
  public var gaussKruegerZone: GaussKruegerZone? {
    if case .epsg(let code) = self { GaussKruegerZone(epsg: code) } else { nil }
  }

  /// Whether positions are eastings and northings in metres rather than degrees.
  ///
  /// Told without PROJ: the EPSG register gives 4000 to 4999 to geographic systems, but for the zones of CGCS2000.
  public var isProjected: Bool {
    switch self {
    case .gcj02, .bd09: false
    case .epsg(let code): gaussKruegerZone != nil || !(4000...4999).contains(code)
    case .definition(let text):
      text.hasPrefix("+proj=")
        ? !text.hasPrefix("+proj=longlat") && !text.hasPrefix("+proj=latlong")
        : text.contains("PROJCS[") || text.contains("PROJCRS[")
    }
  }

  /// The Chinese name, for the foot of a map and for messages.
  public var title: String {
    switch self {
    case .gcj02: "GCJ-02（火星坐标）"
    case .bd09: "BD-09（百度坐标）"
    case .definition(let text): Self.quotedName(in: text) ?? "自定义坐标系"
    case .epsg(4490), .epsg(4480): "2000国家大地坐标系"
    case .epsg(4326), .epsg(4979): "WGS 84"
    case .epsg(3857): "WGS 84 / Web墨卡托"
    case .epsg(4610): GaussKruegerZone.Datum.xian1980.title
    case .epsg(4214): GaussKruegerZone.Datum.beijing1954.title
    case .epsg(let code) where (32601...32660).contains(code): "WGS 84 / UTM \(code - 32600)N带"
    case .epsg(let code): GaussKruegerZone(epsg: code)?.title ?? "EPSG:\(code)"
    }
  }

  private static func isDefinition(_ text: String) -> Bool {
    text.hasPrefix("+proj=") || text.hasPrefix("{")
      || (text.contains("[") && definitionKeywords.contains { text.uppercased().hasPrefix($0) })
  }

  private static let definitionKeywords = [
    "PROJCS", "GEOGCS", "PROJCRS", "GEOGCRS", "GEODCRS", "BASEGEOGCRS", "BOUNDCRS", "COMPD_CS", "COMPOUNDCRS",
  ]

  /// The first name in double quotes, that of the system in WKT.
  private static func quotedName(in text: String) -> String? {
    let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return text.contains("[") && parts.count == 3 ? String(parts[1]) : nil
  }

  /// The code at the end of `4490`, `EPSG:4490`, `URN:OGC:DEF:CRS:EPSG::4490` or `HTTP://…/CRS/EPSG/0/4490`.
  private static func epsgCode(in capital: String) -> Int? {
    let parts = capital.split { ":/：".contains($0) }
    guard let last = parts.last, parts.count == 1 || parts.contains("EPSG") else { return nil }
    let digits = parts.count == 1 && last.hasPrefix("EPSG") ? last.dropFirst(4) : last
    return Int(digits).flatMap { (1024...999_999).contains($0) ? $0 : nil }
  }

  private static let names: [String: ReferenceSystem] = [
    "CGCS2000": .cgcs2000, "2000国家大地坐标系": .cgcs2000, "国家2000": .cgcs2000, "国家2000坐标系": .cgcs2000, "大地2000": .cgcs2000,
    "天地图": .cgcs2000, "WGS84": .wgs84, "GPS": .wgs84, "CRS84": .wgs84, "OGC:CRS84": .wgs84,
    "URN:OGC:DEF:CRS:OGC:1.3:CRS84": .wgs84, "HTTP://WWW.OPENGIS.NET/DEF/CRS/OGC/1.3/CRS84": .wgs84,
    "GCJ02": .gcj02, "GCJ": .gcj02, "火星": .gcj02, "火星坐标": .gcj02, "火星坐标系": .gcj02, "高德": .gcj02, "高德地图": .gcj02,
    "腾讯": .gcj02, "腾讯地图": .gcj02, "BD09": .bd09, "BD09LL": .bd09, "百度": .bd09, "百度地图": .bd09, "百度坐标": .bd09,
    "百度坐标系": .bd09, "XIAN80": .epsg(4610), "XIAN1980": .epsg(4610), "西安80": .epsg(4610),
    "1980西安坐标系": .epsg(4610), "BEIJING54": .epsg(4214), "BEIJING1954": .epsg(4214), "北京54": .epsg(4214),
    "1954年北京坐标系": .epsg(4214), "1954北京坐标系": .epsg(4214),
  ]
}

extension ReferenceSystem: CustomStringConvertible {
  /// The text that `init(_:)` reads back: `EPSG:4490`, `gcj02`, `bd09` or the definition.
  public var description: String {
    switch self {
    case .epsg(let code): "EPSG:\(code)"
    case .gcj02: "gcj02"
    case .bd09: "bd09"
    case .definition(let text): text
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingWhitespace: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
