import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct CorridorTests {
  private func corridor(_ world: World, _ rivers: [String]? = ["示河"], _ metres: Double = 1_000) throws -> Answer {
    try CorridorQuestion(rivers: rivers, withinMetres: metres).answer(from: world.registry)
  }

  @Test func `records come from source to mouth with kilometre, offset and bank`() throws {
    let world = try World.withRiver()
    try world.add(
      "key_enterprise",
      [
        ("E3", "下", .point(World.beside(111.35, metres: -200)), [:]),
        ("E1", "上", .point(World.beside(111.05, metres: 300)), [:]),
        ("E2", "中", .point(Position(x: 111.2, y: World.latitude)), [:]),
        ("E4", "远", .point(World.beside(111.1, metres: 1_200)), [:]),
      ])
    let answer = try corridor(world)
    #expect(answer.codes == ["E1", "E2", "E3"])
    for (code, longitude, offset) in [("E1", 111.05, 300.0), ("E2", 111.2, 0), ("E3", 111.35, 200)] {
      #expect(abs((answer.value(.riverKilometre, code)?.number ?? -9) - World.km(longitude)) < 0.001)
      #expect(abs((answer.value(.offset, code)?.number ?? -9) - offset) < 0.1)
    }
    #expect(["E1", "E2", "E3"].map { answer.value(.bank, $0) } == [.text("left"), .null, .text("right")])
  }

  @Test func `within half a metre of the limit the geodesic decides`() throws {
    let world = try World.withRiver()
    let path = World.path(from: World.source, to: World.mouth)
    var random = Seeded(7)
    var records: [(code: String, name: String, geometry: Geometry?, values: [String: Value])] = []
    var inside = Set<String>()
    for number in 0..<120 {
      let metres = Double.random(in: 999.5...1_000.5, using: &random) * (number % 2 == 0 ? 1 : -1)
      let place = World.beside(Double.random(in: 111.01...111.39, using: &random), metres: metres)
      records.append(("E\(number)", "企业\(number)", .point(place), [:]))
      if bruteDistance(place, path) <= 1_000 { inside.insert("E\(number)") }
    }
    try world.add("key_enterprise", records)
    #expect(Set(try corridor(world).codes) == inside, "\(random)")
    #expect(inside.count > 30 && inside.count < 90, "\(random)")
  }

  @Test func `lines and areas say which kilometres they cover`() throws {
    let world = try World.withRiver()
    try world.add("protection_zone", "Z", "保护区", World.rectangle(111.1, 34.499, 111.15, 34.501))
    try world.add("oil_pipeline", "P", "管线", .lineString([Position(x: 111.25, y: 34.4), Position(x: 111.25, y: 34.6)]))
    let answer = try corridor(world, ["SH"], 100)
    #expect(answer.codes == ["Z", "P"])
    let (from, to) = (answer.value(.from, "Z")?.number ?? 0, answer.value(.to, "Z")?.number ?? 0)
    #expect(abs(from - World.km(111.1)) <= 0.001 && abs(to - World.km(111.15)) <= 0.001)
    #expect(from > to)
    #expect(answer.value(.offset, "Z")?.number == 0)
  }

  @Test func `a buffer is given when asked for, and holds what lies within`() throws {
    let world = try World.withRiver()
    let answer = try CorridorQuestion(rivers: ["示河"], withinMetres: 1_000, withBuffer: true).answer(
      from: world.registry)
    let area = try #require(answer.areas.first).geometry
    #expect(area.polygons.contains { $0.contains(World.beside(111.2, metres: 990)) })
    #expect(!area.polygons.contains { $0.contains(World.beside(111.2, metres: 1_010)) })
  }

  @Test func `with all rivers each record has its nearest one, as a search by hand finds`() throws {
    let world = try World()
    var random = Seeded(99)
    var paths: [String: [Position]] = [:]
    for number in 0..<6 {
      var place = Position(x: 111 + 0.06 * Double(number), y: 34.6)
      var path = [place]
      for _ in 0..<25 {
        place = Position(
          x: place.x + Double.random(in: -0.004...0.008, using: &random),
          y: place.y - Double.random(in: 0.002...0.006, using: &random))
        path.append(place)
      }
      paths["R\(number)"] = path
      try world.addReach("R\(number)-1", river: "河\(number)", "R\(number)", path)
    }
    var records: [(code: String, name: String, geometry: Geometry?, values: [String: Value])] = []
    var expected: [String: (river: String, metres: Double, margin: Double)] = [:]
    for number in 0..<150 {
      let place = Position(
        x: Double.random(in: 110.98...111.4, using: &random), y: Double.random(in: 34.48...34.62, using: &random))
      records.append(("E\(1_000 + number)", "企业\(number)", .point(place), [:]))
      let ways = paths.map { (river: $0.key, metres: bruteDistance(place, $0.value)) }.sorted { $0.metres < $1.metres }
      if ways[0].metres <= 3_000 {
        expected["E\(1_000 + number)"] = (ways[0].river, ways[0].metres, ways[1].metres - ways[0].metres)
      }
    }
    try world.add("key_enterprise", records)
    let answer = try corridor(world, nil, 3_000)
    #expect(Set(answer.codes) == Set(expected.keys), "\(random)")
    #expect(answer.codes.count == expected.count, "\(random)")
    for (code, nearest) in expected {
      #expect(abs((answer.value(.offset, code)?.number ?? -9) - nearest.metres) < 0.1, "\(code) \(random)")
      if nearest.margin > 0.1 {
        #expect(answer.value(.river, code) == .text("河\(nearest.river.dropFirst())"), "\(code) \(random)")
      }
    }
    #expect(answer.warnings.contains { $0.message.contains("另有\(150 - expected.count)条记录") }, "\(random)")
  }

  @Test func `a place as near to two rivers belongs to the reach with the lower code`() throws {
    for codes in [("A", "B"), ("B", "A")] {
      let world = try World()
      let meeting = Position(x: 111.2, y: 34.5)
      try world.addReach("\(codes.0)-1", river: "西河", codes.0, [Position(x: 111.1, y: 34.6), meeting])
      try world.addReach("\(codes.1)-1", river: "东河", codes.1, [Position(x: 111.3, y: 34.6), meeting])
      try world.add("key_enterprise", "E", "厂", .point(Position(x: 111.2, y: 34.495)))
      #expect(try corridor(world, nil).value(.river, "E") == .text(codes.0 == "A" ? "西河" : "东河"))
    }
  }

  @Test func `a river that there is not, or that two have, is an error`() throws {
    let world = try World.withRiver()
    try world.addReach("X-1", river: "同名河", "X", [Position(x: 111, y: 34), Position(x: 111.1, y: 34)])
    try world.addReach("Y-1", river: "同名河", "Y", [Position(x: 112, y: 34), Position(x: 112.1, y: 34)])
    #expect(throws: HydrologyError.self) { try corridor(world, ["无此河"]) }
    #expect(throws: HydrologyError.self) { try corridor(world, ["同名河"]) }
    #expect(try corridor(world, ["Y"]).rows.isEmpty)
  }
}
