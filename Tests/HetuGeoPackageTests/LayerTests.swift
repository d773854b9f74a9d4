import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import Testing

@Suite struct LayerTests {
  @Test(arguments: ["", "1a", "A", "a b", "a;--", "gpkg_a", "rtree_a", "sqlite_a", "表"])
  func `a table name that is not plain is refused`(name: String) throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    var definition = LayerDefinition.points
    definition.table = name
    let error = #expect(throws: GeoPackageError.self) { try package.write { try definition.create(in: $0) } }
    #expect(error?.code == .invalidDefinition)
  }

  @Test func `columns may bear any name that can be quoted, once`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    var definition = LayerDefinition.points
    definition.columns = [
      ColumnDefinition("单位 \"名称\"; DROP TABLE place", .text()), ColumnDefinition("select", .integer),
    ]
    try package.write { db in
      let layer = try definition.create(in: db)
      try layer.bulkInsert(columns: definition.columns.map(\.name), in: db) { writer in
        try writer.bind(text: "一")
        try writer.bind(integer: 7)
        try writer.insertRow()
      }
      var seen: [String] = []
      try layer.forEachRow(columns: definition.columns.map(\.name), in: db) { row in
        seen.append("\(row.text(2) ?? "nil") \(row.integer(3)) \(row.isNull(1))")
      }
      #expect(seen == ["一 7 true"])
    }
    for bad in [["a", "A"], ["FID"], ["geom"], [""], ["a\u{0}b"]] {
      definition.table = "other"
      definition.columns = bad.map { ColumnDefinition($0, .text()) }
      let error = #expect(throws: GeoPackageError.self) { try package.write { try definition.create(in: $0) } }
      #expect(error?.code == .invalidDefinition)
    }
  }

  @Test func `a reference system that the file does not know is refused until it is inserted`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    var definition = LayerDefinition.points
    definition.geometry = GeometryColumn(kind: .point, srsID: 4546)
    let error = #expect(throws: GeoPackageError.self) { try package.write { try definition.create(in: $0) } }
    #expect(error?.code == .invalidDefinition)
    try package.write { db in
      try SpatialReferenceSystem(
        id: 4546, name: "CGCS2000 / 3-degree Gauss-Kruger CM 111E", organization: "EPSG", organizationID: 4546,
        definition: "PROJCS[\"…\"]", summary: ""
      ).insert(in: db)
      try #expect(definition.create(in: db).srsID == 4546)
    }
  }

  @Test func `a range that ends where it begins and an enumeration with a value twice are refused`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg"))
    let rules: [ColumnConstraint.Rule] = [
      .range(minimum: 3, includesMinimum: true, maximum: 3, includesMaximum: true), .values([]),
      .values([.init("a", "甲"), .init("a", "乙")]),
    ]
    for rule in rules {
      var definition = LayerDefinition.points
      definition.columns = [ColumnDefinition("a", .text(), constraint: ColumnConstraint("a", rule))]
      let error = #expect(throws: GeoPackageError.self) { try package.write { try definition.create(in: $0) } }
      #expect(error?.code == .invalidDefinition)
    }
    var definition = LayerDefinition.points
    definition.columns = [ColumnDefinition("a", .text(), constraint: ColumnConstraint("Upper", .glob("a*")))]
    #expect(throws: GeoPackageError.self) { try package.write { try definition.create(in: $0) } }
  }

  @Test func `required and unique columns are held by SQLite`() throws {
    let scratch = try Scratch()
    var definition = LayerDefinition.points
    definition.columns = [ColumnDefinition("code", .text(maxLength: 20), isRequired: true, isUnique: true)]
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { try definition.create(in: $0) }
    let count = try package.write { db in
      try Layer("place", in: db).bulkInsert(columns: ["code"], in: db) { writer in
        for code in ["a", "b", "a"] {
          try writer.bind(point: Position(x: 1, y: 2))
          try writer.bind(text: code)
          do { try writer.insertRow() } catch { #expect(error is DatabaseError) }
        }
        try writer.bindNull()
        #expect(throws: DatabaseError.self) { try writer.insertRow() }
      }
    }
    #expect(count == 2)
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
    let error = #expect(throws: GeoPackageError.self) {
      try package.write { try $0.execute(sql: "INSERT INTO place (code) VALUES ('a')") }
    }
    #expect(error?.code == .constraint)
  }

  @Test func `the default style is the newest and the only one`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { db in
      let layer = try LayerDefinition.points.create(in: db)
      for name in ["一", "二", "一"] {
        try layer.setDefaultStyle(name: name, qml: "<qgis/>", sld: "<sld/>", in: db)
      }
    }
    try package.read { db in
      // The question that QGIS asks (src/core/providers/ogr/qgsogrprovidermetadata.cpp).
      let names = try String.fetchAll(
        db,
        sql: """
          SELECT styleName FROM layer_styles WHERE f_table_schema = '' AND f_table_name = 'place'
            AND f_geometry_column = 'geom' AND useAsDefault = 1
          """)
      #expect(names == ["一"])
      try #expect(Int.fetchOne(db, sql: "SELECT count(*) FROM layer_styles") == 2)
    }
  }
}
