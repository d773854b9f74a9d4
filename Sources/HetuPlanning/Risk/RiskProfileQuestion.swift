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
    let profiles = try subject == .rivers ? rivers(registry) : parks(registry)
    answer.rows = profiles.sorted { $0.precedes($1) }.enumerated().map {
      $1.row(rank: $0 + 1, naming: Self.namedSubstances)
    }
    if !book.enterprises.verified {
      answer.warnings.append(AnswerWarning("Q的临界量取自\(book.enterprises.name.standard)：\(Explanation.unverifiedNotice)"))
    }
    return answer
  }

  private func rivers(_ registry: Registry) throws -> [RiskProfile] {
    let set = try registry.riverSet()
    var profiles: [String: RiskProfile] = [:]
    for river in set.rivers {
      profiles[river.code] = RiskProfile(
        kind: "river", title: "河流", code: river.code, name: river.name, record: nil,
        geometry: .multiLineString(river.course.map(\.positions)), lengthKm: river.lengthMetres / 1_000)
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

  private func parks(_ registry: Registry) throws -> [RiskProfile] {
    let kind = try registry.kind("chemical_park")
    var profiles = try registry.records(of: kind).map { record in
      let seen = audience.view(record)
      return RiskProfile(
        kind: kind.name, title: kind.title, code: seen.code, name: seen.name, record: seen, geometry: seen.geometry,
        lengthKm: nil)
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
        let grade = name == "key_enterprise" ? grading.grade(EnterpriseFacts(record)).grade : nil
        try body(record) { profile in
          if RiskAssessor.kinds.contains(name) { profile.addSource(record, grade) } else { profile.targets += 1 }
        }
      }
    }
  }
}

/// What threatens one river or park.
struct RiskProfile {
  let kind: String
  let title: String
  let code: String
  let name: String
  let record: Record?
  let geometry: Geometry?
  let lengthKm: Double?
  /// Sources by recorded grade.
  private var counts: [RiskGrade: Int] = [:]
  private var ungraded = 0
  private var quantities: [String: Double] = [:]
  private var openQuantities = 0
  var targets = 0

  init(
    kind: String, title: String, code: String, name: String, record: Record?, geometry: Geometry?, lengthKm: Double?
  ) {
    self.kind = kind
    self.title = title
    self.code = code
    self.name = name
    self.record = record
    self.geometry = geometry
    self.lengthKm = lengthKm
  }

  private var sources: Int { counts.values.reduce(ungraded, +) }
  private var quantity: Double { quantities.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } }

  mutating func addSource(_ record: Record, _ grade: EnterpriseGrade?) {
    if let recorded = record["risk_grade"].text.flatMap(RiskGrade.init(title:)) {
      counts[recorded, default: 0] += 1
    } else {
      ungraded += 1
    }
    guard let grade else { return }
    for (substance, span) in grade.quantitiesBySubstance(.water) where span.low > 0 {
      quantities[substance, default: 0] += span.low
    }
    if !grade.quantity(.water).isKnown { openQuantities += 1 }
  }

  func precedes(_ other: RiskProfile) -> Bool {
    func key(_ profile: RiskProfile) -> [Double] {
      [Double(profile.counts[.major] ?? 0), Double(profile.counts[.greater] ?? 0), profile.quantity]
    }
    let (own, others) = (key(self), key(other))
    return own == others ? code < other.code : others.lexicographicallyPrecedes(own)
  }

  func row(rank: Int, naming count: Int) -> AnswerRow {
    let top = quantities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count)
    let figures: [Value] = [
      .integer(Int64(rank)), .integer(Int64(counts[.major] ?? 0)), .integer(Int64(counts[.greater] ?? 0)),
      .integer(Int64(counts[.general] ?? 0)), .integer(Int64(ungraded)), .real(quantity),
      .integer(Int64(openQuantities)),
      top.isEmpty ? .null : .text(top.map { "\($0.key) \(PlainFigure.text($0.value))" }.joined(separator: "、")),
      .integer(Int64(targets)), lengthKm.map(Value.real) ?? .null,
      lengthKm.flatMap { $0 > 0 ? .real(Double(sources) / $0 * 10) : nil } ?? .null,
    ]
    if let record { return AnswerRow(record, figures: figures) }
    return AnswerRow(kind: kind, title: title, code: code, name: name, geometry: geometry, figures: figures)
  }
}
