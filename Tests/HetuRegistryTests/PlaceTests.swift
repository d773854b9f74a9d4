import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// What a service keeps in memory, against the same asked of the file.
@Suite struct PlaceTests {
  /// A bench with points by chance round 111 E, 34 N, half of them in one small town, and a second view of it that keeps its places.
  private func world(_ count: Int = 3_000) throws -> (bench: Bench, shared: Registry) {
    let bench = try Bench()
    var random = Seeded(5)
    try bench.change { writer in
      for number in 0..<count {
        let spread = number % 2 == 0 ? 2.0 : 0.01
        let place = Position(
          x: 111 + Double.random(in: -spread...spread, using: &random),
          y: 34 + Double.random(in: -spread...spread, using: &random))
        let grade: Value = number % 4 == 3 ? .null : .text(["重大", "较大", "一般"][number % 3])
        try writer.insert(
          bench.site, values: bench.site.values(["name": .text("\(number)"), "grade": grade]), geometry: .point(place))
      }
      try writer.insert(bench.site, values: bench.site.values(["name": .text("无位置")]), geometry: nil)
    }
    return (bench, try Registry.openShared(at: bench.registry.url))
  }

  private func box(_ random: inout Seeded) -> Envelope {
    let (x, y) = (Double.random(in: 108.5...113.5, using: &random), Double.random(in: 31.5...36.5, using: &random))
    let side = pow(10, Double.random(in: -2...0.7, using: &random))
    return Envelope(minX: x - side, minY: y - side, maxX: x + side, maxY: y + side)
  }

  @Test func `pages of any box are those of the file, for whom they are made`() throws {
    let (bench, shared) = try world()
    var random = Seeded(9)
    for number in 0..<120 {
      let audience: Audience = number % 3 == 0 ? .public : .internal
      let filter = Filter.spatial(.intersects, Geometry(box(&random)))
      let query = RecordQuery(
        filter: number % 2 == 0 ? filter : .and([filter, .compare(.init(property: "grade"), .equal, .text("重大"))]),
        audience: audience)
      var ends: [PageEnd?] = [nil]
      while let end = ends.popLast() {
        let own = try bench.registry.page(of: bench.site, query, after: end, limit: 100)
        #expect(try shared.page(of: bench.site, query, after: end, limit: 100) == own)
        if own.count == 100, let last = own.last { ends.append(PageEnd(fid: last.fid, values: [])) }
      }
    }
  }

  @Test func `what lies near is what the file tells, also after changes of any kind`() throws {
    let (bench, shared) = try world(400)
    var random = Seeded(3)
    func compare() throws {
      #expect(try shared.count(of: bench.site) == bench.registry.count(of: bench.site))
      for _ in 0..<20 {
        let boxes = [box(&random), box(&random)]
        let own = try bench.registry.records(of: bench.site, near: boxes).filter { record in
          record.geometry?.envelope.map { envelope in boxes.contains { $0.intersects(envelope) } } == true
        }
        let kept = try shared.records(of: bench.site, near: boxes).filter { record in
          record.geometry?.envelope.map { envelope in boxes.contains { $0.intersects(envelope) } } == true
        }
        #expect(own == kept)
      }
      let places = try shared.places(of: bench.site, for: .internal)
      let whole = try #require(TileAddress(zoom: 0, column: 0, row: 0))
      #expect(try places.count(in: whole) == bench.registry.count(of: bench.site) - placeless())
      let graded = places.clusters(in: whole, level: 3, without: []).reduce(into: [String: Int]()) { sums, cluster in
        for (grade, count) in zip(places.grades, cluster.counts) { sums[grade, default: 0] += count }
      }
      for grade in ["重大", "较大", "一般"] {
        let filter = Filter.compare(.init(property: "grade"), .equal, .text(grade))
        #expect(try graded[grade] == bench.registry.count(of: bench.site, RecordQuery(filter: filter)))
      }
    }
    func placeless() throws -> Int { try bench.registry.count(of: bench.site, RecordQuery(filter: .isPlaceless)) }
    try compare()
    let some = try bench.registry.page(of: bench.site, RecordQuery(), limit: 3)
    try bench.update(some[0], ["grade": .text("重大")], to: Position(x: 112.5, y: 35.5))
    try compare()
    try bench.change { try $0.delete(some[1]) }
    try bench.insert(bench.site, ["name": .text("新")], at: Position(x: 111.3, y: 34.2))
    try compare()
    try bench.change { writer in
      try writer.load(bench.site) { load in
        for number in 0..<500 {
          try load.insert(
            bench.site.values(["name": .text("批\(number)")]), geometry: .point(Position(x: 110.5, y: 33.5)))
        }
      }
    }
    try compare()
    for round in 0..<15 {
      let records = try bench.registry.records(of: bench.site)
      try bench.change { writer in
        for record in records.shuffled(using: &random).prefix(1 + round * 3) {
          switch Int.random(in: 0..<3, using: &random) {
          case 0: try writer.delete(record)
          case 1: try writer.update(record, ["grade": .text("一般")], to: box(&random).center)
          default:
            try writer.insert(bench.site, values: bench.site.values([:]), geometry: record.geometry)
          }
        }
      }
      // One record more than once.
      let last = try #require(try bench.registry.records(of: bench.site).last)
      for grade in ["重大", "较大"] { try bench.update(last, ["grade": .text(grade)], to: box(&random).center) }
      try compare()
      // Not only the same records, but the same index as is made of all of them at once.
      let (kept, made) = (
        try shared.places(of: bench.site, for: .internal), try bench.registry.places(of: bench.site, for: .internal)
      )
      let whole = try #require(TileAddress(zoom: 0, column: 0, row: 0))
      let cells = [kept, made].map { $0.clusters(in: whole, level: 29, without: []).map { [Int($0.row)] + $0.counts } }
      #expect(cells[0] == cells[1], "\(random)")
    }
  }

