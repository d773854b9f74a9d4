import HetuGeodesy
import HetuGeometry

extension RiverNetwork {
  /// Turns the strands that their river turned, then those that both neighbours in the whole network contradict.
  static func turn(_ network: inout StrandNetwork, as rivers: RiverSet) {
    let codes = Set(rivers.rivers.flatMap(\.warnings).filter { $0.kind == .turned }.flatMap(\.reachCodes))
    if !codes.isEmpty {
      for (number, strand) in network.strands.enumerated() where codes.contains(rivers.reaches[strand.reach].code) {
        if isAgainst(strand, rivers) { network.strands[number] = strand.turned }
      }
    }
    var comes = [Bool](repeating: false, count: network.nodeCount)
    var leaves = [Int](repeating: 0, count: network.nodeCount)
    for strand in network.strands {
      comes[strand.to] = true
      leaves[strand.from] += 1
    }
    // Only what begins where others begin too can be contradicted.
    guard zip(comes, leaves).contains(where: { !$0 && $1 > 1 }) else { return }
    network.strands = BlockNetwork(strands: network.strands, nodeCount: network.nodeCount).strands
  }

  /// Whether a strand runs against its river's line at its middle.
  private static func isAgainst(_ strand: Strand, _ rivers: RiverSet) -> Bool {
    let number = Int(rivers.riverOfReach[strand.reach])
    guard number >= 0 else { return false }
    let segment = (strand.path.count - 1) / 2
    let (start, end) = (strand.path[segment], strand.path[segment + 1])
    let middle = LocalPlane.along(from: start, to: end, 0.5)
    let river = rivers.rivers[number]
    guard let hit = river.index.nearest(to: middle, withinMetres: StrandNetwork.touchMetres) else { return false }
    let line = river.line(hit.line).positions
    let (from, to) = (line[hit.segment], line[hit.segment + 1])
    let plane = LocalPlane(latitudeDegrees: middle.y)
    let east = (to.x - from.x) * (end.x - start.x) * plane.metresPerDegreeX * plane.metresPerDegreeX
    let north = (to.y - from.y) * (end.y - start.y) * plane.metresPerDegreeY * plane.metresPerDegreeY
    return east + north < 0
  }

  /// Where each node lies: where most of its strands end, else at the most south-westerly of their ends.
  static func places(ofNodes count: Int, strands: [Strand]) -> [Position] {
    var places = [Position?](repeating: nil, count: count)
    var uneven: Set<Int> = []
    func take(_ position: Position, _ node: Int) {
      if let place = places[node], place != position { uneven.insert(node) } else { places[node] = position }
    }
    for strand in strands {
      take(strand.path[0], strand.from)
      take(strand.path[strand.path.count - 1], strand.to)
    }
    if !uneven.isEmpty {
      var ends: [Int: [Position: Int]] = [:]
      for strand in strands {
        if uneven.contains(strand.from) { ends[strand.from, default: [:]][strand.path[0], default: 0] += 1 }
        if uneven.contains(strand.to) {
          ends[strand.to, default: [:]][strand.path[strand.path.count - 1], default: 0] += 1
        }
      }
      for (node, uses) in ends {
        places[node] = uses.min { ($1.value, $0.key.x, $0.key.y) < ($0.value, $1.key.x, $1.key.y) }?.key
      }
    }
    return places.map { $0 ?? Position(x: 0, y: 0) }
  }

  /// Where each vertex lies along its reach, in the order of `SegmentIndex(reaches:)`.
  static func metresOfVertices(of reaches: [Reach]) -> [Double] {
    var metres: [Double] = []
    metres.reserveCapacity(reaches.reduce(0) { $1.paths.reduce($0) { $0 + max($1.count, 2) } })
    for reach in reaches {
      var sum = 0.0
      for path in reach.paths where !path.isEmpty {
        metres.append(sum)
        // The index holds a path of one position as an edge without length.
        if path.count == 1 { metres.append(sum) }
        for vertex in path.indices.dropFirst() {
          sum += CourseLine.lengthMetres(from: path[vertex - 1], to: path[vertex])
          metres.append(sum)
        }
      }
    }
    return metres
  }

  static func parts(nodeCount: Int, edges: [Edge]) -> [Int32] {
    var parent = (0..<Int32(nodeCount)).map { $0 }
    func root(_ node: Int32) -> Int32 {
      var node = node
      while parent[Int(node)] != node {
        parent[Int(node)] = parent[Int(parent[Int(node)])]
        node = parent[Int(node)]
      }
      return node
    }
    for edge in edges {
      let (one, other) = (root(Int32(edge.from)), root(Int32(edge.to)))
      parent[Int(max(one, other))] = min(one, other)
    }
    return parent.indices.map { root(Int32($0)) }
  }

