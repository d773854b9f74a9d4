import Foundation
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@testable import HetuExchange

/// What clerks do with a sheet that came back: they mend the marked cell and hand it in again.
@Suite struct ReturnedRoundTripTests {
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

  /// Imports a file and gives it back as `退回.xlsx`.
  private func handIn(_ name: String) throws -> ImportReport {
    let report = try importFile(name)
    try ReturnedWorkbook(kinds: bench.registry.kinds, options: options).write(
      [(bench.scratch.path(name), report)], to: bench.scratch.path("退回.xlsx"), overwrite: true)
    return report
  }

  private func layer(_ sheet: String, in name: String = "退回.xlsx") throws -> SourceLayer {
    try #require(try SourceFile(path: bench.scratch.path(name)).layers.first { $0.name == sheet })
  }

  /// The places that are marked in the sheet given back.
  private func marks() throws -> [String] {
    let script = """
      import re,sys,zipfile; z=zipfile.ZipFile(sys.argv[1])
      print(' '.join(r for n in sorted(z.namelist()) if 'comments' in n for r in re.findall('ref="([A-Z0-9]+)"', z.read(n).decode())))
      """
    return try Command.run("python3", ["-c", script, bench.scratch.path("退回.xlsx")]).text
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Writes the sheets given back as `改正.xlsx`, one cell of some mended.
  private func mend(_ place: String, of sheets: Set<String>, as text: String) throws {
    let cell = try #require(CellRange.cell(place))
    let mended = try SourceFile(path: bench.scratch.path("退回.xlsx")).layers.map { layer in
      var rows: [[String]] = []
      try layer.grid { number, cells in
        while rows.count < number { rows.append([]) }
        rows[number - 1] = cells.map(\.cellText)
        return true
      }
      if sheets.contains(layer.name) {
        while rows[cell.row - 1].count <= cell.column { rows[cell.row - 1].append("") }
        rows[cell.row - 1][cell.column] = text
      }
      return MessyWorkbook.Sheet(name: layer.name, rows: rows)
    }
    try MessyWorkbook(mended).data.write(to: bench.scratch.url("改正.xlsx"))
  }

  // MARK: - Templates

  /// Fills the template of a kind in, the cell of one column with something else.
  private func fill(_ kind: Kind, _ code: String, breaking column: Int?, _ wrong: OutputValue, as name: String) throws {
    let writer = try FormWriter(path: bench.scratch.path(name), overwrite: true)
    let columns = FormLayout(kind).templateColumns
    try writer.begin(
      Form(
        name: kind.listTitle, title: kind.listTitle, headLine: Form.whoAndWhen, columns: columns.map(\.column),
        openRows: TemplateWriter.openRows))
    try writer.write(columns.map(\.example), look: .example)
    var values = Self.filled(kind, code)
    if let column { values[column] = wrong }
    try writer.write(values)
    writer.end()
    for property in kind.attachedProperties {
      let columns = FormLayout.attachedTemplate(property, of: kind)
      let sheet = SheetNames.attached(property, of: kind)
      try writer.begin(
        Form(name: sheet, title: "\(kind.listTitle)附表：\(property.title)", columns: columns.map(\.column), openRows: 9))
      try writer.write(columns.map(\.example), look: .example)
      try writer.write(
        [.integer(1), .text(code), .null]
          + columns.dropFirst(3).map { $0.column.header == "废物类别" ? .text("HW48") : $0.example })
      writer.end()
    }
    try writer.finish()
  }

  private static func filled(_ kind: Kind, _ code: String) -> [OutputValue] {
    FormLayout(kind).templateColumns.map { column, example in
      switch column.header {
      case "序号": .integer(1)
      case kind.property("code")?.header: .text(code)
      case "几何" where !kind.allowsPoint:
        .text(
          kind.geometry?.names.contains("Polygon") == true
            ? "POLYGON ((110 34, 110.5 34, 110.5 34.5, 110 34.5, 110 34))" : "LINESTRING (110.1 34.2, 110.2 34.3)")
      default: example
      }
    }
  }

  /// What a cell may be broken by: a word among numbers, choices or dates, and half of a position left out.
  private static func faults(_ kind: Kind) -> [(column: Int, wrong: OutputValue)] {
    let columns = FormLayout(kind).templateColumns.map(\.column)
    let isHeld = columns.firstIndex { column in
      guard column.header != "序号", !column.header.hasPrefix("经度"), !column.header.hasPrefix("纬度") else { return false }
      return switch column.rule {
      case .number, .choices, .date: true
      case .length, nil: false
      }
    }
    let half = columns.firstIndex { $0.header.hasPrefix("纬度") }
    return [isHeld.map { ($0, .text("坏")) }, half.map { ($0, .null) }].compactMap { $0 }
  }

  private func values(_ record: Record) -> [String: String] {
    let own: Set = ["id", "code", "source"]
    return Dictionary(
      uniqueKeysWithValues: record.kind.properties.filter { !own.contains($0.name) }.map { property in
        (property.name, record[property.name].written)
      })
  }

  @Test(arguments: try Kinds.builtIn().all.map(\.name))
  func `the sheet of every kind comes in whole once its marked cell is mended`(name: String) throws {
    let kind = try bench.registry.kind(name)
    let columns = FormLayout(kind).templateColumns.map(\.column)
    try fill(kind, "411221", breaking: nil, .null, as: "无误.xlsx")
    #expect(try importFile("无误.xlsx").problems.isEmpty)
    let whole = try bench.record(name, "411221")

    let faults = Self.faults(kind)
    #expect(!faults.isEmpty)
    for (index, fault) in faults.enumerated() {
      let code = "41122\(index + 5)"
      try fill(kind, code, breaking: fault.column, fault.wrong, as: "上报.xlsx")
      let fields = try layer(kind.listTitle, in: "上报.xlsx").fields
      #expect(fields.flatMap(\.groups) == [])
      let report = try handIn("上报.xlsx")
      #expect(report.layers.map(\.refused) == [1], "\(report.problems.map(\.line))")

      let place = "\(CellRange.letters(fault.column))5"
      #expect(Set(try marks()) == [place], "\(report.problems.map(\.line))")
      let headers = columns.map(\.header).filter { $0 != "几何" }
      #expect(try layer(kind.listTitle).fields.map(\.name) == headers)
      try mend(place, of: [kind.listTitle], as: Self.filled(kind, code)[fault.column].mended)
      let mended = try importFile("改正.xlsx")
      #expect(mended.problems.isEmpty, "\(mended.problems.map(\.line))")
      #expect(mended.layers.map(\.inserted) == [1] && mended.skipped.isEmpty)
      #expect(mended.layers.flatMap(\.ignoredColumns).isEmpty)
      let record = try bench.record(name, code)
      #expect(values(record) == values(whole) && record.geometry == whole.geometry)
    }
  }

  @Test func `items of other sheets come back with the record that was refused, also from several files`() throws {
    var reports: [(path: String, report: ImportReport)] = []
    for number in [1, 2] {
      let sheets = [
        MessyWorkbook.Sheet(
          name: "重点企业清单", rows: [["编号", "企业名称", "经度", "纬度"], ["E\(number)", "甲\(number)厂", "#111.\(number)", ""]]),
        MessyWorkbook.Sheet(
          name: "重点企业·环境风险物质", rows: [["编号", "物质名称", "最大存在量（t）"], ["E\(number)", "氰化钠", "#\(number).5"]]),
      ]
      let name = "\(number).xlsx"
      try MessyWorkbook(sheets).data.write(to: bench.scratch.url(name))
      reports.append((bench.scratch.path(name), try importFile(name)))
    }
    #expect(reports.flatMap(\.report.layers).map(\.refused) == [1, 1])
    try ReturnedWorkbook(kinds: bench.registry.kinds, options: options).write(
      reports, to: bench.scratch.path("退回.xlsx"), overwrite: true)
    #expect(try marks() == ["D2", "D2"])
    try mend("D2", of: ["重点企业清单", "重点企业清单(2)"], as: "34.1")
    let mended = try importFile("改正.xlsx")
    #expect(mended.layers.map(\.inserted) == [1, 1] && mended.skipped.isEmpty, "\(mended.problems.map(\.line))")
    for number in [1, 2] {
      #expect(try bench.record("key_enterprise", "E\(number)")["substances"].written.contains("\(number).5"))
    }
  }

  @Test func `sheets of items that belong to no record read do not come back`() throws {
    try MessyWorkbook([
      .init(name: "重点企业清单", rows: [["编号", "企业名称", "经度", "纬度"]]),
      .init(name: "重点企业·环境风险物质", rows: [["编号", "物质名称", "最大存在量（t）"]]),
      .init(name: "尾矿库清单", rows: [["编号", "尾矿库名称", "经度", "纬度"], ["T1", "甲库", "#111.1", ""]]),
    ]).data.write(to: bench.scratch.url("上报.xlsx"))
    _ = try handIn("上报.xlsx")
    #expect(try marks() == ["D2"])
    let names = try SourceFile(path: bench.scratch.path("退回.xlsx")).layers.map(\.name)
    #expect(names.contains("尾矿库清单") && !names.contains("重点企业·环境风险物质"), "\(names)")
  }

  // MARK: - Headers

  @Test func `headers of several rows come back as such that import knows`() throws {
    try MessyWorkbook(
      [
        ["尾矿库清单"], ["编号", "尾矿库名称", "坐标", "", "", "", "", "", "设计", "", "库容", ""],
        ["", "", "东经", "", "", "北纬", "", "", "总库容(万m3)", "坝高（m）", "现状", "设计"],
        ["", "", "度", "分", "秒", "度", "分", "秒", "", "", "全库容(万m3)", "终期"],
        ["T1", "甲库", "#111", "#6", "#0", "#34", "#6", "#0", "#46", "#30", "坏", "好"],
      ],
      merges: ["A1:L1", "A2:A4", "B2:B4", "C2:H2", "C3:E3", "F3:H3", "I2:J2", "I3:I4", "J3:J4", "K2:L2"]
    ).data.write(to: bench.scratch.url("上报.xlsx"))
    let report = try handIn("上报.xlsx")
    #expect(report.layers[0].ignoredColumns == ["终期"] && report.layers[0].refused == 1)
    let headers = try layer("尾矿库清单").fields.map(\.name)
    #expect(
      headers == [
        "编号", "尾矿库名称", "东经度", "东经分", "东经秒", "北纬度", "北纬分", "北纬秒", "总库容(万m3)", "设计总坝高（m）", "现状全库容(万m3)", "终期",
      ])
    #expect(try marks() == ["K5"])
    try mend("K5", of: ["尾矿库清单"], as: "12.5")
    let mended = try importFile("改正.xlsx")
    #expect(mended.layers.map(\.inserted) == [1] && mended.problems.isEmpty, "\(mended.problems.map(\.line))")
    let record = try bench.record("tailings_pond", "T1")
    #expect(record["total_capacity_10k_m3"].number == 46 && record["current_capacity_10k_m3"].number == 12.5)
    #expect(record["design_dam_height_m"].number == 30)
    #expect(metres(try bench.point("tailings_pond", "T1"), 111.1, 34.1) < 0.02)
  }

