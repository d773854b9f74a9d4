import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@testable import HetuServer

@Suite struct WorkersTests {
  /// A registry of 60 areas of 200 corners each.
  private func registry(_ scratch: Scratch) throws -> Registry {
    let registry = try Registry.create(at: scratch.url("test.gpkg"), kinds: try Kinds.builtIn())
    let kind = try registry.kind("sensitive_target")
    let values = kind.properties.map { $0.name == "name" ? Value.text("甲") : .null }
    try registry.change(actor: "测试", reason: "录入") { writer in
      for number in 0..<60 {
        let west = 111 + Double(number) / 1_000
        let upper = (0...100).map { Position(x: west + Double($0) / 100_000, y: 34.5 + Double($0 % 2) / 1_000) }
        let ring = upper + upper.reversed().map { Position(x: $0.x, y: $0.y - 0.01) } + [upper[0]]
        try writer.insert(kind, values: values, geometry: .polygon(Polygon(rings: [ring])))
      }
    }
    return registry
  }

  @Test func `work that would never end ends between two rows when its time is over`() async throws {
    let scratch = try Scratch()
    let registry = try registry(scratch)
    let workers = Workers(count: 1)
    await #expect(throws: TimeLimitReached.self) {
      try await workers.run(limitSeconds: 0.05) {
        // Each answer by itself is short; together they would never end.
        while true {
          let question = NearQuestion(
            origin: .position(Position(x: 111.1, y: 34.5)), withinMetres: 100_000, kinds: [], filter: nil,
            district: nil,
            audience: .internal)
          _ = try question.answer(from: registry)
        }
      }
    }
    try await workers.stop()
  }
}
