import Foundation
import HetuGeometry

/// A line on paper with its length known at every vertex; millimetres, y downwards.
struct Polyline: Sendable {
  let points: [Position]
  /// The length up to each vertex.
  let lengths: [Double]

  /// The line without repeated vertices; nil where fewer than two are left.
  init?(_ positions: [Position]) {
    var points: [Position] = []
    var lengths: [Double] = []
    for position in positions where position != points.last {
      lengths.append((lengths.last ?? 0) + (points.last.map { $0.distance(to: position) } ?? 0))
      points.append(position)
    }
    guard points.count >= 2 else { return nil }
    self.points = points
    self.lengths = lengths
  }

  var length: Double { lengths.last ?? 0 }

  /// The index of the segment at a length along the line.
  private func segment(at length: Double) -> Int {
    var low = 0
    var high = points.count - 2
    while low < high {
      let middle = (low + high + 1) / 2
      if lengths[middle] <= length { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The point at a length along the line; the ends beyond them.
  func point(at length: Double) -> Position {
    let index = segment(at: length)
    let (start, end) = (points[index], points[index + 1])
    let share = min(1, max(0, (length - lengths[index]) / (lengths[index + 1] - lengths[index])))
    return Position(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
  }

  /// The direction at a length, averaged over `span`: radians, clockwise on paper from the right.
  func direction(at length: Double, span: Double) -> Double {
    let from = point(at: max(0, length - span / 2))
    let to = point(at: min(self.length, length + span / 2))
    return atan2(to.y - from.y, to.x - from.x)
  }

  /// The part between two lengths.
  func part(from start: Double, to end: Double) -> [Position] {
    let inner = zip(points, lengths).filter { $0.1 > start && $0.1 < end }.map(\.0)
    return [point(at: start)] + inner + [point(at: end)]
  }
}

extension Position {
  func distance(to other: Position) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }

  /// The point moved by a distance in a direction (radians, clockwise on paper from the right).
  func moved(by distance: Double, direction: Double) -> Position {
    Position(x: x + cos(direction) * distance, y: y + sin(direction) * distance)
  }

  /// The distance to the segment between two points.
  func distance(toSegment start: Position, _ end: Position) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    guard square > 0 else { return distance(to: start) }
    let share = min(1, max(0, ((x - start.x) * dx + (y - start.y) * dy) / square))
    return distance(to: Position(x: start.x + dx * share, y: start.y + dy * share))
  }
}

extension Envelope {
  /// The box of a size about its middle.
  init(center: Position, width: Double, height: Double) {
    self.init(
      minX: center.x - width / 2, minY: center.y - height / 2, maxX: center.x + width / 2, maxY: center.y + height / 2)
  }

  /// Whether the boxes share more than a border.
  func overlaps(_ other: Envelope) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// Whether `other` lies wholly inside.
  func contains(_ other: Envelope) -> Bool {
    minX <= other.minX && other.maxX <= maxX && minY <= other.minY && other.maxY <= maxY
  }

  /// The part of a segment inside, by Liang and Barsky (1984); nil where none is.
  func clip(_ start: Position, _ end: Position) -> (Position, Position)? {
    var (from, to) = (0.0, 1.0)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    for (step, room) in [
      (-dx, start.x - minX), (dx, maxX - start.x), (-dy, start.y - minY), (dy, maxY - start.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        from = max(from, room / step)
      } else {
        to = min(to, room / step)
      }
    }
    guard from <= to else { return nil }
    func point(_ share: Double) -> Position { Position(x: start.x + dx * share, y: start.y + dy * share) }
    return (point(from), point(to))
  }

  /// The runs of a line that lie inside.
  func clip(_ line: [Position]) -> [[Position]] {
    var runs: [[Position]] = []
    var run: [Position] = []
    for (start, end) in zip(line, line.dropFirst()) {
      guard let (from, to) = clip(start, end) else {
        if run.count > 1 { runs.append(run) }
        run = []
        continue
      }
      if run.last != from {
        if run.count > 1 { runs.append(run) }
        run = [from]
      }
      run.append(to)
    }
    if run.count > 1 { runs.append(run) }
    return runs
  }

  /// The part of a ring inside, by Sutherland and Hodgman (1974): closed along the border, good for filling.
  func clip(ring: [Position]) -> [Position] {
    func cut(
      _ ring: [Position], _ depth: (Position) -> Double
    ) -> [Position] {
      guard var previous = ring.last else { return [] }
      var result: [Position] = []
      for position in ring {
        let (before, after) = (depth(previous), depth(position))
        if (before < 0) != (after < 0) {
          let share = before / (before - after)
          result.append(
            Position(
              x: previous.x + (position.x - previous.x) * share, y: previous.y + (position.y - previous.y) * share))
        }
        if after >= 0 { result.append(position) }
        previous = position
      }
      return result
    }
    var result = cut(ring) { $0.x - minX }
    result = cut(result) { maxX - $0.x }
    result = cut(result) { $0.y - minY }
    return cut(result) { maxY - $0.y }
  }
}

/// The line without the vertices that lie within `tolerance` of the course of the others (Douglas and Peucker, 1973).
func simplified(_ line: [Position], tolerance: Double) -> [Position] {
  guard line.count > 2 else { return line }
  var kept = Array(repeating: false, count: line.count)
  kept[0] = true
  kept[line.count - 1] = true
  var stretches = [(0, line.count - 1)]
  while let (first, last) = stretches.popLast() {
    var (farthest, distance) = (first, tolerance)
    for index in first + 1..<max(first + 1, last) {
      let here = line[index].distance(toSegment: line[first], line[last])
      if here > distance { (farthest, distance) = (index, here) }
    }
    guard farthest != first else { continue }
    kept[farthest] = true
    stretches.append((first, farthest))
    stretches.append((farthest, last))
  }
  return zip(line, kept).filter(\.1).map(\.0)
}
