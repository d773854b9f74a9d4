import HetuGeodesy
import HetuGeometry

/// The search of a `SegmentIndex` over its memory; lives only inside `SegmentIndex.withSearch`.
///
/// A search looks at all segments in the plane of the position asked for (two products and a comparison each), in
/// boxes of doubling size until the nearest found is surely the nearest; then it measures that one with the radii at
/// the middle latitude. Only where the runner-up, or the limit, is nearer than the planes' errors, it decides by all
/// segments so near, and in the end by the geodesic.
struct SegmentSearch {
  let vertices: UnsafeBufferPointer<Position>
  let placeOfVertex: UnsafeBufferPointer<Int32>
  let starts: UnsafeBufferPointer<Int32>
  let entries: UnsafeBufferPointer<Int32>
  let layout: SegmentGrid.Layout

  /// A segment, by its first vertex, and its place nearest to the position.
  struct Found {
    let segment: Int
    let foot: LocalPlane.Foot
  }

  /// The nearest segment as seen in the plane of the position, and how near any other comes.
  private struct Seen {
    var segment = -1
    var squared: Double
    var rivalSquared = Double.infinity
  }

  /// The first and last cells of a box in a row or column.
  private struct Block {
    var west = 0
    var east = -1
    var south = 0
    var north = -1
  }

  /// The segment nearest to a position within the limit, ties decided by the order of precedence.
  func nearest(to position: Position, withinMetres limit: Double) -> Found? {
    precondition((0...SegmentIndex.greatestLimitMetres).contains(limit), "a limit lies between 0 and 100 km")
    guard position.isFinite, !entries.isEmpty else { return nil }
    let plane = LocalPlane(latitudeDegrees: position.y)
    let seen = look(from: position, plane: plane, limit: limit)
    guard seen.segment >= 0 else { return nil }
    let foot = foot(on: seen.segment, near: position, in: plane)
    let distance = seen.squared.squareRoot()
    let margin = 2 * plane.errorOfEndPlaneMetres(distanceMetres: distance) + SegmentIndex.tieMetres
    let error = plane.errorMetres(distanceMetres: foot.distanceMetres)
    let isAlone = seen.rivalSquared > (distance + margin) * (distance + margin)
    if isAlone, error < 0.005, abs(foot.distanceMetres - limit) > error {
      return foot.distanceMetres < limit ? Found(segment: seen.segment, foot: foot) : nil
    }
    let near = segments(within: distance + margin, of: position, plane: plane)
    return decide(among: near, position: position, plane: plane, limit: limit)
  }

  /// The nearest place of each line within the limit, the nearest first.
  func lines(near position: Position, withinMetres limit: Double) -> [Found] {
    precondition((0...SegmentIndex.greatestLimitMetres).contains(limit), "a limit lies between 0 and 100 km")
    guard position.isFinite, !entries.isEmpty else { return [] }
    let plane = LocalPlane(latitudeDegrees: position.y)
    let reach = limit + 2 * plane.errorOfEndPlaneMetres(distanceMetres: limit)
    // In order of their vertices, the segments of a line stand together.
    return segments(within: reach, of: position, plane: plane)
      .chunked { placeOfVertex[$0] == placeOfVertex[$1] }
      .compactMap { decide(among: $0, position: position, plane: plane, limit: limit) }
      .sorted { ($0.foot.distanceMetres, $0.segment) < ($1.foot.distanceMetres, $1.segment) }
  }

