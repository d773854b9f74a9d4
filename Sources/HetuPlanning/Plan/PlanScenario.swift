import HetuHydrology
import HetuRegistry
import HetuSchemas

extension RiverPlan {
  /// A typical scenario (典型情景): a spill from one source, what it reaches in three seasons, and where it can be stopped.
  public struct Scenario: Sendable {
    /// Its number, from 1, in the order of the water.
    public let number: Int
    /// The source.
    public let source: Item
    /// Why it was chosen, in Chinese.
    public let reason: String
    /// What lies downstream, by season.
    public let traces: [Season: WaterTrace]
    /// The race between water and people, by season.
    public let races: [Season: WaterRace]

    /// What is reached in any season, by distance along the water, with its row in each season's answer.
    public var arrivals: [Meeting] { Self.joined(traces.mapValues(\.answer)) }
    /// The facilities, targets and borders of the races, with their row in each season's answer.
    public var runners: [Meeting] { Self.joined(races.mapValues(\.answer)) }

    /// Something met, in the answers of the seasons.
    public struct Meeting: Sendable {
      /// What was met; its figures are those of one season.
      public let row: AnswerRow
      /// Kilometres along the water from the source.
      public let pathKm: Double
      /// Its figures by name, by season; none of a season in which the water does not come so far.
      public let figures: [Season: [String: Value]]

      /// A number among the figures of a season.
      public func number(_ figure: String, in season: Season) -> Double? { figures[season]?[figure]?.number }
      /// A text among the figures of a season.
      public func text(_ figure: String, in season: Season) -> String? { figures[season]?[figure]?.text }
    }

    private struct Key: Hashable {
      let kind: String
      let code: String
      let name: String
      let metres: Int
    }

    private static func joined(_ answers: [Season: Answer]) -> [Meeting] {
      var rows: [Key: (row: AnswerRow, km: Double, figures: [Season: [String: Value]])] = [:]
      for season in Season.allCases {
        guard let answer = answers[season], let path = answer.figures.firstIndex(of: .path) else { continue }
        for row in answer.rows {
          let km = row.figures[path].number ?? 0
          // A border may be met several times under one name.
          let key = Key(kind: row.kind, code: row.code, name: row.name, metres: Int((km * 1_000).rounded()))
          let figures = Dictionary(zip(answer.figures.map(\.name), row.figures)) { first, _ in first }
          rows[key, default: (row, km, [:])].figures[season] = figures
        }
      }
      return rows.values.map { Meeting(row: $0.row, pathKm: $0.km, figures: $0.figures) }.sorted {
        ($0.pathKm, $0.row.kind, $0.row.code, $0.row.name) < ($1.pathKm, $1.row.kind, $1.row.code, $1.row.name)
      }
    }
  }
}

/// Chooses a plan's typical scenarios and works them out.
struct PlanScenarios {
  /// How far along the water a scenario looks, metres.
  static let reachMetres = 100_000.0
  /// At most so many scenarios are chosen.
  static let most = 6
  private static let grades = ["重大", "较大", "一般"]
  private static let kinds = PlanQuestion.targetKinds.union(["emergency_facility", "monitoring_section"])

  let targets: [RiverPlan.Item]
  let sources: [RiverPlan.Item]
  let crossings: [RiverPlan.Item]

  private struct Choice {
    let source: RiverPlan.Item
    let reason: String
    let grade: Int
  }

  /// For each target the source of the highest grade above it, of those the nearest; then of pipelines and of routes the
  /// crossing nearest above a target. Where there are too many, those of the highest grades.
  private func choices() -> [Choice] {
    var chosen: [Choice] = []
    func isNew(_ item: RiverPlan.Item) -> Bool {
      !chosen.contains { $0.source.record.reference == item.record.reference && $0.source.riverKm == item.riverKm }
    }
    for target in targets where target.record.kind.name != "protection_zone" {
      let above = sources.filter { $0.lowerKm >= target.riverKm }
      guard let source = above.min(by: { (grade($0), $0.riverKm) < (grade($1), $1.riverKm) }), isNew(source) else {
        continue
      }
      let title = source.record.kind.gradeProperty.flatMap { source.record[$0].text } ?? "等级未定"
      chosen.append(
        Choice(source: source, reason: "\(target.record.name)上游等级最高、距离最近的风险源（\(title)）", grade: grade(source)))
    }
    for kind in PlanQuestion.mobileKinds.sorted() {
      let own = crossings.filter { $0.record.kind.name == kind }
      let nearest = own.compactMap { crossing -> (item: RiverPlan.Item, target: RiverPlan.Item, km: Double)? in
        targets.filter { $0.riverKm <= crossing.riverKm }.max { $0.riverKm < $1.riverKm }.map {
          (crossing, $0, crossing.riverKm - $0.riverKm)
        }
      }.min { ($0.km, $0.item.record.code) < ($1.km, $1.item.record.code) }
      if let nearest, isNew(nearest.item) {
        let title = nearest.item.record.kind.title
        chosen.append(
          Choice(
            source: nearest.item, reason: "\(title)穿越点中距下游敏感目标（\(nearest.target.record.name)）最近的一处",
            grade: Self.grades.count))
      } else if let first = own.first, nearest == nil {
        chosen.append(
          Choice(source: first, reason: "\(first.record.kind.title)最上游的穿越点", grade: Self.grades.count))
      }
    }
    let kept = chosen.enumerated().sorted { ($0.element.grade, $0.offset) < ($1.element.grade, $1.offset) }
      .prefix(Self.most).map(\.element)
    return kept.sorted { ($1.source.riverKm, $0.reason) < ($0.source.riverKm, $1.reason) }
  }

  private func grade(_ item: RiverPlan.Item) -> Int {
    let title = item.record.kind.gradeProperty.flatMap { item.record[$0].text }
    return title.flatMap { Self.grades.firstIndex(of: $0) } ?? Self.grades.count
  }

  /// The scenarios, worked out in the three seasons.
  func all(_ water: Water, withinMetres metres: Double, audience: Audience, today: String?) throws -> [RiverPlan
    .Scenario]
  {
    let kinds = water.registry.kinds.all.filter { Self.kinds.contains($0.name) }
    let responders = try Responders(water.registry, rules: try RaceRules.standard(), today: today, audience: audience)
    return try choices().enumerated().map { number, choice in
      var traces: [Season: WaterTrace] = [:]
      var races: [Season: WaterRace] = [:]
      for season in Season.allCases {
        let question = WaterTraceQuestion(
          origin: .position(choice.source.foot), distanceMetres: Self.reachMetres, season: season, withinMetres: metres,
          kinds: kinds, audience: audience)
        let found = try question.search(water)
        traces[season] = try WaterTrace(question: question, found: found)
        races[season] = try StopQuestion(question, today: today).race(over: found, water, responders)
      }
      return RiverPlan.Scenario(
        number: number + 1, source: choice.source, reason: choice.reason, traces: traces, races: races)
    }
  }
}
