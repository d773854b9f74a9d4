import Foundation
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct PlanHistoryTests {
  /// A river with a source, a gate and an intake.
  private func world() throws -> World {
    let world = try World()
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)),
      ["river_name": .text("示河"), "river_code": .text("SH"), "speed_normal_m_s": .real(0.5)])
    try world.add("tailings_pond", "T", "库", point(111.02), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "M", "取水口", point(111.3))
    try world.add("emergency_facility", "F", "闸", point(111.2), ["usable_volume_10k_m3": .real(5)])
    return world
  }

  private func point(_ longitude: Double) -> Geometry { .point(World.beside(longitude, metres: 100)) }

  /// The changes since now, after something was done.
  private func changes(_ world: World, _ audience: Audience = .internal, _ work: () throws -> Void) throws
    -> PlanChanges
  {
    let since = HistoryTime.format(Date())
    Thread.sleep(forTimeInterval: 0.02)
    try work()
    let question = PlanQuestion(audience: audience)
    let plan = try question.plan(of: world.registry.river("示河"), from: Water(world.registry))
    return try world.registry.withPast(asOf: since) { past in
      try #require(try PlanHistory(question, past: past, since: since).marked(plan).changes)
    }
  }

  private func set(_ world: World, _ reference: String, _ values: [String: Value], _ geometry: Geometry? = nil) throws {
    let record = try world.registry.record(reference)
    try world.registry.change(actor: "测试", reason: "改") { writer in
      try writer.update(
        record, try values.map { (try #require(record.kind.index(of: $0.key)), $0.value) }, geometry: geometry)
    }
  }

  @Test func `nothing done is nothing changed`() throws {
    #expect(try changes(try world()) {}.isEmpty)
  }

  @Test func `records come and go, and what differs is told property by property with old and new`() throws {
    let world = try world()
    let changes = try changes(world) {
      try set(world, "emergency_facility/F", ["usable_volume_10k_m3": .real(3), "phone": .text("0398-1234567")])
      try set(world, "sensitive_target/M", [:], point(111.31))
      try world.add("emergency_facility", "N", "新坝", point(111.1))
      let pond = try world.registry.record("tailings_pond/T")
      try world.registry.change(actor: "测试", reason: "销") { try $0.delete(pond) }
    }
    #expect(changes.records.map(\.record.code) == ["T", "N", "F", "M"])
    #expect(changes.records.map(\.operation) == [.removed, .added, .changed, .changed])
    let gate = changes.records[2].differences
    #expect(gate.map(\.property.name).sorted() == ["phone", "usable_volume_10k_m3"])
    #expect(gate.contains { $0.before == .real(5) && $0.after == .real(3) })
    #expect(changes.records[3].isMoved && changes.records[3].differences.isEmpty)
    #expect(changes.goneScenarios.count == 1 && changes.newScenarios.isEmpty)
    #expect(changes.newGaps.contains("新坝没有值班电话") && changes.filledGaps.contains("闸没有值班电话"))
  }

  @Test func `a faster river moves the arrivals, in the season that it is faster in`() throws {
    let world = try world()
    let changes = try changes(world) { try set(world, "river_reach/SH-1", ["speed_normal_m_s": .real(1)]) }
    let time = try #require(changes.times.first { $0.name == "取水口" && $0.season == .normal })
    let (before, after) = (try #require(time.before), try #require(time.after))
    #expect(abs(before / after - 2) < 0.01)
  }

  @Test func `the public is told of no changed phone`() throws {
    let world = try world()
    let changes = try changes(world, .public) {
      try set(world, "emergency_facility/F", ["phone": .text("0398-1234567")])
    }
    #expect(changes.records.isEmpty)
  }

  @Test func `a river that there was not is new`() throws {
    let world = try World()
    let changes = try changes(world) {
      try world.addReach("SH-1", river: "示河", "SH", World.path(from: World.source, to: World.mouth))
    }
    #expect(changes.isNewRiver && changes.records.isEmpty)
  }
}
