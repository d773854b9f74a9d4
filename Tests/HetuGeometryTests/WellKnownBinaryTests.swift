import HetuGeometry
import TestSupport
import Testing

@Suite struct WellKnownBinaryTests {
  @Test(arguments: BinaryDialect.all)
  func `every kind is read in every dialect`(_ dialect: BinaryDialect) throws {
    for geometry in AnyGeometryKinds.all {
      let bytes = dialect.encode(geometry)
      let decoded = try bytes.withUnsafeBytes { try WellKnownBinary.decode($0) }
      #expect(decoded.geometry == geometry)
      #expect(decoded.hadZ == dialect.hasZ)
      #expect(decoded.hadM == dialect.hasM)
      #expect(decoded.srid == dialect.srid)
    }
  }

  @Test(arguments: AnyGeometryKinds.all)
  func `writing is little endian in two dimensions`(_ geometry: Geometry) {
    let expected = BinaryDialect().encode(geometry)
    let written = WellKnownBinary.write(geometry)
    guard geometry != .point(nil), !"\(geometry)".contains("point(nil)") else {
      #expect(written.count == expected.count)
      return
    }
    #expect(written == expected)
  }

  @Test func `the empty point is written as two quiet NaN`() {
    let nan: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
    #expect(WellKnownBinary.write(.point(nil)) == [1, 1, 0, 0, 0] + nan + nan)
  }

  @Test func `appending keeps what stands there`() {
    var output: [UInt8] = [42]
    WellKnownBinary.append(.lineString(AnyGeometryKinds.line), to: &output)
    #expect(output == [42] + WellKnownBinary.write(.lineString(AnyGeometryKinds.line)))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `random geometries survive a round trip`(_ seed: UInt64) throws {
    var generator = Seeded(seed)
    for _ in 0..<300 {
      let geometry = generator.geometry()
      #expect(try WellKnownBinary.read(WellKnownBinary.write(geometry)) == geometry, "seed \(seed)")
      let blob = GeoPackageBinary.write(geometry, srsID: 4490)
      let decoded = try GeoPackageBinary.read(blob)
      #expect(decoded.geometry == geometry && decoded.srsID == 4490, "seed \(seed)")
      #expect(try blob.withUnsafeBytes { try GeoPackageBinary.envelope($0) } == geometry.envelope, "seed \(seed)")
    }
  }

  @Test func `members may have another byte order than their collection`() throws {
    let big = BinaryDialect(isLittleEndian: false)
    let point = Geometry.point(Position(x: 1, y: 2))
    let bytes = BinaryDialect().encode(.collection([]))[..<5] + [1, 0, 0, 0] + big.encode(point)
    #expect(try WellKnownBinary.read(Array(bytes)) == .collection([point]))
  }

  @Test func `empty members of a multipoint are left out`() throws {
    let dialect = BinaryDialect()
    let bytes =
      dialect.encode(.multiPoint([]))[..<5] + dialect.word(2)
      + dialect.encode(.point(nil)) + dialect.encode(.point(Position(x: 1, y: 2)))
    #expect(try WellKnownBinary.read(Array(bytes)) == .multiPoint(positions((1, 2))))
  }
}

