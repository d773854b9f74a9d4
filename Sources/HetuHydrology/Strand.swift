import HetuGeodesy
import HetuGeometry

/// A piece of a reach between two nodes.
struct Strand {
  /// The number of its reach.
  let reach: Int
  /// At least two different positions, no two equal neighbours; downstream.
  var path: [Position]
  let lengthMetres: Double
  /// The node it begins at.
  var from = -1
  /// The node it ends at.
  var to = -1

  init(reach: Int, path: [Position]) {
    self.reach = reach
    self.path = path
    lengthMetres = CourseLine.lengthMetres(of: path)
  }

  /// The strand drawn the other way.
  var turned: Strand {
    var result = self
    result.path = path.reversed()
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

  /// - Parameter reaches: in order of precedence.
  init(reaches: [Reach], toleranceMetres: Double) {
    takePaths(of: reaches)
    splitAtTouchingEnds(toleranceMetres: toleranceMetres)
    makeNodes(toleranceMetres: toleranceMetres)
  }

  private mutating func takePaths(of reaches: [Reach]) {
    var seen: [[Position]: Int] = [:]
    for (number, reach) in reaches.enumerated() {
      for path in reach.paths {
        let clean = path.enumerated().filter { $0.offset == 0 || $0.element != path[$0.offset - 1] }.map(\.element)
        guard clean.count > 1 else {
          warnings.append(
            JoiningWarning(
              kind: .withoutLength, reachCodes: [reach.code], position: clean.first, metres: 0,
              message: "Reach \(reach.code) has a path without length; it was left out: draw it again."))
          continue
        }
        let reversed = Array(clean.reversed())
        let isForward = clean.lexicographicallyPrecedes(reversed) { ($0.x, $0.y) < ($1.x, $1.y) }
        let key = isForward ? clean : reversed
        if let other = seen[key] {
          let code = reaches[other].code
          warnings.append(
            JoiningWarning(
              kind: .duplicate, reachCodes: [code, reach.code], position: clean[0],
              metres: CourseLine.lengthMetres(of: clean),
              message: "Reach \(reach.code) is drawn where reach \(code) lies; it was left out: delete one of them."))
          continue
        }
        seen[key] = number
        strands.append(Strand(reach: number, path: clean))
      }
    }
  }

  /// Splits each strand where an end of another touches its inside: within the tolerance if nothing else is joined to
  /// that end, else within `touchMetres`, as the neck of a meander is no junction.
  private mutating func splitAtTouchingEnds(toleranceMetres: Double) {
    guard strands.count > 1 else { return }
    let index = SegmentIndex(lines: strands.map(\.path))
    let ends = strands.map { [$0.path[0], $0.path[$0.path.count - 1]] }
    let uses = Dictionary(ends.joined().map { ($0, 1) }, uniquingKeysWith: +)
    var cuts: [Int: [SegmentIndex.Hit]] = [:]
    for (number, ends) in ends.enumerated() {
      for end in ends {
        let limit = uses[end] == 1 ? toleranceMetres : min(toleranceMetres, Self.touchMetres)
        for hit in index.lines(near: end, withinMetres: limit) where hit.line != number {
          cuts[hit.line, default: []].append(hit)
        }
      }
    }
    guard !cuts.isEmpty else { return }
    strands = strands.enumerated().flatMap { number, strand in
      cuts[number].map { Self.split(strand, at: $0, toleranceMetres: toleranceMetres) } ?? [strand]
    }
  }

  /// The pieces of a strand cut at feet that are farther than the tolerance from its ends and from each other.
  private static func split(_ strand: Strand, at hits: [SegmentIndex.Hit], toleranceMetres: Double) -> [Strand] {
    let line = CourseLine(
      positions: strand.path, reachOfSegment: [Int32](repeating: Int32(strand.reach), count: strand.path.count - 1))
    var pieces: [Strand] = []
    var start = 0.0
    let lengths = hits.map { hit in
      line.metres[hit.segment] + hit.fraction * (line.metres[hit.segment + 1] - line.metres[hit.segment])
    }
    for metres in lengths.sorted() where metres - start > toleranceMetres {
      guard line.lengthMetres - metres > toleranceMetres else { break }
      pieces.append(Strand(reach: strand.reach, path: line.slice(fromMetres: start, toMetres: metres)))
      start = metres
    }
    guard start > 0 else { return [strand] }
    return pieces + [Strand(reach: strand.reach, path: line.slice(fromMetres: start, toMetres: line.lengthMetres))]
  }

  /// Joins ends to nodes: equal ones, then the nearest pairs first of which one is not joined to anything yet. Ends
  /// that are joined by a short way already stay apart, or short reaches would vanish.
  private mutating func makeNodes(toleranceMetres: Double) {
    var places: [Position] = []
    var numberOfPlace: [Position: Int] = [:]
    func place(_ position: Position) -> Int {
      if let number = numberOfPlace[position] { return number }
      numberOfPlace[position] = places.count
      places.append(position)
      return places.count - 1
    }
    let ends = strands.map { strand in (place(strand.path[0]), place(strand.path[strand.path.count - 1])) }
    var ways: [[(end: Int, metres: Double)]] = Array(repeating: [], count: places.count)
    for (strand, (from, to)) in zip(strands, ends) {
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
    var nodes: [Int: Int] = [:]
    for (number, (from, to)) in ends.enumerated() {
      strands[number].from = nodes[root(from), default: nodes.count]
      nodes[root(from)] = strands[number].from
      strands[number].to = nodes[root(to), default: nodes.count]
      nodes[root(to)] = strands[number].to
    }
    nodeCount = nodes.count
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
    let bySouth = places.indices.sorted { (places[$0].y, places[$0].x) < (places[$1].y, places[$1].x) }
    // No degree of latitude is shorter.
    let band = limit / 110_500
    for (rank, first) in bySouth.enumerated() {
      for second in bySouth[(rank + 1)...] {
        if places[second].y - places[first].y > band { break }
        let metres = LocalPlane.distanceMetres(from: places[first], to: places[second])
        if metres <= limit { body(first, second, metres) }
      }
    }
  }
}
