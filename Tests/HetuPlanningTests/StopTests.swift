import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

/// A river at 0.5 m/s with a gate each few kilometres, a team in a town, and an intake.
@Suite struct StopTests {
  private static let gate: [String: Value] = [
    "facility_class": .text("闸坝"), "functions": .list(#"["拦截"]"#), "opening_time_min": .integer(30),
    "usable_volume_10k_m3": .real(3.6), "duty_phone": .text("0398-5550000"),
  ]

  private func world() throws -> World {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)),
      ["river_name": .text("示河"), "speed_normal_m_s": .real(0.5), "flow_normal_m3_s": .real(2)])
    return world
  }

  private func place(_ longitude: Double) -> Geometry { .point(Position(x: longitude, y: World.latitude)) }

  private func race(
    _ world: World, from longitude: Double = World.source, elapsed: Double = 0, call: Double? = 10,
    mode: TraceQuestion.Mode = .all, spill: Spill? = nil
  ) throws -> WaterRace {
    try StopQuestion(
      WaterTraceQuestion(
        origin: .position(Position(x: longitude, y: World.latitude)), mode: mode, spill: spill),
      elapsedHours: elapsed, callMinutes: call
    ).answer(from: Water(world.registry))
  }

  @Test func `the margin is the earliest front less call, way and closing; the first in time is named`() throws {
    let world = try world()
    try world.add("emergency_facility", "F1", "近闸", place(111.005), Self.gate)
    try world.add("emergency_facility", "F2", "远闸", place(111.1), Self.gate)
    let race = try race(world)
    #expect(race.answer.codes == ["F1", "F2"])
    let early = (World.km(World.source) - World.km(111.1)) / 0.5 / 3.6 * 0.89 / 1.25
    // Margins are rounded down to whole minutes.
    #expect(race.answer.value("margin_min", "F2")?.number == (early * 60 - 40).rounded(.down))
    #expect(race.answer.value("verdict", "F1") == .text("来不及"))
    #expect(race.answer.value("verdict", "F2") == .text("来得及"))
    #expect(race.first == "emergency_facility/F2")
    // 36,000 m³ at 2 m³/s are five hours.
    #expect(abs((race.answer.value("hold_h", "F2")?.number ?? 0) - 5) < 1e-9)
  }

  @Test func `what was spilled hours ago has passed, and the margins shrink by these hours`() throws {
    let world = try world()
    try world.add("emergency_facility", "F1", "近闸", place(111.05), Self.gate)
    try world.add("emergency_facility", "F2", "远闸", place(111.3), Self.gate)
    let (now, later) = (try race(world), try race(world, elapsed: 5))
    #expect(later.answer.value("verdict", "F1") == .text("污染团前锋已过"))
    let margins = try [now, later].map { try #require($0.answer.value("margin_min", "F2")?.number) }
    #expect(abs(margins[0] - margins[1] - 300) < 1e-6)
  }

  @Test func `a facility that must be built waits for the slower of team and supplies`() throws {
    let world = try world()
    try world.add(
      "emergency_facility", "F1", "筑坝点", place(111.3),
      ["facility_class": .text("临时筑坝点"), "functions": .list(#"["拦截"]"#), "build_time_h": .real(2)])
    let unknown = try race(world)
    #expect(unknown.answer.value("verdict", "F1") == .text("不能判断（缺到场时间）"))
    try world.add(
      "rescue_team", "T1", "近队", .point(World.beside(111.3, metres: 10_000)), ["response_time_min": .integer(20)])
    try world.add(
      "government_supply", "S1", "编织袋", .point(World.beside(111.3, metres: 20_000)),
      ["category": .text("沙袋"), "depot": .text("远库"), "load_time_min": .integer(30)])
    // A nearer depot, but its things are past their date; and one that has nothing of use for a dam.
    try world.add(
      "government_supply", "S2", "旧袋", .point(World.beside(111.3, metres: 1_000)),
      ["category": .text("沙袋"), "expires_on": .text("2020-01-01")])
    try world.add(
      "government_supply", "S3", "防护服", .point(World.beside(111.3, metres: 500)), ["category": .text("防护服")])
    let race = try StopQuestion(
      WaterTraceQuestion(origin: .position(Position(x: World.source, y: World.latitude))), callMinutes: 10,
      today: "2026-11-25"
    ).answer(from: Water(world.registry))
    // 20 km × 1.4 at 40 km/h are 42 minutes, after 30 of loading; the team is there after 41.
    #expect(abs((race.answer.value("travel_min", "F1")?.number ?? 0) - 72) < 0.1)
    #expect(abs((race.answer.value("needed_min", "F1")?.number ?? 0) - 202) < 0.1)
    #expect(race.answer.value("by", "F1") == .text("近队＋远库"))
  }

  @Test func `drinking water sources and what can't hold water are never the line before a target`() throws {
    let world = try world()
    try world.add(
      "emergency_facility", "F1", "水源水库", place(111.15),
      Self.gate.merging(["is_drinking_water_source": .boolean(true)]) { $1 })
    try world.add(
      "emergency_facility", "F2", "桥", place(111.2),
      ["facility_class": .text("桥梁"), "functions": .list(#"["净化处置"]"#)])
    try world.add("sensitive_target", "M1", "取水口", place(111.25))
    let race = try race(world)
    #expect(race.first == nil)
    #expect(
      race.answer.value("verdict", "F1") == .text("不用于拦截") && race.answer.value("verdict", "F2") == .text("不用于拦截"))
    #expect(race.answer.value("verdict", "M1") == .text("上游没有来得及的防线"))
    #expect(race.answer.warnings.contains { $0.message.contains("没有一处能确定") })
  }

  @Test func `the last line before a target is the lowest gate in time above it, with what all of them hold`() throws {
    let world = try world()
    for (code, longitude) in [("F1", 111.1), ("F2", 111.2), ("F3", 111.35)] {
      try world.add("emergency_facility", code, code, place(longitude), Self.gate)
    }
    try world.add("sensitive_target", "M1", "取水口", place(111.3))
    let race = try race(world)
    #expect(race.answer.value("last_line", "M1") == .text("F2"))
    #expect(abs((race.answer.value("volume_10k_m3", "M1")?.number ?? 0) - 7.2) < 1e-9)
    let kilometres = race.stretches.map { ($0.fromPathKm, $0.toPathKm) }
    let km = [World.source, 111.1, 111.2, 111.35, World.mouth].map { World.km(World.source) - World.km($0) }
    // Stretches of 5 km and more between the release and the gates, and the end.
    let expected = zip(km, km.dropFirst()).filter { $1 - $0 > 5 }
    #expect(kilometres.count == expected.count)
    for (found, wanted) in zip(kilometres, expected) {
      #expect(abs(found.0 - wanted.0) < 0.001 && abs(found.1 - wanted.1) < 0.001)
    }
    #expect(race.stretches.contains { $0.targets == ["取水口"] })
  }

  /// A measured river with a gate above an intake.
  private func gatedWorld() throws -> World {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)),
      [
        "river_name": .text("示河"), "speed_normal_m_s": .real(0.5), "flow_normal_m3_s": .real(2),
        "width_normal_m": .real(10), "depth_normal_m": .real(0.4),
      ])
    try world.add("emergency_facility", "F1", "闸", place(111.2), Self.gate)
    try world.add("sensitive_target", "M1", "取水口", place(111.3))
    return world
  }

  @Test(arguments: [
    (Release.instantaneous(kilograms: 10), "可防护", "来得及"),
    (.lasting(kilograms: 31_000, hours: 24), "有防线，容积不足", "来得及，容积不足"),
    (.ongoing(kilogramsPerHour: 500), "有防线，容积不足", "来得及，容积不足"),
  ])
  func `a gate shields a target only where it holds the whole polluted plug`(
    _ release: Release, _ shielded: String, _ verdict: String
  ) throws {
    let world = try gatedWorld()
    let race = try race(world, spill: try Spill("氰化物", release: release))
    #expect(race.answer.value("verdict", "M1") == .text(shielded))
    #expect(race.answer.value("verdict", "F1") == .text(verdict))
    #expect(race.answer.value("last_line", "M1") == .text("闸"))
    let note = race.answer.value("note", "F1")?.text ?? ""
    #expect(note.contains("只能延迟") == (shielded != "可防护"))
    // The race is against what comes first: the front, or the limit exceeded.
    let trace = try WaterTraceQuestion(
      origin: .position(Position(x: World.source, y: World.latitude)), spill: try Spill("氰化物", release: release)
    ).answer(from: Water(world.registry))
    let starts = ["arrival_earliest_h", "exceeds_from_earliest_h"].compactMap { trace.answer.value($0, "F1")?.number }
    #expect(race.answer.value("arrival_earliest_h", "F1")?.number == starts.min())
  }

  @Test func `without a mass volumes are not compared, and it is said`() throws {
    let world = try world()
    try world.add("emergency_facility", "F1", "闸", place(111.2), Self.gate)
    try world.add("sensitive_target", "M1", "取水口", place(111.3))
    let race = try race(world)
    #expect(race.answer.value("verdict", "M1") == .text("有防线，未核容积"))
    #expect(race.answer.warnings.contains { $0.message.contains("来得及不等于拦得住") })
  }

  @Test func `a substance without a limit has no plug to compare, and that is said as in a trace`() throws {
    let world = try gatedWorld()
    let race = try race(world, spill: try Spill("硫酸", release: .instantaneous(kilograms: 50_000)))
    #expect(race.answer.value("verdict", "M1") == .text("有防线，未核容积"))
    #expect(race.answer.value("verdict", "F1") == .text("来得及"))
    #expect(race.answer.value("plug_10k_m3", "F1") == .null && race.answer.value("plug_10k_m3", "M1") == .null)
    for part in ["限值表中没有硫酸", "来得及不等于拦得住"] {
      #expect(race.answer.warnings.contains { $0.message.contains(part) }, "\(part)")
    }
  }

  @Test func `a gate on one of two arms shields nothing below where they meet again`() throws {
    let world = try World()
    let values: [String: Value] = ["river_name": .text("示河"), "speed_normal_m_s": .real(0.3)]
    let canal: [String: Value] = ["river_name": .text("引水渠"), "speed_normal_m_s": .real(0.3)]
    let round = [(111.1, 34.5), (111.1, 34.52), (111.2, 34.52), (111.2, 34.5)].map { Position(x: $0.0, y: $0.1) }
    try world.add(
      "river_reach",
      [
        ("A", "A", .lineString(World.path(from: World.source, to: 111.1)), values),
        ("B", "B", .lineString(World.path(from: 111.1, to: 111.2)), values),
        ("C", "C", .lineString(World.path(from: 111.2, to: World.mouth)), values),
        ("D", "D", .lineString(round), canal),
      ])
    try world.add(
      "emergency_facility", "F1", "河闸", place(111.15), Self.gate.merging(["river_name": .text("示河")]) { $1 })
    try world.add("sensitive_target", "M1", "下游取水口", place(111.3))
    try world.add("sensitive_target", "M0", "减水河段取水口", place(111.18), ["river_name": .text("示河")])
    let race = try race(world)
    #expect(race.answer.value("verdict", "F1") == .text("来得及"))
    #expect(race.answer.value("last_line", "M0") == .text("河闸"))
    #expect(race.answer.value("last_line", "M1") == .null)
    try world.add(
      "emergency_facility", "F2", "渠闸", .point(Position(x: 111.15, y: 34.52)),
      Self.gate.merging(["river_name": .text("引水渠")]) { $1 })
    // Each arm has its gate, but each alone shields nothing: that is told, not guessed.
    #expect(try self.race(world).answer.value("last_line", "M1") == .null)
  }

  @Test func `a river without facilities says that there is nowhere to stop`() throws {
    let race = try race(try world())
    #expect(race.answer.rows.isEmpty && race.first == nil && race.stretches.count == 1)
    #expect(race.answer.warnings.contains { $0.message.contains("找空间") })
    #expect(race.answer.warnings.contains { $0.message.contains("规则未核对") })
  }

  @Test func `negative hours since the release are refused`() throws {
    let world = try world()
    try world.add("emergency_facility", "F1", "近闸", place(111.05), Self.gate)
    #expect(throws: TravelTimeError.self) { try race(world, elapsed: -1) }
    #expect(throws: TravelTimeError.self) { try race(world, call: -5) }
  }

  @Test func `one team counts at one place only, and what is off the river closes none`() throws {
    let world = try world()
    let dam: [String: Value] = [
      "facility_class": .text("临时筑坝点"), "functions": .list(#"["拦截","暂存"]"#), "build_time_h": .real(0.5),
      "usable_volume_10k_m3": .real(1),
    ]
    for (code, longitude) in [("F1", 111.25), ("F2", 111.3)] {
      try world.add("emergency_facility", code, code, place(longitude), dam)
    }
    try world.add(
      "emergency_facility", "P1", "厂区应急池", .point(World.beside(111.32, metres: 600)),
      [
        "facility_class": .text("应急池"), "functions": .list(#"["暂存","导流"]"#), "usable_volume_10k_m3": .real(50),
        "opening_time_min": .integer(10), "duty_phone": .text("0398-5550001"),
      ])
    try world.add("rescue_team", "T1", "唯一队", place(111.28), ["response_time_min": .integer(10)])
    try world.add(
      "government_supply", "S1", "编织袋", place(111.28), ["category": .text("沙袋"), "load_time_min": .integer(10)])
    try world.add("sensitive_target", "M1", "取水口", place(111.35))
    let race = try race(world)
    #expect(race.answer.value("verdict", "F1") == .text("来得及") && race.answer.value("verdict", "F2") == .text("来得及"))
    #expect(race.answer.value("verdict", "P1") == .text("不用于拦截"))
    #expect(race.answer.value("note", "P1")?.text?.contains("不能拦断河道") == true)
    #expect(race.answer.value("last_line", "M1") == .text("F2"))
    // Not the two million litres of both dams.
    #expect(race.answer.value("volume_10k_m3", "M1")?.number == 1)
    #expect(race.answer.value("note", "M1")?.text?.contains("唯一队要赶多处") == true)
    #expect(race.answer.warnings.contains { $0.message.contains("唯一队是2处设施最快的队伍") })
  }

  @Test func `a target that the front has passed is told as passed`() throws {
    let world = try world()
    try world.add("sensitive_target", "M1", "近取水口", place(111.03))
    try world.add("sensitive_target", "M2", "远取水口", place(111.35))
    let race = try race(world, elapsed: 5)
    #expect(race.answer.value("verdict", "M1") == .text("污染团前锋已过"))
    #expect(race.answer.value("verdict", "M2") == .text("上游没有来得及的防线"))
  }
}
