import HetuGeometry
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct CheckTests {
  private static let today = "2026-11-23"

  /// The rules that speak of one record.
  private func rules(_ world: World, _ code: String) throws -> Set<String> {
    Set(try findings(world).filter { $0.code == code }.map(\.rule))
  }

  private func findings(_ world: World) throws -> [Finding] {
    try CheckQuestion(today: Self.today).findings(in: world.registry)
  }

  /// A record that no rule but the one of missing values has anything against.
  private static let clean: [String: Value] = [
    "district": .text("411201"), "verified_on": .text("2026-05-01"), "river_name": .text("示河"),
    "uscc": .text("914403001922038216"),
  ]

  private func world(_ geometry: Geometry?, _ values: [String: Value] = [:]) throws -> World {
    let world = try World.withRiver()
    try world.add("district", "411201", "西县", World.rectangle(110.9, 34.3, 111.3, 34.7))
    try world.add("district", "411202", "东县", World.rectangle(111.3, 34.3, 111.5, 34.7))
    try world.add("key_enterprise", "E", "示例厂", geometry, Self.clean.merging(values) { $1 })
    return world
  }

  private static let place = Geometry.point(World.beside(111.1, metres: 100))

  @Test func `a clean record has only its empty fields told, and rivers and districts nothing`() throws {
    let found = try findings(try world(Self.place))
    #expect(found.allSatisfy { $0.rule == "missing" }, "\(found.filter { $0.rule != "missing" })")
    #expect(found.contains { $0.code == "E" && $0.message.contains("缺少应填项") })
  }

  @Test func `a value that its schema does not allow is found`() throws {
    let found = try findings(try world(Self.place, ["risk_grade": .text("特别大")]))
    #expect(found.contains { $0.rule == "value" && $0.severity == .error && $0.message.contains("特别大") })
    #expect(found.first?.rule == "value", "the worst comes first")
  }

  @Test func `a credit code with a wrong check character is found`() throws {
    #expect(try rules(try world(Self.place, ["uscc": .text("914403001922038217")]), "E").contains("credit_code"))
  }

  @Test(arguments: [("2025-11-23", false), ("2025-11-22", true), ("2020-02-29", true)])
  func `a verification counts for a year`(day: String, isOld: Bool) throws {
    #expect(try rules(try world(Self.place, ["verified_on": .text(day)]), "E").contains("verification") == isOld)
  }

  @Test func `a record that nobody verified is noted`() throws {
    #expect(try rules(try world(Self.place, ["verified_on": .null]), "E").contains("verification"))
  }

  @Test func `a record without a place, or with one outside China, is found`() throws {
    #expect(try rules(try world(nil), "E").contains("position"))
    #expect(try rules(try world(.point(Position(x: 34.5, y: 111))), "E").contains("position"))
  }

  @Test func `an area with crossing edges is found`() throws {
    let world = try world(Self.place)
    let bow = Polygon(rings: [
      [
        Position(x: 111.1, y: 34.5), Position(x: 111.11, y: 34.51), Position(x: 111.11, y: 34.5),
        Position(x: 111.1, y: 34.51), Position(x: 111.1, y: 34.5),
      ]
    ])
    try world.add("protection_zone", "Z", "保护区", .polygon(bow))
    try world.add("protection_zone", "Y", "好的保护区", World.rectangle(111.1, 34.5, 111.11, 34.51))
    #expect(try rules(world, "Z").contains("geometry"))
    #expect(try !rules(world, "Y").contains("geometry"))
  }

  @Test func `a district code that is not where the record lies is found, one of a level above is not`() throws {
    #expect(try rules(try world(Self.place, ["district": .text("411202")]), "E").contains("district"))
    #expect(try !rules(try world(Self.place, ["district": .text("411201001")]), "E").contains("district"))
  }

  @Test func `a river that there is not, or that is far, is found`() throws {
    #expect(try rules(try world(Self.place, ["river_name": .text("无此河")]), "E").contains("river"))
    #expect(try rules(try world(.point(World.beside(111.1, metres: 5_100))), "E").contains("river"))
    #expect(try !rules(try world(.point(World.beside(111.1, metres: 4_900))), "E").contains("river"))
  }

  @Test func `a declared length that is not the drawn one is noted`() throws {
    let world = try world(Self.place)
    let line = Geometry.lineString([Position(x: 111.1, y: 34.4), Position(x: 111.1, y: 34.5)])
    try world.add(
      "oil_pipeline", [("P1", "甲线", line, ["length_km": .real(11.1)]), ("P2", "乙线", line, ["length_km": .real(20)])])
    #expect(try !rules(world, "P1").contains("length"))
    #expect(try rules(world, "P2").contains("length"))
  }

  @Test func `records of one name near by, and of two names at one place, are asked about`() throws {
    let world = try world(Self.place)
    try world.add(
      "key_enterprise",
      [
        ("F", "示例厂 ", .point(World.beside(111.1, metres: 300)), Self.clean),
        ("G", "别的厂", Self.place, Self.clean), ("H", "示例厂", .point(World.beside(111.2, metres: 100)), Self.clean),
      ])
    #expect(try rules(world, "F").contains("duplicate"))
    #expect(try rules(world, "G").contains("same_position"))
    #expect(try rules(world, "H").isDisjoint(with: ["duplicate", "same_position"]))
  }

  @Test func `a gap in a river's line is found`() throws {
    let world = try World.withRiver()
    try world.addReach("DH-1", river: "断河", "DH", World.path(from: 111, to: 111.1, latitude: 34.3))
    try world.addReach("DH-2", river: "断河", "DH", World.path(from: 111.12, to: 111.2, latitude: 34.3))
    #expect(try findings(world).contains { $0.rule == "river_gap" && $0.message.contains("DH-") })
    #expect(try findings(World.withRiver()).allSatisfy { !$0.rule.hasPrefix("river_") })
  }

  @Test func `a check may be of one kind or one district`() throws {
    let world = try world(Self.place)
    try world.add("tailings_pond", "T", "库", nil, ["district": .text("411202")])
    let kind = try world.registry.kind("tailings_pond")
    let ofKind = try CheckQuestion(kinds: [kind], today: Self.today).findings(in: world.registry)
    #expect(Set(ofKind.map(\.code)) == ["T"])
    let ofDistrict = try CheckQuestion(district: "东县", today: Self.today).findings(in: world.registry)
    #expect(ofDistrict.contains { $0.code == "T" } && !ofDistrict.contains { $0.code == "E" })
  }
}
