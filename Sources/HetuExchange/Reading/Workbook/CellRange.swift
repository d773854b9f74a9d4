/// A rectangle of cells of a sheet, such as one merged cell; rows count from 1, columns from 0, both ends belong to it.
struct CellRange: Hashable {
  let firstRow: Int
  let lastRow: Int
  let firstColumn: Int
  let lastColumn: Int

  /// The range that `B2:D3` names.
  init?(_ text: String) {
    let corners = text.split(separator: ":").map(String.init)
    guard let first = corners.first.flatMap(Self.cell), let last = corners.last.flatMap(Self.cell), corners.count <= 2
    else { return nil }
    firstRow = min(first.row, last.row)
    lastRow = max(first.row, last.row)
    firstColumn = min(first.column, last.column)
    lastColumn = max(first.column, last.column)
  }

  var width: Int { lastColumn - firstColumn + 1 }
  var height: Int { lastRow - firstRow + 1 }

  func contains(row: Int, column: Int) -> Bool {
    (firstRow...lastRow).contains(row) && (firstColumn...lastColumn).contains(column)
  }

  /// The row and column of `AB12`; a sheet of Excel has 1,048,576 rows and 16,384 columns.
  static func cell(_ text: String) -> (row: Int, column: Int)? {
    text.withCString { cell($0) }
  }

  static func cell(_ start: UnsafePointer<CChar>) -> (row: Int, column: Int)? {
    var cursor = start
    var column = 0
    while cursor.pointee >= 0x41, cursor.pointee <= 0x5A, column <= 16_384 {
      column = column * 26 + Int(cursor.pointee) - 0x40
      cursor += 1
    }
    var row = 0
    while cursor.pointee >= 0x30, cursor.pointee <= 0x39, row <= 1_048_576 {
      row = row * 10 + Int(cursor.pointee) - 0x30
      cursor += 1
    }
    guard cursor.pointee == 0, (1...16_384).contains(column), (1...1_048_576).contains(row) else { return nil }
    return (row, column - 1)
  }

  /// The letters of a column: 0 is `A`, 26 is `AA`.
  static func letters(_ column: Int) -> String {
    let (rest, last) = ((column / 26) - 1, UInt8(column % 26) + UInt8(ascii: "A"))
    return (rest >= 0 ? letters(rest) : "") + String(UnicodeScalar(last))
  }
}
