import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// What lies along the water from a place, with distances and times.
public struct WaterTrace: Sendable {
  /// A reach that was passed, or a part of one.
  public struct Passage: Sendable {
    /// The reach.
    public let reach: Reach
    /// The river.
    public let river: String?
    /// Kilometres along the water from the origin to where it is entered and left.
    public let pathKm: ClosedRange<Double>
    /// The likely speed, metres per second; of a reservoir its length over its residence time.
    public let speedMetresPerSecond: Double
    /// What the speed rests on.
    public let basis: String
    /// Its line, as far as it was passed.
    public let line: [Position]
  }

  /// The place where it begins.
  public let origin: RiverNetwork.Place
  /// The reaches passed, by distance along the water.
  public let passages: [Passage]
  /// What was met, by distance along the water, with times.
  public let answer: Answer
  /// Why each way ends, in Chinese.
  public let ends: [String]

  static let figures: [Figure] = [
    .path, .arrival, .earliestArrival, .peak, .river, .riverKilometre, .offset, .bank,
  ]

  init(
    question: WaterTraceQuestion, water: WaterNetwork, pieces: [TravelPiece], trace: Trace, records: [Record],
    borders: [DistrictMap.WaterBorder]
  ) throws {
    let network = water.network
    let states = TravelStates(network: network, pieces: pieces, trace: trace, direction: question.direction)
    origin = trace.origin
    passages = trace.passages.map { passage in
      let edge = network.edges[passage.edge]
      let reach = network.rivers.reaches[edge.reach]
      return Passage(
        reach: reach, river: edge.river.map { network.rivers.rivers[$0].name },
        pathKm: passage.pathKmFrom...max(passage.pathKmFrom, passage.pathKmTo),
        speedMetresPerSecond: passage.speedMetresPerSecond ?? 0, basis: pieces[passage.edge].movement.basisTitle,
        line: network.line(ofEdge: passage.edge, from: passage.alongFrom, to: passage.alongTo))
    }
    ends = trace.ends.map { network.sentence(for: $0) }
    var answer = Answer(question: question.members(origin: trace.origin, network), figures: Self.figures)
    answer.rows = try trace.encounters.map { encounter in
      let times = try states.times(at: encounter)
      let river = network.edges[encounter.edge].river.map { network.rivers.rivers[$0].name }
      let figures: [Value] = [
        .real(encounter.pathKm), .hours(times?.front.likelyHours), .hours(times?.front.earliestHours),
        .hours(times?.peak.likelyHours), river.map(Value.text) ?? .null, encounter.riverKm.map(Value.real) ?? .null,
        .real(encounter.offsetMetres), encounter.bank.value,
      ]
      switch encounter.subject {
      case .item(let number): return AnswerRow(records[number], figures: figures)
      case .border(let number):
        let border = borders[number]
        return AnswerRow(
          kind: "border", title: border.level, code: "", name: border.name, geometry: .point(border.place.position),
          figures: figures)
      }
    }
    answer.warnings = Self.warnings(trace, network, pieces)
    self.answer = answer
  }

  private static func warnings(_ trace: Trace, _ network: RiverNetwork, _ pieces: [TravelPiece]) -> [AnswerWarning] {
    var warnings = network.notices(of: trace).map { AnswerWarning($0.message) }
    if trace.origin.offsetMetres > 500 {
      let metres = Int(trace.origin.offsetMetres.rounded())
      warnings.append(AnswerWarning("起点离河\(metres) m，按最近的河道起算，入河前的路程和时间未计入"))
    }
    var defaults: [String] = []
    for passage in trace.passages {
      let reach = network.rivers.reaches[network.edges[passage.edge].reach]
      if case .flowing(let speed) = pieces[passage.edge].movement, case .statedDefault = speed.basis,
        !defaults.contains(reach.code)
      {
        defaults.append(reach.code)
      }
    }
    if !defaults.isEmpty {
      let codes = defaults.prefix(8).joined(separator: "、") + (defaults.count > 8 ? "等" : "")
      warnings.append(AnswerWarning("\(defaults.count)个河段没有流速，用经验默认值（规则未核对）：\(codes)"))
    }
    return warnings
  }
}

