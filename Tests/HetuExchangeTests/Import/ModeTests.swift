import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct ModeTests {
  private let file = "重点企业清单.csv"

  @Test func `a known code is updated, an empty cell changes nothing, the same again changes nothing`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称,详细地址,经度,纬度\nE1,甲厂,老地址,111,34\n", as: file)
    let before = try bench.record("key_enterprise", "E1")
    let report = try bench.load("编号,名称,详细地址,备注,经度,纬度\nE1,,新地址,好,,\n", as: file)
    #expect(
      report.layers[0].updated == 1 || report.problems.contains { $0.message.contains("缺少") }, "\(report.problems)")
    let full = try bench.load("编号,名称,详细地址,备注,经度,纬度\nE1,甲厂,新地址,好,,\n", as: file)
    #expect(full.layers[0].updated + report.layers[0].updated == 1)
    let after = try bench.record("key_enterprise", "E1")
    #expect(
      after.id == before.id && after.name == "甲厂" && after["address"] == .text("新地址")
        && after.geometry == before.geometry)
    let again = try bench.load("编号,名称,详细地址,备注\nE1,甲厂,新地址,好\n", as: file)
    #expect(again.layers[0].unchanged == 1 && again.layers[0].updated == 0)
  }

  @Test(arguments: ["/", "—", "无"])
  func `a mark for nothing empties an optional value and says so, an empty cell and a needed name stay`(mark: String)
    throws
  {
    let bench = try ImportBench()
    try bench.load("编号,名称,厂区面积（m²）,备注,经度,纬度\nE1,甲厂,120,好,111,34\n", as: file)
    let report = try bench.load("编号,名称,厂区面积（m²）,备注,经度,纬度\nE1,甲厂,\(mark),,,\n", as: file)
    #expect(report.layers[0].updated == 1)
    let after = try bench.record("key_enterprise", "E1")
    #expect(after["plant_area_m2"].isNull && after["remark"] == .text("好") && after.geometry != nil)
    #expect(report.problems.map(\.message).contains { $0.contains("第2行的厂区面积") && $0.contains("已清空") })
    let again = try bench.load(file)
    #expect(again.layers[0].unchanged == 1 && again.problems.isEmpty, "\(again.problems.map(\.line))")
    let nameless = try bench.load("编号,名称\nE1,/\n", as: file)
    #expect(nameless.layers[0].refused == 1)
    #expect(try bench.record("key_enterprise", "E1").name == "甲厂")
  }

  @Test func `a text that was cut to fit its cell does not take the place of the whole one`() throws {
    let bench = try ImportBench()
    let long = String(repeating: "甲", count: 40_000)
    try bench.load("编号,名称,备注\nE1,甲厂,全文\n", as: file)
    let writer = try FormWriter(path: bench.scratch.path("截断.xlsx"), overwrite: false)
    try writer.begin(
      Form(name: "重点企业清单", title: "重点企业清单", columns: ["编号", "企业名称", "备注"].map { Form.Column(header: $0) }))
    try writer.write([.text("E1"), .text("甲厂"), .text(long)])
    writer.end()
    try writer.finish()
    #expect(writer.notes.count == 1 && writer.notes[0].contains("“重点企业清单”的C3有40000个字"))
    var texts: [SourceValue] = []
    try onlyLayer(bench.scratch.path("截断.xlsx")).rows {
      texts.append($0.values[2]); return true
    }
    let cut = try #require(texts.first.flatMap { if case .text(let text) = $0 { text } else { nil } })
    #expect(cut.hasSuffix("（超过单元格上限，已截断）") && cut.utf16.count == 32_767 && long.hasPrefix(cut.prefix(32_000)))
    let report = try bench.load("截断.xlsx")
    #expect(report.layers[0].unchanged == 1 && report.problems.map(\.message).contains { $0.contains("截断") })
    #expect(try bench.record("key_enterprise", "E1")["remark"] == .text("全文"))
  }

  @Test func `without a known code the id tells the record`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称\nE1,甲厂\n", as: file)
    let id = try bench.record("key_enterprise", "E1").id
    let report = try bench.load("内部编号,编号,名称\n\(id),E9,甲厂新名\n", as: file)
    #expect(report.layers[0].updated == 1)
    #expect(try bench.records("key_enterprise").map(\.code) == ["E9"])
    #expect(try bench.record("key_enterprise", "E9").id == id)
  }

  @Test func `appending refuses what is there`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称\nE1,甲厂\n", as: file)
    let report = try bench.load("编号,名称\nE1,改名\nE2,乙厂\n", as: file) { $0.mode = .append }
    #expect(report.layers[0].inserted == 1 && report.layers[0].refused == 1)
    #expect(report.problems.contains { $0.message.contains("E1") && $0.message.contains("甲厂") })
    #expect(try bench.record("key_enterprise", "E1").name == "甲厂")
  }

  @Test func `replacing takes the old records out and keeps their history`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称\nE1,甲厂\nE2,乙厂\n", as: file)
    try bench.load("编号,名称\nE3,丙厂\n", as: file) { $0.mode = .replace }
    #expect(try bench.records("key_enterprise").map(\.code) == ["E3"])
    let past = try bench.registry.history(of: "key_enterprise/E1")
    #expect(past.contains { $0.operation == .delete && $0.before?.name == "甲厂" })
  }

  @Test func `replacing from two sheets of one kind keeps both`() throws {
    let bench = try ImportBench()
    try bench.workbook(
      "x.xlsx",
      [("重点企业清单", ["编号", "名称"], [["E1", "甲厂"]]), ("重点企业清单2", ["编号", "名称"], [["E2", "乙厂"]])])
    try bench.load("x.xlsx") { $0.mode = .replace }
    let codes = try bench.records("key_enterprise").map(\.code).sorted()
    #expect(codes == ["E1", "E2"])
  }

  @Test func `a code twice in a file names the earlier row`() throws {
    let bench = try ImportBench()
    let report = try bench.load("编号,名称\nE1,甲厂\nE2,乙厂\nE1,又一个\n", as: file)
    #expect(report.layers[0].inserted == 2 && report.layers[0].refused == 1)
    #expect(report.problems.contains { $0.row == 4 && $0.message.contains("第2行") })
    #expect(try bench.record("key_enterprise", "E1").name == "甲厂")
  }

  @Test func `a code twice on two sheets of a file is told`() throws {
    let bench = try ImportBench()
    try bench.workbook(
      "x.xlsx",
      [("重点企业清单", ["编号", "名称"], [["E1", "甲厂"]]), ("重点企业清单2", ["编号", "名称"], [["E1", "乙厂"]])])
    let report = try bench.load("x.xlsx")
    let name = try bench.record("key_enterprise", "E1").name
    #expect(report.problems.contains { $0.message.contains("E1") })
    #expect(name == "甲厂")
  }

  @Test func `strict leaves nothing where a row is faulty, and a trial leaves nothing at all`() throws {
    let bench = try ImportBench()
    let text = "编号,名称,经度,纬度\nE1,甲厂,111,34\nE2,乙厂,2,48\n"
    let strict = try bench.load(text, as: file) { $0.isStrict = true }
    #expect(strict.isRefused && strict.problems.contains { $0.row == 3 })
    #expect(try bench.records("key_enterprise").isEmpty)
    #expect(try bench.registry.history(since: nil).isEmpty)
    let trial = try bench.load(text, as: file) { $0.isTrial = true }
    #expect(trial.layers[0].inserted == 1 && trial.layers[0].refused == 1)
    #expect(try bench.records("key_enterprise").isEmpty)
    let real = try bench.load(text, as: file)
    #expect(real.layers[0].inserted == 1 && !real.isRefused)
  }

  @Test func `a file that breaks off leaves the registry as it was`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称\nE1,甲厂\n", as: file)
    let rows = (0..<3_000).map {
      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[111,34]},\"properties\":{\"code\":\"X\($0)\",\"name\":\"厂\"}}"
    }
    let broken = "{\"type\":\"FeatureCollection\",\"features\":[" + rows.joined(separator: ",") + ",{\"type\":"
    #expect(throws: (any Error).self) { try bench.load(broken, as: "重点企业.geojson") }
    #expect(try bench.records("key_enterprise").map(\.code) == ["E1"])
  }

  @Test func `a district's name becomes its code, an unknown one is told`() throws {
    let bench = try ImportBench()
    let square = #"{"type":"Polygon","coordinates":[[[111,34],[111.1,34],[111.1,34.1],[111,34.1],[111,34]]]}"#
    try bench.load(feature(square, #"{"code":"411282","name":"灵宝市"}"#), as: "district.geojson")
    let report = try bench.load("编号,名称,所在区县\nE1,甲厂,灵宝市\nE2,乙厂,无此县\nE3,丙厂,411282\n", as: file)
    #expect(try bench.record("key_enterprise", "E1")["district"] == .text("411282"))
    #expect(try bench.record("key_enterprise", "E2")["district"].isNull)
    #expect(try bench.record("key_enterprise", "E3")["district"] == .text("411282"))
    #expect(report.problems.contains { $0.row == 3 && $0.severity == .warning && $0.message.contains("无此县") })
  }

  @Test func `a value that its property can't take refuses the row and names the column`() throws {
    let bench = try ImportBench()
    let report = try bench.load("编号,名称,风险等级,环境风险等级\nE1,甲厂,特别大,特别大\nE2,乙厂,重大,重大\n", as: file)
    #expect(report.problems.contains { $0.row == 2 && $0.severity == .error && $0.value == "特别大" })
    #expect(try bench.records("key_enterprise").map(\.code) == ["E2"])
  }

  @Test func `hostile names stay the text that they are`() throws {
    let bench = try ImportBench()
    let names = [
      "甲\"厂\"", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "'; DROP TABLE key_enterprise; --", "a\nb",
      "../../etc/passwd", "{{x}}",
    ]
    let rows = names.enumerated().map { "E\($0),\"\($1.replacing("\"", with: "\"\""))\"" }
    try bench.load("编号,名称\n" + rows.joined(separator: "\n") + "\n", as: file)
    let found = try bench.records("key_enterprise").map { $0.name.replacing("\n", with: " ") }
    #expect(found == names.map { $0.replacing("\n", with: " ") })
  }

  @Test func `hostile names come out harmless in lists`() throws {
    let bench = try ImportBench()
    try bench.load("编号,名称\nE1,\"=cmd|' /C calc'!A0\"\nE2,<script>\n", as: file)
    let kind = try bench.registry.kind("key_enterprise")
    for name in ["out.csv", "out.xlsx"] {
      let columns = [OutputColumn(name: "name", title: "名称", kind: .text)]
      let format = try #require(OutputFormat(path: name))
      let sink = try format.makeSink(
        path: bench.scratch.path(name), overwrite: false, created: Date(timeIntervalSince1970: 0))
      try sink.begin(OutputLayer(name: kind.listTitle, columns: columns, shape: .none))
      for record in try bench.records("key_enterprise") { try sink.write([.text(record.name)], geometry: nil) }
      try sink.finish()
    }
    let lines = try String(contentsOf: bench.scratch.url("out.csv"), encoding: .utf8).split(whereSeparator: \.isNewline)
    #expect(lines.allSatisfy { !$0.drop { $0 == "\"" || $0 == "\u{FEFF}" }.hasPrefix("=") }, "\(lines)")
    let back = try SourceFile(path: bench.scratch.path("out.xlsx")).layers.flatMap { try rows(of: $0) }
    #expect(back.contains { $0.values.first.map { "\($0)".contains("calc") } == true })
  }
}
