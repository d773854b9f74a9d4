import GRDB
import HetuGeometry

/// The geometry of a layer that is to be made.
public struct GeometryColumn: Hashable, Sendable {
  /// The kind that rows hold, nil where any will do.
  public var kind: GeometryKind?
  /// The reference system, a number that the file knows.
  public var srsID: Int32

  /// A geometry column of one kind, or of any where `kind` is nil, in CGCS2000 unless said otherwise.
  public init(kind: GeometryKind?, srsID: Int32 = SpatialReferenceSystem.cgcs2000.id) {
    self.kind = kind
    self.srsID = srsID
  }

  /// The column's name in every layer made here.
  public static let name = "geom"

  /// The type's name as the standard writes it (OGC 12-128r17, annex G).
  var typeName: String {
    kind.map { $0.geoJSONName.uppercased() } ?? "GEOMETRY"
  }
}

/// A layer that is to be made: a table with or without geometry.
public struct LayerDefinition: Hashable, Sendable {
  /// The name of the table, of a to z, 0 to 9 and _.
  public var table: String
  /// The title that people read; no other layer of the file has the same.
  public var identifier: String
  /// A sentence about the layer.
  public var summary: String
  /// The geometry, nil for a table without.
  public var geometry: GeometryColumn?
  /// The columns besides `fid` and `geom`.
  public var columns: [ColumnDefinition]

  /// The name of the primary key in every layer made here.
  public static let primaryKey = "fid"

  /// A layer from its parts.
  public init(
    table: String, identifier: String, summary: String = "", geometry: GeometryColumn?, columns: [ColumnDefinition]
  ) {
    self.table = table
    self.identifier = identifier
    self.summary = summary
    self.geometry = geometry
    self.columns = columns
  }

  /// Makes the layer: table, entries in the tables of the standard, R-tree with its triggers, descriptions of columns.
  /// - Throws: `GeoPackageError.Code.invalidDefinition` where a name is not allowed or the reference system unknown;
  ///   `DatabaseError` where SQLite refuses, as it does for a table or title that exists. Run it in a transaction.
  @discardableResult
  public func create(in db: Database) throws -> Layer {
    try check(in: db)
    var columnTexts = ["\"\(Self.primaryKey)\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if let geometry { columnTexts.append("\"\(GeometryColumn.name)\" \(geometry.typeName)") }
    columnTexts += columns.map(\.sql)
    try db.execute(
      sql: "CREATE TABLE \(Identifier.quoted(table)) (\n  \(columnTexts.joined(separator: ",\n  "))\n)")
    try db.execute(
      sql: """
        INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        table, geometry == nil ? "attributes" : "features", identifier, summary,
        geometry?.srsID ?? SpatialReferenceSystem.undefinedGeographic.id,
      ])
    if let geometry {
      try db.execute(
        sql: """
          INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
            VALUES (?, ?, ?, ?, 0, 0)
          """,
        arguments: [table, GeometryColumn.name, geometry.typeName, geometry.srsID])
    }
    let layer = Layer(
      table: table, primaryKey: Self.primaryKey, geometryColumn: geometry.map { _ in GeometryColumn.name },
      srsID: geometry?.srsID ?? SpatialReferenceSystem.undefinedGeographic.id)
    try layer.spatialIndex?.create(in: db)
    for column in columns { try SchemaExtension.describe(column, of: table, in: db) }
    return layer
  }

  private func check(in db: Database) throws {
    try Identifier.checkTable(table)
    var names: Set = [Self.primaryKey, GeometryColumn.name]
    for column in columns {
      try Identifier.checkColumn(column.name, of: table)
      guard names.insert(column.name.lowercased()).inserted else {
        throw GeoPackageError(
          .invalidDefinition,
          "The column name “\(column.name)” of \(table) is taken already; names are compared without regard to case.")
      }
    }
    if let geometry {
      let isKnown = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?)", arguments: [geometry.srsID])
      guard isKnown == true else {
        throw GeoPackageError(
          .invalidDefinition,
          "The reference system \(geometry.srsID) of \(table) is not in the file; insert it first.")
      }
    }
  }
}
