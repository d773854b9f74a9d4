import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import TestSupport
import Testing

@Suite struct PlanTests {
  private func plan(_ world: World, _ audience: Audience = .internal) throws -> RiverPlan {
    try PlanQuestion(audience: audience).plan(of: try world.registry.river("示河"), from: Water(world.registry))
  }

  private func point(_ longitude: Double, _ metres: Double = 100) -> Geometry {
    .point(World.beside(longitude, metres: metres))
  }

  private static let holding: [String: Value] = ["functions": .list(#"["拦截","暂存"]"#), "usable_volume_10k_m3": .real(5)]

  private func threat(_ world: World, _ code: String) throws -> RiverPlan.Threat {
    try #require(try plan(world).sources.first { $0.source.record.code == code })
  }

  @Test func `everything stands in the order of the water`() throws {
    let world = try World.withRiver()
    for (kind, letter) in [
      ("key_enterprise", "E"), ("sensitive_target", "T"), ("emergency_facility", "F"), ("monitoring_section", "D"),
    ] {
      try world.add(kind, [(letter + "2", "下", point(111.3), [:]), (letter + "1", "上", point(111.1), [:])])
    }
    let plan = try plan(world)
    #expect(plan.sources.map(\.source.record.code) == ["E1", "E2"])
    #expect(plan.targets.map(\.record.code) == ["T1", "T2"])
    #expect(plan.facilities.map(\.record.code) == ["F1", "F2"])
    #expect(plan.sections.map(\.record.code) == ["D1", "D2"])
    #expect(plan.reaches.map(\.record.code) == ["SH-1", "SH-2"])
    #expect(plan.facilities[0].place.hasSuffix("左岸") && plan.facilities[0].place.hasPrefix("K27+"))
  }

  @Test func `a route that crosses the river twice is one source in the gaps`() throws {
    let world = try World.withRiver()
    let route = [(111.1, 34.4), (111.1, 34.6), (111.2, 34.6), (111.2, 34.4)].map { Position(x: $0.0, y: $0.1) }
    try world.add("hazmat_route", "R", "路线", .lineString(route))
    try world.add("sensitive_target", "T", "目标", point(111.3))
    let plan = try plan(world)
    #expect(plan.mobileSources.count == 2)
    #expect(plan.gaps.contains { $0.what == "1个风险源与其下游最近的敏感目标之间没有能拦断河道的设施：路线" })
  }

  @Test func `a source's next target and facility lie below it, and a facility above the target shields it`() throws {
    let world = try World.withRiver()
    try world.add(
      "key_enterprise",
      [("E1", "甲", point(111.05), [:]), ("E2", "乙", point(111.22), [:]), ("E3", "丙", point(111.38), [:])])
    try world.add("sensitive_target", [("T1", "取水口", point(111.2), [:]), ("T2", "取水口二", point(111.3), [:])])
    try world.add(
      "emergency_facility",
      [
        ("F0", "上闸", point(111.01), Self.holding), ("F1", "闸", point(111.1), Self.holding),
        ("F2", "下闸", point(111.35), Self.holding),
      ])
    let (first, second, third) = (try threat(world, "E1"), try threat(world, "E2"), try threat(world, "E3"))
    #expect(first.target?.record.code == "T1" && first.facility?.record.code == "F1" && first.isShielded)
    #expect(abs((first.targetPathKm ?? 0) - (World.km(111.05) - World.km(111.2))) < 0.001)
    #expect(abs((first.facilityPathKm ?? 0) - (World.km(111.05) - World.km(111.1))) < 0.001)
    #expect(second.target?.record.code == "T2" && second.facility?.record.code == "F2" && !second.isShielded)
    #expect(third.target == nil && third.facility == nil && !third.isShielded)
    #expect(try plan(world).gaps.contains { $0.chapter == 5 && $0.what.contains("乙") && !$0.what.contains("甲") })
  }

  @Test func `a river drawn into another than it is recorded to flow into is a gap`() throws {
    func mouth(_ recorded: String?, besides third: Bool = false) throws -> (RiverPlan.Mouth, [RiverPlan.Gap]) {
      let world = try World.withRiver()
      let across = [Position(x: World.mouth, y: 34.6), Position(x: World.mouth, y: 34.4)]
      try world.addReach("DH-1", river: "大河", "DH", across)
      if third { try world.addReach("XH-1", river: "小河", "XH", World.path(from: World.mouth, to: World.mouth + 0.05)) }
      if let recorded {
        try world.add("river", "SH", "示河", nil, ["flows_into": .text(recorded)])
      }
      let plan = try plan(world)
      return (plan.mouth, plan.gaps.filter { $0.rule == .mouth })
    }
    let (silent, _) = try mouth(nil)
    #expect(silent.name == "大河" && silent.recorded == nil && !silent.isContradictory)
    let (same, none) = try mouth("小河（下游段）", besides: true)
    #expect(same.drawn == "小河" && !same.isContradictory && none.isEmpty)
    let (other, gaps) = try mouth("黄河")
    #expect(other.name == "黄河" && other.drawn == "大河" && other.isContradictory)
    #expect(gaps.map(\.what) == ["登记汇入黄河，图上河线末端却接大河，其中一处有误"])
  }

  @Test func `a target that reaches from above a source to below it is at no distance`() throws {
    let world = try World.withRiver()
    try world.add("protection_zone", "Z", "保护区", World.rectangle(111.1, 34.49, 111.2, 34.51))
    try world.add("key_enterprise", [("IN", "区内", point(111.15), [:]), ("BELOW", "区下", point(111.25), [:])])
    let inside = try threat(world, "IN")
    #expect(inside.target?.record.code == "Z" && inside.targetPathKm == 0)
    #expect(try threat(world, "BELOW").target == nil)
  }

  @Test
  func `a park that touches the river by its upper corner spills from its lower end, and stays clean water above it`()
    throws
  {
    let world = try World.withRiver()
    let ring = [(111.1, 34.499), (111.15, 34.502), (111.15, 34.505), (111.1, 34.505), (111.1, 34.499)]
    try world.add(
      "chemical_park", "P", "园区", .polygon(Polygon(rings: [ring.map { Position(x: $0.0, y: $0.1) }])),
      ["risk_grade": .text("重大")])
    try world.add(
      "emergency_facility",
      [
        ("ABOVE", "上闸", point(111.05), Self.holding), ("BESIDE", "园区闸", point(111.13), Self.holding),
        ("BELOW", "下闸", point(111.155), Self.holding),
      ])
    try world.add(
      "sensitive_target",
      [("NEAR", "园区取水口", point(111.14), [:]), ("FAR", "下取水口", point(111.25), [:])].map {
        ($0.0, $0.1, $0.2, ["target_class": .text("饮用水取水口")])
      })
    let plan = try plan(world)
    let source = try #require(plan.sources.first?.source)
    #expect(abs(source.riverKm - World.km(111.1)) < 0.01 && abs(source.lowerKm - World.km(111.15)) < 0.01)
    #expect(plan.sources.first?.facility?.record.code == "BELOW")
    let requested = try PlanQuestion(
      scenarios: [
        ScenarioRequest(
          "P", origin: try WaterOrigin("chemical_park/P", in: world.registry), spill: nil, span: .instantaneous)
      ]
    ).plan(of: world.registry.river("示河"), from: Water(world.registry))
    for scenario in [plan, requested].compactMap(\.scenarios.first) {
      let origin = scenario.origin
      #expect(origin.place.hasPrefix("下端K22+") && abs(origin.position.x - 111.15) < 1e-4)
      #expect(origin.riverKm == source.lowerKm && origin.upperKm == source.riverKm)
      #expect(scenario.response.cleanWater?.item.record.code == "ABOVE")
      // What lies beside the park may be reached at once; what lies below it counts from its lower end.
      let targets = scenario.arrivals.filter(\.isTarget)
      #expect(targets.map(\.row.code) == ["NEAR", "FAR"])
      #expect(targets[0].pathKm == 0 && targets[0].number("arrival_earliest_h", in: .dry) == 0)
      #expect(abs(targets[1].pathKm - (source.lowerKm - World.km(111.25))) < 0.01)
      #expect(scenario.traces[.dry]?.answer.warnings.contains { $0.message.hasPrefix("园区沿河自K27+") } == true)
      let beside = try #require(scenario.runners.first { $0.row.code == "NEAR" })
      #expect(beside.text("verdict", in: .wet) == WaterRace.Shielding.none.rawValue)
    }
  }

  @Test func `what can't stop water, and what people drink from, is no barrier`() throws {
    let world = try World.withRiver()
    try world.add("key_enterprise", "E", "厂", point(111.01))
    try world.add("drinking_water_source", "S", "清水水库水源地", point(111.32))
    try world.add(
      "protection_zone", "Z", "一级保护区", World.rectangle(111.24, 34.49, 111.26, 34.51), ["zone_level": .text("一级")])
    try world.add(
      "emergency_facility",
      [
        ("BRIDGE", "桥", point(111.05), ["functions": .list(#"["监测"]"#)]), ("BLANK", "空白", point(111.06), [:]),
        ("STATED", "水厂库", point(111.1), Self.holding.merging(["is_drinking_water_source": .boolean(true)]) { $1 }),
        ("NAMED", "清水水库", point(111.2), Self.holding), ("ZONE", "区内塘", point(111.25), Self.holding),
        ("GOOD", "闸", point(111.3), Self.holding),
      ])
    let plan = try plan(world)
    #expect(plan.sources.first?.facility?.record.code == "GOOD")
    #expect(
      plan.drinkingWaterReasons == [
        "STATED": "登记为饮用水水源", "NAMED": "与清水水库水源地同名", "ZONE": "位于一级保护区一级保护区内",
      ])
    #expect(plan.barriers.map(\.record.code) == ["GOOD"])
    #expect(plan.knownVolume10kCubicMetres == 5)
    #expect(plan.gaps.contains { $0.chapter == 5 && $0.what.contains("主要功能") && $0.what.contains("空白") })
  }

  @Test func `each place where a pipeline crosses the river counts once, and one that only follows is not lost`() throws
  {
    let world = try World.withRiver()
    let zigzag = [
      Position(x: 111.1, y: 34.45), Position(x: 111.1, y: 34.55), Position(x: 111.2, y: 34.55),
      Position(x: 111.2, y: 34.45),
    ]
    try world.add("oil_pipeline", "P", "油管", .lineString(zigzag))
    try world.add(
      "hazmat_route", "H", "沿河路", .lineString([Position(x: 111.25, y: 34.503), Position(x: 111.3, y: 34.503)]))
    let mobile = try plan(world).mobileSources.map(\.source)
    #expect(mobile.map(\.record.code) == ["P", "P", "H"])
    #expect(abs(mobile[0].riverKm - World.km(111.1)) < 0.001 && abs(mobile[1].riverKm - World.km(111.2)) < 0.001)
    #expect(mobile[0].offsetMetres == 0 && abs(mobile[2].offsetMetres - 333) < 1)
    #expect(mobile[2].toKm != nil)
  }

  @Test func `what is not known is a gap with where it can be had`() throws {
    let gaps = try plan(try World.withRiver()).gaps
    let words = gaps.map(\.what).joined(separator: "\n")
    for part in ["河流信息清单", "枯水期流速", "平水期流速", "丰水期流速", "监测断面", "行政区边界", "敏感目标", "固定风险源", "空间与设施", "应急队伍", "应急物资"] {
      #expect(words.contains(part), "\(part)")
    }
    #expect(gaps.allSatisfy { !$0.from.isEmpty && (1...11).contains($0.chapter) })
  }

  @Test func `a river within one district lacks no border, and names the district`() throws {
    let world = try World.withRiver()
    try world.add(
      "district", "411201", "全县", World.rectangle(110.9, 34.3, 111.5, 34.7), ["duty_phone": .text("0398-1234567")])
    let plan = try plan(world)
    #expect(plan.districts.map(\.code) == ["411201"] && plan.borders.isEmpty)
    #expect(!plan.gaps.contains { $0.what.contains("行政区") })
  }

  @Test func `own districts and neighbours are told apart, and so is what a facility outside holds`() throws {
    let world = try World.withRiver()
    try world.add(
      "district",
      [
        ("410301", "上县", World.rectangle(110.9, 34.3, 111.1, 34.7), [:]),
        ("411201", "本县", World.rectangle(111.1, 34.3, 111.3, 34.7), ["own": .boolean(true)]),
        ("411301", "下县", World.rectangle(111.3, 34.3, 111.35, 34.7), [:]),
      ])
    try world.add(
      "emergency_facility", [("F1", "本闸", point(111.2), Self.holding), ("F2", "下闸", point(111.32), Self.holding)])
    let plan = try plan(world)
    #expect(plan.ownDistricts.map(\.name) == ["本县"])
    #expect(plan.notified.map(\.relation) == ["上游", "流经", "下游"])
    #expect(plan.knownVolume10kCubicMetres == 5 && plan.foreignVolume10kCubicMetres == 5)
    #expect(plan.foreign == ["emergency_facility/F2"])
    // Where the neighbours' districts end in the registry is no border, and no gap of ours.
    #expect(plan.borders.filter(\.isKnown).map(\.name) == ["上县—本县界", "本县—下县界"])
    #expect(plan.stretches.last?.fromName == "下县登记边界")
    #expect(!plan.gaps.contains { $0.rule == .districts })
  }

  @Test
  func `a district's duty phone is that of its management team where the district has none, but not for the public`()
    throws
  {
    let world = try World.withRiver()
    try world.add("district", "411201", "本县", World.rectangle(110.9, 34.3, 111.5, 34.7))
    #expect(try plan(world).gaps.contains { $0.rule == .districtPhone })
    try world.add(
      "management_team",
      [
        ("D1", "监测站", nil, ["district": .text("411201"), "duty_phone": .text("0398-1111111")]),
        (
          "D2", "应急办", nil,
          ["district": .text("411201"), "duty_phone": .text("0398-2222222"), "unit": .text("本县分局")]
        ),
      ])
    let seen = try plan(world)
    #expect(seen.districts[0].record["duty_phone"] == .text("0398-2222222"))
    #expect(seen.districts[0].record["ecology_bureau"] == .text("本县分局"))
    #expect(!seen.gaps.contains { $0.rule == .districtPhone })
    let hidden = try plan(world, .public)
    #expect(hidden.districts[0].record["duty_phone"].isNull && !hidden.gaps.contains { $0.rule == .districtPhone })
  }

  @Test func `whose phone stands for a district is an ecology bureau's, and is said where it is not the bureau's own`()
    throws
  {
    let world = try World.withRiver()
    try world.add(
      "district",
      [
        ("411201", "甲县", World.rectangle(110.9, 34.3, 111.1, 34.7), [:]),
        ("411202", "乙县", World.rectangle(111.1, 34.3, 111.2, 34.7), ["ecology_bureau": .text("乙县生态环境局")]),
        ("411203", "丙县", World.rectangle(111.2, 34.3, 111.5, 34.7), [:]),
      ])
    func team(_ code: String, _ unit: String, _ phone: String) -> [String: Value] {
      ["district": .text(code), "unit": .text(unit), "duty_phone": .text(phone)]
    }
    try world.add(
      "management_team",
      [
        ("D1", "应急指挥中心", nil, team("411201", "甲县应急管理局", "0398-2111111")),
        ("D2", "值班室", nil, team("411201", "市生态环境局甲县分局", "0398-2222222")),
        ("D3", "监测站", nil, team("411202", "乙县环境监测站", "0398-2333333")),
        ("D4", "应急办", nil, team("411203", "丙县应急管理局", "0398-2444444")),
      ])
    let districts = try plan(world).districts.map(\.record)
    #expect(
      districts.map { $0["ecology_bureau"].text } == ["市生态环境局甲县分局", "乙县生态环境局（监测站）", nil])
    #expect(districts.map { $0["duty_phone"].text } == ["0398-2222222", "0398-2333333", nil])
  }

  @Test func `where the drawn districts leave a gap the border is where the upper one ends, not later`() throws {
    let world = try World.withRiver()
    try world.add(
      "district",
      [
        ("411201", "上县", World.rectangle(110.9, 34.3, 111.1, 34.7), [:]),
        ("411202", "下县", World.rectangle(111.108, 34.3, 111.5, 34.7), [:]),
      ])
    let border = try #require(try plan(world).borders.first)
    #expect(border.name == "上县—下县界" && abs(border.riverKm - World.km(111.1)) < 0.001)
  }

  @Test func `a zone lies along the river where the river runs in it, as a trace meets it`() throws {
    let world = try World.withRiver()
    // Its sides reach 700 m off the river and 500 m beyond where the river leaves it.
    let ring = [
      (111.1, 34.5), (111.105, 34.507), (111.2, 34.507), (111.195, 34.5), (111.2, 34.493), (111.105, 34.493),
      (111.1, 34.5),
    ]
    try world.add(
      "protection_zone", "Z", "保护区", .polygon(Polygon(rings: [ring.map { Position(x: $0.0, y: $0.1) }])))
    let zone = try #require(try plan(world).targets.first)
    #expect(abs(zone.riverKm - World.km(111.1)) < 0.001 && abs(zone.lowerKm - World.km(111.195)) < 0.001)
    let trace = try WaterTraceQuestion(origin: .position(Position(x: World.source, y: World.latitude)))
      .answer(from: Water(world.registry)).answer
    #expect(abs((trace.value(.riverKilometre, "Z")?.number ?? 0) - zone.riverKm) < 0.001)
  }

  @Test func `teams and supplies come by distance, those without a place last`() throws {
    let world = try World.withRiver()
    try world.add(
      "rescue_team",
      [
        ("R3", "无坐标", nil, [:]), ("R2", "远", point(111.2, 9_000), [:]), ("R1", "近", point(111.2, 2_000), [:]),
        ("R4", "太远", point(111.2, 110_000), [:]),
      ])
    #expect(try plan(world).teams.map(\.record.code) == ["R1", "R2", "R3"])
  }

  @Test func `the plan for the public has no phones`() throws {
    let world = try World.withRiver()
    try world.add(
      "emergency_facility", "F", "闸", point(111.2), ["duty_phone": .text("13900000000"), "phone": .text("13900000001")])
    #expect(try plan(world).facilities[0].record["phone"] == .text("13900000001"))
    let hidden = try plan(world, .public).facilities[0].record
    #expect(hidden["phone"].isNull && hidden["duty_phone"].isNull)
  }

  @Test func `kilometres are spoken as on the phone`() {
    #expect(RiverPlan.spoken(12.3) == "K12+300")
    #expect(RiverPlan.spoken(0.0049) == "K0+005")
    #expect(RiverPlan.spoken(7.9996) == "K8+000")
  }

  @Test func `scenarios are the gravest source above each target, of these the nearest, and one crossing of each kind`()
    throws
  {
    let world = try World.withRiver()
    try world.add("tailings_pond", "T1", "远而重大", point(111.02), ["risk_grade": .text("重大")])
    try world.add("tailings_pond", "T2", "近而重大", point(111.06), ["risk_grade": .text("重大")])
    try world.add("tailings_pond", "T3", "更近而一般", point(111.1), ["risk_grade": .text("一般")])
    try world.add("sensitive_target", "M1", "上取水口", point(111.15))
    try world.add("sensitive_target", "M2", "下取水口", point(111.3))
    for longitude in [111.12, 111.25] {
      try world.add(
        "oil_pipeline", "P\(longitude)", "管线",
        .lineString([Position(x: longitude, y: 34.4), Position(x: longitude, y: 34.6)]))
    }
    let scenarios = try plan(world).scenarios
    #expect(scenarios.map(\.origin.record?.code) == ["T2", "P111.12"])
    #expect(scenarios.map(\.number) == [1, 2])
    #expect(scenarios[0].reason.contains("上取水口") && scenarios[1].reason.contains("上取水口"))
    #expect(try plan(try World.withRiver()).scenarios.isEmpty)
  }

  @Test
  func `a scenario asked for stands among the others, takes the place of the same source, and gives the times shown`()
    throws
  {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)),
      [
        "river_name": .text("示河"), "river_code": .text("SH"), "speed_normal_m_s": .real(0.5),
        "flow_normal_m3_s": .real(2), "width_normal_m": .real(10), "depth_normal_m": .real(0.4),
      ])
    try world.add("tailings_pond", "T1", "库", point(111.02), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "M", "取水口", point(111.3))
    let water = Water(world.registry)
    let spill = try Spill("氰化物", release: .lasting(kilograms: 50, hours: 2))
    func plan(_ place: String, _ spill: Spill?) throws -> RiverPlan {
      let request = ScenarioRequest(
        place, origin: try WaterOrigin(place, in: world.registry), spill: spill, span: .instantaneous)
      return try PlanQuestion(scenarios: [request]).plan(of: world.registry.river("示河"), from: water)
    }
    let own = try plan("示河 K20+000 左岸", spill)
    #expect(own.scenarios.map(\.isRequested) == [false, true])
    let asked = try #require(own.shownScenario)
    #expect(asked.number == 2 && asked.origin.name == "示河 K20+000" && asked.origin.record == nil)
    let curves = try #require(asked.curves.first)
    #expect(curves.target.code == "M" && curves.limit?.milligramsPerLitre == 0.2)
    // The mass passes: the flow times the area under the curve, but for what the drawn part leaves out.
    let points = try #require(curves.points[.normal])
    let area = zip(points, points.dropFirst()).reduce(0.0) {
      $0 + ($1.0.milligramsPerLitre + $1.1.milligramsPerLitre) / 2 * ($1.1.hours - $1.0.hours) * 3_600
    }
    #expect(abs(area * 2 / 1_000 - 50) < 2.5)
    #expect(curves.points[.dry] == nil)
    let same = try plan("tailings_pond/T1", nil)
    #expect(same.scenarios.map(\.origin.name) == ["库"] && same.scenarios[0].isRequested)
  }

