import Foundation
import HetuHydrology
import HetuRegistry
import HetuSchemas
import Synchronization

/// The nearest river of every point of a kind, all rivers at once, as columns; what `corridor --all` stands on.
public struct NearestRivers: Sendable {
  /// The rivers.
  public let set: RiverSet
  /// The rows of the points, ascending; records without a plain point are not among them.
  public let fids: [Int64]
  /// Where each of them lies along its nearest river.
  public let places: RiverPlaces

  /// The nearest river, within a distance, of every point of a kind; points and reaches are read at the same time.
  public init(of kind: Kind, in registry: Registry, withinMetres limit: Double) throws {
    let beside = try registry.anotherConnection()
    let reading = Background { try beside.points(of: kind) }
    let set = try registry.riverSet()
    self.init(try reading.value(), set, withinMetres: limit)
  }

  /// The nearest of the rivers given, within a distance, of every point of a kind.
  public init(of kind: Kind, in registry: Registry, among set: RiverSet, withinMetres limit: Double) throws {
    self.init(try registry.points(of: kind), set, withinMetres: limit)
  }

  private init(
    _ points: (fids: [Int64], xs: [Double], ys: [Double]), _ set: RiverSet, withinMetres limit: Double
  ) {
    self.set = set
    fids = points.fids
    places = set.places(longitudes: points.xs, latitudes: points.ys, withinMetres: limit)
  }
}

/// Work done on a thread of its own.
private final class Background<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let result = Result { try body() }
      outcome.withLock { $0 = result }
      done.signal()
    }
  }

  /// What came of it; waits for the end, and is asked for once.
  func value() throws -> Value {
    done.wait()
    return try outcome.withLock { outcome in
      guard let outcome else { preconditionFailure("The work has ended.") }
      return try outcome.get()
    }
  }
}
