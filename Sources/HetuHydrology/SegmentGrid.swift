import HetuGeodesy
import HetuGeometry

/// A uniform grid over the segments of lines: which segments touch which cell.
///
/// Cells lie row by row, and so do their entries: the entries of neighbouring cells of a row are one run, and a row of
/// empty cells costs one comparison. There are about as many cells as segments, none smaller than half a mean
/// segment, so that building and memory stay proportional to the number of segments.
struct SegmentGrid: Sendable {
  let layout: Layout
  /// Where the entries of each cell begin; one more than there are cells.
  let starts: [Int32]
  /// For each cell the first vertices of the segments that touch it.
  let entries: [Int32]

  /// The grid of the segments that begin at `segments` (a vertex number each) and end at the next vertex.
  init(vertices: [Position], segments: [Int32]) {
    layout = Layout(vertices: vertices, segments: segments)
    (starts, entries) = layout.fill(vertices: vertices, segments: segments)
  }

  /// Where the cells lie.
  struct Layout: Sendable {
    /// South-west corner.
    let origin: Position
    /// Degrees of longitude and latitude of one cell.
    let cell: Position
    /// Columns in one degree of longitude, rows in one of latitude.
    let perDegree: Position
    let columns: Int
    let rows: Int

    init(vertices: [Position], segments: [Int32]) {
      let box = Envelope(vertices) ?? Envelope(minX: 0, minY: 0, maxX: 0, maxY: 0)
      let plane = LocalPlane(latitudeDegrees: min(max(box.center.y, -85), 85))
      let count = Double(max(segments.count, 1))
      let (width, height) = (box.width * plane.metresPerDegreeX, box.height * plane.metresPerDegreeY)
      let length = vertices.withUnsafeBufferPointer { vertices in
        segments.reduce(0) { sum, segment in
          let (start, end) = (vertices[Int(segment)], vertices[Int(segment) + 1])
          return sum
            + max(
              abs(end.x - start.x) * plane.metresPerDegreeX, abs(end.y - start.y) * plane.metresPerDegreeY)
        }
      }
      let size = max((width * height / count).squareRoot(), max(width, height, length / 2) / count, 1)
      origin = Position(x: box.minX, y: box.minY)
      cell = Position(x: size / plane.metresPerDegreeX, y: size / plane.metresPerDegreeY)
      perDegree = Position(x: 1 / cell.x, y: 1 / cell.y)
      (columns, rows) = (Int(width / size) + 1, Int(height / size) + 1)
    }

    /// The column of a longitude, the outermost for those beyond.
    @inline(__always)
    func column(_ x: Double) -> Int { Int(min(max((x - origin.x) * perDegree.x, 0), Double(columns - 1))) }

    /// The row of a latitude, the outermost for those beyond.
    @inline(__always)
    func row(_ y: Double) -> Int { Int(min(max((y - origin.y) * perDegree.y, 0), Double(rows - 1))) }

    /// Counts the entries of each cell, then writes them (a counting sort).
    fileprivate func fill(vertices: [Position], segments: [Int32]) -> (starts: [Int32], entries: [Int32]) {
      var starts = [Int32](repeating: 0, count: columns * rows + 1)
      return vertices.withUnsafeBufferPointer { vertices in
        starts.withUnsafeMutableBufferPointer { starts in
          for segment in segments {
            forEachCell(from: vertices[Int(segment)], to: vertices[Int(segment) + 1]) { starts[$0] += 1 }
          }
          var sum: Int32 = 0
          for cell in starts.indices {
            sum += starts[cell]
            starts[cell] = sum
          }
        }
        // Filled from the back, `starts` ends as the beginning of each cell and entries stand in the order given.
        let entries = [Int32](unsafeUninitializedCapacity: Int(starts[starts.count - 1])) { entries, filled in
          starts.withUnsafeMutableBufferPointer { starts in
            for segment in segments.reversed() {
              forEachCell(from: vertices[Int(segment)], to: vertices[Int(segment) + 1]) {
                starts[$0] -= 1
                entries[Int(starts[$0])] = segment
              }
            }
          }
          filled = entries.count
        }
        return (starts, entries)
      }
    }

    /// Calls `body` with every cell that the segment touches, and perhaps some it only nearly touches.
    @inline(__always)
    private func forEachCell(from start: Position, to end: Position, _ body: (Int) -> Void) {
      let (west, east) = (column(min(start.x, end.x)), column(max(start.x, end.x)))
      let (bottom, top) = (min(start.y, end.y), max(start.y, end.y))
      let (south, north) = (row(bottom), row(top))
      if west == east || south == north {
        for row in south...north { for column in west...east { body(row * columns + column) } }
        return
      }
      let slope = (end.x - start.x) / (end.y - start.y)
      // So much wider than rounding that no cell is missed, also by segments that run nearly along a border.
      let (slackX, slackY) = (cell.x * 1e-6, max(cell.y * 1e-9, 1e-12))
      for row in south...north {
        let low = max(origin.y + Double(row) * cell.y - slackY, bottom)
        let high = min(origin.y + Double(row + 1) * cell.y + slackY, top)
        let (first, second) = (start.x + (low - start.y) * slope, start.x + (high - start.y) * slope)
        let from = max(west, column(min(first, second) - slackX))
        let to = min(east, column(max(first, second) + slackX))
        if from <= to { for column in from...to { body(row * columns + column) } }
      }
    }
  }
}
