import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

extension RegistryWriter {
  /// Puts many records of a kind in at once: what `body` hands over, as one entry of the history.
  ///
  /// Indexes and the R-tree are made at the end where that is faster, so that a million records cost little more than their rows.
  /// Updates of the same kind may go on in `body`, but where the kind was empty the rows may stand only when it has ended; single
  /// inserts of the same kind may not.
  ///
  /// - Parameter properties: the places of those that records may have values for, all unless said otherwise; fewer are faster.
  /// - Returns: the number of records put in.
  @discardableResult
  public func load(_ kind: Kind, properties: [Int]? = nil, _ body: (RecordLoad) throws -> Void) throws -> Int {
    touch(kind)
    let trigger = HistoryTables.insertTrigger(kind)
    let isEmpty = try !(Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(kind.table))") ?? false)
    let indexes = isEmpty ? ["id", "code"] : []
    try database.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)")
    for column in indexes { try database.execute(sql: "DROP INDEX IF EXISTS hetu_\(kind.name)_\(column)") }
    let layer = try Layer(kind.name, in: database)
    let first = try Int64.fetchOne(
      database, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [kind.name])
    var load = RecordLoad.Progress(nextRow: (first ?? 0) + 1)
    let made = ["id", "code"].compactMap(kind.index)
    let given = properties.map { Set($0 + made).sorted() } ?? Array(kind.properties.indices)
    let columns = given.map { kind.properties[$0].name }
    let count = try layer.bulkInsert(columns: columns, in: database) { writer in
      let session = RecordLoad(writer: writer, kind: kind, columns: given, isQueued: isEmpty, progress: load)
      try body(session)
      load = session.progress
    }
    for column in indexes { try database.execute(sql: RegistryTables.uniqueIndex(on: column, of: kind)) }
    if count > 0, let first = load.firstRow {
      try database.execute(
        sql: """
          INSERT INTO \(HistoryTables.pastTable(kind)) (at, change_id, operation, fid, fid_last)
          VALUES (\(HistoryTables.now), ?, 'insert', ?, ?)
          """, arguments: [change, first, load.nextRow - 1])
    }
    for made in HistoryTables.triggers(kind) where made.name == trigger { try database.execute(sql: made.sql) }
    return count
  }
}

/// Takes the records of one bulk load; lent to the closure of ``RegistryWriter/load(_:_:)``.
public final class RecordLoad {
  struct Progress {
    var nextRow: Int64
    var firstRow: Int64?
  }

  private let writer: BulkWriter
  private let kind: Kind
  /// The places of the properties that are written.
  private let columns: [Int]
  /// Whether rows are queued, because nothing can refuse them before the indexes are made.
  private let isQueued: Bool
  private let idIndex: Int?
  private let codeIndex: Int?
  private let districtIndex: Int?
  private var identifiers = IdentifierSource()
  fileprivate var progress: Progress
  /// The code of the record that was put in last, given or made.
  public private(set) var lastCode = ""

  fileprivate init(writer: BulkWriter, kind: Kind, columns: [Int], isQueued: Bool, progress: Progress) {
    self.writer = writer
    self.kind = kind
    self.columns = columns
    self.isQueued = isQueued
    self.progress = progress
    idIndex = kind.index(of: "id")
    codeIndex = kind.index(of: "code")
    districtIndex = kind.index(of: "district")
  }

  /// Puts a record in; `values` is aligned with the kind's properties, and a null id or code is made.
  ///
  /// - Returns: its row.
  @discardableResult
  public func insert(_ values: [Value], geometry: Geometry?) throws -> Int64 {
    switch geometry {
    case .point(let position?): try writer.bind(point: position)
    case let geometry?: try writer.bind(geometry: kind.stored(geometry))
    case nil: break
    }
    for index in columns {
      switch values[index] {
      case .null where index == idIndex: try writer.bind(text: identifiers.next())
      case .null where index == codeIndex:
        lastCode = madeCode(values)
        try writer.bind(text: lastCode)
      case .null: try writer.bindNull()
      case .text(let text), .list(let text):
        if index == codeIndex { lastCode = text }
        try writer.bind(text: text)
      case .integer(let integer): try writer.bind(integer: integer)
      case .real(let real): try writer.bind(real: real)
      case .boolean(let boolean): try writer.bind(integer: boolean ? 1 : 0)
      }
    }
    let row: Int64
    if isQueued {
      row = progress.nextRow
      try writer.queueRow()
    } else {
      row = try writer.insertRow()
    }
    if progress.firstRow == nil { progress.firstRow = row }
    progress.nextRow = row + 1
    return row
  }

  /// A made code: prefix, district, row; as the trigger of foreign inserts makes it.
  private func madeCode(_ values: [Value]) -> String {
    let district = districtIndex.flatMap { values[$0].text }.map(DistrictCode.county) ?? "000000"
    let row = "\(progress.nextRow)"
    return "\(kind.codePrefix)-\(district)-\(String(repeating: "0", count: max(0, 6 - row.count)))\(row)"
  }
}
