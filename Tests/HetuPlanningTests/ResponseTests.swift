import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

/// A river 20 m wide and 0.5 m deep with a slope of 0.004: at 2.7778 m³/s an hour brings 10,000 m³.
@Suite struct ResponseTests {
  /// - Parameters:
  ///   - hydrology: what the reach has instead.
  ///   - facilities: what facilities have besides, by code.
  ///   - missing: the facilities that are not there.
  private func world(
    plant: [String: Value] = [:], hydrology: [String: Value] = [:], facilities: [String: [String: Value]] = [:],
    without missing: Set<String> = []
  ) throws -> World {
    let world = try World()
    var reach: [String: Value] = ["river_name": .text("示河"), "river_code": .text("SH"), "slope_permille": .real(4)]
    for season in Season.allCases.map(\.rawValue) {
      reach["speed_\(season)_m_s"] = .real(0.27778)
      reach["flow_\(season)_m3_s"] = .real(2.7778)
      reach["width_\(season)_m"] = .real(20)
      reach["depth_\(season)_m"] = .real(0.5)
    }
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)),
      reach.merging(hydrology) { $1 })
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
      ].filter { !missing.contains($0.0) }.map { ($0.0, $0.1, $0.2, $0.3.merging(facilities[$0.0] ?? [:]) { $1 }) })
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
    // What is to be prepared for is the upper end of the peak.
    let high = try #require(point.highPeaks[.normal])
    #expect(high > peak)
    #expect(abs((dose.highRates[.normal] ?? 0) - 3.6 * 2.7778 * high * 6.81) < 1e-6 * (dose.highRates[.normal] ?? 1))
  }

  @Test func `stock whose active share is not recorded is not counted, and it is said`() throws {
    let world = try world()
    try world.add(
      "government_supply",
      [
        ("W3", "次氯酸钠溶液", point(111.2, 900), ["quantity": .real(200), "unit": .text("t")]),
        ("W4", "漂白粉", point(111.2, 900), ["quantity": .real(200), "unit": .text("t")]),
      ])
    let spill = try Spill("氰化钠", release: .instantaneous(kilograms: 1_000), in: world.registry)
    let response = try #require(try plan(world, spill).scenarios.first).response
    let need = try #require(response.needs.first { $0.name.hasPrefix("次氯酸钠") })
    let unstated = need.inTime.filter { $0.record.code != "W1" }
    #expect(unstated.map(\.record.code) == ["W3", "W4"])
    #expect(unstated.allSatisfy { $0.amount == nil && $0.uncounted == "有效成分未登记" })
    #expect(abs(need.reachable - 800) < 1e-6 && (need.shortage ?? 0) > 2_000)
    #expect(response.lacks.contains { $0.what == "次氯酸钠溶液、漂白粉没有登记有效成分含量，未计入可用量" })
  }

  @Test func `a substance without a limit has no plug: no dam is told for it, and what is missing is said`() throws {
    let world = try world()
    let spill = try Spill("硫酸", release: .instantaneous(kilograms: 50_000), in: world.registry)
    let scenario = try #require(try plan(world, spill).scenarios.first)
    let response = scenario.response
    #expect(response.works.map(\.record.code) == ["G", "T"])
    for season in Season.allCases {
      #expect(response.works.allSatisfy { $0.meeting.number("plug_10k_m3", in: season) == nil })
      let target = try #require(scenario.runners.first { $0.row.code == "M" })
      #expect(target.text("verdict", in: season) == WaterRace.Shielding.unchecked.rawValue)
    }
    #expect(response.dams.isEmpty && response.dilutions.isEmpty)
    let lacks = response.lacks.map(\.what)
    #expect(lacks.contains("筑坝点丰水期、平水期、枯水期的污染团水量未知，没有推算临时坝的高度"))
    #expect(lacks.contains("硫酸没有收录限值，是否超标、污染团水量和稀释水量不能判断"))
    // The agent follows from the reaction all the same.
    #expect(abs((response.doses.first?.totalKilograms ?? 0) - 50_000 * 0.572) < 1e-6)
  }

  @Test func `with a mass a dam is told of the plug, in the seasons whose plug is known`() throws {
    let world = try world()
    let release = Release.instantaneous(kilograms: 1_000)
    let known = try plan(world, try Spill("氰化钠", release: release, in: world.registry))
    let dams = try #require(known.scenarios.first).response.dams
    #expect(dams.map(\.season) == [.wet, .normal, .dry] && dams.allSatisfy(\.holdsPlug))
    let shallow = try self.world(hydrology: ["depth_dry_m": .null])
    let open = try #require(
      try plan(shallow, try Spill("氰化钠", release: release, in: shallow.registry)).scenarios.first
    ).response
    #expect(open.dams.map(\.season) == [.wet, .normal] && open.dams.allSatisfy(\.holdsPlug))
    #expect(open.lacks.contains { $0.what.hasPrefix("筑坝点枯水期的污染团水量未知") })
  }

  /// A facility that is in time wherever it stands.
  private func ready(_ kind: String, _ functions: String, _ more: [String: Value] = [:]) -> [String: Value] {
    let values: [String: Value] = [
      "facility_class": .text(kind), "functions": .list(functions), "opening_time_min": .integer(10),
      "duty_phone": .text("0398-1234567"),
    ]
    return values.merging(more) { $1 }
  }

  @Test func `agents are dosed over the river, where vehicles get to, and never into water that people drink`() throws {
    let world = try world()
    try world.add(
      "protection_zone", "Z", "一级保护区", World.rectangle(111.19, 34.49, 111.195, 34.51), ["zone_level": .text("一级")])
    try world.add(
      "emergency_facility",
      [
        (
          "RES", "水源水库", point(111.185, 5),
          ready("水库", #"["拦截","净化处置"]"#, ["is_drinking_water_source": .boolean(true)])
        ), ("ZONE", "区内桥", point(111.192, 5), ready("桥梁", #"["净化处置"]"#)),
        ("POOL", "厂区池", point(111.194, 600), ready("应急池", #"["暂存","净化处置"]"#)),
        ("WWTP", "污水厂", point(111.196, 600), ready("污水处理厂", #"["净化处置"]"#)),
        ("PATH", "人行桥", point(111.197, 5), ready("桥梁", #"["净化处置"]"#, ["road_access": .text("无路")])),
      ])
    #expect(try #require(plan(world).scenarios.first).response.dosingPoint?.record.code == "G")
    try world.add("emergency_facility", "BRIDGE", "公路桥", point(111.198, 5), ready("桥梁", #"["净化处置"]"#))
    #expect(try #require(plan(world).scenarios.first).response.dosingPoint?.record.code == "BRIDGE")
  }

  @Test func `where nothing closes the river in time people and agents are called to the dosing point`() throws {
    let world = try world(without: ["G", "T"])
    try world.add("emergency_facility", "BRIDGE", "公路桥", point(111.2, 5), ready("桥梁", #"["净化处置"]"#))
    let spill = try Spill("氰化钠", release: .instantaneous(kilograms: 100), in: world.registry)
    let scenario = try #require(try plan(world, spill).scenarios.first)
    let (response, bridge) = (scenario.response, try #require(scenario.runners.first { $0.row.code == "BRIDGE" }))
    #expect(response.works.isEmpty && response.site == "公路桥")
    let front = try #require(bridge.number("arrival_earliest_h", in: .wet))
    #expect(abs((response.siteMinutes ?? 0) - front * 60) < 1e-6)
    #expect(abs((response.siteLimitMinutes ?? 0) - front * 60 + 10) < 1e-6)
    #expect(response.needs.contains { $0.name.hasPrefix("次氯酸钠") && !$0.inTime.isEmpty })
  }

  @Test func `one stock is given out once, and must be at each work before the time that it takes there`() throws {
    let bags: [String: Value] = ["materials": .list(#"[{"name":"沙袋","unit":"个","quantity":400}]"#)]
    let scenario = try #require(try plan(try world(facilities: ["G": bags, "T": bags])).scenarios.first)
    let needs = scenario.response.needs.filter { $0.name == "沙袋" }
    #expect(needs.map(\.place) == ["闸", "筑坝点"] && needs.map(\.reachable) == [500, 100])
    #expect(needs.map(\.shortage) == [0, 300])
    for (need, minutes) in zip(needs, [20.0, 120]) {
      let work = try #require(scenario.response.works.first { $0.record.name == need.place })
      let fronts = Season.allCases.compactMap { work.meeting.number("arrival_earliest_h", in: $0) }
      #expect(abs((need.limitMinutes ?? 0) - ((fronts.min() ?? 0) * 60 - minutes)) < 1e-6)
    }
  }

  @Test func `material that is there before the front, but not before the dam can be built, is not in time`() throws {
    // Two hours of building leave the team and its bags some minutes; what comes from afar is there before the front alone.
    let bags: [String: Value] = ["materials": .list(#"[{"name":"围堰","unit":"m","quantity":50}]"#)]
    let world = try world(facilities: ["T": bags])
    let front = try #require(
      try plan(world).scenarios.first?.response.works.first { $0.record.code == "T" }?
        .meeting.number("arrival_earliest_h", in: .wet))
    let minutes = front * 60 - 60 - 15 - 30
    try world.add(
      "government_supply", "FAR", "充气围堰", point(111.25, minutes / 60 * 40 / 1.4 * 1_000),
      ["quantity": .real(50), "unit": .text("m"), "load_time_min": .integer(30)])
    let need = try #require(
      try plan(world).scenarios.first?.response.needs.first { $0.name == "围堰" && $0.place == "筑坝点" })
    let delivery = try #require(need.deliveries.first)
    #expect(delivery.minutes < front * 60 && need.inTime.isEmpty && need.shortage == 50)
  }

  @Test func `clean water for dilution rests on the flow of the arm that the target lies on`() throws {
    let world = try World()
    let round = [(111.2, 34.5), (111.2, 34.52), (111.3, 34.52), (111.3, 34.5)].map { Position(x: $0.0, y: $0.1) }
    let reaches: [(code: String, line: [Position], flow: Double)] = [
      ("A", World.path(from: World.source, to: 111.2), 3), ("B", World.path(from: 111.2, to: 111.3), 1),
      ("C", World.path(from: 111.3, to: World.mouth), 3), ("D", round, 2),
    ]
    for reach in reaches {
      try world.add(
        "river_reach", reach.code, reach.code, .lineString(reach.line),
        [
          "river_name": .text("示河"), "river_code": .text("SH"), "speed_normal_m_s": .real(0.3),
          "flow_normal_m3_s": .real(reach.flow), "width_normal_m": .real(10), "depth_normal_m": .real(0.5),
        ])
    }
    try world.add("key_enterprise", "E", "厂", point(111.05), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "M", "取水口", point(111.25), ["target_class": .text("饮用水取水口")])
    let spill = try Spill("氰化钠", release: .instantaneous(kilograms: 1_000), in: world.registry)
    let dilutions = try #require(try plan(world, spill).scenarios.first).response.dilutions
    #expect(dilutions.map(\.season) == [.normal] && dilutions.map(\.flow) == [1])
  }

  @Test func `booms are needed for each of several lines, so that one line's length is no verdict`() throws {
    let world = try world()
    try world.add(
      "government_supply", "B", "围油栏", point(111.2, 900),
      ["quantity": .real(70), "unit": .text("m"), "category": .text("围油栏")])
    let spill = try Spill("石油类", release: .instantaneous(kilograms: 1_000), in: world.registry)
    let need = try #require(try plan(world, spill).scenarios.first?.response.needs.first { $0.name == "围油栏" })
    #expect(need.isEach && need.amount == 20 && need.reachable == 70 && need.shortage == nil)
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
    #expect(!response.doses.isEmpty && response.doses.allSatisfy { $0.totalKilograms == nil })
    #expect(response.dilutions.isEmpty)
    #expect(!response.needs.isEmpty && response.needs.allSatisfy { $0.amount == nil && $0.shortage == nil })
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
    // 100,000 m³ hold 2.778 m³/s a little less than 10 h; nobody is promised more.
    #expect(abs((water.holdHours[.wet] ?? 0) - 9.9) < 0.001)
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
    #expect(rules.treatment(of: "氢氧化钠溶液")?.title == "碱" && rules.treatment(of: "溶液") == nil)
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
