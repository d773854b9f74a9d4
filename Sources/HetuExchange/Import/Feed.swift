import Foundation

/// A bounded queue from one producing thread to one consuming thread, which ends with success or an error.
///
/// Sendable though unchecked: every access to the state is between `lock` and `unlock` of the condition.
final class Feed<Element: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  private var elements: [Element] = []
  private var isFinished = false
  private var isStopped = false
  private var failure: (any Error)?

  init(capacity: Int) { self.capacity = capacity }

  /// Says that the consumer went away.
  struct Stopped: Error {}

  /// Runs the producer's body and ends the feed with its outcome.
  func run(_ body: () throws -> Void) {
    var outcome: (any Error)?
    do { try body() } catch { outcome = error }
    condition.lock()
    failure = outcome
    isFinished = true
    condition.broadcast()
    condition.unlock()
  }

  /// Hands an element over; waits while the queue is full.
  func send(_ element: Element) throws {
    condition.lock()
    defer { condition.unlock() }
    while elements.count >= capacity && !isStopped { condition.wait() }
    if isStopped { throw Stopped() }
    elements.append(element)
    condition.broadcast()
  }

  /// The next element, or nil at the end; throws what the producer threw.
  func next() throws -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while elements.isEmpty && !isFinished { condition.wait() }
    if elements.isEmpty {
      if let failure { throw failure }
      return nil
    }
    defer { condition.broadcast() }
    return elements.removeFirst()
  }

  /// Ends the producer at its next element, and waits until it is gone.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    while !isFinished { condition.wait() }
    condition.unlock()
  }
}
