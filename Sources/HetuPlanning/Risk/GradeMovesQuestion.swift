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
  ///
  /// - Throws: `RegistryError` of class usage for the public.
  public func answer(from registry: Registry) throws -> Answer {
    try RiskAssessor.refuse(audience)
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
    return try kinds.flatMap { try registry.mapRecords(of: $0) { try assessor.assess($0) } }
  }

  private func row(_ old: RiskAssessment?, _ new: RiskAssessment?, _ registry: Registry) throws -> AnswerRow {
    let record = new?.record ?? old?.record
    guard let record else { throw RegistryError(.storage, "a move without a record") }
    let cause = try cause(old, new, registry)
    return AnswerRow(
      audience.view(record),
      figures: [
        record["risk_grade"], .text(old?.result ?? "（没有登记）"), .text(new?.result ?? "（已删除）"),
        cause.entry.map { .text("\(HistoryTime.shown($0.at))\($0.actor.map { " \($0)" } ?? "")") } ?? .null,
        .text(cause.text),
      ])
  }

  /// Why a grade moved, and the newest change that made it.
  private typealias Cause = (text: String, entry: HistoryEntry?)

  /// The inputs that differ; where none of the record's own does, what lies around it.
  private func cause(_ old: RiskAssessment?, _ new: RiskAssessment?, _ registry: Registry) throws -> Cause {
    guard let old, let new else {
      let reference = (new ?? old)?.record.reference ?? ""
      return (new == nil ? "记录已删除" : "新登记", try newest(reference, registry) { _ in true })
    }
    let inputs = [old, new].map { $0.explanation()?.steps.flatMap(\.inputs) ?? [] }
    let properties = Set(inputs.flatMap { $0 }.filter { $0.reference == nil }.map(\.property))
    let own = new.record.differences(from: old.record).map(\.property).filter { properties.contains($0.name) }
    let isMoved = new.record.geometry != old.record.geometry
    if !own.isEmpty || isMoved {
      let entry = try newest(new.record.reference, registry) { entry in
        (isMoved && entry.movesGeometry) || entry.differences.contains { own.contains($0.property) }
      }
      return ((own.map(\.title) + (isMoved ? ["位置"] : [])).joined(separator: "、"), entry)
    }
    return try causeAround(inputs[0], inputs[1], registry)
  }

  /// Which records around came, went or changed.
  private func causeAround(_ old: [RiskInput], _ new: [RiskInput], _ registry: Registry) throws -> Cause {
    let (before, now) = (Set(old.compactMap(\.reference)), Set(new.compactMap(\.reference)))
    func named(_ word: String, _ references: Set<String>, _ inputs: [RiskInput]) -> [String] {
      references.sorted().map { reference in
        "\(word)\(inputs.first { $0.reference == reference }?.value ?? "")（\(reference)）"
      }
    }
    var entries: [HistoryEntry] = []
    var changed: Set<String> = []
    for reference in before.union(now).sorted() {
      guard let entry = try newest(reference, registry, { _ in true }) else { continue }
      entries.append(entry)
      if before.contains(reference), now.contains(reference) { changed.insert(reference) }
    }
    let told =
      named("下游新增", now.subtracting(before), new) + named("下游不再有", before.subtracting(now), old)
      + named("下游有改动：", changed, new)
    return (
      told.isEmpty ? "周边的敏感目标、河网或行政区有变化" : told.joined(separator: "；"), entries.max { $0.at < $1.at }
    )
  }

  /// The newest change of a record since the time, of those that are meant; nil where there is none.
  private func newest(_ reference: String, _ registry: Registry, _ isMeant: (HistoryEntry) -> Bool) throws
    -> HistoryEntry?
  {
    try registry.history(of: reference).first { $0.at > since && isMeant($0) }
  }
}
