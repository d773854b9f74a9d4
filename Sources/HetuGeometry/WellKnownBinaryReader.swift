/// Walks over WKB once, checking every count against the bytes that remain before anything is allocated.
struct WellKnownBinaryReader {
  private let bytes: UnsafeRawBufferPointer
  private let limits: GeometryLimits
  private var offset: Int
  private var positionCount = 0
  private(set) var hadZ = false
  private(set) var hadM = false
  private(set) var srid: UInt32?

  init(bytes: UnsafeRawBufferPointer, offset: Int, limits: GeometryLimits) {
    self.bytes = bytes
    self.offset = offset
    self.limits = limits
  }

  /// Byte order, kind and ordinates per position of one geometry.
  private struct Header {
    let isLittleEndian: Bool
    let kind: GeometryKind
    let ordinates: Int
    var positionBytes: Int { ordinates * 8 }
  }

  /// The smallest geometry: byte order, code and a count of none.
  private static let smallestGeometryBytes = 9

  func expectEnd() throws(GeometryError) {
    guard offset == bytes.count else {
      throw GeometryError(.malformed, "\(bytes.count - offset) bytes follow the end of the geometry at byte \(offset).")
    }
  }

  mutating func geometry(level: Int) throws(GeometryError) -> Geometry {
    guard level <= limits.maximumDepth else {
      throw GeometryError(
        .limitExceeded, "The collection at byte \(offset) is nested deeper than \(limits.maximumDepth) levels.")
    }
    let header = try header()
    switch header.kind {
    case .point: return .point(try point(header))
    case .lineString: return .lineString(try path(header))
    case .polygon: return .polygon(try polygon(header))
    case .multiPoint:
      return .multiPoint(
        try members(of: header, .point) { (reader, header) throws(GeometryError) in try reader.point(header) })
    case .multiLineString:
      return .multiLineString(
        try members(of: header, .lineString) { (reader, header) throws(GeometryError) in try reader.path(header) })
    case .multiPolygon:
      return .multiPolygon(
        try members(of: header, .polygon) { (reader, header) throws(GeometryError) in try reader.polygon(header) })
    case .collection:
      let count = try count(of: "members", bytesEach: Self.smallestGeometryBytes, header)
      var members: [Geometry] = []
      members.reserveCapacity(count)
      for _ in 0..<count { members.append(try geometry(level: level + 1)) }
      return .collection(members)
    }
  }

  private mutating func members<Member>(
    of header: Header, _ kind: GeometryKind,
    read: (inout WellKnownBinaryReader, Header) throws(GeometryError) -> Member?
  ) throws(GeometryError) -> [Member] {
    let count = try count(of: "members", bytesEach: Self.smallestGeometryBytes, header)
    var members: [Member] = []
    members.reserveCapacity(count)
    for _ in 0..<count {
      let start = offset
      let member = try self.header()
      guard member.kind == kind else {
        throw GeometryError(
          .malformed,
          "A \(header.kind.geoJSONName) has a \(member.kind.geoJSONName) as member at byte \(start); only "
            + "\(kind.geoJSONName) is allowed there.")
      }
      if let value = try read(&self, member) { members.append(value) }
    }
    return members
  }

  private mutating func point(_ header: Header) throws(GeometryError) -> Position? {
    try expect(header.positionBytes, for: "a position")
    let position = Position(x: ordinate(at: offset, header), y: ordinate(at: offset + 8, header))
    guard !(position.x.isNaN && position.y.isNaN) else {
      offset += header.positionBytes
      return nil
    }
    try countPositions(1)
    guard position.isFinite else { throw notFinite(at: offset) }
    offset += header.positionBytes
    return position
  }

  private mutating func path(_ header: Header) throws(GeometryError) -> [Position] {
    let stride = header.positionBytes
    let count = try count(of: "positions", bytesEach: stride, header)
    try countPositions(count)
    let start = offset
    let path = [Position](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      for index in 0..<count {
        let place = start + index * stride
        let position = Position(x: ordinate(at: place, header), y: ordinate(at: place + 8, header))
        buffer.initializeElement(at: index, to: position)
      }
      initializedCount = count
    }
    if let index = path.firstIndex(where: { !$0.isFinite }) { throw notFinite(at: start + index * stride) }
    offset += count * stride
    return path
  }

