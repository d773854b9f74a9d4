import Foundation
import HetuGeodesy
import HetuGeometry

/// One continuous line of a river, downstream, with its lengths.
public struct CourseLine: Hashable, Sendable {
  /// The vertices from upstream to downstream.
  public let positions: [Position]
  /// For each vertex the length from the line's start, in metres.
  public let metres: [Double]
  /// For each segment the number of its reach in `River.reaches`; the bridge over a joint within the tolerance counts
  /// to the reach above it.
  public let reachOfSegment: [Int32]

  /// The length of the line in metres.
  public var lengthMetres: Double { metres.last ?? 0 }

  /// A line that stands for itself, of at least two positions, downstream; all its segments count to reach 0.
  public init(positions: [Position]) {
    self.init(positions: positions, reachOfSegment: Array(repeating: 0, count: max(0, positions.count - 1)))
  }

  init(positions: [Position], reachOfSegment: [Int32]) {
    self.positions = positions
    self.reachOfSegment = reachOfSegment
    var metres: [Double] = []
    metres.reserveCapacity(positions.count)
    var sum = 0.0
    for (vertex, position) in positions.enumerated() {
      if vertex > 0 { sum += Self.lengthMetres(from: positions[vertex - 1], to: position) }
      metres.append(sum)
    }
    self.metres = metres
  }

  /// The geodesic length of an edge: by the plane at the middle latitude where that is right to 10⁻⁷ of the length.
  static func lengthMetres(from start: Position, to end: Position) -> Double {
    let inPlane = LocalPlane.distanceMetres(from: start, to: end)
    return inPlane < 2_000 ? inPlane : Geodesic.cgcs2000.distanceMetres(from: start, to: end)
  }

  /// The geodesic length of a path in metres.
  static func lengthMetres(of path: some Collection<Position>) -> Double {
    zip(path, path.dropFirst()).reduce(0) { $0 + lengthMetres(from: $1.0, to: $1.1) }
  }

  /// The segment that holds a length from the start, and where on it; the ends of the line beyond them.
  func place(atMetres wanted: Double) -> (segment: Int, fraction: Double) {
    // The last vertex whose length is not beyond the one wanted.
    var (low, high) = (0, metres.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if metres[middle] <= wanted { low = middle } else { high = middle }
    }
    let length = metres[low + 1] - metres[low]
    return (low, length > 0 ? min(max((wanted - metres[low]) / length, 0), 1) : 0)
  }

  /// The position at a length from the start, in metres.
  public func position(atMetres wanted: Double) -> Position {
    let (segment, fraction) = place(atMetres: wanted)
    return LocalPlane.along(from: positions[segment], to: positions[segment + 1], fraction)
  }

  /// The line between two lengths from the start, in metres; nothing where they are equal.
  public func slice(fromMetres: Double, toMetres: Double) -> [Position] {
    let (from, to) = (max(0, fromMetres), min(lengthMetres, toMetres))
    guard from < to else { return [] }
    let (first, last) = (place(atMetres: from), place(atMetres: to))
    var result = [position(atMetres: from)]
    if first.segment < last.segment { result += positions[(first.segment + 1)...last.segment] }
    let end = position(atMetres: to)
    if result.last != end { result.append(end) }
    if result.count > 1, result[0] == result[1] { result.removeFirst() }
    return result
  }

  /// The direction of a segment in degrees clockwise from north, 0 ..< 360.
  func directionDegrees(ofSegment segment: Int) -> Double {
    let (start, end) = (positions[segment], positions[segment + 1])
    let plane = LocalPlane(between: start, and: end)
    let angle =
      atan2((end.x - start.x) * plane.metresPerDegreeX, (end.y - start.y) * plane.metresPerDegreeY) * 180 / .pi
    let turned = angle < 0 ? angle + 360 : angle
    return turned < 360 ? turned : 0
  }
}
