import HetuGeometry
import Testing

/// Every kind of geometry, empty, single and nested, for tests that must hold for all.
enum AnyGeometryKinds {
  static let line = positions((0, 0), (3, 4), (6, 0))
  static let holed = Polygon(rings: [square(0, 0, side: 10), square(2, 2, side: 3).reversed()])
  static let other = Polygon(rings: [square(20, 0, side: 5)])

  static let all: [Geometry] = [
    .point(nil), .point(Position(x: 112.25, y: 34.5)), .lineString([]), .lineString(line),
    .polygon(Polygon(rings: [])), .polygon(holed),
    .multiPoint([]), .multiPoint(line), .multiLineString([]), .multiLineString([line, positions((1, 1), (2, 2))]),
    .multiLineString([[]]), .multiPolygon([]), .multiPolygon([holed, other]), .multiPolygon([Polygon(rings: [])]),
    .collection([]), .collection([.point(Position(x: 1, y: 2)), .lineString(line), .polygon(holed)]),
    .collection([.collection([.collection([]), .point(nil)]), .multiPolygon([other])]),
  ]
}

/// How one WKB is written: byte order, further ordinates, and by which code they are announced.
struct BinaryDialect: Sendable, CustomTestStringConvertible {
  var isLittleEndian = true
  var hasZ = false
  var hasM = false
  var isExtended = false
  var srid: UInt32?

  var testDescription: String {
    "\(isLittleEndian ? "little" : "big")\(hasZ ? " Z" : "")\(hasM ? " M" : "")\(isExtended ? " EWKB" : "")"
      + (srid == nil ? "" : " SRID")
  }

  static let all: [BinaryDialect] = [true, false].flatMap { order in
    [(false, false), (true, false), (false, true), (true, true)].flatMap { z, m in
      [
        BinaryDialect(isLittleEndian: order, hasZ: z, hasM: m),
        BinaryDialect(isLittleEndian: order, hasZ: z, hasM: m, isExtended: true),
        BinaryDialect(isLittleEndian: order, hasZ: z, hasM: m, isExtended: true, srid: 4490),
      ]
    }
  }

  /// Writes in this dialect, independently of the library's writer.
  func encode(_ geometry: Geometry, isOutermost: Bool = true) -> [UInt8] {
    let srid = isOutermost ? self.srid : nil
    var code = geometry.kind.rawValue
    if isExtended {
      code |= (hasZ ? 0x8000_0000 : 0) | (hasM ? 0x4000_0000 : 0) | (srid == nil ? 0 : 0x2000_0000)
    } else {
      code += (hasZ ? 1000 : 0) + (hasM ? 2000 : 0)
    }
    let header = [isLittleEndian ? 1 : 0] + word(code) + (srid.map(word) ?? [])
    return header + content(geometry)
  }

  private func content(_ geometry: Geometry) -> [UInt8] {
    switch geometry {
    case .point(let position): ordinates(position ?? Position(x: .nan, y: .nan))
    case .lineString(let path): self.path(path)
    case .polygon(let polygon): word(UInt32(polygon.rings.count)) + polygon.rings.flatMap(path)
    case .multiPoint(let members): list(members.map { .point($0) })
    case .multiLineString(let members): list(members.map { .lineString($0) })
    case .multiPolygon(let members): list(members.map { .polygon($0) })
    case .collection(let members): list(members)
    }
  }

  private func list(_ members: [Geometry]) -> [UInt8] {
    word(UInt32(members.count)) + members.flatMap { encode($0, isOutermost: false) }
  }

  private func path(_ path: [Position]) -> [UInt8] { word(UInt32(path.count)) + path.flatMap(ordinates) }

  private func ordinates(_ position: Position) -> [UInt8] {
    ([position.x, position.y] + (hasZ ? [812.5] : []) + (hasM ? [Double.nan] : [])).flatMap { bytes($0.bitPattern) }
  }

  func word(_ value: UInt32) -> [UInt8] { bytes(value) }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: isLittleEndian ? value.littleEndian : value.bigEndian) { Array($0) }
  }
}
