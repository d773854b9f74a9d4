import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// The worked example of a uniform river: 20 m wide, 0.5 m deep, 0.4 m/s, slope 0.004, 1,000 kg.
@Suite struct SpillTests {
  private static let example: [String: Value] = [
    "river_name": .text("示河"), "speed_normal_m_s": .real(0.4), "width_normal_m": .real(20),
    "depth_normal_m": .real(0.5),
    "flow_normal_m3_s": .real(4), "slope_permille": .real(4),
  ]

  private func world(_ values: [String: Value] = example) throws -> World {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)), values)
    return world
  }

  /// The longitude so many kilometres below the source.
  private func longitude(_ km: Double) -> Double {
    let length = World.km(World.source)
    return World.source + (World.mouth - World.source) * km / length
  }

  private func trace(_ world: World, _ spill: Spill?) throws -> Answer {
    try WaterTraceQuestion(
      origin: .position(Position(x: World.source, y: World.latitude)), spill: spill
    ).answer(from: Water(world.registry)).answer
  }

  @Test(arguments: [(2.0, 126.21, 0.742, 2.542), (10, 56.31, 5.317, 9.025), (20, 39.80, 11.558, 16.650)])
  func `a spill of known mass gives the concentrations and times of the closed solution`(
    km: Double, peak: Double, first: Double, last: Double
  ) throws {
    let world = try world()
    try world.add("monitoring_section", "D1", "断面", .point(Position(x: longitude(km), y: World.latitude)))
    // Arsenic has the limit of 0.05 mg/L at which the example's times are taken.
    let answer = try trace(world, try Spill("砷", release: .instantaneous(kilograms: 1_000)))
    let found = try #require(answer.value("concentration_mg_l", "D1")?.number)
    #expect(abs(found - peak) < 0.01 * peak)
    #expect(abs((answer.value("exceeds_from_h", "D1")?.number ?? 0) - first) < 0.02)
    #expect(abs((answer.value("exceeds_until_h", "D1")?.number ?? 0) - last) < 0.03)
    #expect(abs((answer.value("exceedance", "D1")?.number ?? 0) - (found / 0.05 - 1)) < 1e-6 * found / 0.05)
    #expect(answer.value("limit_mg_l", "D1") == .real(0.05))
  }

  @Test func `a section's own water quality target decides the limit`() throws {
    let world = try world()
    let place = Geometry.point(Position(x: longitude(10), y: World.latitude))
    try world.add("monitoring_section", "D1", "断面", place, ["water_quality_target": .text("Ⅱ")])
    let answer = try trace(world, try Spill("NH3-N", release: .instantaneous(kilograms: 1_000)))
    #expect(answer.value("limit_mg_l", "D1") == .real(0.5))
    guard case .text(let basis)? = answer.value("limit_basis", "D1") else {
      Issue.record("no basis")
      return
    }
    #expect(basis.contains("Ⅱ类"))
  }

  @Test func `without a cross-section there are times, no concentrations, and a warning that names what is missing`()
    throws
  {
    let world = try world(["river_name": .text("示河"), "speed_normal_m_s": .real(0.4)])
    try world.add("monitoring_section", "D1", "断面", .point(Position(x: longitude(10), y: World.latitude)))
    let answer = try trace(world, try Spill("苯", release: .instantaneous(kilograms: 5)))
    #expect(answer.value("concentration_mg_l", "D1") == .null)
    #expect(answer.value(.arrival, "D1")?.number != nil)
    #expect(answer.warnings.contains { $0.message.contains("缺流量") && $0.reference == "monitoring_section/D1" })
  }

  @Test func `the band of arrival widens along the river`() throws {
    let world = try world()
    for km in 1...20 {
      try world.add("monitoring_section", "D\(km)", "断面", .point(Position(x: longitude(Double(km)), y: World.latitude)))
    }
    let answer = try trace(world, nil)
    var width = 0.0
    for km in 1...20 {
      let early = try #require(answer.value(.earliestArrival, "D\(km)")?.number)
      let likely = try #require(answer.value(.arrival, "D\(km)")?.number)
      let late = try #require(answer.value(.latestArrival, "D\(km)")?.number)
      #expect(early < likely && likely < late && late - early > width)
      width = late - early
    }
  }

  @Test func `a reservoir on the way delays by its volume over the flow, whatever speed is given elsewhere`() throws {
    let world = try World()
    let flowing: [String: Value] = ["river_name": .text("示河"), "speed_normal_m_s": .real(0.5)]
    try world.add(
      "river_reach",
      [
        ("SH-1", "SH-1", .lineString(World.path(from: World.source, to: 111.1)), flowing),
        (
          "SH-2", "SH-2", .lineString(World.path(from: 111.1, to: 111.2)),
          [
            "river_name": .text("示河"), "river_type": .text("水库库区"), "storage_10k_m3": .real(360),
            "flow_normal_m3_s": .real(10),
          ]
        ),
        ("SH-3", "SH-3", .lineString(World.path(from: 111.2, to: World.mouth)), flowing),
      ])
    try world.add("monitoring_section", "D1", "坝下", .point(Position(x: 111.2, y: World.latitude)))
    let answer = try trace(world, nil)
    let flow = (World.km(World.source) - World.km(111.1)) / 0.5 / 3.6
    // 3.6 million m³ at 10 m³/s are 100 hours.
    #expect(abs((answer.value(.peak, "D1")?.number ?? 0) - flow - 100) < 0.01)
    // Mixed completely it lets the first traces through at once.
    #expect(abs((answer.value(.earliestArrival, "D1")?.number ?? 0) - 0.89 * flow / 1.25) < 0.01)
    #expect(answer.warnings.contains { $0.message.contains("SH-2") && $0.message.contains("滞留") })
  }

  @Test func `hydraulics of the reach stand in for a speed, in their order, and each answer says what it rests on`()
    throws
  {
    let cases: [([String: Value], String)] = [
      (["flow_normal_m3_s": .real(4), "width_normal_m": .real(20), "depth_normal_m": .real(0.5)], "流量÷断面面积"),
      (
        [
          "flow_normal_m3_s": .real(4), "drainage_area_km2": .real(1_000), "mean_annual_flow_m3_s": .real(8),
          "slope_permille": .real(4),
        ], "Jobson 经验公式（有比降）"
      ),
      (
        [
          "width_normal_m": .real(20), "depth_normal_m": .real(0.5), "slope_permille": .real(4),
          "roughness": .real(0.04),
        ], "曼宁公式"
      ),
      (["river_type": .text("山区溪流")], "经验默认值（山区溪流）"),
    ]
    for (values, basis) in cases {
      let world = try world(values.merging(["river_name": .text("示河")]) { $1 })
      let trace = try WaterTraceQuestion(origin: .position(Position(x: 111.1, y: World.latitude)))
        .answer(from: Water(world.registry))
      #expect(trace.passages.map(\.basis) == [basis])
    }
    // The regression with the example's figures: 0.397 m/s.
    let world = try world(cases[1].0.merging(["river_name": .text("示河")]) { $1 })
    let trace = try WaterTraceQuestion(origin: .position(Position(x: 111.1, y: World.latitude)))
      .answer(from: Water(world.registry))
    #expect(abs(trace.passages[0].speedMetresPerSecond - 0.397) < 0.001)
  }

  @Test func `a dry season ends the trace with a sentence, and a spill upstream is refused`() throws {
    let world = try world(["river_name": .text("示河"), "speed_dry_m_s": .real(0), "speed_normal_m_s": .real(1)])
    try world.add("monitoring_section", "D1", "断面", .point(Position(x: longitude(10), y: World.latitude)))
    let origin = WaterOrigin.position(Position(x: World.source, y: World.latitude))
    let dry = try WaterTraceQuestion(origin: origin, season: .dry).answer(from: Water(world.registry))
    #expect(dry.answer.rows.isEmpty && dry.ends.contains { $0.contains("断流") })
    let spill = try Spill("苯", release: .instantaneous(kilograms: 1))
    #expect(throws: RegistryError.self) {
      try WaterTraceQuestion(origin: origin, direction: .upstream, spill: spill).answer(from: Water(world.registry))
    }
  }

  @Test func `a compound counts by what it holds, and what has no limit has concentrations and no multiples`() throws {
    let world = try world()
    try world.add("monitoring_section", "D1", "断面", .point(Position(x: longitude(10), y: World.latitude)))
    func peak(_ spill: Spill) throws -> Double {
      try trace(world, spill).value("concentration_mg_l", "D1")?.number ?? 0
    }
    let release = Release.instantaneous(kilograms: 1_000)
    let cyanide = try peak(try Spill("氰化物", release: release))
    #expect(abs(try peak(try Spill("氰化钠", release: release)) / cyanide - 26.017 / 49.007) < 1e-4)
    // HJ 941 lists methanol; GB 3838 does not limit it.
    let methanol = try trace(world, try Spill("甲醇", release: release))
    #expect((methanol.value("concentration_mg_l", "D1")?.number ?? 0) > 50)
    #expect(methanol.value("exceedance", "D1") == .null && methanol.value("exceedance_text", "D1") == .text("没有限值"))
    #expect(methanol.warnings.contains { $0.message.contains("限值表中没有甲醇") })
    try world.add(
      "key_enterprise", "E", "厂", .point(World.beside(111.1, metres: 100)),
      ["substances": .list(#"[{"name":"丁基黄原酸钠"}]"#)])
    #expect(try Spill("丁基黄原酸钠", release: release, in: world.registry).substance == nil)
    #expect(throws: TravelTimeError.self) { try Spill("丁基黄原酸钠", release: release) }
  }

  @Test func `impossible masses and unknown substances are refused, each with one sentence`() {
    for mass in [-1.0, 0, .nan, .infinity] {
      #expect(throws: TravelTimeError.self) { try Spill("苯", release: .instantaneous(kilograms: mass)) }
    }
    #expect(throws: TravelTimeError.self) { try Spill("苯", release: .lasting(kilograms: 1, hours: -2)) }
    #expect(throws: TravelTimeError.self) { try Spill("水晶", release: .instantaneous(kilograms: 1)) }
    #expect(throws: TravelTimeError.self) { try Spill("pH", release: .instantaneous(kilograms: 1)) }
  }
}