  @Test func `a fault under a header that stands twice is marked in its own column`() throws {
    try MessyWorkbook(
      [
        ["编号", "尾矿库名称", "经度", "纬度", "设计", "", "现状", ""], ["", "", "", "", "坝高（m）", "总库容（万m³）", "坝高（m）", "全库容（万m³）"],
        ["T1", "甲库", "#111.1", "#34.1", "#30", "#46", "坏", "#12"],
      ], merges: ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"]
    ).data.write(to: bench.scratch.url("上报.xlsx"))
    let report = try handIn("上报.xlsx")
    #expect(report.layers[0].refused == 1 && report.layers[0].ignoredColumns.isEmpty, "\(report)")
    #expect(try marks() == ["G3"])
    try mend("G3", of: ["尾矿库清单"], as: "22")
    let mended = try importFile("改正.xlsx")
    #expect(mended.problems.isEmpty && mended.layers[0].ignoredColumns.isEmpty, "\(mended.problems.map(\.line))")
    let record = try bench.record("tailings_pond", "T1")
    #expect(record["design_dam_height_m"].number == 30 && record["dam_height_m"].number == 22)
  }

  @Test func `a header of another unit is marked, and counts once it is mended`() throws {
    try MessyWorkbook([
      ["编号", "尾矿库名称", "经度", "纬度", "设计总库容\n（亩）"], ["T1", "甲库", "#111.1", "#34.1", "#46"],
    ]).data.write(to: bench.scratch.url("上报.xlsx"))
    let report = try handIn("上报.xlsx")
    #expect(report.problems.filter { $0.severity == .error }.count == 1, "\(report.problems.map(\.line))")
    #expect(try marks() == ["E1"])
    #expect(try layer("尾矿库清单").fields.map(\.name) == ["编号", "尾矿库名称", "经度", "纬度", "设计总库容（亩）"])
    try mend("E1", of: ["尾矿库清单"], as: "设计总库容（万m³）")
    let mended = try importFile("改正.xlsx")
    #expect(mended.problems.isEmpty && mended.layers[0].updated == 1, "\(mended.problems.map(\.line))")
    #expect(try bench.record("tailings_pond", "T1")["total_capacity_10k_m3"].number == 46)
  }

