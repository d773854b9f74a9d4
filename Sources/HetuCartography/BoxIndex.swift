import HetuGeometry

/// Boxes on paper in a grid, each with a number; found by a box that overlaps them, in the order they were added.
struct BoxIndex: Sendable {
  private struct Cell: Hashable {
    var column: Int
    var row: Int
  }

  private static let cellMillimetres = 8.0
  private var cells: [Cell: [Int]] = [:]
  private(set) var boxes: [Int: Envelope] = [:]

  /// Adds a box under a number that is not in use.
  mutating func insert(_ box: Envelope, _ id: Int) {
    boxes[id] = box
    Self.forEachCell(of: box) { cells[$0, default: []].append(id) }
  }

  /// Takes a box out again.
  mutating func remove(_ id: Int) {
    guard let box = boxes.removeValue(forKey: id) else { return }
    Self.forEachCell(of: box) { cells[$0]?.removeAll { $0 == id } }
  }

  /// The numbers of all boxes that overlap `box`, ascending.
  func overlapping(_ box: Envelope) -> [Int] {
    var found: [Int] = []
    Self.forEachCell(of: box) { cell in
      for id in cells[cell] ?? [] where boxes[id]?.overlaps(box) == true && !found.contains(id) { found.append(id) }
    }
    return found.sorted()
  }

  /// Whether any box overlaps `box`.
  func overlapsAny(_ box: Envelope) -> Bool {
    var result = false
    Self.forEachCell(of: box) { cell in
      if !result { result = (cells[cell] ?? []).contains { boxes[$0]?.overlaps(box) == true } }
    }
    return result
  }

  private static func forEachCell(of box: Envelope, _ body: (Cell) -> Void) {
    let size = cellMillimetres
    for column in Int((box.minX / size).rounded(.down))...Int((box.maxX / size).rounded(.down)) {
      for row in Int((box.minY / size).rounded(.down))...Int((box.maxY / size).rounded(.down)) {
        body(Cell(column: column, row: row))
      }
    }
  }
}
