import GRDB
import HetuGeometry

/// Writes many rows into a layer; lent to the closure of `Layer.bulkInsert`.
///
/// Bind the geometry, where there is one, and a value for every column in the order named, then call `insertRow`, or
/// `queueRow`, which is faster.
public final class BulkWriter {
  private let db: Database
  private let insertOne: RawStatement
  private let insertMany: RawStatement
  private let hasGeometry: Bool
  private let srsID: Int32
  /// Whether the key is among the columns.
  private let givesKeys: Bool
  /// The values of the rows begun and not yet written.
  private var rows: QueuedRows
  /// The boxes of the rows queued, none for a row without geometry.
  private var queuedBoxes: [RTreeBox?] = []
  private var box: RTreeBox?
  /// Rows written or queued.
  public private(set) var rowCount = 0
  /// The keys of the rows that belong into the R-tree.
  private(set) var ids: [Int64] = []
  /// Their boxes.
  private(set) var boxes: [RTreeBox] = []

  /// Many rows a statement: stepping, and looking after the sequence of keys, is dearer than the row itself.
  private static let rowsAtOnce = 16

  init(layer: Layer, columns: [String], in db: Database) throws {
    let names = (layer.geometryColumn.map { [$0] } ?? []) + columns
    precondition(!names.isEmpty, "Name at least one column.")
    let values = "(" + names.map { _ in "?" }.joined(separator: ", ") + ")"
    let start =
      "INSERT INTO \(Identifier.quoted(layer.table)) (\(names.map(Identifier.quoted).joined(separator: ", "))) VALUES "
    insertOne = try RawStatement(start + values, in: db)
    // SQLite takes 32,766 values at most.
    let rowsAtOnce = min(Self.rowsAtOnce, 32_766 / names.count)
    insertMany = try RawStatement(
      start + Array(repeating: values, count: rowsAtOnce).joined(separator: ", "), in: db)
    self.db = db
    hasGeometry = layer.geometryColumn != nil
    srsID = layer.srsID
    givesKeys = columns.contains(layer.primaryKey)
    rows = QueuedRows(columnCount: names.count, capacity: rowsAtOnce)
    startRow()
  }

  /// Binds the geometry of the row; without it the row has none.
  public func bind(geometry: Geometry) throws {
    box = geometry.envelope.map(RTreeBox.init)
    GeoPackageBinary.write(geometry, srsID: srsID).withUnsafeBytes { bindGeometry($0) }
  }

  /// Binds a point as the geometry of the row.
  public func bind(point: Position) throws {
    precondition(point.isFinite, "A point has finite ordinates.")
    precondition(hasGeometry, "The layer has no geometry.")
    box = RTreeBox(Envelope(point))
    rows.set(0) { GeoPackageBinary.appendPoint(x: point.x, y: point.y, srsID: srsID, to: &$0) }
  }

  /// Binds a geometry that is a GeoPackage blob already.
  /// - Throws: `GeometryError` where it is none.
  public func bind(geometryBlob bytes: UnsafeRawBufferPointer) throws {
    box = try GeoPackageBinary.envelope(bytes).map(RTreeBox.init)
    bindGeometry(bytes)
  }

  /// Binds the next column to an integer.
  public func bind(integer value: Int64) throws { rows.append(.integer(value)) }

  /// Binds the next column to a number.
  public func bind(real value: Double) throws { rows.append(.real(value)) }

  /// Binds the next column to a text.
  public func bind(text value: String) throws { rows.append(value) }

  /// Binds the next column to bytes.
  public func bind(blob bytes: UnsafeRawBufferPointer) throws { rows.append(bytes) }

  /// Binds the next column to NULL.
  public func bindNull() throws { rows.append(.null) }

  /// Writes the row, and those queued before it, and returns its key.
  /// - Throws: `DatabaseError` where a rule of the table refuses it; the row is left out, and the next may follow.
  @discardableResult
  public func insertRow() throws -> Int64 {
    endRow()
    try flush()
    return db.lastInsertedRowID
  }

  /// Puts the row in a queue, whose rows are written together; its key is the one that follows the last row's.
  /// - Throws: `DatabaseError` where a rule of the table refuses a row of the queue; the queue is left out then.
  public func queueRow() throws {
    precondition(!givesKeys, "Rows that bring their keys can't be queued.")
    endRow()
    if rows.isFull { try flush() }
  }

  /// Writes the rows queued.
  func flush() throws {
    var written = 0
    defer {
      rowCount -= rows.count - written
      rows.removeAll()
      queuedBoxes.removeAll(keepingCapacity: true)
      startRow()
    }
    while written < rows.count {
      let taken = rows.isFull ? rows.count : 1
      try rows.run(taken == 1 ? insertOne : insertMany, with: written..<written + taken)
      // SQLite gives consecutive keys to rows that come without.
      let key = db.lastInsertedRowID + 1 - Int64(taken)
      for row in 0..<taken {
        guard let box = queuedBoxes[written + row] else { continue }
        ids.append(key + Int64(row))
        boxes.append(box)
      }
      written += taken
    }
  }

  private func startRow() {
    box = nil
    rows.startRow()
    if hasGeometry { rows.append(.null) }
  }

  private func endRow() {
    precondition(rows.isRowWhole, "A row needs a value for every column.")
    queuedBoxes.append(box)
    rowCount += 1
    rows.endRow()
    startRow()
  }

  private func bindGeometry(_ bytes: UnsafeRawBufferPointer) {
    precondition(hasGeometry, "The layer has no geometry.")
    rows.set(0) { $0.append(contentsOf: bytes) }
  }
}
