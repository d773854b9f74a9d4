import HetuGeodesy
import HetuGeometry

extension RiverNetwork {
  /// Places nearer to each other along one river than this, in metres, are one crossing: a path may touch a drawn line
  /// several times at one bridge.
  static let crossingMetres = 50.0

  /// The places where the paths of one line cross the water, by GEOS, by river and from its source to its mouth.
  ///
  /// Edges are straight in longitude and latitude. Where a path runs along the water's own line, the ends of the common
  /// stretch count.
  ///
  /// - Throws: `GeometryError` where GEOS fails.
  public func crossings(with paths: [[Position]]) throws -> [Place] {
    distinct(try paths.flatMap { try touches(of: $0) })
  }

  private func touches(of path: [Position]) throws -> [Place] {
    guard path.count > 1 else { return [] }
    var segments: [Int: Set<Int>] = [:]
    for (start, end) in zip(path, path.dropFirst()) {
      rivers.index.forEachSegment(in: Envelope(start).union(Envelope(end))) { reach, segment, _, _ in
        segments[reach, default: []].insert(segment)
      }
    }
    var found: [Place] = []
    for (reach, candidates) in segments.sorted(by: { $0.key < $1.key }) {
      let pieces = candidates.sorted().map { segment in
        let vertex = Int(rivers.index.firstVertex[reach]) + segment
        return (vertex: vertex, path: Array(rivers.index.vertices[vertex...(vertex + 1)]))
      }
      let common = try Geometry.lineString(path).intersection(.multiLineString(pieces.map(\.path)))
      common.forEachPath { positions in
        for position in Set([positions.first, positions.last].compactMap { $0 }) {
          if let place = place(of: position, onReach: reach, among: pieces) { found.append(place) }
        }
      }
    }
    return found
  }

  /// The place on the nearest of some segments of a reach.
  private func place(
    of position: Position, onReach reach: Int, among pieces: [(vertex: Int, path: [Position])]
  ) -> Place? {
    let nearest = pieces.map { piece in
      (vertex: piece.vertex, foot: LocalPlane.nearest(from: piece.path[0], to: piece.path[1], near: position))
    }.min { $0.foot.distanceMetres < $1.foot.distanceMetres }
    guard let nearest else { return nil }
    let (start, end) = (metresOfVertex[nearest.vertex], metresOfVertex[nearest.vertex + 1])
    return place(
      onReach: reach, metres: start + (end - start) * nearest.foot.fraction, at: position, offsetMetres: 0,
      bank: .onLine)
  }

  private func distinct(_ places: [Place]) -> [Place] {
    let ordered = places.sorted {
      ($0.river ?? .max, -($0.riverKm ?? 0), $0.reach, $0.alongMetres)
        < ($1.river ?? .max, -($1.riverKm ?? 0), $1.reach, $1.alongMetres)
    }
    var kept: [Place] = []
    for place in ordered {
      let isKnown = kept.reversed().prefix { $0.river == place.river }.contains {
        LocalPlane.distanceMetres(from: $0.position, to: place.position) < Self.crossingMetres
      }
      if !isKnown { kept.append(place) }
    }
    return kept
  }
}
