import GRDB

extension Layer {
  /// Keeps a style with the file as the default of this layer, in the table `layer_styles` as QGIS reads it.
  ///
  /// A style of the same name for this layer gives way; any other default loses that mark. Run it in a transaction.
  /// - Parameters:
  ///   - name: the name of the style, cut to 30 characters as QGIS does.
  ///   - qml: the style in the language of QGIS: symbols, aliases, forms.
  ///   - sld: the symbols as Styled Layer Descriptor (OGC 02-070).
  public func setDefaultStyle(name: String, qml: String, sld: String, in db: Database) throws {
    try Self.createStyleTable(in: db)
    // QGIS asks for an empty schema, not NULL, and an empty geometry column for a table without.
    let key: StatementArguments = [table, geometryColumn ?? ""]
    let styleName = String(name.prefix(30))
    try db.execute(
      sql: "DELETE FROM layer_styles WHERE f_table_name = ? AND f_geometry_column = ? AND styleName = ?",
      arguments: key + [styleName])
    try db.execute(
      sql: "UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = ? AND f_geometry_column = ?", arguments: key)
    try db.execute(
      sql: """
        INSERT INTO layer_styles
          (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,
            useAsDefault, description, owner)
          VALUES ('', '', ?, ?, ?, ?, ?, 1, '', '')
        """,
      arguments: key + [styleName, qml, sld])
  }

  private static func createStyleTable(in db: Database) throws {
    guard try !db.tableExists("layer_styles") else { return }
    try db.execute(
      sql: """
        CREATE TABLE layer_styles (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          f_table_catalog TEXT(256),
          f_table_schema TEXT(256),
          f_table_name TEXT(256),
          f_geometry_column TEXT(256),
          styleName TEXT(30),
          styleQML TEXT,
          styleSLD TEXT,
          useAsDefault BOOLEAN,
          description TEXT,
          owner TEXT(30),
          ui TEXT(30),
          update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        );
        INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
          VALUES ('layer_styles', 'attributes', 'layer_styles', '', 0);
        """)
  }
}
