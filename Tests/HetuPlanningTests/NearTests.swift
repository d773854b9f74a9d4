import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct NearTests {
  private static let centre = Position(x: 111.2, y: 34.5)

  private func near(
    _ world: World, _ metres: Double, kinds: [String] = [], filter: Filter? = nil, audience: Audience = .internal,
    origin: NearQuestion.Origin = .position(centre)
  ) throws -> Answer {
    try NearQuestion(
      origin: origin, withinMetres: metres, kinds: try kinds.map(world.registry.kind), filter: filter, district: nil,
      audience: audience
    ).answer(from: world.registry)
  }

  @Test func `points come nearest first, and within half a metre of the limit as the geodesic says`() throws {
    let world = try World()
    var random = Seeded(20_261_123)
    var expected: [(code: String, distance: Double)] = []
    var records: [(code: String, name: String, geometry: Geometry?, values: [String: Value])] = []
    for number in 0..<300 {
      let metres =
        number < 200
        ? Double.random(in: 4_999.5...5_000.5, using: &random) : Double.random(in: 1...9_000, using: &random)
      let place = Geodesic.cgcs2000.destination(
        from: Self.centre, azimuthDegrees: Double.random(in: 0..<360, using: &random), distanceMetres: metres)
      let code = "E\(1_000 + number)"
      records.append((code, "企业\(number)", .point(place), [:]))
      let distance = Geodesic.cgcs2000.distanceMetres(from: Self.centre, to: place)
      if distance <= 5_000 { expected.append((code, distance)) }
    }
    try world.add("key_enterprise", records)
    let answer = try near(world, 5_000)
    #expect(
      answer.codes == expected.sorted { ($0.distance, $0.code) < ($1.distance, $1.code) }.map(\.code), "\(random)")
    #expect(expected.count > 100 && expected.count < 290, "\(random)")
  }

  @Test func `a point exactly at the limit counts, and of equally near ones the lower code comes first`() throws {
    let world = try World()
    let place = Position(x: 111.23, y: 34.52)
    try world.add("key_enterprise", [("E2", "乙", .point(place), [:]), ("E1", "甲", .point(place), [:])])
    let limit = Geodesic.cgcs2000.distanceMetres(from: Self.centre, to: place)
    #expect(try near(world, limit).codes == ["E1", "E2"])
    #expect(try near(world, limit - 0.001).codes == [])
  }

  @Test func `a place inside an area is at no distance from it, and of lines and areas the nearest part counts`() throws
  {
    let world = try World()
    try world.add("protection_zone", "Z1", "含此处", World.rectangle(111.1, 34.4, 111.3, 34.6))
    try world.add("protection_zone", "Z2", "在东", World.rectangle(111.21, 34.4, 111.3, 34.6))
    let line = [Position(x: 111.0, y: 34.53), Position(x: 111.4, y: 34.53)]
    try world.add("oil_pipeline", "P1", "管线", .lineString(line))
    let answer = try near(world, 5_000)
    #expect(answer.value(.distance, "Z1") == .real(0))
    let edge = bruteDistance(Self.centre, [Position(x: 111.21, y: 34.4), Position(x: 111.21, y: 34.6)])
    #expect(abs((answer.value(.distance, "Z2")?.number ?? 0) - edge) < 0.01)
    #expect(abs((answer.value(.distance, "P1")?.number ?? 0) - bruteDistance(Self.centre, line)) < 0.01)
    #expect(answer.codes == ["Z1", "Z2", "P1"])
  }

  @Test func `the bearing is counted from north to the east`() throws {
    let world = try World()
    try world.add(
      "key_enterprise",
      [("N", "北", .point(Position(x: 111.2, y: 34.51)), [:]), ("E", "东", .point(Position(x: 111.21, y: 34.5)), [:])])
    let answer = try near(world, 5_000)
    #expect(abs((answer.value(.bearing, "N")?.number ?? -1) - 0) < 0.01)
    #expect(abs((answer.value(.bearing, "E")?.number ?? -1) - 90) < 0.01)
  }

  @Test func `what hangs on the precision of its position is flagged, and what lies just outside is spoken of`() throws
  {
    let world = try World()
    func place(_ metres: Double) -> Geometry {
      .point(Geodesic.cgcs2000.destination(from: Self.centre, azimuthDegrees: 90, distanceMetres: metres))
    }
    // Whole seconds of arc are known to half a second, some 15 m.
    try world.add(
      "key_enterprise",
      [
        ("IN", "在内", place(4_900), ["source_position": .text("E111°15′12″,N34°30′00″")]),
        ("EDGE", "临界", place(4_990), ["source_position": .text("E111°15′15″,N34°30′00″")]),
        ("OUT", "略外", place(5_010), ["source_position": .text("E111°15′16″,N34°30′00″")]),
        ("FAR", "在外", place(5_100), ["source_position": .text("E111°15′20″,N34°30′00″")]),
      ])
    let answer = try near(world, 5_000)
    #expect(answer.codes == ["IN", "EDGE"])
    #expect(answer.value(.borderline, "IN") == .boolean(false))
    #expect(answer.value(.borderline, "EDGE") == .boolean(true))
    #expect(answer.warnings.contains { $0.message.contains("另有1条记录略超出范围") })
    #expect(try near(world, 4_950).warnings.isEmpty)
  }

  @Test func `a record asked about is not in its own answer, and one without a place is refused`() throws {
    let world = try World()
    try world.add(
      "key_enterprise",
      [
        ("A", "甲", .point(Self.centre), [:]), ("B", "乙", .point(Position(x: 111.201, y: 34.5)), [:]),
        ("C", "丙", nil, [:]),
      ])
    let origin = try world.registry.record("key_enterprise/A")
    #expect(try near(world, 1_000, origin: .record(origin)).codes == ["B"])
    let lost = try world.registry.record("key_enterprise/C")
    #expect(throws: RegistryError.self) { try near(world, 1_000, origin: .record(lost)) }
  }

  @Test func `the public sees no phone and no exact position, and may not ask by what it can't see`() throws {
    let world = try World()
    let exact = Position(x: 111.2034, y: 34.5071)
    try world.add("drinking_water_source", "S1", "水源", .point(exact), ["phone": .text("13900000000")])
    let answer = try near(world, 3_000, audience: .public)
    #expect(answer.row("S1")?.record?["phone"] == .null)
    #expect(answer.row("S1")?.geometry == .point(Position(x: 111.2, y: 34.5)))
    let byPhone = try Filter(cql2Text: "phone = '13900000000'")
    #expect(throws: RegistryError.self) {
      try near(world, 3_000, kinds: ["drinking_water_source"], filter: byPhone, audience: .public)
    }
    #expect(try near(world, 3_000, kinds: ["drinking_water_source"], filter: byPhone).codes == ["S1"])
  }

  @Test func `the nearest so many are the first of all, however many there are, and all are counted`() throws {
    let world = try World()
    var random = Seeded(31)
    func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    var enterprises: [(code: String, name: String, geometry: Geometry?, values: [String: Value])] = []
    for index in 0..<1_500 {
      var place = Position(x: 111.2 + number(-0.09...0.09), y: 34.5 + number(-0.08...0.08))
      var values: [String: Value] = [:]
      switch index % 5 {
      case 0: place = Position(x: (place.x * 100).rounded() / 100, y: (place.y * 100).rounded() / 100)
      case 1: values["source_position"] = .text("111°12′, 34°30′")
      case 2:
        place = Geodesic.cgcs2000.destination(
          from: Self.centre, azimuthDegrees: number(0...360),
          distanceMetres: [2_000, 5_000][index % 2] + number(-2...2))
      default: break
      }
      enterprises.append(("E\(index)", "企业\(index)", .point(place), values))
    }
    try world.add("key_enterprise", enterprises)
    try world.add("drinking_water_source", "S1", "水源", .point(Position(x: 111.2031, y: 34.5017)))
    try world.add("oil_pipeline", "P1", "管线", .lineString([Position(x: 111, y: 34.53), Position(x: 111.4, y: 34.53)]))
    try world.add("protection_zone", "Z1", "保护区", World.rectangle(111.2, 34.46, 111.3, 34.6))
    let shared = try Registry.openShared(at: world.registry.url)
    let origins = [NearQuestion.Origin.position(Self.centre), .record(try world.registry.record("key_enterprise/E7"))]
    for audience in Audience.allCases {
      for origin in origins {
        for metres in [800, 5_000, 7_000, 60_000.0] {
          let all = try near(world, metres, audience: audience, origin: origin)
          for limit in [1, 10, 300, 1_000, 5_000] {
            let some = try NearQuestion(
              origin: origin, withinMetres: metres, kinds: [], filter: nil, district: nil, audience: audience,
              limit: limit
            ).answer(from: shared)
            let here: Comment = "\(audience), \(metres) m, \(limit), \(random)"
            #expect(some.codes == Array(all.codes.prefix(limit)), here)
            #expect(some.rows.map(\.figures) == all.rows.prefix(limit).map(\.figures), here)
            let isCut = all.rows.count > limit
            #expect(
              some.question.last?.value == (isCut ? .integer(Int64(all.rows.count)) : all.question.last?.value), here)
            #expect(some.warnings.dropFirst(isCut ? 1 : 0) == all.warnings[...], here)
            #expect(!isCut || some.warnings[0].message == "范围内共\(all.rows.count)条记录，此处只列出最近的\(limit)条")
          }
        }
      }
    }
    let under = try NearQuestion(
      origin: origins[0], withinMetres: 7_000, kinds: [try shared.kind("key_enterprise")],
      filter: try Filter(cql2Text: "code LIKE 'E1%'"), district: nil, audience: .internal, limit: 5
    ).answer(from: shared)
    let all = try near(
      world, 7_000, kinds: ["key_enterprise"], filter: try Filter(cql2Text: "code LIKE 'E1%'"))
    #expect(under.codes == Array(all.codes.prefix(5)) && under.question.last?.value == .integer(Int64(all.rows.count)))
  }
}
