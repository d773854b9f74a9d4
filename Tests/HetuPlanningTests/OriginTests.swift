import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct OriginTests {
  private func trace(_ world: World, _ text: String) throws -> WaterTrace {
    try WaterTraceQuestion(origin: try WaterOrigin(text, in: world.registry)).answer(from: Water(world.registry))
  }

  @Test(arguments: ["示河 K20+500 左岸", "示河K20.5", "SH K20+500", "ＳＨ　Ｋ２０＋５００"])
  func `a spoken place is where the river has that kilometre`(text: String) throws {
    let origin = try trace(World.withRiver(), text).origin
    #expect(abs((origin.riverKm ?? 0) - 20.5) < 1e-6)
    #expect(abs(World.km(origin.position.x) - 20.5) < 1e-6)
  }

  @Test func `a kilometre that the river has not, and words that are no place, are errors`() throws {
    let world = try World.withRiver()
    #expect(throws: HydrologyError.self) { try trace(world, "示河 K99") }
    #expect(throws: HydrologyError.self) { try trace(world, "无河 K1") }
    #expect(throws: RegistryError.self) { try trace(world, "某处") }
    #expect(throws: RegistryError.self) { try trace(world, "oil_pipeline/无") }
  }

  @Test func `a pipeline is traced from where it crosses the water, and asks which where there are several`() throws {
    let world = try World.withRiver()
    let pipe = [Position(x: 111.1, y: 34.4), Position(x: 111.1, y: 34.6)]
    try world.add("oil_pipeline", "P1", "一次穿越", .lineString(pipe))
    #expect(abs((try trace(world, "oil_pipeline/P1").origin.riverKm ?? 0) - World.km(111.1)) < 0.001)
    let twice = pipe + [Position(x: 111.3, y: 34.6), Position(x: 111.3, y: 34.4)]
    try world.add("oil_pipeline", "P2", "两次穿越", .lineString(twice))
    let error = try #require(throws: RegistryError.self) { try trace(world, "oil_pipeline/P2") }
    #expect(error.code == .ambiguous && error.message.contains("示河 K"))
    // Each place that it names can be traced from.
    let places = error.message.matches(of: /示河 K[0-9]+\+[0-9]{3}/).map { String($0.0) }
    #expect(places.count == 2)
    for place in places { _ = try trace(world, place) }
    try world.add("oil_pipeline", "P3", "不穿越", .lineString([Position(x: 111.1, y: 34.6), Position(x: 111.2, y: 34.6)]))
    #expect(throws: RegistryError.self) { try trace(world, "oil_pipeline/P3") }
  }

  @Test func `of an area along the river both ends are told, of a small one neither`() throws {
    let world = try World.withRiver()
    try world.add("chemical_park", "C1", "示园", World.rectangle(111.1, 34.501, 111.14, 34.51))
    try world.add("tailings_pond", "T1", "示库", World.rectangle(111.1, 34.501, 111.101, 34.502))
    let warnings = try trace(world, "chemical_park/C1").answer.warnings.map(\.message)
    let ends = [111.1, 111.14].map { RiverPlan.spoken(World.km($0)) }
    #expect(warnings.contains { $0.contains("示园沿河自示河 \(ends[0])至示河 \(ends[1])") }, "\(warnings)")
    let upstream = try WaterTraceQuestion(
      origin: try WaterOrigin("chemical_park/C1", in: world.registry), direction: .upstream
    ).answer(from: Water(world.registry)).answer.warnings.map(\.message)
    #expect(warnings.contains { $0.contains("下端流出的到达更早") } && upstream.contains { $0.contains("来源未列出") })
    #expect(!(try trace(world, "tailings_pond/T1").answer.warnings.contains { $0.message.contains("沿河自") }))
  }

  @Test func `near a confluence the other river is named, and a declared river is minded`() throws {
    let world = try World.withRiver()
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.2, y: 34.6), Position(x: 111.2, y: 34.5)])
    let near = World.beside(111.2009, metres: 100)
    let undeclared = try trace(world, "\(near.x),\(near.y)")
    #expect(undeclared.answer.warnings.contains { $0.message.contains("附近还有") })
    try world.add("key_enterprise", "Q1", "示厂", .point(near), ["river_name": .text("示河")])
    let declared = try trace(world, "key_enterprise/Q1").origin
    #expect(declared.riverKm.map { abs($0 - World.km(111.2009)) < 0.001 } == true)
    try world.add("key_enterprise", "Q2", "远厂", .point(near), ["river_name": .text("别处河")])
    #expect(try trace(world, "key_enterprise/Q2").answer.warnings.contains { $0.message.contains("别处河") })
  }

  @Test func `what declares no river near a confluence is met along both, and said`() throws {
    let world = try World.withRiver()
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.2, y: 34.6), Position(x: 111.2, y: 34.5)])
    // 46 m from the tributary and 60 m from the river.
    try world.add("sensitive_target", "M1", "两河之间", .point(World.beside(111.1995, metres: 60)))
    try world.add(
      "sensitive_target", "M2", "支河上", .point(World.beside(111.1995, metres: 60)), ["river_name": .text("支河")])
    let main = try trace(world, "示河 K30")
    #expect(main.answer.codes == ["M1"])
    #expect(main.answer.warnings.contains { $0.message.contains("两河之间") })
    #expect(Set(try trace(world, "支河 K5").answer.codes) == ["M1", "M2"])
  }

  @Test func `crossings are found on branches and on reaches of no river too`() throws {
    let world = try World.withRiver()
    let arm = [(111.1, 34.5), (111.12, 34.51), (111.18, 34.51), (111.2, 34.5)].map { Position(x: $0.0, y: $0.1) }
    try world.addReach("SH-3", river: "示河", "SH", arm)
    try world.add(
      "river_reach", "X-1", "沟", .lineString([Position(x: 111.05, y: 34.55), Position(x: 111.35, y: 34.55)]))
    try world.add(
      "hazmat_route", "R1", "示路", .lineString([Position(x: 111.15, y: 34.4), Position(x: 111.15, y: 34.6)]))
    let answer = try CrossingsQuestion(rivers: nil).answer(from: Water(world.registry))
    #expect(answer.rows.count == 3)
    #expect(
      answer.rows.compactMap(\.position?.y).map { ($0 * 1_000).rounded() / 1_000 }.sorted() == [34.5, 34.51, 34.55])
    #expect(try CrossingsQuestion(rivers: ["示河"]).answer(from: Water(world.registry)).rows.count == 2)
  }

  @Test func `a district on the other bank is met where the trace comes beside it, with the border's class`() throws {
    let world = try World.withRiver()
    let middle = World.latitude + 0.002
    try world.add("district", "411281", "甲市", World.rectangle(110.9, 34, 111.5, middle))
    try world.add("district", "140830", "乙县", World.rectangle(111.1, middle, 111.5, 35))
    try world.add("district", "410000", "远省", World.rectangle(110.9, 34.6, 111.05, 35))
    let border = try #require(try trace(world, "\(World.source),\(World.latitude)").answer.rows.first)
    #expect(border.title == "省界" && border.name == "甲市—乙县界（沿河）")
    let way = World.km(World.source) - World.km(111.1)
    // It lies within 500 m from up to half a kilometre before; told too soon rather than too late.
    let early = way - (border.figures[0].number ?? 0)
    #expect(early > 0 && early < 1.1)
    // From a place beside it already, it is met at once.
    let later = try #require(try trace(world, "111.3,\(World.latitude)").answer.rows.first)
    #expect(later.figures[0] == .real(0))
  }

  @Test func `the network is kept until reaches change, and what is met until records change`() throws {
    let world = try World.withRiver()
    let water = Water(world.registry)
    let question = WaterTraceQuestion(origin: .position(Position(x: 111.1, y: World.latitude)))
    #expect(try question.answer(from: water).answer.rows.isEmpty)
    try world.add("sensitive_target", "M1", "新取水口", .point(World.beside(111.3, metres: 5)))
    #expect(try question.answer(from: water).answer.codes == ["M1"])
    let before = try water.network().network.edges.count
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.3, y: 34.6), Position(x: 111.3, y: 34.5)])
    #expect(try water.network().network.edges.count > before)
    #expect(try question.answer(from: water).answer.codes == ["M1"])
  }

  @Test func `who declares the river is told on the bank where it lies`() throws {
    let world = try World.withRiver()
    // 示河 flows east: what lies north of it is on the left.
    for (code, metres) in [("N", 300.0), ("S", -300.0)] {
      try world.add(
        "sensitive_target", code, code, .point(World.beside(111.2, metres: metres)), ["river_name": .text("示河")])
    }
    let trace = try trace(world, "\(World.source),\(World.latitude)")
    let bank = try #require(trace.answer.figures.firstIndex { $0.name == "bank" })
    #expect(
      trace.answer.row("N")?.figures[bank] == .text("left") && trace.answer.row("S")?.figures[bank] == .text("right"))
  }

  @Test func `a limit of time takes in what the front reaches at the earliest, also through a reservoir`() throws {
    let world = try World()
    try world.addReach("SH-1", river: "示河", "SH", World.path(from: World.source, to: 111.1))
    try world.add(
      "river_reach", "SH-2", "库区", .lineString(World.path(from: 111.1, to: 111.15)),
      [
        "river_name": .text("示河"), "river_code": .text("SH"), "river_type": .text("水库库区"),
        "storage_10k_m3": .real(500), "flow_normal_m3_s": .real(2),
      ])
    try world.addReach("SH-3", river: "示河", "SH", World.path(from: 111.15, to: World.mouth))
    try world.add("sensitive_target", "M1", "坝下取水口", .point(World.beside(111.16, metres: 20)))
    let origin = WaterOrigin.position(Position(x: 111.09, y: World.latitude))
    let whole = try WaterTraceQuestion(origin: origin).answer(from: Water(world.registry)).answer
    let (earliest, likely) = (
      try #require(whole.value(.earliestArrival, "M1")?.number), whole.value(.arrival, "M1")?.number
    )
    #expect(try #require(likely) > 600 && earliest < 10)
    let limited = try WaterTraceQuestion(origin: origin, hours: earliest + 0.1).answer(from: Water(world.registry))
      .answer
    #expect(limited.codes.contains("M1"))
    let less = try WaterTraceQuestion(origin: origin, hours: earliest - 0.1).answer(from: Water(world.registry)).answer
    #expect(!less.codes.contains("M1"))
  }
}
