import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas
import TestSupport
import Testing

/// Grades of records, with what the network adds.
@Suite struct RiskTests {
  private static let day = "2026-11-25"

  /// A plant of 5 t of cyanide, all else recorded at its least, with one outfall into 示河.
  private func addPlant(_ world: World, outfallAt longitude: Double, _ values: [String: Value] = [:]) throws {
    var all: [String: Value] = [
      "district": .text("411282"), "substances": .list(#"[{"name":"氰化钠","cas":"143-33-9","max_stock_t":5}]"#),
      "processes": .list("[]"), "accidents": .list("[]"), "penalised": .boolean(false),
      "population_5km": .integer(0), "population_500m": .integer(0), "restricted_area_nearby": .boolean(false),
      "fragile_ground": .boolean(false), "wastewater_destination": .text("无生产废水外排"),
      "outfalls": .list(#"[{"name":"总排口","type":"污水","lon":\#(longitude),"lat":\#(World.latitude)}]"#),
    ]
    for property in [
      "toxic_gas_monitoring", "protective_distance", "interceptors", "wastewater_collection", "clean_drain_control",
      "rain_gate", "process_water_control", "hazardous_waste_control",
    ] { all[property] = .text("符合") }
    try world.add(
      "key_enterprise", "E1", "示厂", .point(World.beside(longitude, metres: 300)), all.merging(values) { $1 })
  }

  private func assess(_ world: World, _ reference: String) throws -> RiskAssessment {
    try RiskAssessor(Water(world.registry), try RuleBook.builtIn(), on: Self.day).assess(
      try world.registry.record(reference))
  }

  @Test func `a protection zone within ten kilometres below the outfall makes the water E1`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1)
    #expect(try assess(world, "key_enterprise/E1").notation == "一般-水(Q2-M1-E3)")
    // The nearest edge of the zone counts: about 9.2 km along the water.
    try world.add(
      "protection_zone", "Z1", "示意保护区", World.rectangle(111.2, 34.49, 111.3, 34.51), ["zone_level": .text("一级")])
    let found = try assess(world, "key_enterprise/E1")
    #expect(found.notation == "较大-水(Q2-M1-E1)")
    let step = try #require(
      found.explanation()?.steps.first { $0.inputs.contains { $0.reference == "protection_zone/Z1" } })
    #expect(step.reasoning.contains("总排口") && step.result == "水：E1")
  }

  @Test func `a grade that moved is told with the time and the cause, be it its own inputs or what lies around`() throws
  {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1)
    let question = { (since: String) throws -> Answer in
      try GradeMovesQuestion(since: since, book: try RuleBook.builtIn(), on: Self.day).answer(from: world.registry)
    }
    let first = try #require(try world.registry.lastChange())
    #expect(try question(first).rows.isEmpty)
    try world.add(
      "protection_zone", "Z1", "示意保护区", World.rectangle(111.2, 34.49, 111.3, 34.51), ["zone_level": .text("一级")])
    let around = try question(first)
    #expect(around.codes == ["E1"])
    #expect(around.value("cause", "E1") == .text("下游新增示意保护区（protection_zone/Z1）"))
    #expect(around.value("changed_at", "E1")?.text?.hasSuffix("测试") == true)
    #expect(around.value("grade_before", "E1") == .text("一般-水(Q2-M1-E3)"))
    #expect(around.value("grade_now", "E1") == .text("较大-水(Q2-M1-E1)"))
    let second = try #require(try world.registry.lastChange())
    let kind = try world.registry.kind("key_enterprise")
    let record = try world.registry.record("key_enterprise/E1")
    let stock = Value.list(#"[{"name":"氰化钠","cas":"143-33-9","max_stock_t":50}]"#)
    try world.registry.change(actor: "测试员", reason: "核实") { writer in
      try writer.update(record, [(try #require(kind.index(of: "substances")), stock)], geometry: record.geometry)
    }
    // A later change of something else is not when the grade moved.
    let moved = try #require(try world.registry.lastChange())
    let again = try world.registry.record("key_enterprise/E1")
    try world.registry.change(actor: "别人", reason: "电话") { writer in
      try writer.update(
        again, [(try #require(kind.index(of: "phone")), .text("0398-2805607"))], geometry: again.geometry)
    }
    #expect(moved < (try #require(try world.registry.lastChange())))
    let own = try question(second)
    #expect(own.value("cause", "E1") == .text("环境风险物质"))
    #expect(own.value("changed_at", "E1")?.text?.hasSuffix("测试员") == true)
  }

  @Test func `what lies above the outfall, or farther than ten kilometres below, does not count`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1)
    try world.add(
      "sensitive_target", "T1", "上游取水口", .point(World.beside(111.05, metres: 0)), ["target_class": .text("饮用水取水口")])
    try world.add(
      "sensitive_target", "T2", "远处取水口", .point(World.beside(111.22, metres: 0)), ["target_class": .text("饮用水取水口")])
    #expect(World.km(111.1) - World.km(111.22) > 10)
    #expect(try assess(world, "key_enterprise/E1").notation == "一般-水(Q2-M1-E3)")
  }

  @Test func `a national border needs the greatest daily speed of every reach on the way`() throws {
    let world = try World()
    try world.addReach("SH-1", river: "示河", "SH", World.path(from: World.source, to: 111.2))
    try addPlant(world, outfallAt: 111.1)
    try world.add(
      "sensitive_target", "G1", "国界断面", .point(World.beside(111.3, metres: 0)), ["target_class": .text("国界")])
    try world.addReach("SH-2", river: "示河", "SH", World.path(from: 111.2, to: World.mouth))
    let open = try assess(world, "key_enterprise/E1")
    #expect(open.grades == .general ... .greater && open.decisive == ["max_daily_speed_m_s"])
    let fast = try World()
    for (code, path) in [
      ("SH-1", World.path(from: World.source, to: 111.2)), ("SH-2", World.path(from: 111.2, to: World.mouth)),
    ] {
      try fast.add(
        "river_reach", code, code, .lineString(path), ["river_name": .text("示河"), "max_daily_speed_m_s": .real(1)])
    }
    try addPlant(fast, outfallAt: 111.1)
    try fast.add(
      "sensitive_target", "G1", "国界断面", .point(World.beside(111.3, metres: 0)), ["target_class": .text("国界")])
    #expect(try assess(fast, "key_enterprise/E1").notation == "较大-水(Q2-M1-E1)")
  }

  @Test func `an outfall without a position, or near the end of the rivers known, leaves the sensitivity open`() throws
  {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1, ["outfalls": .list(#"[{"name":"总排口","type":"污水"}]"#)])
    let blind = try assess(world, "key_enterprise/E1")
    #expect(blind.grades == .general ... .greater && blind.decisive == ["outfalls"])
    let short = try World.withRiver()
    try addPlant(short, outfallAt: 111.35)
    let gap = try #require(try assess(short, "key_enterprise/E1").explanation()?.gaps.first)
    #expect(gap.message.contains("到头") && gap.message.contains("总排口"))
  }

  @Test func `targets of a pond are counted along the gully and the water`() throws {
    let world = try World.withRiver()
    try world.add(
      "tailings_pond", "P1", "示库", .point(World.beside(111.1, metres: 800)),
      ["distance_to_river_km": .real(0.5), "dam_height_m": .real(20), "minerals": .list(#"["铁"]"#)])
    try world.add(
      "sensitive_target", "T1", "示村", .point(World.beside(111.104, metres: 0)), ["target_class": .text("居住区")])
    let explanation = try #require(try assess(world, "tailings_pond/P1").explanation())
    let expected = 0.5 + World.km(111.1) - World.km(111.104)
    let near = try #require(explanation.steps.first { $0.title.contains("80倍") }?.inputs.first?.value)
    #expect(near == "示村 \(PlainFigure.text((expected * 1_000).rounded() / 1_000)) km")
    #expect(explanation.steps.first { $0.title == "头顶库" }?.result == "是")
  }

  @Test func `check names grades that the rules contradict, and notations that contradict themselves`() throws {
    let world = try World.withRiver()
    try addPlant(
      world, outfallAt: 111.1, ["risk_grade": .text("重大"), "risk_notation": .text("较大-水(Q2-M1-E3)")])
    let findings = try CheckQuestion(
      kinds: [try world.registry.kind("key_enterprise")], today: Self.day, book: try RuleBook.builtIn()
    ).findings(in: world.registry)
    #expect(findings.contains { $0.rule == "risk_grade" && $0.message.contains("规则未核对") && $0.message.contains("重大") })
    #expect(findings.contains { $0.rule == "risk_notation" && $0.message.contains("登记的等级是重大") })
    #expect(findings.contains { $0.rule == "risk_notation" && $0.message.contains("查表为一般") })
  }

  @Test func `a river's profile sums Q by substance and counts sources by grade`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1, ["risk_grade": .text("重大")])
    try world.add("tailings_pond", "P1", "示库", .point(World.beside(111.2, metres: 500)))
    try world.add("tailings_pond", "P2", "远处的库", .point(World.beside(111.2, metres: 5_000)))
    try world.add("sensitive_target", "T1", "示村", .point(World.beside(111.3, metres: -50)))
    let answer = try RiskProfileQuestion(.rivers, book: try RuleBook.builtIn(), on: Self.day).answer(
      from: world.registry)
    let row = try #require(answer.rows.first)
    #expect(answer.rows.count == 1 && row.name == "示河")
    #expect(Array(row.figures[..<5]) == [.integer(1), .integer(1), .integer(0), .integer(0), .integer(1)])
    #expect(row.figures[5] == .real(20) && row.figures[7] == .text("氰化钠 20") && row.figures[8] == .integer(1))
    let density = 2 / World.km(World.source) * 10
    #expect(row.figures[10].number.map { abs($0 - density) < 1e-3 } == true)
  }

  @Test func `a river's profile explains itself by each source, and what would bring it up`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1, ["risk_grade": .text("较大"), "report_date": .text("2026-03-01")])
    try world.addReach(
      "ZH-1", river: "支河", "ZH", [Position(x: 111.3, y: 34.6), Position(x: 111.3, y: 34.55)])
    try world.add("river", "SH", "示河", nil)
    try world.add("river", "ZH", "支河", nil)
    func figure(_ code: String) throws -> ExplainedFigure? {
      let question = ExplainQuestion(
        try world.registry.record("river/\(code)"), book: try RuleBook.builtIn(), on: Self.day)
      if case .figure(let figure) = try question.answer(from: Water(world.registry)) { return figure }
      return nil
    }
    let first = try #require(try figure("SH"))
    #expect(first.computed == "第1：重大0、较大1、一般0、未定级0，水环境Q之和20")
    let step = try #require(first.explanation.steps.first { $0.title == "示厂的水环境Q" })
    #expect(step.reasoning == "氰化钠 20" && step.inputs.first?.date == "2026-03-01")
    #expect(first.explanation.steps.contains { $0.title == "每10 km风险源" && $0.reasoning.hasPrefix("1处 ÷ 36.7") })
    let second = try #require(try figure("ZH"))
    #expect(second.explanation.changes == ["重大风险源再多1处，或较大风险源再多2处，排到示河之前"])
  }

  @Test func `a river's profile is that of its code, not of another river of the same name`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1)
    try world.addReach(
      "ZH-1", river: "示河", "ZH", [Position(x: 111.3, y: 34.6), Position(x: 111.3, y: 34.55)])
    for code in ["SH", "ZH", "XX"] { try world.add("river", code, "示河", nil) }
    func sources(_ code: String) throws -> Bool? {
      let question = ExplainQuestion(
        try world.registry.record("river/\(code)"), book: try RuleBook.builtIn(), on: Self.day)
      guard case .figure(let figure) = try question.answer(from: Water(world.registry)) else { return nil }
      return figure.explanation.steps.contains { $0.title == "示厂的水环境Q" }
    }
    #expect(try sources("SH") == true && sources("ZH") == false)
    #expect(throws: RegistryError.self) { try sources("XX") }
  }

  @Test func `a border beyond which no district is registered leaves the sensitivity open`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1)
    try world.add(
      "district",
      [
        ("411282", "本市", World.rectangle(110.9, 34.3, 111.12, 34.7), ["own": .boolean(true)]),
        ("411281", "邻市", World.rectangle(111.12, 34.3, 111.18, 34.7), [:]),
      ])
    let gaps = try #require(try assess(world, "key_enterprise/E1").explanation()?.gaps)
    #expect(gaps.contains { $0.message == "邻市登记边界：另一侧的行政区没有登记，不知是否省界" }, "\(gaps.map(\.message))")
    // People are told of borders, not of where the registry ends.
    let trace = try WaterTraceQuestion(origin: .position(Position(x: 111.05, y: World.latitude))).answer(
      from: Water(world.registry))
    #expect(trace.answer.rows.filter { $0.kind == "border" }.map(\.name) == ["本市—邻市界"])
  }

  @Test func `a profile for the public counts sensitive places where the public sees them`() throws {
    let world = try World.withRiver()
    // 1,050 m from the river, too far to count; the public sees it on the river.
    try world.add("sensitive_target", "T1", "示村", .point(World.beside(111.1, metres: -1_050)))
    func targets(_ audience: Audience) throws -> Value? {
      try RiskProfileQuestion(.rivers, book: try RuleBook.builtIn(), on: Self.day, audience: audience)
        .answer(from: world.registry).rows.first?.figures[8]
    }
    #expect(try targets(.internal) == .integer(0))
    #expect(try targets(.public) == .integer(1))
  }

  @Test func `a district on the other bank is among those to be told`() throws {
    let world = try World.withRiver()
    try world.add("district", "411201", "南县", World.rectangle(110.9, 34.3, 111.5, 34.501))
    try world.add("district", "411202", "北县", World.rectangle(110.9, 34.501, 111.5, 34.7))
    let assessment = try EventQuestion(
      origin: .position(Position(x: 111.1, y: World.latitude)), discovered: "2026-11-25T00:00:00.000Z",
      facts: EventFacts(), rules: try RuleBook.builtIn().events
    ).assessment(from: Water(world.registry))
    #expect(assessment.neighbours.map(\.district.code) == ["411202"])
  }

  @Test func `a park's profile takes in what names it or stands in it, and the worst park comes first`() throws {
    let world = try World.withRiver()
    try world.add("chemical_park", "K1", "空园", World.rectangle(111.3, 34.4, 111.35, 34.45))
    try world.add("chemical_park", "K2", "示园", World.rectangle(111.09, 34.49, 111.11, 34.51))
    try addPlant(world, outfallAt: 111.1, ["risk_grade": .text("较大")])
    let answer = try RiskProfileQuestion(.parks, book: try RuleBook.builtIn(), on: Self.day).answer(
      from: world.registry)
    #expect(answer.codes == ["K2", "K1"] && answer.rows[0].figures[2] == .integer(1))
  }

  @Test func `the list of grades puts the highest first and says that rules are unverified`() throws {
    let world = try World.withRiver()
    try addPlant(world, outfallAt: 111.1, ["risk_grade": .text("一般")])
    try world.add(
      "tailings_pond", "P1", "示库", nil,
      ["risk_h_class": .text("H1"), "risk_s_class": .text("S1"), "risk_r_class": .text("R1")])
    let answer = try GradeQuestion(book: try RuleBook.builtIn(), on: Self.day).answer(from: Water(world.registry))
    #expect(answer.codes == ["P1", "E1"])
    #expect(answer.rows[0].figures[3] == .text("重大(H1S1R1)") && answer.rows[1].figures[4] == .boolean(true))
    #expect(answer.warnings.count == 2 && answer.warnings.allSatisfy { $0.message.contains("规则未核对") })
    #expect(throws: RegistryError.self) {
      try GradeQuestion(book: try RuleBook.builtIn(), on: Self.day, audience: .public).answer(
        from: Water(world.registry))
    }
  }
}

