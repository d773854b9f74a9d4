import HetuGeometry

extension RiverNetwork {
  /// Water that flows into a river and does not come from it.
  public struct Tributary: Hashable, Sendable {
    /// Its river's name; the code of its reach where that belongs to none.
    public let name: String
    /// The kilometre of the river at which it joins.
    public let joinsKm: Double
    /// The bank of the river from which it comes, facing downstream.
    public let bank: Bank
    /// A place on it just above the confluence: whence to trace upstream.
    public let above: Place
    /// How far above, in metres.
    public let aboveMetres: Double
  }

  /// What flows into a river, from its source to its mouth. Canals and arms that left the river above are no tributaries, nor
  /// is the water that it flows into and what else joins that there.
  ///
  /// - Throws: `HydrologyError` where a reach is no part of the network.
  public func tributaries(of river: River) throws -> [Tributary] {
    guard let number = rivers.rivers.firstIndex(where: { $0.code == river.code }) else { return [] }
    let own = edges.indices.filter { edges[$0].river == number }
    var kmOfNode: [Int: Double] = [:]
    for edge in own {
      for node in [edges[edge].from, edges[edge].to] where kmOfNode[node] == nil {
        kmOfNode[node] = riverKm(at: nodes[node], edge: edges[edge])
      }
    }
    var found: [Tributary] = []
    for (node, km) in kmOfNode {
      let leaving = edges(leaving: node)
      guard leaving.isEmpty || leaving.contains(where: { edges[$0].river == number }) else { continue }
      for joining in edges(comingTo: node) where edges[joining].river != number {
        let edge = edges[joining]
        let step = min(100, edge.drawnMetres / 2)
        let length = lengthMetres(ofReach: edge.reach)
        func place(metresAbove metres: Double) throws -> Place {
          let along = edge.lengthMetres - edge.gapBelowMetres - metres
          return try self.place(onReach: edge.reach, fraction: edge.reachMetres(ofAlongMetres: along) / length)
        }
        let aboveMetres = min(1, step)
        let above = try place(metresAbove: aboveMetres)
        let trace = try trace(from: above, TraceQuestion(direction: .upstream))
        guard !trace.passages.contains(where: { edges[$0.edge].river == number }) else { continue }
        let beside = try place(metresAbove: step).position
        found.append(
          Tributary(
            name: edge.river.map { rivers.rivers[$0].name } ?? rivers.reaches[edge.reach].code, joinsKm: km,
            bank: river.locate(beside)?.bank ?? .onLine, above: above, aboveMetres: aboveMetres))
      }
    }
    return found.sorted { ($1.joinsKm, $0.name, $0.above.edge) < ($0.joinsKm, $1.name, $1.above.edge) }
  }
}
