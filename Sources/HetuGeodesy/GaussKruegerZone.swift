/// A zone of the Gauss-Krüger projection (transverse Mercator, scale 1, false easting 500 km) as used in China.
///
/// The EPSG codes of a family are consecutive: zones 25 to 45 with their number before the easting, then the same 21
/// meridians (75°E to 135°E) without, for 3-degree zones; zones 13 to 23 and 11 meridians for 6-degree zones.
public struct GaussKruegerZone: Hashable, Sendable {
  /// The geodetic datums of Chinese maps.
  public enum Datum: String, Hashable, Sendable, CaseIterable {
    /// 北京54坐标系 (Krassowsky ellipsoid).
    case beijing1954
    /// 西安80坐标系 (IAG 75 ellipsoid).
    case xian1980
    /// 2000国家大地坐标系.
    case cgcs2000

    /// The Chinese name.
    public var title: String {
      switch self {
      case .beijing1954: "1954年北京坐标系"
      case .xian1980: "1980西安坐标系"
      case .cgcs2000: "2000国家大地坐标系"
      }
    }
  }

  /// The width of a zone.
  public enum Width: Int, Hashable, Sendable, CaseIterable {
    /// 三度带.
    case threeDegrees = 3
    /// 六度带.
    case sixDegrees = 6

    /// The numbers of the zones that cover China.
    public var numbers: ClosedRange<Int> { self == .threeDegrees ? 25...45 : 13...23 }
  }

  /// The datum.
  public let datum: Datum
  /// The width of the zone.
  public let width: Width
  /// The number of the zone: 25 to 45 or 13 to 23.
  public let number: Int
  /// Whether eastings begin with the number of the zone (37 518 317 m rather than 518 317 m).
  public let isPrefixed: Bool

  /// A zone, or nil where the number is not one of those that cover China.
  public init?(datum: Datum = .cgcs2000, width: Width, number: Int, isPrefixed: Bool) {
    guard width.numbers.contains(number) else { return nil }
    self.datum = datum
    self.width = width
    self.number = number
    self.isPrefixed = isPrefixed
  }

  /// The zone of an EPSG code, or nil where the code stands for something else.
  public init?(epsg code: Int) {
    for datum in Datum.allCases {
      for width in Width.allCases {
        for isPrefixed in [true, false] {
          let number = code - Self.firstCode(datum, width, isPrefixed: isPrefixed) + width.numbers.lowerBound
          if let zone = Self(datum: datum, width: width, number: number, isPrefixed: isPrefixed) {
            self = zone
            return
          }
        }
      }
    }
    return nil
  }

  /// The EPSG code.
  public var epsg: Int { Self.firstCode(datum, width, isPrefixed: isPrefixed) + number - width.numbers.lowerBound }

  /// The longitude of the central meridian, in degrees.
  public var centralMeridianDegrees: Int { width == .threeDegrees ? 3 * number : 6 * number - 3 }

  /// The same zone with or without the number before its eastings.
  public func prefixed(_ isPrefixed: Bool) -> GaussKruegerZone {
    GaussKruegerZone(self, isPrefixed: isPrefixed)
  }

  /// The Chinese name, such as `2000国家大地坐标系 高斯-克吕格3度带 中央经线111°E`.
  public var title: String {
    let place = isPrefixed ? "第\(number)带（带号前缀）" : "中央经线\(centralMeridianDegrees)°E"
    return "\(datum.title) 高斯-克吕格\(width.rawValue)度带 \(place)"
  }

  private init(_ zone: GaussKruegerZone, isPrefixed: Bool) {
    datum = zone.datum
    width = zone.width
    number = zone.number
    self.isPrefixed = isPrefixed
  }

  /// The first code of each family (EPSG Geodetic Parameter Dataset).
  private static func firstCode(_ datum: Datum, _ width: Width, isPrefixed: Bool) -> Int {
    switch (datum, width, isPrefixed) {
    case (.beijing1954, .threeDegrees, true): 2401
    case (.beijing1954, .threeDegrees, false): 2422
    case (.beijing1954, .sixDegrees, true): 21413
    case (.beijing1954, .sixDegrees, false): 21453
    case (.xian1980, .threeDegrees, true): 2349
    case (.xian1980, .threeDegrees, false): 2370
    case (.xian1980, .sixDegrees, true): 2327
    case (.xian1980, .sixDegrees, false): 2338
    case (.cgcs2000, .threeDegrees, true): 4513
    case (.cgcs2000, .threeDegrees, false): 4534
    case (.cgcs2000, .sixDegrees, true): 4491
    case (.cgcs2000, .sixDegrees, false): 4502
    }
  }
}
