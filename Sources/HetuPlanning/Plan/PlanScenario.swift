import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

extension RiverPlan {
  /// A scenario (典型情景): a spill at one place, what it reaches in three seasons, and where it can be stopped.
  public struct Scenario: Sendable {
    /// How far along the water a scenario looks, metres.
    public static let reachMetres = 100_000.0

    /// Where something gets into the water.
    public struct Origin: Sendable {
      /// The record that spills, as the plan's audience may see it; nil for a place on the water.
      public let record: Record?
      /// The record's name, or the place as it is said.
      public let name: String
      /// What spills and where, `甲厂（K12+300 左岸）`.
      public var title: String { record == nil ? name : "\(name)（\(place)）" }
      /// Where it gets into the water, as it is read out by phone; on another river with its name.
      public let place: String
      /// Where on the plan's river, kilometres from the mouth: of what has some length its lower end, from which the water is the
      /// soonest at what lies below; nil on another river.
      public let riverKm: Double?
      /// Its upper end, above which the water stays clean; nil on another river.
      public let upperKm: Double?
      /// The position on the water, CGCS2000: of what has some length that of its lower end.
      public let position: Position
    }

    /// Its number, from 1, in the order of the water.
    public let number: Int
    /// Where it begins.
    public let origin: Origin
    /// Why it was chosen, in Chinese.
    public let reason: String
    /// Whether it was asked for, and not chosen by rule.
    public let isRequested: Bool
    /// What gets into the water, where that is assumed.
    public let spill: Spill?
    /// What lies downstream, by season.
    public let traces: [Season: WaterTrace]
    /// The race between water and people, by season.
    public let races: [Season: WaterRace]
    /// The concentration at each target that is reached, by distance; none without a spill.
    public let curves: [TargetCurves]
    /// Who must be told and by when, as far as the scenario tells the facts, at high water, which comes farthest.
    public let event: EventAssessment
    /// What is done about it.
    public internal(set) var response = Response()

    /// What is reached in any season, by distance along the water, with its row in each season's answer.
    public let arrivals: [Meeting]
    /// The facilities, targets and borders of the races, with their row in each season's answer.
    public let runners: [Meeting]

    init(
      number: Int, origin: Origin, reason: String, isRequested: Bool, spill: Spill?, traces: [Season: WaterTrace],
      races: [Season: WaterRace], curves: [TargetCurves], event: EventAssessment
    ) {
      self.number = number
      self.origin = origin
      self.reason = reason
      self.isRequested = isRequested
      self.spill = spill
      self.traces = traces
      self.races = races
      self.curves = curves
      self.event = event
      arrivals = Self.joined(traces.mapValues(\.answer))
      runners = Self.joined(races.mapValues(\.answer))
    }

    /// Something met, in the answers of the seasons.
    public struct Meeting: Sendable {
      /// What was met; its figures are those of one season.
      public let row: AnswerRow
      /// Kilometres along the water from the source.
      public let pathKm: Double
      /// Its figures by season, and the place of each figure among them; none of a season in which the water does not come so far.
      fileprivate(set) var figures: [Season: (places: [String: Int], values: [Value])]

      /// Whether it is a place to be shielded: an intake or another sensitive target, not the zone around it.
      public var isTarget: Bool { PlanQuestion.pointTargetKinds.contains(row.kind) }
      /// Whether the water comes so far in a season.
      public func isMet(in season: Season) -> Bool { figures[season] != nil }
      /// A number among the figures of a season.
      public func number(_ figure: String, in season: Season) -> Double? { value(figure, season)?.number }
      /// A text among the figures of a season.
      public func text(_ figure: String, in season: Season) -> String? { value(figure, season)?.text }

      private func value(_ figure: String, _ season: Season) -> Value? {
        figures[season].flatMap { figures in figures.places[figure].map { figures.values[$0] } }
      }
    }

    private struct Key: Hashable {
      let kind: String
      let code: String
      let name: String
      let metres: Int
    }

