/// The search of one trace: the least path length, and the least time, to every node.
struct Tracer {
  let network: RiverNetwork
  let origin: RiverNetwork.Place
  let question: TraceQuestion
  let speeds: ((Int) -> Double)?
  let isDownstream: Bool
  let limitMetres: Double
  /// Whether some node is reached sooner by another way than the shortest.
  private(set) var needsTimes = false
  private(set) var asides: [Trace.Aside] = []
  /// The edges by which the trace goes on from each node.
  let ways: Adjacency
  /// Whether water passes every edge, whatever its speed.
  private let isUnrestricted: Bool

  init(
    network: RiverNetwork, origin: RiverNetwork.Place, question: TraceQuestion, speeds: ((Int) -> Double)?
  ) {
    self.network = network
    self.origin = origin
    self.question = question
    self.speeds = speeds
    isDownstream = question.direction == .downstream
    ways = isDownstream ? network.leaving : network.coming
    isUnrestricted = question.closed.isEmpty && speeds == nil
    limitMetres = question.distanceKm.map { $0 * 1000 } ?? .infinity
  }

  /// The node to which an edge takes the trace.
  func head(_ edge: RiverNetwork.Edge) -> Int { isDownstream ? edge.to : edge.from }

  /// Metres from where the trace comes to an edge, of a place given from its upper node; and back.
  func travelled(_ edge: RiverNetwork.Edge, _ along: Double) -> Double {
    isDownstream ? along : edge.lengthMetres - along
  }

  /// Whether water passes an edge.
  func isOpen(_ number: Int) -> Bool { hoursPerMetre(number) != nil }

  /// Hours for each metre of an edge, 0 without speeds; nil where it is closed or the water stands.
  func hoursPerMetre(_ number: Int) -> Double? {
    if isUnrestricted { return 0 }
    if question.closed.contains(network.edges[number].reach) { return nil }
    guard let speeds else { return 0 }
    let speed = speeds(number)
    return speed > 0 ? 1 / (speed * 3600) : nil
  }

  /// How far the origin's edge still goes, in metres, where the origin lies on it and not at a node; nil where the water
  /// is held before its end.
  var firstMetres: Double? {
    let edge = network.edges[origin.edge]
    let start = travelled(edge, origin.alongMetres)
    guard origin.node == nil, barrierMetres(on: origin.edge, from: start) == nil else { return nil }
    return edge.lengthMetres - start
  }

  /// Where on an edge the water is held, in metres from where the trace comes to it; nil where it isn't, or above a place
  /// on it at which the trace begins.
  func barrierMetres(on number: Int, from start: Double) -> Double? {
    guard let barrier = question.barrier, barrier.edge == number else { return nil }
    let metres = travelled(network.edges[number], barrier.alongMetres)
    return metres >= start ? metres : nil
  }

  /// Finds the nodes within the limit by path length, with the hours of that way (Dijkstra).
  mutating func spread(_ workspace: inout TraceWorkspace) {
    if let node = origin.node {
      workspace.note(node, metres: 0, hours: 0)
      workspace.push(node, key: 0)
    } else if let pace = hoursPerMetre(origin.edge), let metres = firstMetres, metres <= limitMetres {
      let node = head(network.edges[origin.edge])
      workspace.note(node, metres: metres, hours: metres * pace)
      workspace.push(node, key: metres)
    }
    var arrived = origin.edge
    let isMainstem = question.mode == .mainstem
    while let (metres, node) = workspace.pop() {
      guard metres == workspace.metres[node] else { continue }
      workspace.settle(node)
      if isMainstem {
        guard let edge = choose(at: node, after: arrived, pathMetres: metres) else { break }
        workspace.chosen[node] = Int32(edge)
        relax(edge, from: node, &workspace)
        arrived = edge
      } else {
        for place in ways.range(node) { relax(ways.member(place), from: node, &workspace) }
      }
    }
  }

  private mutating func relax(_ number: Int, from node: Int, _ workspace: inout TraceWorkspace) {
    // The origin's edge, come back to, ends at the origin.
    guard origin.node != nil || number != origin.edge, let pace = hoursPerMetre(number),
      barrierMetres(on: number, from: 0) == nil
    else { return }
    let edge = network.edges[number]
    let metres = workspace.metres[node] + edge.lengthMetres
    guard metres <= limitMetres else { return }
    let hours = workspace.hours[node] + edge.lengthMetres * pace
    let target = head(edge)
    if workspace.isReached(target) {
      let (known, knownHours) = (workspace.metres[target], workspace.hours[target])
      guard metres < known else {
        if hours < knownHours { needsTimes = true }
        return
      }
      if knownHours < hours { needsTimes = true }
    }
    workspace.note(target, metres: metres, hours: hours)
    workspace.push(target, key: metres)
  }

  /// Finds the least hours to the nodes that are within the limit of distance (Dijkstra).
  func spreadHours(_ workspace: inout TraceWorkspace) {
    for node in workspace.settled { workspace.note(Int(node), hours: .infinity) }
    func offer(_ node: Int, _ hours: Double) {
      guard workspace.isReached(node), hours < workspace.hours[node] else { return }
      workspace.note(node, hours: hours)
      workspace.push(node, key: hours)
    }
    if let node = origin.node {
      offer(node, 0)
    } else if let metres = firstMetres, let pace = hoursPerMetre(origin.edge) {
      offer(head(network.edges[origin.edge]), metres * pace)
    }
    while let (hours, node) = workspace.pop() {
      guard hours == workspace.hours[node] else { continue }
      for number in ways[node].map(Int.init) where origin.node != nil || number != origin.edge {
        guard let pace = hoursPerMetre(number), barrierMetres(on: number, from: 0) == nil else { continue }
        let edge = network.edges[number]
        guard workspace.metres[node] + edge.lengthMetres <= limitMetres else { continue }
        offer(head(edge), hours + edge.lengthMetres * pace)
      }
    }
  }

  /// The edge of the mainstem; notes the others as left aside.
  private mutating func choose(at node: Int, after arrived: Int, pathMetres: Double) -> Int? {
    let range = ways.range(node)
    guard range.count > 1 else { return range.first.map(ways.member) }
    let all = range.map(ways.member)
    // Water takes the ways that are open; a closed one is followed only where there is no other.
    let open = all.filter(isOpen)
    guard open.count > 1 else { return open.first ?? all.first }
    let choice = MainstemChoice(network: network, question: question, node: node, arrived: arrived)
    let ranked = choice.ranked(open)
    guard let first = ranked.first else { return nil }
    for edge in ranked.dropFirst() {
      let rule = choice.rule(deciding: first, over: edge)
      asides.append(Trace.Aside(node: node, followed: first, edge: edge, rule: rule, pathKm: pathMetres / 1000))
    }
    return first
  }
}
