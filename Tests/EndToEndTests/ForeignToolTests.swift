import Foundation
import Testing

@Suite struct `Other programs` {
  /// A registry after init, an import, and edits by ogr2ogr.
  private func edited() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    try workspace.write(
      "new.geojson", Sample.feature(#"{"type":"Point","coordinates":[110.8,34.6]}"#, name: "外来", code: "Z9"))
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "--actor", "张三", "ponds.csv").status == 0)
    for arguments in [
      ["-update", "-append", "r.gpkg", "new.geojson", "-nln", "tailings_pond"]
    ] {
      let outcome = try Program.run(URL(fileURLWithPath: "/usr/bin/ogr2ogr"), arguments, in: workspace.folder)
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    for statement in [
      "UPDATE tailings_pond SET name = '改名' WHERE code = 'A1'", "DELETE FROM tailings_pond WHERE code = 'A2'",
    ] {
      let outcome = try Program.run(
        URL(fileURLWithPath: "/usr/bin/ogrinfo"), ["r.gpkg", "-sql", statement], in: workspace.folder)
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    return workspace
  }

  private func expectSound(_ workspace: Workspace) throws {
    let validation = try Program.run(
      Program.python, ["-m", "osgeo_utils.samples.validate_gpkg", "r.gpkg"], in: workspace.folder)
    #expect(validation.status == 0)
    #expect((validation.output + validation.errors).trimmingCharacters(in: .whitespacesAndNewlines) == "")
    let info = try Program.run(
      URL(fileURLWithPath: "/usr/bin/ogrinfo"), ["-al", "-so", "r.gpkg"], in: workspace.folder)
    #expect(info.status == 0)
    #expect(info.errors == "")
    #expect(info.output.contains("Layer name: tailings_pond"))
    #expect(try workspace.sql("PRAGMA integrity_check") == ["ok"])
    for table in try workspace.sql("SELECT table_name || '_' || column_name FROM gpkg_geometry_columns") {
      #expect(try workspace.sql("SELECT rtreecheck('rtree_\(table)')") == ["ok"])
    }
  }

  @Test func `find a sound GeoPackage after init, after an import and after their own edits`() throws {
    try expectSound(try Workspace())
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "ponds.csv").status == 0)
    try expectSound(workspace)
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "--mode", "replace", "ponds.csv").status == 0)
    try expectSound(workspace)
    try expectSound(try edited())
  }

  @Test func `make edits that stand in the history beside Hetu's own`() throws {
    let workspace = try edited()
    let history = try workspace.hetu("history", "--format", "table")
    #expect(history.status == 0)
    for words in ["张三", "其他程序", "外来", "改名", "新增", "修改", "删除"] {
      #expect(history.output.contains(words), "\(words) is missing from \(history.output)")
    }
    let record = try workspace.hetu("history", "tailings_pond/A1", "--format", "json")
    #expect(record.output.contains("甲尾矿库"))
    #expect(record.output.contains("改名"))
    let gone = try workspace.hetu("history", "tailings_pond/A2")
    #expect(gone.status == 0)
    #expect(gone.output.contains("\"delete\""))
  }

  @Test func `add records that questions find, with an id and a code`() throws {
    let workspace = try edited()
    try workspace.write(
      "bare.geojson",
      #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"无号"},"#
        + #""geometry":{"type":"Point","coordinates":[110.85,34.65]}}]}"#)
    let added = try Program.run(
      URL(fileURLWithPath: "/usr/bin/ogr2ogr"),
      ["-update", "-append", "r.gpkg", "bare.geojson", "-nln", "tailings_pond"], in: workspace.folder)
    #expect(added.status == 0)
    let near = try workspace.hetu("near", "--at", "110.85,34.65", "--within", "10m", "--format", "json")
    #expect(near.status == 0)
    #expect(near.output.contains("无号"))
    #expect(try workspace.sql("SELECT count(*) FROM tailings_pond WHERE id IS NULL OR code IS NULL") == ["0"])
  }

  @Test func `a registry as of a date leaves out what came later`() throws {
    let workspace = try edited()
    let past = try workspace.hetu("list", "tailings_pond", "--as-of", "2001-01-01", "--format", "json")
    #expect(past.status == 0)
    #expect(past.output.contains("\"rows\": []"))
    let now = try workspace.hetu("list", "tailings_pond", "--as-of", "2099-01-01", "--format", "json")
    #expect(now.output.contains("改名"))
    #expect(!now.output.contains("乙尾矿库"))
  }
}
