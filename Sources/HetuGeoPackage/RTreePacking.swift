import GRDB
import GRDBSQLite
import HetuGeometry

/// Writes a whole R-tree at once into the tables behind SQLite's virtual table.
///
/// Entries are laid along a Hilbert curve and cut into nodes evenly filled, level upon level; then `_node`, `_rowid`
/// and `_parent` are written in the order of their keys. It takes a fortieth of the time of as many inserts.
struct RTreePacking {
  private let ids: [Int64]
  private let boxes: [RTreeBox]
  private let order: [UInt32]
  /// The most children that a node is given.
  private let filling: Int
  /// SQLite wants all nodes as long as the root.
  private let nodeBytes: Int
  /// The boxes of the nodes, level upon level, the leaves first, the root last.
  private let levels: [[RTreeBox]]

  /// Packs entries, `ids[i]` standing for `boxes[i]`, and writes them into `index`, which is empty.
  static func write(ids: [Int64], boxes: [RTreeBox], to index: SpatialIndex, in db: Database) throws {
    guard !ids.isEmpty else { return }
    let rootBytes = try Int.fetchOne(
      db, sql: "SELECT length(data) FROM \(Identifier.quoted(index.name + "_node")) WHERE nodeno = 1")
    guard let rootBytes, rootBytes > RTreeNode.headerBytes + 2 * RTreeNode.cellBytes else {
      throw GeoPackageError(.damaged, "The R-tree \(index.name) has no usable root; make it anew.")
    }
    try RTreePacking(ids: ids, boxes: boxes, nodeBytes: rootBytes).write(to: index, in: db)
  }

  private init(ids: [Int64], boxes: [RTreeBox], nodeBytes: Int) {
    self.ids = ids
    self.nodeBytes = nodeBytes
    self.boxes = boxes
    order = PackedRTree(xs: boxes.map(\.middleX), ys: boxes.map(\.middleY)).order
    // A tenth of each node stays free: were all full, every later insert would split one, at five times the cost.
    filling = (nodeBytes - RTreeNode.headerBytes) / RTreeNode.cellBytes * 9 / 10
    var levels = [Self.leaves(boxes: boxes, order: order, filling: filling)]
    while let below = levels.last, below.count > 1 {
      let nodes = (below.count + filling - 1) / filling
      levels.append(
        (0..<nodes).map { node in
          Self.union(Self.share(of: node, among: nodes, of: below.count).lazy.map { below[$0] })
        })
    }
    self.levels = levels
  }

  private static func leaves(boxes: [RTreeBox], order: [UInt32], filling: Int) -> [RTreeBox] {
    let nodes = (order.count + filling - 1) / filling
    return (0..<nodes).map { node in
      union(share(of: node, among: nodes, of: order.count).lazy.map { boxes[Int(order[$0])] })
    }
  }

  /// The children of one of `nodes` nodes that share `children` evenly.
  private static func share(of node: Int, among nodes: Int, of children: Int) -> Range<Int> {
    children * node / nodes..<children * (node + 1) / nodes
  }

  /// The box round at least one other.
  private static func union(_ boxes: some Collection<RTreeBox>) -> RTreeBox {
    boxes.dropFirst().reduce(into: boxes[boxes.startIndex]) { $0.formUnion($1) }
  }

  /// The number of the first node of a level: the root is 1, the others follow from the top down.
  private func firstNumber(of level: Int) -> Int64 {
    1 + levels[(level + 1)...].reduce(0) { $0 + Int64($1.count) }
  }

  private func write(to index: SpatialIndex, in db: Database) throws {
    try db.execute(sql: "DELETE FROM \(Identifier.quoted(index.name + "_node"))")
    try writeNodes(to: index, in: db)
    try writeParents(to: index, in: db)
    try writeRowIDs(to: index, in: db)
  }

  private func writeNodes(to index: SpatialIndex, in db: Database) throws {
    let insert = try RawStatement(
      "INSERT INTO \(Identifier.quoted(index.name + "_node")) (nodeno, data) VALUES (?, ?)", in: db)
    let node = UnsafeMutableRawBufferPointer.allocate(byteCount: nodeBytes, alignment: 8)
    defer { node.deallocate() }
    for level in levels.indices.reversed() {
      let number = firstNumber(of: level)
      let children = level == 0 ? order.count : levels[level - 1].count
      let firstChild = level == 0 ? 0 : firstNumber(of: level - 1)
      for place in levels[level].indices {
        let share = Self.share(of: place, among: levels[level].count, of: children)
        node.initializeMemory(as: UInt8.self, repeating: 0)
        RTreeNode.writeHeader(
          depth: level == levels.count - 1 ? level : 0, cells: share.count, to: node)
        for (cell, child) in share.enumerated() {
          if level == 0 {
            let item = Int(order[child])
            RTreeNode.writeCell(cell, id: ids[item], box: boxes[item], to: node)
          } else {
            RTreeNode.writeCell(cell, id: firstChild + Int64(child), box: levels[level - 1][child], to: node)
          }
        }
        try insert.bind(1, number + Int64(place))
        try insert.bind(2, borrowing: UnsafeRawBufferPointer(node))
        try insert.run()
      }
    }
  }

  private func writeParents(to index: SpatialIndex, in db: Database) throws {
    let insert = try RawStatement(
      "INSERT INTO \(Identifier.quoted(index.name + "_parent")) (nodeno, parentnode) VALUES (?, ?)", in: db)
    for level in levels.indices.dropFirst().reversed() {
      let parent = firstNumber(of: level)
      let child = firstNumber(of: level - 1)
      for place in levels[level].indices {
        for grandchild in Self.share(of: place, among: levels[level].count, of: levels[level - 1].count) {
          try insert.bind(1, child + Int64(grandchild))
          try insert.bind(2, parent + Int64(place))
          try insert.run()
        }
      }
    }
  }

  private func writeRowIDs(to index: SpatialIndex, in db: Database) throws {
    var leafOfItem = [Int64](repeating: 0, count: ids.count)
    let firstLeaf = firstNumber(of: 0)
    for leaf in levels[0].indices {
      for place in Self.share(of: leaf, among: levels[0].count, of: order.count) {
        leafOfItem[Int(order[place])] = firstLeaf + Int64(leaf)
      }
    }
    let table = Identifier.quoted(index.name + "_rowid")
    // Many rows a statement: the cost of stepping, not of the b-tree, is what counts here.
    let rowsAtOnce = 64
    let values = Array(repeating: "(?, ?)", count: rowsAtOnce).joined(separator: ", ")
    let insertMany = try RawStatement("INSERT INTO \(table) (rowid, nodeno) VALUES \(values)", in: db)
    let insertOne = try RawStatement("INSERT INTO \(table) (rowid, nodeno) VALUES (?, ?)", in: db)
    let items = itemsByID()
    var next = 0
    while next < items.count {
      let count = items.count - next >= rowsAtOnce ? rowsAtOnce : 1
      let insert = count == 1 ? insertOne : insertMany
      for row in 0..<count {
        let item = items[next + row]
        try insert.bind(Int32(2 * row + 1), ids[item])
        try insert.bind(Int32(2 * row + 2), leafOfItem[item])
      }
      try insert.run()
      next += count
    }
  }

  private func itemsByID() -> [Int] {
    let isSorted = !zip(ids, ids.dropFirst()).contains { $0 >= $1 }
    return isSorted ? Array(ids.indices) : ids.indices.sorted { ids[$0] < ids[$1] }
  }
}
