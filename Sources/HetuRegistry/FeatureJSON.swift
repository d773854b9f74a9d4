import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// Writes records of a kind as GeoJSON features, straight into bytes.
public struct FeatureJSON: Sendable {
  private let kind: Kind
  private let decimals: Int
  /// What stands before each value: its comma, name and colon.
  private let names: [[UInt8]]
  private let idIndex: Int?

  /// A writer of features whose ordinates have so many decimals at most.
  public init(kind: Kind, decimals: Int) {
    self.kind = kind
    self.decimals = decimals
    names = kind.properties.enumerated().map { Array("\($0 > 0 ? "," : "")\"\($1.name)\":".utf8) }
    idIndex = kind.index(of: "id")
  }

  /// Appends a record.
  ///
  /// - Parameters:
  ///   - geometry: its geometry in the system and the axes that are asked for.
  ///   - marks: members that stand with the properties.
  ///   - links: the feature's own links.
  public func append(
    _ record: Record, geometry: Geometry?, marks: [JSONValue.Member] = [], links: JSONValue? = nil,
    to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: Self.start)
    GeoJSONWriter.appendJSONString(idIndex.flatMap { record.values[$0].text } ?? "", to: &bytes)
    append(geometry, to: &bytes)
    for (index, value) in record.values.enumerated() {
      bytes.append(contentsOf: names[index])
      JSONValue(value).append(to: &bytes)
    }
    for mark in marks {
      bytes.append(contentsOf: ",\"\(mark.name)\":".utf8)
      mark.value.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    if let links {
      bytes.append(contentsOf: #","links":"#.utf8)
      links.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends a row that was selected by `RegistryTables.columns(of:)`, for those who see all, without a record in between.
  func append(_ row: borrowing RawRow, to bytes: inout [UInt8]) throws {
    let offset = kind.geometry == nil ? 1 : 2
    bytes.append(contentsOf: Self.start)
    append(row, offset + (idIndex ?? 0), .text, to: &bytes)
    append(try Registry.geometry(row, kind), to: &bytes)
    for index in names.indices {
      bytes.append(contentsOf: names[index])
      append(row, offset + index, kind.valueTypes[index], to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "}"))
  }

  private static let start = Array(#"{"type":"Feature","id":"#.utf8)
  private static let beforeGeometry = Array(#","geometry":"#.utf8)
  private static let beforeProperties = Array(#","properties":{"#.utf8)
  private static let null = Array("null".utf8)

  private func append(_ geometry: Geometry?, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: Self.beforeGeometry)
    if let geometry {
      GeoJSONWriter.append(geometry, decimals: decimals, to: &bytes)
    } else {
      bytes.append(contentsOf: Self.null)
    }
    bytes.append(contentsOf: Self.beforeProperties)
  }

  private func append(
    _ row: borrowing RawRow, _ column: Int, _ type: Property.ValueType, to bytes: inout [UInt8]
  ) {
    switch row.storageClass(column) {
    case .null: bytes.append(contentsOf: Self.null)
    case .text where type != .list: row.withText(column) { GeoJSONWriter.appendJSONString(utf8: $0, to: &bytes) }
    default: JSONValue(Registry.value(row, column, type)).append(to: &bytes)
    }
  }
}

extension Registry {
  /// Appends the features of a page, as ``page(of:_:by:after:limit:)`` finds them, for those who see all; commas between them.
  ///
  /// - Returns: how many they are, and the last of them where there are more behind it.
  public func appendPage(
    of kind: Kind, _ query: RecordQuery, by orders: [RecordOrder], after: PageEnd?, limit: Int,
    as writer: FeatureJSON, to bytes: inout [UInt8]
  ) throws -> (count: Int, end: PageEnd?) {
    let columns = orders.map { order in (kind.index(of: order.property) ?? 0) + (kind.geometry == nil ? 1 : 2) }
    var (count, last, hasMore) = (0, PageEnd?.none, false)
    try forEachRow(of: kind, query, by: orders, after: after, limit: limit + 1) { row in
      guard count < limit else {
        hasMore = true
        return
      }
      if count > 0 { bytes.append(UInt8(ascii: ",")) }
      try writer.append(row, to: &bytes)
      count += 1
      guard count == limit else { return }
      var values: [Value] = []
      for (order, column) in zip(orders, columns) {
        values.append(Self.value(row, column, kind.property(order.property)?.type ?? .text))
      }
      last = PageEnd(fid: row.integer(0), values: values)
    }
    return (count, hasMore ? last : nil)
  }
}
