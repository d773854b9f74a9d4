import HetuGeodesy
import HetuGeometry

/// How reaches are joined to rivers.
public struct JoiningRules: Hashable, Sendable {
  /// Ends nearer than this are one place.
  public var toleranceMetres: Double
  /// Reaches of one name, but without a river's code, are different rivers where their parts lie farther apart.
  public var homonymMetres: Double

  /// The rules, by default 50 m and 10 km: wide enough for a reservoir that was not drawn through, narrow enough for
  /// the many rivers called 沙河 or 清水河.
  public init(toleranceMetres: Double = 50, homonymMetres: Double = 10_000) {
    self.toleranceMetres = toleranceMetres
    self.homonymMetres = homonymMetres
  }
}

/// Joins the reaches of one river: a course in order downstream, and its branches.
struct CourseBuilder {
  /// A connected part of the river: the longest way through it, and what lies beside.
  struct Part {
    let main: CourseLine
    /// The kilometres are still metres from the part's source.
    let branches: [(line: CourseLine, leaves: Double?, joins: Double?)]
    /// The strands in it, the lowest first.
    let reaches: Set<Int>
    var start: Position { main.positions[0] }
    var end: Position { main.positions[main.positions.count - 1] }
  }

  let reaches: [Reach]
  private(set) var parts: [Part] = []
  private(set) var warnings: [JoiningWarning] = []
  private let network: BlockNetwork

  /// - Parameter reaches: in order of precedence.
  init(reaches: [Reach], rules: JoiningRules) {
    self.reaches = reaches
    let strands = StrandNetwork(reaches: reaches, toleranceMetres: rules.toleranceMetres)
    network = BlockNetwork(strands)
    warnings = strands.warnings
    for run in network.turnings { warnings.append(turning(run)) }
    parts = network.components.map { part(of: $0) }
    for number in network.loops.sorted() { warnings.append(loop(network.blocks[number])) }
  }

  private func part(of nodes: [Int]) -> Part {
    let members = Set(nodes.flatMap { network.leaving[$0] })
    var left = members
    var way = network.longestWay(through: nodes)
    // A part that is nothing but a ring has no other way than round it.
    if way.isEmpty, let first = members.min() { way = [first] }
    left.subtract(way)
    let (main, stations) = line(of: way)
    var metresOfNode = stations
    var branches: [(line: CourseLine, leaves: Double?, joins: Double?)] = []
    // The longest first; each follows the longest way down to what is already placed.
    let reach = network.lengthsDownstream(of: left, through: nodes)
    func isBefore(_ first: Int, _ second: Int) -> Bool {
      let (one, other) = (reach[first] ?? 0, reach[second] ?? 0)
      return one == other ? first < second : one > other
    }
    for first in left.sorted(by: isBefore) where left.contains(first) {
      var run = [first]
      left.remove(first)
      while let end = run.last.map({ network.blocks[$0].to }), metresOfNode[end] == nil,
        let next = network.leaving[end].filter(left.contains).min(by: isBefore)
      {
        run.append(next)
        left.remove(next)
      }
      let (line, along) = line(of: run)
      let leaves = metresOfNode[network.blocks[first].from]
      let joins = run.last.flatMap { metresOfNode[network.blocks[$0].to] }
      branches.append((line, leaves, joins))
      for (node, metres) in along where metresOfNode[node] == nil {
        if let leaves {
          metresOfNode[node] = min(main.lengthMetres, leaves + metres)
        } else if let joins {
          metresOfNode[node] = joins - (line.lengthMetres - metres)
        }
      }
    }
    let strands = members.flatMap { network.blocks[$0].strands }
    return Part(main: main, branches: branches, reaches: Set(strands.map { network.strands[$0].reach }))
  }

  /// The line of blocks one behind the other, and where on it their nodes lie.
  private func line(of way: [Int]) -> (line: CourseLine, stations: [Int: Double]) {
    var positions: [Position] = []
    var owners: [Int32] = []
    var vertexOfNode: [Int: Int] = [:]
    for number in way.flatMap({ network.blocks[$0].strands }) {
      let strand = network.strands[number]
      if let last = positions.last {
        if last == strand.path[0] { positions.removeLast() } else { owners.append(owners[owners.count - 1]) }
      }
      if vertexOfNode[strand.from] == nil { vertexOfNode[strand.from] = positions.count }
      positions += strand.path
      owners += repeatElement(Int32(strand.reach), count: strand.path.count - 1)
      if vertexOfNode[strand.to] == nil { vertexOfNode[strand.to] = positions.count - 1 }
    }
    let line = CourseLine(positions: positions, reachOfSegment: owners)
    return (line, vertexOfNode.mapValues { line.metres[$0] })
  }

  private func turning(_ run: [Int]) -> JoiningWarning {
    let codes = codes(of: run)
    let strand = network.strands[run[0]]
    return JoiningWarning(
      kind: .turned, reachCodes: codes, position: strand.path[0],
      metres: run.reduce(0) { $0 + network.strands[$1].lengthMetres },
      message: "河段\(codes.joined(separator: "、"))的画线方向与上下游相反，已按下游方向处理；请自上游向下游重画")
  }

