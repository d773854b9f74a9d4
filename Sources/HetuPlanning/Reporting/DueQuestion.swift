import HetuRegistry
import HetuSchemas

/// What is due, who has handed it in, who is late?
public struct DueQuestion: Sendable {
  let calendar: ReportingCalendar
  let day: String
  let windowDays: Int

  /// How far before and after the day is looked, in days.
  public static let defaultWindowDays = 31

  /// What is due around a day (`2021-11-15`).
  public init(calendar: ReportingCalendar, day: String, windowDays: Int = defaultWindowDays) {
    self.calendar = calendar
    self.day = day
    self.windowDays = windowDays
  }

  /// How something that is due stands.
  public enum State: String, Sendable {
    case submitted = "已报"
    case submittedLate = "逾期报送"
    case open = "未报"
    case late = "逾期未报"
  }

  /// Who hands something in: the bureau itself, or a branch.
  struct Unit {
    let district: String?
    let name: String
  }

  /// The dues by day: a row for the bureau itself and one for each branch. What was due once and never was handed in stays.
  public func answer(from registry: Registry) throws -> Answer {
    let first = CalendarDay.adding(days: -windowDays, to: day) ?? day
    let last = CalendarDay.adding(days: windowDays, to: day) ?? day
    let submissions = try Submission.all(in: registry).filter { String(HistoryTime.shown($0.at).prefix(10)) <= day }
    let open = calendar.dues(from: "2000-01-01", to: first).filter { due in
      due.item.rhythm == .once && due.day < first
        && !submissions.contains { $0.reference == due.reference && $0.district == nil }
    }
    let dues = open + calendar.dues(from: first, to: last)
    let branches = try Self.branches(of: registry)
    var answer = Answer(
      question: [
        .init("question", .string("due")), .init("on", .string(day)), .init("window_days", .integer(Int64(windowDays))),
        .init("calendar", .string(calendar.id)), .init("inclusive", .boolean(calendar.inclusive)),
        .init("verified", .boolean(calendar.items.allSatisfy(\.verified))),
      ], figures: Self.figures)
    let handed = try HandedIn(registry, asOf: HistoryTime.pastEnd(of: day))
    for due in dues {
      let kinds = due.item.kinds(of: registry)
      for unit in [Unit(district: nil, name: "本单位")] + (due.item.byBranch ? branches : []) {
        answer.rows.append(row(due, unit, submissions, try handed.records(of: kinds, district: unit.district)))
      }
    }
    if let end = calendar.lastDay, end < day {
      answer.warnings.append(AnswerWarning("报送日历“\(calendar.id)”到\(end)为止；请用 hetu due --set-calendar 换成现行的日历"))
    }
    if branches.isEmpty, dues.contains(where: \.item.byBranch) {
      answer.warnings.append(AnswerWarning("登记库中没有标为“本辖区”的县级区划，列不出各分局的报送情况"))
    }
    return answer
  }

  private static let figures = [
    Figure(name: "due_on", title: "截止日期"),
    Figure(name: "days_left", title: "剩余", unit: "天", decimals: 0),
    Figure(name: "state", title: "状态"),
    Figure(name: "submitted_at", title: "报送时间"),
    Figure(name: "records", title: "登记记录数"),
    Figure(name: "newest_report_date", title: "最近填报时间"),
  ]

  private func row(
    _ due: ReportingCalendar.Due, _ unit: Unit, _ submissions: [Submission], _ records: (count: Int, newest: String?)
  ) -> AnswerRow {
    let own = submissions.filter { $0.reference == due.reference && $0.district == unit.district }
    let first = own.first { $0.isInTime } ?? own.first
    let state: State =
      if let first { first.isInTime ? .submitted : .submittedLate } else { day <= due.day ? .open : .late }
    return AnswerRow(
      kind: "due", title: due.item.title, code: due.reference, name: unit.name, geometry: nil,
      figures: [
        .text(due.day), .integer(Int64(CalendarDay.days(from: day, to: due.day) ?? 0)), .text(state.rawValue),
        first.map { .text(HistoryTime.shown($0.at)) } ?? .null,
        due.item.lists.isEmpty ? .null : .integer(Int64(records.count)), records.newest.map(Value.text) ?? .null,
      ])
  }

  /// The branches: the bureau's own districts of the county level.
  static func branches(of registry: Registry) throws -> [Unit] {
    try registry.records(of: try registry.kind("district"))
      .filter { $0["own"].boolean == true && $0.code.count == 6 && !$0.code.hasSuffix("00") }
      .sorted { $0.code < $1.code }.map { Unit(district: $0.code, name: $0.name) }
  }
}

/// How many records branches have handed in, and when they filled in the newest; each kind is read once.
private final class HandedIn {
  private let registry: Registry
  private let asOf: String?
  private var known: [String: [String: (count: Int, newest: String?)]] = [:]

  init(_ registry: Registry, asOf: String?) throws {
    self.registry = registry
    self.asOf = asOf
  }

  func records(of kinds: [Kind], district: String?) throws -> (count: Int, newest: String?) {
    try kinds.reduce((count: 0, newest: nil)) { sum, kind in
      let byDistrict = try counts(of: kind)
      let own = district.map { [byDistrict[$0]].compactMap { $0 } } ?? Array(byDistrict.values)
      return own.reduce(sum) { ($0.count + $1.count, [$0.newest, $1.newest].compactMap { $0 }.max()) }
    }
  }

  private func counts(of kind: Kind) throws -> [String: (count: Int, newest: String?)] {
    if let counts = known[kind.name] { return counts }
    var counts: [String: (count: Int, newest: String?)] = [:]
    try registry.forEachRecord(of: kind, RecordQuery(asOf: asOf)) { record in
      let district = record.county
      let before = counts[district] ?? (0, nil)
      counts[district] = (before.count + 1, [before.newest, record["report_date"].text].compactMap { $0 }.max())
    }
    known[kind.name] = counts
    return counts
  }
}

extension HistoryTime {
  /// The end of a day that is past, as the history keeps it; nil for today and later, when the registry is read as it stands.
  public static func pastEnd(of day: String) -> String? { day < today() ? endOf(day) : nil }
}
