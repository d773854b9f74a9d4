import Dispatch
import Foundation
import HetuRegistry
import HetuSchemas
import Synchronization

extension Registry {
  /// How many records are handed to a thread at once.
  private static let batchSize = 256

  /// What becomes of each record of a kind, in the order of reading; records are read by one thread and worked on by the others.
  ///
  /// - Throws: what reading or the first failing batch throws, and `CancellationError` where the task was cancelled.
  func mapRecords<Result: Sendable>(
    of kind: Kind, _ query: RecordQuery = RecordQuery(), _ transform: @escaping @Sendable (Record) throws -> Result
  ) throws -> [Result] {
    let workers = ProcessInfo.processInfo.activeProcessorCount
    let (group, slots) = (DispatchGroup(), DispatchSemaphore(value: 2 * workers))
    let done = BatchResults<Result>()
    var batch: [Record] = []
    var count = 0
    func hand(_ records: [Record]) {
      let number = count
      count += 1
      slots.wait()
      DispatchQueue.global().async(group: group) {
        done.put(number) { try records.map(transform) }
        slots.signal()
      }
    }
    defer { group.wait() }
    try forEachRecord(of: kind, query) { record in
      try Task.checkCancellation()
      batch.append(record)
      guard batch.count == Self.batchSize else { return }
      hand(batch)
      batch.removeAll(keepingCapacity: true)
    }
    if !batch.isEmpty { hand(batch) }
    group.wait()
    return try done.inOrder(count)
  }
}

/// The results of batches, put in by several threads.
private final class BatchResults<Element: Sendable>: Sendable {
  private let results = Mutex<[Int: Swift.Result<[Element], any Error>]>([:])

  func put(_ number: Int, _ make: () throws -> [Element]) {
    let result = Swift.Result(catching: make)
    results.withLock { $0[number] = result }
  }

  func inOrder(_ count: Int) throws -> [Element] {
    try results.withLock { results in try (0..<count).flatMap { try results[$0]?.get() ?? [] } }
  }
}
