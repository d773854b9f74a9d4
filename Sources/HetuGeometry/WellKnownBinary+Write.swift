extension WellKnownBinary {
  /// Appends the geometry as little-endian, two-dimensional WKB to `output`.
  public static func append(_ geometry: Geometry, to output: inout [UInt8]) {
    appendHeader(geometry.kind, to: &output)
    switch geometry {
    case .point(let position): append(position, to: &output)
    case .lineString(let path): append(path, to: &output)
    case .polygon(let polygon): append(polygon, to: &output)
    case .multiPoint(let positions):
      output.appendLittleEndian(UInt32(positions.count))
      for position in positions {
        appendHeader(.point, to: &output)
        append(position, to: &output)
      }
    case .multiLineString(let paths):
      output.appendLittleEndian(UInt32(paths.count))
      for path in paths {
        appendHeader(.lineString, to: &output)
        append(path, to: &output)
      }
    case .multiPolygon(let polygons):
      output.appendLittleEndian(UInt32(polygons.count))
      for polygon in polygons {
        appendHeader(.polygon, to: &output)
        append(polygon, to: &output)
      }
    case .collection(let members):
      output.appendLittleEndian(UInt32(members.count))
      for member in members { append(member, to: &output) }
    }
  }

  static func appendHeader(_ kind: GeometryKind, to output: inout [UInt8]) {
    output.append(1)
    output.appendLittleEndian(kind.rawValue)
  }

  /// The bits of the NaN that stands for the ordinates of an empty point (OGC 12-128r19, clause 2.1.3.1.1).
  static let emptyOrdinateBits: UInt64 = 0x7FF8_0000_0000_0000

  private static func append(_ position: Position?, to output: inout [UInt8]) {
    output.appendLittleEndian(position?.x.bitPattern ?? emptyOrdinateBits)
    output.appendLittleEndian(position?.y.bitPattern ?? emptyOrdinateBits)
  }

  private static func append(_ path: [Position], to output: inout [UInt8]) {
    output.appendLittleEndian(UInt32(path.count))
    for position in path {
      output.appendLittleEndian(position.x.bitPattern)
      output.appendLittleEndian(position.y.bitPattern)
    }
  }

  private static func append(_ polygon: Polygon, to output: inout [UInt8]) {
    output.appendLittleEndian(UInt32(polygon.rings.count))
    for ring in polygon.rings { append(ring, to: &output) }
  }

  /// The length of the geometry's WKB in bytes.
  static func byteCount(of geometry: Geometry) -> Int {
    func pathBytes(_ path: [Position]) -> Int { 4 + path.count * 16 }
    func polygonBytes(_ polygon: Polygon) -> Int { polygon.rings.reduce(4) { $0 + pathBytes($1) } }
    return switch geometry {
    case .point: 21
    case .lineString(let path): 5 + pathBytes(path)
    case .polygon(let polygon): 5 + polygonBytes(polygon)
    case .multiPoint(let positions): 9 + positions.count * 21
    case .multiLineString(let paths): paths.reduce(9) { $0 + 5 + pathBytes($1) }
    case .multiPolygon(let polygons): polygons.reduce(9) { $0 + 5 + polygonBytes($1) }
    case .collection(let members): members.reduce(9) { $0 + byteCount(of: $1) }
    }
  }
}

extension [UInt8] {
  /// Appends the bytes of `value`, the least significant first.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
