import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct OpeningTests {
  private func refusal(_ url: URL) throws -> String {
    let error = try registryError { _ = try Registry.open(at: url) }
    #expect(error?.code == .storage || error?.code == .unsound)
    return error?.message ?? "opened"
  }

  @Test func `a new registry is empty and opens with the kinds that it was made with`() throws {
    let bench = try Bench()
    let opened = try Registry.open(at: bench.registry.url)
    #expect(opened.kinds.all == bench.registry.kinds.all)
    for kind in opened.kinds.all { #expect(try opened.count(of: kind) == 0) }
    #expect(try opened.lastChange() == nil)
    #expect(try opened.history(since: nil).isEmpty)
    #expect(try opened.integrityProblems().isEmpty)
    #expect(try bench.scratch.names == ["test.gpkg"])
  }

  @Test func `all kinds that come with the program can be kept`() throws {
    let scratch = try Scratch()
    let registry = try Registry.create(at: scratch.url("all.gpkg"), kinds: Kinds.builtIn())
    #expect(try registry.integrityProblems().isEmpty)
    let kind = try registry.kind("尾矿库")
    _ = try registry.change(actor: "测试", reason: "录入") {
      try $0.insert(kind, values: kind.values(["name": .text("甲")]), geometry: nil)
    }
    #expect(try registry.records(of: kind).map(\.code) == ["FXY-2-000000-000001"])
  }

  @Test func `an existing file is left as it is`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲")])
    let error = try registryError { _ = try Registry.create(at: bench.registry.url, kinds: Fixture.kinds()) }
    #expect(error?.code == .storage && error?.message.contains("exists already") == true)
    #expect(try bench.registry.count(of: bench.site) == 1)
  }

  @Test func `a folder that is not there is no place for a registry`() throws {
    let scratch = try Scratch()
    let error = try registryError { _ = try Registry.create(at: scratch.url("none/test.gpkg"), kinds: Fixture.kinds()) }
    #expect(error?.code == .storage)
    #expect(try scratch.names.isEmpty)
  }

  @Test func `a missing file, a folder, a text and a broken file are refused`() throws {
    let bench = try Bench()
    #expect(try refusal(bench.scratch.url("none.gpkg")).contains("none.gpkg"))
    #expect(try refusal(bench.scratch.folder).contains(bench.scratch.folder.lastPathComponent))
    #expect(try refusal(bench.scratch.write("name,code\n", to: "list.gpkg")).contains("no GeoPackage"))
    #expect(try refusal(bench.scratch.write("", to: "empty.gpkg")).contains("empty.gpkg"))
    let whole = try Data(contentsOf: bench.registry.url)
    let cut = bench.scratch.url("cut.gpkg")
    try whole.prefix(whole.count / 2).write(to: cut)
    #expect(try refusal(cut).contains("cut.gpkg"))
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `a GeoPackage that is no registry is refused`() throws {
    let bench = try Bench()
    try bench.sqlite("DROP TABLE hetu_setting")
    #expect(try refusal(bench.registry.url).contains("no Hetu registry"))
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `a registry of a newer program is refused`() throws {
    let bench = try Bench()
    try bench.sqlite("UPDATE hetu_setting SET value = '2' WHERE key = 'registry_version'")
    #expect(try refusal(bench.registry.url).contains("newer Hetu (registry version 2, this program knows 1)"))
  }

  @Test(
    .enabled(if: Command.isInstalled("sqlite3")),
    arguments: [
      "UPDATE hetu_schema SET text = x'ff00fe' WHERE name = 'site'",
      "UPDATE hetu_schema SET text = 'no JSON' WHERE name = 'site'",
      "UPDATE hetu_schema SET text = '{}' WHERE name = 'common'",
      "UPDATE hetu_setting SET value = x'ff' WHERE key = 'registry_version'",
      "DROP TABLE hetu_schema; CREATE TABLE hetu_schema (name, text); INSERT INTO hetu_schema VALUES (NULL, NULL)",
      "DROP TABLE hetu_schema; CREATE TABLE hetu_schema (other)",
    ])
  func `a registry whose own tables were tampered with is refused`(_ sql: String) throws {
    let bench = try Bench()
    try bench.sqlite(sql)
    #expect(try refusal(bench.registry.url).contains("test.gpkg"))
  }

  @Test func `a registry opened for reading answers and can't be changed`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲")], at: Position(x: 111, y: 34))
    let before = try Data(contentsOf: bench.registry.url)
    let opened = try Registry.open(at: bench.registry.url, readOnly: true)
    #expect(try opened.records(of: bench.site).map(\.name) == ["甲"])
    #expect(try opened.history(since: nil).count == 1)
    let error = try registryError {
      try opened.change(actor: "测试", reason: "录入") { try $0.deleteAll(bench.site) }
    }
    #expect(error?.code == .storage)
    #expect(try registryError { try opened.set("data_note", to: "x") }?.code == .storage)
    #expect(try Data(contentsOf: bench.registry.url) == before)
  }

  @Test func `settings are kept and replaced`() throws {
    let bench = try Bench()
    #expect(try bench.registry.setting("data_note") == nil)
    try bench.registry.set("data_note", to: "示意数据'; DROP TABLE site; --")
    try bench.registry.set("data_note", to: "示意数据")
    #expect(try Registry.open(at: bench.registry.url).setting("data_note") == "示意数据")
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `styles lie in the file as QGIS looks for them`() throws {
    let bench = try Bench()
    for qml in ["<qgis old/>", "<qgis version='3'/>"] {
      try bench.registry.setStyles([(kind: bench.site, qml: qml, sld: "<sld/>")])
    }
    #expect(
      try bench.sqlite("SELECT f_table_name, f_geometry_column, styleQML, styleSLD, useAsDefault FROM layer_styles")
        == "site|geom|<qgis version='3'/>|<sld/>|1")
  }

  @Test func `a finished file stands alone`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲")])
    try bench.registry.finish()
    #expect(try bench.scratch.names == ["test.gpkg"])
    #expect(try Registry.open(at: bench.registry.url).count(of: bench.site) == 1)
  }

  @Test func `a kind goes by its name, its title or its list's title`() throws {
    let bench = try Bench()
    for name in ["site", "点位", "点位清单"] { #expect(try bench.registry.kind(name) == bench.site) }
    let error = try registryError { _ = try bench.registry.kind("sites") }
    #expect(error?.code == .notFound && error?.message.contains("area, note, site") == false)
    #expect(error?.message.contains("site") == true && error?.message.contains("note") == true)
  }
}
