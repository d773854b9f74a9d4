import Foundation
import HetuRegistry
import HetuSchemas
import Synchronization
import TestSupport
import Testing

@testable import HetuServer

@Suite struct ServiceTests {
  /// Work that goes on until it is cancelled.
  private final class EndlessWork: Sendable {
    let hasBegun = Mutex(false)
    let hasEnded = Mutex(false)

    func run() {
      hasBegun.withLock { $0 = true }
      while !Task.isCancelled { Thread.sleep(forTimeInterval: 0.01) }
      hasEnded.withLock { $0 = true }
    }
  }

  @Test(.timeLimit(.minutes(10))) func `what is found out before somebody asks ends with the service`() async throws {
    let scratch = try Scratch()
    let file = scratch.url("test.gpkg")
    try Registry.create(at: file, kinds: try Kinds.builtIn()).finish()
    var settings = ServerSettings()
    (settings.port, settings.logLevel) = (0, "error")
    let service = try Service(registry: file, settings: settings)
    let work = EndlessWork()
    let running = Task {
      try await service.run { try? await $0.workers.run(limitSeconds: 600) { work.run() } }
    }
    for _ in 0..<500 where !work.hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(work.hasBegun.withLock { $0 } && !work.hasEnded.withLock { $0 })
    running.cancel()
    _ = await running.result
    for _ in 0..<500 where !work.hasEnded.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(work.hasEnded.withLock { $0 })
  }
}
