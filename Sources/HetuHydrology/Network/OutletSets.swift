/// To which outlets the water of each node flows.
struct OutletSets: Sendable {
  private let setOfNode: [Int32]
  private let sets: [[Int]]

  /// So many outlets of a node are kept, the first in order: of a node with more, a branch to one of the others is doubted for nothing.
  private static let mostOutlets = 64

  /// - Parameter order: the nodes from the sources down.
  init(edges: [RiverNetwork.Edge], leaving: Adjacency, order: [Int], isFollowed: (RiverNetwork.Edge) -> Bool) {
    var setOfNode = [Int32](repeating: 0, count: order.count)
    // The first is that of nodes whose water ends in a cycle.
    var sets: [[Int]] = [[]]
    var numbers: [[Int]: Int32] = [[]: 0]
    func number(of set: [Int]) -> Int32 {
      if let known = numbers[set] { return known }
      numbers[set] = Int32(sets.count)
      sets.append(set)
      return Int32(sets.count - 1)
    }
    for node in order.reversed() {
      let ways = leaving.range(node)
      if ways.isEmpty {
        setOfNode[node] = number(of: [node])
        continue
      }
      var found: Int32 = 0
      for way in ways {
        let edge = edges[leaving.member(way)]
        guard isFollowed(edge) else { continue }
        let below = setOfNode[edge.to]
        if found == 0 || found == below {
          found = below
        } else if below != 0 {
          let union = Set(sets[Int(found)]).union(sets[Int(below)]).sorted()
          found = number(of: Array(union.prefix(Self.mostOutlets)))
        }
      }
      setOfNode[node] = found
    }
    self.setOfNode = setOfNode
    self.sets = sets
  }

  /// The nodes where the water of a node ends, in order; none where it goes round in a cycle.
  subscript(node: Int) -> [Int] { sets[Int(setOfNode[node])] }
}