  @Test func `a scenario whose water comes to no river asked for is refused`() throws {
    let world = try World.withRiver()
    try world.addReach("LH-1", river: "邻河", "LH", World.path(from: 111, to: 111.2, latitude: 34.9))
    let request = ScenarioRequest(
      "邻河 K5", origin: try WaterOrigin("邻河 K5", in: world.registry), spill: nil, span: .instantaneous)
    let question = PlanQuestion(scenarios: [request])
    let water = Water(world.registry)
    #expect(throws: RegistryError.self) {
      try question.checkScenarios(for: [world.registry.river("示河")], in: water)
    }
    try question.checkScenarios(for: [world.registry.river("邻河")], in: water)
    #expect(try question.plan(of: world.registry.river("示河"), from: water).scenarios.isEmpty)
  }

  @Test func `a scenario tells the clocks and neighbours, and each graded source how its grade comes about`() throws {
    let world = try World.withRiver()
    try world.add("district", "411201", "上县", World.rectangle(110.9, 34.3, 111.2, 34.7))
    try world.add(
      "district", "411202", "下县", World.rectangle(111.2, 34.3, 111.5, 34.7), ["duty_phone": .text("0398-1234567")])
    try world.add(
      "tailings_pond", "T1", "库", point(111.02),
      ["risk_grade": .text("重大"), "pollutants": .list(#"[{"name":"氰化物"},{"name":"铅"}]"#)])
    try world.add("drinking_water_source", "S", "水源地", point(111.3))
    let plan = try plan(world)
    let event = try #require(plan.scenarios.first).event
    #expect(event.neighbours.map(\.district.name) == ["下县"])
    #expect(event.grading.triggers.contains { $0.contains("水源地") })
    #expect(event.grading.triggers.contains { $0.contains("铅") })
    #expect(!event.clocks.isEmpty && event.clocks.allSatisfy { $0.due == nil })
    #expect(plan.assessments.map(\.record.code) == ["T1"] && plan.assessments[0].explanation()?.steps.isEmpty == false)
    #expect(try self.plan(world, .public).assessments.isEmpty)
  }
}
