import Foundation
import TestSupport
import Testing

@Suite struct `Answers` {
  /// A river of two reaches, drawn against each other, with a section, two ponds and an expert without position.
  private func filled() throws -> Workspace {
    let workspace = try Workspace()
    let features = [
      (
        "river_reach", #"{"code":"R-2","river_name":"甲河","reach_name":"下段"}"#,
        #"{"type":"LineString","coordinates":[[110.8,34.5],[110.9,34.6]]}"#
      ),
      (
        "river_reach", #"{"code":"R-1","river_name":"甲河","reach_name":"上段"}"#,
        #"{"type":"LineString","coordinates":[[110.7,34.4],[110.8,34.5]]}"#
      ),
      (
        "monitoring_section", #"{"code":"S-1","name":"甲河桥","river_name":"甲河"}"#,
        #"{"type":"Point","coordinates":[110.8,34.5]}"#
      ),
      (
        "district", #"{"code":"411282","name":"甲县"}"#,
        #"{"type":"Polygon","coordinates":[[[110,34],[110,35],[112,35],[112,34],[110,34]]]}"#
      ),
    ]
    for (index, (kind, properties, geometry)) in features.enumerated() {
      try workspace.write(
        "\(index).geojson",
        #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":\#(properties),"geometry":\#(geometry)}]}"#
      )
      let outcome = try workspace.hetu("import", "--kind", kind, "\(index).geojson")
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    try workspace.write(
      "ponds.csv", "编号,尾矿库名称,经度,纬度,联系电话\nA1,上库,110.751,34.45,13900000001\nA2,下库,110.85,34.551,13900000002\n")
    try workspace.write("experts.csv", "编号,姓名,联系电话\nE1,张三,13900000003\n")
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "ponds.csv").status == 0)
    _ = try workspace.hetu("import", "--kind", "expert", "experts.csv")
    return workspace
  }

  private static let questions = [
    ["list", "tailings_pond"], ["list", "expert"], ["near", "--at", "110.75,34.45", "--within", "5km"],
    ["corridor", "甲河", "--within", "1km"], ["corridor", "--all", "--within", "1km"], ["sections", "甲河"],
  ]

  @Test(arguments: questions)
  func `every question answers in every form, and each form says the same`(_ question: [String]) throws {
    let workspace = try filled()
    let json = try workspace.hetu(question + ["--format", "json"])
    #expect(json.status == 0)
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(Set(answer.keys) == ["question", "rows", "warnings"])
    let rows = try #require(answer["rows"] as? [[String: Any]])
    #expect(!rows.isEmpty)
    for row in rows { #expect(Set(["kind", "code", "name", "title"]).isSubset(of: row.keys)) }
    let codes = rows.compactMap { $0["code"] as? String }

    let geojson = try workspace.hetu(question + ["--format", "geojson"])
    #expect(geojson.status == 0)
    let check = GeoJSONCheck(geojson.output)
    #expect(check.faults == [])
    #expect(check.properties.compactMap { $0["code"] as? String } == codes)

    let table = try workspace.hetu(question + ["--format", "table"])
    let csv = try workspace.hetu(question + ["--format", "csv"])
    for code in codes {
      #expect(table.output.contains(code))
      #expect(csv.output.contains(code))
    }
    #expect(csv.output.hasPrefix("\u{feff}"))

    #expect(try workspace.hetu(question + ["-o", "answer.xlsx"]).status == 0)
    let program = "import zipfile; print(zipfile.ZipFile('answer.xlsx').testzip())"
    #expect(try workspace.python(program) == "None")
    #expect(try workspace.hetu(question + ["--format", "xlsx"]).status == 2)
    for suffix in ["json", "geojson", "csv"] {
      #expect(try workspace.hetu(question + ["-o", "answer.\(suffix)"]).status == 0)
      let expected = try workspace.hetu(question + ["--format", suffix]).output
      #expect(try workspace.text("answer.\(suffix)") == expected)
    }
  }

  @Test func `a corridor runs from source to mouth, with kilometres, offset and bank`() throws {
    let workspace = try filled()
    let answer = try workspace.hetu("corridor", "甲河", "--within", "1km", "--kind", "tailings_pond", "--format", "json")
    let root = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    let rows = try #require(root["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["code"] as? String } == ["A1", "A2"])
    #expect(rows.compactMap { $0["bank"] as? String } == ["right", "left"])
    let kilometres = rows.compactMap { $0["river_km"] as? Double }
    #expect(kilometres.count == 2 && kilometres[0] > kilometres[1] && kilometres[1] > 0)
    for offset in rows.compactMap({ $0["offset_m"] as? Double }) { #expect(offset > 0 && offset < 100) }
  }

  @Test func `a corridor carries its buffer where that is asked for`() throws {
    let workspace = try filled()
    let answer = try workspace.hetu("corridor", "甲河", "--within", "1km", "--with-buffer", "--format", "geojson")
    let check = GeoJSONCheck(answer.output)
    #expect(check.faults == [])
    #expect(check.geometries.contains { $0?.hasSuffix("Polygon") ?? false })
  }

  @Test(arguments: ["geojson", "geojsonl", "gpkg", "csv", "xlsx", "kml", "shp"])
  func `what is exported comes back the same`(_ suffix: String) throws {
    let workspace = try filled()
    let exported = try workspace.hetu("export", "tailings_pond", "-o", "tailings_pond.\(suffix)")
    #expect(exported.status == 0)
    let other = try Workspace()
    for name in try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    where name.hasPrefix("tailings_pond.") {
      try FileManager.default.copyItem(at: workspace.file(name), to: other.file(name))
    }
    let imported = try other.hetu("import", "--kind", "tailings_pond", "tailings_pond.\(suffix)")
    #expect([0, 1].contains(imported.status))
    for name in ["a", "b"] {
      let from = name == "a" ? workspace : other
      #expect(try from.hetu("list", "tailings_pond", "-o", "\(name).csv").status == 0)
    }
    let query =
      "SELECT code || name || phone || printf('%.6f', ST.minx) || printf('%.6f', ST.miny) FROM tailings_pond AS t "
      + "JOIN rtree_tailings_pond_geom AS ST ON ST.id = t.fid ORDER BY code"
    #expect(try other.sql(query) == workspace.sql(query))
  }

  @Test(arguments: [["geojson"], ["xlsx"], ["gpkg"]])
  func `several kinds go into one file`(_ suffix: [String]) throws {
    let workspace = try filled()
    let outcome = try workspace.hetu(
      "export", "tailings_pond", "expert", "key_enterprise", "sensitive_target", "-o", "several.\(suffix[0])")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("3条"))
  }

  @Test(arguments: ["geojson", "csv", "gpkg", "kml", "shp"])
  func `what is exported in GCJ-02 comes back to where it was`(_ suffix: String) throws {
    let workspace = try filled()
    let exported = try workspace.hetu("export", "tailings_pond", "--crs", "gcj02", "-o", "tailings_pond.\(suffix)")
    #expect(exported.status == 0)
    #expect(exported.errors.contains("GCJ-02"))
    let other = try Workspace()
    for name in try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    where name.hasPrefix("tailings_pond.") {
      try FileManager.default.copyItem(at: workspace.file(name), to: other.file(name))
    }
    let file = "tailings_pond.\(suffix)"
    #expect([0, 1].contains(try other.hetu("import", "--kind", "tailings_pond", "--crs", "gcj02", file).status))
    let query = "SELECT printf('%.5f %.5f', minx + 1e-9, miny + 1e-9) FROM rtree_tailings_pond_geom ORDER BY id"
    #expect(try other.sql(query) == workspace.sql(query))
  }

  @Test func `a public answer masks phones`() throws {
    let workspace = try filled()
    for command in [
      ["list", "tailings_pond", "--format", "json"], ["show", "tailings_pond/A1", "--format", "json"],
      ["corridor", "甲河", "--within", "1km", "--format", "csv"], ["history", "--format", "json"],
    ] {
      let outcome = try workspace.hetu(command + ["--audience", "public"])
      #expect(outcome.status == 0)
      #expect(!outcome.output.contains("13900000001"))
    }
    #expect(try workspace.hetu("export", "tailings_pond", "--audience", "public", "-o", "p.geojson").status == 0)
    #expect(try !workspace.text("p.geojson").contains("13900000001"))
  }

  @Test func `the ledger is not made for the public`() throws {
    let workspace = try filled()
    try workspace.write("problems.csv", "编号,问题概况,责任人\nP1,预案未修订,张某\n")
    #expect(try workspace.hetu("import", "--kind", "problem", "problems.csv").status == 0)
    for command in [
      ["list", "problem"], ["show", "problem/P1"], ["ledger"], ["export", "problem", "-o", "problems.geojson"],
    ] {
      #expect(try workspace.hetu(command).status == 0)
      let refused = try workspace.hetu(command + ["--audience", "public"])
      #expect(refused.status == 2 && refused.errors.contains("只供本单位使用"), "\(command): \(refused.errors)")
    }
    #expect(try !workspace.hetu("history", "--audience", "public").output.contains("预案未修订"))
    #expect(try workspace.hetu("history").output.contains("预案未修订"))
  }

  @Test func `the same registry and options give the same plan, whose GeoJSON is sound`() throws {
    let workspace = try filled()
    for folder in ["one", "two"] {
      #expect(try workspace.hetu("plan", "甲河", "-o", folder).status == 0)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: workspace.file("one/甲河").path).sorted()
    #expect(
      Set(names).subtracting(["响应方案.docx"]) == [
        "响应方案.html", "指挥示意图.svg", "指挥示意图.pdf", "指挥示意图.png", "直线示意图.svg", "直线示意图.pdf", "直线示意图.png", "卡片.pdf", "地图.html",
        "data.geojson", "data.kml", "data.gpkg", "plan.json", "生成记录.json",
      ])
    #expect(names.contains("响应方案.docx") == Command.isInstalled("pandoc"))
    for name in names {
      #expect(
        try Data(contentsOf: workspace.file("one/甲河/\(name)")) == Data(contentsOf: workspace.file("two/甲河/\(name)")))
    }
    #expect(try GeoJSONCheck(workspace.text("one/甲河/data.geojson")).faults == [])
    #expect(try workspace.text("one/甲河/响应方案.html").contains("上库"))
  }

  @Test func `check ends with 1 where a record is faulty, and names it`() throws {
    let workspace = try filled()
    try workspace.write("good.csv", "编号,企业名称,经度,纬度\nE1,甲厂,110.9,34.5\n")
    _ = try workspace.hetu("import", "--kind", "key_enterprise", "good.csv")
    #expect(try workspace.hetu("check", "--kind", "key_enterprise", "--format", "json").status == 0)
    try workspace.write("bad.csv", "编号,企业名称,经度,纬度,统一社会信用代码\nE3,坏厂,110.7,34.5,911234567890123456\n")
    _ = try workspace.hetu("import", "--kind", "key_enterprise", "bad.csv")
    let outcome = try workspace.hetu("check", "--kind", "key_enterprise", "--format", "json")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("E3"))
  }
}
