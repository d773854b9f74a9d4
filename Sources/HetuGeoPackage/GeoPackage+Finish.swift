import GRDB

extension GeoPackage {
  /// Copies one state of the file, also while others write to it, by SQLite's online backup; the copy is one file, closed.
  ///
  /// The copy is one step, so that writers of a file without a log wait for it rather than make it begin again; writers of a shared
  /// file never wait.
  /// - Parameters:
  ///   - path: where the copy comes to be; nothing lies there yet.
  ///   - name: what errors call the copy.
  /// - Throws: `GeoPackageError` that names the copy where it can't be written, else the file itself.
  public func copy(to path: String, calling name: String) throws {
    do {
      let copy = try DatabaseQueue(
        path: Self.absolutePath(path), configuration: ConnectionSetup.configuration(.readWrite, busyTimeoutSeconds: 5))
      defer { try? copy.close() }
      try database.backup(to: copy)
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    } catch let error as DatabaseError {
      let isOfCopy = [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
      throw GeoPackageError(error, path: isOfCopy ? name : self.path)
    }
  }

  /// Closes the file ready to be handed on: one file without a log beside it, and checked.
  ///
  /// Nothing works on this value afterwards.
  /// - Throws: `GeoPackageError.Code.damaged` with the first findings where `integrityProblems` has any; `locked` where
  ///   another program holds the file.
  public func finish() throws {
    try close()
    let configuration = ConnectionSetup.configuration(.readWrite, busyTimeoutSeconds: 5)
    let problems = try Self.explaining(path) {
      let queue = try DatabaseQueue(path: Self.absolutePath(path), configuration: configuration)
      defer { try? queue.close() }
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
      }
      return try queue.read { try Self.integrityProblems(in: $0) }
    }
    guard problems.isEmpty else {
      throw GeoPackageError(
        .damaged,
        "\(path) has \(problems.count) faults: \(problems.prefix(3).joined(separator: "; ")). Take a backup copy.")
    }
  }

  /// What is wrong inside the file: broken pages, rows that refer to nothing, R-trees that are broken or do not fit
  /// their table; empty where all is well. A second or two for a million rows; longer where each index is held against its table.
  public static func integrityProblems(in db: Database, withIndexes: Bool = false) throws -> [String] {
    let check = withIndexes ? "integrity_check" : "quick_check"
    var problems = try String.fetchAll(db, sql: "PRAGMA \(check)").filter { $0 != "ok" }
    for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
      let table: String = row["table"]
      let parent: String = row["parent"]
      problems.append("a row of \(table) refers to a row of \(parent) that is not there")
    }
    let tables = try String.fetchAll(
      db,
      sql: """
        SELECT g.table_name FROM gpkg_geometry_columns g
          JOIN sqlite_master s ON s.type = 'table' AND s.name = g.table_name ORDER BY g.table_name
        """)
    for table in tables {
      do {
        guard let index = try Layer(table, in: db).spatialIndex, try index.exists(in: db) else { continue }
        problems += try index.problems(in: db)
      } catch let error as GeoPackageError {
        problems.append(error.message)
      }
    }
    return problems
  }
}

extension SpatialIndex {
  fileprivate func problems(in db: Database) throws -> [String] {
    let report = try String.fetchOne(db, sql: "SELECT rtreecheck('main', ?)", arguments: [name])
    if let report, report != "ok" { return ["the R-tree \(name) is broken: \(report)"] }
    let geometry = Identifier.quoted(column)
    let indexed = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(Identifier.quoted(name + "_rowid"))") ?? 0
    let present =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM \(Identifier.quoted(table)) WHERE \(geometry) NOTNULL AND NOT ST_IsEmpty(\(geometry))
          """) ?? 0
    return indexed == present ? [] : ["the R-tree \(name) has \(indexed) entries for \(present) geometries"]
  }
}
