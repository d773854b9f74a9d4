import Foundation
import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// Which records of a kind are wanted.
public struct RecordQuery: Sendable {
  /// A condition on the properties.
  public var filter: Filter?
  /// A GB/T 2260 code or its beginning: the district and all below it.
  public var district: String?
  /// Only records whose box meets this one, CGCS2000.
  public var box: Envelope?
  /// The records as they stood at that time (ISO 8601, UTC).
  public var asOf: String?
  /// Whose sight conditions on places are decided by.
  public var audience: Audience
  /// Whether the records come by district, then code, instead of by row.
  public var goesByDistrict = false
  /// The properties that are read, where not all are wanted; the others are null then. Of times past all are read.
  public var properties: Set<String>?

  /// All records, unless narrowed.
  public init(
    filter: Filter? = nil, district: String? = nil, box: Envelope? = nil, asOf: String? = nil,
    audience: Audience = .internal
  ) {
    self.filter = filter
    self.district = district
    self.box = box
    self.asOf = asOf
    self.audience = audience
  }
}

extension Registry {
  /// The number of records of a kind.
  public func count(of kind: Kind) throws -> Int {
    if let kept { return try kept.count(of: kind, self) }
    return try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(kind.table)") ?? 0 }
  }

  /// All records of a kind that a query wants, by row.
  public func records(of kind: Kind, _ query: RecordQuery = RecordQuery()) throws -> [Record] {
    var records: [Record] = []
    try forEachRecord(of: kind, query) { records.append($0) }
    return records
  }

  /// Calls `body` with each record of a kind that a query wants, in its order, without keeping them.
  public func forEachRecord(of kind: Kind, _ query: RecordQuery = RecordQuery(), _ body: (Record) throws -> Void) throws
  {
    try read { database in
      let (sql, arguments) = try selection(of: kind, query)
      try database.forEachRawRow(sql, arguments: StatementArguments(arguments)) { try body(try Self.record($0, kind)) }
    }
  }