  private mutating func polygon(_ header: Header) throws(GeometryError) -> Polygon {
    let count = try count(of: "rings", bytesEach: 4, header)
    var rings: [[Position]] = []
    rings.reserveCapacity(count)
    for _ in 0..<count { rings.append(try path(header)) }
    return Polygon(rings: rings)
  }
}

// MARK: - Words

extension WellKnownBinaryReader {
  private mutating func header() throws(GeometryError) -> Header {
    let start = offset
    try expect(5, for: "a byte order and a geometry code")
    guard bytes[offset] <= 1 else {
      throw GeometryError(.malformed, "Byte order \(bytes[offset]) at byte \(offset) is neither 0 nor 1.")
    }
    let isLittleEndian = bytes[offset] == 1
    offset += 1
    let code = word(isLittleEndian)

    var hasZ = code & 0x8000_0000 != 0
    var hasM = code & 0x4000_0000 != 0
    if code & 0x2000_0000 != 0 {
      try expect(4, for: "the reference system of EWKB")
      srid = word(isLittleEndian)
    }
    let isoCode = code & 0x1FFF_FFFF
    let dimensions = isoCode / 1000
    guard dimensions <= 3 else { throw unknown(code, at: start) }
    if dimensions & 1 != 0 { hasZ = true }
    if dimensions & 2 != 0 { hasM = true }
    hadZ = hadZ || hasZ
    hadM = hadM || hasM

    guard let kind = GeometryKind(rawValue: isoCode % 1000) else {
      if let name = Self.otherKinds[isoCode % 1000] {
        throw GeometryError(
          .unsupportedKind, "The \(name) at byte \(start) is not supported; convert it to lines or polygons first.")
      }
      throw unknown(code, at: start)
    }
    return Header(isLittleEndian: isLittleEndian, kind: kind, ordinates: 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0))
  }

  /// Kinds of ISO 13249-3 that are no simple features of straight edges.
  private static let otherKinds: [UInt32: String] = [
    8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve", 12: "MultiSurface", 13: "Curve",
    14: "Surface", 15: "PolyhedralSurface", 16: "TIN", 17: "Triangle",
  ]

  private func unknown(_ code: UInt32, at start: Int) -> GeometryError {
    GeometryError(.malformed, "Geometry code \(code) at byte \(start) is unknown.")
  }

  private func notFinite(at place: Int) -> GeometryError {
    GeometryError(.notFinite, "The position at byte \(place) has an ordinate that is infinite or not a number.")
  }

  /// Reads a count and makes sure that so many things can lie in the bytes that remain.
  private mutating func count(of things: String, bytesEach: Int, _ header: Header) throws(GeometryError) -> Int {
    let start = offset
    try expect(4, for: "a count of \(things)")
    let count = Int(word(header.isLittleEndian))
    guard count <= (bytes.count - offset) / bytesEach else {
      throw GeometryError(
        .malformed,
        "The \(header.kind.geoJSONName) claims \(count) \(things) at byte \(start), but only \(bytes.count - offset) "
          + "bytes follow.")
    }
    return count
  }

  private mutating func countPositions(_ count: Int) throws(GeometryError) {
    positionCount += count
    guard positionCount <= limits.maximumPositions else {
      throw GeometryError(
        .limitExceeded, "The geometry has more than \(limits.maximumPositions) positions (at byte \(offset)).")
    }
  }

  private func expect(_ count: Int, for thing: String) throws(GeometryError) {
    guard bytes.count - offset >= count else {
      throw GeometryError(
        .malformed,
        "The geometry ends at byte \(bytes.count), in the middle of \(thing) that begins at byte \(offset).")
    }
  }

  /// The next four bytes; the caller has made sure that they are there.
  private mutating func word(_ isLittleEndian: Bool) -> UInt32 {
    let raw = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    offset += 4
    return isLittleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
  }

  private func ordinate(at place: Int, _ header: Header) -> Double {
    bytes.ordinate(at: place, isLittleEndian: header.isLittleEndian)
  }
}

extension UnsafeRawBufferPointer {
  /// The eight bytes at `place` as a number; the caller has made sure that they are there.
  func ordinate(at place: Int, isLittleEndian: Bool) -> Double {
    let raw = loadUnaligned(fromByteOffset: place, as: UInt64.self)
    return Double(bitPattern: isLittleEndian ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw))
  }
}
