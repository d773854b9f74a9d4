import Foundation
import HetuGeometry
import HetuRegistry
import Testing

@testable import HetuPlanning

@Suite struct WaterTests {
  private func question(within metres: Double) -> WaterTraceQuestion {
    WaterTraceQuestion(
      origin: .position(Position(x: 111.05, y: World.latitude)), withinMetres: metres, audience: .internal)
  }

  @Test func `many who ask at once, for things as far from the water as each likes, get what one gets alone`()
    async throws
  {
    let world = try World.withRiver()
    for number in 0..<12 {
      try world.add(
        "key_enterprise", "E\(number)", "厂\(number)",
        .point(World.beside(111.1 + Double(number) * 0.02, metres: 60 + 100 * Double(number))))
    }
    // More distances than are kept at once.
    let distances = (1...12).map { 100 * Double($0) }
    let water = Water(world.registry)
    func rows(_ metres: Double, _ water: Water) throws -> [String] {
      try question(within: metres).answer(from: water).answer.rows.map { "\($0.kind)/\($0.code)" }
    }
    let alone = try distances.map { try rows($0, Water(world.registry)) }
    #expect(Set(alone.map(\.count)).count == distances.count)
    let together = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for turn in 0..<4 {
        for place in distances.indices {
          let place = turn % 2 == 0 ? place : distances.count - 1 - place
          group.addTask { (place, try rows(distances[place], water)) }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together.count == 48 && together.allSatisfy { alone[$0.0] == $0.1 })
    // What is put in later is met, at whatever distance was asked for before.
    try world.add("key_enterprise", "E99", "新厂", .point(World.beside(111.3, metres: 10)))
    for place in distances.indices {
      #expect(Set(try rows(distances[place], water)) == Set(alone[place] + ["key_enterprise/E99"]))
    }
  }
}
