import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// A river 20 m wide and 0.5 m deep with a slope of 0.004: at 2.7778 m³/s an hour brings 10,000 m³.
@Suite struct ResponseTests {
  private func world(plant: [String: Value] = [:]) throws -> World {
    let world = try World()
    var reach: [String: Value] = ["river_name": .text("示河"), "river_code": .text("SH"), "slope_permille": .real(4)]
    for season in Season.allCases.map(\.rawValue) {
      reach["speed_\(season)_m_s"] = .real(0.27778)
      reach["flow_\(season)_m3_s"] = .real(2.7778)
      reach["width_\(season)_m"] = .real(20)
      reach["depth_\(season)_m"] = .real(0.5)
    }
    try world.add("river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)), reach)
    try world.add(
      "key_enterprise", "E", "厂", point(111.05),
      ["risk_grade": .text("重大"), "substances": .list(#"[{"name":"氰化钠"},{"name":"甲醇"}]"#)].merging(plant) { $1 })
    try world.add("sensitive_target", "M", "取水口", point(111.35), ["target_class": .text("饮用水取水口")])
    try world.add("monitoring_section", [("D1", "上断面", point(111.03), [:]), ("D2", "下断面", point(111.3), [:])])
    try world.add(
      "emergency_facility",
      [
        (
          "UP", "上水库", point(111.01, 5),
          ["facility_class": .text("水库"), "functions": .list(#"["拦截","稀释"]"#), "usable_volume_10k_m3": .real(10)]
        ),
        (
          "G", "闸", point(111.2, 5),
          [
            "facility_class": .text("闸坝"), "functions": .list(#"["拦截","暂存"]"#), "usable_volume_10k_m3": .real(1),
            "opening_time_min": .integer(20), "duty_phone": .text("0398-1234567"),
          ]
        ),
        (
          "T", "筑坝点", point(111.25, 5),
          [
            "facility_class": .text("临时筑坝点"), "functions": .list(#"["拦截","暂存"]"#), "build_time_h": .real(2),
            "section_width_m": .real(20), "bed_slope_permille": .real(4),
          ]
        ),
      ])
    try world.add("rescue_team", "R", "队", point(111.2, 1_000), ["response_time_min": .integer(20)])
    try world.add(
      "government_supply",
      [
        (
          "W1", "次氯酸钠", point(111.2, 1_000),
          [
            "quantity": .real(8), "unit": .text("t"), "purity_pct": .real(10), "depot": .text("库"),
            "category": .text("氧化还原剂"),
          ]
        ),
        ("W2", "编织沙袋", point(111.2, 1_000), ["quantity": .real(500), "unit": .text("个"), "category": .text("沙袋")]),
      ])
    return world
  }

  private func point(_ longitude: Double, _ metres: Double = 100) -> Geometry {
    .point(World.beside(longitude, metres: metres))
  }

  private func plan(_ world: World, _ spill: Spill? = nil) throws -> RiverPlan {
    let requests = try spill.map {
      [
        ScenarioRequest(
          "E", origin: try WaterOrigin("key_enterprise/E", in: world.registry), spill: $0, span: .instantaneous)
      ]
    }
    return try PlanQuestion(scenarios: requests ?? []).plan(of: world.registry.river("示河"), from: Water(world.registry))
  }

  @Test func `a compound's agent is reckoned from the reaction and held against the stock that comes before the front`()
    throws
  {
    let world = try world()
    let spill = try Spill("氰化钠", release: .instantaneous(kilograms: 1_000), in: world.registry)
    let scenario = try #require(try plan(world, spill).scenarios.first)
    let dose = try #require(scenario.response.doses.first { $0.ratio != nil })
    // 2.5 mol of Cl₂ (70.91 g) a mol of CN (26.02 g), of which NaCN holds 26.017/49.007.
    let chlorine = 2.5 * 70.91 / 26.02 * 26.017 / 49.007 * 1_000
    #expect(abs((dose.totalKilograms ?? 0) / chlorine - 1) < 1e-3)
    let need = try #require(scenario.response.needs.first { $0.name.hasPrefix("次氯酸钠") })
    #expect(need.inTime.map(\.record.code) == ["W1"] && abs(need.reachable - 800) < 1e-6)
    #expect(abs((need.shortage ?? 0) - (dose.totalKilograms ?? 0) + 800) < 1e-6)
    // The rate at the peak: 3.6·Q·C·ratio of what is counted.
    let point = try #require(scenario.response.dosingPoint)
    let peak = try #require(point.peaks[.normal])
    #expect(abs((dose.rates[.normal] ?? 0) - 3.6 * 2.7778 * peak * 6.81) < 1e-6 * (dose.rates[.normal] ?? 1))
  }

  @Test
  func `with a mass each target has its peak, multiple, first exceedance and recovery, and the water that dilutes it`()
    throws
  {
    let world = try world()
    let spill = try Spill("NaCN", release: .instantaneous(kilograms: 1_000), in: world.registry)
    let scenario = try #require(try plan(world, spill).scenarios.first)
    let target = try #require(scenario.arrivals.first { $0.row.code == "M" })
    let (peak, limit) = (
      try #require(target.number("concentration_mg_l", in: .normal)),
      try #require(target.number("limit_mg_l", in: .normal))
    )
    #expect(limit == 0.2 && peak > limit && target.text("exceedance_text", in: .normal)?.hasPrefix("超标") == true)
    let from = try #require(target.number("exceeds_from_h", in: .normal))
    let until = try #require(target.number("exceeds_until_h", in: .normal))
    let dilution = try #require(scenario.response.dilutions.first { $0.season == .normal })
    #expect(abs(dilution.dilutingFlow - 2.7778 * (peak - limit) / limit) < 1e-6)
    #expect(abs(dilution.volumeCubicMetres - dilution.dilutingFlow * (until - from) * 3_600) < 1e-3)
    #expect(scenario.response.reservoirs.map(\.record.code) == ["UP"])
  }

  @Test
  func `without a mass nothing is guessed: an hour's inflow for the dam, amounts by the tonne, and gaps that say so`()
    throws
  {
    let plan = try plan(try world())
    let response = try #require(plan.scenarios.first).response
    let dam = try #require(response.dams.first)
    // The worked example: 20 m wide, slope 0.004, 10,000 m³: 2 m deep, 500 m of backwater.
    #expect(!dam.holdsPlug && abs(dam.depthMetres - 2) < 1e-4 && abs(dam.backwaterMetres - 500) < 0.02)
    #expect(response.doses.allSatisfy { $0.totalKilograms == nil } && response.dilutions.isEmpty)
    #expect(response.needs.allSatisfy { $0.amount == nil && $0.shortage == nil })
    #expect(response.treated.map(\.name) == ["氰化钠", "甲醇"] && response.treated[1].treatment == nil)
    let gaps = plan.gaps.filter { $0.chapter == 6 }.map(\.what)
    for part in ["没有设定物质和泄漏量", "甲醇的处置技术没有收录", "筑坝点没有岸高", "小试确定的药剂", "上水库没有蓄水量"] {
      #expect(gaps.contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test func `what two substances both need is listed once`() throws {
    let world = try world(plant: ["substances": .list(#"[{"name":"柴油"},{"name":"汽油"}]"#)])
    let needs = try #require(try plan(world).scenarios.first).response.needs
    let keys = needs.map { "\($0.name) \($0.purpose)" }
    #expect(keys.contains { $0.hasPrefix("围油栏") } && Set(keys).count == keys.count)
  }

  @Test func `clean water is cut off next above the spill, for as long as the volume there holds the flow`() throws {
    let water = try #require(try plan(try world()).scenarios.first?.response.cleanWater)
    #expect(water.item.record.code == "UP")
    #expect(abs(water.distanceKm - (World.km(111.01) - World.km(111.05))) < 0.001)
    #expect(abs((water.holdHours[.wet] ?? 0) - 10) < 0.001)
  }

  @Test func `samples are taken above the spill, at sections, intakes and borders, of what got in and what is dosed`()
    throws
  {
    let world = try world()
    let response = try #require(
      try plan(world, try Spill("氰化钠", release: .instantaneous(kilograms: 10), in: world.registry)).scenarios.first
    ).response
    #expect(response.samplingPoints.map(\.name) == ["上断面", "下断面", "取水口"])
    #expect(response.samplingPoints.map(\.role) == ["对照", "消减", "取水口"])
    #expect(response.samplingPoints[0].pathKm < 0 && response.samplingPoints[0].arrivals.isEmpty)
    for item in ["pH", "氰化物", "余氯"] { #expect(response.samplingItems.contains(item), "\(item)") }
  }

  @Test func `every treatment has agents that supplies know, ratios above nothing, and a source`() throws {
    let rules = try ResponseRules.standard()
    let agents = try #require(try World().registry.kind("government_supply").property("agent")).codes
    for treatment in rules.treatments {
      #expect(!treatment.source.isEmpty && !treatment.method.isEmpty)
      for agent in treatment.agents {
        #expect(agents.contains(agent.agent) && agent.or.allSatisfy(agents.contains), "\(agent.agent)")
        #expect(agent.ratio?.allSatisfy { $0.value > 0 && treatment.substances.contains($0.key) } ?? true)
        #expect((agent.ratio == nil) == (agent.formula == nil))
      }
    }
    let names = rules.treatments.flatMap(\.substances)
    #expect(Set(names).count == names.count)
  }
}