  @Test func `of points only those at positions that are wanted are told, of lines and areas all that the box meets`()
    throws
  {
    let (bench, shared) = try world(300)
    let area = try bench.registry.kind("area")
    let ring = [(110.9, 33.9), (111.9, 33.9), (111.9, 35.5), (110.9, 33.9)].map { Position(x: $0.0, y: $0.1) }
    try bench.change { try $0.insert(area, values: area.values([:]), geometry: .polygon(Polygon(rings: [ring]))) }
    let whole = Envelope(minX: 109, minY: 32, maxX: 113, maxY: 36)
    let found = try shared.records(of: bench.site, near: [whole]) { $0.x < 111 }
    let all = try bench.registry.records(of: bench.site, near: [whole])
    #expect(
      found == all.filter { ($0.geometry?.envelope?.minX ?? 0) < 111 } && found.count < all.count && !found.isEmpty)
    #expect(try shared.records(of: area, near: [whole]) { _ in false }.count == 1)
  }

  @Test(.enabled(if: Command.isInstalled("sqlite3")))
  func `counts are right also where another program puts a row in place of one that it does not name`() throws {
    let bench = try Bench()
    for code in ["A", "B"] { try bench.insert(bench.note, ["code": .text(code)]) }
    let shared = try Registry.openShared(at: bench.registry.url)
    #expect(try shared.count(of: bench.note) == 2)
    try bench.sqlite("INSERT OR REPLACE INTO note (fid, code) VALUES (7, 'A')")
    #expect(try shared.count(of: bench.note) == 2)
    try bench.sqlite("DELETE FROM note WHERE code = 'B'")
    #expect(try shared.count(of: bench.note) == 1)
  }

  @Test func `the public's places are those of the coarse grid`() throws {
    let (bench, shared) = try world(200)
    let places = try shared.places(of: bench.site, for: .public)
    let tile = try #require(TileAddress(zoom: 0, column: 0, row: 0))
    for cluster in places.clusters(in: tile, level: 29, without: []) {
      for degrees in [cluster.middle.x, cluster.middle.y] {
        #expect(abs(degrees * 50 - (degrees * 50).rounded()) < 1e-4, "\(degrees)")
      }
    }
  }

  @Test func `areas are found by their boxes, and counted where their middles lie`() throws {
    let bench = try Bench()
    let area = try bench.registry.kind("area")
    let ring = [(110.0, 34.0), (111.0, 34.0), (111.0, 35.0), (110.0, 35.0), (110.0, 34.0)].map {
      Position(x: $0.0, y: $0.1)
    }
    try bench.change { try $0.insert(area, values: area.values([:]), geometry: .polygon(Polygon(rings: [ring]))) }
    let places = try bench.registry.places(of: area, for: .internal)
    #expect(places.rows(in: Envelope(minX: 110.9, minY: 34.9, maxX: 112, maxY: 36)).count == 1)
    #expect(places.rows(in: Envelope(minX: 111.1, minY: 34, maxX: 112, maxY: 36)).isEmpty)
    let unit = WebMercator.unit(Position(x: 110.5, y: 34.5))
    let tile = try #require(TileAddress(zoom: 10, column: Int(unit.x * 1_024), row: Int(unit.y * 1_024)))
    #expect(places.count(in: tile) == 1 && places.shapes.count == 1)
  }
}
