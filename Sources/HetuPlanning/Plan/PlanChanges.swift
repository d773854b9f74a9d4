import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What changed in a river's plan since an earlier time: records, grades, gaps, and the times of scenarios.
public struct PlanChanges: Sendable {
  /// What became of a record.
  public enum Operation: String, Sendable, CaseIterable {
    case added, removed, changed

    /// The word that people read.
    public var title: String {
      switch self {
      case .added: "新增"
      case .removed: "减少"
      case .changed: "修改"
      }
    }
  }

  /// A record that changed.
  public struct Change: Sendable {
    /// What became of it.
    public let operation: Operation
    /// The record as it stands; of a removed one as it stood.
    public let record: Record
    /// Where along the river, where it lies there.
    public let item: RiverPlan.Item?
    /// What differs, property by property; none of an added or removed one.
    public let differences: [HistoryEntry.Difference]
    /// Whether its position or shape differs.
    public let isMoved: Bool
  }

  /// A computed grade that moved.
  public struct GradeChange: Sendable {
    /// The source.
    public let record: Record
    /// What the rules gave then, and now.
    public let (before, after): (String, String)
  }

  /// An arrival of the front in a scenario that moved.
  public struct TimeChange: Sendable {
    /// The scenario, as it stands.
    public let scenario: RiverPlan.Scenario
    /// What the front arrives at.
    public let name: String
    /// The season.
    public let season: Season
    /// The likely hours then, and now; nil where it does not arrive.
    public let (before, after): (Double?, Double?)
  }

  /// The time that the plan is compared with, as people in China read it.
  public let since: String
  /// Whether there was no such river at that time.
  public let isNewRiver: Bool
  /// The records: along the river in the order of the water, then teams, supplies, districts and others.
  public let records: [Change]
  /// The computed grades.
  public let grades: [GradeChange]
  /// The arrivals.
  public let times: [TimeChange]
  /// The scenarios that there were not, and that are no more.
  public let newScenarios, goneScenarios: [String]
  /// The gaps that opened, and that were filled.
  public let newGaps, filledGaps: [String]

  /// Whether nothing changed.
  public var isEmpty: Bool {
    !isNewRiver && records.isEmpty && grades.isEmpty && times.isEmpty
      && (newScenarios + goneScenarios + newGaps + filledGaps).isEmpty
  }

  /// Less than this is no other arrival, hours: what is printed has two decimals.
  private static let sameHours = 0.005
  /// What tells where a record came from, and not what is recorded.
  private static let bookkeeping: Set<String> = ["source", "source_position", "source_crs"]

  /// What differs between the plan as it was at a time and the plan as it is; nil for a river that there was not.
  init(from old: RiverPlan?, to new: RiverPlan, since: String) {
    self.since = since
    isNewRiver = old == nil
    guard let old else {
      (records, grades, times) = ([], [], [])
      (newScenarios, goneScenarios, newGaps, filledGaps) = ([], [], [], [])
      return
    }
    records = Self.records(old, new)
    let graded = Dictionary(old.assessments.map { ($0.record.id, $0) }) { first, _ in first }
    grades = new.assessments.compactMap { assessment in
      guard let before = graded[assessment.record.id], before.result != assessment.result else { return nil }
      return GradeChange(record: assessment.record, before: before.result, after: assessment.result)
    }
    let scenarios = Dictionary(old.scenarios.map { ($0.key, $0) }) { first, _ in first }
    times = new.scenarios.flatMap { scenario in
      scenarios[scenario.key].map { Self.times($0, scenario) } ?? []
    }
    newScenarios = new.scenarios.filter { scenarios[$0.key] == nil }.map(\.origin.title)
    let kept = Set(new.scenarios.map(\.key))
    goneScenarios = old.scenarios.filter { !kept.contains($0.key) }.map(\.origin.title)
    let (before, after) = (old.gaps.flatMap(\.lines), new.gaps.flatMap(\.lines))
    let (gone, come) = (Set(before), Set(after))
    newGaps = after.filter { !gone.contains($0) }
    filledGaps = before.filter { !come.contains($0) }
  }

