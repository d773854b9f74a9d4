import HetuGeometry
import HetuPlanning
import HetuRegistry
import TestSupport
import Testing

@Suite struct PlanCheckTests {
  private func findings(_ world: World, today: String = "2026-11-25") throws -> [Finding] {
    let water = Water(world.registry)
    let question = PlanCheckQuestion(PlanQuestion(), today: today)
    return try question.findings(of: [try world.registry.river("示河")], from: water)
  }

  private func point(_ longitude: Double) -> Geometry { .point(World.beside(longitude, metres: 100)) }

  /// A source above a target, and between them perhaps a gate that is shut at once.
  private func world(gate: [String: Value]?) throws -> World {
    let world = try World.withRiver()
    try world.add("tailings_pond", "E", "库", point(111.02), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "T", "取水口", point(111.35), ["phone": .text("0398-1234567")])
    if let gate { try world.add("emergency_facility", "F", "闸", point(111.3), gate) }
    return world
  }

  private static let shut: [String: Value] = [
    "functions": .list(#"["拦截","暂存"]"#), "usable_volume_10k_m3": .real(5), "opening_time_min": .real(1),
    "duty_phone": .text("0398-7654321"), "facility_class": .text("闸坝"), "road_access": .text("重型车辆"),
  ]

  @Test func `a target without a line in time is the first thing, with scenario, seasons and what to do`() throws {
    let findings = try findings(try world(gate: nil))
    let first = try #require(findings.first)
    #expect(first.rule == "target_unprotected" && first.severity == .error && first.code == "T")
    #expect(first.message.contains("情景1（丰、平、枯水期，前锋最早") && !first.remedy.isEmpty)
    #expect(first.place?.hasPrefix("示河 K") == true)
    #expect(findings.contains { $0.rule == "source_exposed" && $0.code == "E" })
    #expect(findings.contains { $0.rule == "no_facilities" && $0.kind == "river" })
    #expect(findings.map(\.severity) == findings.map(\.severity).sorted())
  }

  @Test func `a gate in time takes the target from the list`() throws {
    let findings = try findings(try world(gate: Self.shut))
    #expect(!findings.contains { ["target_unprotected", "source_exposed", "no_facilities"].contains($0.rule) })
  }

  @Test func `each record that lacks something is named once with what it lacks`() throws {
    let findings = try findings(
      try world(gate: ["functions": .list(#"["暂存"]"#), "road_access": .text("无路")]))
    for rule in ["facility_phone", "facility_volume", "facility_opening", "facility_unreachable"] {
      #expect(findings.count { $0.rule == rule && $0.code == "F" } == 1, "\(rule)")
    }
    #expect(findings.contains { $0.rule == "source_substances" && $0.code == "E" })
    #expect(findings.count { $0.rule == "reach_speed" } == 6)
    #expect(!findings.contains { $0.rule == "target_phone" })
  }

  @Test func `what the check of the data finds of the plan's records stands beside it with its place`() throws {
    let world = try world(gate: Self.shut.merging(["verified_on": .text("2024-01-01")]) { $1 })
    try world.add(
      "emergency_facility", "FAR", "远", .point(Position(x: 112, y: 35)), ["verified_on": .text("2024-01-01")])
    let stale = try findings(world).filter { $0.rule == "verification" && $0.severity == .warning }
    #expect(stale.map(\.code) == ["F"])
    #expect(stale.first?.place?.hasPrefix("示河 K") == true)
  }
}
