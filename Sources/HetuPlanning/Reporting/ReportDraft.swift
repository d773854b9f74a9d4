import HetuRegistry
import HetuSchemas

/// What a half-monthly or monthly report says: the figures of a day, and what changed since the last report.
public struct ReportDraft: Sendable {
  /// How the records of a kind changed.
  public struct ListChange: Sendable, Hashable {
    /// The list in Chinese.
    public let title: String
    /// How many records there were at the last report.
    public let before: Int
    /// How many there are.
    public let now: Int
    /// How many came.
    public let added: Int
    /// How many were changed.
    public let changed: Int
    /// How many went.
    public let removed: Int
  }

  /// How the ledger of a district stands.
  public struct DistrictCounts: Sendable, Hashable {
    /// The district's name.
    public let name: String
    /// Its counts.
    public let counts: LedgerCounts
  }

  /// What is reported.
  public let due: ReportingCalendar.Due
  /// The day of the figures.
  public let day: String
  /// The registry's time of the last report, UTC.
  public let since: String
  /// Whether ``since`` is that of a submission, or only the day on which the last report was due.
  public let sinceSubmission: Bool
  /// The words that stand on every product.
  public let note: String?
  /// The unit that reports.
  public let unit: String
  /// The ledger now.
  public let ledger: LedgerCounts
  /// The ledger at the last report.
  public let ledgerBefore: LedgerCounts
  /// The ledger by district.
  public let districts: [DistrictCounts]
  /// Problems that came to the ledger since.
  public let opened: [Record]
  /// Problems that were closed since.
  public let closed: [Record]
  /// Problems past their time, the longest first.
  public let overdue: [Record]
  /// All problems on the ledger, by code (附件3).
  public let problems: [Record]
  /// All measures, by code (附件4).
  public let measures: [Record]
  /// Measures that came since.
  public let newMeasures: [Record]
  /// How the lists changed.
  public let lists: [ListChange]
  /// Branches that have not handed in, by name.
  public let missingBranches: [String]
  /// The rules of the ledger.
  public let rules: LedgerRules
}

/// Makes the draft of a report.
public struct ReportQuestion: Sendable {
  let calendar: ReportingCalendar
  let due: ReportingCalendar.Due
  let day: String
  let rules: LedgerRules

  /// The report that is due, with the figures of a day (`2021-11-15`): as the registry stood at its end, where it is past.
  ///
  /// - Throws: `RegistryError` of class usage for something that no draft is made of.
  public init(
    calendar: ReportingCalendar, due: ReportingCalendar.Due, day: String, rules: LedgerRules
  ) throws {
    guard due.item.draft != nil else {
      let names = calendar.items.filter { $0.draft != nil }.map(\.id)
      throw RegistryError(
        .usage, "no draft is made of \(due.item.id); drafts are made of \(names.joined(separator: ", "))")
    }
    self.calendar = calendar
    self.due = due
    self.day = day
    self.rules = rules
  }

  /// The draft.
  public func draft(from registry: Registry) throws -> ReportDraft {
    let now = HistoryTime.pastEnd(of: day)
    let (since, isSubmission) = try lastReport(registry)
    let problem = try registry.kind("problem")
    let measure = try registry.kind("measure")
    let problems = try registry.records(of: problem, RecordQuery(asOf: now)).sorted { $0.code < $1.code }
    let before = try registry.records(of: problem, RecordQuery(asOf: since))
    let measures = try registry.records(of: measure, RecordQuery(asOf: now)).sorted { $0.code < $1.code }
    let oldMeasures = Set(try registry.records(of: measure, RecordQuery(asOf: since)).map(\.id))
    let states = Dictionary(before.map { ($0.id, rules.state(of: $0)) }, uniquingKeysWith: { first, _ in first })
    let lastDay = String(HistoryTime.shown(since).prefix(10))
    let names = try registry.districtNames()
    let groups = Dictionary(grouping: problems, by: \.county)
    let onLedger = problems.filter { rules.state(of: $0) != rules.initial }
    return ReportDraft(
      due: due, day: day, since: since, sinceSubmission: isSubmission, note: try registry.setting("data_note"),
      unit: try registry.setting("compiler") ?? "", ledger: LedgerCounts(problems, on: day, rules),
      ledgerBefore: LedgerCounts(before, on: lastDay, rules),
      districts: groups.sorted { $0.key < $1.key }.map { code, records in
        .init(name: code.isEmpty ? "（未填区划）" : names[code] ?? code, counts: LedgerCounts(records, on: day, rules))
      },
      opened: onLedger.filter { states[$0.id] ?? rules.initial == rules.initial },
      closed: onLedger.filter { record in
        rules.closed.contains(rules.state(of: record)) && !(states[record.id].map(rules.closed.contains) ?? false)
      },
      overdue: problems.filter { rules.isOverdue($0, on: day) }
        .sorted { ($0["deadline"].text ?? "", $0.code) < ($1["deadline"].text ?? "", $1.code) },
      problems: onLedger, measures: measures, newMeasures: measures.filter { !oldMeasures.contains($0.id) },
      lists: try registry.kinds.all.filter { [.riskSource, .team, .supply, .mechanism].contains($0.group) }.map {
        try Self.change(of: $0, from: since, to: now, in: registry)
      }, missingBranches: try missingBranches(registry), rules: rules)
  }

  /// The registry's time of the last report of the same sort: of its last submission, else the end of the day on which it was due, else
  /// the beginning of the registry.
  private func lastReport(_ registry: Registry) throws -> (since: String, isSubmission: Bool) {
    let own = try Submission.all(in: registry).filter {
      $0.item == due.item.id && $0.district == nil && $0.due < due.day
    }
    if let last = own.last { return (last.asOf, true) }
    let beginning = "1970-01-01T00:00:00.000Z"
    return (calendar.previous(due).flatMap { HistoryTime.endOf($0.day) } ?? beginning, false)
  }

  private func missingBranches(_ registry: Registry) throws -> [String] {
    guard due.item.byBranch else { return [] }
    let handedIn = try Submission.all(in: registry).filter {
      $0.reference == due.reference && String(HistoryTime.shown($0.at).prefix(10)) <= day
    }
    return try DueQuestion.branches(of: registry)
      .filter { unit in !handedIn.contains { $0.district == unit.district } }.map(\.name)
  }

  private static func change(
    of kind: Kind, from since: String, to now: String?, in registry: Registry
  ) throws -> ReportDraft.ListChange {
    let before = try states(of: kind, asOf: since, in: registry)
    let after = try states(of: kind, asOf: now, in: registry)
    return ReportDraft.ListChange(
      title: kind.listTitle, before: before.count, now: after.count, added: after.keys.count { before[$0] == nil },
      changed: after.count { id, state in before[id].map { $0 != state } ?? false },
      removed: before.keys.count { after[$0] == nil })
  }

  private static func states(of kind: Kind, asOf: String?, in registry: Registry) throws -> [String: Record] {
    Dictionary(
      try registry.records(of: kind, RecordQuery(asOf: asOf)).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
