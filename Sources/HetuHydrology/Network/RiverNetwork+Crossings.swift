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
    var meetings: [Int: (water: Set<Int>, path: [Int])] = [:]
    for number in path.indices.dropLast() {
      let box = Envelope(path[number]).union(Envelope(path[number + 1]))
      rivers.index.forEachSegment(in: box) { reach, segment, _, _ in
        meetings[reach, default: ([], [])].water.insert(segment)
        if meetings[reach]?.path.last != number { meetings[reach]?.path.append(number) }
      }
    }
    var found: [Place] = []
    for (reach, meeting) in meetings.sorted(by: { $0.key < $1.key }) {
      let pieces = meeting.water.sorted().map { segment in
        let vertex = Int(rivers.index.firstVertex[reach]) + segment
        return (vertex: vertex, path: Array(rivers.index.vertices[vertex...(vertex + 1)]))
      }
      let near = Geometry.multiLineString(Self.runs(meeting.path).map { Array(path[$0.lowerBound...$0.upperBound]) })
      let common = try near.intersection(.multiLineString(pieces.map(\.path)))
      func take(_ position: Position?) {
        if let place = position.flatMap({ place(of: $0, onReach: reach, among: pieces) }) { found.append(place) }
      }
      common.forEachPath { if $0.count == 1 { take($0[0]) } }
      try common.mergedLines().forEachPath { line in
        take(line.first)
        take(line.last)
      }
    }
    return found
  }

  /// Ascending numbers of segments as runs of neighbours, from the first vertex of each to its last.
  private static func runs(_ segments: [Int]) -> [Range<Int>] {
    segments.reduce(into: []) { runs, segment in
      if let last = runs.last, last.upperBound == segment {
        runs[runs.count - 1] = last.lowerBound..<(segment + 1)
      } else {
        runs.append(segment..<(segment + 1))
      }
    }
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
