import GRDB
import HetuGeometry

/// The R-tree of a layer and the triggers that keep it (OGC 12-128r17, annex F.3, in the names of version 1.3).
struct SpatialIndex: Hashable, Sendable {
  let table: String
  let primaryKey: String
  let column: String

  /// The virtual table.
  var name: String { "rtree_\(table)_\(column)" }

  /// Makes the R-tree of an empty table, its triggers, and its entry among the extensions.
  func create(in db: Database) throws {
    try createTree(in: db)
    for trigger in triggers { try db.execute(sql: trigger) }
    try CoreTables.registerExtension(
      "gpkg_rtree_index", definition: "http://www.geopackage.org/spec130/#extension_rtree", scope: "write-only",
      table: table, column: column, in: db)
  }

  func createTree(in db: Database) throws {
    try db.execute(sql: "CREATE VIRTUAL TABLE \(Identifier.quoted(name)) USING rtree(id, minx, maxx, miny, maxy)")
  }

  /// Whether the file has this R-tree.
  func exists(in db: Database) throws -> Bool {
    try db.tableExists(name)
  }

  /// Takes the triggers of this R-tree out of the file and returns their text as it stood there.
  func dropTriggers(in db: Database) throws -> [String] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT name, sql FROM sqlite_master
          WHERE type = 'trigger' AND tbl_name = ? AND name GLOB ? ORDER BY rowid
        """,
      arguments: [table, name + "_*"])
    return try rows.map { row in
      let trigger: String = row["name"]
      try db.execute(sql: "DROP TRIGGER \(Identifier.quoted(trigger))")
      return row["sql"]
    }
  }

  /// A box round all entries, borders rounded outward to single precision; nil where there are none.
  func bounds(in db: Database) throws -> Envelope? {
    var bounds: Envelope?
    try db.forEachRawRow("SELECT data FROM \(Identifier.quoted(name + "_node")) WHERE nodeno = 1") { row in
      bounds = row.withBytes(0) { RTreeNode.bounds(of: $0) }
    }
    return bounds
  }

  /// The six triggers.
  var triggers: [String] {
    let tree = Identifier.quoted(name)
    let layer = Identifier.quoted(table)
    let geometry = Identifier.quoted(column)
    let id = Identifier.quoted(primaryKey)
    func trigger(_ suffix: String) -> String { "CREATE TRIGGER " + Identifier.quoted(name + suffix) }
    let isFull = "(NEW.\(geometry) NOTNULL AND NOT ST_IsEmpty(NEW.\(geometry)))"
    let isNullOrEmpty = "(NEW.\(geometry) ISNULL OR ST_IsEmpty(NEW.\(geometry)))"
    let put = """
        INSERT OR REPLACE INTO \(tree) VALUES (
          NEW.\(id),
          ST_MinX(NEW.\(geometry)), ST_MaxX(NEW.\(geometry)),
          ST_MinY(NEW.\(geometry)), ST_MaxY(NEW.\(geometry))
        );
      """
    let remove = "  DELETE FROM \(tree) WHERE id = OLD.\(id);"
    return [
      """
      \(trigger("_insert")) AFTER INSERT ON \(layer)
        WHEN (new.\(geometry) NOT NULL AND NOT ST_IsEmpty(NEW.\(geometry)))
      BEGIN
      \(put)
      END
      """,
      """
      \(trigger("_update1")) AFTER UPDATE OF \(geometry) ON \(layer)
        WHEN OLD.\(id) = NEW.\(id) AND
             \(isFull)
      BEGIN
      \(put)
      END
      """,
      """
      \(trigger("_update2")) AFTER UPDATE OF \(geometry) ON \(layer)
        WHEN OLD.\(id) = NEW.\(id) AND
             \(isNullOrEmpty)
      BEGIN
      \(remove)
      END
      """,
      """
      \(trigger("_update3")) AFTER UPDATE ON \(layer)
        WHEN OLD.\(id) != NEW.\(id) AND
             \(isFull)
      BEGIN
      \(remove)
      \(put)
      END
      """,
      """
      \(trigger("_update4")) AFTER UPDATE ON \(layer)
        WHEN OLD.\(id) != NEW.\(id) AND
             \(isNullOrEmpty)
      BEGIN
        DELETE FROM \(tree) WHERE id IN (OLD.\(id), NEW.\(id));
      END
      """,
      """
      \(trigger("_delete")) AFTER DELETE ON \(layer)
        WHEN old.\(geometry) NOT NULL
      BEGIN
      \(remove)
      END
      """,
    ]
  }
}
