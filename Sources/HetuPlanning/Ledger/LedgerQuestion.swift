import HetuRegistry
import HetuSchemas

/// How does the ledger of problems stand?
public struct LedgerQuestion: Sendable {
  /// By what problems are counted together.
  public enum Grouping: String, Sendable, CaseIterable {
    /// The district of the county level.
    case district
    /// The responsible unit.
    case unit
    /// The field of work.
    case field
    /// Whether it can be put right at once, soon, or in years.
    case horizon

    var title: String {
      switch self {
      case .district: "区县"
      case .unit: "责任单位"
      case .field: "领域"
      case .horizon: "整改类型"
      }
    }
  }

  let grouping: Grouping?
  let onlyOverdue: Bool
  let state: String?
  let district: String?
  let day: String
  let asOf: String?
  let audience: Audience
  let rules: LedgerRules

  /// The ledger on a day (`2021-11-15`), as the registry stood at `asOf` (UTC; nil is now): problem by problem, or counted by a
  /// grouping.
  public init(
    by grouping: Grouping? = nil, onlyOverdue: Bool = false, state: String? = nil, district: String? = nil, day: String,
    asOf: String? = nil, audience: Audience = .internal, rules: LedgerRules
  ) {
    self.grouping = grouping
    self.onlyOverdue = onlyOverdue
    self.state = state
    self.district = district
    self.day = day
    self.asOf = asOf
    self.audience = audience
    self.rules = rules
  }

  /// The problems asked about.
  func records(in registry: Registry) throws -> [Record] {
    let kind = try registry.kind("problem")
    try audience.check(on: kind)
    if let state, !(kind.property("ledger_state")?.codes.contains(state) ?? true) {
      throw RegistryError(
        .usage,
        "台账没有“\(state)”这一状态；有 \((kind.property("ledger_state")?.codes ?? []).joined(separator: "、"))"
      )
    }
    return try registry.records(of: kind, RecordQuery(district: try registry.districtCode(district), asOf: asOf))
      .filter { record in
        (state.map { rules.state(of: record) == $0 } ?? true) && (!onlyOverdue || rules.isOverdue(record, on: day))
      }
  }

  /// The problems, the longest overdue first, or the counts by group, with their sum at the end; and the counts of all of them.
  public func answer(from registry: Registry) throws -> (answer: Answer, counts: LedgerCounts) {
    let records = try records(in: registry)
    let counts = LedgerCounts(records, on: day, rules)
    var answer = Answer(
      question: [
        .init("question", .string("ledger")), .init("by", .text(grouping?.rawValue)), .init("on", .string(day)),
        .init("as_of", .text(asOf)), .init("district", .text(district)), .init("state", .text(state)),
        .init("only_overdue", .boolean(onlyOverdue)), .init("rules", .string("\(rules.id) \(rules.edition)")),
        .init("rules_verified", .boolean(rules.verified)), .init("audience", .string(audience.rawValue)),
        .init("counts", Self.json(counts)),
      ], figures: grouping == nil ? Self.figures : LedgerCounts.figures)
    if let grouping {
      answer.rows = try rows(records, by: grouping, registry)
      answer.rows.append(
        AnswerRow(kind: "total", title: grouping.title, code: "", name: "合计", geometry: nil, figures: counts.values))
    } else {
      answer.rows = records.map(row).sorted { left, right in
        let (first, second) = (left.figures[4].number ?? 0, right.figures[4].number ?? 0)
        return first == second ? left.code < right.code : first > second
      }
    }
    return (answer, counts)
  }

  private static let figures = [
    Figure(name: "ledger_state", title: "台账状态"),
    Figure(name: "responsible_unit", title: "责任单位"),
    Figure(name: "responsible_person", title: "责任人"),
    Figure(name: "deadline", title: "完成时限"),
    Figure(name: "overdue_days", title: "超期", unit: "天", decimals: 0),
  ]

  private static func json(_ counts: LedgerCounts) -> JSONValue {
    .object(
      zip(LedgerCounts.figures, counts.values).map { figure, value in
        if case .real(let real) = value { return .init(figure.name, .decimal(real, figure.decimals)) }
        return .init(figure.name, JSONValue(value))
      })
  }

  private func row(_ record: Record) -> AnswerRow {
    let seen = audience.view(record)
    let days = record["deadline"].text.flatMap { CalendarDay.days(from: $0, to: day) }
    return AnswerRow(
      seen,
      figures: [
        .text(rules.state(of: record)), seen["responsible_unit"], seen["responsible_person"], seen["deadline"],
        rules.isOverdue(record, on: day) ? .integer(Int64(days ?? 0)) : .null,
      ])
  }

  private func rows(_ records: [Record], by grouping: Grouping, _ registry: Registry) throws -> [AnswerRow] {
    let names = grouping == .district ? try registry.districtNames() : [:]
    let groups = Dictionary(grouping: records) { record -> String in
      switch grouping {
      case .district: record.county
      case .unit: record["responsible_unit"].text ?? ""
      case .field: record["field"].text ?? ""
      case .horizon: record["horizon"].text ?? ""
      }
    }
    return groups.sorted { $0.key < $1.key }.map { key, records in
      AnswerRow(
        kind: grouping.rawValue, title: grouping.title, code: grouping == .district ? key : "",
        name: key.isEmpty ? "（未填）" : names[key] ?? key, geometry: nil,
        figures: LedgerCounts(records, on: day, rules).values)
    }
  }
}
