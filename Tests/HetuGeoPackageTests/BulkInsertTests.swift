import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import TestSupport
import Testing

@Suite struct BulkInsertTests {
  private func triggers(_ package: GeoPackage) throws -> [SchemaObject] {
    try package.read { db in
      try SchemaObject.all(in: db).filter { $0.kind == .trigger }.sorted { $0.name < $1.name }
    }
  }

  private func positions(_ count: Int, seed: UInt64) -> [Position] {
    var generator = Seeded(seed)
    return (0..<count).map { _ in generator.position() }
  }

  /// Holds the R-tree against every row, in boxes of all sizes.
  private func expectRightAnswers(_ package: GeoPackage, _ positions: [Position], seed: UInt64) throws {
    var generator = Seeded(seed)
    try package.read { db in
      let layer = try Layer("place", in: db)
      for round in 0..<40 {
        let size = [0.0, 0.001, 0.05, 0.5, 3][round % 5]
        let corner = positions.randomElement(using: &generator) ?? generator.position()
        let box = Envelope(minX: corner.x, minY: corner.y, maxX: corner.x + size, maxY: corner.y + size)
        var found: [Int64] = []
        try layer.forEachCandidate(in: box, in: db) { row in
          let position = row.withBytes(1) { GeoPackageBinary.point($0) }
          if let position, box.contains(position) { found.append(row.integer(0)) }
        }
        let expected = positions.indices.filter { box.contains(positions[$0]) }.map { Int64($0 + 1) }
        #expect(found == expected, "seed \(seed), round \(round)")
      }
    }
  }

  @Test(arguments: [0, 1, 50, 51, 52, 2601, 2652, 140_000])
  func `a packed R-tree is sound and answers as a search through all rows`(count: Int) throws {
    let scratch = try Scratch()
    let positions = positions(count, seed: UInt64(count))
    let package = try GeoPackage.withPoints(positions, at: scratch.path("a.gpkg"))
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
    try expectRightAnswers(package, positions, seed: 17)
    try #expect(triggers(package).count == 6)
  }

  @Test(arguments: [(1000, 3), (1000, 900), (40, 5000), (0, 100)])
  func `rows are added to a table that has some`(before: Int, after: Int) throws {
    let scratch = try Scratch()
    let positions = positions(before + after, seed: 5)
    let package = try GeoPackage.withPoints(Array(positions.prefix(before)), at: scratch.path("a.gpkg"))
    let triggersBefore = try triggers(package)
    try package.write { db in
      try Layer("place", in: db).bulkInsert(columns: ["name"], in: db) {
        try $0.insertPoints(Array(positions.dropFirst(before)))
      }
    }
    try #expect(triggers(package) == triggersBefore)
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
    try expectRightAnswers(package, positions, seed: 6)
  }