  /// The one record of a kind with that code or id.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public func record(of kind: Kind, codeOrID: String, asOf: String? = nil) throws -> Record {
    let condition = Filter.or([
      .compare(Filter.Operand(property: "code"), .equal, .text(codeOrID)),
      .compare(Filter.Operand(property: "id"), .equal, .text(codeOrID)),
    ])
    guard let record = try records(of: kind, RecordQuery(filter: condition, asOf: asOf)).first else {
      throw RegistryError(
        .notFound,
        "no \(kind.name) (\(kind.title)) with the code or id “\(codeOrID)”; “hetu list \(kind.name)” shows what there is"
      )
    }
    return record
  }

  /// The record that a reference names: `kind/code`, `kind/id`, or an id alone.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public func record(_ reference: String, asOf: String? = nil) throws -> Record {
    if let slash = reference.firstIndex(of: "/") {
      let kind = try kind(String(reference[..<slash]))
      return try record(of: kind, codeOrID: String(reference[reference.index(after: slash)...]), asOf: asOf)
    }
    let isID = Filter.compare(Filter.Operand(property: "id"), .equal, .text(reference))
    for kind in kinds.all {
      if let record = try records(of: kind, RecordQuery(filter: isID, asOf: asOf)).first { return record }
    }
    throw RegistryError(.notFound, "no record with the id “\(reference)”; a reference is kind/code or an id")
  }

  /// The rows and positions of all points of a kind, by row; records without a plain point are left out.
  public func points(of kind: Kind) throws -> (fids: [Int64], xs: [Double], ys: [Double]) {
    try read { database in
      var fids: [Int64] = []
      var xs: [Double] = []
      var ys: [Double] = []
      try Layer(kind.name, in: database).forEachRow(in: database) { row in
        guard let position = row.withBytes(1, GeoPackageBinary.point) else { return }
        fids.append(row.integer(0))
        xs.append(position.x)
        ys.append(position.y)
      }
      return (fids, xs, ys)
    }
  }

  /// What selects the records that a query wants, by row unless another order is given; by key, the one of a row that is bound last.
  func selection(
    of kind: Kind, _ query: RecordQuery, byKey: Bool = false, columns: String? = nil, page: PageBounds? = nil
  ) throws -> (sql: String, arguments: [DatabaseValue]) {
    let columns = columns ?? RegistryTables.columns(of: kind, reading: query.asOf == nil ? query.properties : nil)
    var conditions: [String] = []
    var arguments: [DatabaseValue] = []
    var source = kind.table
    if let asOf = query.asOf {
      // Conditions may ask for more than is read.
      source = "(\(HistoryTables.rowsAsOf(kind, columns: RegistryTables.columns(of: kind))))"
      arguments += [asOf.databaseValue, asOf.databaseValue]
      // The R-tree knows the rows as they stand today only.
      if let box = query.box, kind.geometry != nil {
        conditions.append("ST_MaxX(geom) >= ? AND ST_MinX(geom) <= ? AND ST_MaxY(geom) >= ? AND ST_MinY(geom) <= ?")
        arguments += [box.minX, box.maxX, box.minY, box.maxY].map(\.databaseValue)
      }
    } else if !byKey, let box = query.indexBox(kind) {
      let index = RegistryTables.spatialIndex(of: kind)
      let meets = "maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
      // Of a box that holds much of the layer, rows are asked one by one, in order, until a page is full.
      conditions.append(
        page?.isWide == true
          ? "EXISTS (SELECT 1 FROM \(index) WHERE id = fid AND \(meets))"
          : "fid IN (SELECT id FROM \(index) WHERE \(meets))")
      arguments += [box.minX, box.maxX, box.minY, box.maxY].map(\.databaseValue)
    }
    if let district = query.district {
      conditions.append("district GLOB ?")
      arguments.append((district.filter { $0.isASCII && $0.isNumber } + "*").databaseValue)
    }
    if let filter = query.filter {
      let condition = try SQLCondition(filter, on: kind, for: query.audience)
      conditions.append(condition.sql)
      arguments += condition.arguments
    }
    if let page {
      let after = try page.condition(kind)
      conditions.append(contentsOf: after.sql)
      arguments += after.arguments
    }
    if byKey { conditions.append("fid = ?") }
    let whereClause = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let order =
      try page?.order(kind) ?? (query.goesByDistrict ? "ORDER BY coalesce(district, ''), code" : "ORDER BY fid")
    return ("SELECT \(columns) FROM \(source)\(whereClause) \(order)", arguments)
  }

  /// The record of a row that was selected by `RegistryTables.columns(of:)`.
  static func record(_ row: borrowing RawRow, _ kind: Kind) throws -> Record {
    let offset = kind.geometry == nil ? 1 : 2
    let values = [Value](unsafeUninitializedCapacity: kind.valueTypes.count) { values, filled in
      for type in kind.valueTypes {
        values.initializeElement(at: filled, to: value(row, offset + filled, type))
        filled += 1
      }
    }
    return Record(kind: kind, fid: row.integer(0), values: values, geometry: try geometry(row, kind))
  }

  /// The geometry of such a row.
  static func geometry(_ row: borrowing RawRow, _ kind: Kind) throws -> Geometry? {
    guard kind.geometry != nil, !row.isNull(1) else { return nil }
    return try row.withBytes(1) { try Self.geometry($0, kind, row: row.integer(0)) }
  }

  /// The geometry in a row's blob.
  ///
  /// - Throws: ``RegistryError`` of class bad data that names the row where the blob is broken, as another program may leave it.
  private static func geometry(_ bytes: UnsafeRawBufferPointer, _ kind: Kind, row: Int64) throws -> Geometry {
    do {
      return try GeoPackageBinary.read(bytes).geometry
    } catch {
      throw RegistryError(
        .badData,
        "the geometry of row \(row) of \(kind.name) is broken: \(error.message) Draw it anew in a GIS, or delete it there"
      )
    }
  }

  static func record(_ row: Row, _ kind: Kind) throws -> Record {
    var geometry: Geometry?
    if kind.geometry != nil {
      geometry = try row.withUnsafeData(atIndex: 1) { data in
        try data?.withUnsafeBytes { try Self.geometry($0, kind, row: row[0]) }
      }
    }
    let offset = kind.geometry == nil ? 1 : 2
    var values: [Value] = []
    values.reserveCapacity(kind.properties.count)
    for (index, property) in kind.properties.enumerated() {
      values.append(RegistryTables.value((row[offset + index] as DatabaseValue).storage, property.type))
    }
    return Record(kind: kind, fid: row[0], values: values, geometry: geometry)
  }
}

