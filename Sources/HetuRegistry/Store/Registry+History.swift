import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// One change of one record, or of a range of rows loaded together.
public struct HistoryEntry: Sendable {
  /// What was done.
  public enum Operation: String, Sendable {
    case insert, update, delete
  }

  /// A property that differs before and after.
  public struct Difference: Sendable, Hashable {
    /// The property.
    public let property: Property
    /// Its value before; null at an insert.
    public let before: Value
    /// Its value after; null at a delete.
    public let after: Value
  }

  /// When, UTC.
  public let at: String
  /// Who; nil where another program made the change.
  public let actor: String?
  /// Why; nil where another program made the change.
  public let reason: String?
  /// What was done.
  public let operation: Operation
  /// The kind.
  public let kind: Kind
  /// The first row concerned.
  public let fid: Int64
  /// How many rows a load put in; 1 for a change of one record.
  public let rowCount: Int
  /// The record before, or nil at an insert.
  public let before: Record?
  /// The record after, or nil at a delete and for a load of several rows.
  public let after: Record?

  /// What differs before and after, in the order of the properties.
  public var differences: [Difference] { Self.differences(kind: kind, before: before, after: after) }

  static func differences(kind: Kind, before: Record?, after: Record?) -> [Difference] {
    kind.properties.indices.compactMap { index in
      let old = before?.values[index] ?? .null
      let new = after?.values[index] ?? .null
      return old == new ? nil : Difference(property: kind.properties[index], before: old, after: new)
    }
  }

  /// Whether the geometry differs before and after.
  public var movesGeometry: Bool { before?.geometry != after?.geometry }
}

extension Registry {
  /// The changes of one record, the newest first, also of one that is no more.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public func history(of reference: String) throws -> [HistoryEntry] {
    let record: Record
    do {
      record = try self.record(reference)
    } catch let error as RegistryError where error.code == .notFound {
      guard let past = try pastRecord(reference) else { throw error }
      record = past
    }
    return try history(of: record.kind, fid: record.fid, since: nil)
  }

  /// The changes of all records since a time (UTC, ISO 8601), the newest first.
  public func history(since: String?) throws -> [HistoryEntry] {
    // Entries of the same time keep their order.
    try kinds.all.flatMap { try history(of: $0, fid: nil, since: since) }.enumerated()
      .sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }.map(\.element)
  }

  /// The time of the newest change of any record, UTC, or nil where there was none.
  public func lastChange() throws -> String? { try changes("DESC").max() }

  /// The time of the oldest change of a record, UTC; nil where there was none.
  public func firstChange() throws -> String? { try changes("ASC").min() }

  /// The time of each kind's first entry in an order.
  private func changes(_ order: String) throws -> [String] {
    try read { database in
      try kinds.all.compactMap { kind in
        try String.fetchOne(
          database, sql: "SELECT at FROM \(HistoryTables.pastTable(kind)) ORDER BY entry \(order) LIMIT 1")
      }
    }
  }

  /// A mark of how often records of some kinds were changed, by whomever: as long as it stays, they are the same.
  public func changeMark(of kinds: [Kind]) throws -> [Int64] {
    try read { database in try kinds.map { try Self.changeMark(of: $0, database) } }
  }

  /// The newest entry of a kind's history.
  static func changeMark(of kind: Kind, _ database: Database) throws -> Int64 {
    let sql = "SELECT max(entry) FROM \(HistoryTables.pastTable(kind))"
    return try Int64.fetchOne(database.cachedStatement(sql: sql)) ?? 0
  }

  private func pastRecord(_ reference: String) throws -> Record? {
    let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
    let candidates = parts.count == 2 ? [try kind(parts[0])] : kinds.all
    let key = parts.last ?? reference
    return try read { database in
      for kind in candidates {
        let sql = """
          SELECT \(RegistryTables.columns(of: kind)) FROM \(HistoryTables.pastTable(kind))
          WHERE operation <> 'insert' AND (code = ? OR id = ?) ORDER BY entry DESC LIMIT 1
          """
        if let row = try Row.fetchOne(database, sql: sql, arguments: [key, key]) { return try Self.record(row, kind) }
      }
      return nil
    }
  }

  private func history(of kind: Kind, fid: Int64?, since: String?) throws -> [HistoryEntry] {
    var conditions = ["1"]
    var arguments: StatementArguments = []
    if let fid {
      conditions.append("(past.fid = ? OR (past.fid_last > past.fid AND ? BETWEEN past.fid AND past.fid_last))")
      arguments += [fid, fid]
    }
    if let since {
      conditions.append("past.at > ?")
      arguments += [since]
    }
    let columns = RegistryTables.columns(of: kind)
    let qualified = columns.split(separator: ",").map { "past." + $0.drop { $0 == " " } }.joined(separator: ", ")
    let sql = """
      SELECT \(qualified), past.at AS hetu_at, past.operation AS hetu_operation, past.fid_last AS hetu_last,
        change.actor AS hetu_actor, change.reason AS hetu_reason
      FROM \(HistoryTables.pastTable(kind)) AS past LEFT JOIN \(HistoryTables.changes) AS change USING (change_id)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY past.entry DESC
      """
    return try read { database in
      // The value after a change is the value before the next one of the same row, or the row as it is.
      var following: [Int64: Record?] = [:]
      var entries: [HistoryEntry] = []
      let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
      while let row = try rows.next() {
        guard let name = String.fromDatabaseValue(row["hetu_operation"]),
          let operation = HistoryEntry.Operation(rawValue: name)
        else { continue }
        let first: Int64 = row["fid"]
        guard let last = Int64.fromDatabaseValue(row["hetu_last"]), let at = String.fromDatabaseValue(row["hetu_at"])
        else {
          throw RegistryError(
            .unsound, "\(url.path) is damaged: its history of \(kind.name) can't be read; take a backup copy")
        }
        let count = Int(last - first + 1)
        let key = fid ?? first
        let isRange = count > 1 && fid == nil
        let before = operation == .insert ? nil : try Self.record(row, kind)
        var after: Record?
        if operation != .delete && !isRange {
          after = try following[key] ?? Self.current(database, kind, key)
        }
        following[key] = .some(before)
        entries.append(
          HistoryEntry(
            at: at, actor: String.fromDatabaseValue(row["hetu_actor"]),
            reason: String.fromDatabaseValue(row["hetu_reason"]), operation: operation, kind: kind,
            fid: key, rowCount: isRange ? count : 1, before: before, after: after))
      }
      return entries
    }
  }

  private static func current(_ database: Database, _ kind: Kind, _ fid: Int64) throws -> Record? {
    try Row.fetchOne(
      database, sql: "SELECT \(RegistryTables.columns(of: kind)) FROM \(kind.table) WHERE fid = ?", arguments: [fid]
    ).map { try record($0, kind) }
  }
}
