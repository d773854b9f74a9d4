import Synchronization

/// The notes of one trace on the nodes: made once, used again, never cleared. A note counts where its stamp is that of the running trace.
struct TraceWorkspace: Sendable {
  private(set) var stamp: UInt32 = 0
  private var stamps: [UInt32]
  private(set) var metres: [Double]
  private(set) var hours: [Double]
  /// Along the mainstem: the edge by which the node is left.
  var chosen: [Int32]
  /// The nodes reached, by path length once they are settled.
  private(set) var settled: [Int32] = []
  private var heap: [(key: Double, node: Int32)] = []

  init(nodeCount: Int) {
    stamps = [UInt32](repeating: 0, count: nodeCount)
    metres = [Double](repeating: 0, count: nodeCount)
    hours = metres
    chosen = [Int32](repeating: -1, count: nodeCount)
  }

  /// Forgets all notes.
  mutating func begin() {
    if stamp == .max {
      for node in stamps.indices { stamps[node] = 0 }
      stamp = 0
    }
    stamp += 1
    settled.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  func isReached(_ node: Int) -> Bool { stamps[node] == stamp }

  mutating func note(_ node: Int, metres: Double, hours: Double) {
    stamps[node] = stamp
    self.metres[node] = metres
    self.hours[node] = hours
    chosen[node] = -1
  }

  mutating func note(_ node: Int, hours: Double) { self.hours[node] = hours }

  mutating func settle(_ node: Int) { settled.append(Int32(node)) }

  /// Puts a node into the heap, the least key first; of equal keys the lower node.
  mutating func push(_ node: Int, key: Double) {
    let entry = (key: key, node: Int32(node))
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if heap[parent] <= entry { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = entry
  }

  mutating func pop() -> (key: Double, node: Int)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      var parent = 0
      while true {
        var child = 2 * parent + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
        if last <= heap[child] { break }
        heap[parent] = heap[child]
        parent = child
      }
      heap[parent] = last
    }
    return (first.key, Int(first.node))
  }
}

/// The workspaces of a network that are not in use: each trace takes one, or makes one, and gives it back.
final class TraceWorkspaces: Sendable {
  private let nodeCount: Int
  private let idle = Mutex<[TraceWorkspace]>([])

  init(nodeCount: Int) { self.nodeCount = nodeCount }

  func with<Result>(_ body: (inout TraceWorkspace) -> Result) -> Result {
    var workspace = idle.withLock { $0.popLast() } ?? TraceWorkspace(nodeCount: nodeCount)
    workspace.begin()
    defer { idle.withLock { [workspace] in $0.append(workspace) } }
    return body(&workspace)
  }
}
