/// Writes down what a search found: passages, encounters, ends.
struct TraceReport {
  private let tracer: Tracer
  private let network: RiverNetwork
  private let entries: [EncounterIndex.Entry]
  private let entriesOnEdge: Adjacency?
  private let entriesAtNode: Adjacency?
  private let limitHours: Double
  private let hasHours: Bool
  private let isMainstem: Bool
  private var passages: [Trace.Passage] = []
  private var ends: [Trace.End] = []
  private var cycleNodes: [Int] = []
  private var cyclesSeen: Set<Int32> = []
  private var cyclesEnded: Set<Int32> = []
  private var met: EncounterLog

  init(tracer: Tracer, index: EncounterIndex?) {
    self.tracer = tracer
    network = tracer.network
    entries = index?.entries ?? []
    entriesOnEdge = index?.entriesOnEdge
    entriesAtNode = index?.entriesAtNode
    isMainstem = tracer.question.mode == .mainstem
    limitHours = tracer.question.hours ?? .infinity
    hasHours = tracer.speeds != nil
    met = EncounterLog()
  }

  var trace: Trace {
    Trace(
      question: tracer.question, origin: tracer.origin, passages: passages, encounters: met.sorted,
      ends: ends.sorted { ($0.pathKm, $0.edge) < ($1.pathKm, $1.edge) }, cycleNodes: cycleNodes,
      asides: tracer.asides)
  }

  mutating func write(_ workspace: TraceWorkspace) {
    passages.reserveCapacity(workspace.settled.count)
    let origin = tracer.origin
    if origin.node == nil {
      let edge = network.edges[origin.edge]
      let start = tracer.travelled(edge, origin.alongMetres)
      pass(origin.edge, from: start, to: edge.lengthMetres, metres: 0, hours: 0, workspace)
    }
    for node in workspace.settled.map(Int.init) where workspace.hours[node] <= limitHours {
      visit(node, workspace)
    }
  }

  private mutating func visit(_ node: Int, _ workspace: TraceWorkspace) {
    let (metres, hours) = (workspace.metres[node], workspace.hours[node])
    meetAtNode(node, metres: metres, hours: hours)
    let cycle = network.cycleOfNode[node]
    if cycle >= 0, cyclesSeen.insert(cycle).inserted { cycleNodes.append(node) }
    let ways = tracer.ways.range(node)
    if ways.isEmpty { ends.append(lastEnd(at: node, metres: metres, hours: hours)) }
    for number in ways.lazy.map(tracer.ways.member) {
      // What is closed is named, also beside the mainstem.
      if isMainstem, Int32(number) != workspace.chosen[node], tracer.isOpen(number) { continue }
      let edge = network.edges[number]
      let isOrigin = tracer.origin.node == nil && number == tracer.origin.edge
      let stop = isOrigin ? tracer.travelled(edge, tracer.origin.alongMetres) : edge.lengthMetres
      pass(number, from: 0, to: stop, metres: metres, hours: hours, workspace)
    }
  }

  /// Passes an edge between two lengths from where the trace comes to it, as far as it may.
  private mutating func pass(
    _ number: Int, from start: Double, to stop: Double, metres: Double, hours: Double, _ workspace: TraceWorkspace
  ) {
    let edge = network.edges[number]
    func end(_ reason: Trace.End.Reason, at place: Double, _ metres: Double, _ hours: Double) {
      ends.append(
        Trace.End(
          reason: reason, edge: number, alongMetres: tracer.travelled(edge, place), pathKm: metres / 1000,
          hours: hasHours ? hours : nil))
    }
    guard let pace = tracer.hoursPerMetre(number) else {
      if number == tracer.origin.edge {
        meetOnEdge(number, from: start, to: start, metres: metres, hours: hours, pace: 0)
      }
      let isClosed = tracer.question.closed.contains(edge.reach)
      end(isClosed ? .closed(reach: edge.reach) : .standing(reach: edge.reach), at: start, metres, hours)
      return
    }
    let byDistance = start + tracer.limitMetres - metres
    let byTime = pace > 0 ? start + (limitHours - hours) / pace : .infinity
    let byBarrier = tracer.barrierMetres(on: number, from: start) ?? .infinity
    let reached = max(start, min(stop, byDistance, byTime, byBarrier))
    let exitHours = hours + (reached - start) * pace
    if reached > start {
      passages.append(
        Trace.Passage(
          edge: number, alongFrom: tracer.travelled(edge, start), alongTo: tracer.travelled(edge, reached),
          pathKmFrom: metres / 1000, pathKmTo: (metres + reached - start) / 1000, hoursFrom: hasHours ? hours : nil,
          hoursTo: hasHours ? exitHours : nil, speedMetresPerSecond: pace > 0 ? 1 / (pace * 3600) : nil))
    }
    meetOnEdge(number, from: start, to: reached, metres: metres, hours: hours, pace: pace)
    let exit = metres + reached - start
    if byBarrier <= reached {
      end(.held, at: reached, exit, exitHours)
      return
    }
    if reached < stop {
      end(byTime < byDistance ? .timeLimit : .distanceLimit, at: reached, exit, exitHours)
      return
    }
    // Back where the trace has been, or at the origin: a cycle closes.
    let head = tracer.head(edge)
    let cycle = network.cycleOfNode[head]
    guard cycle >= 0, network.cycleOfNode[edge.from] == cycle, network.cycleOfNode[edge.to] == cycle else { return }
    let isBack = stop < edge.lengthMetres || (workspace.isReached(head) && workspace.metres[head] < exit)
    if isBack, cyclesEnded.insert(cycle).inserted { end(.cycle, at: reached, exit, exitHours) }
  }