  /// Looks at the segments in growing boxes; finds the nearest in the plane, and whether another is nearly as near.
  private func look(from position: Position, plane: LocalPlane, limit: Double) -> Seen {
    let (scaleX, scaleY) = (plane.metresPerDegreeX, plane.metresPerDegreeY)
    let perScaleX = 1 / scaleX
    // A bound is kept so much wider than what it bounds that no segment is lost to the plane's error.
    let error = plane.errorOfEndPlaneMetres(distanceMetres: limit)
    let widening = limit > 0 ? 1 + 3 * error / limit : 1
    let slack = 2 * limit * 1e-3 + 1e-6
    var bound = (limit + 3 * error) * (limit + 3 * error)
    var seen = Seen(squared: bound.nextUp)
    var previous = Block()
    var radius = max(min(layout.cell.x * scaleX, layout.cell.y * scaleY), 1)

    func test(_ entry: Int) {
      let segment = Int(entries[entry])
      let squared = squaredMetres(of: segment, from: position, scaleX, scaleY)
      if squared < seen.squared {
        if segment != seen.segment { seen.rivalSquared = seen.segment < 0 ? .infinity : seen.squared }
        seen.segment = segment
        seen.squared = squared
        bound = min(bound, squared * widening * widening + slack)
      } else if squared < seen.rivalSquared, segment != seen.segment {
        if squared == seen.squared, isSameVertexNearest(segment, seen.segment, near: position, plane) {
          seen.segment = min(seen.segment, segment)
        } else {
          seen.rivalSquared = squared
        }
      }
    }

    while true {
      let (half, tall) = (radius / scaleX, radius / scaleY)
      let box = Envelope(position).expanded(dx: half, dy: tall)
      let block = block(of: box)
      if block.west <= block.east {
        var row = block.south
        while row <= block.north {
          let south = layout.origin.y + Double(row) * layout.cell.y
          let away = max(0, south - position.y, position.y - south - layout.cell.y) * scaleY
          let rest = bound - away * away
          if rest >= 0 {
            let width = rest.squareRoot() * perScaleX
            let west = max(block.west, layout.column(position.x - width))
            let east = min(block.east, layout.column(position.x + width))
            if west <= east {
              let base = row * layout.columns
              if row >= previous.south, row <= previous.north {
                forEachEntry(base + west, base + min(east, previous.west - 1), test)
                forEachEntry(base + max(west, previous.east + 1), base + east, test)
              } else {
                forEachEntry(base + west, base + east, test)
              }
            }
          }
          row += 1
        }
        previous = block
      }
      if radius * radius >= bound { return seen }
      radius = min(2 * radius, bound.squareRoot() * (1 + 1e-9) + 1e-6)
    }
  }

  @inline(__always)
  private func forEachEntry(_ firstCell: Int, _ lastCell: Int, _ body: (Int) -> Void) {
    guard firstCell <= lastCell else { return }
    var entry = Int(starts[firstCell])
    let end = Int(starts[lastCell + 1])
    while entry < end {
      body(entry)
      entry += 1
    }
  }

  /// Whether two segments come nearest to the position at one vertex of both.
  private func isSameVertexNearest(
    _ first: Int, _ second: Int, near position: Position, _ plane: LocalPlane
  ) -> Bool {
    guard let end = nearestEnd(of: first, to: position, plane) else { return false }
    return end == nearestEnd(of: second, to: position, plane)
  }

  /// The end of a segment that is its place nearest to the position, or nil where that lies between the ends.
  private func nearestEnd(of segment: Int, to position: Position, _ plane: LocalPlane) -> Position? {
    let (start, end) = (vertices[segment], vertices[segment + 1])
    let fraction = plane.fractionOfNearest(from: start, to: end, near: position)
    return if fraction <= 0 { start } else if fraction >= 1 { end } else { nil }
  }

  /// The square of the distance to a segment in the plane; the same number for all segments that end in one vertex.
  @inline(__always)
  private func squaredMetres(of segment: Int, from position: Position, _ scaleX: Double, _ scaleY: Double) -> Double {
    let (start, end) = (vertices[segment], vertices[segment + 1])
    let (wx, wy) = ((position.x - start.x) * scaleX, (position.y - start.y) * scaleY)
    let (ux, uy) = ((end.x - start.x) * scaleX, (end.y - start.y) * scaleY)
    let dot = wx * ux + wy * uy
    if dot <= 0 { return wx * wx + wy * wy }
    let length = ux * ux + uy * uy
    if dot >= length {
      let (vx, vy) = ((position.x - end.x) * scaleX, (position.y - end.y) * scaleY)
      return vx * vx + vy * vy
    }
    let cross = wx * uy - wy * ux
    return cross * cross / length
  }

  private func foot(on segment: Int, near position: Position, in plane: LocalPlane) -> LocalPlane.Foot {
    LocalPlane.nearest(from: vertices[segment], to: vertices[segment + 1], near: position, in: plane)
  }

