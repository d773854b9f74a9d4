import HetuGeodesy
import HetuGeometry

extension River {
  /// Where a position lies along the river, or nil where it is farther off than the limit.
  ///
  /// Course and branches count alike; of equally near places the one farther upstream on the course is taken.
  public func locate(
    _ position: Position, withinMetres limit: Double = SegmentIndex.greatestLimitMetres
  ) -> LinearReference? {
    index.nearest(to: position, withinMetres: limit).map { reference(of: $0, for: position) }
  }

  /// The linear reference of a hit of the river's index.
  func reference(of hit: SegmentIndex.Hit, for position: Position) -> LinearReference {
    let km = riverKm(of: hit)
    let reach = reaches[Int(line(hit.line).reachOfSegment[hit.segment])]
    return LinearReference(
      riverCode: code, riverName: name, riverKm: km, kmFromSource: max(0, lengthKm - km),
      offsetMetres: hit.offsetMetres, bank: bank(of: hit, for: position), reachID: reach.id, reachCode: reach.code,
      foot: hit.foot,
      branch: hit.line < course.count ? nil : hit.line - course.count)
  }

  /// The side of the river on which a position lies whose hit is given.
  func bank(of hit: SegmentIndex.Hit, for position: Position) -> Bank {
    hit.offsetMetres <= 0.01 ? .onLine : line(hit.line).bank(of: position, segment: hit.segment, foot: hit.foot)
  }

  /// The kilometre from the mouth of a hit of the river's index.
  func riverKm(of hit: SegmentIndex.Hit) -> Double {
    let vertex = Int(index.firstVertex[hit.line]) + hit.segment
    return kmOfVertex[vertex] + (kmOfVertex[vertex + 1] - kmOfVertex[vertex]) * hit.fraction
  }

  /// A part of the course or a branch, by its number in the index.
  func line(_ number: Int) -> CourseLine {
    number < course.count ? course[number] : branches[number - course.count].line
  }
}

extension CourseLine {
  /// The side of the line a position lies on whose nearest place on the line is `foot`.
  ///
  /// Beside a segment its side is that of the segment. Nearest to a vertex lie only positions on the outer side of
  /// the bend, whatever the side of either segment says: a bend to the left has them on its right. At the ends of the
  /// line, and where it goes straight on or straight back, the side of the segment counts.
  func bank(of position: Position, segment: Int, foot: Position) -> Bank {
    let plane = LocalPlane(latitudeDegrees: foot.y)
    func cross(_ a: Position, _ b: Position, _ c: Position, _ d: Position) -> Double {
      let (ux, uy) = ((b.x - a.x) * plane.metresPerDegreeX, (b.y - a.y) * plane.metresPerDegreeY)
      let (vx, vy) = ((d.x - c.x) * plane.metresPerDegreeX, (d.y - c.y) * plane.metresPerDegreeY)
      return ux * vy - uy * vx
    }
    let (start, end) = (positions[segment], positions[segment + 1])
    var bend = 0.0
    if foot == start, segment > 0 {
      bend = cross(positions[segment - 1], start, start, end)
    } else if foot == end, segment + 2 < positions.count {
      bend = cross(start, end, end, positions[segment + 2])
    }
    if bend != 0 { return bend > 0 ? .right : .left }
    return cross(start, end, start, position) > 0 ? .left : .right
  }
}
