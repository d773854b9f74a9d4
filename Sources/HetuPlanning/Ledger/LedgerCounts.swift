import HetuRegistry

/// How a number of problems stands on the ledger.
public struct LedgerCounts: Sendable, Hashable {
  /// Noted down and not on the ledger yet (登记).
  public private(set) var noted = 0
  /// Ever put on the ledger (挂账数): all but those noted down only.
  public private(set) var onLedger = 0
  /// Closed (销账数).
  public private(set) var closed = 0
  /// Waiting to be closed (待销账).
  public private(set) var submitted = 0
  /// Planned for several years (转中长期).
  public private(set) var planned = 0
  /// Past their time (超期数).
  public private(set) var overdue = 0

  /// The part of those on the ledger that are closed (销账率), in percent; nil where none is on it.
  public var closingRatePercent: Double? { onLedger == 0 ? nil : 100 * Double(closed) / Double(onLedger) }

  init() {}

  /// The counts of some problems on a day, `2021-11-15`.
  init(_ records: [Record], on day: String, _ rules: LedgerRules) {
    for record in records { add(record, on: day, rules) }
  }

  mutating func add(_ record: Record, on day: String, _ rules: LedgerRules) {
    let state = rules.state(of: record)
    if state == rules.initial { noted += 1 } else { onLedger += 1 }
    if rules.closed.contains(state) { closed += 1 }
    if rules.submitted.contains(state) { submitted += 1 }
    if rules.planned.contains(state) { planned += 1 }
    if rules.isOverdue(record, on: day) { overdue += 1 }
  }

  /// The figures of a row of counts, in the order of ``values``.
  static let figures = [
    Figure(name: "noted", title: "登记未挂账"),
    Figure(name: "on_ledger", title: "挂账数"),
    Figure(name: "closed", title: "销账数"),
    Figure(name: "closing_rate_pct", title: "销账率", unit: "%", decimals: 1),
    Figure(name: "submitted", title: "待销账"),
    Figure(name: "planned", title: "转中长期"),
    Figure(name: "overdue", title: "超期数"),
  ]

  var values: [Value] {
    let counts = [noted, onLedger, closed, submitted, planned, overdue].map { Value.integer(Int64($0)) }
    return Array(counts[..<3]) + [closingRatePercent.map(Value.real) ?? .null] + Array(counts[3...])
  }

  /// The counts as one line in Chinese.
  public var sentence: String {
    let rate = closingRatePercent.map { "\(FigureText.decimals($0, 1))%" } ?? "—"
    return "挂账\(onLedger)，销账\(closed)，销账率\(rate)，待销账\(submitted)，转中长期\(planned)，超期\(overdue)；另有登记未挂账\(noted)"
  }
}
