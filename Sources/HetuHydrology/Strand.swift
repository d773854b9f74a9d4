import Foundation
import HetuGeodesy
import HetuGeometry
import Synchronization

/// A piece of a reach between two nodes.
struct Strand {
  /// The number of its reach.
  let reach: Int
  /// At least two different positions, no two equal neighbours; downstream.
  var path: [Position]
  let lengthMetres: Double
  /// Where it begins along the reach as that was drawn, all its paths one behind the other.
  let startMetres: Double
  /// Whether it was drawn upstream.
  private(set) var isTurned = false
  /// The node it begins at.
  var from = -1
  /// The node it ends at.
  var to = -1

  init(reach: Int, path: [Position], startMetres: Double) {
    self.reach = reach
    self.path = path
    self.startMetres = startMetres
    lengthMetres = CourseLine.lengthMetres(of: path)
  }

  /// The strand drawn the other way.
  var turned: Strand {
    var result = self
    result.path = path.reversed()
    result.isTurned.toggle()
    (result.from, result.to) = (to, from)
    return result
  }
}

/// The strands of a river's reaches with their nodes: paths without length and duplicates left out, split where
/// another path's end touches them, ends nearer than the tolerance made one node.
struct StrandNetwork {
  /// Nearer than this two lines touch, whatever the tolerance.
  static let touchMetres = 0.1

  var strands: [Strand] = []
  private(set) var nodeCount = 0
  private(set) var warnings: [JoiningWarning] = []

  /// - Parameters:
  ///   - reaches: in order of precedence.
  ///   - index: an index of just these reaches, where there is one already.
  init(reaches: [Reach], toleranceMetres: Double, index: SegmentIndex? = nil) {
    takePaths(of: reaches)
    let isWhole =
      strands.count == reaches.count && zip(strands, reaches).allSatisfy { $0.path.count == $1.paths[0].count }
    splitAtTouchingEnds(toleranceMetres: toleranceMetres, index: isWhole ? index : nil)
    makeNodes(toleranceMetres: toleranceMetres)
  }

  /// The two ends of a path, whichever way it runs, and its number of vertices.
  private struct Outline: Hashable {
    let low: Position
    let high: Position
    let count: Int

    init(_ path: [Position]) {
      let (first, last) = (path[0], path[path.count - 1])
      let isForward = (first.x, first.y) <= (last.x, last.y)
      (low, high, count) = (isForward ? first : last, isForward ? last : first, path.count)
    }
  }

