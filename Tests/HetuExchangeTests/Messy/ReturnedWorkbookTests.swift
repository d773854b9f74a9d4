import Foundation
import HetuExchange
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct ReturnedWorkbookTests {
  private let bench: ImportBench
  private var options: ImportOptions {
    var options = ImportOptions()
    options.reportsCodes = true
    return options
  }

  init() throws { bench = try MessyTests.bench() }

  private func importFile(_ name: String) throws -> ImportReport {
    try Importer(registry: bench.registry, options: options).importFile(bench.scratch.path(name))
  }

  private func giveBack(_ name: String, _ report: ImportReport, as target: String) throws {
    try ReturnedWorkbook(kinds: bench.registry.kinds, options: options).write(
      [(bench.scratch.path(name), report)], to: bench.scratch.path(target), overwrite: true)
  }

  /// The cells of a sheet as texts, row by row, blank rows too.
  private func cells(_ name: String, _ sheet: String) throws -> [[String]] {
    let layer = try #require(try SourceFile(path: bench.scratch.path(name)).layers.first { $0.name == sheet })
    var rows: [[String]] = [layer.fields.map(\.name)]
    try layer.rows { row in
      while rows.count < row.number - (layer.headerRow ?? 0) { rows.append([]) }
      rows.append(
        row.values.map { if case .text(let text) = $0 { text } else { "" } })
      return true
    }
    return rows
  }

  @Test func `the sheet comes back with its faults marked, and the corrected one changes the same records`() throws {
    let handedIn = MessyWorkbook(
      [
        ["尾矿库清单"], ["尾矿库名称", "坐标", "", "设计总库容（万m³）", "联系电话"], ["", "经度", "纬度", "", ""],
        ["甲库", "#111.1", "#34.1", "#46", "0398-2800000"], ["乙库", "#111.2", "#34.2", "12亩", "0398-2800000"],
        ["丙库", "#111.3", "#34.3", "约30", "0398-2800000"],
      ], merges: ["A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"])
    try handedIn.data.write(to: bench.scratch.url("上报.xlsx"))
    let report = try importFile("上报.xlsx")
    #expect(report.layers.map(\.inserted) == [2] && report.layers.map(\.refused) == [1])
    try giveBack("上报.xlsx", report, as: "退回.xlsx")

    var sheet = try cells("退回.xlsx", "尾矿库清单")
    #expect(sheet[0] == ["尾矿库名称", "经度", "纬度", "设计总库容（万m³）", "联系电话", "编号"])
    #expect(
      sheet[1].last?.hasPrefix("FXY-2-") == true && sheet[2].last == "" && sheet[3].last?.hasPrefix("FXY-2-") == true)
    let comments = try Command.run(
      "python3",
      [
        "-c",
        "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(''.join(z.read(n).decode() for n in z.namelist() if 'comments' in n))",
        bench.scratch.path("退回.xlsx"),
      ]
    ).text
    #expect(comments.contains("ref=\"D5\"") && comments.contains("单位应为万m³"))
    #expect(comments.contains("ref=\"D6\"") && comments.contains("按 30 万m³ 读入"))

    // Handed in again as it is, it says the same and makes nothing twice.
    let again = try importFile("退回.xlsx")
    #expect(
      again.layers.map(\.unchanged) == [2] && again.layers.map(\.inserted) == [0] && again.layers.map(\.refused) == [1])
    #expect(again.problems.filter { $0.severity == .error }.map(\.row) == [5])

    sheet[2][3] = "12"
    sheet[3][3] = "31"
    try MessyWorkbook(sheet).data.write(to: bench.scratch.url("改正.xlsx"))
    let corrected = try importFile("改正.xlsx")
    #expect(corrected.problems.isEmpty, "\(corrected.problems.map(\.line))")
    let layer = try #require(corrected.layers.first)
    #expect((layer.inserted, layer.updated, layer.unchanged) == (1, 1, 1))
    #expect(try bench.records("tailings_pond").count == 3)
  }

  @Test func `a fault of a position is marked in both of its cells`() throws {
    try MessyCase.ponds([MessyCase.pond(1, [3: "#34.1", 4: "#111.1"]), MessyCase.pond(2, [3: "#11.1", 4: "#34.1"])])
      .data
      .write(to: bench.scratch.url("上报.xlsx"))
    let report = try importFile("上报.xlsx")
    #expect(report.problems.map(\.furtherColumns) == [["纬度"], ["纬度"]])
    try giveBack("上报.xlsx", report, as: "退回.xlsx")
    let script =
      "import re,zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(re.findall('ref=\"([A-Z0-9]+)\" authorId', ''.join(z.read(n).decode() for n in z.namelist() if 'comments' in n)))"
    let marks = try Command.run("python3", ["-c", script, bench.scratch.path("退回.xlsx")]).text
    for cell in ["D2", "E2", "D3", "E3"] { #expect(marks.contains("'\(cell)'"), "\(marks)") }
  }

  @Test func `a sheet that was only tried gets no codes`() throws {
    try MessyCase.ponds([MessyCase.pond(1, [0: ""])]).data.write(to: bench.scratch.url("a.xlsx"))
    var options = options
    options.isTrial = true
    let report = try Importer(registry: bench.registry, options: options).importFile(bench.scratch.path("a.xlsx"))
    try ReturnedWorkbook(kinds: bench.registry.kinds, options: options).write(
      [(bench.scratch.path("a.xlsx"), report)], to: bench.scratch.path("b.xlsx"), overwrite: false)
    #expect(try cells("b.xlsx", "尾矿库清单")[1][0].isEmpty)
  }
}
