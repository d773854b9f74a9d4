import HetuHydrology
import HetuRegistry

/// The race between water and people from a spill downstream: which facilities can be put to work in time, what shields each
/// target, and where nothing can be done.
public struct WaterRace: Sendable {
  /// A stretch of the mainstem on which nothing can be stopped in time.
  public struct Stretch: Sendable {
    /// Where it begins, kilometres along the water from the origin.
    public let fromPathKm: Double
    /// Where it ends, kilometres along the water from the origin.
    public let toPathKm: Double
    /// Where it begins, as it is said.
    public let from: String
    /// Where it ends, as it is said.
    public let to: String
    /// The facilities on it of which it is not known whether they are in time.
    public let unknownCount: Int
    /// The targets on it.
    public let targets: [String]
  }

  /// What the facilities in time above a target or border do for it; the raw value is the verdict that people read.
  public enum Shielding: String, Sendable {
    case passed = "污染团前锋已过"
    case none = "上游没有来得及的防线"
    case unchecked = "有防线，未核容积"
    case unknownVolume = "有防线，容积不明"
    case insufficient = "有防线，容积不足"
    case sufficient = "可防护"
  }

  /// Facilities, targets and borders in the order of the water.
  public internal(set) var answer: Answer
  /// The reference of the first facility in time.
  public let first: String?
  /// The stretches on which nothing can be stopped in time.
  public let stretches: [Stretch]
  /// The teams that can't be at all places that count on them.
  public let sharedTeams: [SharedTeam]

  /// A team that is the soonest at several facilities in time, and can be at one only.
  public struct SharedTeam: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The facilities, in the order of the water.
    public var places: [String]