  private static func records(_ old: RiverPlan, _ new: RiverPlan) -> [Change] {
    let before = Dictionary(old.known.map { ($0.record.id, $0) }) { first, _ in first }
    var seen: Set<String> = []
    let present = new.known.filter { seen.insert($0.record.id).inserted }
    let now = present.compactMap { record, item -> Change? in
      guard let past = before[record.id]?.record else {
        return Change(operation: .added, record: record, item: item, differences: [], isMoved: false)
      }
      let differences = record.differences(from: past).filter { !bookkeeping.contains($0.property.name) }
      let isMoved = record.geometry != past.geometry
      guard isMoved || !differences.isEmpty else { return nil }
      return Change(operation: .changed, record: record, item: item, differences: differences, isMoved: isMoved)
    }
    var gone: Set<String> = []
    let removed = old.known.filter { !seen.contains($0.record.id) && gone.insert($0.record.id).inserted }.map {
      Change(operation: .removed, record: $0.record, item: $0.item, differences: [], isMoved: false)
    }
    return (now + removed).enumerated().sorted {
      ($1.element.item?.riverKm ?? -1, $0.offset) < ($0.element.item?.riverKm ?? -1, $1.offset)
    }.map(\.element)
  }

  private static func times(_ old: RiverPlan.Scenario, _ new: RiverPlan.Scenario) -> [TimeChange] {
    func key(_ meeting: RiverPlan.Scenario.Meeting) -> String { meeting.row.record?.id ?? meeting.row.name }
    let before = Dictionary(old.arrivals.map { (key($0), $0) }) { first, _ in first }
    return new.arrivals.flatMap { meeting -> [TimeChange] in
      guard let past = before[key(meeting)], meeting.row.kind != "emergency_facility" else { return [] }
      return [Season.wet, .normal, .dry].compactMap { season in
        let hours = [past, meeting].map { $0.number(Figure.arrival.name, in: season) }
        let isSame =
          if let first = hours[0], let second = hours[1] { abs(first - second) <= sameHours } else {
            hours[0] == nil && hours[1] == nil
          }
        return isSame
          ? nil
          : TimeChange(scenario: new, name: meeting.row.name, season: season, before: hours[0], after: hours[1])
      }
    }
  }
}

/// Compares plans with how they were at an earlier time.
public struct PlanHistory {
  private let question: PlanQuestion
  private let water: Water
  private let since: String

  /// The plans that a question makes, from a registry as it stood at a time (UTC, ISO 8601).
  public init(_ question: PlanQuestion, past: Registry, since: String) throws {
    water = Water(past)
    self.since = HistoryTime.shown(since)
    self.question = try question.past(on: String(self.since.prefix(10)), water)
  }

  /// A plan with what changed in it.
  public func marked(_ plan: RiverPlan) throws -> RiverPlan {
    let river = try water.network().network.rivers.rivers.first { $0.code == plan.river.code }
    var plan = plan
    plan.changes = PlanChanges(
      from: try river.map { try question.plan(of: $0, from: water) }, to: plan, since: since)
    return plan
  }
}

extension PlanQuestion {
  /// The question asked of a registry as it stood on a day, without scenarios whose place there was not.
  fileprivate func past(on day: String, _ water: Water) throws -> PlanQuestion {
    var past = self
    past.day = day
    let network = try water.network().network
    past.requests = requests.compactMap { request in
      var origin = request.origin
      if case .record(let record) = origin {
        guard let old = try? water.registry.record(record.id) else { return nil }
        origin = .record(old)
      }
      guard (try? origin.place(on: network, .downstream)) != nil else { return nil }
      return ScenarioRequest(request.text, origin: origin, spill: request.spill, span: request.span)
    }
    return past
  }
}

extension RiverPlan {
  /// All records of the plan with their places along the river.
  fileprivate var known: [(record: Record, item: Item?)] {
    let others =
      [record].compactMap { $0 } + (teams + supplies).map(\.record) + districts.map(\.record) + mechanisms
    return (items + reaches).map { ($0.record, $0) } + others.map { ($0, nil) }
  }
}

extension RiverPlan.Gap {
  /// The gap, record by record.
  fileprivate var lines: [String] { records.isEmpty ? [what] : records.map { "\($0.name)\(lack)" } }
}

extension RiverPlan.Scenario {
  /// What makes it the same at another time: the source, else the place.
  fileprivate var key: String { origin.record.map(\.id) ?? origin.name }
}

extension RiskAssessment {
  /// The grade in words, as short as it goes.
  public var result: String { notation ?? grades?.title ?? "不适用" }
}