extension Figure {
  /// Kilometres along the water from the origin.
  public static let path = Figure(name: "path_km", title: "沿河距离", unit: "km", decimals: 3)
  /// When the front likely arrives, hours from the release: 0.89 of the peak's time (Jobson 1996).
  public static let arrival = Figure(name: "arrival_h", title: "前锋到达", unit: "h", decimals: 2)
  /// When the front arrives at the earliest.
  public static let earliestArrival = Figure(name: "arrival_earliest_h", title: "最早到达", unit: "h", decimals: 2)
  /// When the peak likely arrives.
  public static let peak = Figure(name: "peak_h", title: "峰值到达", unit: "h", decimals: 2)
}

extension Value {
  /// Hours as a figure; nothing where the water does not come so far.
  fileprivate static func hours(_ hours: Double?) -> Value { hours.map(Value.real) ?? .null }
}

extension WaterMovement {
  /// What the speed rests on, in Chinese.
  fileprivate var basisTitle: String {
    switch self {
    case .flowing(let speed): speed.basis.title
    case .detained: "水库停留时间 V/Q"
    case .dry: "断流"
    }
  }
}

/// The states of travel at the ends of what a trace passed.
private struct TravelStates {
  private let trace: Trace
  private let pieces: [TravelPiece]
  private var atStart: [Int: (along: Double, state: TravelState)] = [:]

  init(network: RiverNetwork, pieces: [TravelPiece], trace: Trace, direction: TraceQuestion.Direction) {
    self.trace = trace
    self.pieces = pieces
    var atNode: [Int: TravelState] = [:]
    if let node = trace.origin.node { atNode[node] = TravelState() }
    for passage in trace.passages {
      let edge = network.edges[passage.edge]
      let (enter, leave) = direction == .downstream ? (edge.from, edge.to) : (edge.to, edge.from)
      let isOrigin = passage.edge == trace.origin.edge && passage.pathKmFrom == 0 && trace.origin.node == nil
      guard let start = isOrigin ? TravelState() : atNode[enter] else { continue }
      atStart[passage.edge] = (passage.alongFrom, start)
      guard let end = start.advanced(through: pieces[passage.edge], metres: abs(passage.alongTo - passage.alongFrom)),
        passage.alongTo == (direction == .downstream ? edge.lengthMetres : 0)
      else { continue }
      if let known = atNode[leave], known.likelyPeakSeconds <= end.likelyPeakSeconds { continue }
      atNode[leave] = end
    }
  }

  /// The times at an encounter, or nil where the water does not come there.
  func times(at encounter: Trace.Encounter) throws -> TravelTimes? {
    guard let start = atStart[encounter.edge] else { return encounter.pathKm == 0 ? try TravelState().times() : nil }
    return try start.state.advanced(
      through: pieces[encounter.edge], metres: abs(encounter.alongMetres - start.along))?.times()
  }
}

extension RiverNetwork {
  /// The line of an edge between two lengths from its upper node, in the order of the lengths.
  fileprivate func line(ofEdge number: Int, from start: Double, to end: Double) -> [Position] {
    let steps = max(1, Int((abs(end - start) / 100).rounded(.up)))
    return (0...steps).map { step in
      position(onEdge: number, alongMetres: start + (end - start) * Double(step) / Double(steps))
    }
  }
}

extension WaterTraceQuestion {
  func members(origin place: RiverNetwork.Place, _ network: RiverNetwork) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("question", .string("trace"))]
    switch origin {
    case .position(let position):
      members += [.init("lon", .decimal(position.x, 7)), .init("lat", .decimal(position.y, 7))]
    case .record(let record): members.append(.init("from", .string(record.reference)))
    }
    return members + [
      .init("river", .text(place.river.map { network.rivers.rivers[$0].name })),
      .init("river_km", place.riverKm.map { .decimal($0, 3) } ?? .null),
      .init("snap_m", .decimal(place.offsetMetres, 1)),
      .init("direction", .string(direction.rawValue)), .init("branches", .string(mode.rawValue)),
      .init("season", .string(season.rawValue)),
      .init("distance_km", distanceMetres.map { .decimal($0 / 1_000, 3) } ?? .null),
      .init("time_h", hours.map { .decimal($0, 2) } ?? .null),
      .init("speed_m_s", speedMetresPerSecond.map { .decimal($0, 3) } ?? .null),
      .init("within_m", .decimal(withinMetres, 1)),
      .init(
        "method", .string("least distance along the drawn water; front 0.89 of the peak's travel time (Jobson 1996)")),
      .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
    ]
  }
}
