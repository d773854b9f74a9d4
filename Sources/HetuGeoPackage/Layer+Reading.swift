import GRDB
import HetuGeometry

extension Layer {
  /// Calls `body` with every row in the order of its key.
  ///
  /// Column 0 of the row is the key, 1 the geometry's blob (NULL in a table without), 2 and on the named columns.
  public func forEachRow(
    columns: [String] = [], in db: Database, _ body: (borrowing RawRow) throws -> Void
  ) throws {
    let key = Identifier.quoted(primaryKey)
    try db.forEachRawRow(
      "SELECT \(selection(columns)) FROM \(Identifier.quoted(table)) ORDER BY \(key)", body)
  }

  /// The keys, ascending, of the rows whose box meets `box`.
  ///
  /// The boxes of the R-tree are rounded outward to single precision: every row that meets `box` is named, and some
  /// that miss it by up to a metre. Decide by the geometry.
  public func candidates(in box: Envelope, in db: Database) throws -> [Int64] {
    guard let spatialIndex else { return [] }
    var keys: [Int64] = []
    try db.forEachRawRow(
      """
      SELECT id FROM \(Identifier.quoted(spatialIndex.name))
        WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?
      """,
      arguments: [box.minX, box.maxX, box.minY, box.maxY]
    ) { keys.append($0.integer(0)) }
    keys.sort()
    return keys
  }

  /// Calls `body` with the candidates in `box`, in the order of their keys; the row's columns are as in `forEachRow`.
  public func forEachCandidate(
    in box: Envelope, columns: [String] = [], in db: Database, _ body: (borrowing RawRow) throws -> Void
  ) throws {
    let row = try RawStatement(
      """
      SELECT \(selection(columns)) FROM \(Identifier.quoted(table)) WHERE \(Identifier.quoted(primaryKey)) = ?
      """, in: db)
    for key in try candidates(in: box, in: db) {
      try row.bind(1, key)
      try row.forEachRow(body)
    }
  }

  private func selection(_ columns: [String]) -> String {
    ([Identifier.quoted(primaryKey), geometryColumn.map(Identifier.quoted) ?? "NULL"] + columns.map(Identifier.quoted))
      .joined(separator: ", ")
  }
}