  @Test func `headers that the user mapped come back as they are`() throws {
    try MessyWorkbook(
      [["代号", "库名", "位置", ""], ["", "", "横", "竖"], ["T1", "甲库", "坏", "#34.1"]], merges: ["A1:A2", "B1:B2", "C1:D1"]
    ).data.write(to: bench.scratch.url("上报.xlsx"))
    var options = options
    options.map = ["code": "代号", "name": "库名", "lon": "横", "lat": "竖"]
    let importer = Importer(registry: bench.registry, options: options)
    let report = try importer.importFile(bench.scratch.path("上报.xlsx"))
    try ReturnedWorkbook(kinds: bench.registry.kinds, options: options).write(
      [(bench.scratch.path("上报.xlsx"), report)], to: bench.scratch.path("退回.xlsx"), overwrite: true)
    #expect(try layer("尾矿库清单").fields.map(\.name) == ["代号", "库名", "横", "竖"])
    try mend("C3", of: ["尾矿库清单"], as: "111.1")
    let mended = try importer.importFile(bench.scratch.path("改正.xlsx"))
    #expect(mended.problems.isEmpty && mended.layers[0].inserted == 1, "\(mended.problems.map(\.line))")
  }

  @Test func `a name that is missing is marked in its own column`() throws {
    try MessyCase.ponds([MessyCase.pond(1, [1: ""])]).data.write(to: bench.scratch.url("上报.xlsx"))
    _ = try handIn("上报.xlsx")
    #expect(try marks() == ["B2"])
  }
}

extension OutputValue {
  /// The value as it is typed into a cell.
  fileprivate var mended: String {
    switch self {
    case .null: ""
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    case .boolean(let flag): flag ? "是" : "否"
    case .text(let text), .json(let text): text
    }
  }
}
