import HetuRegistry
import HetuRisk
import HetuSchemas

/// Which grades do the rules give, and where do they differ from those recorded?
public struct GradeQuestion: Sendable {
  let kinds: [Kind]
  let filter: Filter?
  let district: String?
  let book: RuleBook
  let day: String
  let audience: Audience

  /// The grades of all records of the kinds that have rules, or of some, narrowed by a condition or a district.
  ///
  /// - Parameter day: the day (`2026-11-25`) from which years are counted back.
  public init(
    kinds: [Kind] = [], filter: Filter? = nil, district: String? = nil, book: RuleBook, on day: String,
    audience: Audience = .internal
  ) {
    self.kinds = kinds
    self.filter = filter
    self.district = district
    self.book = book
    self.day = day
    self.audience = audience
  }

  private static let figures: [Figure] = [
    Figure(name: "official_grade", title: "登记等级"),
    Figure(name: "computed_lowest", title: "计算等级下限"),
    Figure(name: "computed_highest", title: "计算等级上限"),
    Figure(name: "notation", title: "计算表征"),
    Figure(name: "agrees", title: "与登记一致"),
    Figure(name: "missing", title: "取决于"),
    Figure(name: "rules", title: "规则"),
  ]

  /// A row for each record, the highest possible grade first, then by kind and code.
  ///
  /// - Throws: `RegistryError` of class usage for the public.
  public func answer(from water: Water) throws -> Answer {
    try RiskAssessor.refuse(audience)
    let registry = water.registry
    let kinds = kinds.isEmpty ? registry.kinds.all.filter { RiskAssessor.kinds.contains($0.name) } : kinds
    var answer = Answer(
      question: [
        .init("question", .string("grade")), .init("kinds", .array(kinds.map { .string($0.name) })),
        .init("district", .text(district)), .init("on", .string(day)),
        .init("method", .string("the lowest and the highest grade that the recorded inputs leave possible")),
        .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    let assessor = try RiskAssessor(water, book, on: day)
    let query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    var graded: [GradedRow] = []
    for kind in kinds {
      try audience.check(filter, on: kind)
      graded += try registry.mapRecords(of: kind, query) { [all = registry.kinds.all] record in
        let assessment = try assessor.assess(record)
        return GradedRow(
          rank: -(assessment.grades?.upperBound.rawValue ?? -1), row: row(assessment, all),
          unverified: assessment.isVerified ? nil : assessment.rules.standard)
      }
    }
    answer.rows = graded.sorted { ($0.rank, $0.row.kind, $0.row.code) < ($1.rank, $1.row.kind, $1.row.code) }.map(\.row)
    let unverified = Set(graded.compactMap(\.unverified))
    answer.warnings = unverified.sorted().map {
      AnswerWarning("\($0)：\(Explanation.unverifiedNotice)，计算等级只作参考，以登记的等级为准")
    }
    return answer
  }

  /// A row and where it stands.
  private struct GradedRow: Sendable {
    let rank: Int
    let row: AnswerRow
    /// The rules, where they weren't compared with the official text.
    let unverified: String?
  }

  private func row(_ assessment: RiskAssessment, _ kinds: [Kind]) -> AnswerRow {
    // What decides may be recorded of something else, such as the speed of a reach.
    let titles = assessment.decisive.map { name in
      ([assessment.record.kind] + kinds).lazy.compactMap { $0.property(name)?.title }.first ?? name
    }
    return AnswerRow(
      audience.view(assessment.record),
      figures: [
        assessment.record["risk_grade"], .text(assessment.grades?.lowerBound.title),
        .text(assessment.grades?.upperBound.title), .text(assessment.notation ?? assessment.reason),
        assessment.agrees.map(Value.boolean) ?? .null, .text(titles.isEmpty ? nil : titles.joined(separator: "、")),
        .text("\(assessment.rules.standard)\(assessment.isVerified ? "" : "（\(Explanation.unverifiedNotice)）")"),
      ])
  }
}

extension Value {
  fileprivate static func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}
