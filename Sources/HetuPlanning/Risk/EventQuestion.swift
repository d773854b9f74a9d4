import Foundation
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// Which grade has an event, who must be told, and by when?
public struct EventQuestion: Sendable {
  let origin: WaterOrigin
  let discovered: String?
  let facts: EventFacts
  let rules: EventRules
  let season: Season
  let audience: Audience

  /// An event at a place.
  ///
  /// - Parameter discovered: when it was found or learnt of, as the history keeps times (UTC); nil where it is only thought of, so that
  ///   the clocks have hours and no times.
  public init(
    origin: WaterOrigin, discovered: String?, facts: EventFacts, rules: EventRules, season: Season = .normal,
    audience: Audience = .internal
  ) {
    self.origin = origin
    self.discovered = discovered
    self.facts = facts
    self.rules = rules
    self.season = season
    self.audience = audience
  }

  /// The grade, the clocks, what lies along the water, and the neighbours.
  ///
  /// - Throws: `HydrologyError` for a place far from any river, `RegistryError` for a time of discovery that is none.
  public func assessment(from water: Water) throws -> EventAssessment {
    let question = WaterTraceQuestion(
      origin: origin, hours: rules.triggers.lookAheadH, season: season, audience: audience)
    let found = try question.search(water)
    let trace = try WaterTrace(question: question, found: found)
    let reached = trace.answer.rows.map { row -> WaterReceptor in
      WaterReceptor(
        kind: row.kind, targetClass: row.kind == "border" ? row.title : row.record?["target_class"].text,
        name: row.name,
        reference: row.record?.reference, outfall: "", pathKm: row.figures[0].number ?? 0)
    }
    let grading = EventGrading(rules, facts, reached: reached)
    return EventAssessment(
      question: self, grading: grading, trace: trace,
      clocks: try grading.deadlines.map { deadline in
        guard let discovered, deadline.isFromDiscovery else {
          return EventAssessment.Clock(deadline: deadline, due: nil)
        }
        guard let due = HistoryTime.adding(hours: deadline.hours, to: discovered) else {
          throw RegistryError(.usage, "“\(discovered)” is no time")
        }
        return EventAssessment.Clock(deadline: deadline, due: due)
      },
      neighbours: neighbours(
        found, try DistrictMap(water.registry), try DistrictContacts(water.registry, audience: audience)))
  }

  /// The districts that the water comes into or passes beside, in its order, each once, but the one where it begins.
  private func neighbours(
    _ found: WaterTraceQuestion.Found, _ map: DistrictMap, _ contacts: DistrictContacts
  ) -> [EventAssessment.Neighbour] {
    var seen: Set<String> = []
    if let home = map.district(at: found.place.position) { seen.insert(home.code) }
    return found.trace.encounters.sorted { ($0.pathKm, $0.edge) < ($1.pathKm, $1.edge) }.flatMap { encounter in
      guard case .border(let border) = found.subjects[encounter] else { return [EventAssessment.Neighbour]() }
      return [border.upper, border.lower].compactMap { $0 }.filter { seen.insert($0.code).inserted }.map {
        .init(
          district: contacts.completed($0).record, isOwn: $0.isOwn, pathKm: encounter.pathKm,
          isBeside: border.isBeside)
      }
    }
  }
}

/// What is to be reported of an event.
public struct EventAssessment: Sendable {
  /// A report that is due.
  public struct Clock: Sendable {
    /// The rule.
    public let deadline: Sourced<EventRules.Deadline>
    /// When, as the history keeps times (UTC); nil where discovery is not known or it runs from something later.
    public let due: String?
  }

  /// A district that the water comes into or passes beside, and whose authority is to be told.
  public struct Neighbour: Sendable {
    /// The district's record, with its contacts.
    public let district: Record
    /// Whether it is one of the registry's own (本辖区).
    public let isOwn: Bool
    /// Kilometres along the water to where it is entered, or first lies beside the water.
    public let pathKm: Double
    /// Whether the water was first met beside it.
    public let isBeside: Bool
  }

  let question: EventQuestion
  /// The grade.
  public let grading: EventGrading
  /// What lies along the water within the hours looked ahead.
  public let trace: WaterTrace
  /// The reports that are due.
  public let clocks: [Clock]
  /// Who is to be told.
  public let neighbours: [Neighbour]

  /// When it was found or learnt of (UTC); nil where it is only thought of.
  public var discovered: String? { question.discovered }
  /// What is known.
  public var facts: EventFacts { question.facts }
  /// The rules.
  public var rules: EventRules { question.rules }
}
