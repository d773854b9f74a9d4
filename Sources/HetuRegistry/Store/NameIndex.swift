import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// Where the records of a kind of one name stand, names compared as ``ThingName`` does: 40 bytes a record, whatever they are called.
struct NameIndex {
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

  /// How far from a middle records are looked for, in degrees: more than half a kilometre anywhere in China.
  private static let degrees = 0.01

  /// Reads the names of the records up to a row.
  init(_ kind: Kind, through lastRow: Int64, in database: Database) throws {
    guard kind.index(of: "name") != nil else {
      entries = []
      return
    }
    var entries: [Entry] = []
    let geometry = kind.geometry == nil ? "NULL" : "geom"
    let district = kind.index(of: "district") == nil ? "NULL" : "district"
    try database.forEachRawRow(
      "SELECT fid, name, \(geometry), \(district) FROM \(kind.table) WHERE fid <= ? AND name IS NOT NULL",
      arguments: [lastRow]
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
          longitude: middle?.x ?? 0, row: row.integer(0), county: Self.county(row.text(3))))
    }
    self.entries = entries.sorted { ($0.name, $0.latitude, $0.row) < ($1.name, $1.latitude, $1.row) }
  }

  private static func county(_ district: String?) -> Int32 { district.flatMap { Int32(DistrictCode.county($0)) } ?? 0 }

  /// The rows of a normal name, at most `limit`: with a district none of another county, with a middle those near it and those without a place.
  func rows(named name: String, in district: String?, around middle: Position?, limit: Int) -> [Int64] {
    let hash = name.hashValue
    let county = Self.county(district)
    // A city's code, 411200, may mean any of its counties.
    func mayBeOne(_ other: Int32) -> Bool { county == other || county % 100 == 0 || other % 100 == 0 }
    var rows: [Int64] = []
    func collect(from latitude: Double, through last: Double, where isWanted: (Entry) -> Bool) {
      var index = first(hash, latitude)
      while rows.count < limit, index < entries.count, entries[index].name == hash, entries[index].latitude <= last {
        if mayBeOne(entries[index].county), isWanted(entries[index]) { rows.append(entries[index].row) }
        index += 1
      }
    }
    guard let middle else {
      collect(from: -.infinity, through: .infinity) { _ in true }
      return rows
    }
    collect(from: -.infinity, through: -.infinity) { _ in true }
    collect(from: middle.y - Self.degrees, through: middle.y + Self.degrees) {
      abs($0.longitude - middle.x) <= Self.degrees
    }
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
  /// The names are read at the first question of a kind, and that question's `lastRow` holds for all of the change; a record that was
  /// renamed since is not found by its new name.
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
    let index = try nameIndexes[kind.name] ?? NameIndex(kind, through: lastRow, in: database)
    nameIndexes[kind.name] = index
    let sql = "SELECT \(RegistryTables.columns(of: kind)) FROM \(kind.table) WHERE fid = ?"
    return try index.rows(named: name, in: district, around: middle, limit: limit).compactMap { row in
      try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [row]).map { try Registry.record($0, kind) }
    }.filter { ThingName.normal($0.name) == name }
  }
}