/// Protection zones of records.
@Suite struct ZoneQuestionTests {
  private func world() throws -> World {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "上段", .lineString(World.path(from: World.source, to: World.mouth)),
      ["river_name": .text("示河"), "width_normal_m": .real(40), "width_dry_m": .real(20)])
    try world.add(
      "drinking_water_source", "W1", "示水源", .point(World.beside(111.2, metres: 30)), ["source_type": .text("河流型")])
    return world
  }

  private func answer(_ world: World) throws -> Answer {
    try ZoneQuestion(
      source: try world.registry.record("drinking_water_source/W1"), rules: try RuleBook.builtIn().zones
    ).answer(from: Water(world.registry))
  }

  @Test func `a river's source has zones of three levels along its water, tributaries taken in`() throws {
    let world = try world()
    let alone = try answer(world)
    #expect(alone.rows.map { $0.figures[0].text ?? "" } == ["一级", "一级", "二级", "二级", "准", "准"])
    #expect(alone.rows[4].figures[2].text?.contains("需要时设") == true)
    let area = try #require(alone.rows[2].figures[3].number)
    #expect(abs(area / (2_200 * 40 / 1e6) - 1) < 0.002)
    #expect(alone.warnings.contains { $0.message.contains("规则未核对") })
    // A tributary that joins 1500 m above the intake adds what is left of the 3000 m.
    let mouth = Geodesic.cgcs2000.destination(
      from: Position(x: 111.2, y: World.latitude), azimuthDegrees: 270, distanceMetres: 1_500)
    try world.add(
      "river_reach", "ZH-1", "支河",
      .lineString([Position(x: mouth.x, y: 34.6), Position(x: mouth.x, y: World.latitude)]),
      ["river_name": .text("支河"), "width_normal_m": .real(10)])
    let grown = try #require(try answer(world).rows[2].figures[3].number)
    #expect(abs(grown - area - 1_480 * 10 / 1e6) < 0.000_3)
  }

  @Test func `approved zones come first and decide what lies inside`() throws {
    let world = try world()
    try world.add("tailings_pond", "P1", "示库", .point(World.beside(111.198, metres: 200)))
    try world.add(
      "emergency_facility", "F1", "示坑", .point(World.beside(111.197, metres: 10)), ["functions": .list(#"["暂存"]"#)])
    let drawn = try answer(world)
    #expect(drawn.row("P1")?.figures[5] == .text("推算的二级保护区内的风险源"))
    #expect(drawn.row("F1")?.figures[5].text?.contains("不得暂存") == true)
    try world.add(
      "protection_zone", "Z1", "批复区", World.rectangle(111.19, 34.499, 111.201, 34.501),
      ["water_source": .text("示水源"), "zone_level": .text("一级"), "zone_part": .text("水域"), "official": .boolean(true)])
    let approved = try answer(world)
    #expect(
      approved.rows.first?.code == "Z1" && approved.row("P1") == nil && approved.row("F1")?.figures[0] == .text("一级"))
    #expect(approved.rows[1].figures[4].number.map { $0 > 80 && $0 <= 100 } == true)
    #expect(approved.warnings.contains { $0.message.contains("批复的保护区优先") })
  }

  @Test func `what can't be drawn without terrain is listed to be drawn by hand, by its figures`() throws {
    let world = try World.withRiver()
    let add = { (code: String, values: [String: Value]) in
      try world.add("drinking_water_source", code, code, .point(World.beside(111.2, metres: 30)), values)
    }
    try add(
      "W1", ["source_type": .text("水库型"), "total_capacity_10k_m3": .real(500), "single_purpose": .boolean(false)])
    let small = try answer(world)
    let byHand = small.rows.filter { $0.geometry == nil }.map { row in row.figures.prefix(3).map { $0.text ?? "" } }
    #expect(byHand.contains { $0[0] == "二级" && $0[1] == "陆域" && $0[2].contains("整个上游汇水区域") })
    #expect(byHand.contains { $0[0] == "一级" && $0[1] == "水域" && $0[2].contains("全部水域") })
    #expect(byHand.allSatisfy { $0[2].hasPrefix("须人工划定：") } && byHand.map { $0[0] } == ["一级", "一级", "二级", "准"])
    #expect(small.warnings.contains { $0.message.contains("没有地形资料") })
    let medium = try World.withRiver()
    try medium.add(
      "drinking_water_source", "W1", "示库", .point(World.beside(111.2, metres: 30)),
      ["source_type": .text("水库型"), "lake_class": .text("中型水库"), "single_purpose": .boolean(false)])
    #expect(try answer(medium).rows.contains { $0.figures[2].text?.contains("上溯不小于3000 m") == true })
  }

  @Test func `the response time tells where two hours of flow reach farther than the default length`() throws {
    func warned(_ speed: Double) throws -> Bool {
      let world = try World()
      try world.add(
        "river_reach", "SH-1", "上段", .lineString(World.path(from: World.source, to: World.mouth)),
        ["river_name": .text("示河"), "width_normal_m": .real(40), "speed_normal_m_s": .real(speed)])
      try world.add(
        "drinking_water_source", "W1", "示水源", .point(World.beside(111.2, metres: 30)), ["source_type": .text("河流型")])
      return try answer(world).warnings.contains { $0.message.contains("应急响应时间法") }
    }
    // 2 h at 0.27 m/s are 1944 m, at 0.28 m/s 2016 m.
    #expect(try !warned(0.27))
    #expect(try warned(0.28))
  }

  @Test func `zones explain themselves: where the intake lies, what each is drawn by, and what would change it`() throws
  {
    let world = try world()
    let book = try RuleBook.builtIn()
    let source = try world.registry.record("drinking_water_source/W1")
    guard
      case .figure(let figure) = try ExplainQuestion(source, book: book, on: "2026-11-25").answer(
        from: Water(world.registry))
    else {
      Issue.record("a source has zones")
      return
    }
    let steps = figure.explanation.steps
    #expect(steps.allSatisfy { !$0.clause.isEmpty })
    #expect(steps.contains { $0.title == "取水口所在河段" && $0.result.hasPrefix("示河 K18.") })
    let zone = try #require(steps.first { $0.title == "一级保护区水域" })
    #expect(zone.inputs.first?.reference == "river_reach/SH-1" && zone.inputs.first?.value == "河宽40 m")
    #expect(zone.result == "0.044 km²" && !zone.isVerified)
    #expect(figure.explanation.changes.contains { $0.contains("枯水期河宽由20 m增至500 m") })
    #expect(throws: RegistryError.self) {
      try ExplainQuestion(try world.registry.record("river_reach/SH-1"), book: book, on: "2026-11-25").answer(
        from: Water(world.registry))
    }
  }

  @Test(arguments: [("孔隙水潜水", true), ("裂隙水", false)])
  func `a radius that the table bounds is told only of ground that the table is for`(
    _ aquifer: String, _ isBounded: Bool
  )
    throws
  {
    let world = try World.withRiver()
    try world.add(
      "drinking_water_source", "W1", "井", .point(World.beside(111.2, metres: 30)),
      [
        "source_type": .text("地下水型"), "aquifer_type": .text(aquifer), "aquifer_medium": .text("中砂"),
        "hydraulic_conductivity_m_d": .real(1), "hydraulic_gradient": .real(0.01), "effective_porosity": .real(0.2),
      ])
    guard
      case .figure(let figure) = try ExplainQuestion(
        try world.registry.record("drinking_water_source/W1"), book: try RuleBook.builtIn(), on: "2026-11-25"
      ).answer(from: Water(world.registry))
    else {
      Issue.record("a source has zones")
      return
    }
    #expect(figure.explanation.changes.contains { $0.contains("表列上限") } == isBounded)
  }

  @Test func `what is missing is asked for, and the public gets no zones`() throws {
    let world = try World.withRiver()
    try world.add(
      "drinking_water_source", "W1", "井群", .point(World.beside(111.2, metres: 30)),
      ["source_type": .text("地下水型"), "aquifer_type": .text("岩溶水")])
    let open = try answer(world)
    #expect(open.rows.allSatisfy { $0.geometry == nil } && open.warnings.contains { $0.message.contains("岩溶水") })
    #expect(throws: RegistryError.self) {
      try ZoneQuestion(
        source: try world.registry.record("drinking_water_source/W1"), rules: try RuleBook.builtIn().zones,
        audience: .public)
    }
    #expect(throws: RegistryError.self) {
      try ZoneQuestion(
        source: try world.registry.record("river_reach/SH-1"), rules: try RuleBook.builtIn().zones)
    }
  }
}
