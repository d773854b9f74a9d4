import HetuGeometry
import HetuHydrology

extension River {
  /// The places where a path crosses the river's course, from source to mouth.
  ///
  /// Edges are straight in longitude and latitude. Places less than 50 m apart along the river, as where a path touches the line more than
  /// once at one bridge, count as one.
  public func crossings(with path: [Position]) -> [LinearReference] {
    guard let box = Envelope(path) else { return [] }
    var found: [LinearReference] = []
    for line in course {
      guard let lineBox = Envelope(line.positions), lineBox.intersects(box) else { continue }
      let edges = zip(line.positions, line.positions.dropFirst()).map { start, end in
        Envelope(start).union(Envelope(end))
      }
      let tree = PackedRTree(edges)
      for (start, end) in zip(path, path.dropFirst()) {
        tree.search(Envelope(start).union(Envelope(end))) { segment in
          let (from, to) = (line.positions[segment], line.positions[segment + 1])
          guard let fraction = Edge.crossing(of: (from, to), with: (start, end)) else { return }
          let place = Position(x: from.x + fraction * (to.x - from.x), y: from.y + fraction * (to.y - from.y))
          if let reference = locate(place, withinMetres: 1) { found.append(reference) }
        }
      }
    }
    found.sort { $0.riverKm > $1.riverKm }
    var last: Double?
    return found.filter { reference in
      defer { last = reference.riverKm }
      return last.map { $0 - reference.riverKm >= 0.05 } ?? true
    }
  }
}

/// Edges between two positions, straight in longitude and latitude.
enum Edge {
  /// Where on the first edge, 0 at its start and 1 at its end, the second meets it; nil where they don't meet or are parallel.
  static func crossing(of first: (Position, Position), with second: (Position, Position)) -> Double? {
    let (ux, uy) = (first.1.x - first.0.x, first.1.y - first.0.y)
    let (vx, vy) = (second.1.x - second.0.x, second.1.y - second.0.y)
    let (wx, wy) = (second.0.x - first.0.x, second.0.y - first.0.y)
    let cross = ux * vy - uy * vx
    guard cross != 0 else { return nil }
    let (along, across) = ((wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross)
    return (0...1).contains(along) && (0...1).contains(across) ? along : nil
  }
}
