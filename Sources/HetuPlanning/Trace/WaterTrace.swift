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
    /// How its water moves and mixes, and how much of it there is.
    public let piece: TravelPiece
    /// The likely speed, metres per second; of a reservoir its length over its residence time.
    public var speedMetresPerSecond: Double { piece.likelySpeedMetresPerSecond }
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
  public internal(set) var answer: Answer
  /// Why each way ends, in Chinese.
  public let ends: [String]

  static let figures: [Figure] =
    [.path, .earliestArrival, .arrival, .latestArrival, .earliestPeak, .peak, .latestPeak]
    + [.earliestRecovery, .recovery, .latestRecovery, .river, .riverKilometre, .offset, .bank, .speedBasis]

  init(question: WaterTraceQuestion, found: WaterTraceQuestion.Found) throws {
    let (network, pieces, trace) = (found.network, found.pieces, found.trace)
    origin = trace.origin
    passages = trace.passages.map { passage in
      let edge = network.edges[passage.edge]
      let reach = network.rivers.reaches[edge.reach]
      return Passage(
        reach: reach, river: edge.river.map { network.rivers.rivers[$0].name },
        pathKm: passage.pathKmFrom...max(passage.pathKmFrom, passage.pathKmTo),
        piece: pieces[passage.edge],
        basis: pieces[passage.edge].movement.basisTitle,
        line: network.line(ofEdge: passage.edge, from: passage.alongFrom, to: passage.alongTo))
    }
    ends = trace.ends.map { network.sentence(for: $0) }
    var concentrations = question.spill.map { SpillFigures($0, found) }
    var answer = Answer(
      question: question.members(named: "trace", found),
      figures: Self.figures + (concentrations == nil ? [] : SpillFigures.figures))
    let ways = found.ways
    for encounter in trace.encounters {
      try Task.checkCancellation()
      let times = try ways.times(at: encounter, for: question.span)
      let river = network.edges[encounter.edge].river.map { network.rivers.rivers[$0].name }
      var figures: [Value] = [.real(encounter.pathKm)]
      let (front, peak, recovery) = (times?.front, times?.peak, times?.recovery)
      figures += [
        .arrival(front?.earliestHours), .arrival(front?.likelyHours), .ending(front?.latestHours),
        .arrival(peak?.earliestHours), peak.map { .real($0.likelyHours) } ?? .null, .ending(peak?.latestHours),
        .arrival(recovery?.earliestHours), .ending(recovery?.likelyHours), .ending(recovery?.latestHours),
      ]
      figures += [
        river.map(Value.text) ?? .null, encounter.riverKm.map(Value.real) ?? .null, .real(encounter.offsetMetres),
        encounter.bank.value,
      ]
      let way = try ways.way(to: encounter)
      figures.append(way.map { .text($0.pieces.map(\.movement.basisTitle).distinct.joined(separator: "、")) } ?? .null)
      figures += try concentrations?.values(at: encounter, way: way, times: times) ?? []
      let subject = found.subjects[encounter]
      if let record = subject.record, question.isOrigin(record) { continue }
      answer.rows.append(AnswerRow(subject, at: found.network.position(of: encounter), figures: figures))
    }
    answer.warnings = found.warnings + Self.warnings(found) + (concentrations?.warnings ?? [])
    answer.warnings += Self.accounts(of: found)
    if answer.rows.isEmpty, !passages.isEmpty {
      answer.warnings.append(AnswerWarning("沿途没有登记的对象：经\(Self.lengths(of: passages))"))
    }
    self.answer = answer
  }

  /// What the speeds of the reaches passed rest on, and why each way ends.
  static func accounts(of found: WaterTraceQuestion.Found) -> [AnswerWarning] {
    let passed = found.trace.passages.map {
      (basis: found.pieces[$0.edge].movement.basisTitle, reach: found.network.edges[$0.edge].reach)
    }
    let reaches = Dictionary(grouping: passed, by: \.basis).mapValues { Set($0.map(\.reach)).count }
    let words = passed.map(\.basis).distinct.map { "\($0)（\(reaches[$0] ?? 0)个河段）" }
    let bases = words.isEmpty ? [] : ["流速取值依据：\(words.joined(separator: "、"))"]
    let ends = found.trace.ends.map { "终点：\(found.network.sentence(for: $0))" }
    return (bases + ends).map { AnswerWarning($0, isAccount: true) }
  }

  /// The rivers passed with how much of each, in the order of the water: `湍河149.719 km、赵河21.216 km`.
  private static func lengths(of passages: [Passage]) -> String {
    var order: [String] = []
    var lengths: [String: Double] = [:]
    for passage in passages {
      let name = passage.river ?? passage.reach.code
      if lengths[name] == nil { order.append(name) }
      lengths[name, default: 0] += passage.pathKm.upperBound - passage.pathKm.lowerBound
    }
    return order.map { "\($0)\(FigureText.kilometres(lengths[$0] ?? 0)) km" }.joined(separator: "、")
  }

  /// What could not be followed, and what was assumed of the reaches on the way.
  static func warnings(_ found: WaterTraceQuestion.Found) -> [AnswerWarning] {
    var reaches: [TravelWarning: [String]] = [:]
    var order: [TravelWarning] = []
    for passage in found.trace.passages {
      let code = found.network.rivers.reaches[found.network.edges[passage.edge].reach].code
      for warning in found.pieces[passage.edge].warnings where reaches[warning]?.last != code {
        if reaches[warning] == nil { order.append(warning) }
        reaches[warning, default: []].append(code)
      }
    }
    let assumed = order.map { warning in
      var seen: Set<String> = []
      let codes = (reaches[warning] ?? []).filter { seen.insert($0).inserted }
      let shown = codes.prefix(8).joined(separator: "、") + (codes.count > 8 ? "等\(codes.count)个河段" : "")
      return AnswerWarning("河段\(shown)：\(warning.message)")
    }
    return found.network.notices(of: found.trace, findings: found.findings).map { AnswerWarning($0.message) }
      + ambiguous(found)
      + reservoirs(found) + assumed
  }
}

