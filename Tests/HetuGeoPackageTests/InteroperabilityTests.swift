import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import Testing

@Suite struct InteroperabilityTests {
  /// A file with all that this module can write.
  private func sample(_ scratch: Scratch) throws -> String {
    let path = scratch.path("sample.gpkg")
    let grade = ColumnConstraint("grade", .values([.init("1", "一级"), .init("2", "二级")]))
    let flow = ColumnConstraint(
      "flow", .range(minimum: 0, includesMinimum: true, maximum: 1000, includesMaximum: false))
    let package = try GeoPackage.create(at: path) { db in
      let ponds = try LayerDefinition(
        table: "tailings_pond", identifier: "尾矿库", summary: "尾矿库名录", geometry: GeometryColumn(kind: .point),
        columns: [
          ColumnDefinition("name", .text(maxLength: 100), isRequired: true, title: "名称", summary: "尾矿库的名称"),
          ColumnDefinition("grade", .text(maxLength: 2), title: "等级", constraint: grade),
          ColumnDefinition("flow", .double, title: "流量", constraint: flow),
          ColumnDefinition("code", .text(), isUnique: true, constraint: ColumnConstraint("code", .glob("W[0-9]*"))),
          ColumnDefinition("verified_on", .date), ColumnDefinition("changed_at", .dateTime),
          ColumnDefinition("valves", .text(), mediaType: "application/json"),
          ColumnDefinition("photo", .blob(maxBytes: 1000)), ColumnDefinition("is_active", .boolean),
        ]
      ).create(in: db)
      try ponds.bulkInsert(
        columns: ["name", "grade", "flow", "code", "verified_on", "changed_at", "valves", "photo", "is_active"], in: db
      ) { writer in
        for place in 0..<200 {
          try writer.bind(point: Position(x: 110.5 + Double(place) / 1000, y: 34.4))
          try writer.bind(text: "尾矿库\(place)")
          try writer.bind(text: place % 2 == 0 ? "1" : "2")
          try writer.bind(real: Double(place))
          try writer.bind(text: "W\(place)")
          try writer.bind(text: "2025-03-01")
          try writer.bind(text: "2025-03-01T08:00:00.000Z")
          try writer.bind(text: "[]")
          try [UInt8(1), 2].withUnsafeBytes { try writer.bind(blob: $0) }
          try writer.bind(integer: 1)
          try writer.insertRow()
        }
      }
      let reaches = try LayerDefinition(
        table: "river_reach", identifier: "河段", geometry: GeometryColumn(kind: .multiLineString),
        columns: [ColumnDefinition("grade", .text(), constraint: grade)]
      ).create(in: db)
      try reaches.bulkInsert(columns: ["grade"], in: db) { writer in
        try writer.bind(
          geometry: .multiLineString([[Position(x: 110, y: 34), Position(x: 111, y: 34.5)]]))
        try writer.bind(text: "1")
        try writer.insertRow()
      }
      for (table, kind) in [("zone", GeometryKind.polygon), ("parts", .collection)] {
        try LayerDefinition(table: table, identifier: table, geometry: GeometryColumn(kind: kind), columns: [])
          .create(in: db)
      }
      try LayerDefinition(
        table: "expert", identifier: "专家", geometry: nil, columns: [ColumnDefinition("name", .text())]
      ).create(in: db).setDefaultStyle(name: "专家", qml: "<qgis/>", sld: "", in: db)
      try ponds.setDefaultStyle(name: "尾矿库", qml: "<qgis/>", sld: "<StyledLayerDescriptor/>", in: db)
    }
    try package.finish()
    return path
  }

  @Test(.enabled(if: hasValidator, "needs python3-gdal"))
  func `GDAL's validator finds nothing to say`() throws {
    let scratch = try Scratch()
    let answer = try run(
      "/usr/bin/python3", ["-m", "osgeo_utils.samples.validate_gpkg", "-k", "--warning-as-error", try sample(scratch)])
    #expect(answer.status == 0, "\(answer.output)")
    #expect(!answer.output.contains("Req "), "\(answer.output)")
  }

