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
