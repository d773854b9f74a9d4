import HetuGeometry

/// The strands of a river contracted to blocks: runs of strands, one behind the other, without a branch between.
struct BlockNetwork {
  /// Strands one behind the other, downstream.
  struct Block {
    /// The numbers of the strands, downstream.
    var strands: [Int]
    var from: Int
    var to: Int
    let lengthMetres: Double
  }

  private(set) var strands: [Strand]
  private(set) var blocks: [Block] = []
  private(set) var turnings: [[Int]] = []
  /// Blocks that lead back to where their water came from.
  private(set) var loops: Set<Int> = []
  /// Blocks that leave each node, and those that come to it.
  private(set) var leaving: [[Int]] = []
  private(set) var coming: [[Int]] = []
  /// The ends of all blocks, each behind every node that flows to it (loops left out).
  private(set) var downstreamOrder: [Int] = []
  private let nodeCount: Int
  private static let farthestSearch = 20_000

  init(_ network: StrandNetwork) {
    self.init(strands: network.strands, nodeCount: network.nodeCount)
    breakCycles()
  }

  /// The blocks of strands with their nodes, turned where both ends say so; cycles stay as they are.
  init(strands: [Strand], nodeCount: Int) {
    self.strands = strands
    self.nodeCount = nodeCount
    contract()
    while turnContradicted() { contract() }
  }

  /// Makes the blocks: strands chained through nodes where exactly one comes and one leaves.
  private mutating func contract() {
    var (out, into) = ([[Int]](repeating: [], count: nodeCount), [[Int]](repeating: [], count: nodeCount))
    for (number, strand) in strands.enumerated() {
      out[strand.from].append(number)
      into[strand.to].append(number)
    }
    var isTaken = [Bool](repeating: false, count: strands.count)
    blocks = []
    func follow(_ first: Int) -> Block {
      var run = [first]
      isTaken[first] = true
      var node = strands[first].to
      while out[node].count == 1, into[node].count == 1, !isTaken[out[node][0]] {
        run.append(out[node][0])
        isTaken[out[node][0]] = true
        node = strands[out[node][0]].to
      }
      return Block(
        strands: run, from: strands[first].from, to: node,
        lengthMetres: run.reduce(0) { $0 + strands[$1].lengthMetres })
    }
    for (number, strand) in strands.enumerated() where out[strand.from].count != 1 || into[strand.from].count != 1 {
      blocks.append(follow(number))
    }
    // What is left are rings; each is cut where its first strand begins.
    for number in strands.indices where !isTaken[number] { blocks.append(follow(number)) }
    blocks.sort { ($0.strands.min() ?? 0) < ($1.strands.min() ?? 0) }
    connect()
  }

  private mutating func connect() {
    leaving = [[Int]](repeating: [], count: nodeCount)
    coming = leaving
    for (number, block) in blocks.enumerated() {
      leaving[block.from].append(number)
      coming[block.to].append(number)
    }
  }

  /// Turns the blocks that contradict their neighbours at both ends: where they begin all others begin too, and where
  /// they end all others end, unless water also gets from one to the other beside them. Of two such neighbours the one of fewer strands, then the shorter, then the first is
  /// turned. Returns whether any was.
  private mutating func turnContradicted() -> Bool {
    let contradicted = blocks.indices.filter { number in
      let block = blocks[number]
      return block.from != block.to && coming[block.from].isEmpty && leaving[block.from].count > 1
        && leaving[block.to].isEmpty && coming[block.to].count > 1 && !hasOtherWay(past: number)
    }
    var settled: Set<Int> = []
    let weakestFirst = contradicted.sorted {
      (blocks[$0].strands.count, blocks[$0].lengthMetres, $0) < (blocks[$1].strands.count, blocks[$1].lengthMetres, $1)
    }
    for number in weakestFirst {
      let block = blocks[number]
      guard !settled.contains(block.from), !settled.contains(block.to) else { continue }
      settled.formUnion([block.from, block.to])
      turn(block)
    }
    return !settled.isEmpty
  }

