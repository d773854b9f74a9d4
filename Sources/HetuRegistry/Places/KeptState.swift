import GRDB
import HetuGeoPackage
import HetuGeodesy
import HetuGeometry
import HetuSchemas
import Synchronization

/// What a service keeps in memory of its registry; each part is brought up to date, by the history, when records have changed.
final class KeptState: Sendable {
  private struct PlacesKey: Hashable {
    let kind: String
    let isCoarse: Bool
    let hasGrades: Bool
    /// What the records must be, where not all are wanted, and whose sight that is decided by.
    var filter: Filter?
    var district: String?
    var audience: Audience?
  }

  private let places = KeptParts<PlacesKey, PlaceIndex>()
  /// Of what some condition wants: whoever asks may choose any; a few are kept.
  private let wantedPlaces = KeptParts<PlacesKey, PlaceIndex>(greatest: 8)
  private let counts = KeptParts<String, Int>()
  private let names = KeptParts<String, NameIndex>()

  func places(of kind: Kind, for audience: Audience, _ registry: Registry) throws -> PlaceIndex {
    try places(of: kind, RecordQuery(audience: audience), registry)
  }

  /// Where the records lie that a query of today's records wants by its filter and district.
  func places(of kind: Kind, _ query: RecordQuery, _ registry: Registry) throws -> PlaceIndex {
    let reader = try PlaceReader(kind, query, registry)
    var key = PlacesKey(kind: kind.name, isCoarse: reader.isCoarse, hasGrades: reader.grade != nil)
    let wantsAll = query.filter == nil && query.district == nil
    if !wantsAll { (key.filter, key.district, key.audience) = (query.filter, query.district, query.audience) }
    return try (wantsAll ? places : wantedPlaces).current(key, of: kind, registry) { database, old in
      if let old, let changes = try RowChanges(of: kind, since: old.mark, database), changes.areFew(of: old.value.count)
      {
        return try reader.index(database, over: old.value, changes)
      }
      return try reader.index(database)
    }
  }

  func count(of kind: Kind, _ registry: Registry) throws -> Int {
    try counts.current(kind.name, of: kind, registry) { database, old in
      if let old, let changes = try RowChanges(of: kind, since: old.mark, database) {
        return old.value + changes.growth
      }
      return try Int.fetchOne(database, sql: "SELECT count(*) FROM \(kind.table)") ?? 0
    }
  }

  /// The names as they stand without what a transaction under way has written.
  func names(of kind: Kind, _ registry: Registry) throws -> NameIndex {
    try names.current(kind.name, of: kind, registry) { database, old in
      if let old, let changes = try RowChanges(of: kind, since: old.mark, database), changes.areFew(of: old.value.count)
      {
        return try old.value.replacing(changes.rows, of: kind, in: database)
      }
      return try NameIndex(kind, in: database)
    }
  }
}

/// Parts of one sort, each with the mark of the history at which it stands.
private final class KeptParts<Key: Hashable & Sendable, Part: Sendable>: Sendable {
  typealias Marked = (mark: Int64, value: Part)

  /// A part with a lock of its own, so that what is long in the making keeps only those waiting who want the same.
  private final class Slot: Sendable {
    let part = Mutex<Marked?>(nil)
  }

  /// How many parts are kept at most.
  private let greatest: Int
  private let slots = Mutex<[Key: Slot]>([:])

  init(greatest: Int = .max) { self.greatest = greatest }

  /// The part as of now: as it was made last where its kind has not changed since, else made anew, by way of the old one if that helps.
  func current(
    _ key: Key, of kind: Kind, _ registry: Registry, make: (Database, _ old: Marked?) throws -> Part
  ) throws -> Part {
    let slot = slots.withLock { slots in
      if slots[key] == nil, slots.count >= greatest { slots.removeAll() }
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
    return try slot.part.withLock { part in
      let new = try registry.read { database -> Marked in
        let mark = try Registry.changeMark(of: kind, database)
        if let part, part.mark == mark { return part }
        return (mark, try make(database, part))
      }
      part = new
      return new.value
    }
  }
}

/// Which rows of a kind were changed behind a mark of its history.
private struct RowChanges {
  /// The rows, ascending, each once.
  var rows: [ClosedRange<Int64>] = []
  /// How many more records there are.
  var growth = 0
  /// How many rows may have changed.
  var count = 0

