import Foundation
import HetuGeometry
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@testable import HetuExchange

/// A template that was filled in, imported, handed up as an official list, and imported again.
@Suite struct ListRoundTripTests {
  private let scratch: Scratch
  private let registry: Registry

  init() throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url("r.gpkg"), kinds: try Kinds.builtIn())
  }

  private func load(_ name: String) throws -> ImportReport {
    try Importer(registry: registry, options: ImportOptions()).importFile(scratch.path(name))
  }

  /// Writes the template's sheets of a kind as they are filled in: the example's values in a row of their own.
  private func fill(_ kind: Kind, as name: String) throws {
    let writer = try FormWriter(path: scratch.path(name), overwrite: false)
    let columns = FormLayout(kind).templateColumns
    try writer.begin(
      Form(name: kind.listTitle, title: kind.listTitle, headLine: Form.whoAndWhen, columns: columns.map(\.column)))
    try writer.write(columns.map(\.example), look: .example)
    let filled: [OutputValue] = columns.map { column, example in
      switch column.header {
      case "序号": .integer(1)
      case kind.property("code")?.header: .text("411224")
      case "几何": .text(Self.shape(kind))
      default: example
      }
    }
    try writer.write(filled)
    writer.end()
    for property in kind.attachedProperties {
      let columns = FormLayout.attachedTemplate(property, of: kind)
      try writer.begin(
        Form(name: SheetNames.attached(property, of: kind), title: property.title, columns: columns.map(\.column)))
      try writer.write(columns.map(\.example), look: .example)
      try writer.write(
        [.integer(1), .text("411224"), .null]
          + columns.dropFirst(3).map { column, example in
            column.header == "废物类别" ? .text("HW48") : example
          })
      writer.end()
    }
    try writer.finish()
  }

  private static func shape(_ kind: Kind) -> String {
    let names = kind.geometry?.names ?? []
    return names.contains("Polygon")
      ? "POLYGON ((110 34, 110.5 34, 110.5 34.5, 110 34.5, 110 34))" : "LINESTRING (110.1 34.2, 110.2 34.3)"
  }

  @Test(arguments: try Kinds.builtIn().all.map(\.name))
  func `a filled template of every kind is imported without a word, and again without a change`(name: String) throws {
    let kind = try registry.kind(name)
    try fill(kind, as: "模板.xlsx")
    for (inserted, unchanged) in [(1, 0), (0, 1)] {
      let report = try load("模板.xlsx")
      #expect(report.problems.isEmpty, "\(report.problems.map(\.line))")
      #expect(report.layers.map(\.inserted) == [inserted] && report.layers.map(\.unchanged) == [unchanged])
      #expect(report.layers.flatMap(\.ignoredColumns).isEmpty && report.skipped.isEmpty)
      #expect(report.layers.map(\.passedOver) == [["第4行（示例）"]])
    }
    let record = try #require(try registry.records(of: kind).first)
    #expect((record.geometry != nil) == (kind.geometry != nil))
    for property in kind.attachedProperties { #expect(!record[property.name].isNull, "\(property.name)") }
    try expectOfficialListsToChangeNothing(kind)
  }

  /// Official lists of the registry are imported as updates that change nothing and have nothing to tell.
  private func expectOfficialListsToChangeNothing(_ kind: Kind) throws {
    let folder = scratch.url("清单")
    let books = try OfficialLists(registry: registry).write(to: folder, overwrite: false)
    var isFound = false
    for book in books where book.counts.contains(where: { $0.count > 0 }) {
      isFound = true
      let report = try Importer(registry: registry, options: ImportOptions()).importFile(book.path)
      let told = report.problems.filter { $0.message != "只有表头，没有数据行" }
      #expect(told.isEmpty, "\(told.map(\.line))")
      #expect(report.layers.reduce(0) { $0 + $1.inserted + $1.updated + $1.refused } == 0)
      #expect(report.layers.reduce(0) { $0 + $1.unchanged } == 1)
      #expect(report.layers.flatMap(\.ignoredColumns).isEmpty && report.skipped.isEmpty)
    }
    #expect(isFound == [.riskSource, .team, .supply, .mechanism, .ledger].contains(kind.group))
  }

  @Test func `the instructions of a template are no wider than a sheet of A4`() throws {
    try TemplateWriter([try registry.kind("key_enterprise")]).write(to: scratch.path("模板.xlsx"), overwrite: false)
    let script =
      "import re,zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(re.findall('width=\"([0-9.]+)\"', z.read('xl/worksheets/sheet1.xml').decode())[0])"
    let width = try Command.run("python3", ["-c", script, scratch.path("模板.xlsx")]).text
    // A4 less margins is 17.5 cm; a letter of the standard font takes 7 of 96 parts of an inch.
    #expect(try #require(Double(width.split(whereSeparator: \.isWhitespace).first ?? "")) * 7 / 96 * 2.54 < 17.5)
  }

  /// LibreOffice with its spreadsheets; Debian also has it without.
  private static let hasLibreOffice =
    Command.isInstalled("soffice")
    && FileManager.default.fileExists(atPath: "/usr/lib/libreoffice/program/libsclo.so")

  /// Opens files in LibreOffice and saves them into a folder in a format.
  private func save(_ paths: [String], as format: String, to folder: String) throws {
    let profile = "-env:UserInstallation=file://\(scratch.path("profile"))"
    let saved = try Command.run(
      "soffice", [profile, "--headless", "--convert-to", format, "--outdir", scratch.path(folder)] + paths)
    try #require(saved.status == 0, "\(saved.text)")
  }

  @Test(.enabled(if: hasLibreOffice))
  func `what LibreOffice saves is read as it was written, templates of every kind and official lists`() throws {
    let kinds = registry.kinds.all
    for kind in kinds { try fill(kind, as: "\(kind.name).xlsx") }
    try save(kinds.map { scratch.path("\($0.name).xlsx") }, as: "xlsx", to: "表")
    for kind in kinds {
      let report = try load("表/\(kind.name).xlsx")
      #expect(
        report.problems.isEmpty && report.layers.map(\.inserted) == [1], "\(kind.name): \(report.problems.map(\.line))")
    }
    let books = try OfficialLists(registry: registry).write(to: scratch.url("清单"), overwrite: false)
    for format in ["xlsx", "xls", "ods"] {
      try save(books.map(\.path), as: format, to: format)
      for book in books {
        let name = URL(fileURLWithPath: book.path).deletingPathExtension().lastPathComponent
        let report = try load("\(format)/\(name).\(format)")
        #expect(report.problems.isEmpty, "\(report.problems.map(\.line))")
        #expect(report.layers.reduce(0) { $0 + $1.inserted + $1.updated + $1.refused } == 0)
        #expect(report.layers.reduce(0) { $0 + $1.unchanged } == book.counts.reduce(0) { $0 + $1.count })
      }
    }
  }

  @Test func `the same registry gives the same bytes, and as of a time what stood then`() throws {
    let kind = try registry.kind("tailings_pond")
    try fill(kind, as: "模板.xlsx")
    _ = try load("模板.xlsx")
    let then = HistoryTime.format(Date())
    func bytes(_ folder: String, asOf: String?) throws -> [Data] {
      try OfficialLists(registry: registry, asOf: asOf).write(to: scratch.url(folder), overwrite: false).map {
        try Data(contentsOf: URL(fileURLWithPath: $0.path))
      }
    }
    let first = try bytes("a", asOf: then)
    #expect(try bytes("b", asOf: then) == first)
    usleep(20_000)
    try scratch.write("编号,尾矿库名称\n411224,改名库\n411225,新库\n", to: "尾矿库清单.csv")
    _ = try load("尾矿库清单.csv")
    #expect(try bytes("c", asOf: then) == first)
    #expect(try bytes("d", asOf: nil) != first)
  }

  @Test func `as of a time before anything was there the lists say so and are not written`() throws {
    try scratch.write("编号,尾矿库名称\nT1,甲库\n", to: "尾矿库清单.csv")
    _ = try load("尾矿库清单.csv")
    let error = #expect(throws: RegistryError.self) {
      try OfficialLists(registry: registry, asOf: "2020-01-01T00:00:00.000Z")
    }
    #expect(error?.code == .notFound && error?.message.contains("什么也没有") == true)
  }

  @Test func `counts stand by the counties' codes, the city first, and rows by district, then code`() throws {
    try scratch.write(
      "编号,尾矿库名称,所在区县\nT9,戊,411203\nT1,甲,411282\nT2,乙,411203001\nT3,丙,411200\nT4,丁,\n", to: "尾矿库清单.csv")
    try scratch.write("行政区划代码,名称\n411203,陕州区\n411282,灵宝市\n", to: "行政区划.csv")
    for name in ["行政区划.csv", "尾矿库清单.csv"] { _ = try load(name) }
    _ = try OfficialLists(registry: registry).write(to: scratch.url("清单"), overwrite: false)
    func cells(_ sheet: String, _ column: Int) throws -> [String] {
      let layer = try #require(
        try SourceFile(path: scratch.path("清单/重点环境风险源清单.xlsx")).layers.first { $0.name == sheet })
      var cells: [String] = []
      try layer.rows { row in
        cells.append(row.values[column].cellText)
        return true
      }
      return cells
    }
    #expect(try cells("分区县汇总", 0) == ["市本级（411200）", "陕州区", "灵宝市", "未填区县"])
    #expect(try cells("尾矿库清单", 2) == ["丁", "丙", "戊", "乙", "甲"])
  }

  @Test func `numbers in child sheets have no digits that nobody wrote`() throws {
    let kind = try registry.kind("key_enterprise")
    try registry.change(actor: "测试", reason: "录入") { writer in
      let values = kind.properties.map { property -> Value in
        switch property.name {
        case "code": .text("E1")
        case "name": .text("甲厂")
        case "outfalls": .list(#"[{"lat":34.756191000000008,"lon":111.1,"name":"一号"}]"#)
        default: .null
        }
      }
      try writer.insert(kind, values: values, geometry: nil)
    }
    let folder = scratch.url("清单")
    _ = try OfficialLists(registry: registry).write(to: folder, overwrite: false)
    let path = folder.appending(path: "重点环境风险源清单.xlsx").path
    let script =
      "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(''.join(z.read(n).decode() for n in z.namelist() if 'worksheets/sheet' in n))"
    let sheets = try Command.run("python3", ["-c", script, path]).text
    #expect(sheets.contains("<v>34.756191</v>"))
    let report = try Importer(registry: registry, options: ImportOptions()).importFile(path)
    #expect(report.layers.reduce(0) { $0 + $1.updated } == 0)
  }

  @Test func `a text that looks like a formula stays a text`() throws {
    try scratch.write("编号,尾矿库名称,备注\nT1,=1+1,@SUM(A1)\nT2,+86库,-1\n", to: "尾矿库清单.csv")
    _ = try load("尾矿库清单.csv")
    _ = try OfficialLists(registry: registry).write(to: scratch.url("清单"), overwrite: false)
    let report = try load("清单/重点环境风险源清单.xlsx")
    #expect(report.layers.reduce(0) { $0 + $1.unchanged } == 2)
    #expect(!report.problems.contains { $0.message.contains("公式") })
    #expect(try registry.records(of: try registry.kind("tailings_pond")).map(\.name) == ["=1+1", "+86库"])
  }

  @Test func `the public sees no phones and no exact intakes`() throws {
    try scratch.write(
      "编号,水源地名称,经度,纬度,联系电话,负责人\nS1,甲水源,110.894217,34.516823,13900000001,张某\n", to: "饮用水源地清单.csv")
    _ = try load("饮用水源地清单.csv")
    _ = try OfficialLists(registry: registry, audience: .public).write(to: scratch.url("公开"), overwrite: false)
    let sheet = try SourceFile(path: scratch.path("公开/重点环境风险源清单.xlsx")).layers.first { $0.name == "饮用水源地清单" }
    let list = try #require(sheet)
    #expect(list.fields.contains { $0.name == "水源地名称" } && !list.fields.contains { $0.name == "联系电话" })
    var cells: [String] = []
    try list.rows { row in
      cells += row.values.map(\.cellText)
      return true
    }
    #expect(try OfficialLists(registry: registry, audience: .public).books.allSatisfy { !$0.name.hasPrefix("附件") })
    #expect(try OfficialLists(registry: registry).books.count { $0.name.hasPrefix("附件") } == 2)
    #expect(cells.contains("甲水源") && !cells.contains { $0.contains("110.8942") || $0.contains("13900000001") })
  }

  @Test func `lists made for the public say so and are not imported, whole or by one sheet`() throws {
    try scratch.write("编号,水源地名称,经度,纬度\nS1,甲水源,110.894217,34.516823\n", to: "饮用水源地清单.csv")
    _ = try load("饮用水源地清单.csv")
    let before = try registry.record("drinking_water_source/S1")
    let books = try OfficialLists(registry: registry, audience: .public).write(to: scratch.url("公开"), overwrite: false)
    for book in books {
      let error = #expect(throws: ExchangeError.self) {
        try Importer(registry: registry, options: ImportOptions()).importFile(book.path)
      }
      #expect(error?.message.contains("公开版") == true && error?.message.contains("内部版") == true)
    }
    var options = ImportOptions()
    options.layer = "饮用水源地清单"
    #expect(throws: ExchangeError.self) {
      try Importer(registry: registry, options: options).importFile(scratch.path("公开/重点环境风险源清单.xlsx"))
    }
    #expect(try registry.record("drinking_water_source/S1") == before)
  }

  @Test func `only a mark above the headers makes a table public`() throws {
    try scratch.write("饮用水源地清单（非公开版）,,\n编号,水源地名称,备注\nS1,甲水源,另有公开版\n", to: "饮用水源地清单.csv")
    #expect(try load("饮用水源地清单.csv").layers.map(\.inserted) == [1])
  }
}