  /// Whether water that begins where a block begins gets to its end without it: then both are arms of one river. Where
  /// that takes more than `farthestSearch` nodes to tell, it counts as such.
  private func hasOtherWay(past number: Int) -> Bool {
    var seen: Set<Int> = [blocks[number].from]
    var open = [blocks[number].from]
    while let node = open.popLast() {
      for other in leaving[node] where other != number && seen.insert(blocks[other].to).inserted {
        if blocks[other].to == blocks[number].to || seen.count > Self.farthestSearch { return true }
        open.append(blocks[other].to)
      }
    }
    return false
  }

  private mutating func turn(_ block: Block) {
    for strand in block.strands { strands[strand] = strands[strand].turned }
    turnings.append(block.strands)
  }

  /// Walks downstream from all sources. A block back to a node still being walked closes a cycle: it is turned where
  /// that leaves both of its ends with water coming and leaving, else set aside as a loop.
  private mutating func breakCycles() {
    var state = [UInt8](repeating: 0, count: nodeCount)
    var finished: [Int] = []
    var toTurn: [Int] = []
    let sources = (0..<nodeCount).filter { coming[$0].isEmpty && !leaving[$0].isEmpty }
    for start in sources + blocks.map(\.from) where state[start] == 0 {
      var stack = [(node: start, next: 0)]
      state[start] = 1
      while let (node, next) = stack.last {
        guard next < leaving[node].count else {
          state[node] = 2
          finished.append(node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let number = leaving[node][next]
        let target = blocks[number].to
        if state[target] == 0 {
          state[target] = 1
          stack.append((target, 0))
        } else if state[target] == 1 {
          let canTurn = target != node && coming[target].count > 1 && leaving[node].count > 1
          if canTurn { toTurn.append(number) } else { loops.insert(number) }
        }
      }
    }
    for number in toTurn {
      turn(blocks[number])
      blocks[number] = Block(
        strands: blocks[number].strands.reversed(), from: blocks[number].to, to: blocks[number].from,
        lengthMetres: blocks[number].lengthMetres)
    }
    if !toTurn.isEmpty { connect() }
    downstreamOrder = finished.reversed()
  }

  /// The blocks of the longest way downstream, loops left out; nothing where there is none. Equal lengths are decided
  /// by the order of the blocks.
  ///
  /// - Parameter nodes: the nodes to look at, in downstream order.
  func longestWay(through nodes: [Int]) -> [Int] {
    let all = Set(nodes.flatMap { leaving[$0] }).subtracting(loops)
    let reach = lengthsDownstream(of: all, through: nodes)
    func longest(_ numbers: some Sequence<Int>) -> Int? {
      numbers.filter(all.contains).max { (reach[$0] ?? 0, $1) < (reach[$1] ?? 0, $0) }
    }
    var way: [Int] = []
    var next = longest(all)
    while let number = next {
      way.append(number)
      next = longest(leaving[blocks[number].to])
    }
    return way
  }

  /// For each block the length in metres of the longest way down from its upper end, through the blocks given.
  func lengthsDownstream(of members: Set<Int>, through nodes: [Int]) -> [Int: Double] {
    var below: [Int: Double] = [:]
    var reach: [Int: Double] = [:]
    for node in nodes.reversed() {
      for number in leaving[node] where members.contains(number) {
        let rest = loops.contains(number) ? 0 : below[blocks[number].to] ?? 0
        let metres = blocks[number].lengthMetres + rest
        reach[number] = metres
        if !loops.contains(number) { below[node] = max(below[node] ?? 0, metres) }
      }
    }
    return reach
  }

  /// The nodes of each connected part in downstream order, in the order of their first strands.
  var components: [[Int]] {
    var label = [Int](repeating: -1, count: nodeCount)
    var count = 0
    for block in blocks where label[block.from] < 0 {
      var open = [block.from]
      label[block.from] = count
      while let node = open.popLast() {
        for next in leaving[node].map({ blocks[$0].to }) + coming[node].map({ blocks[$0].from })
        where label[next] < 0 {
          label[next] = count
          open.append(next)
        }
      }
      count += 1
    }
    var result = [[Int]](repeating: [], count: count)
    for node in downstreamOrder { result[label[node]].append(node) }
    return result
  }
}