  private mutating func takePaths(of reaches: [Reach]) {
    var seen: [Outline: Int] = [:]
    // Different paths of one outline are rare, and kept aside.
    var furtherSeen: [Outline: [Int]] = [:]
    seen.reserveCapacity(reaches.count)
    strands.reserveCapacity(reaches.count)
    for (number, reach) in reaches.enumerated() {
      var startMetres = 0.0
      for path in reach.paths {
        let hasRepeats = path.indices.dropFirst().contains { path[$0] == path[$0 - 1] }
        let clean = hasRepeats ? path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] } : path
        guard clean.count > 1 else {
          warnings.append(
            JoiningWarning(
              kind: .withoutLength, reachCodes: [reach.code], position: clean.first, metres: 0,
              message: "河段\(reach.code)有一条线没有长度，未采用；请重画"))
          continue
        }
        let strand = Strand(reach: number, path: clean, startMetres: startMetres)
        startMetres += strand.lengthMetres
        let outline = Outline(clean)
        let alike = seen[outline].map { [$0] + furtherSeen[outline, default: []] } ?? []
        if let other = alike.first(where: { strands[$0].path == clean || strands[$0].path == clean.reversed() }) {
          let code = reaches[strands[other].reach].code
          warnings.append(
            JoiningWarning(
              kind: .duplicate, reachCodes: [code, reach.code], position: clean[0], metres: strand.lengthMetres,
              message: "河段\(reach.code)与河段\(code)重合，未采用；请删去一条"))
          continue
        }
        if alike.isEmpty {
          seen[outline] = strands.count
        } else {
          furtherSeen[outline, default: []].append(strands.count)
        }
        strands.append(strand)
      }
    }
  }

  /// Splits each strand where an end of another touches its inside: within the tolerance if nothing else is joined to
  /// that end, else within `touchMetres`, as the neck of a meander is no junction.
  private mutating func splitAtTouchingEnds(toleranceMetres: Double, index: SegmentIndex?) {
    guard strands.count > 1 else { return }
    let ends = strands.flatMap { [$0.path[0], $0.path[$0.path.count - 1]] }
    let distinct = DistinctPlaces(ends)
    var uses = [Int](repeating: 0, count: distinct.places.count)
    for place in distinct.placeOfEnd { uses[Int(place)] += 1 }
    func limit(_ end: Int) -> Double {
      uses[Int(distinct.placeOfEnd[end])] == 1 ? toleranceMetres : min(toleranceMetres, Self.touchMetres)
    }
    let touches =
      strands.count <= Self.fewStrands
      ? touchesOfFew(ends, within: limit)
      : touches(ends, within: limit, in: index ?? SegmentIndex(lines: strands.map(\.path)))
    let cuts = Dictionary(grouping: touches, by: \.strand).mapValues { $0.map(\.metres).sorted() }
    guard !cuts.isEmpty else { return }
    self.strands = strands.enumerated().flatMap { number, strand in
      cuts[number].map { Self.split(strand, atMetres: $0, toleranceMetres: toleranceMetres) } ?? [strand]
    }
  }

  /// Of so few strands each is looked at for each end; an index would take longer to make.
  private static let fewStrands = 24

  /// A place where an end of another strand touches a strand, in metres from its start.
  private typealias TouchedPlace = (strand: Int, metres: Double)

  /// A touch inside a strand; nil where an end meets an end, which cuts nothing.
  private func touch(_ strand: Int, segment: Int, fraction: Double, foot: Position) -> TouchedPlace? {
    let path = strands[strand].path
    if (segment == 0 && fraction == 0) || (segment == path.count - 2 && fraction == 1) { return nil }
    let before = CourseLine.lengthMetres(of: path[...segment])
    return (strand, before + CourseLine.lengthMetres(from: path[segment], to: foot))
  }

  private func touches(
    _ ends: [Position], within limit: (Int) -> Double, in index: SegmentIndex
  ) -> [TouchedPlace] {
    let limits = ends.indices.map(limit)
    let found = Mutex([TouchedPlace]())
    SegmentIndex.shareOut(ends.count, among: ProcessInfo.processInfo.activeProcessorCount) { run in
      let own = index.withSearch { search in
        run.flatMap { number in
          search.lines(near: ends[number], withinMetres: limits[number]).compactMap { touching -> TouchedPlace? in
            let hit = index.hit(touching)
            guard hit.line != number / 2 else { return nil }
            return touch(hit.line, segment: hit.segment, fraction: hit.fraction, foot: hit.foot)
          }
        }
      }
      found.withLock { $0 += own }
    }
    return found.withLock { $0 }
  }

  private func touchesOfFew(_ ends: [Position], within limit: (Int) -> Double) -> [TouchedPlace] {
    let boxes = strands.map { Envelope($0.path) }
    return ends.indices.flatMap { end -> [TouchedPlace] in
      let (position, limit) = (ends[end], limit(end))
      let plane = LocalPlane(latitudeDegrees: position.y)
      let around = Envelope(position).expanded(
        dx: 1.01 * limit / plane.metresPerDegreeX, dy: 1.01 * limit / plane.metresPerDegreeY)
      return strands.indices.compactMap { strand in
        guard strand != end / 2, boxes[strand]?.intersects(around) == true else { return nil }
        let path = strands[strand].path
        var nearest: (segment: Int, foot: LocalPlane.Foot)?
        for segment in path.indices.dropLast() {
          let foot = LocalPlane.nearest(from: path[segment], to: path[segment + 1], near: position, in: plane)
          if foot.distanceMetres < nearest?.foot.distanceMetres ?? limit.nextUp { nearest = (segment, foot) }
        }
        return nearest.flatMap {
          touch(strand, segment: $0.segment, fraction: $0.foot.fraction, foot: $0.foot.position)
        }
      }
    }
  }

  /// The pieces of a strand cut at places that are farther than the tolerance from its ends and from each other.
  private static func split(_ strand: Strand, atMetres places: [Double], toleranceMetres: Double) -> [Strand] {
    let last = strand.lengthMetres - toleranceMetres
    guard places.contains(where: { $0 > toleranceMetres && $0 < last }) else { return [strand] }
    let line = CourseLine(
      positions: strand.path, reachOfSegment: [Int32](repeating: Int32(strand.reach), count: strand.path.count - 1))
    var pieces: [Strand] = []
    var start = 0.0
    func cut(at end: Double) {
      let path = line.slice(fromMetres: start, toMetres: end)
      pieces.append(Strand(reach: strand.reach, path: path, startMetres: strand.startMetres + start))
      start = end
    }
    for metres in places where metres - start > toleranceMetres && metres < last { cut(at: metres) }
    cut(at: line.lengthMetres)
    return pieces
  }

  /// Joins ends to nodes: equal ones, then the nearest pairs first of which one is not joined to anything yet. Ends
  /// that are joined by a short way already stay apart, or short reaches would vanish.
  private mutating func makeNodes(toleranceMetres: Double) {
    let distinct = DistinctPlaces(strands.flatMap { [$0.path[0], $0.path[$0.path.count - 1]] })
    let places = distinct.places
    var ways: [[(end: Int, metres: Double)]] = Array(repeating: [], count: places.count)
    for (number, strand) in strands.enumerated() {
      let (from, to) = distinct.ends(ofPath: number)
      ways[from].append((to, strand.lengthMetres))
      ways[to].append((from, strand.lengthMetres))
    }
    let isDangling = ways.map { $0.count == 1 }
    var parent = Array(places.indices)
    func root(_ number: Int) -> Int {
      var number = number
      while parent[number] != number {
        parent[number] = parent[parent[number]]
        number = parent[number]
      }
      return number
    }
    func isJoined(_ node: Int, to other: Int, within metres: Double) -> Bool {
      ways[node].contains { way in
        root(way.end) == other
          || (way.metres < metres && isJoined(root(way.end), to: other, within: metres - way.metres))
      }
    }
    for (first, second, metres) in Self.pairs(of: places, withinMetres: toleranceMetres)
    where isDangling[first] || isDangling[second] || metres <= Self.touchMetres {
      let (kept, taken) = (min(root(first), root(second)), max(root(first), root(second)))
      guard kept != taken, !isJoined(taken, to: kept, within: 4 * toleranceMetres) else { continue }
      parent[taken] = kept
      ways[kept] += ways[taken]
    }
    var nodeOfRoot = [Int](repeating: -1, count: places.count)
    func node(of place: Int) -> Int {
      let root = root(place)
      if nodeOfRoot[root] < 0 {
        nodeOfRoot[root] = nodeCount
        nodeCount += 1
      }
      return nodeOfRoot[root]
    }
    for number in strands.indices {
      let (from, to) = distinct.ends(ofPath: number)
      strands[number].from = node(of: from)
      strands[number].to = node(of: to)
    }
  }

  /// The pairs of places nearer than a distance, the nearest first.
  private static func pairs(
    of places: [Position], withinMetres limit: Double
  ) -> [(first: Int, second: Int, metres: Double)] {
    var pairs: [(first: Int, second: Int, metres: Double)] = []
    forEachPair(of: places, withinMetres: limit) { pairs.append((min($0, $1), max($0, $1), $2)) }
    return pairs.sorted { ($0.metres, $0.first, $0.second) < ($1.metres, $1.first, $1.second) }
  }

  /// Calls `body` with all pairs of places nearer than a distance, and that in metres.
  static func forEachPair(
    of places: [Position], withinMetres limit: Double, _ body: (Int, Int, _ metres: Double) -> Void
  ) {
    let bySouth = places.indices.sorted { DistinctPlaces.isSouth(places[$0], of: places[$1]) }
    // No degree of latitude is shorter.
    let band = limit / 110_500
    for (rank, first) in bySouth.enumerated() {
      // A little wider, as the parallels grow shorter within the band.
      let width = 1.01 * limit / LocalPlane(latitudeDegrees: places[first].y).metresPerDegreeX
      for second in bySouth[(rank + 1)...] {
        if places[second].y - places[first].y > band { break }
        if abs(places[second].x - places[first].x) > width { continue }
        let metres = LocalPlane.distanceMetres(from: places[first], to: places[second])
        if metres <= limit { body(first, second, metres) }
      }
    }
  }
}

/// The distinct positions of the ends of paths, from south to north.
private struct DistinctPlaces {
  private(set) var places: [Position] = []
  /// For each end its place in `places`.
  let placeOfEnd: [Int32]

  /// - Parameter ends: the first and last position of each path in turn.
  init(_ ends: [Position]) {
    var placeOfEnd = [Int32](repeating: 0, count: ends.count)
    let bySouth = ends.indices.map { (position: ends[$0], end: $0) }.sorted {
      Self.isSouth($0.position, of: $1.position)
    }
    for (position, end) in bySouth {
      if places.last != position { places.append(position) }
      placeOfEnd[end] = Int32(places.count - 1)
    }
    self.placeOfEnd = placeOfEnd
  }

  /// The places of a path's ends.
  func ends(ofPath number: Int) -> (from: Int, to: Int) {
    (Int(placeOfEnd[2 * number]), Int(placeOfEnd[2 * number + 1]))
  }

  /// The order of places: by latitude, then by longitude.
  static func isSouth(_ first: Position, of second: Position) -> Bool {
    first.y == second.y ? first.x < second.x : first.y < second.y
  }
}
