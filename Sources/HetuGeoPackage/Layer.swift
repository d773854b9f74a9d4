import GRDB
import HetuGeometry

/// A layer that a file has: its table, and which columns are the key and the geometry.
public struct Layer: Hashable, Sendable {
  /// The name of the table.
  public let table: String
  /// The column of the primary key, an integer.
  public let primaryKey: String
  /// The column of the geometry, nil for a table without.
  public let geometryColumn: String?
  /// The reference system of the geometry.
  public let srsID: Int32

  init(table: String, primaryKey: String, geometryColumn: String?, srsID: Int32) {
    self.table = table
    self.primaryKey = primaryKey
    self.geometryColumn = geometryColumn
    self.srsID = srsID
  }

  /// The layer of that name.
  /// - Throws: `GeoPackageError.Code.unknownLayer` where the contents of the file do not list it, or its table has no
  ///   primary key of one integer column.
  public init(_ table: String, in db: Database) throws {
    let entry = try Row.fetchOne(
      db,
      sql: """
        SELECT c.table_name, g.column_name, coalesce(g.srs_id, c.srs_id, 0) AS srs_id
          FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
          WHERE c.table_name = ? AND c.data_type IN ('features', 'attributes')
        """,
      arguments: [table])
    let keys = try Row.fetchAll(
      db, sql: "SELECT name, upper(type) AS type FROM pragma_table_info(?) WHERE pk > 0", arguments: [table])
    guard let entry, keys.count == 1, keys[0]["type"] == "INTEGER" else {
      throw GeoPackageError(
        .unknownLayer, "The file has no layer “\(table)” whose table has an integer primary key.")
    }
    self.init(
      table: table, primaryKey: keys[0]["name"], geometryColumn: entry["column_name"], srsID: entry["srs_id"])
  }

  /// The R-tree that a layer with geometry has, or should have.
  var spatialIndex: SpatialIndex? {
    geometryColumn.map { SpatialIndex(table: table, primaryKey: primaryKey, column: $0) }
  }

  /// Writes the time of the last change, now, and the extent of the layer into the contents of the file.
  ///
  /// The extent comes from the R-tree: it holds all rows, and is up to a metre wider than they are.
  public func updateContents(in db: Database) throws {
    var bounds: Envelope?
    if let spatialIndex, try spatialIndex.exists(in: db) { bounds = try spatialIndex.bounds(in: db) }
    try db.execute(
      sql: """
        UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
          min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?
        """,
      arguments: [bounds?.minX, bounds?.minY, bounds?.maxX, bounds?.maxY, table])
  }
}
