import HetuGeodesy
import HetuGeometry

extension River {
  /// An item of an index of points, and where it lies along the river.
  public struct CorridorHit: Hashable, Sendable {
    /// The place of the point in the arrays the index was built from.
    public let item: Int
    /// Where it lies.
    public let reference: LinearReference
  }

  /// The points within a distance of the river (its branches too), from source to mouth.
  ///
  /// - Parameters:
  ///   - tree: the index of the points.
  ///   - positions: the points it was built from, in degrees on CGCS2000.
  ///   - limit: metres, borders included, at most `SegmentIndex.greatestLimitMetres`.
  public func points(
    in tree: PackedRTree, positions: [Position], withinMetres limit: Double
  ) -> [CorridorHit] {
    let boxes = boxes(withinMetres: limit)
    var hits: [(item: Int, hit: SegmentIndex.Hit, km: Double)] = []
    index.withSearch { search in
      for (number, box) in boxes.enumerated() {
        tree.search(box) { item in
          let position = positions[item]
          // Each point is looked at in the first box that holds it; most others that do come just before this one.
          var earlier = number - 1
          while earlier >= 0 {
            if boxes[earlier].contains(position) { return }
            earlier -= 1
          }
          guard let found = search.nearest(to: position, withinMetres: limit) else { return }
          let hit = index.hit(found)
          hits.append((item, hit, riverKm(of: hit)))
        }
      }
    }
    hits.sort { ($1.km, $0.hit.offsetMetres, $0.item) < ($0.km, $1.hit.offsetMetres, $1.item) }
    return hits.map { CorridorHit(item: $0.item, reference: reference(of: $0.hit, for: positions[$0.item])) }
  }

  /// The items of an index whose boxes come near the river: all that lie within the distance, and others. In order.
  public func candidates(in tree: PackedRTree, withinMetres limit: Double) -> [Int] {
    var items: [Int] = []
    for box in boxes(withinMetres: limit) { tree.search(box) { items.append($0) } }
    items.sort()
    var last = -1
    return items.filter { item in
      defer { last = item }
      return item != last
    }
  }

  /// Boxes that together hold all that is within a distance of the river: round runs of segments about as long as the
  /// distance, so that they hold little else.
  public func boxes(withinMetres limit: Double) -> [Envelope] {
    let span = max(limit, 200)
    var boxes: [Envelope] = []
    for number in 0..<(course.count + branches.count) {
      let positions = line(number).positions
      let plane = LocalPlane(latitudeDegrees: positions[0].y)
      let (width, height) = (span / plane.metresPerDegreeX, span / plane.metresPerDegreeY)
      var run = Envelope(positions[0])
      for (start, end) in zip(positions, positions.dropFirst()) {
        var grown = run
        grown.formUnion(end)
        if grown.width > width || grown.height > height, run.width > 0 || run.height > 0 {
          boxes.append(Self.expanded(run, byMetres: limit))
          grown = Envelope(start)
          grown.formUnion(end)
        }
        run = grown
      }
      boxes.append(Self.expanded(run, byMetres: limit))
    }
    return boxes
  }

  /// A box of longitude and latitude grown by at least a distance on each side.
  static func expanded(_ box: Envelope, byMetres metres: Double) -> Envelope {
    // No degree of latitude is shorter than 110.5 km, and none of longitude than that at the latitude farthest out.
    let dy = metres / 110_500
    let farthest = min(max(abs(box.minY - dy), abs(box.maxY + dy)), 89)
    return box.expanded(dx: metres * 1.001 / LocalPlane(latitudeDegrees: farthest).metresPerDegreeX, dy: dy)
  }
}
