import HetuGeodesy
import HetuGeometry

extension RiverNetwork {
  /// A place on the water: where a trace begins, or where something lies.
  public struct Place: Hashable, Sendable {
    /// The reach.
    public let reach: Int
    /// Where on the reach as drawn: 0 at its start, 1 at its end.
    public let fraction: Double
    /// The place on the reach's line.
    public let position: Position
    /// The distance of what was placed from the line, in metres.
    public let offsetMetres: Double
    /// The side of the river, facing downstream.
    public let bank: Bank
    /// The river, or nil where the reach belongs to none.
    public let river: Int?
    /// Kilometres from the river's mouth, as `River` counts them; nil without a river.
    public let riverKm: Double?
    /// The edge.
    public let edge: Int
    /// Where on the edge, from its upper node, in metres.
    public let alongMetres: Double
    /// The node, where the place is not farther than `RiverNetwork.nodeMetres` from it.
    public let node: Int?
  }

  /// What lies nearer to a node along the water lies at it, on all its edges.
  public static let nodeMetres = 0.01

  /// The place on the water nearest to a position: on the declared river where that is within the limit.
  ///
  /// - Parameters:
  ///   - position: longitude and latitude on CGCS2000, in degrees.
  ///   - limit: metres, at most `SegmentIndex.greatestLimitMetres`.
  ///   - declared: the name or code of the river it is said to lie on.
  /// - Throws: `HydrologyError` of code `tooFar` where there is no water within the limit.
  public func place(
    near position: Position, withinMetres limit: Double, preferring declared: String? = nil
  ) throws -> Place {
    guard let place = nearest(to: position, withinMetres: limit, preferring: declared) else {
      if let hit = rivers.index.nearest(to: position, withinMetres: limit) { throw withoutLength(hit.line) }
      let metres = SegmentIndex.greatestLimitMetres
      let far = rivers.index.nearest(to: position, withinMetres: metres).map { "最近的河段在\(Int($0.offsetMetres))米外" }
      throw HydrologyError(
        code: .tooFar,
        message: "位置（\(position.x)，\(position.y)）周围\(Int(limit))米内没有河流，\(far ?? "100千米内也没有")；请核对坐标，或放宽距离。")
    }
    return place
  }

  /// The place on the water nearest to a position, or nil where none lies within the limit.
  func nearest(to position: Position, withinMetres limit: Double, preferring declared: String? = nil) -> Place? {
    if let declared, let location = rivers.locate(position, withinMetres: limit, preferring: declared),
      location.declared == .taken
    {
      let reference = location.reference
      // The river's line is that of its reaches, but for bridges over gaps within the tolerance.
      for radius in [StrandNetwork.touchMetres, rules.toleranceMetres + StrandNetwork.touchMetres] {
        for hit in rivers.index.lines(near: reference.foot, withinMetres: radius) {
          let river = Int(rivers.riverOfReach[hit.line])
          guard river >= 0, rivers.rivers[river].code == reference.riverCode else { continue }
          if let place = place(of: hit, for: position, offsetMetres: reference.offsetMetres, bank: reference.bank) {
            return place
          }
        }
      }
    }
    guard let hit = rivers.index.nearest(to: position, withinMetres: limit) else { return nil }
    if let place = place(of: hit, for: position, offsetMetres: hit.offsetMetres) { return place }
    // The nearest reach has no edges: it has no length, or lies where another is drawn.
    return rivers.index.lines(near: position, withinMetres: limit).lazy
      .compactMap { place(of: $0, for: position, offsetMetres: $0.offsetMetres) }.first
  }

  /// The place at a fraction of a reach, as drawn.
  ///
  /// - Throws: `HydrologyError` of code `withoutLength` where the reach is no part of the network.
  public func place(onReach reach: Int, fraction: Double) throws -> Place {
    let metres = min(max(fraction, 0), 1) * lengthMetres(ofReach: reach)
    let position = position(onReach: reach, atMetres: metres)
    if let position, let place = place(onReach: reach, metres: metres, at: position, offsetMetres: 0, bank: .onLine) {
      return place
    }
    // Where a reach is drawn twice, the other one stands for it.
    if let position, let place = nearest(to: position, withinMetres: StrandNetwork.touchMetres) { return place }
    throw withoutLength(reach)
  }

  private func withoutLength(_ reach: Int) -> HydrologyError {
    HydrologyError(code: .withoutLength, message: "河段\(rivers.reaches[reach].code)没有长度，不能作为起点；请重新绘制该河段。")
  }

