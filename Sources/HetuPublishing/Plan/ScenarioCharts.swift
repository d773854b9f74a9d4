import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The charts of a scenario: the front along the water, and the concentration over time at each target, by season.
struct ScenarioCharts {
  private let scenario: RiverPlan.Scenario

  /// At most so many targets have a chart, the nearest first.
  static let drawnTargets = 6
  /// At most so many places have a name beside the front's chart, the nearest first.
  private static let namedPlaces = 24
  private static let seasons: [Season] = [.wet, .normal, .dry]

  init(_ scenario: RiverPlan.Scenario) { self.scenario = scenario }

  func drawn() throws -> [SVGDocument] {
    try ([front()] + scenario.curves.prefix(Self.drawnTargets).map(concentration)).compactMap { try $0.drawn() }
  }

  /// The likely front: distance along the water across, time upwards.
  private func front() -> LineChart {
    let arrivals = scenario.arrivals
    let series = Self.seasons.compactMap { season -> LineChart.Series? in
      var points: [LineChart.Point] = [(0, 0)]
      for meeting in arrivals {
        guard let hours = meeting.number(Figure.arrival.name, in: season), let last = points.last,
          meeting.pathKm > last.x, hours >= last.y
        else { continue }
        points.append((meeting.pathKm, hours))
      }
      return points.count > 1 ? LineChart.Series(title: season.title, points: points) : nil
    }
    var chart = LineChart(
      title: "情景\(scenario.number)：前锋沿河到达时间（可能值）", horizontalTitle: "距泄漏点的沿河距离（km）",
      verticalTitle: "泄漏后时间（h）", series: series)
    chart.places = arrivals.filter { meeting in
      meeting.row.kind == "border"
        || (PlanQuestion.targetKinds.contains(meeting.row.kind) && meeting.row.kind != "protection_zone")
    }.prefix(Self.namedPlaces).map { LineChart.Level(title: $0.row.name, value: $0.pathKm) }
    return chart
  }

  private func concentration(_ curves: RiverPlan.TargetCurves) -> LineChart {
    var chart = LineChart(
      title: "情景\(scenario.number)：\(curves.target.name)的\(curves.substance)浓度过程（可能值）",
      horizontalTitle: "泄漏后时间（h）", verticalTitle: "浓度（mg/L，不含本底，对数刻度）",
      series: Self.seasons.compactMap { season in
        curves.points[season].map { points in
          LineChart.Series(title: season.title, points: points.map { ($0.hours, $0.milligramsPerLitre) })
        }
      })
    chart.hasLogarithmicScale = true
    chart.levels = [curves.limit].compactMap { $0 }.map { limit in
      LineChart.Level(
        title:
          "限值 \(PlanWords.number(limit.milligramsPerLitre, 6)) mg/L（\(limit.basis)\(limit.isVerified ? "" : "，规则未核对")）",
        value: limit.milligramsPerLitre)
    }
    return chart
  }
}
