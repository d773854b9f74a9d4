import GRDB
import HetuGeoPackage
import HetuGeometry
import Testing

@Suite struct QueuedRowsTests {
  @Test(arguments: [1, 15, 16, 17, 100]) func `queued rows are all written, in order and in the R-tree`(_ count: Int)
    throws
  {
    let scratch = try Scratch()
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { try LayerDefinition.points.create(in: $0) }
    let written = try package.write { db in
      try Layer("place", in: db).bulkInsert(columns: ["name"], in: db) { writer in
        for row in 0..<count {
          if row % 3 > 0 { try writer.bind(point: Position(x: 110 + Double(row) / 100, y: 34)) }
          try writer.bind(text: row % 5 == 0 ? "" : "地点 \(row)")
          if row == 40 { try writer.insertRow() } else { try writer.queueRow() }
        }
      }
    }
    #expect(written == count)
    let names = try package.read { try String.fetchAll($0, sql: "SELECT name FROM place ORDER BY fid") }
    let expected = (0..<count).map { (row: Int) -> String in row % 5 == 0 ? "" : "地点 \(row)" }
    #expect(names == expected)
    let box = Envelope(minX: 110.165, minY: 33, maxX: 112, maxY: 35)
    let rows = (0..<count).filter { row in row >= 17 && row % 3 > 0 }
    let found: [Int64] = try package.read { db in try Layer("place", in: db).candidates(in: box, in: db) }
    #expect(found == rows.map { Int64($0 + 1) })
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
  }

  @Test func `a queue that a rule refuses is left out whole`() throws {
    let scratch = try Scratch()
    var definition = LayerDefinition.points
    definition.columns = [ColumnDefinition("code", .text(), isUnique: true)]
    let package = try GeoPackage.create(at: scratch.path("a.gpkg")) { try definition.create(in: $0) }
    let written = try package.write { db in
      try Layer("place", in: db).bulkInsert(columns: ["code"], in: db) { writer in
        var refusals = 0
        for row in 0..<32 {
          try writer.bind(point: Position(x: 110, y: 34))
          try writer.bind(text: row == 20 ? "3" : "\(row)")
          do { try writer.queueRow() } catch { refusals += 1 }
        }
        #expect(refusals == 1)
      }
    }
    #expect(written == 16)
    #expect(try package.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM place") } == 16)
    try #expect(package.read { try GeoPackage.integrityProblems(in: $0) } == [])
  }
}
