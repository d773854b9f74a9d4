import HetuGeodesy
import HetuGeometry

extension RiverNetwork {
  /// Everything that is wrong with the network, or may be; the graver first, then by kind and reach.
  ///
  /// - Parameters:
  ///   - nearMetres: how far from a dangling end other water is worth naming.
  ///   - mouthMetres: the same where water ends and the other is of another part of the network: as wide as the reservoirs
  ///     and rivers that tributaries are often not drawn into.
  public func findings(nearMetres: Double = 500, mouthMetres: Double = 2_000) -> [NetworkFinding] {
    let doctor = NetworkDoctor(network: self, nearMetres: nearMetres, mouthMetres: mouthMetres)
    let found =
      doctor.ends() + doctor.leftOut() + doctor.directions() + doctor.courses() + doctor.parts()
      + doctor.crossings()
    return found.sorted { first, second in
      if first.severity != second.severity { return first.severity < second.severity }
      if first.kind != second.kind { return first.kind.rawValue < second.kind.rawValue }
      if first.reaches != second.reaches { return first.reaches.lexicographicallyPrecedes(second.reaches) }
      return (first.position?.x ?? 0, first.position?.y ?? 0) < (second.position?.x ?? 0, second.position?.y ?? 0)
    }
  }
}

/// Looks for what is wrong in a network.
struct NetworkDoctor {
  let network: RiverNetwork
  let nearMetres: Double
  let mouthMetres: Double

  func finding(
    _ kind: NetworkFinding.Kind, _ severity: NetworkFinding.Severity, _ reaches: [Int], at position: Position?,
    metres: Double? = nil, _ message: String, _ remedy: String, fix: NetworkFix? = nil
  ) -> NetworkFinding {
    NetworkFinding(
      kind: kind, severity: severity, reaches: reaches, reachCodes: reaches.map { network.rivers.reaches[$0].code },
      position: position, metres: metres, message: message, remedy: remedy, fix: fix)
  }

  func names(_ reaches: [Int]) -> String { network.names(reaches) }

  func riverName(_ river: Int) -> String { network.rivers.rivers[river].name }

  func metresText(_ metres: Double) -> String {
    let tenths = (metres * 10).rounded() / 10
    return tenths < 100 ? "\(tenths)米" : "\(Int(metres.rounded()))米"
  }

  /// Distinct reaches of edges, in order.
  func reaches(_ edges: some Sequence<Int>) -> [Int] { Set(edges.map { network.edges[$0].reach }).sorted() }

  /// Loose ends within the tolerance, uncut junctions, and dangling ends near another part.
  func ends() -> [NetworkFinding] {
    looseEnds() + uncutJunctions() + danglingEnds()
  }

  private func looseEnds() -> [NetworkFinding] {
    network.edges.indices.flatMap { number -> [NetworkFinding] in
      let edge = network.edges[number]
      return [(edge.gapAboveMetres, edge.from, true), (edge.gapBelowMetres, edge.to, false)].compactMap {
        metres, node, isUpper in
        guard isLoose(metres), let end = drawnEnd(edge, isUpper: isUpper) else { return nil }
        let others = reaches((network.edges(leaving: node) + network.edges(comingTo: node)).filter { $0 != number })
        return finding(
          .looseEnd, .notice, [edge.reach] + others.filter { $0 != edge.reach }, at: network.nodes[node],
          metres: metres,
          "河段\(names([edge.reach]))的\(isUpper ? "上" : "下")游端与相接的\(names(others))相距\(metresText(metres))，在容差之内，已视为相接",
          "将端点吸附到相接处",
          fix: snap(edge.reach, end: end, to: network.nodes[node], isSafe: !isDoubtful(number, isUpper: isUpper)))
      }
    }
  }

  /// Whether an end lies so far from its node that the drawing shows it; what is nearer touches.
  private func isLoose(_ metres: Double) -> Bool { metres > StrandNetwork.touchMetres }

  /// Whether an edge begins near other water without touching it, and nothing of its river comes there: it may be a
  /// canal that leaves that water, or a source that only lies near it.
  private func isDoubtful(_ number: Int, isUpper: Bool) -> Bool {
    let edge = network.edges[number]
    guard isUpper, isLoose(edge.gapAboveMetres) else { return false }
    let others = (network.edges(leaving: edge.from) + network.edges(comingTo: edge.from)).filter { $0 != number }
    return !network.edges(comingTo: edge.from).isEmpty
      && others.allSatisfy { edge.river == nil || network.edges[$0].river != edge.river }
  }