    /// What that means, in Chinese.
    public var message: String { "\(name)是\(places.count)处设施最快的队伍，只能先到一处：\(places.joined(separator: "、"))" }
  }

  static let figures: [Figure] = [
    .path, .earliestArrival, .arrival,
    Figure(name: "call_min", title: "通知", unit: "min", decimals: 0, isDetail: true),
    Figure(name: "travel_min", title: "到场", unit: "min", decimals: 0, isDetail: true),
    Figure(name: "opening_min", title: "启用", unit: "min", decimals: 0, isDetail: true),
    Figure(name: "needed_min", title: "需时", unit: "min", decimals: 0),
    Figure(name: "margin_min", title: "富余时间", unit: "min", decimals: 0),
    Figure(name: "margin_likely_min", title: "按可能到达的富余", unit: "min", decimals: 0, isDetail: true),
    Figure(name: "verdict", title: "判断"),
    Figure(name: "volume_10k_m3", title: "可用容积", unit: "万m³", decimals: 2),
    Figure(name: "inflow_m3_s", title: "来水流量", unit: "m³/s", decimals: 2, exactDecimals: 4, isDetail: true),
    Figure(name: "hold_h", title: "可拦蓄时间", unit: "h", decimals: 1),
    Figure(name: "plug_10k_m3", title: "污染团水量", unit: "万m³", decimals: 2, exactDecimals: 6),
    Figure(name: "by", title: "到场力量"),
    Figure(name: "last_line", title: "最后防线"),
    .river, .riverKilometre,
    Figure(name: "note", title: "说明"),
  ]

  init(
    _ question: StopQuestion, _ found: WaterTraceQuestion.Found, _ runners: StopQuestion.Runners,
    stretches: [Stretch], rules: RaceRules
  ) {
    let all = runners.all
    first = all.first { $0.isStop }?.entry?.id
    self.stretches = stretches
    sharedTeams = Self.sharedTeams(all)
    var answer = Answer(
      question: question.trace.members(named: "stop", found) + question.members(rules), figures: Self.figures)
    answer.rows = all.map { runner in
      AnswerRow(
        runner.subject, at: found.network.position(of: runner.encounter),
        figures: Self.figures(of: runner, among: all, found, elapsedHours: question.elapsedHours))
    }
    answer.warnings =
      found.warnings + (question.trace.spill?.warnings ?? []) + Self.warnings(all, found, stretches, rules)
      + WaterTrace.warnings(found)
      + WaterTrace.accounts(of: found)
    self.answer = answer
  }

  private static func figures(
    of runner: StopQuestion.Runner, among all: [StopQuestion.Runner], _ found: WaterTraceQuestion.Found,
    elapsedHours: Double
  ) -> [Value] {
    func value(_ number: Double?) -> Value { number.map(Value.real) ?? .null }
    func text(_ text: String?) -> Value { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .null }
    let (front, entry) = (runner.front, runner.entry)
    let lines = Lines(before: runner, among: all)
    let river = found.network.edges[runner.encounter.edge].river.map { found.network.rivers.rivers[$0].name }
    let verdict =
      if let entry {
        runner.obstacle != nil ? "不用于拦截" : entry.verdict.title + (runner.isTooSmall == true ? "，容积不足" : "")
      } else {
        (front.likelyHours < elapsedHours ? Shielding.passed : lines.shielding).rawValue
      }
    var notes: [String] = []
    if let obstacle = runner.obstacle { notes.append(obstacle) }
    if let limits = runner.record?["restrictions"].text { notes.append("限制：\(limits)") }
    if let window = runner.record?["time_window"].text { notes.append("可用时段：\(window)") }
    if !lines.sharedTeams.isEmpty {
      notes.append("\(lines.sharedTeams.sorted().joined(separator: "、"))要赶多处，只按其中容积最大的一处计")
    }
    if lines.unknownVolumes > 0 { notes.append("上游防线另有\(lines.unknownVolumes)处容积未知") }
    // What may not hold polluted water holds nothing.
    let hold: Double? = if runner.obstacle == nil, case .hours(let hours) = entry?.hold { hours } else { nil }
    if runner.isStop, runner.isTooSmall == true {
      let least = Value.outward(hold, step: 0.1, .down).number
      let hours = least.map { "\(PlainNumber.text($0, decimals: 1)) h" } ?? "一段时间"
      notes.append("\(runner.plugCubicMetres == .infinity ? "泄漏不停" : "污染团水量大于可用容积")，只能延迟约\(hours)，须在其间导流、处置或在下游再设防线")
    }
    let volume = entry == nil ? lines.knownVolume : entry?.usableVolumeCubicMetres
    let plug = (entry == nil ? lines.plug : runner.plugCubicMetres).flatMap { $0.isFinite ? $0 : nil }
    return [
      .real(runner.encounter.pathKm), .arrival(front.earliestHours), .arrival(front.likelyHours),
      value(entry?.needed.callMinutes), value(entry?.needed.travelMinutes), value(entry?.needed.openingMinutes),
      Value.outward(entry?.needed.totalMinutes, step: 1, .up), .outward(entry?.marginMinutes, step: 1, .down),
      .outward(entry?.likelyMarginMinutes, step: 1, .down), text(verdict),
      value(volume.map { $0 / 1e4 }), value(runner.flow), Value.outward(hold, step: 0.1, .down),
      value(plug.map { $0 / 1e4 }),
      text(runner.who), text(lines.last?.name), text(river), value(runner.encounter.riverKm),
      text(notes.joined(separator: "；")),
    ]
  }

  /// The facilities in time before a target, and what they hold together.
  private struct Lines {
    /// The nearest to the target.
    let last: StopQuestion.Runner?
    /// What is known of their usable volumes, m³; nil where nothing is.
    let knownVolume: Double?
    /// Of how many the volume is not known.
    let unknownVolumes: Int
    /// The greatest plug at one of them, m³; nil where none is known.
    let plug: Double?
    /// The teams that several of them need.
    let sharedTeams: Set<String>

    init(before target: StopQuestion.Runner, among all: [StopQuestion.Runner]) {
      let lines = target.lines.map { all[$0] }
      // A team can be at one place only: of those that need the same one the largest counts.
      let served = Dictionary(grouping: lines.indices) { lines[$0].team ?? "\($0)" }.values.compactMap { group in
        group.map { lines[$0] }.max { $0.volume ?? -1 < $1.volume ?? -1 }
      }
      let volumes = served.compactMap(\.volume)
      last = lines.last
      knownVolume = volumes.isEmpty ? nil : volumes.reduce(0, +)
      unknownVolumes = served.count - volumes.count
      sharedTeams = Set(Dictionary(grouping: lines.compactMap(\.team)) { $0 }.filter { $1.count > 1 }.keys)
      plug = lines.compactMap(\.plugCubicMetres).max()
    }

    /// Whether they shield the target.
    var shielding: Shielding {
      guard last != nil else { return .none }
      guard let plug else { return .unchecked }
      if (knownVolume ?? 0) >= plug { return .sufficient }
      return unknownVolumes > 0 && plug.isFinite ? .unknownVolume : .insufficient
    }
  }

  private static func sharedTeams(_ all: [StopQuestion.Runner]) -> [SharedTeam] {
    Set(all.filter(\.isStop).compactMap(\.team)).sorted().compactMap { team in
      let places = all.filter { $0.isStop && $0.team == team }.map(\.name)
      return places.count > 1 ? SharedTeam(name: team, places: places) : nil
    }
  }

  private static func warnings(
    _ all: [StopQuestion.Runner], _ found: WaterTraceQuestion.Found, _ stretches: [Stretch], _ rules: RaceRules
  ) -> [AnswerWarning] {
    var warnings: [AnswerWarning] = []
    let facilities = all.filter { $0.entry != nil }
    if found.trace.passages.isEmpty {
      warnings.append(AnswerWarning("起点所在河段已关闭或断流，水不下行；恢复过水后请重新计算"))
    } else if facilities.isEmpty {
      warnings.append(AnswerWarning("下游没有登记环境应急空间与设施，无处可拦；请现场踏勘（找空间）"))
    } else if !facilities.contains(where: \.isStop) {
      warnings.append(AnswerWarning("下游没有一处能确定在前锋之前启用的设施"))
    }
    warnings += Self.sharedTeams(facilities).map { AnswerWarning($0.message) }
    let unknown = facilities.filter { $0.obstacle == nil && $0.entry?.usableVolumeCubicMetres == nil }
    if !unknown.isEmpty {
      let names = unknown.prefix(8).map(\.name).joined(separator: "、") + (unknown.count > 8 ? "等" : "")
      warnings.append(AnswerWarning("\(unknown.count)处设施没有可用容积，能拦多久不明：\(names)"))
    }
    if facilities.contains(where: { $0.isStop && $0.plugCubicMetres == nil }) {
      warnings.append(AnswerWarning("没有给出泄漏量，或物质没有限值，或河段缺流量、河宽、水深，未比较可用容积与污染团水量：来得及不等于拦得住"))
    }
    for stretch in stretches {
      let km = FigureText.kilometres(stretch.toPathKm - stretch.fromPathKm)
      let targets = stretch.targets.isEmpty ? "" : "，其间有\(stretch.targets.prefix(5).joined(separator: "、"))"
      let unknown = stretch.unknownCount == 0 ? "" : "，另有\(stretch.unknownCount)处设施不能判断"
      warnings.append(AnswerWarning("\(stretch.from)至\(stretch.to)的\(km) km内没有来得及的拦截点\(targets)\(unknown)"))
    }
    warnings.append(AnswerWarning("通知时间、无登记时的集结和装车时间、道路绕行系数和车速为经验值\(rules.verified ? "" : "（规则未核对）")"))
    return warnings
  }
}

extension StopQuestion {
  /// What is asked beside the way of the water.
  fileprivate func members(_ rules: RaceRules) -> [JSONValue.Member] {
    [
      .init("elapsed_h", .decimal(elapsedHours, 2)),
      .init("call_min", callMinutes.map { .decimal($0, 0) } ?? .null), .init("today", .text(today)),
      .init("race_rules", .string(rules.id)), .init("race_rules_verified", .boolean(rules.verified)),
    ]
  }
}
