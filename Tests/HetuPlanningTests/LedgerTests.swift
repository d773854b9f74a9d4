import Foundation
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct LedgerTests {
  private let rules: LedgerRules
  private let world: World

  init() throws {
    rules = try LedgerRules.standard()
    world = try World()
    try world.add("district", "411201", "西县", nil)
    try world.add(
      "problem",
      [
        ("P1", "闸门不能关", nil, Self.filled), ("P2", "没有时限", nil, ["responsible_unit": .text("乙局")]),
        ("P3", "在整改", nil, Self.filled.merging(["ledger_state": .text("整改中")]) { $1 }),
      ])
  }

  private static let filled: [String: Value] = [
    "responsible_unit": .text("甲局"), "responsible_person": .text("张一、李二"), "deadline": .text("2021-06-30"),
    "district": .text("411201"), "field": .text("预案管理"),
  ]

  @discardableResult
  private func move(
    _ codes: [String], to state: String, by actor: String = "王三", evidence: [String] = [],
    stages: [LedgerMove.Stage] = []
  ) throws -> [LedgerMove.Outcome] {
    try LedgerMove(
      to: state, actor: actor, unit: "甲局", reason: "现场核对", evidence: evidence, stages: stages,
      time: try #require(try? Date("2021-07-01T02:00:00Z", strategy: .iso8601)), rules: rules
    ).perform(codes.map { "problem/\($0)" }, in: world.registry)
  }

  private func problem(_ code: String) throws -> Record { try world.registry.record("problem/\(code)") }

  private func refusal(_ body: () throws -> Void) -> RegistryError? {
    do { try body() } catch { return error as? RegistryError }
    return nil
  }

  @Test func `a problem goes from note to closure, and each step tells who, when, why and on what evidence`() throws {
    try move(["P1"], to: "挂账")
    #expect(try problem("P1")["registered_on"] == .text("2021-07-01"))
    try move(["P1"], to: "整改中")
    try move(["P1"], to: "待销账", by: "张一", evidence: ["照片.jpg"])
    try move(["P1"], to: "退回")
    try move(["P1"], to: "整改中")
    try move(["P1"], to: "待销账", by: "张一", evidence: ["照片2.jpg"])
    try move(["P1"], to: "已销账")
    let closed = try problem("P1")
    #expect(closed["closed_by"] == .text("王三") && closed["closed_on"] == .text("2021-07-01"))
    guard case .list(let text) = closed["transitions"] else {
      Issue.record("no steps are kept")
      return
    }
    let steps = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(
      steps.compactMap { $0["state"] as? String } == ["挂账", "整改中", "待销账", "退回", "整改中", "待销账", "已销账"])
    #expect(steps[2]["files"] as? [String] == ["照片.jpg"] && steps[2]["person"] as? String == "张一")
    #expect(steps[6]["time"] as? String == "2021-07-01T02:00:00.000Z" && steps[6]["unit"] as? String == "甲局")
    let history = try world.registry.history(of: "problem/P1")
    #expect(history.first?.actor == "王三" && history.first?.reason == "台账已销账：现场核对")
    #expect(history.count == 8, "each step is a change of its own")
    try move(["P1"], to: "重新挂账")
    #expect(try problem("P1")["closed_on"].isNull && problem("P1").code == "P1")
  }

  @Test func `a step that is not allowed is refused with those that are`() throws {
    let refused = refusal { try move(["P3"], to: "已销账") }
    #expect(refused?.code == .badData)
    #expect(refused?.message.contains("待销账、转中长期") == true)
    #expect(try problem("P3")["ledger_state"] == .text("整改中"))
  }

  @Test func `what a step needs is asked for by name`() throws {
    #expect(refusal { try move(["P2"], to: "挂账") }?.message.contains("责任人、完成时限") == true)
    #expect(refusal { try move(["P3"], to: "待销账") }?.message.contains("--evidence") == true)
    #expect(refusal { try move(["P3"], to: "转中长期") }?.message.contains("--stage") == true)
    try move(["P3"], to: "转中长期", stages: [LedgerMove.Stage(name: "改造闸门", deadline: "2025-12-31")])
    #expect(try problem("P3")["horizon"] == .text("中长期"))
    #expect(try problem("P3")["stages"] == .list(#"[{"deadline":"2025-12-31","name":"改造闸门"}]"#))
  }

  @Test func `one of those responsible can't close a problem`() throws {
    try move(["P3"], to: "待销账", evidence: ["文号1"])
    #expect(refusal { try move(["P3"], to: "已销账", by: "李二") }?.message.contains("他人") == true)
    try move(["P3"], to: "已销账", by: "李")
  }

  @Test func `all problems of a call take the step, or none`() throws {
    #expect(refusal { try move(["P1", "P3"], to: "挂账") } != nil)
    #expect(try problem("P1")["ledger_state"].isNull)
  }

  @Test func `what steps write is what imports leave alone, but for the plan of years`() throws {
    let before = try problem("P1")
    for state in ["挂账", "整改中"] { try move(["P1"], to: state) }
    try move(["P1"], to: "待销账", evidence: ["照片.jpg"])
    try move(["P1"], to: "已销账")
    let after = try problem("P1")
    let changed = after.kind.properties.map(\.name).filter { before[$0] != after[$0] }
    #expect(Set(changed) == after.kind.ledgerStateProperties)
  }

  @Test func `nobody and no reason are refused`() {
    #expect(throws: RegistryError.self) { try LedgerMove(to: "挂账", actor: " ", reason: "x", rules: rules) }
    #expect(throws: RegistryError.self) { try LedgerMove(to: "挂账", actor: "x", reason: "", rules: rules) }
  }

  @Test(arguments: [("2021-06-30", 0), ("2021-07-01", 2)])
  func `a problem is overdue from the day after its last day`(day: String, count: Int64) throws {
    let question = LedgerQuestion(by: .district, day: day, rules: rules)
    let answer = try question.answer(from: world.registry).answer
    let overdue = try #require(answer.figures.firstIndex { $0.name == "overdue" })
    #expect(answer.rows.map(\.name) == ["（未填）", "西县", "合计"])
    #expect(answer.rows[2].figures[overdue] == .integer(count))
    #expect(
      try LedgerQuestion(onlyOverdue: true, day: day, rules: rules).answer(from: world.registry).answer.rows.count
        == count)
  }

  @Test func `closed problems and those planned for years are never overdue, and the rate counts whole problems`()
    throws
  {
    try world.add(
      "problem",
      [
        ("P4", "已完成", nil, Self.filled.merging(["ledger_state": .text("已销账")]) { $1 }),
        ("P5", "长期", nil, Self.filled.merging(["ledger_state": .text("转中长期")]) { $1 }),
      ])
    let counts = try LedgerQuestion(day: "2022-01-01", rules: rules).answer(from: world.registry).counts
    #expect(counts.onLedger == 3 && counts.closed == 1 && counts.noted == 2 && counts.overdue == 2)
    #expect(counts.closingRatePercent == 100 / 3.0)
    #expect(
      try LedgerQuestion(state: "挂账", day: "2022-01-01", rules: rules).answer(from: world.registry).counts
        .closingRatePercent
        == nil)
  }

  @Test func `the ledger is told as it stood`() throws {
    let before = try #require(try world.registry.lastChange())
    try move(["P1"], to: "挂账")
    let then = try LedgerQuestion(day: "2021-07-01", asOf: before, rules: rules).answer(from: world.registry).counts
    let now = try LedgerQuestion(day: "2021-07-01", rules: rules).answer(from: world.registry).counts
    #expect(then.onLedger == 1 && now.onLedger == 2)
  }
}
