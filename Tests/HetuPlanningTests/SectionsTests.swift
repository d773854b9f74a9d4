import HetuGeometry
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct SectionsTests {
  private static let lengthKm = World.km(World.source)

  private func stretches(_ world: World) throws -> Answer {
    try SectionsQuestion(river: "示河").answer(from: Water(world.registry))
  }

  private func numbers(_ answer: Answer, _ figure: Figure) -> [Double] {
    let place = answer.figures.firstIndex(of: figure) ?? 0
    return answer.rows.map { $0.figures[place].number ?? -1 }
  }

  private func addDistricts(_ world: World) throws {
    try world.add("district", "411201", "西县", World.rectangle(110.9, 34.3, 111.3, 34.7))
    try world.add("district", "411202", "东县", World.rectangle(111.3, 34.3, 111.5, 34.7))
  }

  @Test func `a river is cut at its sections and at borders, and the stretches make its length`() throws {
    let world = try World.withRiver()
    try addDistricts(world)
    try world.add("monitoring_section", "D1", "一号断面", .point(Position(x: 111.1, y: 34.5)))
    try world.add("monitoring_section", "D2", "二号断面", .point(World.beside(111.35, metres: 50)))
    let answer = try stretches(world)
    #expect(answer.rows.map(\.name) == ["源头—一号断面", "一号断面—西县—东县界", "西县—东县界—二号断面", "二号断面—河口"])
    let from = numbers(answer, .from)
    for (found, longitude) in zip(from, [111.0, 111.1, 111.3, 111.35]) {
      #expect(abs(found - World.km(longitude)) < 0.001)
    }
    #expect(abs(numbers(answer, .length).reduce(0, +) - Self.lengthKm) < 1e-6)
    #expect(numbers(answer, .to).dropLast() == from.dropFirst())
    let district = answer.figures.firstIndex { $0.name == "district" } ?? 0
    #expect(answer.rows.map { $0.figures[district].text } == ["西县", "西县", "东县", "东县"])
    #expect(answer.warnings.isEmpty)
  }

  @Test func `each point along the river belongs to exactly one stretch`() throws {
    let world = try World.withRiver()
    try addDistricts(world)
    for (number, longitude) in [111.0, 111.1, 111.25, 111.4].enumerated() {
      try world.add("monitoring_section", "D\(number)", "断面\(number)", .point(Position(x: longitude, y: 34.5)))
    }
    var random = Seeded(5)
    var longitudes = [110.998, 111.0, 111.1, 111.25, 111.3, 111.4, 111.402]
    for _ in 0..<60 { longitudes.append(Double.random(in: 111...111.4, using: &random)) }
    try world.add(
      "key_enterprise",
      longitudes.enumerated().map { number, longitude in
        ("E\(number)", "厂\(number)号", .point(World.beside(longitude, metres: Double(number % 7) * 30 - 90)), [:])
      })
    let answer = try stretches(world)
    let members = answer.figures.count - 1
    let names = answer.rows.flatMap { ($0.figures[members].text ?? "").split(separator: "、").map(String.init) }
    #expect(names.sorted() == longitudes.indices.map { "厂\($0)号" }.sorted(), "\(random)")
  }

  @Test func `a river that leaves a district and comes back crosses two borders`() throws {
    let world = try World.withRiver()
    try world.add(
      "district", "411201", "环县",
      .multiPolygon(
        World.rectangle(110.9, 34.3, 111.1, 34.7).polygons + World.rectangle(111.2, 34.3, 111.5, 34.7).polygons))
    try world.add("district", "411202", "夹县", World.rectangle(111.1, 34.3, 111.2, 34.7))
    let answer = try stretches(world)
    #expect(answer.rows.map(\.name) == ["源头—环县—夹县界", "环县—夹县界—夹县—环县界", "夹县—环县界—河口"])
    #expect(abs(numbers(answer, .length).reduce(0, +) - Self.lengthKm) < 1e-6)
  }

  @Test func `a river that winds about a border is not cut at each bend`() throws {
    let world = try World()
    let winding = (0...400).map { Position(x: 111 + Double($0) * 0.001, y: 34.5 + ($0 % 2 == 0 ? 0.0002 : -0.0002)) }
    try world.addReach("SH-1", river: "示河", "SH", winding)
    try world.add("district", "411201", "北县", World.rectangle(110.9, 34.5, 111.5, 34.7))
    try world.add("district", "411202", "南县", World.rectangle(110.9, 34.3, 111.5, 34.5))
    let answer = try stretches(world)
    #expect(answer.rows.count <= 2)
  }

  @Test func `without districts or sections the river is one stretch, and it is said`() throws {
    let answer = try stretches(try World.withRiver())
    #expect(answer.rows.map(\.name) == ["源头—河口"])
    #expect(answer.warnings.map(\.message).filter { $0.contains("行政区") || $0.contains("监测断面") }.count == 2)
  }

  @Test func `a stretch says how long the water takes by season, and what joins it with how many sources`() throws {
    let world = try World()
    let speeds: [String: Value] = [
      "river_name": .text("示河"), "river_code": .text("SH"), "speed_normal_m_s": .real(0.5), "speed_dry_m_s": .real(0),
    ]
    try world.add("river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: 111.2)), speeds)
    try world.add("river_reach", "SH-2", "SH-2", .lineString(World.path(from: 111.2, to: World.mouth)), speeds)
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.2, y: 34.6), Position(x: 111.2, y: 34.5)])
    // A canal that leaves the river and comes back is no tributary.
    let round = [(111.25, 34.5), (111.25, 34.48), (111.35, 34.48), (111.35, 34.5)].map { Position(x: $0.0, y: $0.1) }
    try world.addReach("QD-1", river: "渠", "QD", round)
    try world.add("monitoring_section", "D1", "断面", .point(Position(x: 111.1, y: 34.5)))
    try world.add("tailings_pond", "T1", "支河库", .point(Position(x: 111.2, y: 34.55)))
    let answer = try stretches(world)
    func values(_ name: String) -> [Value] {
      let place = answer.figures.firstIndex { $0.name == name } ?? 0
      return answer.rows.map { $0.figures[place] }
    }
    let hours = (World.km(World.source) - World.km(111.1)) / 0.5 / 3.6
    #expect(abs((values("hours_normal")[0].number ?? 0) - hours) < 0.01)
    #expect(values("hours_dry") == [.null, .null])
    #expect(values("tributary_sources") == [.integer(0), .integer(1)])
    #expect(
      values("tributaries")[1].text?.hasPrefix("支河（K") == true && values("tributaries")[1].text?.contains("左岸") == true)
    let corridor = try CorridorQuestion(
      rivers: ["示河"], withinMetres: 1_000, kinds: [try world.registry.kind("tailings_pond")], withTributaries: true
    ).answer(from: world.registry)
    #expect(corridor.codes == ["T1"])
    #expect(abs((corridor.value("joins_km", "T1")?.number ?? 0) - World.km(111.2)) < 0.001)
    #expect(
      abs((corridor.value(.path, "T1")?.number ?? 0) - (corridor.value(.riverKilometre, "T1")?.number ?? 1)) < 0.001)
  }

  @Test func `the river that another flows into is none of its tributaries`() throws {
    let world = try World.withRiver()
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.2, y: 34.6), Position(x: 111.2, y: 34.5)])
    try world.add("tailings_pond", "T1", "示河库", .point(Position(x: 111.05, y: 34.5)))
    let answer = try SectionsQuestion(river: "支河").answer(from: Water(world.registry))
    let place = try #require(answer.figures.firstIndex { $0.name == "tributaries" })
    #expect(answer.rows.map { $0.figures[place] } == [.text("")])
    let corridor = try CorridorQuestion(
      rivers: ["支河"], withinMetres: 1_000, kinds: [try world.registry.kind("tailings_pond")], withTributaries: true
    ).answer(from: world.registry)
    #expect(corridor.codes.isEmpty)
  }
}
