import Foundation
import HetuGeodesy
import HetuGeometry

/// Where each of many positions lies along its nearest river: columns of equal length, in the order of the positions.
public struct RiverPlaces: Sendable {
  /// The number of the river in `RiverSet.rivers`, or -1 where none lies within the limit.
  public let rivers: [Int32]
  /// The number of the reach in `RiverSet.reaches`, or -1; of equally near reaches that with the lowest code.
  public let reaches: [Int32]
  /// Kilometres from the mouth along the course; 0 where there is no river.
  public let riverKm: [Double]
  /// The distance from the river's line in metres, infinite where there is no river.
  public let offsetsMetres: [Double]
  /// The side, facing downstream; `onLine` where there is no river.
  public let banks: [Bank]
}

extension RiverSet {
  /// Where each position lies along its nearest river; the same places as `locate(_:withinMetres:)` finds.
  ///
  /// - Parameters:
  ///   - longitudes: degrees on CGCS2000; a position with an ordinate that is no number has no river.
  ///   - latitudes: as many, in degrees.
  ///   - limit: metres, borders included, at most `SegmentIndex.greatestLimitMetres`.
  ///   - workers: how many threads to use.
  public func places(
    longitudes: [Double], latitudes: [Double], withinMetres limit: Double,
    workers: Int = ProcessInfo.processInfo.activeProcessorCount
  ) -> RiverPlaces {
    precondition(longitudes.count == latitudes.count, "there are as many longitudes as latitudes")
    let count = longitudes.count
    let order = index.visitingOrder(longitudes: longitudes, latitudes: latitudes)
    var places = [Int32](repeating: -1, count: count)
    var reaches = places
    var riverKm = [Double](repeating: 0, count: count)
    var offsets = [Double](repeating: .infinity, count: count)
    var banks = [Bank](repeating: .onLine, count: count)
    places.withUnsafeMutableBufferPointer { places in
      reaches.withUnsafeMutableBufferPointer { reaches in
        riverKm.withUnsafeMutableBufferPointer { riverKm in
          offsets.withUnsafeMutableBufferPointer { offsets in
            banks.withUnsafeMutableBufferPointer { banks in
              let columns = Columns(
                rivers: places, reaches: reaches, riverKm: riverKm, offsets: offsets, banks: banks)
              SegmentIndex.shareOut(count, among: workers) { run in
                index.withSearch { search in
                  for place in run {
                    let row = Int(order[place])
                    let position = Position(x: longitudes[row], y: latitudes[row])
                    guard let found = search.nearest(to: position, withinMetres: limit) else { continue }
                    columns.write(row, position, limit, reach: index.line(of: found), in: self)
                  }
                }
              }
            }
          }
        }
      }
    }
    return RiverPlaces(
      rivers: places, reaches: reaches, riverKm: riverKm, offsetsMetres: offsets, banks: banks)
  }

  /// The columns being written, by several threads.
  ///
  /// Sendable is right though unchecked: each position stands once in the visiting order, and each run of that order
  /// goes to one worker, so no element is written twice; none is read before all workers have returned.
  private struct Columns: @unchecked Sendable {
    let rivers: UnsafeMutableBufferPointer<Int32>
    let reaches: UnsafeMutableBufferPointer<Int32>
    let riverKm: UnsafeMutableBufferPointer<Double>
    let offsets: UnsafeMutableBufferPointer<Double>
    let banks: UnsafeMutableBufferPointer<Bank>

    /// Writes the place of a position whose nearest reach is known.
    @inline(__always)
    func write(_ row: Int, _ position: Position, _ limit: Double, reach nearest: Int, in set: RiverSet) {
      var (reach, number) = (nearest, Int(set.riverOfReach[nearest]))
      if number < 0 {
        // The nearest reach belongs to no river.
        let lines = set.index.lines(near: position, withinMetres: limit).lazy.map(\.line)
        guard let line = lines.first(where: { set.riverOfReach[$0] >= 0 }) else { return }
        (reach, number) = (line, Int(set.riverOfReach[line]))
      }
      guard let hit = set.rivers[number].index.nearest(to: position, withinMetres: limit) else { return }
      rivers[row] = Int32(number)
      reaches[row] = Int32(reach)
      riverKm[row] = set.rivers[number].riverKm(of: hit)
      offsets[row] = hit.offsetMetres
      banks[row] = set.rivers[number].bank(of: hit, for: position)
    }
  }
}
