import GRDB
import GRDBSQLite

/// A statement bound and stepped without the conversions of GRDB; for loops over very many rows.
///
/// It belongs to the connection that made it, and is used only in the closure that lent that connection.
final class RawStatement {
  /// Kept as long as its handle is used: it finalises the handle when it goes.
  private let statement: Statement
  private let db: Database

  init(_ sql: String, in db: Database) throws {
    statement = try db.makeStatement(sql: sql)
    self.db = db
  }

  init(_ sql: String, arguments: StatementArguments, in db: Database) throws {
    statement = try db.makeStatement(sql: sql)
    try statement.setArguments(arguments)
    self.db = db
  }

  /// How many values are bound.
  var parameterCount: Int32 { withExtendedLifetime(statement) { sqlite3_bind_parameter_count($0.sqliteStatement) } }

  func bind(_ place: Int32, _ value: Int64) throws {
    try check(withExtendedLifetime(statement) { sqlite3_bind_int64(statement.sqliteStatement, place, value) })
  }

  func bind(_ place: Int32, _ value: Double) throws {
    try check(withExtendedLifetime(statement) { sqlite3_bind_double(statement.sqliteStatement, place, value) })
  }

  /// Binds UTF-8 where it lies: it must stay there, unchanged, until `run` has returned.
  func bind(_ place: Int32, borrowingText bytes: UnsafeRawBufferPointer) throws {
    try check(
      withExtendedLifetime(statement) {
        // An empty buffer may have no address, which SQLite would take for NULL.
        guard let start = bytes.baseAddress else {
          return sqlite3_bind_text(statement.sqliteStatement, place, "", 0, Self.transient)
        }
        return sqlite3_bind_text64(
          statement.sqliteStatement, place, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil,
          UInt8(SQLITE_UTF8))
      })
  }

  /// Binds the bytes where they lie: they must stay there, unchanged, until `run` has returned.
  func bind(_ place: Int32, borrowing bytes: UnsafeRawBufferPointer) throws {
    try check(
      withExtendedLifetime(statement) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
          return sqlite3_bind_zeroblob(statement.sqliteStatement, place, 0)
        }
        return sqlite3_bind_blob64(statement.sqliteStatement, place, start, UInt64(bytes.count), nil)
      })
  }

  func bindNull(_ place: Int32) throws {
    try check(withExtendedLifetime(statement) { sqlite3_bind_null(statement.sqliteStatement, place) })
  }

  /// Runs a statement that returns no rows, and makes it ready for the next; bound values stay.
  func run() throws {
    try withExtendedLifetime(statement) {
      let code = sqlite3_step(statement.sqliteStatement)
      guard code == SQLITE_DONE else {
        let failure = failure(code)
        sqlite3_reset(statement.sqliteStatement)
        throw failure
      }
      sqlite3_reset(statement.sqliteStatement)
    }
  }

  /// Calls `body` with each row; ends between two rows where the task was cancelled, however long `body` takes.
  func forEachRow(_ body: (borrowing RawRow) throws -> Void) throws {
    try withExtendedLifetime(statement) {
      defer { sqlite3_reset(statement.sqliteStatement) }
      let row = RawRow(statement.sqliteStatement)
      while true {
        switch sqlite3_step(statement.sqliteStatement) {
        case SQLITE_ROW:
          try Task.checkCancellation()
          try body(row)
        case SQLITE_DONE: return
        case let code: throw failure(code)
        }
      }
    }
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage, sql: statement.sql)
  }

  /// SQLITE_TRANSIENT, a cast in C that Swift does not import: SQLite copies what is bound.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
