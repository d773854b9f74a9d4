import HetuGeometry

/// Writes geometries as well-known text (OGC 06-103r4 section 7) for the column 几何 of tables.
enum WellKnownText {
  private static let names: [GeometryKind: String] = [
    .point: "POINT", .lineString: "LINESTRING", .polygon: "POLYGON", .multiPoint: "MULTIPOINT",
    .multiLineString: "MULTILINESTRING", .multiPolygon: "MULTIPOLYGON", .collection: "GEOMETRYCOLLECTION",
  ]

  /// Appends `geometry` with at most `decimals` decimals.
  static func append(_ geometry: Geometry, decimals: Int, to output: inout [UInt8]) {
    output.append(contentsOf: (names[geometry.kind] ?? "").utf8)
    output.append(UInt8(ascii: " "))
    if geometry.isEmpty {
      output.append(contentsOf: "EMPTY".utf8)
      return
    }
    func position(_ position: Position, _ output: inout [UInt8]) {
      GeoJSONWriter.appendDecimal(position.x, decimals: decimals, to: &output)
      output.append(UInt8(ascii: " "))
      GeoJSONWriter.appendDecimal(position.y, decimals: decimals, to: &output)
    }
    func path(_ path: [Position], _ output: inout [UInt8]) { list(path, position, &output) }
    func polygon(_ polygon: Polygon, _ output: inout [UInt8]) { list(polygon.rings, path, &output) }
    switch geometry {
    case .point(let place): path(place.map { [$0] } ?? [], &output)
    case .lineString(let positions), .multiPoint(let positions): path(positions, &output)
    case .polygon(let value): polygon(value, &output)
    case .multiLineString(let paths): list(paths, path, &output)
    case .multiPolygon(let polygons): list(polygons, polygon, &output)
    case .collection(let members): list(members, { append($0, decimals: decimals, to: &$1) }, &output)
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ append: (Element, inout [UInt8]) -> Void, _ output: inout [UInt8]
  ) {
    output.append(UInt8(ascii: "("))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      append(element, &output)
    }
    output.append(UInt8(ascii: ")"))
  }
}
