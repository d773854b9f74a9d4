import Foundation
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct ReportingTests {
  private let world: World

  init() throws {
    world = try World()
    try world.add(
      "district",
      [
        ("411201", "西县", nil, ["own": .boolean(true)]), ("411202", "东县", nil, ["own": .boolean(true)]),
        ("419001", "外市", nil, [:]),
      ])
  }

  private func calendar(_ items: String, inclusive: Bool = true) throws -> ReportingCalendar {
    try ReportingCalendar(json: Data(#"{"id":"t","inclusive":\#(inclusive),"items":[\#(items)]}"#.utf8))
  }

  private static let monthEnd =
    #"{"id":"m","title":"月报","rhythm":"month_end","lists":["problem"],"by_branch":true,"draft":"month","verified":true,"source":"x"}"#
  private static let once =
    #"{"id":"o","title":"清单","rhythm":"once","date":"2021-11-15","lists":["team"],"by_branch":false,"verified":true,"source":"x"}"#

  private func rows(_ calendar: ReportingCalendar, _ day: String, window: Int = 31) throws -> [String] {
    let answer = try DueQuestion(calendar: calendar, day: day, windowDays: window).answer(from: world.registry)
    let state = try #require(answer.figures.firstIndex { $0.name == "state" })
    return answer.rows.map { "\($0.code) \($0.name) \($0.figures[state].text ?? "")" }
  }

  private func submit(_ due: ReportingCalendar.Due, _ district: String? = nil, at time: String) throws -> Submission {
    try Submission.keep(
      due, district: district, time: try #require(try? Date(time, strategy: .iso8601)),
      asOf: try world.registry.lastChange() ?? "",
      counts: [:], recordsSHA256: "", files: [], actor: "甲", note: nil, in: world.registry)
  }

  @Test(arguments: [
    ("2024-02-10", "m/2024-02-29"), ("2023-02-28", "m/2023-02-28"), ("2021-12-31", "m/2021-12-31"),
    ("2022-01-01", "m/2022-01-31"),
  ])
  func `a month ends on its last day, in leap years too`(day: String, due: String) throws {
    #expect(try calendar(Self.monthEnd).due("m", on: day).reference == due)
  }

  @Test func `the calendar that comes with Hetu has the deadlines of 2021, the window ends in January`() throws {
    let built = try ReportingCalendar.of(world.registry)
    #expect(try built.due("four-lists", on: "2021-11-01").day == "2021-11-15")
    #expect(try built.due("half-month", on: "2021-11-16").day == "2021-12-15")
    #expect(try built.due("month", on: "2022-06-01").day == "2022-01-31")
    #expect(throws: RegistryError.self) { try built.due("month/2022-02-28", on: "2022-01-01") }
    let answer = try DueQuestion(calendar: built, day: "2026-01-01").answer(from: world.registry)
    #expect(
      answer.rows.map(\.code) == [
        "case/2021-04-30", "four-lists/2021-11-15", "four-lists/2021-11-15", "four-lists/2021-11-15",
        "annual/2021-12-20",
      ])
  }

  @Test func `a due goes by its title too, and that the calendar has ended is said while something is still open`()
    throws
  {
    let built = try ReportingCalendar.of(world.registry)
    #expect(try built.due("四个清单", on: "2021-11-01").reference == "four-lists/2021-11-15")
    #expect(try built.due("半月信息/2021-11-15", on: "2021-01-01").reference == "half-month/2021-11-15")
    let error = #expect(throws: RegistryError.self) { try built.due("五个清单", on: "2021-11-01") }
    #expect(error?.message.contains("four-lists（四个清单）") == true)
    func warnings(_ day: String) throws -> [String] {
      try DueQuestion(calendar: built, day: day).answer(from: world.registry).warnings.map(\.message)
    }
    #expect(try warnings("2022-01-31").isEmpty)
    #expect(try warnings("2022-02-01").contains { $0.contains("到2022-01-31为止") })
  }

  @Test func `where 前 leaves the day itself out, the day before is the last`() throws {
    let strict = try calendar(Self.once, inclusive: false)
    #expect(try strict.due("o", on: "2021-11-01").day == "2021-11-14")
    #expect(try rows(strict, "2021-11-15") == ["o/2021-11-14 本单位 逾期未报"])
    #expect(try rows(calendar(Self.once), "2021-11-15") == ["o/2021-11-15 本单位 未报"])
  }

  @Test func `each branch of one's own is told apart, in time or late by China's day`() throws {
    let calendar = try calendar(Self.monthEnd)
    let due = try calendar.due("m/2021-10-31", on: "2021-10-01")
    // The last minute of the 31st in China, and the first of November.
    _ = try submit(due, "411201", at: "2021-10-31T15:59:00Z")
    _ = try submit(due, "411202", at: "2021-10-31T16:00:00Z")
    #expect(
      try rows(calendar, "2021-11-05", window: 10) == [
        "m/2021-10-31 本单位 逾期未报", "m/2021-10-31 西县 已报", "m/2021-10-31 东县 逾期报送",
      ])
    #expect(
      try rows(calendar, "2021-10-31", window: 0) == [
        "m/2021-10-31 本单位 未报", "m/2021-10-31 西县 已报", "m/2021-10-31 东县 未报",
      ], "on the last day the second was not in yet")
  }

  @Test func `what was due once stays until it is handed in, and handing in again changes nothing that is kept`() throws
  {
    let calendar = try calendar(Self.once)
    #expect(try rows(calendar, "2026-01-01") == ["o/2021-11-15 本单位 逾期未报"])
    let due = try calendar.due("o", on: "2021-11-15")
    let first = try submit(due, at: "2021-11-15T01:00:00Z")
    #expect(try rows(calendar, "2026-01-01").isEmpty)
    let second = try submit(due, at: "2021-12-01T01:00:00Z")
    #expect(first.number == 1 && second.number == 2 && first.isInTime && !second.isInTime)
    #expect(try Submission.all(in: world.registry) == [first, second])
  }

  @Test func `a registry keeps a calendar of its own`() throws {
    try ReportingCalendar.set(Data(#"{"id":"own","inclusive":true,"items":[\#(Self.once)]}"#.utf8), in: world.registry)
    #expect(try ReportingCalendar.of(world.registry).id == "own")
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"id":"x","inclusive":true,"items":[{}]}"#,
    #"{"id":"x","inclusive":true,"items":[\#(once.replacing("2021-11-15", with: "2021-02-30"))]}"#,
    #"{"id":"x","inclusive":true,"items":[\#(monthEnd.replacing("month_end", with: "monthly"))]}"#,
    #"{"id":"x","inclusive":true,"items":[\#(monthEnd.replacing("month_end", with: "weekly"))]}"#,
  ])
  func `what is no calendar is refused with one sentence`(text: String) {
    let error = #expect(throws: RegistryError.self) { try ReportingCalendar(json: Data(text.utf8)) }
    #expect(error?.code == .badData && error?.message.contains("calendar") == true)
  }

  @Test func `a draft compares with the last submission, record by record`() throws {
    let calendar = try calendar(Self.monthEnd + "," + Self.once)
    try world.add("expert", [("X1", "甲", nil, [:]), ("X2", "乙", nil, [:])])
    try world.add(
      "problem",
      [
        ("P1", "一", nil, ["ledger_state": .text("挂账"), "deadline": .text("2021-10-01"), "district": .text("411201")]),
        ("P2", "二", nil, ["ledger_state": .text("待销账"), "responsible_person": .text("乙")]), ("P3", "三", nil, [:]),
      ])
    _ = try submit(calendar.due("m/2021-09-30", on: "2021-09-01"), at: "2021-09-30T01:00:00Z")
    Thread.sleep(forTimeInterval: 0.003)
    _ = try LedgerMove(to: "已销账", actor: "丙", reason: "属实", rules: LedgerRules.standard())
      .perform(["problem/P2"], in: world.registry)
    let experts = try world.registry.records(of: world.registry.kind("expert"))
    let name = try #require(experts[0].kind.index(of: "name"))
    try world.registry.change(actor: "丁", reason: "更正") { writer in
      try writer.update(experts[0], [(name, .text("甲甲"))], geometry: nil)
      try writer.delete(experts[1])
    }
    try world.add("expert", "X3", "丙", nil)
    try world.add("measure", "M", "新制度", nil)
    let today = HistoryTime.today()
    let draft = try ReportQuestion(
      calendar: calendar, due: calendar.due("m/2021-10-31", on: today), day: today, rules: LedgerRules.standard()
    ).draft(from: world.registry)
    #expect(draft.sinceSubmission && draft.ledgerBefore.closed == 0 && draft.ledger.closed == 1)
    #expect(draft.closed.map(\.code) == ["P2"] && draft.opened.isEmpty && draft.overdue.map(\.code) == ["P1"])
    #expect(draft.problems.map(\.code) == ["P1", "P2"] && draft.newMeasures.map(\.code) == ["M"])
    let change = try #require(draft.lists.first { $0.title == "应急专家队伍清单" })
    #expect([change.before, change.now, change.added, change.changed, change.removed] == [2, 2, 1, 1, 1] as [Int])
    #expect(draft.missingBranches == ["西县", "东县"])
    #expect(throws: RegistryError.self) {
      try ReportQuestion(
        calendar: calendar, due: calendar.due("o", on: today), day: today, rules: LedgerRules.standard())
    }
  }
}
