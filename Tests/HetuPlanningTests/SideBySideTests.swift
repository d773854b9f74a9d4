import HetuPlanning
import Testing

@Suite struct SideBySideTests {
  private struct Fault: Error {}

  @Test func `what is made side by side stands in order`() throws {
    #expect(try sideBySide(1_000) { $0 * $0 } == (0..<1_000).map { $0 * $0 })
    #expect(try sideBySide(0) { $0 }.isEmpty)
  }

  @Test func `a failure is thrown`() {
    #expect(throws: Fault.self) {
      try sideBySide(100) { number in
        if number == 60 { throw Fault() }
        return number
      }
    }
  }

  @Test func `an ended task is seen by the thread that asks`() async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try sideBySide(100) { $0 }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
