import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// Where the records of a kind of one name stand, names compared as ``ThingName`` does: 40 bytes a record, whatever they are called.
struct NameIndex: Sendable {
  private struct Entry {
    /// The hash of the normal name; what is found is read and compared once more.
    let name: Int
    /// The middle of the box; without a place the latitude comes before all.
    let latitude: Double
    let longitude: Double
    let row: Int64
    /// The number of the county, 0 where none is told.
    let county: Int32
  }

  /// By name, then from south to north.
  private let entries: [Entry]
  /// What has changed since these were sorted: rows that no longer count among them, and what came instead, in no order.
  private var gone: Set<Int64> = []
  private var recent: [Entry] = []

  /// How far from a middle records are looked for, in degrees: more than half a kilometre anywhere in China.
  private static let degrees = 0.01

  /// Reads the names of the records up to a row.
  init(_ kind: Kind, through lastRow: Int64 = .max, in database: Database) throws {
    entries = Self.sorted(try Self.read(kind, Int64.min...lastRow, in: database))
  }

  private init(sorting entries: [Entry]) { self.entries = Self.sorted(entries) }

  /// How many names there are, or some more or less.
  var count: Int { entries.count - gone.count + recent.count }

  /// The index after some rows have changed.
  func replacing(_ changed: [ClosedRange<Int64>], of kind: Kind, in database: Database) throws -> NameIndex {
    var new = self
    let rows = Set(changed.flatMap(\.self))
    new.gone.formUnion(rows)
    new.recent.removeAll { rows.contains($0.row) }
    for rows in changed { new.recent += try Self.read(kind, rows, in: database) }
    guard new.gone.count > 1_000 else { return new }
    return NameIndex(sorting: entries.filter { !new.gone.contains($0.row) } + new.recent)
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    entries.sorted { ($0.name, $0.latitude, $0.row) < ($1.name, $1.latitude, $1.row) }
  }

  private static func read(_ kind: Kind, _ rows: ClosedRange<Int64>, in database: Database) throws -> [Entry] {
    guard kind.index(of: "name") != nil else { return [] }
    var entries: [Entry] = []
    let geometry = kind.geometry == nil ? "NULL" : "geom"
    let district = kind.index(of: "district") == nil ? "NULL" : "district"
    try database.forEachRawRow(
      "SELECT fid, name, \(geometry), \(district) FROM \(kind.table) WHERE fid BETWEEN ? AND ? AND name IS NOT NULL",
      arguments: [rows.lowerBound, rows.upperBound]
    ) { row in
      var middle: Position?
      if !row.isNull(2) {
        middle = row.withBytes(2) {
          GeoPackageBinary.point($0) ?? (try? GeoPackageBinary.read($0).geometry)?.envelope?.center
        }
      }
      entries.append(
        Entry(
          name: ThingName.normal(row.text(1) ?? "").hashValue, latitude: middle?.y ?? -.infinity,
          longitude: middle?.x ?? 0, row: row.integer(0), county: county(row.text(3))))
    }
    return entries
  }

  private static func county(_ district: String?) -> Int32 { district.flatMap { Int32(DistrictCode.county($0)) } ?? 0 }

  /// The rows of a normal name, at most `limit`: with a district none of another county, with a middle those near it and those without a place.
  func rows(named name: String, in district: String?, around middle: Position?, limit: Int) -> [Int64] {
    let hash = name.hashValue
    let county = Self.county(district)
    // A city's code, 411200, may mean any of its counties.
    func mayBeOne(_ other: Int32) -> Bool { county == other || county % 100 == 0 || other % 100 == 0 }
    func isWanted(_ entry: Entry) -> Bool {
      guard entry.name == hash, mayBeOne(entry.county) else { return false }
      guard let middle, entry.latitude > -.infinity else { return true }
      return abs(entry.latitude - middle.y) <= Self.degrees && abs(entry.longitude - middle.x) <= Self.degrees
    }
    var rows = recent.filter(isWanted).prefix(limit).map(\.row)
    func collect(from latitude: Double, through last: Double) {
      var index = first(hash, latitude)
      while rows.count < limit, index < entries.count, entries[index].name == hash, entries[index].latitude <= last {
        if isWanted(entries[index]), !gone.contains(entries[index].row) { rows.append(entries[index].row) }
        index += 1
      }
    }
    guard let middle else {
      collect(from: -.infinity, through: .infinity)
      return rows
    }
    collect(from: -.infinity, through: -.infinity)
    collect(from: middle.y - Self.degrees, through: middle.y + Self.degrees)
    return rows
  }

  /// The place of the first entry that is not before a name and latitude.
  private func first(_ name: Int, _ latitude: Double) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if (entries[middle].name, entries[middle].latitude) < (name, latitude) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension RegistryWriter {
  /// The number of the last row of a kind, 0 where there is none.
  public func lastRow(of kind: Kind) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(fid) FROM \(kind.table)") ?? 0
  }

  /// The records of a kind with a name, compared as ``ThingName/normal(_:)`` does, among the rows up to `lastRow`.
  ///
  /// They are those before the change where the registry was opened by ``Registry/openShared(at:)``; else the names are read at the first question
  /// of a kind, and that question's `lastRow` holds for all of the change. A record that was renamed since is not found by its new name.
  ///
  /// - Parameters:
  ///   - district: a GB/T 2260 code; records of another county are left out, those of none are not.
  ///   - middle: the middle of the place, longitude and latitude; records farther than 0.01° from it are left out, those of no place are not.
  ///   - limit: so many are looked at.
  public func existing(
    _ kind: Kind, named name: String, in district: String?, around middle: Position?, through lastRow: Int64, limit: Int
  ) throws -> [Record] {
    let name = ThingName.normal(name)
    guard !name.isEmpty, lastRow > 0 else { return [] }
    let index = try nameIndexes[kind.name] ?? names(of: kind, through: lastRow)
    nameIndexes[kind.name] = index
    let sql = "SELECT \(RegistryTables.columns(of: kind)) FROM \(kind.table) WHERE fid = ?"
    return try index.rows(named: name, in: district, around: middle, limit: limit).compactMap { row in
      try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [row]).map { try Registry.record($0, kind) }
    }.filter { ThingName.normal($0.name) == name }
  }

  private func names(of kind: Kind, through lastRow: Int64) throws -> NameIndex {
    guard let kept = registry.kept else { return try NameIndex(kind, through: lastRow, in: database) }
    return try kept.names(of: kind, registry)
  }
}

extension Registry {
  /// Reads the names of a kind, if the registry keeps them, so that the first change need not.
  public func keepNames(of kind: Kind) throws { _ = try kept?.names(of: kind, self) }
}
