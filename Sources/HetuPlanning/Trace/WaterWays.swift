import HetuHydrology

/// When the water of a trace comes to each place, and by which way.
struct WaterWays {
  /// By the likely speeds: what is said of times and concentrations.
  private let likely: WaterWay
  /// By the earliest front, which may take another way.
  private let earliest: WaterWay

  /// The ways of two traces that pass the same water, one by the likely speeds, one by the earliest front.
  init(likely: Trace, earliest: Trace, on network: RiverNetwork, pieces: [TravelPiece]) {
    self.likely = WaterWay(likely, on: network, pieces: pieces, by: \.likelyPeakSeconds)
    self.earliest = WaterWay(earliest, on: network, pieces: pieces, by: \.earliestFrontSeconds)
  }

  /// The times at an encounter; nil where the water does not come there.
  func times(at encounter: Trace.Encounter, for span: ReleaseSpan) throws -> TravelTimes? {
    guard let times = try likely.times(at: encounter, for: span) else { return nil }
    return try earliest.times(at: encounter, for: span).map(times.allowing) ?? times
  }

  /// The pieces of the likely way to an encounter, from the origin; nil where the water does not come there.
  func way(to encounter: Trace.Encounter) throws -> TravelProfile? { try likely.way(to: encounter) }
}

/// How the water of a trace came to each place: by the way of least time, piece by piece.
private struct WaterWay {
  private let network: RiverNetwork
  private let trace: Trace
  private let pieces: [TravelPiece]
  /// For each passage the state where the water comes to it, and the passage before; nil where none comes.
  private var starts: [Start?]
  private var atNode: [Int: Start] = [:]
  private var passagesOfEdge: [Int: [Int]] = [:]

  private struct Start {
    let state: TravelState
    let before: Int?
  }

  /// The ways of a trace; `pieces` tells how the water of each edge moves, `seconds` which of two ways is the sooner.
  init(
    _ trace: Trace, on network: RiverNetwork, pieces: [TravelPiece], by seconds: KeyPath<TravelState, Double>
  ) {
    self.network = network
    self.trace = trace
    self.pieces = pieces
    starts = Array(repeating: nil, count: trace.passages.count)
    if let node = trace.origin.node { atNode[node] = Start(state: TravelState(), before: nil) }
    let isDownstream = trace.question.direction == .downstream
    // By time, so that every way to a node is known before what leaves it is looked at.
    let order = trace.passages.indices.sorted {
      let (first, second) = (trace.passages[$0], trace.passages[$1])
      return (first.hoursFrom ?? 0, first.pathKmFrom, $0) < (second.hoursFrom ?? 0, second.pathKmFrom, $1)
    }
    for number in order {
      let passage = trace.passages[number]
      passagesOfEdge[passage.edge, default: []].append(number)
      let edge = network.edges[passage.edge]
      let (enter, leave) = isDownstream ? (edge.from, edge.to) : (edge.to, edge.from)
      let isFirst = trace.origin.node == nil && passage.edge == trace.origin.edge && passage.pathKmFrom == 0
      guard let start = isFirst ? Start(state: TravelState(), before: nil) : atNode[enter] else { continue }
      starts[number] = start
      guard passage.alongTo == (isDownstream ? edge.lengthMetres : 0),
        let end = start.state.advanced(through: pieces[passage.edge], metres: Self.metres(passage))
      else { continue }
      if let known = atNode[leave], known.state[keyPath: seconds] <= end[keyPath: seconds] { continue }
      atNode[leave] = Start(state: end, before: number)
    }
  }

  private static func metres(_ passage: Trace.Passage) -> Double { abs(passage.alongTo - passage.alongFrom) }

  /// The times at an encounter; nil where the water does not come there.
  func times(at encounter: Trace.Encounter, for span: ReleaseSpan) throws -> TravelTimes? {
    switch place(of: encounter) {
    case .within(let number, let metres):
      try starts[number]?.state.advanced(through: pieces[encounter.edge], metres: metres)?.times(for: span)
    case .node(let node): try atNode[node]?.state.times(for: span)
    }
  }

  /// The pieces of the way to an encounter, from the origin; nil where the water does not come there.
  func way(to encounter: Trace.Encounter) throws -> TravelProfile? {
    var way: [TravelPiece] = []
    var next: Int?
    switch place(of: encounter) {
    case .within(let number, let metres):
      guard let start = starts[number] else { return nil }
      way.append(try pieces[encounter.edge].part(ofMetres: metres))
      next = start.before
    case .node(let node):
      guard let start = atNode[node] else { return nil }
      next = start.before
    }
    while let number = next {
      let passage = trace.passages[number]
      way.append(try pieces[passage.edge].part(ofMetres: Self.metres(passage)))
      next = starts[number]?.before
    }
    return TravelProfile(pieces: way.reversed())
  }

  private enum Place {
    /// On a passage, so many metres from where the water comes to it.
    case within(passage: Int, metres: Double)
    /// At a node, of an edge that was not passed.
    case node(Int)
  }

  private func place(of encounter: Trace.Encounter) -> Place {
    let slack = RiverNetwork.nodeMetres
    let passing = (passagesOfEdge[encounter.edge] ?? []).first { number in
      let passage = trace.passages[number]
      let (low, high) = (min(passage.alongFrom, passage.alongTo), max(passage.alongFrom, passage.alongTo))
      return starts[number] != nil && encounter.alongMetres >= low - slack && encounter.alongMetres <= high + slack
    }
    if let passing {
      let metres = abs(encounter.alongMetres - trace.passages[passing].alongFrom)
      return .within(passage: passing, metres: min(metres, Self.metres(trace.passages[passing])))
    }
    let edge = network.edges[encounter.edge]
    return .node(encounter.alongMetres * 2 < edge.lengthMetres ? edge.from : edge.to)
  }
}

extension TravelPiece {
  /// Whether water is held here.
  var isStanding: Bool { if case .detained = movement { true } else { false } }
}