    /// The teams that can't be at all places that count on them in some season, a Chinese sentence each.
    public var sharedTeams: [String] {
      let all = Season.allCases.flatMap { races[$0]?.sharedTeams ?? [] }
      return Dictionary(grouping: all, by: \.name).sorted { $0.key < $1.key }.map { name, seasons in
        var seen: Set<String> = []
        let places = seasons.flatMap(\.places).filter { seen.insert($0).inserted }
        return WaterRace.SharedTeam(name: name, places: places).message
      }
    }

    private static func joined(_ answers: [Season: Answer]) -> [Meeting] {
      // Answers are in the order of the water, so that there is little to sort.
      var meetings: [Meeting] = []
      var known: [Key: Int] = [:]
      for season in Season.allCases {
        guard let answer = answers[season], let path = answer.figures.firstIndex(of: .path) else { continue }
        let places = Dictionary(answer.figures.indices.map { (answer.figures[$0].name, $0) }) { first, _ in first }
        // A great mass exceeds its limit before the front as a share of the peak's time has come: the sooner counts.
        let fronts = [
          (Figure.earliestArrival.name, "exceeds_from_earliest_h"), (Figure.arrival.name, "exceeds_from_h"),
        ].compactMap { front, exceedance in
          places[front].flatMap { front in places[exceedance].map { (front: front, exceedance: $0) } }
        }
        for row in answer.rows {
          let km = row.figures[path].number ?? 0
          // A border may be met several times under one name.
          let key = Key(kind: row.kind, code: row.code, name: row.name, metres: Int((km * 1_000).rounded()))
          var values = row.figures
          for (front, exceedance) in fronts {
            guard let sooner = values[exceedance].number, sooner < values[front].number ?? .infinity else { continue }
            values[front] = .real(sooner)
          }
          let index = known[key] ?? meetings.count
          if index == meetings.count {
            known[key] = index
            meetings.append(Meeting(row: row, pathKm: km, figures: [:]))
          }
          meetings[index].figures[season] = (places, values)
        }
      }
      return meetings.sorted {
        ($0.pathKm, $0.row.kind, $0.row.code, $0.row.name) < ($1.pathKm, $1.row.kind, $1.row.code, $1.row.name)
      }
    }
  }

  /// The concentration over time at one target, above the background, by season, at the likely speed and dispersion.
  public struct TargetCurves: Sendable {
    /// A concentration at a time.
    public typealias Point = (hours: Double, milligramsPerLitre: Double)

    /// The target, as the plan's audience may see it.
    public let target: Record
    /// Kilometres along the water from the release.
    public let pathKm: Double
    /// What is measured: the limited substance, else what got in.
    public let substance: String
    /// The limit there, mg/L, and what it rests on; nil where there is none.
    public let limit: ConcentrationLimit?
    /// The curves; none of a season in which nothing arrives or the flow, width or depth on the way is not recorded.
    public internal(set) var points: [Season: [Point]]

    /// So many points a curve has.
    static let pointCount = 120

    /// While it is above a hundredth of the peak, or a tenth of the limit where that is less; of a release that goes on, until
    /// three times the first arrival of half of what it approaches.
    static func points(of curve: ConcentrationCurve, limit: ConcentrationLimit?) throws -> [Point] {
      let peak = curve.peakConcentration
      guard peak > 0 else { return [] }
      let least = limit.map { min(peak / 100, $0.milligramsPerLitre / 10) } ?? peak / 100
      let whole = try curve.exceedance(ofMilligramsPerLitre: least)
      guard let whole, let half = try curve.exceedance(ofMilligramsPerLitre: peak / 2) else { return [] }
      let (first, last) = (whole.firstHours, whole.lastHours ?? half.firstHours * 3)
      return (0...pointCount).map { step in
        let hours = first + (last - first) * Double(step) / Double(pointCount)
        return (hours, curve.concentration(atHours: hours))
      }
    }
  }
}

/// A scenario that is asked for: where something gets into the water, and perhaps what and how much.
public struct ScenarioRequest: Sendable {
  let text: String
  let origin: WaterOrigin
  let spill: Spill?
  let span: ReleaseSpan

  /// A scenario at a place; `text` is how it was asked for.
  public init(_ text: String, origin: WaterOrigin, spill: Spill?, span: ReleaseSpan) {
    self.text = text
    self.origin = origin
    self.spill = spill
    self.span = span
  }
}
