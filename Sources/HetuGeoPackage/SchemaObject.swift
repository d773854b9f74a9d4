import GRDB

/// A table, index, view or trigger of a file, as its schema tells it.
public struct SchemaObject: Hashable, Sendable {
  /// The kinds of object.
  public enum Kind: String, Sendable {
    case table, index, view, trigger
  }

  /// What it is.
  public let kind: Kind
  /// Its name.
  public let name: String
  /// The table it belongs to; for a table or view its own name.
  public let table: String
  /// The SQL that makes it; nil for an index that SQLite made by itself.
  public let sql: String?

  /// All objects of a file in the order they were made.
  ///
  /// A file from someone else may hold triggers and views of their making: compare them with what is expected before
  /// writing into it.
  public static func all(in db: Database) throws -> [SchemaObject] {
    try Row.fetchAll(db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").map { row in
      guard let kind = Kind(rawValue: row["type"]) else {
        throw GeoPackageError(.damaged, "The schema of the file lists an unknown kind of object; take a backup copy.")
      }
      return SchemaObject(kind: kind, name: row["name"], table: row["tbl_name"], sql: row["sql"])
    }
  }
}
