import GRDB
import GRDBSQLite

/// How every connection is set up before its first use.
enum ConnectionSetup {
  static func configuration(
    _ access: GeoPackage.Access, functions: [DatabaseFunction] = [], busyTimeoutSeconds: Double
  ) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.prepareDatabase { db in
      try SpatialFunctions.register(in: db)
      for function in functions { db.add(function: function) }
      interruptWhenCancelled(db)
      limit(db)
      try db.execute(sql: "PRAGMA cell_size_check = ON")
      // Before SQLite 3.44 an R-tree counts as untrusted, so that its triggers need a trusted schema to write.
      if access == .readOnly {
        try db.execute(sql: "PRAGMA trusted_schema = OFF")
      } else {
        // Room for sorting when indexes are made of a million rows, and another thread to sort in.
        try db.execute(sql: "PRAGMA cache_size = -32768; PRAGMA threads = 1; PRAGMA temp_store = MEMORY")
      }
    }
    return configuration
  }

  /// Ends a statement soon after its task was cancelled; SQLite asks every so many steps, on the thread that works.
  private static func interruptWhenCancelled(_ db: Database) {
    sqlite3_progress_handler(db.sqliteConnection, 20_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
  }

  /// Whether the connection may write: SQLite opens a write-protected file for reading without saying so.
  static func isWritable(_ db: Database) -> Bool {
    sqlite3_db_readonly(db.sqliteConnection, "main") == 0
  }

  /// Limits far above what a registry needs, far below what a hostile file could make SQLite do.
  private static func limit(_ db: Database) {
    let limits: [(Int32, Int32)] = [
      (SQLITE_LIMIT_LENGTH, 256 << 20),
      (SQLITE_LIMIT_SQL_LENGTH, 4 << 20),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 32),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    ]
    for (category, value) in limits { sqlite3_limit(db.sqliteConnection, category, value) }
  }
}
