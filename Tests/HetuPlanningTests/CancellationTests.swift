import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct CancellationTests {
  @Test func `a question whose asker is gone ends between two records`() async throws {
    let world = try World.withRiver()
    for number in 0..<3 {
      try world.add(
        "tailings_pond", "A\(number)", "库", .point(World.beside(111.1 + Double(number) / 100, metres: 300)))
    }
    let registry = world.registry
    let water = Water(registry)
    let trace = WaterTraceQuestion(origin: try WaterOrigin("111.05,34.5", in: registry))
    _ = try trace.answer(from: water)
    let questions: [(name: String, ask: @Sendable () throws -> Void)] = [
      (
        "near",
        {
          _ = try NearQuestion(
            origin: .position(Position(x: 111.1, y: 34.5)), withinMetres: 5_000, kinds: [], filter: nil, district: nil,
            audience: .internal
          ).answer(
            from: registry)
        }
      ),
      ("corridor", { _ = try CorridorQuestion(rivers: ["SH"], withinMetres: 1_000).answer(from: registry) }),
      ("all rivers", { _ = try CorridorQuestion(rivers: nil, withinMetres: 1_000).answer(from: registry) }),
      ("sections", { _ = try SectionsQuestion(river: "SH", withinMetres: 1_000).answer(from: water) }),
      ("trace", { _ = try trace.answer(from: water) }),
      ("stop", { _ = try StopQuestion(trace).answer(from: water) }),
      ("check", { _ = try CheckQuestion(today: "2021-11-15").findings(in: registry) }),
    ]
    for question in questions {
      try question.ask()
      await #expect(throws: CancellationError.self, "\(question.name)") {
        try await Task {
          withUnsafeCurrentTask { $0?.cancel() }
          try question.ask()
        }.value
      }
    }
  }
}
