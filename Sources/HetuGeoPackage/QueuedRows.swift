/// The values of a few rows before they are bound, their texts and bytes in one buffer, so that SQLite need not copy them.
struct QueuedRows {
  /// One value; texts and bytes by their place in the buffer.
  enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    case text(start: Int, end: Int)
    case blob(start: Int, end: Int)
  }

  private let columnCount: Int
  private let capacity: Int
  private var cells: [Cell] = []
  private var bytes: [UInt8] = []
  /// Whole rows.
  private(set) var count = 0
  /// Where the bytes of the row begun start.
  private var rowStart = 0

  init(columnCount: Int, capacity: Int) {
    self.columnCount = columnCount
    self.capacity = capacity
    cells.reserveCapacity(columnCount * capacity)
  }

  var isFull: Bool { count == capacity }
  var isRowWhole: Bool { cells.count == (count + 1) * columnCount }

  /// Begins a row; what was begun and not ended is forgotten.
  mutating func startRow() {
    cells.removeLast(cells.count - count * columnCount)
    bytes.removeLast(bytes.count - rowStart)
  }

  mutating func endRow() {
    count += 1
    rowStart = bytes.count
  }

  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    (count, rowStart) = (0, 0)
  }

  mutating func append(_ cell: Cell) {
    precondition(!isRowWhole, "The row has a value for every column already.")
    cells.append(cell)
  }

  mutating func append(_ text: String) {
    let start = bytes.count
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    append(.text(start: start, end: bytes.count))
  }

  mutating func append(_ blob: UnsafeRawBufferPointer) {
    let start = bytes.count
    bytes.append(contentsOf: blob)
    append(.blob(start: start, end: bytes.count))
  }

  /// Sets a column of the row begun that has a value already to the bytes that `write` appends.
  mutating func set(_ column: Int, _ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    cells[count * columnCount + column] = .blob(start: start, end: bytes.count)
  }

  /// Runs a statement that takes so many rows with the values of these.
  func run(_ statement: RawStatement, with rows: Range<Int>) throws {
    try bytes.withUnsafeBytes { bytes in
      var place: Int32 = 0
      for cell in cells[rows.lowerBound * columnCount..<rows.upperBound * columnCount] {
        place += 1
        switch cell {
        case .null: try statement.bindNull(place)
        case .integer(let value): try statement.bind(place, value)
        case .real(let value): try statement.bind(place, value)
        case .text(let start, let end):
          try statement.bind(place, borrowingText: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        case .blob(let start, let end):
          try statement.bind(place, borrowing: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
      }
      try statement.run()
    }
  }
}
