import Foundation
import Testing

/// The ledger, reports and the exchange of changes by the command.
@Suite struct `Ledger and exchange` {
  private static let problems =
    "编号,问题概况,整改措施,责任单位,责任人,完成时限,整改进展,台账状态\nP1,闸门坏,修,甲局,张一,2021-06-30,在修,整改中\n"

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("附件3.csv", Self.problems)
    #expect(try workspace.hetu("import", "--kind", "problem", "附件3.csv").status == 0)
    return workspace
  }

  @Test func `a problem is closed by its steps, and the ledger counts it`() throws {
    let workspace = try workspace()
    try workspace.write("照片.txt", "abc")
    func move(_ state: String, _ actor: String, _ more: String...) throws -> Outcome {
      try workspace.hetu(["ledger", "move", "P1", "--to", state, "--actor", actor, "--reason", "核对"] + more)
    }
    let refused = try move("已销账", "王三")
    #expect(refused.status == 4 && refused.errors.contains("待销账"))
    #expect(try move("待销账", "张一", "--evidence", "照片.txt").status == 0)
    #expect(try move("已销账", "张一").status == 4)
    #expect(try move("已销账", "王三").status == 0)
    let shown = try workspace.hetu("show", "problem/P1", "--format", "json").output
    #expect(shown.contains("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    let ledger = try workspace.hetu("ledger", "--by", "unit", "--on", "2021-12-31", "--format", "json")
    #expect(ledger.status == 0)
    let now = try workspace.hetu("ledger", "--by", "unit", "--format", "json")
    #expect(now.output.contains(#""closing_rate_pct": 100"#) && now.errors.contains("销账率100%"))
    #expect(try workspace.hetu("ledger", "--overdue", "--format", "csv").output.split(separator: "\n").count == 1)
  }

  @Test func `changes go from one registry to another, conflicts end with 1 and are listed`() throws {
    let workspace = try workspace()
    try FileManager.default.copyItem(at: workspace.registry, to: workspace.file("branch.gpkg"))
    let branch = ["HETU_REGISTRY": workspace.file("branch.gpkg").path]
    try workspace.write("分局.csv", Self.problems.replacing("在修", with: "分局改").replacing("修,甲局", with: "换新,甲局"))
    try workspace.write("市局.csv", Self.problems.replacing("在修", with: "市局改"))
    let since = try workspace.sql("SELECT max(at) FROM hetu_change").first ?? ""
    Thread.sleep(forTimeInterval: 0.01)
    _ = try workspace.hetu("import", "--kind", "problem", "分局.csv", environment: branch)
    _ = try workspace.hetu("import", "--kind", "problem", "市局.csv")
    let written = try workspace.hetu("changes", "--since", since, "-o", "c.jsonl", environment: branch)
    #expect(written.status == 0 && written.errors.contains("1条"))
    let applied = try workspace.hetu("apply", "c.jsonl", "--format", "table", "--conflicts", "冲突.csv")
    #expect(applied.status == 1 && applied.output.contains("本库市局改；来件分局改"))
    #expect(try workspace.text("冲突.csv").contains("分局改"))
    let taken = try workspace.hetu("apply", "c.jsonl", "--take", "problem/P1")
    #expect(taken.status == 0)
    #expect(try workspace.sql("SELECT progress || rectification FROM problem") == ["分局改换新"])
    let state = try workspace.state()
    #expect(try workspace.hetu("apply", "c.jsonl").status == 0)
    #expect(try workspace.state() == state)
  }

  @Test func `a submission is frozen, its report drafted, and an older file is not replaced`() throws {
    let workspace = try workspace()
    #expect(try workspace.hetu("submit", "--due", "month/2021-11-30", "--file", "附件3.csv").status == 0)
    let due = try workspace.hetu("due", "--on", "2021-11-30", "--window", "0", "--format", "json")
    #expect(due.status == 0 && due.output.contains(#""code": "month/2021-11-30""#))
    #expect(try workspace.hetu("submissions", "--verify", "--format", "json").output.contains(#""holds": true"#))
    #expect(try workspace.hetu("report", "month", "-o", "月报.html").status == 0)
    let page = try workspace.text("月报.html")
    #expect(page.contains("闸门坏") && page.contains("附件4"))
    #expect(try workspace.hetu("report", "month", "-o", "月报.html").status == 5)
    #expect(try workspace.text("月报.html") == page)
    #expect(try workspace.hetu("report", "month", "-o", "无此文件夹/月报.html").status == 5)
    #expect(try workspace.hetu("due", "--set-calendar", "附件3.csv").status == 4)
    #expect(try workspace.hetu("due", "--set-calendar", "none.json").status == 3)
  }

  @Test func `duplicates end with 1, side by side, until somebody decides`() throws {
    let workspace = try Workspace()
    try workspace.write("e.csv", "编号,企业名称,经度,纬度,负责人\nE1,甲厂,110.9,34.5,张\nE2,甲厂,110.901,34.5,李\nE3,甲厂,111.5,34.5,王\n")
    _ = try workspace.hetu("import", "--kind", "key_enterprise", "e.csv")
    let found = try workspace.hetu("duplicates", "--format", "table")
    #expect(
      found.status == 1 && found.output.contains("张") && found.output.contains("李") && !found.output.contains("E3"))
    let merged = try workspace.hetu(
      "merge", "key_enterprise/E1", "key_enterprise/E2", "--actor", "甲", "--reason", "同一厂")
    #expect(merged.status == 0 && merged.errors.contains("负责人"))
    #expect(try workspace.hetu("duplicates").status == 0)
    #expect(try workspace.count("key_enterprise") == 2)
  }
}