extension Registry {
  /// Calls `body` with the row, the named properties' values and the geometry of each record of a kind, by row; much faster than whole
  /// records where a few properties are wanted of many.
  ///
  /// - Parameters:
  ///   - box: only records whose box meets this one.
  ///   - filter: only records that fulfil this condition.
  public func forEachRow(
    of kind: Kind, properties: [String], in box: Envelope? = nil, matching filter: Filter? = nil,
    _ body: (_ fid: Int64, _ values: [Value], _ geometry: Geometry?) throws -> Void
  ) throws {
    let types = properties.map { kind.property($0)?.type ?? .text }
    let columns = ["fid", kind.geometry == nil ? "NULL" : "geom"] + properties.map(quotedIdentifier)
    let (sql, arguments) = try selection(
      of: kind, RecordQuery(filter: filter, box: box), columns: columns.joined(separator: ", "))
    try read { database in
      try database.forEachRawRow(sql, arguments: StatementArguments(arguments)) { row in
        var values: [Value] = []
        values.reserveCapacity(types.count)
        for (index, type) in types.enumerated() { values.append(Self.value(row, index + 2, type)) }
        let geometry = row.isNull(1) ? nil : try row.withBytes(1) { try Self.geometry($0, kind, row: row.integer(0)) }
        try body(row.integer(0), values, geometry)
      }
    }
  }

  /// The different values, taken together, that some properties of a kind have.
  public func distinctValues(of kind: Kind, properties: [String]) throws -> [[Value]] {
    let types = properties.map { kind.property($0)?.type ?? .text }
    return try read { database in
      var found: [[Value]] = []
      try database.forEachRawRow(
        "SELECT DISTINCT \(properties.map(quotedIdentifier).joined(separator: ", ")) FROM \(kind.table)"
      ) { row in
        var values: [Value] = []
        for (index, type) in types.enumerated() { values.append(Self.value(row, index, type)) }
        found.append(values)
      }
      return found
    }
  }

  /// The records of a kind whose boxes meet any of `boxes` and that a query wants, each once, by row.
  ///
  /// Boxes in the file are rounded outward by up to a metre: decide by the geometry.
  ///
  /// - Parameter mayLie: whether a position is wanted; where positions are kept in memory, points at others are not read.
  public func records(
    of kind: Kind, near boxes: [Envelope], _ query: RecordQuery = RecordQuery(),
    where mayLie: ((Position) -> Bool)? = nil
  ) throws -> [Record] {
    guard kind.geometry != nil else { return [] }
    guard query.asOf == nil else {
      return try records(of: kind, query).filter { record in
        record.geometry?.envelope.map { envelope in boxes.contains { $0.intersects(envelope) } } ?? false
      }
    }
    guard let kept else {
      return try records(of: kind, query) { database in
        let layer = try Layer(kind.name, in: database)
        return Array(Set(try boxes.flatMap { try layer.candidates(in: $0, in: database) })).sorted()
      }
    }
    let places = try kept.places(of: kind, for: .internal, self)
    let rows =
      boxes.count == 1
      ? places.rows(in: boxes[0], where: mayLie) : Set(boxes.flatMap { places.rows(in: $0, where: mayLie) }).sorted()
    return try records(of: kind, query) { _ in rows }
  }

  /// The records of some rows that a query wants, in the order of the rows.
  public func records(of kind: Kind, rows: [Int64], _ query: RecordQuery = RecordQuery()) throws -> [Record] {
    try records(of: kind, query) { _ in rows }
  }

  private func records(of kind: Kind, _ query: RecordQuery, rows: (Database) throws -> [Int64]) throws -> [Record] {
    let (sql, arguments) = try selection(of: kind, query, byKey: true)
    var records: [Record] = []
    try read { database in
      try database.forEachRawRow(sql, arguments: StatementArguments(arguments), keys: try rows(database)) {
        records.append(try Self.record($0, kind))
      }
    }
    return records
  }

  /// A stored value as a value of the property's type; a foreign program's odd type is taken as near as it can be.
  static func value(_ row: borrowing RawRow, _ column: Int, _ type: Property.ValueType) -> Value {
    switch row.storageClass(column) {
    case .null, .blob: return .null
    case .text:
      let text = row.text(column) ?? ""
      return type == .list ? .list(text) : .text(text)
    case .integer:
      let integer = row.integer(column)
      return switch type {
      case .boolean: .boolean(integer != 0)
      case .number: .real(Double(integer))
      case .integer: .integer(integer)
      case .text, .date, .yearMonth, .list: .text("\(integer)")
      }
    case .real:
      let real = row.real(column)
      return switch type {
      case .text, .date, .yearMonth: .text("\(real)")
      case .boolean, .number, .integer, .list: .real(real)
      }
    }
  }
}
