import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// An order of records: by a property, the unknown before all, or after all where it descends.
public struct RecordOrder: Sendable, Hashable {
  /// The property's name.
  public let property: String
  /// Whether the greatest comes first.
  public let descends: Bool

  /// An order from its parts.
  public init(property: String, descends: Bool = false) {
    self.property = property
    self.descends = descends
  }
}

/// The last record of a page: its row and its values of the properties that order the records.
public struct PageEnd: Sendable, Hashable {
  /// The row.
  public let fid: Int64
  /// The values, one for each order.
  public let values: [Value]

  /// An end from its parts.
  public init(fid: Int64, values: [Value]) {
    self.fid = fid
    self.values = values
  }
}

/// Which records of an ordered list make a page.
struct PageBounds {
  let orders: [RecordOrder]
  let after: PageEnd?
  let limit: Int
  let isWide: Bool
  let audience: Audience

  /// What holds for the records behind the page before.
  func condition(_ kind: Kind) throws -> (sql: [String], arguments: [DatabaseValue]) {
    guard let after else { return ([], []) }
    var terms: [String] = []
    var arguments: [DatabaseValue] = []
    for place in 0...orders.count {
      var factors: [String] = []
      for same in 0..<place {
        factors.append("\(try column(same, kind)) IS ?")
        arguments.append(after.values[same].databaseValue)
      }
      if place == orders.count {
        factors.append("fid > ?")
        arguments.append(after.fid.databaseValue)
      } else {
        let column = try column(place, kind)
        switch (orders[place].descends, after.values[place].isNull) {
        case (false, true): factors.append("\(column) IS NOT NULL")
        case (true, true): factors.append("0")
        case (let descends, false):
          factors.append(descends ? "(\(column) < ? OR \(column) IS NULL)" : "\(column) > ?")
          arguments.append(after.values[place].databaseValue)
        }
      }
      terms.append(factors.joined(separator: " AND "))
    }
    return (["(\(terms.joined(separator: " OR ")))"], arguments)
  }

  func order(_ kind: Kind) throws -> String {
    let columns = try orders.indices.map { try column($0, kind) + (orders[$0].descends ? " DESC" : "") } + ["fid"]
    return "ORDER BY \(columns.joined(separator: ", ")) LIMIT \(limit)"
  }

  private func column(_ place: Int, _ kind: Kind) throws -> String {
    guard let property = kind.property(orders[place].property) else {
      throw RegistryError(
        .usage, "\(kind.name) has no property “\(orders[place].property.prefix(60))” that it could be sorted by")
    }
    return audience.column(property)
  }
}

extension RecordQuery {
  /// A box that all records wanted meet in the R-tree, or nil.
  func indexBox(_ kind: Kind) -> Envelope? {
    guard kind.geometry != nil, let box = box ?? filter?.box else { return nil }
    // A coarsened place may lie as far as half a step of its grid from the middle of the exact one.
    return audience.coarsens(kind) ? box.expanded(dx: 0.011, dy: 0.011) : box
  }
}

extension Registry {
  /// Up to `limit` records of a kind that a query wants, in order, beginning behind the end of the page before.
  ///
  /// - Throws: ``RegistryError`` of class usage for an order by a property that there is not.
  public func page(
    of kind: Kind, _ query: RecordQuery, by orders: [RecordOrder] = [], after: PageEnd? = nil, limit: Int
  ) throws -> [Record] {
    var records: [Record] = []
    try forEachRow(of: kind, query, by: orders, after: after, limit: limit) {
      records.append(try Self.record($0, kind))
    }
    return records
  }

  /// Calls `body` with each row of such a page.
  func forEachRow(
    of kind: Kind, _ query: RecordQuery, by orders: [RecordOrder], after: PageEnd?, limit: Int,
    _ body: (borrowing RawRow) throws -> Void
  ) throws {
    if let kept, orders.isEmpty, query.asOf == nil, let box = query.indexBox(kind) {
      let places = try kept.places(of: kind, for: .internal, self)
      return try forEachRow(of: kind, query, at: places, in: box, after: after?.fid, limit: limit, body)
    }
    try read { database in
      let isWide = try isWide(query, kind, limit: limit, database)
      let bounds = PageBounds(orders: orders, after: after, limit: limit, isWide: isWide, audience: query.audience)
      let (sql, arguments) = try selection(of: kind, query, page: bounds)
      try database.forEachRawRow(sql, arguments: StatementArguments(arguments), body)
    }
  }

  /// Calls `body` with each row of a page of records in a box, whose rows an index in memory tells in order.
  private func forEachRow(
    of kind: Kind, _ query: RecordQuery, at places: PlaceIndex, in box: Envelope, after: Int64?, limit: Int,
    _ body: (borrowing RawRow) throws -> Void
  ) throws {
    let (sql, arguments) = try selection(of: kind, query, byKey: true)
    try read { database in
      var (last, left) = (after ?? .min, limit)
      // More than fill the page, as the query may not want all; more each time that did not do.
      var ahead = max(1_000, 2 * limit)
      while left > 0 {
        let rows = places.rows(in: box, after: last, limit: ahead)
        var part = rows[...]
        while left > 0, !part.isEmpty {
          try Task.checkCancellation()
          let keys = part.prefix(left)
          try database.forEachRawRow(sql, arguments: StatementArguments(arguments), keys: keys) { row in
            left -= 1
            try body(row)
          }
          part = part.dropFirst(keys.count)
        }
        guard rows.count == ahead, let end = rows.last else { break }
        (last, ahead) = (end, min(ahead * 8, 1 << 20))
      }
    }
  }

  /// The number of records that a query wants.
  public func count(of kind: Kind, _ query: RecordQuery) throws -> Int {
    let (sql, arguments) = try selection(of: kind, query, columns: "fid")
    return try read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(sql))", arguments: StatementArguments(arguments)) ?? 0
    }
  }

  /// The box of all records of a kind as the file states it, or nil where there are none.
  public func extent(of kind: Kind) throws -> Envelope? {
    guard kind.geometry != nil else { return nil }
    return try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?",
        arguments: [kind.name])
      return row.flatMap { row in Envelope(box: (0..<4).compactMap { Double.fromDatabaseValue(row[$0]) }) }
    }
  }

  /// Whether the R-tree would find more records than asking rows one by one costs.
  private func isWide(_ query: RecordQuery, _ kind: Kind, limit: Int, _ database: Database) throws -> Bool {
    guard let box = query.indexBox(kind), query.asOf == nil else { return false }
    let rows = try Int.fetchOne(database, sql: "SELECT max(fid) FROM \(kind.table)") ?? 0
    // Hits of the R-tree cost so much each, rows asked one by one five times as much, and of those a page takes as many as the layer has
    // for each hit: both cost the same at this number of hits (measured at 10⁶ points).
    let wide = max(4_000, Int((5 * Double(rows) * Double(limit)).squareRoot()))
    let found = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM \(RegistryTables.spatialIndex(of: kind))
        WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? LIMIT \(wide))
        """, arguments: [box.minX, box.maxX, box.minY, box.maxY])
    return found == wide
  }
}
