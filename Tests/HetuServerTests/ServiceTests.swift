import Foundation
import HetuRegistry
import HetuSchemas
import Synchronization
import TestSupport
import Testing

@testable import HetuServer

@Suite struct ServiceTests {
  @Test func `what is found out before somebody asks ends with the service`() async throws {
    let scratch = try Scratch()
    let file = scratch.url("test.gpkg")
    try Registry.create(at: file, kinds: try Kinds.builtIn()).finish()
    var settings = ServerSettings()
    (settings.port, settings.logLevel) = (0, "error")
    let service = try Service(registry: file, settings: settings)
    let (begun, ended) = (Mutex(false), Mutex(false))
    let running = Task {
      try await service.run { service in
        try? await service.workers.run(limitSeconds: 600) {
          begun.withLock { $0 = true }
          while !Task.isCancelled { Thread.sleep(forTimeInterval: 0.01) }
          ended.withLock { $0 = true }
        }
      }
    }
    for _ in 0..<500 where !begun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(begun.withLock { $0 } && !ended.withLock { $0 })
    let start = ContinuousClock.now
    running.cancel()
    _ = await running.result
    for _ in 0..<500 where !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(ended.withLock { $0 } && ContinuousClock.now - start < .seconds(5))
  }
}