  /// Which vertex of a reach's paths an edge's end is; nil where the edge was cut there.
  private func drawnEnd(_ edge: RiverNetwork.Edge, isUpper: Bool) -> (path: Int, isFirst: Bool)? {
    let isFirst = isUpper != edge.isTurned
    let wanted = isFirst ? edge.startMetres : edge.startMetres + edge.drawnMetres
    var sum = 0.0
    for (number, path) in network.rivers.reaches[edge.reach].paths.enumerated() {
      let length = CourseLine.lengthMetres(of: path)
      if abs((isFirst ? sum : sum + length) - wanted) < 1e-3, length > 0 { return (number, isFirst) }
      sum += length
    }
    return nil
  }

  private func snap(_ reach: Int, end: (path: Int, isFirst: Bool), to position: Position, isSafe: Bool) -> NetworkFix {
    let reach = network.rivers.reaches[reach]
    var paths = reach.paths
    // The line gets a vertex more and keeps its course; only a step too short to see replaces the old end.
    let old = end.isFirst ? paths[end.path][0] : paths[end.path][paths[end.path].count - 1]
    let replaces = LocalPlane.distanceMetres(from: old, to: position) < 1
    if end.isFirst {
      paths[end.path].replaceSubrange(0..<(replaces ? 1 : 0), with: [position])
    } else {
      if replaces { paths[end.path].removeLast() }
      paths[end.path].append(position)
    }
    return NetworkFix(reachID: reach.id, reachCode: reach.code, change: .redraw(paths), isSafe: isSafe)
  }

  private func uncutJunctions() -> [NetworkFinding] {
    network.rivers.reaches.indices.compactMap { reach in
      let edges = network.edges(ofReach: reach)
      let paths = network.rivers.reaches[reach].paths
      // A reach of several paths has cuts of its own between them.
      guard paths.count == 1, edges.count > 1 else { return nil }
      let pieces = pieces(edges, of: paths[0])
      let nodes = edges.dropLast().map { network.edges[$0].isTurned ? network.edges[$0].from : network.edges[$0].to }
      let touching = reaches(nodes.flatMap { network.edges(leaving: $0) + network.edges(comingTo: $0) })
        .filter { $0 != reach }
      let isSafe = nodes.allSatisfy { node in
        let own = Set(edges)
        return network.edges(comingTo: node).contains { !own.contains($0) }
          || network.edges(leaving: node).contains { !own.contains($0) && !isDoubtful($0, isUpper: true) }
      }
      let (id, code) = (network.rivers.reaches[reach].id, network.rivers.reaches[reach].code)
      let touches = touching.isEmpty ? "自身的端点" : names(touching)
      return finding(
        .uncutJunction, .notice, [reach] + touching, at: nodes.first.map { network.nodes[$0] },
        "河段\(names([reach]))在中间与\(touches)相接，共\(nodes.count)处，没有在相接处断开",
        "在相接处打断该河段", fix: NetworkFix(reachID: id, reachCode: code, change: .split(pieces.map { [$0] }), isSafe: isSafe))
    }
  }

  /// The lines of edges as their reach was drawn, each beginning exactly where the one before ends.
  private func pieces(_ edges: [Int], of path: [Position]) -> [[Position]] {
    let line = CourseLine(positions: path, reachOfSegment: [Int32](repeating: 0, count: max(0, path.count - 1)))
    let cuts = edges.dropFirst().map { network.edges[$0].startMetres }
    return zip([0] + cuts, cuts + [line.lengthMetres]).map { line.slice(fromMetres: $0, toMetres: $1) }
  }

  private func danglingEnds() -> [NetworkFinding] {
    network.nodes.indices.compactMap { node in
      let isUpper = network.coming.count(node) == 0
      guard network.leaving.count(node) + network.coming.count(node) == 1, network.gapBelow[node] == nil,
        network.gapAbove[node] == nil
      else { return nil }
      let others = network.otherWater(
        near: node, withinMetres: nearMetres, ofOtherPartsWithinMetres: isUpper ? nearMetres : mouthMetres)
      guard let other = others.first else { return nil }
      let own = reaches(network.edges(leaving: node) + network.edges(comingTo: node))
      return finding(
        .danglingEnd, .warning, own + others.map(\.reach), at: network.nodes[node], metres: other.metres,
        "河段\(names(own))的\(isUpper ? "上" : "下")游端没有与任何河段相接，\(metresText(other.metres))外有\(names([other.reach]))",
        "核对两者是否相连，相连的请补画缺失的一段")
    }
  }
}
