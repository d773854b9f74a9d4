import Dispatch
import Foundation
import HetuGeodesy
import HetuGeometry
import Synchronization

/// The nearest reach of each of many positions: columns of equal length, in the order of the positions.
public struct NearestReaches: Sendable {
  /// The number of the line or reach as it was handed in, or -1 where none lies within the limit.
  public let lines: [Int32]
  /// The number of the segment in its line, or -1.
  public let segments: [Int32]
  /// Where on the segment, 0 at its start and 1 at its end; 0 where there is none.
  public let fractions: [Double]
  /// The distance to the line in metres, infinite where there is none.
  public let offsetsMetres: [Double]
}

extension SegmentIndex {
  /// The nearest line of each position within the limit; the same answers as `nearest(to:withinMetres:)`.
  ///
  /// Positions are visited cell after cell, so that neighbours find their segments in the processor's cache, and
  /// shared out in runs among the workers.
  ///
  /// - Parameters:
  ///   - longitudes: degrees on CGCS2000; a position with an ordinate that is no number has no nearest line.
  ///   - latitudes: as many, in degrees.
  ///   - limit: metres, at most `greatestLimitMetres`.
  ///   - workers: how many threads to use.
  public func nearestReaches(
    longitudes: [Double], latitudes: [Double], withinMetres limit: Double,
    workers: Int = ProcessInfo.processInfo.activeProcessorCount
  ) -> NearestReaches {
    precondition(longitudes.count == latitudes.count, "there are as many longitudes as latitudes")
    let count = longitudes.count
    let order = visitingOrder(longitudes: longitudes, latitudes: latitudes)
    var lines = [Int32](repeating: -1, count: count)
    var segments = lines
    var fractions = [Double](repeating: 0, count: count)
    var offsets = [Double](repeating: .infinity, count: count)
    lines.withUnsafeMutableBufferPointer { lines in
      segments.withUnsafeMutableBufferPointer { segments in
        fractions.withUnsafeMutableBufferPointer { fractions in
          offsets.withUnsafeMutableBufferPointer { offsets in
            let columns = Columns(lines: lines, segments: segments, fractions: fractions, offsets: offsets)
            Self.shareOut(count, among: workers) { run in
              withSearch { search in
                for place in run {
                  let row = Int(order[place])
                  let position = Position(x: longitudes[row], y: latitudes[row])
                  guard let found = search.nearest(to: position, withinMetres: limit) else { continue }
                  let line = Int(placeOfVertex[found.segment])
                  columns.lines[row] = lineAtPlace[line]
                  columns.segments[row] = Int32(found.segment) - firstVertex[line]
                  columns.fractions[row] = found.foot.fraction
                  columns.offsets[row] = found.foot.distanceMetres
                }
              }
            }
          }
        }
      }
    }
    return NearestReaches(lines: lines, segments: segments, fractions: fractions, offsetsMetres: offsets)
  }

  /// The columns being written, by several threads.
  ///
  /// Sendable is right though unchecked: each position stands once in the visiting order, and each run of that order
  /// goes to one worker, so no element is written twice; none is read before all workers have returned.
  private struct Columns: @unchecked Sendable {
    let lines: UnsafeMutableBufferPointer<Int32>
    let segments: UnsafeMutableBufferPointer<Int32>
    let fractions: UnsafeMutableBufferPointer<Double>
    let offsets: UnsafeMutableBufferPointer<Double>
  }

  /// Calls `body` with runs of `0..<count` from as many threads as there are workers.
  static func shareOut(_ count: Int, among workers: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let runLength = 4096
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, count / runLength))) { _ in
      while true {
        let start = next.wrappingAdd(runLength, ordering: .relaxed).oldValue
        if start >= count { return }
        body(start..<min(start + runLength, count))
      }
    }
  }

  /// The positions' rows, sorted by blocks of the grid's cells (a counting sort, so that equal blocks keep order).
  func visitingOrder(longitudes: [Double], latitudes: [Double]) -> [Int32] {
    let side = 8
    let layout = grid.layout
    let (columns, rows) = (layout.columns / side + 1, layout.rows / side + 1)
    let (scaleX, scaleY) = (1 / (layout.cell.x * Double(side)), 1 / (layout.cell.y * Double(side)))
    let blocks = [Int32](unsafeUninitializedCapacity: longitudes.count) { blocks, filled in
      for row in longitudes.indices {
        let column = (longitudes[row] - layout.origin.x) * scaleX
        let line = (latitudes[row] - layout.origin.y) * scaleY
        // `max(0, NaN)` is 0 here: a comparison with NaN is false.
        let x = Int32(column > 0 ? min(column, Double(columns - 1)) : 0)
        let y = Int32(line > 0 ? min(line, Double(rows - 1)) : 0)
        blocks[row] = y * Int32(columns) + x
      }
      filled = longitudes.count
    }
    var starts = [Int32](repeating: 0, count: columns * rows + 1)
    for block in blocks { starts[Int(block) + 1] += 1 }
    for block in 0..<(columns * rows) { starts[block + 1] += starts[block] }
    return [Int32](unsafeUninitializedCapacity: blocks.count) { order, filled in
      for (row, block) in blocks.enumerated() {
        order[Int(starts[Int(block)])] = Int32(row)
        starts[Int(block)] += 1
      }
      filled = blocks.count
    }
  }
}
