import HetuExchange
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct LedgerImportTests {
  private let file = "附件3自查问题清单.csv"
  private let bench: ImportBench

  init() throws {
    bench = try ImportBench()
    try bench.load("编号,问题概况,整改进展,台账状态,挂账日期\nP1,闸门坏,在修,整改中,2021-05-01\nP2,无预案,在编,挂账,2021-05-01\n", as: file)
  }

  private func close(_ code: String) throws {
    let record = try bench.record("problem", code)
    let values: [String: Value] = [
      "ledger_state": .text("已销账"), "closed_on": .text("2021-07-01"), "closed_by": .text("王三"),
      "transitions": .list(#"[{"state":"已销账"}]"#),
    ]
    try bench.registry.change(actor: "王三", reason: "台账已销账") { writer in
      try writer.update(
        record, values.compactMap { name, value in record.kind.index(of: name).map { ($0, value) } }, geometry: nil)
    }
  }

  @Test func `a list from before a step does not undo it, its other cells are taken and one notice tells`() throws {
    try close("P1")
    try close("P2")
    let closed = try bench.record("problem", "P1")
    let report = try bench.load(
      "编号,问题概况,整改进展,台账状态,挂账日期,销账日期,销账审核人\nP1,闸门坏,修好,整改中,2021-04-01,2021-06-01,张一\nP2,无预案,在编,挂账,2021-05-01,,\n", as: file
    )
    #expect(report.layers[0].updated == 1 && report.layers[0].unchanged == 1)
    let after = try bench.record("problem", "P1")
    #expect(after["progress"] == .text("修好"))
    for name in after.kind.ledgerStateProperties { #expect(after[name] == closed[name], "\(name)") }
    #expect(try bench.record("problem", "P2")["ledger_state"] == .text("已销账"))
    #expect(report.problems.count == 1 && report.problems[0].severity == .warning)
    let message = try #require(report.problems.first?.message)
    #expect(
      message.contains("第2行等2行") && message.contains("台账状态") && message.contains("hetu ledger move"), "\(message)")
  }

  @Test func `replacing takes nothing off the ledger and leaves its states`() throws {
    try close("P1")
    let closed = try bench.record("problem", "P1")
    let report = try bench.load("编号,问题概况,整改进展,台账状态\nP1,闸门坏,修好,整改中\nP3,旧事,,挂账\n", as: file) { $0.mode = .replace }
    #expect(report.layers[0].updated == 1 && report.layers[0].inserted == 1)
    let after = try bench.record("problem", "P1")
    #expect(after.id == closed.id && after["progress"] == .text("修好"))
    for name in after.kind.ledgerStateProperties { #expect(after[name] == closed[name], "\(name)") }
    #expect(try bench.records("problem").map(\.code).sorted() == ["P1", "P2", "P3"])
    #expect(report.problems.map(\.message).contains { $0.contains("台账不整批替换") })
  }

  @Test func `a list with the states that the registry has brings no notice`() throws {
    let report = try bench.load("编号,问题概况,整改进展,台账状态,挂账日期\nP1,闸门坏,修好,整改中,2021-05-01\nP2,无预案,,,\n", as: file)
    #expect(report.problems.isEmpty && report.layers[0].updated == 1, "\(report.problems)")
  }

  @Test func `a new problem keeps the state that its list gives`() throws {
    let report = try bench.load("编号,问题概况,台账状态,销账日期\nP3,旧事,已销账,2020-12-01\n", as: file)
    #expect(report.problems.isEmpty && report.layers[0].inserted == 1)
    #expect(try bench.record("problem", "P3")["ledger_state"] == .text("已销账"))
  }
}
