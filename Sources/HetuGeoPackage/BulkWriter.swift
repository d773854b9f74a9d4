import GRDB
import GRDBSQLite
import HetuGeometry

/// Writes many rows into a layer; lent to the closure of `Layer.bulkInsert`.
///
/// Bind the geometry, where there is one, and a value for every column in the order named, then call `insertRow`.
public final class BulkWriter {
  private let statement: RawStatement
  private let db: Database
  private let columnCount: Int32
  private let hasGeometry: Bool
  private let srsID: Int32
  private var nextColumn: Int32
  private var envelope: Envelope?
  private var blob: [UInt8] = []
  /// Rows written.
  public private(set) var rowCount = 0
  /// The keys of the rows that belong into the R-tree.
  private(set) var ids: [Int64] = []
  /// Their boxes.
  private(set) var envelopes: [Envelope] = []

  init(layer: Layer, columns: [String], in db: Database) throws {
    let names = (layer.geometryColumn.map { [$0] } ?? []) + columns
    precondition(!names.isEmpty, "Name at least one column.")
    statement = try RawStatement(
      """
      INSERT INTO \(Identifier.quoted(layer.table)) (\(names.map(Identifier.quoted).joined(separator: ", ")))
        VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
      """, in: db)
    self.db = db
    columnCount = Int32(names.count)
    hasGeometry = layer.geometryColumn != nil
    srsID = layer.srsID
    nextColumn = hasGeometry ? 2 : 1
  }

  /// Binds the geometry of the row; without it the row has none.
  public func bind(geometry: Geometry) throws {
    envelope = geometry.envelope
    try bindGeometry(GeoPackageBinary.write(geometry, srsID: srsID))
  }

  /// Binds a point as the geometry of the row.
  public func bind(point: Position) throws {
    precondition(point.isFinite, "A point has finite ordinates.")
    envelope = Envelope(point)
    blob.removeAll(keepingCapacity: true)
    GeoPackageBinary.appendPoint(x: point.x, y: point.y, srsID: srsID, to: &blob)
    try bindGeometry(blob)
  }

  /// Binds a geometry that is a GeoPackage blob already.
  /// - Throws: `GeometryError` where it is none.
  public func bind(geometryBlob bytes: UnsafeRawBufferPointer) throws {
    precondition(hasGeometry, "The layer has no geometry.")
    envelope = try GeoPackageBinary.envelope(bytes)
    try statement.bind(1, copying: bytes)
  }

  /// Binds the next column to an integer.
  public func bind(integer value: Int64) throws { try statement.bind(takeColumn(), value) }

  /// Binds the next column to a number.
  public func bind(real value: Double) throws { try statement.bind(takeColumn(), value) }

  /// Binds the next column to a text.
  public func bind(text value: String) throws { try statement.bind(takeColumn(), value) }

  /// Binds the next column to bytes.
  public func bind(blob bytes: UnsafeRawBufferPointer) throws { try statement.bind(takeColumn(), copying: bytes) }

  /// Binds the next column to NULL.
  public func bindNull() throws { try statement.bindNull(takeColumn()) }

  /// Writes the row and returns its key.
  /// - Throws: `DatabaseError` where a rule of the table refuses it; the row is left out, and the next may follow.
  @discardableResult
  public func insertRow() throws -> Int64 {
    precondition(nextColumn == columnCount + 1, "A row needs a value for every column.")
    defer { startRow() }
    try statement.run()
    let key = db.lastInsertedRowID
    rowCount += 1
    if let envelope {
      ids.append(key)
      envelopes.append(envelope)
    }
    return key
  }

  /// Forgets what was bound since the last row, so that the next can begin.
  public func discardRow() { startRow() }

  private func startRow() {
    nextColumn = hasGeometry ? 2 : 1
    envelope = nil
    if hasGeometry { statement.clear(1) }
  }

  private func bindGeometry(_ bytes: [UInt8]) throws {
    precondition(hasGeometry, "The layer has no geometry.")
    try bytes.withUnsafeBytes { try statement.bind(1, copying: $0) }
  }

  private func takeColumn() -> Int32 {
    precondition(nextColumn <= columnCount, "The row has a value for every column already.")
    defer { nextColumn += 1 }
    return nextColumn
  }
}
