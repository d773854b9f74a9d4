/// A static index of boxes or points in the plane: a tree of nodes of 16, packed along a Hilbert curve.
///
/// Built once, never changed, and a value: share it among tasks freely. The same items always give the same tree. Items
/// are known by their place in the arrays that the tree was built from; one whose box is not a number is never found.
public struct PackedRTree: Sendable {
  /// Children of a node.
  public static let nodeSize = 16

  /// The places of the items in the order of the tree: neighbours in it are neighbours in the plane.
  public let order: [UInt32]
  /// The items' boxes in the order of the tree, as `leafStride` ordinates each.
  private let leaves: [Double]
  /// 4 for boxes (west, south, east, north), 2 for points.
  private let leafStride: Int
  /// The boxes of the nodes, level upon level, the root last.
  private let nodes: [Double]
  /// Where each level begins in `nodes`, counted in boxes, the leaves' parents first.
  private let levelStarts: [Int]

  /// Items in the tree.
  public var count: Int { order.count }

  /// The box of all items, nil where there are none.
  public var envelope: Envelope? {
    guard nodes.count >= 4, nodes[nodes.count - 4] <= nodes[nodes.count - 2] else { return nil }
    let root = nodes.count - 4
    return Envelope(minX: nodes[root], minY: nodes[root + 1], maxX: nodes[root + 2], maxY: nodes[root + 3])
  }

  /// A tree of boxes, at most 2³² − 1.
  public init(_ envelopes: [Envelope]) {
    var ordinates: [Double] = []
    ordinates.reserveCapacity(envelopes.count * 4)
    for box in envelopes {
      ordinates.append(box.minX)
      ordinates.append(box.minY)
      ordinates.append(box.maxX)
      ordinates.append(box.maxY)
    }
    self.init(ordinates: ordinates, stride: 4)
  }

  /// A tree of points from their eastings and northings, at most 2³² − 1; the two arrays are of equal length.
  public init(xs: [Double], ys: [Double]) {
    precondition(xs.count == ys.count, "A point has one x and one y.")
    var ordinates: [Double] = []
    ordinates.reserveCapacity(xs.count * 2)
    for index in xs.indices {
      ordinates.append(xs[index])
      ordinates.append(ys[index])
    }
    self.init(ordinates: ordinates, stride: 2)
  }

  private init(ordinates: [Double], stride: Int) {
    let order = HilbertOrder.order(of: ordinates, stride: stride)
    let leaves = [Double](unsafeUninitializedCapacity: ordinates.count) { buffer, initializedCount in
      var place = 0
      for item in order {
        for ordinate in 0..<stride {
          buffer.initializeElement(at: place, to: ordinates[Int(item) * stride + ordinate])
          place += 1
        }
      }
      initializedCount = place
    }
    self.order = order
    self.leaves = leaves
    leafStride = stride
    (nodes, levelStarts) = Self.packed(leaves, stride: stride)
  }

  private static func packed(_ leaves: [Double], stride: Int) -> (nodes: [Double], levelStarts: [Int]) {
    var nodes: [Double] = []
    nodes.reserveCapacity(leaves.count / stride * 4 / (nodeSize - 1) + 32)
    var starts: [Int] = []
    var below = Level(boxes: 0..<leaves.count / stride, stride: stride)
    repeat {
      let start = nodes.count / 4
      starts.append(start)
      for first in Swift.stride(from: below.boxes.lowerBound, to: below.boxes.upperBound, by: nodeSize) {
        let children = first..<Swift.min(first + nodeSize, below.boxes.upperBound)
        let box = starts.count == 1 ? below.box(round: children, in: leaves) : below.box(round: children, in: nodes)
        nodes.append(contentsOf: [box.minX, box.minY, box.maxX, box.maxY])
      }
      below = Level(boxes: start..<nodes.count / 4, stride: 4)
    } while below.boxes.count > 1
    return (nodes, starts)
  }

  /// A run of boxes in an array of ordinates.
  private struct Level {
    let boxes: Range<Int>
    let stride: Int

    /// The box round some; from comparisons only, so that NaN is passed over.
    func box(round children: Range<Int>, in ordinates: [Double]) -> Envelope {
      var box = Envelope(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
      for child in children {
        let low = child * stride
        let high = low + stride - 2
        if ordinates[low] < box.minX { box.minX = ordinates[low] }
        if ordinates[low + 1] < box.minY { box.minY = ordinates[low + 1] }
        if ordinates[high] > box.maxX { box.maxX = ordinates[high] }
        if ordinates[high + 1] > box.maxY { box.maxY = ordinates[high + 1] }
      }
      return box
    }
  }
}

// MARK: - Search

extension PackedRTree {
  /// Calls `visit` with every item whose box shares at least a border point with `box`, in the order of the tree.
  ///
  /// Throw from `visit` to stop early.
  public func search(_ box: Envelope, _ visit: (Int) throws -> Void) rethrows {
    try leaves.withUnsafeBufferPointer { leaves in
      try nodes.withUnsafeBufferPointer { nodes in
        try order.withUnsafeBufferPointer { order in
          try levelStarts.withUnsafeBufferPointer { levelStarts in
            let walk = Walk(
              box: box, leaves: leaves, leafStride: leafStride, nodes: nodes, order: order, levelStarts: levelStarts)
            try walk.descend(levelStarts.count - 1, 0, visit)
          }
        }
      }
    }
  }

  /// The arrays of a tree laid open for one search.
  private struct Walk {
    let box: Envelope
    let leaves: UnsafeBufferPointer<Double>
    let leafStride: Int
    let nodes: UnsafeBufferPointer<Double>
    let order: UnsafeBufferPointer<UInt32>
    let levelStarts: UnsafeBufferPointer<Int>

    /// Goes down into the children of one node; the tree is at most eight levels deep.
    func descend(_ level: Int, _ node: Int, _ visit: (Int) throws -> Void) rethrows {
      let first = node * PackedRTree.nodeSize
      guard level > 0 else {
        for leaf in first..<Swift.min(first + PackedRTree.nodeSize, order.count) {
          let low = leaf * leafStride
          if meets(leaves, low, low + leafStride - 2) { try visit(Int(order[leaf])) }
        }
        return
      }
      let start = levelStarts[level - 1]
      for child in first..<Swift.min(first + PackedRTree.nodeSize, levelStarts[level] - start) {
        let low = (start + child) * 4
        if meets(nodes, low, low + 2) { try descend(level - 1, child, visit) }
      }
    }

    @inline(__always)
    private func meets(_ ordinates: UnsafeBufferPointer<Double>, _ low: Int, _ high: Int) -> Bool {
      ordinates[low] <= box.maxX && box.minX <= ordinates[high] && ordinates[low + 1] <= box.maxY
        && box.minY <= ordinates[high + 1]
    }
  }
}
