import GRDB
import HetuGeoPackage
import HetuSchemas

/// What became of one record since a time.
public struct RecordChange: Sendable {
  /// The kind.
  public let kind: Kind
  /// Whether the record was not there at that time.
  public let isNew: Bool
  /// How the record stood since, the oldest first, without how it stands now; of a record that is not new the first is how it stood at
  /// that time.
  public let past: [Record]
  /// How the record stands now; nil where it is no more.
  public let current: Record?
  /// When it was changed last, UTC.
  public let at: String
  /// Who changed it last; nil where another program did.
  public let actor: String?
}

extension Registry {
  /// The records of a kind that were changed after a time (UTC, ISO 8601), by row; one that came and went in between is left out
  /// unless it was seen in two states.
  public func changes(of kind: Kind, since: String) throws -> [RecordChange] {
    try read { database in
      var log = ChangeLog(kind)
      let columns = RegistryTables.columns(of: kind).split(separator: ",").map { "past." + $0.drop { $0 == " " } }
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT \(columns.joined(separator: ", ")), past.at AS hetu_at, past.operation AS hetu_operation,
            past.fid_last AS hetu_last, change.actor AS hetu_actor
          FROM \(HistoryTables.pastTable(kind)) AS past LEFT JOIN \(HistoryTables.changes) AS change USING (change_id)
          WHERE past.at > ? ORDER BY past.entry
          """, arguments: [since])
      while let row = try rows.next() { try log.add(row) }
      return try log.changes(database)
    }
  }
}

/// The history of a kind, put together by row.
private struct ChangeLog {
  private struct Touched {
    var isNew: Bool
    var past: [Record] = []
    var at: String
    var actor: String?
  }

  private let kind: Kind
  private var touched: [Int64: Touched] = [:]
  /// Rows that were put in one by one, and those that were put in together.
  private var inserted: [Int64: (at: String, actor: String?)] = [:]
  private var loads: [(rows: ClosedRange<Int64>, at: String, actor: String?)] = []

  init(_ kind: Kind) { self.kind = kind }

  mutating func add(_ row: Row) throws {
    let first: Int64 = row["fid"]
    let last = max(first, Int64.fromDatabaseValue(row["hetu_last"]) ?? first)
    let at = String.fromDatabaseValue(row["hetu_at"]) ?? ""
    let actor = String.fromDatabaseValue(row["hetu_actor"])
    if String.fromDatabaseValue(row["hetu_operation"]) == HistoryEntry.Operation.insert.rawValue {
      if first == last { inserted[first] = (at, actor) } else { loads.append((first...last, at, actor)) }
      return
    }
    var entry = touched[first] ?? Touched(isNew: origin(of: first) != nil, at: at, actor: actor)
    entry.past.append(try Registry.record(row, kind))
    entry.at = at
    entry.actor = actor
    touched[first] = entry
  }

  /// When and by whom a row was put in, or nil where it was there before.
  private func origin(of row: Int64) -> (at: String, actor: String?)? {
    inserted[row] ?? loads.last { $0.rows.contains(row) }.map { ($0.at, $0.actor) }
  }

  func changes(_ database: Database) throws -> [RecordChange] {
    var current: [Int64: Record] = [:]
    let columns = RegistryTables.columns(of: kind)
    func fetch(_ condition: String) throws {
      let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM \(kind.table) WHERE \(condition)")
      while let row = try rows.next() { current[row["fid"]] = try Registry.record(row, kind) }
    }
    for load in loads { try fetch("fid BETWEEN \(load.rows.lowerBound) AND \(load.rows.upperBound)") }
    let rest = Set(touched.keys).union(inserted.keys).filter { current[$0] == nil }.sorted()
    for start in stride(from: 0, to: rest.count, by: 10_000) {
      try fetch("fid IN (\(rest[start..<min(start + 10_000, rest.count)].map(String.init).joined(separator: ", ")))")
    }
    return Set(touched.keys).union(current.keys).sorted().compactMap { row in
      if let entry = touched[row] {
        return RecordChange(
          kind: kind, isNew: entry.isNew, past: entry.past, current: current[row], at: entry.at, actor: entry.actor)
      }
      guard let origin = origin(of: row) else { return nil }
      return RecordChange(
        kind: kind, isNew: true, past: [], current: current[row], at: origin.at, actor: origin.actor)
    }
  }
}

extension RegistryWriter {
  /// The ids of the records of a kind that were taken out at some time.
  public func deletedIdentifiers(of kind: Kind) throws -> Set<String> {
    try String.fetchSet(
      database,
      sql: "SELECT id FROM \(HistoryTables.pastTable(kind)) WHERE operation = 'delete' AND id IS NOT NULL")
  }

  /// A setting as it stands inside this change.
  public func setting(_ key: String) throws -> String? {
    try String.fetchOne(database, sql: "SELECT value FROM hetu_setting WHERE key = ?", arguments: [key])
  }

  /// Sets or changes a setting as part of this change.
  public func set(_ key: String, to value: String) throws { try Registry.set(key, to: value, in: database) }
}
