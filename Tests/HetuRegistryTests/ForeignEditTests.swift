import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// Edits by GDAL, as QGIS makes them, and by the sqlite3 shell.
@Suite struct ForeignEditTests {
  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `edits by the sqlite3 shell stand in the history`() throws {
    let bench = try Bench()
    try bench.sqlite("INSERT INTO note (text, district) VALUES ('甲', '411282')")
    let record = try bench.registry.record("note/CS-2-411282-000001")
    #expect(record.id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    try bench.sqlite("UPDATE note SET text = '乙', amount = 5")
    try bench.sqlite("DELETE FROM note")
    let entries = try bench.registry.history(of: "note/\(record.code)")
    #expect(entries.map(\.operation) == [.delete, .update, .insert])
    #expect(entries.map { $0.after?["text"] } == [nil, .text("乙"), .text("甲")])
    #expect(entries.allSatisfy { $0.actor == nil && $0.reason == nil })
    #expect(entries.last?.after == record)
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `ids and codes made for others are never the same`() throws {
    let bench = try Bench()
    try bench.sqlite(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO note (amount) SELECT i FROM n"
    )
    let records = try bench.registry.records(of: bench.note)
    #expect(Set(records.map(\.id)).count == 1_000 && records.last?.code == "CS-2-000000-001000")
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3")))
  func `an id or code that another program takes away stays, and later edits still stand in the history`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("A"), "text": .text("甲")])
    let record = try bench.registry.record("note/A")
    try bench.sqlite("UPDATE note SET code = NULL, text = '乙'")
    try bench.sqlite("UPDATE note SET id = NULL")
    try bench.sqlite("UPDATE note SET text = '丙'")
    let now = try bench.registry.record("note/A")
    #expect(now.id == record.id && now["text"] == .text("丙"))
    let entries = try bench.registry.history(of: "note/A")
    #expect(entries.map { $0.before?["text"] } == [.text("乙"), .text("乙"), .text("甲"), nil])
    #expect(entries.allSatisfy { ($0.before ?? record).code == "A" && ($0.before ?? record).id == record.id })
  }

  @Test(.enabled(if: Command.isInstalled("ogr2ogr")))
  func `what GDAL appends gets an id, a code and an entry in the history`() throws {
    let bench = try Bench()
    let file = try bench.scratch.write(
      #"""
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "甲", "district": "411282", "households": 12, "is_open": true},
         "geometry": {"type": "Point", "coordinates": [111.25, 34.5]}},
        {"type": "Feature", "properties": {"name": "乙"}, "geometry": {"type": "Point", "coordinates": [111.5, 34.25]}}]}
      """#, to: "new.geojson")
    let answer = try Command.run(
      "ogr2ogr", ["-update", "-append", "-nln", "site", "-a_srs", "EPSG:4490", bench.path, file.path])
    try #require(answer.status == 0, "\(answer.errorText)")
    let records = try bench.registry.records(of: bench.site)
    #expect(records.map(\.code) == ["CS-1-411282-000001", "CS-1-000000-000002"])
    #expect(records.map(\.geometry) == [.point(Position(x: 111.25, y: 34.5)), .point(Position(x: 111.5, y: 34.25))])
    #expect(records[0]["households"] == .integer(12) && records[0]["is_open"] == .boolean(true))
    #expect(try bench.registry.history(since: nil).map(\.operation) == [.insert, .insert])
    #expect(
      try bench.registry.records(of: bench.site, near: [Envelope(Position(x: 111.5, y: 34.25))]).map(\.name) == ["乙"])
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  @Test(.enabled(if: Command.isInstalled("ogrinfo")))
  func `what GDAL updates and deletes stands in the history`() throws {
    let bench = try Bench()
    for name in ["甲", "乙"] {
      try bench.insert(bench.site, ["code": .text(name), "name": .text(name)], at: Position(x: 111, y: 34))
    }
    for sql in ["UPDATE site SET level_m = 5.5 WHERE name = '甲'", "DELETE FROM site WHERE name = '乙'"] {
      let answer = try Command.run("ogrinfo", ["-q", bench.path, "-sql", sql])
      try #require(answer.status == 0, "\(answer.errorText)")
    }
    let updated = try bench.registry.history(of: "site/甲")
    #expect(updated.map(\.operation) == [.update, .insert])
    #expect(updated.first?.differences.map(\.after) == [.real(5.5)] && updated.first?.movesGeometry == false)
    #expect(try bench.registry.history(of: "site/乙").map(\.operation) == [.delete, .insert])
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  @Test(.enabled(if: Command.isInstalled("ogrinfo"))) func `GDAL sees the layers with their titles and code lists`()
    throws
  {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲"), "grade": .text("重大")], at: Position(x: 111, y: 34))
    let answer = try Command.run("ogrinfo", ["-ro", "-al", bench.path])
    #expect(answer.status == 0 && answer.errorText.isEmpty, "\(answer.errorText)")
    for part in [
      "Layer name: site", "Layer name: note", "Layer name: area", "IDENTIFIER=点位", "CGCS2000", "domain name=site_grade",
      "Feature Count: 1",
    ] {
      #expect(answer.text.contains(part), "\(part)")
    }
    #expect(!answer.text.contains("hetu_history"))
  }

  @Test(
    .enabled(if: Command.isInstalled("sqlite3")),
    arguments: [
      ("DROP TRIGGER hetu_note_update", "缺少触发器 hetu_note_update"),
      ("DROP TRIGGER hetu_note_keep", "缺少触发器 hetu_note_keep"),
      ("DROP TRIGGER rtree_site_geom_insert", "缺少触发器 rtree_site_geom_insert"),
      (
        "DROP TRIGGER hetu_note_delete; CREATE TRIGGER hetu_note_delete AFTER DELETE ON note BEGIN SELECT 1; END",
        "触发器 hetu_note_delete 不是 Hetu 建立的，或被改动过"
      ),
      ("CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM site; END", "触发器 evil 不是 Hetu 建立的，或被改动过"),
      (
        "CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM site /* gpkg_ogr_contents */; END",
        "触发器 evil 不是 Hetu 建立的，或被改动过"
      ),
      (
        "CREATE TRIGGER trigger_insert_feature_count_note AFTER INSERT ON note BEGIN UPDATE gpkg_ogr_contents SET x = 1; END",
        "触发器 trigger_insert_feature_count_note 不是 Hetu 建立的，或被改动过"
      ),
      ("DELETE FROM rtree_site_geom_rowid", "文件内部有错"),
    ])
  func `what others did to the inside of the file is found`(_ sql: String, _ expected: String) throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲")], at: Position(x: 111, y: 34))
    #expect(try bench.registry.integrityProblems().isEmpty)
    try bench.sqlite(sql)
    let problems = try bench.registry.integrityProblems()
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `GDAL's own counting of rows is no finding`() throws {
    let bench = try Bench()
    try bench.sqlite(
      """
      CREATE TABLE gpkg_ogr_contents (table_name TEXT PRIMARY KEY, feature_count INTEGER);
      CREATE TRIGGER "trigger_insert_feature_count_note" AFTER INSERT ON "note" BEGIN UPDATE gpkg_ogr_contents \
      SET feature_count = feature_count + 1 WHERE lower(table_name) = lower('note'); END;
      """)
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3"))) func `odd values that another program left are read, not lost`()
    throws
  {
    let bench = try Bench()
    try bench.sqlite("INSERT INTO note (code, amount, text, verified_on) VALUES ('A', 'many', 5, 20210305)")
    let record = try bench.registry.record("note/A")
    #expect(
      record["amount"] == .text("many") && record["text"] == .text("5") && record["verified_on"] == .text("20210305"))
    try bench.sqlite("UPDATE note SET amount = x'00ff'")
    #expect(try bench.registry.record("note/A")["amount"] == .null)
  }
}
