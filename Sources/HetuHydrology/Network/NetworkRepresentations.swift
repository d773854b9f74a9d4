/// A network as edges of which each names the one that follows: for networks where water never parts.
public struct EdgeList: Hashable, Sendable {
  /// For each edge the one its water flows to, or nil at an outlet.
  public let next: [Int?]

  /// An edge list from the next edge of each.
  public init(next: [Int?]) { self.next = next }
}

/// A network as edges that name the node they come from and the node they go to: water may part and join.
public struct NodeTopology: Hashable, Sendable {
  /// For each edge the node it comes from.
  public let from: [Int]
  /// For each edge the node it goes to; as many.
  public let to: [Int]

  /// A node topology from two columns of equal length.
  public init(from: [Int], to: [Int]) {
    precondition(from.count == to.count, "each edge has a node it comes from and one it goes to")
    self.from = from
    self.to = to
  }

  /// The same network as an edge list.
  ///
  /// - Throws: `HydrologyError` of code `notDendritic` where water parts; keep the node topology then.
  public func edgeList() throws -> EdgeList {
    var leaving: [Int: Int] = [:]
    for (edge, node) in from.enumerated() {
      guard let other = leaving.updateValue(edge, forKey: node) else { continue }
      throw HydrologyError(
        code: .notDendritic,
        message: "At node \(node) the water parts into edges \(other) and \(edge), which an edge list can't hold; use"
          + " the node topology.")
    }
    return EdgeList(next: to.map { leaving[$0] })
  }
}

extension EdgeList {
  /// The same network with nodes: one above each edge, shared by all edges that flow to it, and one for each outlet.
  public func nodeTopology() -> NodeTopology {
    var count = next.count
    let to = next.map { edge -> Int in
      if let edge { return edge }
      count += 1
      return count - 1
    }
    return NodeTopology(from: Array(next.indices), to: to)
  }
}

extension RiverNetwork {
  /// The nodes of each edge.
  public var nodeTopology: NodeTopology { NodeTopology(from: edges.map(\.from), to: edges.map(\.to)) }

  /// A reach with the nodes its attributes name.
  public struct GivenNodes: Hashable, Sendable {
    /// The reach, by its place in `rivers.reaches`.
    public let reach: Int
    /// The name of the node it comes from; nil where not given.
    public let from: String?
    /// The name of the node it goes to; nil where not given.
    public let to: String?

    /// The nodes that a reach's attributes name.
    public init(reach: Int, from: String?, to: String?) {
      self.reach = reach
      self.from = from
      self.to = to
    }
  }

  /// Compares attributes of nodes with the network: ends of one named node must lie at one node, and those of two at
  /// two.
  public func findings(comparing given: [GivenNodes]) -> [NetworkFinding] {
    var named: [String: [Int: Set<Int>]] = [:]
    var nodesByNumber: [Int: [String: Set<Int>]] = [:]
    for row in given {
      let own = edgesOfReach[row.reach].map { edges[Int($0)] }
      guard let first = own.first, let last = own.last else { continue }
      let upper = first.isTurned ? last.from : first.from
      let lower = last.isTurned ? first.to : last.to
      for (name, node) in [(row.from, upper), (row.to, lower)] {
        guard let name, !name.isEmpty else { continue }
        named[name, default: [:]][node, default: []].insert(row.reach)
        nodesByNumber[node, default: [:]][name, default: []].insert(row.reach)
      }
    }
    let doctor = NetworkDoctor(network: self, nearMetres: 0, mouthMetres: 0)
    let apart = named.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { name, places in
      let reaches = Set(places.values.joined()).sorted()
      return doctor.finding(
        .attributesDiffer, .warning, reaches, at: places.keys.min().map { nodes[$0] },
        "属性中河段\(doctor.names(reaches))都接于节点\(name)，图形上却在\(places.count)处", "核对节点属性，或将端点画到一处")
    }
    let together = nodesByNumber.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { node, names in
      let reaches = Set(names.values.joined()).sorted()
      return doctor.finding(
        .attributesDiffer, .warning, reaches, at: nodes[node],
        "图形上河段\(doctor.names(reaches))接于一处，属性中却是不同的节点：\(names.keys.sorted().joined(separator: "、"))",
        "核对节点属性，或将不相通的河段画开")
    }
    return apart + together
  }
}