  /// The nodes from the sources down. Edges within a cycle are left out, so that an order remains.
  static func order(edges: [Edge], leaving: Adjacency, cycleOfNode: [Int32]) -> [Int] {
    var waiting = [Int32](repeating: 0, count: cycleOfNode.count)
    for edge in edges where isFollowed(edge, cycleOfNode) { waiting[edge.to] += 1 }
    var order: [Int] = []
    order.reserveCapacity(waiting.count)
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    while let node = ready.popLast() {
      order.append(node)
      for place in leaving.range(node) {
        let edge = edges[leaving.member(place)]
        guard isFollowed(edge, cycleOfNode) else { continue }
        waiting[edge.to] -= 1
        if waiting[edge.to] == 0 { ready.append(edge.to) }
      }
    }
    return order
  }

  /// Whether an edge leads out of every cycle, or lies in none.
  static func isFollowed(_ edge: Edge, _ cycleOfNode: [Int32]) -> Bool {
    cycleOfNode[edge.from] < 0 || cycleOfNode[edge.from] != cycleOfNode[edge.to]
  }

  /// The longest way up the water from each node, in metres, the edges within cycles left out.
  static func metresToSources(edges: [Edge], leaving: Adjacency, order: [Int], cycleOfNode: [Int32]) -> [Double] {
    var metres = [Double](repeating: 0, count: order.count)
    for node in order {
      for place in leaving.range(node) {
        let edge = edges[leaving.member(place)]
        guard isFollowed(edge, cycleOfNode) else { continue }
        metres[edge.to] = max(metres[edge.to], metres[node] + edge.lengthMetres)
      }
    }
    return metres
  }

  static func gaps(rivers: RiverSet, strands: [Strand]) -> [CourseGap] {
    let broken = Set(rivers.rivers.indices.filter { rivers.rivers[$0].course.count > 1 })
    guard !broken.isEmpty else { return [] }
    var (starts, ends) = ([Position: Int](), [Position: Int]())
    for strand in strands where broken.contains(Int(rivers.riverOfReach[strand.reach])) {
      starts[strand.path[0]] = strand.from
      ends[strand.path[strand.path.count - 1]] = strand.to
    }
    return broken.sorted().flatMap { number in
      let course = rivers.rivers[number].course
      return zip(course, course.dropFirst()).compactMap { upper, lower -> CourseGap? in
        let (from, to) = (upper.positions[upper.positions.count - 1], lower.positions[0])
        guard let upperNode = ends[from], let lowerNode = starts[to], upperNode != lowerNode else { return nil }
        let metres = Geodesic.cgcs2000.distanceMetres(from: from, to: to)
        return CourseGap(river: number, upperNode: upperNode, lowerNode: lowerNode, metres: metres)
      }
    }
  }
}

/// Finds the nodes that lie in cycles: strongly connected components of several nodes, or with an edge to themselves
/// (Tarjan, without recursion).
struct CycleSearch {
  /// For each node the number of its cycle, or -1.
  private(set) var cycleOfNode: [Int32]

  init(edges: [RiverNetwork.Edge], leaving: Adjacency, nodeCount: Int) {
    cycleOfNode = [Int32](repeating: -1, count: nodeCount)
    var index = [Int32](repeating: -1, count: nodeCount)
    var low = index
    var isOpen = [Bool](repeating: false, count: nodeCount)
    var open: [Int] = []
    var walk: [(node: Int, next: ArraySlice<Int32>)] = []
    var counter: Int32 = 0
    var cycles: Int32 = 0
    func enter(_ node: Int) {
      index[node] = counter
      low[node] = counter
      counter += 1
      isOpen[node] = true
      open.append(node)
      walk.append((node, leaving[node]))
    }
    for start in 0..<nodeCount where index[start] < 0 {
      enter(start)
      while let (node, rest) = walk.last {
        if let edge = rest.first {
          walk[walk.count - 1].next = rest.dropFirst()
          let target = edges[Int(edge)].to
          if index[target] < 0 { enter(target) } else if isOpen[target] { low[node] = min(low[node], index[target]) }
          continue
        }
        walk.removeLast()
        if let above = walk.last?.node { low[above] = min(low[above], low[node]) }
        guard low[node] == index[node], let first = open.lastIndex(of: node) else { continue }
        let members = open[first...]
        let isCycle = members.count > 1 || leaving[node].contains { edges[Int($0)].to == node }
        for member in members {
          isOpen[member] = false
          if isCycle { cycleOfNode[member] = cycles }
        }
        if isCycle { cycles += 1 }
        open.removeSubrange(first...)
      }
    }
  }
}
