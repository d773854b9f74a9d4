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
  public func answer(from registry: Registry) throws -> Answer {
    let kinds = kinds.isEmpty ? registry.kinds.all.filter { RiskAssessor.kinds.contains($0.name) } : kinds
    var answer = Answer(
      question: [
        .init("question", .string("grade")), .init("kinds", .array(kinds.map { .string($0.name) })),
        .init("district", .text(district)), .init("on", .string(day)),
        .init("method", .string("the lowest and the highest grade that the recorded inputs leave possible")),
        .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    let assessor = try RiskAssessor(Water(registry), book, on: day)
    let query = RecordQuery(filter: filter, district: try registry.districtCode(district), audience: audience)
    var rows: [(rank: Int, row: AnswerRow)] = []
    var unverified: Set<String> = []
    for kind in kinds {
      try audience.check(filter, on: kind)
      try registry.forEachRecord(of: kind, query) { record in
        let assessment = try assessor.assess(record)
        if !assessment.isVerified { unverified.insert(assessment.rules.standard) }
        rows.append((-(assessment.grades?.upperBound.rawValue ?? -1), row(assessment)))
      }
    }
    answer.rows = rows.sorted { ($0.rank, $0.row.kind, $0.row.code) < ($1.rank, $1.row.kind, $1.row.code) }.map(\.row)
    answer.warnings = unverified.sorted().map {
      AnswerWarning("\($0)：\(Explanation.unverifiedNotice)，计算等级只作参考，以登记的等级为准")
    }
    return answer
  }

  private func row(_ assessment: RiskAssessment) -> AnswerRow {
    let titles = assessment.decisive.map { assessment.record.kind.property($0)?.title ?? $0 }
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
