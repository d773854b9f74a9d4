import GRDB

/// The Schema extension (OGC 12-128r17, annex F.9): titles and descriptions of columns, and what values they take.
enum SchemaExtension {
  /// Writes what `column` of `table` says of itself, and its constraint.
  static func describe(_ column: ColumnDefinition, of table: String, in db: Database) throws {
    guard column.title != nil || column.summary != nil || column.mediaType != nil || column.constraint != nil else {
      return
    }
    try createTables(in: db)
    if let constraint = column.constraint { try write(constraint, in: db) }
    try db.execute(
      sql: """
        INSERT INTO gpkg_data_columns
          (table_name, column_name, name, title, description, mime_type, constraint_name)
          VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        table, column.name, column.name, column.title, column.summary, column.mediaType, column.constraint?.name,
      ])
  }

  /// Writes a constraint in place of any other of its name.
  private static func write(_ constraint: ColumnConstraint, in db: Database) throws {
    try Identifier.checkConstraint(constraint.name)
    try db.execute(
      sql: "DELETE FROM gpkg_data_column_constraints WHERE constraint_name = ?", arguments: [constraint.name])
    switch constraint.rule {
    case .values(let values):
      guard !values.isEmpty, Set(values.map(\.value)).count == values.count else {
        throw GeoPackageError(
          .invalidDefinition, "The constraint \(constraint.name) needs values, and each of them once only.")
      }
      for value in values {
        try db.execute(
          sql: """
            INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
              VALUES (?, 'enum', ?, ?)
            """,
          arguments: [constraint.name, value.value, value.label])
      }
    case .range(let minimum, let includesMinimum, let maximum, let includesMaximum):
      guard minimum < maximum else {
        throw GeoPackageError(
          .invalidDefinition, "The range of constraint \(constraint.name) must begin below its end.")
      }
      try db.execute(
        sql: """
          INSERT INTO gpkg_data_column_constraints
            (constraint_name, constraint_type, min, min_is_inclusive, max, max_is_inclusive)
            VALUES (?, 'range', ?, ?, ?, ?)
          """,
        arguments: [constraint.name, minimum, includesMinimum, maximum, includesMaximum])
    case .glob(let pattern):
      try db.execute(
        sql: """
          INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value)
            VALUES (?, 'glob', ?)
          """,
        arguments: [constraint.name, pattern])
    }
  }

  private static func createTables(in db: Database) throws {
    guard try !db.tableExists("gpkg_data_columns") else { return }
    try db.execute(
      sql: """
        CREATE TABLE gpkg_data_columns (
          table_name TEXT NOT NULL,
          column_name TEXT NOT NULL,
          name TEXT,
          title TEXT,
          description TEXT,
          mime_type TEXT,
          constraint_name TEXT,
          CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
          CONSTRAINT gdc_tn UNIQUE (table_name, name)
        );
        CREATE TABLE gpkg_data_column_constraints (
          constraint_name TEXT NOT NULL,
          constraint_type TEXT NOT NULL,
          value TEXT,
          min NUMERIC,
          min_is_inclusive BOOLEAN,
          max NUMERIC,
          max_is_inclusive BOOLEAN,
          description TEXT,
          CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
        );
        """)
    for table in ["gpkg_data_columns", "gpkg_data_column_constraints"] {
      try CoreTables.registerExtension(
        "gpkg_schema", definition: "http://www.geopackage.org/spec130/#extension_schema", scope: "read-write",
        table: table, in: db)
    }
  }
}
