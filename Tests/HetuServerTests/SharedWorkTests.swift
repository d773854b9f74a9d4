import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HetuServer

@Suite struct SharedWorkTests {
  /// Work that goes on until it is let go; held what was begun, and what noticed that it was cancelled.
  private final class Held: Sendable {
    let begun = Mutex(0)
    let cancelled = Mutex(0)
    private let isLetGo = Mutex(false)

    func work() throws -> Int {
      begun.withLock { $0 += 1 }
      while !isLetGo.withLock(\.self) {
        if Task.isCancelled {
          cancelled.withLock { $0 += 1 }
          throw CancellationError()
        }
        Thread.sleep(forTimeInterval: 0.005)
      }
      return 7
    }

    func letGo() { isLetGo.withLock { $0 = true } }
  }

  private func until(_ holds: () -> Bool) async throws -> Bool {
    for _ in 0..<6_000 where !holds() { try await Task.sleep(for: .milliseconds(10)) }
    return holds()
  }

  @Test func `who asks for the same meanwhile gets the same, made once`() async throws {
    let (workers, held) = (Workers(count: 2), Held())
    let works = SharedWorks<String, Int>(greatest: 8, patience: .seconds(3_600))
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask { try await works.value(of: "甲", on: workers) { try held.work() } }
      }
      let isAsked = try await until { works.callers == 20 }
      #expect(isAsked)
      held.letGo()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == Array(repeating: 7, count: 20))
    #expect(held.begun.withLock(\.self) == 1)
    // When it is done the next one begins anew.
    #expect(try await works.value(of: "甲", on: workers) { 8 } == 8)
    try await workers.stop()
  }

  @Test func `who leaves is free at once, and the work goes on for who comes again`() async throws {
    let (workers, held) = (Workers(count: 1), Held())
    let works = SharedWorks<String, Int>(greatest: 8, patience: .seconds(3_600))
    await #expect(throws: TimeLimitReached.self) {
      try await Workers(count: 1).run(limitSeconds: 0.1) {
        try await works.value(of: "甲", on: workers) { try held.work() }
      }
    }
    held.letGo()
    #expect(try await works.value(of: "甲", on: workers) { try held.work() } == 7)
    #expect(held.begun.withLock(\.self) == 1)
    try await workers.stop()
  }

  @Test func `what nobody waits for any more is cancelled, and begun anew for the next`() async throws {
    let (workers, held) = (Workers(count: 2), Held())
    let works = SharedWorks<String, Int>(greatest: 8, patience: .milliseconds(50))
    let asking = Task { try await works.value(of: "甲", on: workers) { try held.work() } }
    #expect(try await until { held.begun.withLock(\.self) == 1 })
    asking.cancel()
    await #expect(throws: CancellationError.self) { try await asking.value }
    #expect(try await until { held.cancelled.withLock(\.self) == 1 })
    #expect(try await works.value(of: "甲", on: workers) { 8 } == 8)
    try await workers.stop()
  }

  @Test func `more than are allowed at once are refused, and all end when the service does`() async throws {
    let (workers, held) = (Workers(count: 1), Held())
    let works = SharedWorks<Int, Int>(greatest: 2, patience: .seconds(3_600))
    let asking = (0..<2).map { number in
      Task { try await works.value(of: number, on: workers) { try held.work() } }
    }
    #expect(try await until { held.begun.withLock(\.self) == 1 })
    #expect(try await until { works.callers == 2 })
    let refused = await #expect(throws: Problem.self) { try await works.value(of: 2, on: workers) { 1 } }
    #expect(refused?.status == .serviceUnavailable)
    works.stop()
    for task in asking { await #expect(throws: CancellationError.self) { try await task.value } }
    try await workers.stop()
  }
}
