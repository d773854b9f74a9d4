import Foundation
import HetuExchange
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// What was made for the public and comes back to be imported.
@Suite struct PublicMarkTests {
  private let scratch: Scratch
  private let registry: Registry
  private let kind: Kind

  init() throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url("r.gpkg"), kinds: try Kinds.builtIn())
    kind = try registry.kind("drinking_water_source")
    try scratch.write("编号,水源地名称,经度,纬度,联系电话\nS1,甲水源,110.894217,34.516823,13900000001\n", to: "饮用水源地清单.csv")
    _ = try load("饮用水源地清单.csv")
  }

  private func load(_ name: String) throws -> ImportReport {
    var options = ImportOptions()
    options.kind = kind.name
    return try Importer(registry: registry, options: options).importFile(scratch.path(name))
  }

  @Test(arguments: OutputFormat.allCases)
  func `an export for the public says so in every format and is not imported`(_ format: OutputFormat) throws {
    let before = try registry.record("drinking_water_source/S1")
    let name = "公开.\(format.rawValue)"
    _ = try Exporter(registry: registry, audience: .public).export(
      [kind], to: scratch.path(name), crs: nil, overwrite: false)
    let error = #expect(throws: ExchangeError.self) { try load(name) }
    #expect(error?.message.contains("公开版") == true && error?.message.contains("内部版") == true)
    #expect(try registry.record("drinking_water_source/S1") == before)
  }

  @Test(arguments: OutputFormat.allCases)
  func `an export for the bureau itself has no mark and changes nothing when it is imported`(_ format: OutputFormat)
    throws
  {
    let before = try registry.record("drinking_water_source/S1")
    let name = "内部.\(format.rawValue)"
    _ = try Exporter(registry: registry).export([kind], to: scratch.path(name), crs: nil, overwrite: false)
    let fields = try #require(try SourceFile(path: scratch.path(name)).layers.first).fields.map(\.name)
    #expect(!fields.contains("audience") && !fields.contains("版本"))
    #expect(try load(name).layers.map(\.inserted) == [0])
    #expect(try registry.record("drinking_water_source/S1").geometry == before.geometry)
  }

  @Test(arguments: [Audience.public, .internal])
  func `so do answers as tables and as GeoJSON`(_ audience: Audience) throws {
    let question = ListQuestion(
      kind: kind, filter: nil, district: nil, nearRiver: nil, asOf: nil, audience: audience)
    let answer = try question.answer(from: registry)
    for name in ["答.csv", "答.xlsx"] { try answer.writeRows(toFile: scratch.path(name), overwrite: false) }
    try Data(answer.geoJSON().document).write(to: scratch.url("答.geojson"))
    for name in ["答.csv", "答.xlsx", "答.geojson"] {
      if audience == .public {
        #expect(throws: ExchangeError.self, "\(name)") { try load(name) }
      } else {
        #expect(try load(name).layers.map(\.inserted) == [0], "\(name)")
      }
    }
  }

  @Test(arguments: ["138****1234", "0398-28***05", "139＊＊＊＊0001", "（电话不公开）"])
  func `a telephone that was hidden is refused, and the true one stays`(_ phone: String) throws {
    for column in ["联系电话", "备注"] {
      try scratch.write(
        "编号,水源地名称,\(column)\nS1,甲水源,值班\(phone)\n".replacing("值班", with: column == "备注" ? "值班" : ""), to: "再报.csv")
      let report = try load("再报.csv")
      #expect(report.layers[0].refused == 1 && report.problems.contains { $0.message.contains("电话已被隐去") })
      #expect(try registry.record("drinking_water_source/S1")["phone"] == .text("13900000001"))
    }
  }

  @Test func `a star that hides no telephone is a text as any other`() throws {
    try scratch.write("编号,水源地名称,备注\nS1,甲水源,规格 2*3 米，2021**（注）\n", to: "再报.csv")
    #expect(try load("再报.csv").layers.map(\.updated) == [1])
  }
}
