import Foundation
import GRDB

/// An open GeoPackage file.
///
/// Work is done in the closures of `read` and `write`; what they lend is used only inside them. The value itself may be
/// shared among tasks: accesses that would disturb each other wait for each other.
public final class GeoPackage: Sendable {
  /// What an opened file is for.
  public enum Access: Sendable {
    /// Reading only; for files of any origin. SQL in the file cannot call functions that are not harmless.
    case readOnly
    /// Reading and writing by this process alone, the journal beside the file only while a transaction lasts.
    case readWrite
    /// Many readers beside one writer, as a server has them; while the file is open, and until `finish`, it keeps its
    /// newest changes in a log beside it (journal mode WAL).
    case shared
  }

  /// Where the file lies.
  public let path: String
  /// What the file was opened for.
  public let access: Access
  /// The connection, or connections; for what `read` and `write` do not offer.
  public let database: any DatabaseWriter

  private init(path: String, access: Access, database: any DatabaseWriter) {
    self.path = path
    self.access = access
    self.database = database
  }

  /// Opens a GeoPackage of version 1.2 or 1.3.
  /// - Parameters:
  ///   - functions: SQL functions that every connection knows besides those of the standard.
  ///   - busyTimeoutSeconds: how long to wait for another program that holds the file.
  /// - Throws: `GeoPackageError` where the file is missing, no GeoPackage, of another version, damaged, locked or
  ///   closed to this user.
  public static func open(
    _ path: String, access: Access = .readWrite, functions: [DatabaseFunction] = [], busyTimeoutSeconds: Double = 5
  ) throws -> GeoPackage {
    try FileHeader.check(path)
    let file = absolutePath(path)
    let configuration = ConnectionSetup.configuration(
      access, functions: functions, busyTimeoutSeconds: busyTimeoutSeconds)
    let package = try explaining(path) {
      let database: any DatabaseWriter =
        switch access {
        case .readOnly, .readWrite: try DatabaseQueue(path: file, configuration: configuration)
        case .shared: try DatabasePool(path: file, configuration: configuration)
        }
      return GeoPackage(path: path, access: access, database: database)
    }
    try package.checkContents()
    return package
  }

  /// Makes a new GeoPackage of version 1.3 and opens it for reading and writing.
  ///
  /// It is written aside, in the same folder, and put in its place when whole: a killed process leaves no half file
  /// there.
  /// - Parameter preparing: lays layers and rows into the file, in the transaction that makes it.
  /// - Throws: `GeoPackageError` where a file is there already or the folder cannot be written, and what `preparing`
  ///   throws; no file is left then.
  @discardableResult
  public static func create(
    at path: String, preparing: (Database) throws -> Void = { _ in }
  ) throws -> GeoPackage {
    let target = URL(fileURLWithPath: path)
    let files = FileManager.default
    guard !files.fileExists(atPath: target.path) else {
      throw GeoPackageError(.alreadyExists, "\(path) exists already; choose another name or move it away.")
    }
    let aside = target.deletingLastPathComponent()
      .appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString).partial")
    do {
      try explaining(path) {
        let queue = try DatabaseQueue(
          path: aside.path, configuration: ConnectionSetup.configuration(.readWrite, busyTimeoutSeconds: 0))
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
          try db.execute(sql: "PRAGMA page_size = \(CoreTables.pageSize)")
          try db.inTransaction {
            try db.execute(
              sql: """
                PRAGMA application_id = \(CoreTables.applicationID);
                PRAGMA user_version = \(CoreTables.userVersion);
                """)
            try CoreTables.create(in: db)
            try preparing(db)
            return .commit
          }
        }
      }
      try put(aside, at: target)
    } catch {
      for suffix in ["", "-journal"] { try? files.removeItem(atPath: aside.path + suffix) }
      throw error
    }
    return try open(path)
  }

  private static func put(_ aside: URL, at target: URL) throws(GeoPackageError) {
    do {
      try FileManager.default.moveItem(at: aside, to: target)
    } catch {
      throw GeoPackageError(
        .inaccessible, "\(target.path) could not be put in its place (\(error.localizedDescription)).")
    }
  }

  /// Answers from one unchanging state of the file.
  /// - Throws: `GeoPackageError` for what SQLite refuses, `CancellationError` where the task was cancelled meanwhile, and
  ///   what `body` throws.
  public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explaining(path) { try database.read(body) }
  }

  /// Changes the file in one transaction: all that `body` does, or nothing where it throws or the process dies.
  /// - Throws: `GeoPackageError` for what SQLite refuses, and what `body` throws.
  @discardableResult
  public func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard access != .readOnly else {
      throw GeoPackageError(.readOnly, "\(path) was opened for reading only; open it for writing.")
    }
    return try Self.explaining(path) { try database.write(body) }
  }

  /// Closes the file; nothing works on it afterwards. It closes by itself when the last reference goes.
  public func close() throws {
    try Self.explaining(path) { try database.close() }
  }

  /// The path from the root, which SQLite cannot take for anything but a path.
  static func absolutePath(_ path: String) -> String { URL(fileURLWithPath: path).path }

  /// Runs `body` and says what SQLite refuses there as an error of this module.
  static func explaining<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_INTERRUPT { throw CancellationError() }
      throw GeoPackageError(error, path: path)
    }
  }

  private func checkContents() throws {
    let tables = try read { db in
      try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    for name in ["gpkg_contents", "gpkg_spatial_ref_sys"] where !tables.contains(name) {
      throw GeoPackageError(.notGeoPackage, "\(path) is no GeoPackage: it has no table \(name).")
    }
    guard access == .readOnly || database.writeWithoutTransaction(ConnectionSetup.isWritable) else {
      throw GeoPackageError(
        .readOnly, "\(path) cannot be written: the file is read-only. Open it for reading, or change its permissions.")
    }
  }
}
