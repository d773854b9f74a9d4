import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What lies along the water from a place, how far, and when does it arrive?
public struct WaterTraceQuestion: Sendable {
  /// How far from the water's line things count as lying on it, unless said otherwise, metres.
  public static let defaultMetres = 1_000.0
  /// How far from the water a place of origin may lie, metres.
  static let originMetres = 20_000.0

  let origin: NearQuestion.Origin
  let direction: TraceQuestion.Direction
  let mode: TraceQuestion.Mode
  let distanceMetres: Double?
  let hours: Double?
  let season: Season
  let speedMetresPerSecond: Double?
  let withinMetres: Double
  let kinds: [Kind]
  let audience: Audience

  /// A trace from a position or a record, both with the river that a record declares minded.
  public init(
    origin: NearQuestion.Origin, direction: TraceQuestion.Direction = .downstream, mode: TraceQuestion.Mode = .all,
    distanceMetres: Double? = nil, hours: Double? = nil, season: Season = .normal, speedMetresPerSecond: Double? = nil,
    withinMetres: Double = defaultMetres, kinds: [Kind] = [], audience: Audience = .internal
  ) {
    self.origin = origin
    self.direction = direction
    self.mode = mode
    self.distanceMetres = distanceMetres
    self.hours = hours
    self.season = season
    self.speedMetresPerSecond = speedMetresPerSecond
    self.withinMetres = withinMetres
    self.kinds = kinds
    self.audience = audience
  }

  /// The trace with its times.
  ///
  /// - Throws: `HydrologyError` for a place far from any river, `TravelTimeError` for figures that make no sense.
  public func answer(from registry: Registry) throws -> WaterTrace {
    let water = try WaterNetwork(registry)
    let defaults = try DefaultSpeeds.standard()
    let pieces = try water.network.edges.map { edge in
      try TravelPiece(
        lengthMetres: edge.lengthMetres, of: water.hydrology[edge.reach], in: season,
        givenSpeedMetresPerSecond: speedMetresPerSecond, defaults: defaults)
    }
    let (records, items) = try subjects(registry)
    let borders = try DistrictMap(registry).borders(of: water.network)
    let index = EncounterIndex(
      network: water.network, items: items, withinMetres: withinMetres, borders: borders.map(\.place))
    let place = try originPlace(water.network)
    let trace = try water.network.trace(
      from: place,
      TraceQuestion(
        direction: direction, mode: mode, distanceKm: distanceMetres.map { $0 / 1_000 }, hours: hours,
        closed: water.closed, weightOfReach: water.weights),
      speeds: { pieces[$0].likelySpeedMetresPerSecond }, meeting: index)
    return try WaterTrace(
      question: self, water: water, pieces: pieces, trace: trace, records: records, borders: borders)
  }

  private func subjects(_ registry: Registry) throws -> (records: [Record], items: [EncounterIndex.Item]) {
    var records: [Record] = []
    var items: [EncounterIndex.Item] = []
    for kind in registry.questioned(kinds) {
      try registry.forEachRecord(of: kind) { record in
        let seen = audience.view(record)
        guard let geometry = seen.geometry, !isOrigin(record) else { return }
        records.append(seen)
        items.append(EncounterIndex.Item(geometry, river: record["river_code"].text ?? record["river_name"].text))
      }
    }
    return (records, items)
  }

  private func isOrigin(_ record: Record) -> Bool {
    guard case .record(let origin) = origin else { return false }
    return origin.kind == record.kind && origin.fid == record.fid
  }

  private func originPlace(_ network: RiverNetwork) throws -> RiverNetwork.Place {
    switch origin {
    case .position(let position): return try network.place(near: position, withinMetres: Self.originMetres)
    case .record(let record):
      guard let position = record.geometry?.representativePosition else {
        throw RegistryError(.notFound, "\(record.reference) (\(record.name)) has no position; trace from LON,LAT")
      }
      return try network.place(
        near: position, withinMetres: Self.originMetres,
        preferring: record["river_code"].text ?? record["river_name"].text)
    }
  }
}

extension DistrictMap {
  /// A place where the water passes from one district into another.
  public struct WaterBorder: Sendable {
    /// Where.
    public let place: RiverNetwork.Place
    /// `灵宝市—陕州区界`.
    public let name: String
    /// 省界, 市界 or 县界, by the GB/T 2260 codes.
    public let level: String
  }

  /// The places where rivers of a network pass from one district into another.
  func borders(of network: RiverNetwork) throws -> [WaterBorder] {
    try network.rivers.rivers.flatMap { river in
      try borders(along: river).compactMap { border -> WaterBorder? in
        guard let position = river.position(atRiverKm: border.km) else { return nil }
        return WaterBorder(
          place: try network.place(near: position, withinMetres: 100, preferring: river.code), name: border.name,
          level: Self.level(border.upper?.code, border.lower?.code))
      }
    }
  }

  private static func level(_ upper: String?, _ lower: String?) -> String {
    guard let upper, let lower else { return "区界" }
    if upper.prefix(2) != lower.prefix(2) { return "省界" }
    return upper.prefix(4) == lower.prefix(4) ? "县界" : "市界"
  }
}
