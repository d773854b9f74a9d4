import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What lies along the water from a place, how far, and when does it arrive?
public struct WaterTraceQuestion: Sendable {
  /// How far from the water's line things count as lying on it, unless said otherwise, metres.
  public static let defaultMetres = 1_000.0
  /// The speeds that may be given for all reaches, m/s: from the least that is reckoned with to more than any flood runs.
  public static let speedsMetresPerSecond = SpeedEstimate.floorMetresPerSecond...20

  let origin: WaterOrigin
  var direction: TraceQuestion.Direction
  var mode: TraceQuestion.Mode
  let distanceMetres: Double?
  let hours: Double?
  let season: Season
  let speedMetresPerSecond: Double?
  let span: ReleaseSpan
  let spill: Spill?
  let withinMetres: Double
  let kinds: [Kind]
  let audience: Audience

  /// A trace from a place on or near the water.
  ///
  /// - Parameters:
  ///   - mode: where the water parts, or waters join: along every way, or the mainstem.
  ///   - distanceMetres: how far along the water; nil for no limit.
  ///   - hours: what the front may reach within so many hours at the earliest; nil for no limit.
  ///   - speedMetresPerSecond: overrides what is known of the reaches.
  ///   - span: how long the release lasts, where nothing is known of its mass.
  ///   - spill: what got into the water, for concentrations; downstream only.
  ///   - withinMetres: how far from the water's line things count as lying on it.
  ///   - kinds: what may be met; all kinds where none is named.
  public init(
    origin: WaterOrigin, direction: TraceQuestion.Direction = .downstream, mode: TraceQuestion.Mode = .all,
    distanceMetres: Double? = nil, hours: Double? = nil, season: Season = .normal, speedMetresPerSecond: Double? = nil,
    span: ReleaseSpan = .instantaneous, spill: Spill? = nil, withinMetres: Double = defaultMetres, kinds: [Kind] = [],
    audience: Audience = .internal
  ) {
    self.origin = origin.seen(by: audience)
    self.direction = direction
    self.mode = mode
    self.distanceMetres = distanceMetres
    self.hours = hours
    self.season = season
    self.speedMetresPerSecond = speedMetresPerSecond
    self.span = spill?.release.span ?? span
    self.spill = spill
    self.withinMetres = withinMetres
    self.kinds = kinds
    self.audience = audience
  }

  /// The trace with its times.
  ///
  /// - Throws: `HydrologyError` for a place far from any river, `TravelTimeError` for figures that make no sense.
  public func answer(from water: Water) throws -> WaterTrace {
    try WaterTrace(question: self, found: try search(water))
  }

  /// What was found on the network, before it is told.
  struct Found {
    let network: RiverNetwork
    let pieces: [TravelPiece]
    let subjects: WaterSubjects
    let place: RiverNetwork.Place
    let question: TraceQuestion
    /// What the front can reach at the earliest.
    let trace: Trace
    let ways: WaterWays
    /// What is doubtful about the network.
    let findings: [NetworkFinding]
    let warnings: [AnswerWarning]
  }

  func search(_ water: Water) throws -> Found {
    guard spill == nil || direction == .downstream else {
      throw RegistryError(.usage, "a concentration is known downstream only; ask for --direction downstream")
    }
    let network = try water.network()
    let pieces =
      try speedMetresPerSecond.map { try network.pieces(in: season, speedMetresPerSecond: $0) }
      ?? water.pieces(in: season)
    let subjects = try water.subjects(
      water.registry.questioned(kinds), withinMetres: withinMetres, audience: audience)
    let (place, doubts) = try origin.place(on: network.network, direction)
    let metres = Int(place.offsetMetres.rounded())
    let start = AnswerWarning(
      "起点：\(network.network.spoken(place))\(metres > 0 ? "，离河\(metres) m" : "")，\(season.title)", isAccount: true)
    let question = TraceQuestion(
      direction: direction, mode: mode, distanceKm: distanceMetres.map { $0 / 1_000 }, hours: hours,
      closed: network.closed, weightOfReach: network.weights)
    var unlimited = question
    unlimited.hours = nil
    let likely = try network.network.trace(
      from: place, unlimited, speeds: { pieces[$0].likelySpeedMetresPerSecond })
    let trace = try network.network.trace(
      from: place, question, speeds: { pieces[$0].earliestFrontMetresPerSecond }, meeting: subjects.index)
    return Found(
      network: network.network, pieces: pieces, subjects: subjects, place: place, question: question, trace: trace,
      ways: WaterWays(likely: likely, earliest: trace, on: network.network, pieces: pieces),
      findings: try water.findings(), warnings: [start] + doubts)
  }

  /// Whether a record is the origin itself.
  func isOrigin(_ record: Record) -> Bool {
    guard case .record(let origin) = origin else { return false }
    return origin.kind == record.kind && origin.fid == record.fid
  }

  /// The question as it was understood.
  func members(named name: String, _ found: Found) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("question", .string(name))]
    if case .record(let record) = origin { members.append(.init("from", .string(record.reference))) }
    let place = found.place
    let river = place.river.map { found.network.rivers.rivers[$0].name }
    members += [
      .init("lon", .decimal(place.position.x, 7)), .init("lat", .decimal(place.position.y, 7)),
      .init("river", .text(river)), .init("river_km", place.riverKm.map { .decimal($0, 3) } ?? .null),
      .init("place", .string(found.network.spoken(place))), .init("snap_m", .decimal(place.offsetMetres, 1)),
      .init("direction", .string(direction.rawValue)), .init("branches", .string(mode.rawValue)),
      .init("season", .string(season.rawValue)),
      .init("distance_km", distanceMetres.map { .decimal($0 / 1_000, 3) } ?? .null),
      .init("time_h", hours.map { .decimal($0, 2) } ?? .null),
      .init("speed_m_s", speedMetresPerSecond.map { .decimal($0, 3) } ?? .null),
      .init("within_m", .decimal(withinMetres, 1)),
    ]
    if let spill {
      members += spill.members
    } else if case .lasting(let hours) = span {
      members.append(.init("duration_h", .decimal(hours, 2)))
    }
    return members + [
      .init("method", .string(spill == nil ? Self.method : "\(Self.method); \(Self.concentrationMethod)")),
      .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
    ]
  }

  private static let method =
    "least distance and least time along the drawn water; peak at length over speed and volume over flow, front at 0.89 of"
    + " the peak's time of flow, recovery at the fall to a tenth of the peak (Jobson 1996, equations 18 and 19)"
  private static let concentrationMethod =
    "concentrations by the one-dimensional advection-dispersion solution with moments added up along the reaches,"
    + " dispersion by Fischer (1979)"
}
