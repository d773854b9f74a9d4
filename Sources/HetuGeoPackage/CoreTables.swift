import GRDB

/// The tables that make an SQLite file a GeoPackage 1.3 (OGC 12-128r17, annex C and F).
enum CoreTables {
  /// `GPKG`, in the file's header.
  static let applicationID: Int32 = 0x4750_4B47
  /// Version 1.3.0, in the file's header.
  static let userVersion: Int32 = 10300
  /// The versions that are read: 1.2.0 up to, not including, 1.4.0, which renames the triggers of the R-tree.
  static let knownVersions: Range<Int32> = 10200..<10400
  /// Larger pages gain nothing here: nodes of an R-tree are 1,228 bytes for any page of at least 2 kB.
  static let pageSize = 4096

  /// Makes the tables and the reference systems of a new file.
  static func create(in db: Database) throws {
    try db.execute(sql: tables)
    for system in SpatialReferenceSystem.standard { try system.insert(in: db) }
  }

  /// Registers an extension, once for one table and column.
  static func registerExtension(
    _ name: String, definition: String, scope: String, table: String?, column: String? = nil, in db: Database
  ) throws {
    // UNIQUE does not bind rows where the column is NULL, therefore the question first.
    try db.execute(
      sql: """
        INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
          SELECT :table, :column, :name, :definition, :scope WHERE NOT EXISTS (
            SELECT 1 FROM gpkg_extensions
              WHERE table_name IS :table AND column_name IS :column AND extension_name = :name)
        """,
      arguments: ["table": table, "column": column, "name": name, "definition": definition, "scope": scope])
  }

  private static let tables = """
    CREATE TABLE gpkg_spatial_ref_sys (
      srs_name TEXT NOT NULL,
      srs_id INTEGER NOT NULL PRIMARY KEY,
      organization TEXT NOT NULL,
      organization_coordsys_id INTEGER NOT NULL,
      definition TEXT NOT NULL,
      description TEXT
    );
    CREATE TABLE gpkg_contents (
      table_name TEXT NOT NULL PRIMARY KEY,
      data_type TEXT NOT NULL,
      identifier TEXT UNIQUE,
      description TEXT DEFAULT '',
      last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
      min_x DOUBLE,
      min_y DOUBLE,
      max_x DOUBLE,
      max_y DOUBLE,
      srs_id INTEGER,
      CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
    );
    CREATE TABLE gpkg_geometry_columns (
      table_name TEXT NOT NULL,
      column_name TEXT NOT NULL,
      geometry_type_name TEXT NOT NULL,
      srs_id INTEGER NOT NULL,
      z TINYINT NOT NULL,
      m TINYINT NOT NULL,
      CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
      CONSTRAINT uk_gc_table_name UNIQUE (table_name),
      CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
      CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
    );
    CREATE TABLE gpkg_extensions (
      table_name TEXT,
      column_name TEXT,
      extension_name TEXT NOT NULL,
      definition TEXT NOT NULL,
      scope TEXT NOT NULL,
      CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
    );
    """
}