  private func loop(_ block: BlockNetwork.Block) -> JoiningWarning {
    let codes = codes(of: block.strands)
    return JoiningWarning(
      kind: .loop, reachCodes: codes, position: network.strands[block.strands[0]].path[0], metres: block.lengthMetres,
      message: "河段\(codes.joined(separator: "、"))又流回上游，作为支汊处理；请核对走向")
  }

  private func codes(of run: [Int]) -> [String] {
    Set(run.map { network.strands[$0].reach }).sorted().map { reaches[$0].code }
  }
}

extension CourseBuilder {
  /// The parts in order downstream: from the longest, always the part that is joined over the least gap, below or
  /// above what is already in order.
  static func ordered(_ parts: [Part]) -> [Part] {
    guard let longest = parts.indices.max(by: { parts[$0].main.lengthMetres < parts[$1].main.lengthMetres })
    else { return [] }
    var chain = [parts[longest]]
    var left = Array(parts.indices)
    left.remove(at: longest)
    while !left.isEmpty {
      let (head, tail) = (chain[0].start, chain[chain.count - 1].end)
      var best = (metres: Double.infinity, place: 0, isBelow: true)
      for (place, number) in left.enumerated() {
        let below = LocalPlane.distanceMetres(from: tail, to: parts[number].start)
        let above = LocalPlane.distanceMetres(from: parts[number].end, to: head)
        if below < best.metres { best = (below, place, true) }
        if above < best.metres { best = (above, place, false) }
      }
      let next = parts[left.remove(at: best.place)]
      if best.isBelow { chain.append(next) } else { chain.insert(next, at: 0) }
    }
    return chain
  }

  /// The parts in groups of which no two have ends nearer than a distance.
  func clusters(withinMetres limit: Double) -> [[Part]] {
    var cluster = Array(parts.indices)
    func root(_ part: Int) -> Int {
      var part = part
      while cluster[part] != part {
        cluster[part] = cluster[cluster[part]]
        part = cluster[part]
      }
      return part
    }
    let ends = parts.flatMap { [$0.start, $0.end] }
    StrandNetwork.forEachPair(of: ends, withinMetres: limit) { first, second, _ in
      let (one, other) = (root(first / 2), root(second / 2))
      cluster[max(one, other)] = min(one, other)
    }
    return Dictionary(grouping: parts.indices, by: root).sorted { $0.key < $1.key }
      .map { $0.value.map { parts[$0] } }
  }

  /// The river made of some of the parts, and the numbers of its reaches.
  func river(of parts: [Part]) -> (river: River, numbers: [Int]) {
    let chain = Self.ordered(parts)
    let kept = Set(parts.flatMap(\.reaches))
    // Reaches without any line that counts stay with the river of the first part.
    let isFirst = kept.contains(self.parts.first?.reaches.min() ?? 0)
    let drawn = Set(self.parts.flatMap(\.reaches))
    let numbers = reaches.indices.filter { kept.contains($0) || (isFirst && !drawn.contains($0)) }
    let newNumber = Dictionary(
      uniqueKeysWithValues: zip(numbers, numbers.indices.map { Int32($0 - numbers.startIndex) }))
    func renumbered(_ line: CourseLine) -> CourseLine {
      numbers.count == reaches.count
        ? line
        : CourseLine(positions: line.positions, reachOfSegment: line.reachOfSegment.map { newNumber[Int($0)] ?? 0 })
    }
    let total = chain.reduce(0) { $0 + $1.main.lengthMetres }
    var start = 0.0
    var branches: [River.Branch] = []
    for part in chain {
      let km = { (metres: Double) in max(0, total - start - metres) / 1000 }
      for branch in part.branches {
        branches.append(
          River.Branch(
            line: renumbered(branch.line), leavesAtKm: branch.leaves.map(km), joinsAtKm: branch.joins.map(km)))
      }
      start += part.main.lengthMetres
    }
    let members = numbers.map { reaches[$0] }
    let codes = Set(members.map(\.code))
    let river = River(
      name: Self.commonName(of: members), riverCode: members.lazy.compactMap(\.riverCode).first, reaches: members,
      course: chain.map { renumbered($0.main) }, branches: branches,
      warnings: warnings.filter { !codes.isDisjoint(with: $0.reachCodes) } + gaps(in: chain))
    return (river, numbers)
  }

  private func gaps(in chain: [Part]) -> [JoiningWarning] {
    zip(chain, chain.dropFirst()).map { upper, lower in
      let metres = Geodesic.cgcs2000.distanceMetres(from: upper.end, to: lower.start)
      let above = reaches[Int(upper.main.reachOfSegment[upper.main.reachOfSegment.count - 1])].code
      let below = reaches[Int(lower.main.reachOfSegment[0])].code
      let place = "\(Self.degrees(upper.end.x)), \(Self.degrees(upper.end.y))"
      return JoiningWarning(
        kind: .gap, reachCodes: [above, below], position: upper.end, metres: metres,
        message: "河段\(above)与河段\(below)之间断开\(Int(metres.rounded())) m（\(place)），里程只计已画的线；请补画缺少的一段")
    }
  }

  /// The name most reaches have; of equally many the first in order.
  private static func commonName(of reaches: [Reach]) -> String {
    let counts = Dictionary(reaches.map { ($0.riverName, 1) }, uniquingKeysWith: +).filter { !$0.key.isEmpty }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  private static func degrees(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}
