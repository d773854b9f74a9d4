import Dispatch
import Synchronization

/// What becomes of each number below a count, in order; worked out side by side by as many threads as there are cores, the asking one
/// among them. Nothing new is begun once one has failed or the task has ended (which only the asking thread sees).
///
/// - Throws: what failed first, and `CancellationError` where the task was cancelled.
public func sideBySide<Result: Sendable>(
  _ count: Int, _ make: @Sendable (Int) throws -> Result
) throws -> [Result] {
  let done = Mutex((made: [Result?](repeating: nil, count: count), failure: (any Error)?.none))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    guard done.withLock({ $0.failure == nil }) else { return }
    do {
      try Task.checkCancellation()
      let result = try make(number)
      done.withLock { $0.made[number] = result }
    } catch {
      done.withLock { $0.failure = $0.failure ?? error }
    }
  }
  return try done.withLock { done in
    if let failure = done.failure { throw failure }
    return done.made.compactMap(\.self)
  }
}
