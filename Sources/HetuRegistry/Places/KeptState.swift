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
  }

  /// A part with a lock of its own, so that what is long in the making keeps only those waiting who want the same.
  private final class Slot<Part: Sendable>: Sendable {
    let part = Mutex<(mark: Int64, value: Part)?>(nil)
  }

  private let places = Mutex<[PlacesKey: Slot<PlaceIndex>]>([:])
  private let counts = Mutex<[String: Slot<Int>]>([:])

  func places(of kind: Kind, for audience: Audience, _ registry: Registry) throws -> PlaceIndex {
    let reader = PlaceReader(kind, for: audience)
    let key = PlacesKey(kind: kind.name, isCoarse: reader.isCoarse, hasGrades: reader.grade != nil)
    let slot = places.withLock { slots in
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
    return try slot.part.withLock { part in
      let new = try registry.read { try reader.index($0, over: part) }
      part = new
      return new.value
    }
  }

  func count(of kind: Kind, _ registry: Registry) throws -> Int {
    let slot = counts.withLock { slots in
      let slot = slots[kind.name] ?? Slot()
      slots[kind.name] = slot
      return slot
    }
    return try slot.part.withLock { part in
      let new = try registry.read { try Self.count(of: kind, $0, over: part) }
      part = new
      return new.value
    }
  }

  private static func count(
    of kind: Kind, _ database: Database, over old: (mark: Int64, value: Int)?
  ) throws -> (mark: Int64, value: Int) {
    let mark = try Registry.changeMark(of: kind, database)
    if let old, old.mark == mark { return old }
    if let old, let change = try RowChanges(of: kind, since: old.mark, database) {
      return (mark, old.value + change.growth)
    }
    return (mark, try Int.fetchOne(database, sql: "SELECT count(*) FROM \(kind.table)") ?? 0)
  }
}

/// Which rows of a kind were changed behind a mark of its history.
private struct RowChanges {
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
      rows.append(first...last)
      count += Int(last - first) + 1
      if row.integer(2) == 1 { growth += Int(last - first) + 1 }
      if row.integer(3) == 1 { growth -= 1 }
      if row.integer(2) == 1, row.integer(4) == 1 { tellsAll = false }
    }
    guard tellsAll else { return nil }
  }
}

/// Reads where the records of a kind lie as an audience sees them.
private struct PlaceReader {
  let kind: Kind
  /// Whether places are those of the public's coarse grid.
  let isCoarse: Bool
  /// The property of the grades, where the audience may see it.
  let grade: Property?

  init(_ kind: Kind, for audience: Audience) {
    self.kind = kind
    isCoarse = audience.coarsens(kind)
    grade = kind.gradeProperty.flatMap(kind.property).flatMap { audience.mayAsk(about: $0, of: kind) ? $0 : nil }
  }

  /// The index as of now, from an older one where that is less work.
  func index(
    _ database: Database, over old: (mark: Int64, value: PlaceIndex)?
  ) throws -> (mark: Int64, value: PlaceIndex) {
    let mark = try Registry.changeMark(of: kind, database)
    if let old, old.mark == mark { return old }
    if let old, let changes = try RowChanges(of: kind, since: old.mark, database),
      changes.count <= 1_000 + old.value.count / 20
    {
      var found = Found(grades: old.value.grades)
      for rows in changes.rows { try read(database, rows, &found) }
      let gone = Set(changes.rows.flatMap(\.self))
      return (mark, old.value.replacing(gone, found.places, found.shapes, grades: found.grades))
    }
    var found = Found(grades: [""] + (grade?.codes ?? []))
    try read(database, 1...Int64.max, &found)
    return (mark, PlaceIndex(found.places, shapes: found.shapes, grades: found.grades))
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
    let word = grade.map { quotedIdentifier($0.name) } ?? "NULL"
    try database.forEachRawRow(
      "SELECT fid, geom, \(word) FROM \(kind.table) WHERE fid BETWEEN ? AND ? AND geom IS NOT NULL",
      arguments: [rows.lowerBound, rows.upperBound]
    ) { row in
      // A broken geometry lies nowhere, as it does for the file's R-tree; whoever reads its record is told.
      guard let exact = row.withBytes(1, { try? GeoPackageBinary.envelope($0) }), exact.center.isFinite else { return }
      let box = isCoarse ? Envelope(Audience.coarsened(exact.center)) : exact
      let cell = PlaceIndex.cell(WebMercator.unit(box.center))
      found.places.append(
        .init(
          code: ZOrder.code(column: cell.column, row: cell.row), row: row.integer(0),
          grade: found.number(of: row.text(2) ?? "")))
      if box.width > 0 || box.height > 0 { found.shapes.append(.init(row: row.integer(0), box: box)) }
    }
  }
}

extension Registry {
  /// Where the records of a kind lie as an audience sees them; kept between calls where the registry was opened by ``openShared(at:)``.
  public func places(of kind: Kind, for audience: Audience) throws -> PlaceIndex {
    try (kept ?? KeptState()).places(of: kind, for: audience, self)
  }
}
