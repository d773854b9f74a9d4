import HTTPTypes
import Synchronization

/// Works on threads of their own, each done once for all who want the same meanwhile.
final class SharedWorks<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var works: [Key: SharedWork<Value>] = [:]
    var isStopped = false
  }

  private let greatest: Int
  private let patience: Duration
  private let state = Mutex(State())

  /// - Parameters:
  ///   - greatest: how many may be under way or waiting for a thread at once.
  ///   - patience: how long one goes on when nobody waits for it any more.
  init(greatest: Int, patience: Duration) {
    self.greatest = greatest
    self.patience = patience
  }

  /// What a work gives: one that is under way, or begun now.
  ///
  /// - Throws: what the work throws, `CancellationError` where the caller is cancelled, and ``Problem`` 503 where too many are under way.
  func value(
    of key: Key, on workers: Workers, _ make: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let work = try state.withLock { state -> SharedWork<Value> in
      if let work = state.works[key], work.join() { return work }
      guard !state.isStopped, state.works.count < greatest else {
        throw Problem(
          status: .serviceUnavailable, detail: "too many plans are being made; try again", headers: [.retryAfter: "5"])
      }
      let work = SharedWork(on: workers, patience: patience, make) { work in
        self.state.withLock { if $0.works[key] === work { $0.works[key] = nil } }
      }
      state.works[key] = work
      return work
    }
    return try await work.value()
  }

  /// How many callers wait for works.
  var callers: Int { state.withLock { $0.works.values.reduce(0) { $0 + $1.callers } } }

  /// Cancels all of them; none begins any more.
  func stop() {
    let works = state.withLock { state in
      state.isStopped = true
      return state.works.values.map(\.self)
    }
    for work in works { work.cancel() }
  }
}

/// One work. It goes on while somebody waits for it, and a while after the last has left, so that who was told to come again finds it
/// further on; then it is cancelled.
final class SharedWork<Value: Sendable>: Sendable {
  private struct State {
    /// How many want it.
    var count = 1
    var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
    var next = 0
    var result: Result<Value, any Error>?
    var isGivenUp = false
    var task: Task<Void, Never>?
    var farewell: Task<Void, any Error>?
  }

  private let patience: Duration
  private let state = Mutex(State())

  /// Begins the work for one who wants it.
  init(
    on workers: Workers, patience: Duration, _ make: @escaping @Sendable () async throws -> Value,
    ended: @escaping @Sendable (SharedWork<Value>) -> Void
  ) {
    self.patience = patience
    let task = Task(executorPreference: workers) {
      let result: Result<Value, any Error>
      do {
        try Task.checkCancellation()
        result = .success(try await make())
      } catch {
        result = .failure(error)
      }
      ended(self)
      self.end(result)
    }
    state.withLock { $0.task = task }
  }

  /// Whether one more can want it: not where it was given up.
  func join() -> Bool {
    state.withLock { state in
      guard !state.isGivenUp else { return false }
      state.count += 1
      state.farewell?.cancel()
      return true
    }
  }

  /// What the work gives, for one who wants it.
  ///
  /// - Throws: what the work throws, and `CancellationError` where the caller is cancelled.
  func value() async throws -> Value {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { leave() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<Value, any Error>? in
          if let result = state.result { return result }
          if Task.isCancelled { return .failure(CancellationError()) }
          state.waiting[number] = continuation
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(throwing: CancellationError())
    }
  }

  var callers: Int { state.withLock { $0.count } }

  func cancel() { state.withLock { $0.task }?.cancel() }

  private func leave() {
    state.withLock { state in
      state.count -= 1
      guard state.count == 0, state.result == nil else { return }
      state.farewell = Task { [patience] in
        try await Task.sleep(for: patience)
        giveUp()
      }
    }
  }

  private func giveUp() {
    let task = state.withLock { state -> Task<Void, Never>? in
      guard state.count == 0 else { return nil }
      state.isGivenUp = true
      return state.task
    }
    task?.cancel()
  }

  private func end(_ result: Result<Value, any Error>) {
    let waiting = state.withLock { state in
      state.result = result
      state.farewell?.cancel()
      defer { state.waiting = [:] }
      return state.waiting.values.map(\.self)
    }
    for continuation in waiting { continuation.resume(with: result) }
  }
}