  @Test(.enabled(if: isInstalled("/usr/bin/ogrinfo"), "needs gdal-bin"))
  func `GDAL sees layers, columns and coded values`() throws {
    let scratch = try Scratch()
    let path = try sample(scratch)
    let answer = try run("/usr/bin/ogrinfo", ["-ro", "-al", "-so", path])
    #expect(answer.status == 0)
    #expect(!answer.output.contains("Warning") && !answer.output.contains("ERROR"), "\(answer.output)")
    for text in [
      "Layer name: tailings_pond", "IDENTIFIER=尾矿库", "Feature Count: 200", "Geometry: Multi Line String",
      "ID[\"EPSG\",4490]", "name: String (100.0) NOT NULL", "grade: String (2.0), domain name=grade",
      "verified_on: Date", "changed_at: DateTime", "photo: Binary", "is_active: Integer(Boolean)",
      "Geometry: Geometry Collection", "Layer name: expert", "FID Column = fid",
    ] {
      #expect(answer.output.contains(text), "\(text) is not in\n\(answer.output)")
    }
    let domain = try run("/usr/bin/ogrinfo", ["-ro", "-fielddomain", "grade", path])
    #expect(domain.output.contains("1: 一级") && domain.output.contains("2: 二级"), "\(domain.output)")
    let range = try run("/usr/bin/ogrinfo", ["-ro", "-fielddomain", "flow", path])
    #expect(range.output.contains("1000 (excluded)"), "\(range.output)")
  }

  @Test(.enabled(if: isInstalled("/usr/bin/ogr2ogr"), "needs gdal-bin"))
  func `what GDAL appends is in the R-tree`() throws {
    let scratch = try Scratch()
    let path = try sample(scratch)
    try "name,grade,x,y\n新库,1,110.9,34.6\n".write(
      toFile: scratch.path("new.csv"), atomically: true, encoding: .utf8)
    let answer = try run(
      "/usr/bin/ogr2ogr",
      [
        "-update", "-append", path, scratch.path("new.csv"), "-nln", "tailings_pond", "-oo", "X_POSSIBLE_NAMES=x",
        "-oo", "Y_POSSIBLE_NAMES=y", "-a_srs", "EPSG:4490",
      ])
    #expect(answer.status == 0, "\(answer.output)")
    let package = try GeoPackage.open(path, access: .readOnly)
    try package.read { db in
      try #expect(GeoPackage.integrityProblems(in: db) == [])
      let box = Envelope(minX: 110.89, minY: 34.5, maxX: 110.91, maxY: 34.7)
      try #expect(Layer("tailings_pond", in: db).candidates(in: box, in: db) == [201])
    }
  }

  @Test(.enabled(if: isInstalled("/usr/bin/ogr2ogr"), "needs gdal-bin"))
  func `the triggers are GDAL's, character for character but for blanks`() throws {
    let scratch = try Scratch()
    let path = try sample(scratch)
    try "x,y\n110,34\n".write(toFile: scratch.path("place.csv"), atomically: true, encoding: .utf8)
    let theirs = scratch.path("theirs.gpkg")
    _ = try run(
      "/usr/bin/ogr2ogr",
      [
        theirs, scratch.path("place.csv"), "-nln", "tailings_pond", "-oo", "X_POSSIBLE_NAMES=x", "-oo",
        "Y_POSSIBLE_NAMES=y", "-a_srs", "EPSG:4490",
      ])
    func triggers(_ path: String) throws -> [String: String] {
      try DatabaseQueue(path: path).read { db in
        var texts: [String: String] = [:]
        for row in try Row.fetchAll(
          db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'rtree_tailings*'")
        {
          let sql: String = row["sql"]
          texts[row["name"]] = String(sql.filter { !$0.isWhitespace })
        }
        return texts
      }
    }
    let ours = try triggers(path)
    #expect(ours.count == 6)
    try #expect(ours == triggers(theirs))
  }
}
