import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct MessyTests {
  /// A registry that knows some districts of 三门峡.
  static func bench() throws -> ImportBench {
    let bench = try ImportBench()
    try bench.load(
      "行政区划代码,名称,上级区划代码\n411200,三门峡市,\n411224,卢氏县,411200\n411203,陕州区,411200\n", as: "行政区划.csv")
    return bench
  }

  @Test(arguments: MessyCase.layouts + MessyCase.hidden + MessyCase.values)
  func `a messy workbook is imported with exactly its problems`(example: MessyCase) throws {
    let bench = try Self.bench()
    try example.workbook.data.write(to: bench.scratch.url("清单.xlsx"))
    let report = try bench.load("清单.xlsx")
    let problems = report.problems
    #expect(problems.count == example.told.count, "\(problems.map(\.line))")
    for told in example.told {
      #expect(
        problems.contains {
          $0.severity == told.severity && $0.row == told.row && $0.message.contains(told.words)
            && (told.column == nil || $0.column == told.column)
        }, "\(told.words): \(problems.map(\.line))")
    }
    #expect(try bench.registry.count(of: try bench.registry.kind("tailings_pond")) == example.records.count)
    for (code, values) in example.records {
      let record = try bench.record("tailings_pond", code)
      for (property, text) in values { #expect(record[property].written == text, "\(property)") }
    }
    #expect(report.layers.flatMap(\.passedOver) == example.passedOver)
  }

  @Test func `positions come out right however they are written`() throws {
    for cells in [[3: "#111.1", 4: "#34.1"], [3: "111°6′0″", 4: "34°6′0″"], [3: "E111.1°", 4: "N34.1°"]] {
      let bench = try Self.bench()
      try MessyCase.ponds([MessyCase.pond(1, cells)]).data.write(to: bench.scratch.url("清单.xlsx"))
      try bench.load("清单.xlsx")
      #expect(metres(try bench.point("tailings_pond", "T1"), 111.1, 34.1) < 0.02, "\(cells)")
    }
  }

  @Test func `items of child sheets join their records, and those of none are told`() throws {
    let bench = try Self.bench()
    let workbook = MessyWorkbook([
      .init(
        name: "重点企业清单",
        rows: [["编号", "企业名称", "经度", "纬度"], ["E1", "甲厂", "#111.1", "#34.1"], ["", "乙厂", "#111.2", "#34.1"]]),
      .init(
        name: "重点企业·环境风险物质",
        rows: [
          ["序号", "编号", "所属重点企业", "物质名称", "最大存在量（t）"], ["#1", "E1", "", "氰化钠", "#2.5"], ["#2", "E1", "", "盐酸", "约3t"],
          ["#3", "", "乙厂", "氨水", "#7"], ["#4", "E9", "", "苯", "#1"], ["#5", "", "", "苯", "#1"],
        ]),
    ])
    try workbook.data.write(to: bench.scratch.url("a.xlsx"))
    let report = try bench.load("a.xlsx")
    let title = try #require(try bench.registry.kind("key_enterprise").property("substances")).title
    #expect(title == "环境风险物质")
    let stocks = try bench.record("key_enterprise", "E1")["substances"].written
    #expect(stocks.contains("氰化钠") && stocks.contains("2.5") && stocks.contains("盐酸"))
    #expect(try bench.records("key_enterprise").contains { $0.name == "乙厂" && $0["substances"].written.contains("氨水") })
    #expect(
      report.problems.compactMap(\.row).sorted() == [3, 5, 6],
      "\(report.problems.map(\.line))")
    #expect(report.problems.contains { $0.row == 5 && $0.message.contains("“E9”不在本工作簿") })
  }
}
