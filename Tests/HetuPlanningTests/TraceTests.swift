import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct TraceTests {
  /// The river 示河 with 支河 joining it from the north at 111.2°, speeds 0.5 and 0.25 m/s.
  private func world() throws -> World {
    let world = try World()
    try world.add(
      "river_reach",
      [
        reach("SH-1", "示河", World.path(from: World.source, to: 111.2), speed: 0.5),
        reach("SH-2", "示河", World.path(from: 111.2, to: World.mouth), speed: 0.25),
        reach("ZH-1", "支河", [Position(x: 111.2, y: 34.6), Position(x: 111.2, y: 34.5)], speed: nil),
      ])
    return world
  }

  private func reach(
    _ code: String, _ river: String, _ path: [Position], speed: Double?
  ) -> (code: String, name: String, geometry: Geometry?, values: [String: Value]) {
    (
      code, code, .lineString(path),
      ["river_name": .text(river), "speed_normal_m_s": speed.map(Value.real) ?? .null]
    )
  }

  private func trace(
    _ world: World, from longitude: Double, direction: TraceQuestion.Direction = .downstream, distance: Double? = nil,
    speed: Double? = nil, audience: Audience = .internal
  ) throws -> WaterTrace {
    try WaterTraceQuestion(
      origin: .position(Position(x: longitude, y: World.latitude)), direction: direction, distanceMetres: distance,
      speedMetresPerSecond: speed, audience: audience
    ).answer(from: Water(world.registry))
  }

  @Test func `what lies downstream comes in the order of the water, with distance and time from the place itself`()
    throws
  {
    let world = try world()
    try world.add("emergency_facility", "F1", "下闸", .point(World.beside(111.3, metres: 100)))
    try world.add("emergency_facility", "F0", "上闸", .point(World.beside(111.1, metres: -100)))
    try world.add("emergency_facility", "F2", "上游的闸", .point(World.beside(111.02, metres: 10)))
    let answer = try trace(world, from: 111.05).answer
    #expect(answer.codes == ["F0", "F1"])
    let near = World.km(111.05) - World.km(111.1)
    let far = World.km(111.05) - World.km(111.3)
    #expect(abs((answer.value(.path, "F0")?.number ?? 0) - near) < 0.001)
    #expect(abs((answer.value(.path, "F1")?.number ?? 0) - far) < 0.001)
    // The peak takes L/u through both reaches, the front 0.89 of it.
    let hours = ((World.km(111.05) - World.km(111.2)) / 0.5 + (World.km(111.2) - World.km(111.3)) / 0.25) / 3.6
    #expect(abs((answer.value(.peak, "F1")?.number ?? 0) - hours) < 0.01)
    #expect(abs((answer.value(.arrival, "F1")?.number ?? 0) - 0.89 * hours) < 0.01)
    #expect(answer.value(.bank, "F1") == .text("left"))
  }

  @Test func `upstream takes in the tributaries, and a limit of distance ends it there`() throws {
    let world = try world()
    try world.add("tailings_pond", "T1", "支河上的库", .point(Position(x: 111.2, y: 34.55)))
    try world.add("tailings_pond", "T2", "干流上的库", .point(World.beside(111.1, metres: 50)))
    #expect(Set(try trace(world, from: 111.3, direction: .upstream).answer.codes) == ["T1", "T2"])
    let short = try trace(world, from: 111.3, direction: .upstream, distance: 10_000)
    #expect(short.answer.codes.isEmpty)
    // Ten kilometres lead just past the confluence, into both.
    #expect(short.ends.count == 2 && short.ends.allSatisfy { $0.contains("距离") })
  }

  @Test func `a speed given overrides, and a reach without one says that a default was taken`() throws {
    let world = try world()
    try world.add("emergency_facility", "F1", "支河口下闸", .point(World.beside(111.3, metres: 5)))
    let given = try trace(world, from: 111.2, speed: 1).answer
    let hours = (World.km(111.2) - World.km(111.3)) / 3.6
    #expect(abs((given.value(.peak, "F1")?.number ?? 0) - hours) < 0.01)
    let fromTributary = try WaterTraceQuestion(origin: .position(Position(x: 111.2, y: 34.58)))
      .answer(from: Water(world.registry))
    #expect(fromTributary.answer.warnings.contains { $0.message.contains("默认值") && $0.message.contains("ZH-1") })
    #expect(!given.warnings.contains { $0.message.contains("默认值") })
  }

  @Test func `borders of districts are met on the way`() throws {
    let world = try world()
    try world.add("district", "411281", "甲市", World.rectangle(110.9, 34, 111.25, 35))
    try world.add("district", "411282", "乙市", World.rectangle(111.25, 34, 111.5, 35))
    let border = try #require(try trace(world, from: 111.1).answer.rows.first { $0.kind == "border" })
    #expect(border.name == "甲市—乙市界" && border.title == "县界")
    #expect(abs((border.figures[0].number ?? 0) - (World.km(111.1) - World.km(111.25))) < 0.001)
  }

  @Test func `a place far from any river is an error`() throws {
    #expect(throws: HydrologyError.self) {
      try WaterTraceQuestion(origin: .position(Position(x: 112.5, y: 34.5))).answer(from: Water(try world().registry))
    }
  }

  @Test func `a pipeline's crossing names the valves before and behind it`() throws {
    let world = try world()
    try world.add(
      "oil_pipeline", "P1", "示意管线", .lineString([Position(x: 111.1, y: 34.4), Position(x: 111.1, y: 34.6)]),
      [
        "valves": .list(
          #"[{"name":"南阀室","lon":111.1,"lat":34.45},{"name":"北阀室","lon":111.1,"lat":34.57},{"name":"远处","lon":112,"lat":34}]"#
        )
      ])
    let answer = try CrossingsQuestion(rivers: ["示河"]).answer(from: Water(world.registry))
    let row = try #require(answer.rows.first)
    #expect(answer.rows.count == 1)
    #expect(abs((answer.value(.riverKilometre, "P1")?.number ?? 0) - World.km(111.1)) < 0.001)
    #expect(row.figures.contains(.text("南阀室")) && row.figures.contains(.text("北阀室")))
    let south = Geodesic.cgcs2000.distanceMetres(
      from: Position(x: 111.1, y: 34.45), to: Position(x: 111.1, y: 34.5))
    #expect(abs((answer.value("valve_before_km", "P1")?.number ?? 0) - south / 1_000) < 0.001)
  }

  @Test func `figures for the public rest on the positions that it sees`() throws {
    let world = try world()
    let hidden = World.beside(111.1034, metres: 321)
    try world.add("drinking_water_source", "W1", "水源", .point(hidden))
    let kind = try world.registry.kind("drinking_water_source")
    let near = try NearQuestion(
      origin: .position(World.beside(111.1034, metres: 0)), withinMetres: 5_000, kinds: [kind], filter: nil,
      district: nil, audience: .public
    ).answer(from: world.registry)
    let seen = try #require(near.rows.first?.position)
    #expect(seen != hidden)
    let shown = Geodesic.cgcs2000.distanceMetres(from: World.beside(111.1034, metres: 0), to: seen)
    #expect(abs((near.rows[0].figures[0].number ?? 0) - shown) < 0.1)
    let corridor = try CorridorQuestion(rivers: ["示河"], withinMetres: 5_000, kinds: [kind], audience: .public)
      .answer(from: world.registry)
    #expect(abs((corridor.value(.offset, "W1")?.number ?? 0) - 321) > 1)
  }

  @Test func `a trace for the public begins where the public sees the record`() throws {
    let world = try World.withRiver()
    try world.add("sensitive_target", "M1", "取水口", .point(World.beside(111.1234567, metres: 300)))
    let record = try world.registry.record("sensitive_target/M1")
    let seen = try WaterTraceQuestion(origin: .record(record), audience: .public).answer(from: Water(world.registry))
    #expect(abs(seen.origin.position.x - 111.12) < 1e-6)
  }

  @Test func `a reservoir that is recorded as a facility only is said to hold nothing back`() throws {
    let world = try World.withRiver()
    try world.add(
      "emergency_facility", "F1", "示水库", .point(World.beside(111.2, metres: 10)), ["facility_class": .text("水库")])
    let trace = try WaterTraceQuestion(origin: .position(Position(x: 111.1, y: World.latitude)))
      .answer(from: Water(world.registry))
    #expect(trace.answer.warnings.contains { $0.message.hasPrefix("示水库") && $0.message.contains("未计滞留") })
  }

  @Test func `parts of one line that meet on the water cross it once`() throws {
    let world = try World.withRiver()
    let parts = [[(111.1, 34.4), (111.1, 34.5)], [(111.1, 34.5), (111.1, 34.6)]].map { part in
      part.map { Position(x: $0.0, y: $0.1) }
    }
    try world.add("oil_pipeline", "P1", "管", .multiLineString(parts))
    let answer = try CrossingsQuestion(rivers: nil).answer(from: Water(world.registry))
    #expect(answer.rows.count == 1)
  }

  @Test func `a river of no length can't be traced from, and it is said which reach`() throws {
    let world = try World()
    let place = Position(x: 112, y: 34.5)
    try world.add("river_reach", "Z1", "Z1", .lineString([place, place]), ["river_name": .text("零河")])
    let error = #expect(throws: HydrologyError.self) {
      try WaterTraceQuestion(origin: .position(place)).answer(from: Water(world.registry))
    }
    #expect(error?.code == .withoutLength && error?.message.contains("Z1") == true)
  }
}
