import HetuGeometry

/// Two numbers in metres: a Gauss-Krüger pair in either order (X is north, Y is east in Chinese surveying), or a pair of
/// another projected system that was stated.
struct PlanePair {
  private let first: CoordinateGroup
  private let second: CoordinateGroup
  private let text: String
  private let declared: ReferenceSystem?

  init(_ first: CoordinateGroup, _ second: CoordinateGroup, _ text: String, _ declared: ReferenceSystem?) {
    self.first = first
    self.second = second
    self.text = text
    self.declared = declared
  }

  /// What an easting tells.
  private enum Easting {
    case plain
    /// With the number of a zone before it.
    case prefixed(GaussKruegerZone)
  }

  /// The reading.
  /// - Throws: `GeodesyError` where the numbers are no such pair, or nothing tells the zone.
  func reading() throws(GeodesyError) -> CoordinateReading {
    let (a, b) = (first.parts[0].number, second.parts[0].number)
    let precisionMetres = max(a.halfDigit, b.halfDigit)
    let northLeads = Self.isNorthing(a.value) && Self.easting(b.value, declared) != nil
    if let declared, declared.isProjected, declared.gaussKruegerZone == nil {
      // Ranges are known for Gauss-Krüger only; what does not look like it is taken in the order of x and y.
      let isTurned = first.label.map { $0 == .northing } ?? northLeads
      return CoordinateReading(
        .position(isTurned ? Position(x: b.value, y: a.value) : Position(x: a.value, y: b.value)),
        precisionMetres: precisionMetres)
    }
    guard northLeads || (Self.isNorthing(b.value) && Self.easting(a.value, declared) != nil) else { throw noPair }
    let (north, east) = northLeads ? (a, b) : (b, a)
    var assumptions: [CoordinateReading.Assumption] = []
    let stated = first.label.map { $0 == .northing } ?? second.label.map { $0 == .easting }
    if stated == nil, !northLeads { assumptions.append(.eastingFirst) }
    let system = try system(of: east.value, &assumptions)
    return CoordinateReading(
      .position(Position(x: east.value, y: north.value)), referenceSystem: system, precisionMetres: precisionMetres,
      assumptions: assumptions)
  }

  private func system(
    of eastMetres: Double, _ assumptions: inout [CoordinateReading.Assumption]
  ) throws(GeodesyError) -> ReferenceSystem {
    let stated = declared?.gaussKruegerZone
    switch (Self.easting(eastMetres, declared), stated) {
    case (.prefixed(let zone), nil):
      assumptions.append(.datumAssumed)
      return .epsg(zone.epsg)
    case (.prefixed(let zone), .some(let stated)):
      guard zone.number == stated.number, zone.width == stated.width else {
        throw GeodesyError(
          .contradiction,
          "“\(text.prefix(60))”的横坐标是\(zone.width.rawValue)度带第\(zone.number)带，与指明的坐标系“\(stated.title)”不符，请核对")
      }
      if !stated.isPrefixed { assumptions.append(.prefixDiffers) }
      return .epsg(stated.prefixed(true).epsg)
    case (_, .some(let stated)):
      if stated.isPrefixed { assumptions.append(.prefixDiffers) }
      return .epsg(stated.prefixed(false).epsg)
    case (_, nil):
      throw GeodesyError(
        .referenceSystemMissing,
        "“\(text.prefix(60))”的横坐标没有带号，无法知道投影带，请用 --crs 指明坐标系（如 --crs EPSG:4546，即中央经线111°E的3度带）")
    }
  }

  private static func isNorthing(_ metres: Double) -> Bool { (1.8e6...6e6).contains(metres) }

  private static func easting(_ metres: Double, _ declared: ReferenceSystem?) -> Easting? {
    if (1e5..<9e5).contains(metres) { return .plain }
    let number = Int(metres / 1e6)
    guard (1e5..<9e5).contains(metres - Double(number) * 1e6) else { return nil }
    let datum = declared?.gaussKruegerZone?.datum ?? .cgcs2000
    for width in GaussKruegerZone.Width.allCases {
      if let zone = GaussKruegerZone(datum: datum, width: width, number: number, isPrefixed: true) {
        return .prefixed(zone)
      }
    }
    return nil
  }

  private var noPair: GeodesyError {
    let values = [first.parts[0].number.value, second.parts[0].number.value]
    let hint = values.contains { (8e6...1.52e7).contains($0) } ? "；如为Web墨卡托或百度墨卡托坐标，请先换算成经纬度" : ""
    return GeodesyError(
      .unreadableText,
      "“\(text.prefix(60))”不像高斯-克吕格坐标（纵坐标7位、1800000至6000000米，横坐标6位或带2位带号），请核对\(hint)")
  }
}