  @Test func `the triggers in the file are those that are said to be in it`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.withPoints(positions(60, seed: 1), at: scratch.path("a.gpkg"))
    let expected = Layer.indexTriggers(ofTable: "place", hasGeometry: true).sorted { $0.name < $1.name }
    let found = try triggers(package)
    #expect(found.map(\.name) == expected.map(\.name))
    #expect(found.map(\.sql) == expected.map(\.sql))
  }

  @Test func `a packed R-tree is kept by the triggers afterwards`() throws {
    let scratch = try Scratch()
    var positions = positions(6000, seed: 8)
    let package = try GeoPackage.withPoints(positions, at: scratch.path("a.gpkg"))
    var generator = Seeded(9)
    try package.write { db in
      for _ in 0..<500 {
        let place = Int.random(in: 0..<positions.count, using: &generator)
        positions[place] = generator.position()
        var blob: [UInt8] = []
        GeoPackageBinary.appendPoint(x: positions[place].x, y: positions[place].y, srsID: 4490, to: &blob)
        try db.execute(
          sql: "UPDATE place SET geom = ? WHERE fid = ?", arguments: [Data(blob), place + 1])
      }
      let last = positions.count - 2000
      try db.execute(sql: "DELETE FROM place WHERE fid > ?", arguments: [last])
      positions.removeLast(2000)
      try db.execute(sql: "UPDATE place SET geom = NULL WHERE fid = 1")
      positions[0] = Position(x: 0, y: 0)
      try db.execute(sql: "UPDATE place SET fid = 100000 WHERE fid = 1")
    }
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
    try expectRightAnswers(package, positions, seed: 10)
  }

  @Test func `a failed load leaves rows, triggers and R-tree as they were, also inside a transaction that goes on`()
    throws
  {
    struct Stop: Error {}
    let scratch = try Scratch()
    let positions = positions(100, seed: 2)
    let package = try GeoPackage.withPoints(positions, at: scratch.path("a.gpkg"))
    let before = try triggers(package)
    try package.write { db in
      let layer = try Layer("place", in: db)
      #expect(throws: Stop.self) {
        try layer.bulkInsert(columns: ["name"], in: db) { writer in
          try writer.insertPoints(positions)
          throw Stop()
        }
      }
    }
    try #expect(triggers(package) == before)
    try #expect(package.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM place") } == 100)
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
  }

  @Test func `rows without geometry stay out of the R-tree, and the extent holds the rest`() throws {
    let scratch = try Scratch()
    let line = Geometry.lineString([Position(x: 110.123456789, y: 34.1), Position(x: 111.7, y: 34.987654321)])
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { db in
      var definition = LayerDefinition.points
      definition.geometry = GeometryColumn(kind: nil)
      try definition.create(in: db).bulkInsert(columns: ["name"], in: db) { writer in
        for geometry in [line, .point(nil), .polygon(Polygon(rings: []))] {
          try writer.bind(geometry: geometry)
          try writer.bindNull()
          try writer.insertRow()
        }
        try writer.bind(text: "")
        try writer.insertRow()
      }
    }
    try package.read { db in
      try #expect(GeoPackage.integrityProblems(in: db) == [])
      try #expect(Int.fetchOne(db, sql: "SELECT count(*) FROM rtree_place_geom") == 1)
      try #expect(Int.fetchOne(db, sql: "SELECT count(*) FROM place WHERE geom IS NULL AND name = ''") == 1)
      let row = try #require(
        try Row.fetchOne(db, sql: "SELECT * FROM gpkg_contents WHERE table_name = 'place'"))
      let minX: Double = row["min_x"]
      let maxY: Double = row["max_y"]
      #expect(minX <= 110.123456789 && minX > 110.1234)
      #expect(maxY >= 34.987654321 && maxY < 34.9877)
      let changed: String = row["last_change"]
      #expect(changed.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
  }

  @Test func `an R-tree that another program has not kept is found out and made anew`() throws {
    let scratch = try Scratch()
    let positions = positions(3000, seed: 4)
    let package = try GeoPackage.withPoints(Array(positions.prefix(10)), at: scratch.path("a.gpkg"))
    try package.write { db in
      for trigger in try SchemaObject.all(in: db) where trigger.kind == .trigger {
        try db.execute(sql: "DROP TRIGGER \"\(trigger.name)\"")
      }
      for position in positions.dropFirst(10) {
        var blob: [UInt8] = []
        GeoPackageBinary.appendPoint(x: position.x, y: position.y, srsID: 4490, to: &blob)
        try db.execute(sql: "INSERT INTO place (geom) VALUES (?)", arguments: [Data(blob)])
      }
    }
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) }.count == 1)
    try package.write { try Layer("place", in: $0).rebuildSpatialIndex(in: $0) }
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
    try #expect(triggers(package).count == 6)
    try expectRightAnswers(package, positions, seed: 11)
  }

  @Test func `every kind of value comes back as it went in`() throws {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { db in
      let layer = try LayerDefinition(
        table: "kinds", identifier: "kinds", geometry: nil,
        columns: [
          ColumnDefinition("t", .text()), ColumnDefinition("i", .integer), ColumnDefinition("r", .double),
          ColumnDefinition("b", .blob()),
        ]
      ).create(in: db)
      try layer.bulkInsert(columns: ["t", "i", "r", "b"], in: db) { writer in
        for (text, integer, real, bytes) in [
          ("", Int64.min, -0.0, []), ("宏农涧河\u{0}𠮷", Int64.max, Double.pi, [UInt8](0...255)),
        ] {
          try writer.bind(text: text)
          try writer.bind(integer: integer)
          try writer.bind(real: real)
          try bytes.withUnsafeBytes { try writer.bind(blob: $0) }
          try writer.insertRow()
        }
      }
    }
    var seen: [String] = []
    try package.read { db in
      try Layer("kinds", in: db).forEachRow(columns: ["t", "i", "r", "b"], in: db) { row in
        seen.append("\(row.text(2) ?? "nil") \(row.integer(3)) \(row.real(4)) \(row.withBytes(5) { $0.count })")
        if row.isNull(5) { seen.append("NULL") }
      }
    }
    #expect(seen == [" \(Int64.min) 0.0 0", "宏农涧河\u{0}𠮷 \(Int64.max) \(Double.pi) 256"])
  }
}
