import HetuGeodesy
import HetuGeometry

extension NetworkDoctor {
  /// Paths that were left out.
  func leftOut() -> [NetworkFinding] {
    let numbers = Dictionary(
      network.rivers.reaches.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    return network.warnings.compactMap { warning in
      let reaches = warning.reachCodes.compactMap { numbers[$0] }
      switch warning.kind {
      case .withoutLength:
        return finding(
          .withoutLength, .warning, reaches, at: warning.position, "河段\(names(reaches))有一条线没有长度，未计入河网", "重新绘制该线，或删除")
      case .duplicate:
        return finding(
          .duplicate, .warning, reaches, at: warning.position, metres: warning.metres,
          "河段\(names(reaches))画在同一位置，只计入前者", "删除重复的一条")
      default: return nil
      }
    }
  }

  /// Loops, cycles, and what is drawn upstream, or seems to be.
  func directions() -> [NetworkFinding] {
    var found: [NetworkFinding] = []
    var members: [Int32: [Int]] = [:]
    for (number, edge) in network.edges.enumerated() {
      let cycle = network.cycleOfNode[edge.from]
      if edge.from == edge.to {
        found.append(
          finding(
            .selfLoop, .warning, [edge.reach], at: network.nodes[edge.from], metres: edge.lengthMetres,
            "河段\(names([edge.reach]))的起点和终点是同一处", "核对走向，环形水面请断开后分别绘制"))
      } else if cycle >= 0, cycle == network.cycleOfNode[edge.to] {
        members[cycle, default: []].append(number)
      }
    }
    for (_, edges) in members.sorted(by: { $0.key < $1.key }) {
      let reaches = reaches(edges)
      let metres = edges.reduce(0) { $0 + network.edges[$1].lengthMetres }
      found.append(
        finding(
          .cycle, .error, reaches, at: edges.first.map { network.nodes[network.edges[$0].from] }, metres: metres,
          "河段\(names(reaches))首尾相接成环，水会流回原处", "核对各河段的画线方向，使其都由上游指向下游"))
    }
    return found + reversed() + suspected()
  }

  private func reversed() -> [NetworkFinding] {
    let turned = network.edges.indices.filter { network.edges[$0].isTurned }
    return reaches(turned).map { number in
      let reach = network.rivers.reaches[number]
      let isWhole = network.edges(ofReach: number).allSatisfy { network.edges[$0].isTurned }
      let first = turned.first { network.edges[$0].reach == number }
      return finding(
        .reversed, .warning, [number], at: first.map { network.nodes[network.edges[$0].from] },
        "河段\(names([number]))的画线方向与两端相接的河段相反，已按反向计入河网", "将该河段改为由上游画向下游",
        fix: isWhole ? turning(reach) : nil)
    }
  }

  private func turning(_ reach: Reach) -> NetworkFix {
    let paths = Array(reach.paths.reversed().map { Array($0.reversed()) })
    return NetworkFix(reachID: reach.id, reachCode: reach.code, change: .redraw(paths), isSafe: false)
  }

  /// Branches that leave a river and come to none of the outlets that its own way leads to.
  ///
  /// A tributary drawn upstream is one, of however many reaches it is, and whatever joins it; a canal that leads to
  /// another river is one too, and an arm that leaves the data elsewhere: nothing in the lines tells them apart for sure.
  private func suspected() -> [NetworkFinding] {
    network.nodes.indices.flatMap { node -> [NetworkFinding] in
      guard network.leaving.count(node) > 1, network.coming.count(node) > 0 else { return [] }
      let (leaving, coming) = (network.edges(leaving: node), network.edges(comingTo: node))
      let arrived = coming.first { above in leaving.contains { isSameRiver(above, $0) } } ?? coming[0]
      let choice = MainstemChoice(network: network, question: TraceQuestion(), node: node, arrived: arrived)
      let ways = choice.ranked(leaving.filter { network.edges[$0].to != node })
      guard let main = ways.first else { return [] }
      let reached = Set(outlets(of: main))
      return ways.dropFirst().compactMap { branch in
        let ends = outlets(of: branch)
        guard !ends.isEmpty, !reached.isEmpty, reached.isDisjoint(with: ends) else { return nil }
        let run = run(from: branch)
        let reaches = reaches(run)
        return finding(
          .suspectedReversal, .warning, reaches, at: network.nodes[node],
          metres: run.reduce(0) { $0 + network.edges[$1].lengthMetres },
          "河段\(names(reaches))分出后不再汇入\(names([network.edges[main].reach]))一路，流到另一处末端，可能是画反了的支流",
          "核对流向：支流请改为由源头画向汇入处；引水渠、分汊可保留",
          fix: reaches.count == 1 ? turning(network.rivers.reaches[reaches[0]]) : nil)
      }
    }
  }

  /// The outlets of an edge's water; the end of a course above a gap stands for what the part below it comes to.
  private func outlets(of edge: Int) -> [Int] {
    network.outlets[network.edges[edge].to].flatMap { node in
      network.gapBelow[node].map { network.outlets[$0.lowerNode] } ?? [node]
    }
  }

  /// The edges from one down the water while nothing else leaves, at most a hundred.
  private func run(from branch: Int) -> [Int] {
    var run = [branch]
    while run.count < 100, let end = run.last.map({ network.edges[$0].to }), network.leaving.count(end) == 1,
      let next = network.edges(leaving: end).first, !run.contains(next)
    {
      run.append(next)
    }
    return run
  }

  /// The box of the data but for its margin.
  private var inner: Envelope? {
    Envelope(network.nodes).map { $0.expanded(dx: -$0.width * 0.05, dy: -$0.height * 0.05) }
  }

  private func isSameRiver(_ first: Int, _ second: Int) -> Bool {
    network.edges[first].river != nil && network.edges[first].river == network.edges[second].river
  }

  /// Gaps in courses, and names that jump or stop.
  func courses() -> [NetworkFinding] {
    network.courseGaps.map(gap) + nameStops()
  }

  private func gap(_ gap: RiverNetwork.CourseGap) -> NetworkFinding {
    let above = reaches(network.edges(comingTo: gap.upperNode).filter { network.edges[$0].river == gap.river })
    let below = reaches(network.edges(leaving: gap.lowerNode).filter { network.edges[$0].river == gap.river })
    let name = riverName(gap.river)
    let between = way(from: gap.upperNode, to: gap.lowerNode)
    if !between.isEmpty {
      let others = reaches(between)
      return finding(
        .nameJump, .warning, above + others + below, at: network.nodes[gap.upperNode], metres: gap.metres,
        "\(name)在\(names(above))以下中断，水经\(names(others))又流入\(names(below))，其间河名不同",
        "核对中间河段的河流名称或编码")
    }
    return finding(
      .gap, .error, above + below, at: network.nodes[gap.upperNode], metres: gap.metres,
      "\(name)在\(names(above))与\(names(below))之间断开\(metresText(gap.metres))，追踪到此为止", "补画缺失的河段")
  }

  /// The edges of a way downstream between two nodes, of at most some hundred nodes; nothing where there is none.
  private func way(from start: Int, to end: Int) -> [Int] {
    var cameBy: [Int: Int] = [:]
    var open = [start]
    var next = 0
    while next < open.count, open.count < 500, cameBy[end] == nil {
      for edge in network.edges(leaving: open[next]) where cameBy[network.edges[edge].to] == nil {
        cameBy[network.edges[edge].to] = edge
        open.append(network.edges[edge].to)
      }
      next += 1
    }
    var way: [Int] = []
    var node = end
    while node != start, let edge = cameBy[node] {
      way.append(edge)
      node = network.edges[edge].from
    }
    return way.reversed()
  }

  /// Nodes where one river comes and another leaves, with no other water joining.
  private func nameStops() -> [NetworkFinding] {
    network.nodes.indices.compactMap { node in
      guard network.coming.count(node) == 1, network.leaving.count(node) == 1, network.gapBelow[node] == nil,
        let above = network.edges(comingTo: node).first, let below = network.edges(leaving: node).first,
        network.edges[above].river != network.edges[below].river
      else { return nil }
      let (upper, lower) = (network.edges[above], network.edges[below])
      let (one, other) = (upper.river.map(riverName) ?? "", lower.river.map(riverName) ?? "")
      guard one != other, Set(RiverNames.aliases(of: one)).isDisjoint(with: RiverNames.aliases(of: other)) else {
        return nil
      }
      return finding(
        .nameStop, .notice, [upper.reach, lower.reach], at: network.nodes[node],
        "河段\(names([upper.reach]))与\(names([lower.reach]))首尾相接，没有别的河流汇入，河名却不同", "核对两个河段的河流名称或编码")
    }
  }

  /// Sinks, common sources and separate parts.
  ///
  /// Where water ends, it leaves the data: an outlet. A place to which several reaches flow and from which none leaves
  /// is called a sink instead, as water gathers there with nowhere to go: a reach is missing or drawn upstream, unless
  /// it is a lake without outflow or, at the margin of the data, just where these end.
  func parts() -> [NetworkFinding] {
    guard let inner else { return [] }
    var found = network.nodes.indices.compactMap { node -> NetworkFinding? in
      let (coming, leaving) = (network.edges(comingTo: node), network.edges(leaving: node))
      let isInner = inner.contains(network.nodes[node])
      if leaving.isEmpty, coming.count > 1, network.gapBelow[node] == nil {
        return finding(
          .sink, isInner ? .warning : .notice, reaches(coming), at: network.nodes[node],
          "河段\(names(reaches(coming)))都流到此处，却没有河段流出\(isInner ? "，且不在数据范围的边缘" : "")",
          "核对是否缺少出流河段或有河段画反；内流湖泊、数据边界可不处理")
      }
      if coming.isEmpty, leaving.count > 1, network.gapAbove[node] == nil {
        return finding(
          .commonSource, isInner ? .warning : .notice, reaches(leaving), at: network.nodes[node],
          "河段\(names(reaches(leaving)))都从此处流出，却没有河段流来\(isInner ? "，且不在数据范围的边缘" : "")",
          "核对是否缺少来水河段或有河段画反；泉、湖泊出口、数据边界可不处理")
      }
      return nil
    }
    let parts = Dictionary(grouping: network.edges.indices) { network.partOfNode[network.edges[$0].from] }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    for (_, edges) in parts.dropFirst() {
      let reaches = reaches(edges)
      found.append(
        finding(
          .separatePart, .notice, reaches, at: edges.first.map { network.nodes[network.edges[$0].from] },
          metres: edges.reduce(0) { $0 + network.edges[$1].lengthMetres },
          "河段\(names(reaches))与主要河网不相连", "核对是否应汇入其他河流，缺失的河段请补画"))
    }
    return found
  }

  /// Lines of different reaches that cross where neither ends nor begins.
  func crossings() -> [NetworkFinding] {
    let (index, tolerance) = (network.rivers.index, network.rules.toleranceMetres)
    var found: [[Int]: Position] = [:]
    // Vertices that two lines share: one is a crossing, several are a stretch drawn twice.
    var shared: [[Int]: Set<Position>] = [:]
    for reach in network.rivers.reaches.indices {
      let ends = network.edges(ofReach: reach).flatMap {
        [network.nodes[network.edges[$0].from], network.nodes[network.edges[$0].to]]
      }
      for path in ends.isEmpty ? [] : network.rivers.reaches[reach].paths {
        for (start, end) in zip(path, path.dropFirst()) {
          index.forEachSegment(in: Envelope(start).union(Envelope(end))) { other, _, from, to in
            guard other > reach, found[[reach, other]] == nil, !network.edges(ofReach: other).isEmpty,
              let fraction = Edge.crossing(of: (start, end), with: (from, to)),
              let across = Edge.crossing(of: (from, to), with: (start, end))
            else { return }
            let place = LocalPlane.along(from: start, to: end, fraction)
            guard !ends.contains(where: { LocalPlane.distanceMetres(from: $0, to: place) <= tolerance })
            else { return }
            let isAtVertices = [0, 1].contains(fraction) && [0, 1].contains(across)
            if isAtVertices {
              shared[[reach, other], default: []].insert(place)
            } else {
              found[[reach, other]] = place
            }
          }
        }
      }
    }
    for (reaches, places) in shared where places.count == 1 && found[reaches] == nil { found[reaches] = places.first }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { reaches, place in
      finding(
        .crossing, .warning, reaches, at: place, "河段\(names([reaches[0]]))与\(names([reaches[1]]))交叉，交叉处没有端点，按互不相通计",
        "核对：相通的请在交叉处打断，渡槽、倒虹吸等立体交叉可不处理")
    }
  }
}
