/// Names of tables and columns in SQL.
enum Identifier {
  /// The name as an SQL identifier: in double quotes, a double quote inside doubled.
  static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// Refuses a table's name that is not `[a-z_][a-z0-9_]*` of at most 63 characters, or is kept for SQLite or
  /// GeoPackage.
  static func checkTable(_ name: String) throws(GeoPackageError) {
    guard isPlain(name), !isReserved(name) else {
      throw GeoPackageError(
        .invalidDefinition,
        "The table name “\(name)” is not allowed: use a to z, 0 to 9 and _, at most 63, no digit first, "
          + "and none of the beginnings gpkg_, rtree_ and sqlite_.")
    }
  }

  /// Refuses the name of a constraint that is not `[a-z_][a-z0-9_]*` of at most 63 characters.
  static func checkConstraint(_ name: String) throws(GeoPackageError) {
    guard isPlain(name) else {
      throw GeoPackageError(
        .invalidDefinition,
        "The constraint name “\(name)” is not allowed: use a to z, 0 to 9 and _, at most 63, no digit first.")
    }
  }

  /// Refuses a column's name that is empty, over 128 characters or holds a control character.
  static func checkColumn(_ name: String, of table: String) throws(GeoPackageError) {
    guard !name.isEmpty, name.count <= 128, !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
    else {
      throw GeoPackageError(
        .invalidDefinition,
        "A column name of \(table) is not allowed: it needs 1 to 128 characters, none of them a control character.")
    }
  }

  private static func isPlain(_ name: String) -> Bool {
    guard (1...63).contains(name.utf8.count), let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy { isDigit($0) || isLowerCase($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isReserved(_ name: String) -> Bool {
    ["gpkg_", "rtree_", "sqlite_"].contains { name.hasPrefix($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLowerCase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}