  /// The place of a hit.
  ///
  /// - Parameter bank: the side, facing downstream, where the hit is that of the foot and can't tell it.
  func place(
    of hit: SegmentIndex.Hit, for position: Position, offsetMetres: Double, bank known: Bank? = nil
  ) -> Place? {
    let vertex = Int(rivers.index.firstVertex[hit.line]) + hit.segment
    let metres = metresOfVertex[vertex] + (metresOfVertex[vertex + 1] - metresOfVertex[vertex]) * hit.fraction
    let isTurned = edge(ofReach: hit.line, atMetres: metres).map { edges[$0].isTurned } ?? false
    // As seen along the line as drawn.
    let bank = known.map { isTurned ? $0.opposite : $0 } ?? bank(of: position, vertex: vertex, hit: hit)
    return place(onReach: hit.line, metres: metres, at: hit.foot, offsetMetres: offsetMetres, bank: bank)
  }

  func place(
    onReach reach: Int, metres: Double, at position: Position, offsetMetres: Double, bank: Bank
  ) -> Place? {
    guard let number = edge(ofReach: reach, atMetres: metres) else { return nil }
    let edge = edges[number]
    let along = edge.alongMetres(ofReachMetres: metres)
    let length = lengthMetres(ofReach: reach)
    return Place(
      reach: reach, fraction: length > 0 ? min(metres / length, 1) : 0, position: position, offsetMetres: offsetMetres,
      bank: edge.isTurned ? bank.opposite : bank, river: edge.river, riverKm: riverKm(at: position, edge: edge),
      edge: number, alongMetres: along, node: node(onEdge: edge, alongMetres: along))
  }

  /// The edge that holds a place of a reach, or nil where that stretch was left out.
  func edge(ofReach reach: Int, atMetres metres: Double) -> Int? {
    let slack = Self.nodeMetres
    let holding = edgesOfReach[reach].first { number in
      let edge = edges[Int(number)]
      return metres >= edge.startMetres - slack && metres <= edge.startMetres + edge.drawnMetres + slack
    }
    return holding.map(Int.init)
  }

  /// The node of an edge that a place on it lies at.
  func node(onEdge edge: Edge, alongMetres along: Double) -> Int? {
    if along - edge.gapAboveMetres <= Self.nodeMetres { return edge.from }
    return edge.lengthMetres - edge.gapBelowMetres - along <= Self.nodeMetres ? edge.to : nil
  }

  /// The kilometre of a place on a river's line, as the river counts.
  func riverKm(at position: Position, edge: Edge) -> Double? {
    edge.river.flatMap { number in
      let river = rivers.rivers[number]
      return river.index.nearest(to: position, withinMetres: rules.toleranceMetres + StrandNetwork.touchMetres)
        .map(river.riverKm)
    }
  }

  /// The position at a length along a reach as drawn, or nil where it has no vertices.
  func position(onReach reach: Int, atMetres metres: Double) -> Position? {
    let first = Int(rivers.index.firstVertex[reach])
    let end = reach + 1 < rivers.reaches.count ? Int(rivers.index.firstVertex[reach + 1]) : metresOfVertex.count
    guard end - first > 1 else { return nil }
    // The last vertex not beyond the place wanted.
    var (low, high) = (first, end - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if metresOfVertex[middle] <= metres { low = middle } else { high = middle }
    }
    let length = metresOfVertex[low + 1] - metresOfVertex[low]
    let fraction = length > 0 ? min(max((metres - metresOfVertex[low]) / length, 0), 1) : 0
    return LocalPlane.along(from: rivers.index.vertices[low], to: rivers.index.vertices[low + 1], fraction)
  }

  /// The position at a length along an edge from its upper node.
  public func position(onEdge number: Int, alongMetres along: Double) -> Position {
    let edge = edges[number]
    if along < edge.gapAboveMetres || edge.drawnMetres == 0 {
      return nodes[edge.from]
    }
    if along > edge.lengthMetres - edge.gapBelowMetres { return nodes[edge.to] }
    return position(onReach: edge.reach, atMetres: edge.reachMetres(ofAlongMetres: along)) ?? nodes[edge.from]
  }

  /// The side of the drawn line a position lies on.
  private func bank(of position: Position, vertex: Int, hit: SegmentIndex.Hit) -> Bank {
    if hit.offsetMetres <= 0.01 { return .onLine }
    // Four vertices tell the side: those of the segment and one beyond each end, where they belong to the reach.
    let (index, last) = (rivers.index, rivers.index.vertices.count - 1)
    let first = vertex > 0 && index.placeOfVertex[vertex - 1] == index.placeOfVertex[vertex] ? vertex - 1 : vertex
    let end =
      vertex + 1 < last && index.placeOfVertex[vertex + 2] == index.placeOfVertex[vertex] ? vertex + 2 : vertex + 1
    let line = CourseLine(positions: Array(index.vertices[first...end]), reachOfSegment: [])
    return line.bank(of: position, segment: vertex - first, foot: hit.foot)
  }
}

extension Bank {
  /// The same side for who faces the other way.
  var opposite: Bank {
    switch self {
    case .left: .right
    case .right: .left
    case .onLine: .onLine
    }
  }
}
