import NIOPosix

/// Threads for work that blocks (SQLite, GEOS, drawing), so that the threads that serve connections never wait.
final class Workers: TaskExecutor {
  private let pool: NIOThreadPool

  init(count: Int) {
    pool = NIOThreadPool(numberOfThreads: count)
    pool.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pool.submit { [self] _ in job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Runs `body` on one of the threads; its task is cancelled after so many seconds, or with the caller's.
  ///
  /// - Throws: ``TimeLimitReached``, and what `body` throws.
  func run<Value: Sendable>(
    limitSeconds: Double, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask(executorPreference: self) { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(limitSeconds))
        return nil
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() ?? nil else { throw TimeLimitReached() }
      return value
    }
  }

  /// Ends the threads when their work is done.
  func stop() async throws { try await pool.shutdownGracefully() }
}
