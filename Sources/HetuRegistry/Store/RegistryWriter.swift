import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

extension Registry {
  /// Makes changes as one transaction that stands in the history with its actor and reason.
  ///
  /// - Parameter isTrial: whether all is undone at the end, to see what would happen.
  /// - Throws: what `body` throws, after everything was undone; ``RegistryError`` of class storage.
  @discardableResult
  public func change<Result>(
    actor: String, reason: String, isTrial: Bool = false, _ body: (RegistryWriter) throws -> Result
  ) throws -> Result {
    var result: Result?
    do {
      try Self.translatingStorageErrors(url) {
        try container.write { database in
          try secureTriggers(database)
          try database.execute(
            sql: "INSERT INTO \(HistoryTables.changes) (at, actor, reason) VALUES (\(HistoryTables.now), ?, ?)",
            arguments: [actor, reason])
          let change = database.lastInsertedRowID
          try database.execute(
            sql: "INSERT INTO \(HistoryTables.currentChange) (change_id) VALUES (?)", arguments: [change])
          let writer = RegistryWriter(registry: self, database: database, change: change)
          result = try body(writer)
          try database.execute(sql: "DELETE FROM \(HistoryTables.currentChange)")
          for table in writer.touched.sorted() { try Layer(table, in: database).updateContents(in: database) }
          if isTrial { throw TrialEnded() }
        }
      }
    } catch is TrialEnded {}
    guard let result else { throw RegistryError(.storage, "\(url.path): the change was not carried out") }
    return result
  }

  /// Undoes a trial at its end.
  private struct TrialEnded: Error {}
}

/// Makes changes inside one transaction; given out by ``Registry/change(actor:reason:isTrial:_:)`` and of no use after it.
public final class RegistryWriter {
  let registry: Registry
  let database: Database
  let change: Int64
  fileprivate(set) var touched: Set<String> = []
  /// The names of the kinds that were asked for by name.
  var nameIndexes: [String: NameIndex] = [:]

  init(registry: Registry, database: Database, change: Int64) {
    self.registry = registry
    self.database = database
    self.change = change
  }

  /// The record of a kind with that code, else with that id, or nil; an empty text fits none.
  public func existing(_ kind: Kind, code: String?, id: String?) throws -> Record? {
    for (column, value) in [("code", code), ("id", id)] {
      guard let value, !value.isEmpty else { continue }
      let sql = "SELECT \(RegistryTables.columns(of: kind)) FROM \(kind.table) WHERE \(column) = ?"
      if let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [value]) {
        return try Registry.record(row, kind)
      }
    }
    return nil
  }

  /// The number of records of a kind.
  public func count(of kind: Kind) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(kind.table)") ?? 0
  }

  /// Puts one record in and returns its row; `id` and `code` are made where they are null.
  @discardableResult
  public func insert(_ kind: Kind, values: [Value], geometry: Geometry?) throws -> Int64 {
    touch(kind)
    var columns = kind.properties.map { quotedIdentifier($0.name) }
    var arguments = values.map(\.databaseValue)
    if kind.geometry != nil {
      columns.append("geom")
      arguments.append(Self.blob(geometry, kind))
    }
    try database.execute(
      sql: """
        INSERT INTO \(kind.table) (\(columns.joined(separator: ", ")))
        VALUES (\(Array(repeating: "?", count: columns.count).joined(separator: ", ")))
        """, arguments: StatementArguments(arguments))
    return database.lastInsertedRowID
  }

  /// Changes the given properties of a record, and its geometry where one is given.
  public func update(_ record: Record, _ changes: [(property: Int, value: Value)], geometry: Geometry?) throws {
    try update(record, changes, replacingGeometry: geometry.map { .some($0) })
  }

  /// Changes the given properties of a record and, unless `geometry` is nil, its geometry; a nil inside takes it away.
  public func update(
    _ record: Record, _ changes: [(property: Int, value: Value)], replacingGeometry geometry: Geometry??
  ) throws {
    let kind = record.kind
    touch(kind)
    var assignments = changes.map { "\(quotedIdentifier(kind.properties[$0.property].name)) = ?" }
    var arguments = changes.map(\.value.databaseValue)
    if let geometry {
      assignments.append("geom = ?")
      arguments.append(Self.blob(geometry, kind))
    }
    guard !assignments.isEmpty else { return }
    arguments.append(record.fid.databaseValue)
    try database.execute(
      sql: "UPDATE \(kind.table) SET \(assignments.joined(separator: ", ")) WHERE fid = ?",
      arguments: StatementArguments(arguments))
  }

  /// Takes all records of a kind out; the history keeps them.
  public func deleteAll(_ kind: Kind) throws {
    touch(kind)
    try database.execute(sql: "DELETE FROM \(kind.table)")
  }

  /// Takes one record out; the history keeps it.
  public func delete(_ record: Record) throws {
    touch(record.kind)
    try database.execute(sql: "DELETE FROM \(record.kind.table) WHERE fid = ?", arguments: [record.fid])
  }

  func touch(_ kind: Kind) { touched.insert(kind.name) }

  private static func blob(_ geometry: Geometry?, _ kind: Kind) -> DatabaseValue {
    guard let geometry else { return .null }
    return Data(GeoPackageBinary.write(kind.stored(geometry), srsID: Registry.referenceSystemID)).databaseValue
  }
}

extension Value {
  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .text(let text), .list(let text): text.databaseValue
    case .integer(let integer): integer.databaseValue
    case .real(let real): real.databaseValue
    case .boolean(let boolean): (boolean ? 1 : 0).databaseValue
    }
  }
}