@Suite struct HostileBinaryTests {
  private func refusal(of bytes: [UInt8], limits: GeometryLimits = .standard) -> GeometryError? {
    do {
      _ = try WellKnownBinary.read(bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  private func nested(_ depth: Int) -> [UInt8] {
    Array(repeatElement([1, 7, 0, 0, 0, 1, 0, 0, 0], count: depth - 1).joined()) + [1, 7, 0, 0, 0, 0, 0, 0, 0]
  }

  @Test func `collections nest to the limit and no further`() throws {
    #expect(refusal(of: nested(20)) == nil)
    #expect(refusal(of: nested(32)) == nil)
    for depth in [33, 1000, 20_000] {
      let error = try #require(refusal(of: nested(depth)))
      #expect(error.code == .limitExceeded)
      #expect(error.message.contains("byte 288"))
    }
  }

  @Test(arguments: BinaryDialect.all)
  func `a geometry cut off at any byte is refused`(_ dialect: BinaryDialect) throws {
    for geometry in AnyGeometryKinds.all {
      let bytes = dialect.encode(geometry)
      for length in 0..<bytes.count {
        let error = try #require(refusal(of: Array(bytes[..<length])))
        #expect(error.code == .malformed)
      }
      let trailing = try #require(refusal(of: bytes + [0]))
      #expect(trailing.message.contains("byte \(bytes.count)"))
    }
  }

  @Test(arguments: 2...7, [0x7FFF_FFFF, 0xFFFF_FFFF, 0x1000_0000] as [UInt32])
  func `a count beyond the bytes is refused before memory is taken`(_ code: UInt8, _ count: UInt32) throws {
    let header: [UInt8] = [1, code, 0, 0, 0]
    let error = try #require(refusal(of: header + BinaryDialect().word(count) + [UInt8](repeating: 0, count: 64)))
    #expect(error.code == .malformed)
    #expect(error.message.contains("\(count)") && error.message.contains("byte 5"))
  }

  @Test(arguments: [
    (Double.infinity, 1.0), (1, -.infinity), (.nan, 1), (1, .nan),
  ])
  func `ordinates that are not finite are refused`(_ x: Double, _ y: Double) throws {
    let position = Position(x: x, y: y)
    let line = Geometry.lineString([Position(x: 0, y: 0), position])
    for geometry in [.point(position), line, .multiPoint([position]), .collection([line])] {
      #expect(try #require(refusal(of: BinaryDialect().encode(geometry))).code == .notFinite)
    }
    #expect(try #require(refusal(of: BinaryDialect().encode(line))).message.contains("byte 25"))
  }

  @Test func `a line may not hold the NaN of an empty point`() throws {
    let line = Geometry.lineString([Position(x: .nan, y: .nan), Position(x: 0, y: 0)])
    #expect(try #require(refusal(of: BinaryDialect().encode(line))).code == .notFinite)
  }

  @Test func `huge but finite ordinates are read`() throws {
    let point = Geometry.point(Position(x: 1e308, y: -1e308))
    #expect(try WellKnownBinary.read(BinaryDialect().encode(point)) == point)
  }

  @Test(
    arguments: [
      (8, "CircularString"), (9, "CompoundCurve"), (10, "CurvePolygon"), (11, "MultiCurve"), (12, "MultiSurface"),
      (15, "PolyhedralSurface"), (16, "TIN"), (17, "Triangle"), (1008, "CircularString"), (3010, "CurvePolygon"),
    ] as [(UInt32, String)])
  func `curves are refused by name`(_ code: UInt32, _ name: String) throws {
    let error = try #require(refusal(of: [1] + BinaryDialect().word(code) + [0, 0, 0, 0]))
    #expect(error.code == .unsupportedKind)
    #expect(error.message.contains(name))
  }

  @Test(arguments: [0, 18, 999, 1000, 4001, 0x1000_0001, 0x0800_0001] as [UInt32])
  func `unknown codes are refused`(_ code: UInt32) throws {
    #expect(try #require(refusal(of: [1] + BinaryDialect().word(code) + [0, 0, 0, 0])).code == .malformed)
  }

  @Test func `an unknown byte order is refused`() throws {
    #expect(try #require(refusal(of: [2, 1, 0, 0, 0])).message.contains("byte 0"))
  }

  @Test func `a member of the wrong kind is refused`() throws {
    let dialect = BinaryDialect()
    let bytes =
      dialect.encode(.multiPolygon([]))[..<5] + dialect.word(1)
      + dialect.encode(.lineString(AnyGeometryKinds.line))
    let error = try #require(refusal(of: Array(bytes)))
    #expect(error.message.contains("MultiPolygon") && error.message.contains("LineString"))
  }

  @Test func `positions are counted over all members`() throws {
    let bytes = BinaryDialect().encode(.multiLineString([AnyGeometryKinds.line, AnyGeometryKinds.line]))
    #expect(refusal(of: bytes, limits: GeometryLimits(maximumPositions: 6)) == nil)
    #expect(try #require(refusal(of: bytes, limits: GeometryLimits(maximumPositions: 5))).code == .limitExceeded)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random damage is refused or read, never fatal`(_ seed: UInt64) {
    var generator = Seeded(seed)
    var refused = 0
    for geometry in AnyGeometryKinds.all {
      let whole = GeoPackageBinary.write(geometry, srsID: 4490)
      for _ in 0..<200 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        if (try? GeoPackageBinary.read(bytes)) == nil { refused += 1 }
        _ = bytes.withUnsafeBytes { GeoPackageBinary.point($0) }
        _ = bytes.withUnsafeBytes { try? GeoPackageBinary.envelope($0) }
      }
    }
    #expect(refused > 0, "seed \(seed)")
  }
}