  /// Why the trace ends at a node from which nothing leads on.
  private func lastEnd(at node: Int, metres: Double, hours: Double) -> Trace.End {
    let isDownstream = tracer.isDownstream
    let edge = (isDownstream ? network.coming[node] : network.leaving[node]).first.map(Int.init) ?? tracer.origin.edge
    let along = isDownstream ? network.edges[edge].lengthMetres : 0
    return Trace.End(
      reason: network.reasonOfEnd(at: node, isDownstream: isDownstream, gapMetres: tracer.question.gapMetres),
      edge: edge, alongMetres: along, pathKm: metres / 1000, hours: hasHours ? hours : nil)
  }

  private mutating func meetAtNode(_ node: Int, metres: Double, hours: Double) {
    guard let entriesAtNode else { return }
    for place in entriesAtNode.range(node) {
      let entry = entries[entriesAtNode.member(place)]
      let isUpper = network.node(onEdge: network.edges[entry.edge], alongMetres: entry.low) == node
      met.take(entry, along: isUpper ? entry.low : entry.high, metres: metres, hours: hasHours ? hours : nil)
    }
  }

  private mutating func meetOnEdge(
    _ number: Int, from start: Double, to reached: Double, metres: Double, hours: Double, pace: Double
  ) {
    guard let run = entriesOnEdge?.range(number), !run.isEmpty else { return }
    let edge = network.edges[number]
    let slack = RiverNetwork.nodeMetres
    let mayRepeat = number == tracer.origin.edge
    // Entries lie in the order of their edges.
    for place in run {
      let entry = entries[place]
      let (low, high) =
        tracer.isDownstream
        ? (entry.low, entry.high)
        : (edge.lengthMetres - entry.high, edge.lengthMetres - entry.low)
      guard low <= reached + slack, high >= start - slack else { continue }
      let first = min(max(low, start), reached)
      met.take(
        entry, along: tracer.travelled(edge, first), metres: metres + first - start,
        hours: hasHours ? hours + (first - start) * pace : nil, mayRepeat: mayRepeat)
    }
  }
}

extension RiverNetwork {
  /// Why water ends at a node from which nothing leads on: the river has a gap there, other water is near, or neither.
  func reasonOfEnd(at node: Int, isDownstream: Bool, gapMetres: Double) -> Trace.End.Reason {
    if let gap = isDownstream ? gapBelow[node] : gapAbove[node] {
      let far = isDownstream ? gap.lowerNode : gap.upperNode
      let edges = isDownstream ? leaving[far] : coming[far]
      if let edge = edges.first(where: { self.edges[Int($0)].river == gap.river }) ?? edges.first {
        return .gap(toReach: self.edges[Int(edge)].reach, metres: gap.metres)
      }
    }
    let own = isDownstream ? coming[node] : leaving[node]
    if own.count > 1 { return .meeting(reach: edges[Int(own[own.startIndex + 1])].reach) }
    guard isDownstream else { return .source }
    if let other = otherWater(near: node, withinMetres: gapMetres, ofOtherPartsWithinMetres: gapMetres).first {
      return .gap(toReach: other.reach, metres: other.metres)
    }
    return .outlet
  }

  /// The reaches that may belong to a node where the network ends, the nearest first: those of other parts of the network
  /// and, where water ends, those of the same part whose water does not come there.
  func otherWater(
    near node: Int, withinMetres limit: Double, ofOtherPartsWithinMetres partLimit: Double
  ) -> [(reach: Int, metres: Double)] {
    rivers.index.lines(near: nodes[node], withinMetres: max(limit, partLimit)).compactMap { hit in
      let vertex = Int(rivers.index.firstVertex[hit.line]) + hit.segment
      let metres = metresOfVertex[vertex] + (metresOfVertex[vertex + 1] - metresOfVertex[vertex]) * hit.fraction
      guard let number = edge(ofReach: hit.line, atMetres: metres) else { return nil }
      let other = edges[number]
      let isOtherPart = partOfNode[other.from] != partOfNode[node]
      let isElsewhere =
        isOtherPart
        || (leaving.count(node) == 0 && !outlets[other.to].isEmpty && !outlets[other.to].contains(node))
      return isElsewhere && hit.offsetMetres <= (isOtherPart ? partLimit : limit) ? (hit.line, hit.offsetMetres) : nil
    }
  }
}
