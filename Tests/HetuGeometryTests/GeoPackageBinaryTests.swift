import HetuGeometry
import Testing

@Suite struct GeoPackageBinaryTests {
  private func point(_ bytes: [UInt8]) -> Position? { bytes.withUnsafeBytes { GeoPackageBinary.point($0) } }
  private func envelope(_ bytes: [UInt8]) throws -> Envelope? {
    try bytes.withUnsafeBytes { try GeoPackageBinary.envelope($0) }
  }

  @Test(arguments: AnyGeometryKinds.all)
  func `every kind survives a round trip`(_ geometry: Geometry) throws {
    let blob = GeoPackageBinary.write(geometry, srsID: -1)
    let decoded = try GeoPackageBinary.read(blob)
    #expect(decoded.geometry == geometry)
    #expect(decoded.srsID == -1)
    #expect(try envelope(blob) == geometry.envelope)
  }

  @Test func `a line has an envelope in the order west, east, south, north`() {
    let blob = GeoPackageBinary.write(.lineString(positions((1, 5), (3, 2))), srsID: 4490)
    #expect(Array(blob[..<8]) == [0x47, 0x50, 0, 0b11, 0x8A, 0x11, 0, 0])
    let borders = blob.withUnsafeBytes { bytes in
      (0..<4).map { Double(bitPattern: bytes.loadUnaligned(fromByteOffset: 8 + $0 * 8, as: UInt64.self)) }
    }
    #expect(borders == [1, 3, 2, 5])
  }

  @Test func `an empty geometry has the empty flag and no envelope`() {
    #expect(GeoPackageBinary.write(.lineString([]), srsID: 0)[3] == 0b1_0001)
    let point = GeoPackageBinary.write(.point(nil), srsID: 0)
    #expect(point[3] == 0b1_0001)
    #expect(Array(point.suffix(8)) == [0, 0, 0, 0, 0, 0, 0xF8, 0x7F])
  }

  @Test func `the fast way for points agrees with the general one`() {
    let position = Position(x: 111.2, y: 34.7)
    var appended: [UInt8] = []
    GeoPackageBinary.appendPoint(x: position.x, y: position.y, srsID: 4490, to: &appended)
    #expect(appended == GeoPackageBinary.write(.point(position), srsID: 4490))
    #expect(point(appended) == position)

    let big = appended[..<8] + BinaryDialect(isLittleEndian: false).encode(.point(position))
    #expect(point(Array(big)) == position)
    let withEnvelope: [UInt8] =
      [0x47, 0x50, 0, 0b11, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
      + BinaryDialect().encode(.point(position))
    #expect(point(withEnvelope) == position)
  }

  @Test func `the fast way for points answers nil for all else`() {
    var blob: [UInt8] = []
    GeoPackageBinary.appendPoint(x: 1, y: 2, srsID: 4490, to: &blob)
    for length in blob.indices { #expect(point(Array(blob[..<length])) == nil) }
    #expect(point(blob + [0]) == nil)
    #expect(point(GeoPackageBinary.write(.point(nil), srsID: 4490)) == nil)
    #expect(point(blob[..<8] + BinaryDialect(hasZ: true).encode(.point(Position(x: 1, y: 2)))) == nil)
    for geometry in AnyGeometryKinds.all where geometry.kind != .point {
      #expect(point(GeoPackageBinary.write(geometry, srsID: 4490)) == nil)
    }
  }

  @Test func `a header in big endian is read`() throws {
    let blob: [UInt8] = [0x47, 0x50, 0, 0, 0, 0, 0x11, 0x8A] + BinaryDialect().encode(.point(Position(x: 1, y: 2)))
    #expect(try GeoPackageBinary.read(blob).srsID == 4490)
  }

  @Test(arguments: [(2, 48), (3, 48), (4, 64)] as [(UInt8, Int)])
  func `envelopes with further ordinates are skipped`(_ code: UInt8, _ length: Int) throws {
    let line = Geometry.lineString(AnyGeometryKinds.line)
    let header: [UInt8] = [0x47, 0x50, 0, code << 1 | 1, 0, 0, 0, 0] + [UInt8](repeating: 0, count: length)
    let blob = header + BinaryDialect(hasZ: true).encode(line)
    #expect(try GeoPackageBinary.read(blob).geometry == line)
    #expect(try blob.withUnsafeBytes { try GeoPackageBinary.decode($0) }.hadZ)
  }

  @Test func `an envelope that is none gives way to the content`() throws {
    let line = Geometry.lineString(AnyGeometryKinds.line)
    var blob = GeoPackageBinary.write(line, srsID: 0)
    for place in 8..<40 { blob[place] = 0xFF }
    #expect(try envelope(blob) == line.envelope)
  }

  @Test(arguments: [0b0010_0001, 0b0100_0001, 0b1000_0001, 0b1011, 0b1101, 0b1111] as [UInt8])
  func `unknown header flags are refused`(_ flags: UInt8) throws {
    let blob = [0x47, 0x50, 0, flags] + [UInt8](repeating: 0, count: 100)
    #expect(throws: GeometryError.self) { try GeoPackageBinary.read(blob) }
    #expect(point(blob) == nil)
  }

  @Test func `bad magic, version or length is refused with its place`() throws {
    let blob = GeoPackageBinary.write(.lineString(AnyGeometryKinds.line), srsID: 4490)
    for length in blob.indices {
      #expect(throws: GeometryError.self) { try GeoPackageBinary.read(Array(blob[..<length])) }
    }
    for (place, value) in [(0, 0x58), (1, 0x58), (2, 1)] as [(Int, UInt8)] {
      var bad = blob
      bad[place] = value
      let error = #expect(throws: GeometryError.self) { try GeoPackageBinary.read(bad) }
      #expect(error?.code == .malformed)
    }
    let error = #expect(throws: GeometryError.self) { try GeoPackageBinary.read(Array(blob[..<20])) }
    #expect(error?.message.contains("byte 20") == true)
  }
}