extension WaterTrace {
  /// Reservoirs on the way whose reach is none, so that they hold nothing back.
  private static func reservoirs(_ found: WaterTraceQuestion.Found) -> [AnswerWarning] {
    let names = found.trace.encounters.filter { encounter in
      found.subjects[encounter].record?["facility_class"].text == "水库" && !found.pieces[encounter.edge].isStanding
    }.map { found.subjects[$0].name }
    guard !names.isEmpty else { return [] }
    return [
      AnswerWarning(
        "\(names.joined(separator: "、"))所在河段没有登记为水库库区，或缺蓄水量、流量，未计滞留：到达时间偏早，以下的峰值、消退时间和浓度不可靠")
    ]
  }

  /// What was met that may lie on another river.
  private static func ambiguous(_ found: WaterTraceQuestion.Found) -> [AnswerWarning] {
    let names = found.trace.encounters.filter { encounter in
      if case .item(let number) = encounter.subject { found.subjects.index.ambiguous.contains(number) } else { false }
    }.map { found.subjects[$0].name }
    guard !names.isEmpty else { return [] }
    let shown = names.prefix(8).joined(separator: "、") + (names.count > 8 ? "等" : "")
    return [AnswerWarning("\(names.count)个对象没有填所在河流，离两条河都近，按两条河都计：\(shown)")]
  }
}

extension AnswerRow {
  /// A row of something met at a place on the water.
  init(_ subject: WaterSubjects.Subject, at position: Position, figures: [Value]) {
    switch subject {
    case .record(let record): self.init(record, figures: figures)
    case .border(let border):
      self.init(
        kind: "border", title: border.level, code: "", name: border.name, geometry: .point(position), figures: figures)
    }
  }
}

extension [String] {
  /// The texts, each once, in order.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Figure {
  /// What the speeds on the way rest on.
  static let speedBasis = Figure(name: "speed_basis", title: "流速依据", isDetail: true)
  /// Kilometres along the water from the origin.
  public static let path = Figure(name: "path_km", title: "沿河距离", unit: "km", decimals: 3)
  /// When the front arrives at the earliest, hours from the release.
  public static let earliestArrival = Figure(name: "arrival_earliest_h", title: "前锋最早", unit: "h", decimals: 2)
  /// When the front likely arrives: 0.89 of the peak's time of flow (Jobson 1996).
  public static let arrival = Figure(name: "arrival_h", title: "前锋到达", unit: "h", decimals: 2)
  /// When the front arrives at the latest.
  public static let latestArrival = Figure(name: "arrival_latest_h", title: "前锋最晚", unit: "h", decimals: 2)
  /// When the peak arrives at the earliest.
  public static let earliestPeak = Figure(
    name: "peak_earliest_h", title: "峰值最早", unit: "h", decimals: 2, isDetail: true)
  /// When the peak likely arrives.
  public static let peak = Figure(name: "peak_h", title: "峰值到达", unit: "h", decimals: 2)
  /// When the peak arrives at the latest.
  public static let latestPeak = Figure(
    name: "peak_latest_h", title: "峰值最晚", unit: "h", decimals: 2, isDetail: true)
  /// When the concentration has fallen to a tenth of its peak at the earliest.
  public static let earliestRecovery = Figure(
    name: "recovery_earliest_h", title: "消退最早", unit: "h", decimals: 2, isDetail: true)
  /// When the concentration has likely fallen to a tenth of its peak.
  public static let recovery = Figure(name: "recovery_h", title: "降至峰值一成", unit: "h", decimals: 2)
  /// When the concentration has fallen to a tenth of its peak at the latest.
  public static let latestRecovery = Figure(
    name: "recovery_latest_h", title: "消退最晚", unit: "h", decimals: 2, isDetail: true)
}

extension Value {
  /// A number rounded to whole steps so that nobody is promised too much: `.down` what must not be missed, `.up` what must have
  /// ended. What lies within a millionth of a step of it counts as on it, so that arithmetic does not move it.
  static func outward(_ number: Double?, step: Double, _ rule: FloatingPointRoundingRule) -> Value {
    guard let number else { return .null }
    let steps = number / step
    return .real((abs(steps - steps.rounded()) < 1e-6 ? steps.rounded() : steps.rounded(rule)) * step)
  }

  /// When something comes, in hours: rounded down.
  static func arrival(_ hours: Double?) -> Value { outward(hours, step: 0.01, .down) }

  /// When something is over, in hours: rounded up.
  static func ending(_ hours: Double?) -> Value { outward(hours, step: 0.01, .up) }
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

extension RiverNetwork {
  /// Where on the water something was met.
  func position(of encounter: Trace.Encounter) -> Position {
    position(onEdge: encounter.edge, alongMetres: encounter.alongMetres)
  }

  /// The line of an edge between two lengths from its upper node, in the order of the lengths.
  func line(ofEdge number: Int, from start: Double, to end: Double, stepMetres: Double = 100) -> [Position] {
    let steps = max(1, Int((abs(end - start) / stepMetres).rounded(.up)))
    return (0...steps).map { step in
      position(onEdge: number, alongMetres: start + (end - start) * Double(step) / Double(steps))
    }
  }
}
