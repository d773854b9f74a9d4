import HetuGeometry

/// Lines on paper that labels should rather not lie on, each with its weight, in a grid.
struct SegmentIndex: Sendable {
  private struct Cell: Hashable {
    var column: Int
    var row: Int
  }

  private struct Segment {
    var start: Position
    var end: Position
    var weight: Double
  }

  private static let cellMillimetres = 6.0
  private var segments: [Segment] = []
  private var cells: [Cell: [Int]] = [:]

  /// Adds a line; `weight` is the cost of a millimetre of it under a label.
  mutating func insert(_ line: [Position], weight: Double) {
    for (start, end) in zip(line, line.dropFirst()) {
      let pieces = max(1, Int((start.distance(to: end) / Self.cellMillimetres).rounded(.up)))
      for piece in 0..<pieces {
        func point(_ index: Int) -> Position {
          let share = Double(index) / Double(pieces)
          return Position(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
        }
        add(Segment(start: point(piece), end: point(piece + 1), weight: weight))
      }
    }
  }

  private mutating func add(_ segment: Segment) {
    let box = Envelope(
      minX: min(segment.start.x, segment.end.x), minY: min(segment.start.y, segment.end.y),
      maxX: max(segment.start.x, segment.end.x), maxY: max(segment.start.y, segment.end.y))
    Self.forEachCell(of: box) { cells[$0, default: []].append(segments.count) }
    segments.append(segment)
  }

  /// The cost of all lines under `box`.
  func cost(under box: Envelope) -> Double {
    var seen: Set<Int> = []
    var cost = 0.0
    Self.forEachCell(of: box) { cell in
      for index in cells[cell] ?? [] where seen.insert(index).inserted {
        let segment = segments[index]
        guard let (from, to) = box.clip(segment.start, segment.end) else { continue }
        cost += from.distance(to: to) * segment.weight
      }
    }
    return cost
  }

  /// The distance from `point` to the nearest line, where one is nearer than `limit`.
  func distance(from point: Position, within limit: Double) -> Double? {
    var nearest = limit
    var isFound = false
    Self.forEachCell(of: Envelope(center: point, width: 2 * limit, height: 2 * limit)) { cell in
      for index in cells[cell] ?? [] {
        let distance = point.distance(toSegment: segments[index].start, segments[index].end)
        if distance < nearest { (nearest, isFound) = (distance, true) }
      }
    }
    return isFound ? nearest : nil
  }

  private static func forEachCell(of box: Envelope, _ body: (Cell) -> Void) {
    let size = cellMillimetres
    for column in Int((box.minX / size).rounded(.down))...Int((box.maxX / size).rounded(.down)) {
      for row in Int((box.minY / size).rounded(.down))...Int((box.maxY / size).rounded(.down)) {
        body(Cell(column: column, row: row))
      }
    }
  }
}