  /// The cells of a box; empty where it lies outside the grid.
  private func block(of box: Envelope) -> Block {
    let (origin, cell) = (layout.origin, layout.cell)
    guard box.maxX >= origin.x, box.minX <= origin.x + cell.x * Double(layout.columns + 1),
      box.maxY >= origin.y, box.minY <= origin.y + cell.y * Double(layout.rows + 1)
    else { return Block() }
    return Block(
      west: layout.column(box.minX), east: layout.column(box.maxX), south: layout.row(box.minY),
      north: layout.row(box.maxY))
  }

  /// The segments whose boxes meet a box, each once, in order.
  func segments(in box: Envelope) -> [Int] {
    let block = block(of: box)
    guard block.west <= block.east, block.south <= block.north else { return [] }
    var found: [Int] = []
    for row in block.south...block.north {
      forEachEntry(row * layout.columns + block.west, row * layout.columns + block.east) { entry in
        let segment = Int(entries[entry])
        let (start, end) = (vertices[segment], vertices[segment + 1])
        if min(start.x, end.x) <= box.maxX, max(start.x, end.x) >= box.minX, min(start.y, end.y) <= box.maxY,
          max(start.y, end.y) >= box.minY
        {
          found.append(segment)
        }
      }
    }
    found.sort()
    var last = -1
    return found.filter { segment in
      defer { last = segment }
      return segment != last
    }
  }

  /// The segments that are within a distance in the plane, in order.
  private func segments(within distance: Double, of position: Position, plane: LocalPlane) -> [Int] {
    let (scaleX, scaleY) = (plane.metresPerDegreeX, plane.metresPerDegreeY)
    let reach = distance * (1 + 1e-12) + 1e-9
    let box = Envelope(position).expanded(dx: reach / scaleX, dy: reach / scaleY)
    return segments(in: box).filter { squaredMetres(of: $0, from: position, scaleX, scaleY) <= reach * reach }
  }

  /// Chooses among segments by the middle-latitude distance, and by the geodesic where that can't tell.
  private func decide(
    among segments: some Collection<Int>, position: Position, plane: LocalPlane, limit: Double
  ) -> Found? {
    let all = segments.map { Found(segment: $0, foot: foot(on: $0, near: position, in: plane)) }
    guard let least = all.min(by: { $0.foot.distanceMetres < $1.foot.distanceMetres }) else { return nil }
    let distance = least.foot.distanceMetres
    let error = plane.errorMetres(distanceMetres: distance)
    guard distance <= limit + error else { return nil }
    var near = all.filter { $0.foot.distanceMetres <= distance + 2 * error + SegmentIndex.tieMetres }
    let isOnePlace = near.allSatisfy { $0.foot.position == least.foot.position }
    let isOneLine = near.allSatisfy { placeOfVertex[$0.segment] == placeOfVertex[least.segment] }
    if error < 0.005, abs(distance - limit) > error, isOnePlace || isOneLine {
      return isOnePlace ? near[0] : least
    }
    near = near.compactMap { found in
      let edge = [vertices[found.segment], vertices[found.segment + 1]]
      return Geodesic.cgcs2000.nearest(on: edge, to: position).map {
        let foot = LocalPlane.Foot(position: $0.position, fraction: $0.fraction, distanceMetres: $0.distanceMetres)
        return Found(segment: found.segment, foot: foot)
      }
    }
    let shortest = near.reduce(Double.infinity) { min($0, $1.foot.distanceMetres) }
    guard shortest <= limit else { return nil }
    let ties = near.filter { $0.foot.distanceMetres <= shortest + SegmentIndex.tieMetres }
    let place = ties.reduce(Int32.max) { min($0, placeOfVertex[$1.segment]) }
    return ties.filter { placeOfVertex[$0.segment] == place }.min { $0.foot.distanceMetres < $1.foot.distanceMetres }
  }
}

extension Array {
  /// The array cut wherever two neighbours don't belong together.
  fileprivate func chunked(_ belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var chunks: [ArraySlice<Element>] = []
    var start = startIndex
    for index in indices where index + 1 == endIndex || !belongTogether(self[index], self[index + 1]) {
      chunks.append(self[start...index])
      start = index + 1
    }
    return chunks
  }
}