  /// The changes; nil where the history may not tell all: a program that puts a row in instead of others (`INSERT OR REPLACE`) takes those
  /// out without a word.
  init?(of kind: Kind, since mark: Int64, _ database: Database) throws {
    var tellsAll = true
    try database.forEachRawRow(
      """
      SELECT fid, fid_last, operation = 'insert', operation = 'delete', change_id IS NULL
      FROM \(HistoryTables.pastTable(kind)) WHERE entry > ?
      """, arguments: [mark]
    ) { row in
      let (first, last) = (row.integer(0), max(row.integer(0), row.integer(1)))
      let (further, isOverflow) = last.subtractingReportingOverflow(first)
      guard !isOverflow, further < 1 << 40 else {
        tellsAll = false
        return
      }
      rows.append(first...last)
      count += Int(further) + 1
      if row.integer(2) == 1 { growth += Int(further) + 1 }
      if row.integer(3) == 1 { growth -= 1 }
      if row.integer(2) == 1, row.integer(4) == 1 { tellsAll = false }
    }
    guard tellsAll else { return nil }
    rows = rows.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, rows in
      if let last = merged.last, rows.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, rows.upperBound)
      } else {
        merged.append(rows)
      }
    }
  }

  /// Whether to put them into what is known of so many records is less work than to read all.
  func areFew(of known: Int) -> Bool { count <= 1_000 + known / 20 }
}

/// Reads where the records of a kind lie that a query wants, as its audience sees them.
private struct PlaceReader {
  /// Whether places are those of the public's coarse grid.
  let isCoarse: Bool
  /// The property of the grades, where the audience may see it.
  let grade: Property?
  private let selection: (sql: String, arguments: [DatabaseValue])

  init(_ kind: Kind, _ query: RecordQuery, _ registry: Registry) throws {
    isCoarse = query.audience.coarsens(kind)
    grade = kind.gradeProperty.flatMap(kind.property).flatMap { query.audience.mayAsk(about: $0, of: kind) ? $0 : nil }
    let word = grade.map { quotedIdentifier($0.name) } ?? "NULL"
    let text = kind.index(of: "source_position") == nil ? "NULL" : "source_position"
    selection = try registry.selection(
      of: kind, RecordQuery(filter: query.filter, district: query.district, audience: query.audience),
      columns: "fid, geom, \(word) AS word, \(text) AS text")
  }

  /// The index of all records.
  func index(_ database: Database) throws -> PlaceIndex {
    var found = Found(grades: [""] + (grade?.codes ?? []))
    try read(database, 1...Int64.max, &found)
    return PlaceIndex(found.places, shapes: found.shapes, grades: found.grades)
  }

  /// An older index with what has changed since.
  func index(_ database: Database, over old: PlaceIndex, _ changes: RowChanges) throws -> PlaceIndex {
    var found = Found(grades: old.grades)
    for rows in changes.rows { try read(database, rows, &found) }
    return old.replacing(Set(changes.rows.flatMap(\.self)), found.places, found.shapes, grades: found.grades)
  }

  private struct Found {
    var places: [PlaceIndex.Place] = []
    var shapes: [PlaceIndex.Shape] = []
    var grades: [String]

    /// The place of a word among the grades; a registry has a few, and what is beyond them counts as none.
    mutating func number(of word: String) -> UInt8 {
      if let known = grades.firstIndex(of: word) { return UInt8(known) }
      guard grades.count < 250 else { return 0 }
      grades.append(word)
      return UInt8(grades.count - 1)
    }
  }

  private func read(_ database: Database, _ rows: ClosedRange<Int64>, _ found: inout Found) throws {
    try database.forEachRawRow(
      "SELECT fid, geom, word, text FROM (\(selection.sql)) WHERE fid BETWEEN ? AND ? AND geom IS NOT NULL",
      arguments: StatementArguments(
        selection.arguments + [rows.lowerBound.databaseValue, rows.upperBound.databaseValue])
    ) { row in
      // A broken geometry lies nowhere, as it does for the file's R-tree; whoever reads its record is told.
      guard let exact = row.withBytes(1, { try? GeoPackageBinary.envelope($0) }), exact.center.isFinite else { return }
      let box = isCoarse ? Envelope(Audience.coarsened(exact.center)) : exact
      let cell = PlaceIndex.cell(WebMercator.unit(box.center))
      let form: PlaceIndex.Form =
        if box.width > 0 || box.height > 0 {
          .shape
        } else {
          row.isNull(3) && !Precision.isRough(box.center) ? .point : .roughPoint
        }
      found.places.append(
        .init(
          code: ZOrder.code(column: cell.column, row: cell.row), row: row.integer(0),
          traits: .init(grade: found.number(of: row.text(2) ?? ""), form: form)))
      if form == .shape { found.shapes.append(.init(row: row.integer(0), box: box)) }
    }
  }
}

extension Registry {
  /// Whether places are kept in memory between calls: where the registry was opened by ``openShared(at:)``.
  public var keepsPlaces: Bool { kept != nil }

  /// Where the records of a kind lie as an audience sees them; kept between calls where the registry was opened by ``openShared(at:)``.
  public func places(of kind: Kind, for audience: Audience) throws -> PlaceIndex {
    try (kept ?? KeptState()).places(of: kind, for: audience, self)
  }

  /// Where the records of a kind lie that a query wants by its filter and district, as its audience sees them; kept likewise.
  public func places(of kind: Kind, _ query: RecordQuery) throws -> PlaceIndex {
    try (kept ?? KeptState()).places(of: kind, query, self)
  }
}
