import HetuRegistry
import HetuRisk
import HetuSchemas

/// Which computed grades moved since an earlier time, when and why?
public struct GradeMovesQuestion: Sendable {
  let kinds: [Kind]
  let since: String
  let book: RuleBook
  let day: String
  let audience: Audience

  /// The moves of all records of the kinds that have rules, or of some, by the rules and the day of now: only what is
  /// recorded counts.
  ///
  /// - Parameter since: UTC, ISO 8601.
  public init(kinds: [Kind] = [], since: String, book: RuleBook, on day: String, audience: Audience = .internal) {
    self.kinds = kinds
    self.since = since
    self.book = book
    self.day = day
    self.audience = audience
  }

  private static let figures: [Figure] = [
    Figure(name: "official_grade", title: "登记等级"),
    Figure(name: "grade_before", title: "原计算等级"),
    Figure(name: "grade_now", title: "现计算等级"),
    Figure(name: "changed_at", title: "记录改动"),
    Figure(name: "cause", title: "原因"),
  ]

  /// A row for each grade that moved, came or went, by kind and code.
  public func answer(from registry: Registry) throws -> Answer {
    let kinds = kinds.isEmpty ? registry.kinds.all.filter { RiskAssessor.kinds.contains($0.name) } : kinds
    var answer = Answer(
      question: [
        .init("question", .string("grade_moves")), .init("kinds", .array(kinds.map { .string($0.name) })),
        .init("since", .string(HistoryTime.shown(since))), .init("on", .string(day)),
        .init("method", .string("both states by the same rules and day")),
        .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    let now = try assessments(kinds, of: registry)
    let before = try registry.withPast(asOf: since) { try assessments(kinds, of: $0) }
    let known = Dictionary(before.map { ($0.record.id, $0) }) { first, _ in first }
    for assessment in now {
      let old = known[assessment.record.id]
      guard old?.result != assessment.result else { continue }
      answer.rows.append(try row(old, assessment, registry))
    }
    let present = Set(now.map(\.record.id))
    for old in before where !present.contains(old.record.id) { answer.rows.append(try row(old, nil, registry)) }
    answer.rows.sort { ($0.kind, $0.code) < ($1.kind, $1.code) }
    let unverified = Set(now.filter { !$0.isVerified }.map(\.rules.standard)).sorted()
    answer.warnings = unverified.map { AnswerWarning("\($0)：\(Explanation.unverifiedNotice)，计算等级只作参考，以登记的等级为准") }
    return answer
  }

  private func assessments(_ kinds: [Kind], of registry: Registry) throws -> [RiskAssessment] {
    let assessor = try RiskAssessor(Water(registry), book, on: day)
    return try kinds.flatMap { try registry.records(of: $0).map(assessor.assess) }
  }

  private func row(_ old: RiskAssessment?, _ new: RiskAssessment?, _ registry: Registry) throws -> AnswerRow {
    let record = new?.record ?? old?.record
    guard let record else { throw RegistryError(.storage, "a move without a record") }
    // Where only what lies around moved the grade, the record's own last change tells nothing.
    let entry = try registry.history(of: record.reference).first { $0.at > since }
    return AnswerRow(
      audience.view(record),
      figures: [
        record["risk_grade"], .text(old?.result ?? "（没有登记）"), .text(new?.result ?? "（已删除）"),
        entry.map { .text("\(HistoryTime.shown($0.at))\($0.actor.map { " \($0)" } ?? "")") } ?? .null,
        .text(cause(old, new)),
      ])
  }

  /// The inputs that differ; where none of the record's own does, what lies around it.
  private func cause(_ old: RiskAssessment?, _ new: RiskAssessment?) -> String {
    guard let old, let new else { return new == nil ? "记录已删除" : "新登记" }
    let inputs = Set([old, new].compactMap { $0.explanation() }.flatMap(\.steps).flatMap(\.inputs).map(\.property))
    let own = new.record.differences(from: old.record).map(\.property).filter { inputs.contains($0.name) }.map(\.title)
    let moved = new.record.geometry != old.record.geometry ? ["位置"] : []
    let causes = own + moved
    return causes.isEmpty ? "周边的敏感目标、河网或行政区有变化" : causes.joined(separator: "、")
  }
}
