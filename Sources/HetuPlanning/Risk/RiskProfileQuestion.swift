import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// How do rivers, or parks, compare by what threatens them?
public struct RiskProfileQuestion: Sendable {
  /// What is compared.
  public enum Subject: String, Sendable, CaseIterable {
    case rivers, parks
  }

  let subject: Subject
  let book: RuleBook
  let day: String
  let audience: Audience

  /// Profiles of all rivers or parks.
  ///
  /// - Parameter day: the day (`2026-11-25`) from which years are counted back.
  public init(_ subject: Subject, book: RuleBook, on day: String, audience: Audience = .internal) {
    self.subject = subject
    self.book = book
    self.day = day
    self.audience = audience
  }

  /// How far from a river what counts for it may lie, metres.
  static let withinMetres = WaterTraceQuestion.defaultMetres
  /// How many substances are named.
  private static let namedSubstances = 3

  private static let figures: [Figure] = [
    Figure(name: "rank", title: "排名"),
    Figure(name: "major", title: "重大"),
    Figure(name: "greater", title: "较大"),
    Figure(name: "general", title: "一般"),
    Figure(name: "ungraded", title: "未定级"),
    Figure(name: "q_water", title: "水环境Q之和", unit: nil, decimals: 2),
    Figure(name: "q_open", title: "Q不能确定的企业"),
    Figure(name: "substances", title: "主要物质"),
    Figure(name: "targets", title: "敏感目标"), .length,
    Figure(name: "per_10_km", title: "每10 km风险源", unit: nil, decimals: 2),
  ]

  /// A row for each river or park: by the number of major sources, then of greater ones, then by the sum of Q.
  public func answer(from registry: Registry) throws -> Answer {
    var answer = Answer(
      question: [
        .init("question", .string("profile")), .init("subject", .string(subject.rawValue)), .init("on", .string(day)),
        .init("within_m", .decimal(Self.withinMetres, 1)), .init("rules", .string(book.enterprises.id)),
        .init(
          "method",
          .string(
            "grades as recorded; Q of the water summed over enterprises at its least, where it isn't known exactly")),
        .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    answer.rows = try ranked(registry).enumerated().map {
      $1.row(rank: $0 + 1, naming: Self.namedSubstances)
    }
    if !book.enterprises.verified {
      answer.warnings.append(AnswerWarning("Q的临界量取自\(book.enterprises.name.standard)：\(Explanation.unverifiedNotice)"))
    }
    return answer
  }

  /// How the profile of one river or park comes about, as the bureau sees it.
  ///
  /// - Throws: `RegistryError` for a river without reaches.
  func explained(_ record: Record, from registry: Registry) throws -> ExplainedFigure {
    let profiles = try ranked(registry, explaining: record)
    guard let place = profiles.firstIndex(where: { $0.members != nil }) else {
      throw RegistryError(.badData, "\(record.reference) has no reaches, so that nothing is known to lie on it")
    }
    return profiles[place].explained(
      record, rank: place + 1, above: place > 0 ? profiles[place - 1] : nil, book.enterprises)
  }

  /// The profiles, the worst first; of one record with its steps.
  private func ranked(_ registry: Registry, explaining record: Record? = nil) throws -> [RiskProfile] {
    try (subject == .rivers ? rivers(registry, record) : parks(registry, record)).sorted { $0.precedes($1) }
  }

  private func rivers(_ registry: Registry, _ explained: Record?) throws -> [RiskProfile] {
    let set = try registry.riverSet()
    var profiles: [String: RiskProfile] = [:]
    for river in set.rivers {
      profiles[river.code] = RiskProfile(
        kind: "river", title: "河流", code: river.code, name: river.name, record: nil,
        geometry: .multiLineString(river.course.map(\.positions)), lengthKm: river.lengthMetres / 1_000)
    }
    if let explained {
      // By its code; by its name only where that is no other river's.
      let named = set.rivers.filter { $0.name == explained.name }
      let own = set.rivers.first { $0.code == explained.code } ?? (named.count == 1 ? named[0] : nil)
      if let own { profiles[own.code]?.members = [] }
    }
    try forEachMember(registry) { record, add in
      guard let position = audience.view(record).geometry?.representativePosition else { return }
      let place = set.locate(position, withinMetres: Self.withinMetres, preferring: record.declaredRiver)
      guard let code = place?.reference.riverCode, var profile = profiles.removeValue(forKey: code) else { return }
      add(&profile)
      profiles[code] = profile
    }
    return Array(profiles.values)
  }

  private func parks(_ registry: Registry, _ explained: Record?) throws -> [RiskProfile] {
    let kind = try registry.kind("chemical_park")
    var profiles = try registry.records(of: kind).map { record in
      let seen = audience.view(record)
      var profile = RiskProfile(
        kind: kind.name, title: kind.title, code: seen.code, name: seen.name, record: seen, geometry: seen.geometry,
        lengthKm: nil)
      if record.id == explained?.id { profile.members = [] }
      return profile
    }
    try forEachMember(registry) { record, add in
      let declared = record["park"].text
      let position = audience.view(record).geometry?.representativePosition
      for index in profiles.indices {
        let park = profiles[index]
        let isInside =
          position.map { position in park.geometry?.polygons.contains { $0.contains(position) } ?? false } ?? false
        if isInside || declared == park.code || declared == park.name { add(&profiles[index]) }
      }
    }
    return profiles
  }

  /// Calls `body` with each source and target and how it is added to a profile.
  private func forEachMember(
    _ registry: Registry, _ body: (_ record: Record, _ add: (inout RiskProfile) -> Void) throws -> Void
  ) throws {
    let grading = EnterpriseGrading(book.enterprises, on: day)
    for name in ["key_enterprise", "tailings_pond", "sensitive_target", "drinking_water_source"] {
      try registry.forEachRecord(of: try registry.kind(name)) { record in
        let grade = name == "key_enterprise" ? grading.grade(EnterpriseFacts(record, book.enterprises)).grade : nil
        try body(record) { profile in
          profile.members?.append(.init(record: record, grade: grade))
          if RiskAssessor.kinds.contains(name) { profile.addSource(record, grade) } else { profile.targets += 1 }
        }
      }
    }
  }
}
