import GRDB
import HetuGeometry

extension Layer {
  /// Writes many rows fast: all that `body` hands to its writer, or none where it throws.
  ///
  /// The triggers of the R-tree rest meanwhile and are put back as they were; the tree is then packed as a whole, or,
  /// where few rows come to many, the new ones are inserted. Other triggers run as ever. Extent and time of change in
  /// the contents are updated. Run it in a transaction.
  /// - Parameter columns: the columns that every row gives, in order; not the geometry, which has calls of its own.
  /// - Returns: the number of rows written.
  /// - Throws: `DatabaseError` where SQLite refuses, and what `body` throws.
  @discardableResult
  public func bulkInsert(
    columns: [String], in db: Database, _ body: (BulkWriter) throws -> Void
  ) throws -> Int {
    var rowCount = 0
    try db.inSavepoint {
      let index = try spatialIndex.flatMap { try $0.exists(in: db) ? $0 : nil }
      let triggers = try index?.dropTriggers(in: db) ?? []
      let writer = try BulkWriter(layer: self, columns: columns, in: db)
      try body(writer)
      try writer.flush()
      rowCount = writer.rowCount
      try index?.add(ids: writer.ids, boxes: writer.boxes, in: db)
      for trigger in triggers { try db.execute(sql: trigger) }
      try updateContents(in: db)
      return .commit
    }
    return rowCount
  }

  /// Makes the R-tree anew from all rows, packed; after edits by a program that does not keep it. Run it in a
  /// transaction.
  public func rebuildSpatialIndex(in db: Database) throws {
    guard let index = spatialIndex else { return }
    try db.inSavepoint {
      let triggers = try index.dropTriggers(in: db)
      if try index.exists(in: db) { try db.execute(sql: "DROP TABLE \(Identifier.quoted(index.name))") }
      try index.createTree(in: db)
      let (ids, boxes) = try self.boxes(in: db)
      try RTreePacking.write(ids: ids, boxes: boxes, to: index, in: db)
      for trigger in triggers.isEmpty ? index.triggers : triggers { try db.execute(sql: trigger) }
      try updateContents(in: db)
      return .commit
    }
  }

  /// The keys and boxes of all rows whose geometry is neither missing nor empty nor broken.
  private func boxes(in db: Database) throws -> (ids: [Int64], boxes: [RTreeBox]) {
    var ids: [Int64] = []
    var boxes: [RTreeBox] = []
    try forEachRow(in: db) { row in
      guard let envelope = row.withBytes(1, { try? GeoPackageBinary.envelope($0) }) else { return }
      ids.append(row.integer(0))
      boxes.append(RTreeBox(envelope))
    }
    return (ids, boxes)
  }
}

extension SpatialIndex {
  /// Adds entries: packs a new tree, from the old entries and the new, where that is cheaper than inserting.
  fileprivate func add(ids: [Int64], boxes: [RTreeBox], in db: Database) throws {
    let tree = Identifier.quoted(name)
    let present = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(Identifier.quoted(name + "_rowid"))") ?? 0
    guard present == 0 || ids.count * Self.insertCost > present + ids.count else {
      let insert = try RawStatement("INSERT INTO \(tree) VALUES (?, ?, ?, ?, ?)", in: db)
      for (id, box) in zip(ids, boxes) {
        try insert.bind(1, id)
        try insert.bind(2, Double(box.minX))
        try insert.bind(3, Double(box.maxX))
        try insert.bind(4, Double(box.minY))
        try insert.bind(5, Double(box.maxY))
        try insert.run()
      }
      return
    }
    var allIDs: [Int64] = []
    var allBoxes: [RTreeBox] = []
    allIDs.reserveCapacity(present + ids.count)
    allBoxes.reserveCapacity(present + ids.count)
    if present > 0 {
      // Single-precision borders come back as they are, so that rounding them outward again changes nothing.
      try db.forEachRawRow("SELECT id, minx, maxx, miny, maxy FROM \(tree)") { row in
        allIDs.append(row.integer(0))
        allBoxes.append(
          RTreeBox(Envelope(minX: row.real(1), minY: row.real(3), maxX: row.real(2), maxY: row.real(4))))
      }
      try db.execute(sql: "DROP TABLE \(tree)")
      try createTree(in: db)
    }
    allIDs += ids
    allBoxes += boxes
    try RTreePacking.write(ids: allIDs, boxes: allBoxes, to: self, in: db)
  }

  /// How many times dearer it is to insert an entry than to pack it.
  private static let insertCost = 64
}
