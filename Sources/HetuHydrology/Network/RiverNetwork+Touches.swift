import HetuGeodesy
import HetuGeometry

extension RiverNetwork {
  /// Where an item lies on the water: the stretches it touches, else its nearest place within the limit.
  ///
  /// A point that declares no river, and to which another river is nearly as near, lies on both: better met twice than
  /// missed.
  func touches(of item: EncounterIndex.Item, withinMetres limit: Double) -> [Touch] {
    if case .point(let position) = item.geometry {
      guard let position, let place = nearest(to: position, withinMetres: limit, preferring: item.river) else {
        return []
      }
      let isDeclared = place.river.map { number in
        item.river.map { rivers.candidates(named: $0).contains(number) } ?? false
      }
      return ([place] + (isDeclared == true ? [] : rivals(of: place, near: position, withinMetres: limit))).map {
        Touch($0)
      }
    }
    var survey = TouchSurvey(network: self)
    item.geometry.forEachPath { path in
      if path.count == 1 { survey.visit(path[0]) }
      for (start, end) in zip(path, path.dropFirst()) { survey.visit(from: start, to: end) }
    }
    for polygon in item.geometry.polygons { survey.visit(inside: polygon) }
    let touches = survey.touches
    if !touches.isEmpty { return touches }
    return nearestPlace(to: item, withinMetres: limit).map { [Touch($0)] } ?? []
  }

  /// The nearest places of other rivers that are not much farther from a position than a place, within the limit.
  private func rivals(of place: Place, near position: Position, withinMetres limit: Double) -> [Place] {
    let radius = min(RiverLocation.rivalMetres(offsetMetres: place.offsetMetres), limit)
    var seen: Set<Int?> = [place.river]
    return rivers.index.lines(near: position, withinMetres: radius).compactMap { hit in
      let number = Int(rivers.riverOfReach[hit.line])
      guard number >= 0, seen.insert(number).inserted else { return nil }
      return self.place(of: hit, for: position, offsetMetres: hit.offsetMetres)
    }
  }

  /// The place on the water nearest to a geometry that touches none, on its declared river where that is near enough.
  private func nearestPlace(to item: EncounterIndex.Item, withinMetres limit: Double) -> Place? {
    var best: Place?
    func offer(_ position: Position, within metres: Double) {
      guard let place = nearest(to: position, withinMetres: metres, preferring: item.river),
        place.offsetMetres < best?.offsetMetres ?? .infinity
      else { return }
      best = place
    }
    item.geometry.forEachPath { path in
      path.forEach { offer($0, within: limit) }
      // Between the geometry's vertices the nearest place is opposite to a vertex of the water.
      for (start, end) in zip(path, path.dropFirst()) {
        var box = Envelope(start)
        box.formUnion(end)
        var opposite: [Position] = []
        rivers.index.forEachSegment(in: River.expanded(box, byMetres: best?.offsetMetres ?? limit)) { _, _, from, to in
          for vertex in [from, to] {
            opposite.append(LocalPlane.nearest(from: start, to: end, near: vertex).position)
          }
        }
        for position in opposite { offer(position, within: min(limit, best?.offsetMetres ?? limit)) }
      }
    }
    return best
  }
}

/// Finds the stretches of edges that a geometry touches.
private struct TouchSurvey {
  let network: RiverNetwork
  /// For each reach the places touched, in metres along it.
  private var metres: [Int: [Double]] = [:]

  init(network: RiverNetwork) { self.network = network }

  /// One stretch for each edge, from its first place touched to its last.
  var touches: [Touch] {
    var spans: [Int: (low: Double, high: Double)] = [:]
    for (reach, places) in metres {
      for place in places {
        guard let number = network.edge(ofReach: reach, atMetres: place) else { continue }
        let along = network.edges[number].alongMetres(ofReachMetres: place)
        let known = spans[number] ?? (along, along)
        spans[number] = (min(known.low, along), max(known.high, along))
      }
    }
    return spans.sorted { $0.key < $1.key }.compactMap { number, span in
      let edge = network.edges[number]
      let length = network.lengthMetres(ofReach: edge.reach)
      guard length > 0 else { return nil }
      let fraction = edge.reachMetres(ofAlongMetres: span.low) / length
      let position = network.position(onEdge: number, alongMetres: span.low)
      let place = RiverNetwork.Place(
        reach: edge.reach, fraction: fraction, position: position, offsetMetres: 0, bank: .onLine, river: edge.river,
        riverKm: network.riverKm(at: position, edge: edge), edge: number, alongMetres: span.low,
        node: network.node(onEdge: edge, alongMetres: span.low))
      return Touch(place, low: span.low, high: span.high)
    }
  }

  mutating func visit(_ position: Position) {
    for hit in network.rivers.index.lines(near: position, withinMetres: RiverNetwork.nodeMetres) {
      take(hit.line, hit.segment, hit.fraction)
    }
  }

  private mutating func take(_ reach: Int, _ segment: Int, _ fraction: Double) {
    let vertex = Int(network.rivers.index.firstVertex[reach]) + segment
    let (start, end) = (network.metresOfVertex[vertex], network.metresOfVertex[vertex + 1])
    metres[reach, default: []].append(start + (end - start) * fraction)
  }

  /// Takes in an edge of the geometry: where it crosses the water, and where it begins or ends on it.
  mutating func visit(from start: Position, to end: Position) {
    var box = Envelope(start)
    box.formUnion(end)
    var crossings: [(reach: Int, segment: Int, fraction: Double)] = []
    network.rivers.index.forEachSegment(in: box) { reach, segment, from, to in
      if let fraction = Edge.crossing(of: (from, to), with: (start, end)) {
        crossings.append((reach, segment, fraction))
      }
    }
    for crossing in crossings { take(crossing.reach, crossing.segment, crossing.fraction) }
    visit(start)
    visit(end)
  }

  /// Takes in the vertices of the water that lie in a polygon; what else of it does lies between them and its rings.
  mutating func visit(inside polygon: Polygon) {
    guard let box = Envelope(polygon.exterior) else { return }
    var inside: [(reach: Int, segment: Int, fraction: Double)] = []
    network.rivers.index.forEachSegment(in: box) { reach, segment, from, to in
      if polygon.contains(from) { inside.append((reach, segment, 0)) }
      if polygon.contains(to) { inside.append((reach, segment, 1)) }
    }
    for place in inside { take(place.reach, place.segment, place.fraction) }
  }
}
