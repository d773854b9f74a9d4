import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct RepairTests {
  /// 示河 with a loose end 8 m off, and 支河 that touches it in the middle of a reach.
  private func world() throws -> World {
    let world = try World()
    try world.addReach("SH-1", river: "示河", "SH", World.path(from: World.source, to: 111.2))
    var below = World.path(from: 111.2, to: World.mouth)
    below[0] = World.beside(111.2, metres: 8)
    try world.add(
      "river_reach", "SH-2", "SH-2", .lineString(below),
      ["river_name": .text("示河"), "river_code": .text("SH"), "length_km": .real(18.4), "storage_10k_m3": .real(100)])
    try world.addReach("ZH-1", river: "支河", "ZH", [Position(x: 111.3, y: 34.6), Position(x: 111.3, y: 34.5)])
    return world
  }

  private func findings(_ world: World, _ rule: String) throws -> [Finding] {
    try CheckQuestion(today: "2026-11-25").findings(in: world.registry).filter { $0.rule == rule }
  }

  @Test func `what is safe is mended in one change of the history, and found no more`() throws {
    let world = try world()
    #expect(try !findings(world, "river_looseEnd").isEmpty && !findings(world, "river_uncutJunction").isEmpty)
    let kind = try world.registry.kind("river_reach")
    let changes = try world.registry.history(since: nil).count
    let repair = try NetworkRepair(world.registry)
    #expect(repair.done.count >= 2)
    try repair.apply(to: world.registry, actor: "测试员")
    #expect(try findings(world, "river_looseEnd").isEmpty && findings(world, "river_uncutJunction").isEmpty)
    let records = try world.registry.records(of: kind)
    #expect(Set(records.map(\.code)) == ["SH-1", "SH-2", "SH-2-2", "ZH-1"])
    let pieces = records.filter { $0.code.hasPrefix("SH-2") }
    // What held for the whole holds no longer; the volume is shared out.
    #expect(pieces.allSatisfy { $0["length_km"].isNull && $0["river_code"] == .text("SH") })
    #expect(abs(pieces.compactMap { $0["storage_10k_m3"].number }.reduce(0, +) - 100) < 1e-9)
    let history = try world.registry.history(since: nil)
    #expect(history.count > changes && history[0].actor == "测试员" && history[0].reason?.contains("check --fix") == true)
    #expect(try NetworkRepair(world.registry).done.isEmpty)
  }

  @Test func `mending changes no answer but for the width of what was joined`() throws {
    let world = try world()
    try world.add("sensitive_target", "M1", "取水口", .point(World.beside(111.35, metres: 20)))
    let question = WaterTraceQuestion(origin: .position(Position(x: 111.05, y: World.latitude)))
    let before = try question.answer(from: Water(world.registry)).answer.value(.path, "M1")?.number
    try NetworkRepair(world.registry).apply(to: world.registry, actor: "测试员")
    let after = try question.answer(from: Water(world.registry)).answer.value(.path, "M1")?.number
    #expect(abs(try #require(after) - #require(before)) < 0.01)
  }

  @Test func `nodes that reaches name are held against the lines`() throws {
    let world = try World()
    let values: [String: Value] = ["river_name": .text("示河"), "to_node": .text("甲")]
    try world.add(
      "river_reach",
      [
        ("A", "A", .lineString(World.path(from: 111, to: 111.1)), values),
        (
          "B", "B", .lineString(World.path(from: 111.1, to: 111.2)),
          ["river_name": .text("示河"), "from_node": .text("乙")]
        ),
      ])
    #expect(try findings(world, "river_attributesDiffer").count == 1)
  }
}
