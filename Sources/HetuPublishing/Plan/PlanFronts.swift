import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Where the front of a scenario's spill is when along the plan's river, by season: read off at what it meets, and even between.
struct PlanFronts {
  /// The scenario whose times are shown.
  let scenario: RiverPlan.Scenario
  /// The fronts in the order wet, normal, dry.
  let fronts: [(season: Season, front: StripFront)]

  /// nil where the plan has no scenario, or its water meets nothing.
  init?(_ plan: RiverPlan) {
    guard let scenario = plan.shownScenario else { return nil }
    self.scenario = scenario
    fronts = [Season.wet, .normal, .dry].compactMap { season in
      var points = scenario.origin.riverKm.map { [StripFront.Point(riverKm: $0, hours: 0)] } ?? []
      for meeting in scenario.arrivals where meeting.text(Figure.river.name, in: season) == plan.river.name {
        guard let km = meeting.number(Figure.riverKilometre.name, in: season),
          let hours = meeting.number(Figure.arrival.name, in: season),
          points.last.map({ km < $0.riverKm && hours > $0.hours }) ?? true
        else { continue }
        points.append(StripFront.Point(riverKm: km, hours: hours))
      }
      return points.count > 1 ? (season, StripFront(season: season.title, points: points)) : nil
    }
    if fronts.isEmpty { return nil }
  }

  /// What the times are told of.
  var title: String { "情景\(scenario.number)：\(scenario.origin.title)泄漏后前锋到达时间（可能值）" }

  /// Hours worth marking: the round ones up to a whole number of marks.
  static func hours(upTo last: Double) -> [Double] {
    let step = [0.5, 1, 2, 4, 6, 12, 24, 48, 96].first { last / $0 <= 10 } ?? 240
    return Array(stride(from: step, through: last, by: step))
  }
}
