import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

@Suite struct TransformationTests {
  /// Computed with PROJ 9.5 from the EPSG register, cut to millimetres.
  static let vectors: [(Position, Position)] = [
    (Position(x: 111.2001, y: 34.7729), Position(x: 518317.101, y: 3849417.011)),
    (Position(x: 111.8746, y: 34.7474), Position(x: 580086.313, y: 3846918.296)),
    (Position(x: 111.0478, y: 34.0543), Position(x: 504413.181, y: 3769685.585)),
    (Position(x: 110.8942, y: 34.5168), Position(x: 490285.278, y: 3820993.632)),
  ]

  private func isNear(_ first: Position, _ second: Position, _ tolerance: Double) -> Bool {
    abs(first.x - second.x) <= tolerance && abs(first.y - second.y) <= tolerance
  }

  @Test(arguments: vectors.indices)
  func `Gauss-Krüger coordinates agree with the published ones`(index: Int) throws {
    let (degrees, metres) = Self.vectors[index]
    let plain = try Transformation(from: .cgcs2000, to: .epsg(4546))
    #expect(isNear(try plain.transform(degrees), metres, 1e-3))
    #expect(plain.accuracyMetres == 0)
    #expect(plain.operationName.contains("Gauss-Kruger CM 111E"))
    let prefixed = try Transformation(from: .wgs84, to: .epsg(4525))
    #expect(isNear(try prefixed.transform(degrees), Position(x: metres.x + 37e6, y: metres.y), 1e-3))
    let back = try Transformation(from: .epsg(4546), to: .cgcs2000)
    #expect(isNear(try back.transform(metres), degrees, 1e-8))
  }

  @Test func `CGCS2000 and WGS 84 are the same, also through projected systems`() throws {
    let same = try Transformation(from: .cgcs2000, to: .wgs84)
    let position = Position(x: 111.2001, y: 34.7729)
    #expect(same.isIdentity && same.accuracyMetres == 0)
    #expect(try same.transform(position) == position)
    let zones = try Transformation(from: .epsg(4546), to: .epsg(4525))
    #expect(
      isNear(try zones.transform(Position(x: 518317.101, y: 3849417.011)), .init(x: 37518317.101, y: 3849417.011), 1e-6)
    )
    let utm = try Transformation(from: .epsg(4546), to: .epsg(32649))
    let direct = try Transformation(from: .wgs84, to: .epsg(32649))
    #expect(isNear(try utm.transform(Position(x: 518317.101, y: 3849417.011)), try direct.transform(position), 1e-3))
    let mercator = try Transformation(from: .cgcs2000, to: .epsg(3857))
    #expect(
      isNear(try mercator.transform(position), Position(x: 111.2001 / 180 * 20037508.342789244, y: 4133046.3), 5000))
  }

  @Test(arguments: [4214, 4610, 4555, 2382, 2361, 2434, 2413, 21419])
  func `older Chinese datums are refused without parameters`(code: Int) throws {
    for target in [ReferenceSystem.cgcs2000, .wgs84, .epsg(4546), .gcj02] {
      let error = #expect(throws: GeodesyError.self) { try Transformation(from: .epsg(code), to: target) }
      #expect(error?.code == .ballparkRefused)
      #expect(error?.message.contains("三参数或七参数") == true)
      #expect(throws: GeodesyError.self) { try Transformation(from: target, to: .epsg(code)) }
    }
  }

  @Test func `parameters of a bureau are used, and the way back undoes them`() throws {
    let parameters = try DatumParameters("+towgs84=15.8,-154.4,-82.3")  // EPSG:15921, Tarim basin
    let forward = try Transformation(from: .epsg(4214), to: .cgcs2000, parameters: parameters)
    let position = Position(x: 111.2001, y: 34.7729)
    let shifted = try forward.transform(position)
    let metres = Geodesic.cgcs2000.distanceMetres(from: position, to: shifted)
    #expect((20...250).contains(metres) && forward.accuracyMetres == nil)
    let back = try Transformation(from: .cgcs2000, to: .epsg(4214), parameters: parameters)
    #expect(isNear(try back.transform(shifted), position, 2e-8), "the heights between the ellipsoids are lost: 2 mm")
    let seven = try DatumParameters("1 2 3 0.1 0.2 0.3 1.5")
    #expect(
      seven
        == .sevenParameters(
          dxMetres: 1, dyMetres: 2, dzMetres: 3, rxSeconds: 0.1, rySeconds: 0.2, rzSeconds: 0.3, scalePPM: 1.5))
    let zone = try Transformation(from: .epsg(2382), to: .epsg(4546), parameters: seven)
    let moved = try zone.transform(Position(x: 518317.101, y: 3849417.011))
    #expect((1...100).contains(abs(moved.x - 518317.101) + abs(moved.y - 3849417.011)))
    let own = try DatumParameters(
      "+proj=pipeline +step +proj=affine +xoff=10 +yoff=20 +step +inv +proj=tmerc +lon_0=111 +x_0=500000 +ellps=GRS80"
        + " +step +proj=unitconvert +xy_in=rad +xy_out=deg")
    let pipeline = try Transformation(from: .epsg(2382), to: .epsg(4546), parameters: own)
    #expect(
      isNear(try pipeline.transform(Position(x: 518300, y: 3849400)), Position(x: 518310, y: 3849420), 1e-4))
  }

  @Test func `bad and needless parameters are refused`() throws {
    for text in ["", "1,2", "1,2,3,4", "a,b,c", "1,2,nan"] {
      #expect(throws: GeodesyError.self) { try DatumParameters(text) }
    }
    let shift = try DatumParameters("1,2,3")
    #expect(throws: GeodesyError.self) { try Transformation(from: .epsg(4546), to: .cgcs2000, parameters: shift) }
    let broken = try DatumParameters("+proj=nonsense")
    let error = #expect(throws: GeodesyError.self) {
      try Transformation(from: .epsg(4610), to: .cgcs2000, parameters: broken)
    }
    #expect(error?.code == .badParameters)
  }

  @Test(arguments: [ReferenceSystem.epsg(999_999), .epsg(1025), .definition("+proj=nonsense"), .definition("PROJCS[")])
  func `an unknown system is refused with its text and PROJ's words`(system: ReferenceSystem) throws {
    let error = try #require(throws: GeodesyError.self) { try Transformation(from: system, to: .cgcs2000) }
    #expect(error.code == .unknownReferenceSystem)
    #expect(error.message.contains("“\(system)”") && !error.message.contains("（）"), "\(error)")
  }

  /// As ArcGIS writes them.
  static let definitions = [
    "PROJCS[\"CGCS2000_3_Degree_GK_CM_111E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\","
      + "SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
      + "PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
      + "PARAMETER[\"Central_Meridian\",111.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],"
      + "UNIT[\"Meter\",1.0]]",
    "+proj=tmerc +lon_0=111 +x_0=500000 +datum=WGS84",
    "+proj=tmerc +lon_0=111 +x_0=500000 +ellps=GRS80 +towgs84=0,0,0",
  ]

  @Test(arguments: definitions)
  func `a definition is believed`(text: String) throws {
    let forward = try Transformation(from: ReferenceSystem(text), to: .cgcs2000)
    let (degrees, metres) = Self.vectors[0]
    #expect(isNear(try forward.transform(metres), degrees, 2e-8))
    let error = #expect(throws: GeodesyError.self) {
      try forward.transform(Position(x: metres.y, y: metres.x))
    }
    #expect(error?.code == .outsideArea)
  }

  @Test func `a definition on an old ellipsoid is refused`() throws {
    let text =
      "GEOGCS[\"GCS_Xian_1980\",DATUM[\"D_Xian_1980\",SPHEROID[\"Xian_1980\",6378140.0,298.257]],"
      + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
    let error = #expect(throws: GeodesyError.self) { try Transformation(from: ReferenceSystem(text), to: .cgcs2000) }
    #expect(error?.code == .ballparkRefused)
  }

  @Test func `positions far outside of the zone are refused both ways`() throws {
    let inverse = try Transformation(from: .epsg(4546), to: .cgcs2000)
    for wrong in [Position(x: 37518317.101, y: 3849417.011), Position(x: 3849417.011, y: 518317.101)] {
      let error = #expect(throws: GeodesyError.self) { try inverse.transform([Self.vectors[0].1, wrong]) }
      #expect(error?.message.contains("第2个点") == true)
    }
    let forward = try Transformation(from: .cgcs2000, to: .epsg(4546))
    for wrong in [Position(x: 34.7729, y: 111.2001), Position(x: 118.1, y: 34.7)] {
      #expect(throws: GeodesyError.self) { try forward.transform(wrong) }
    }
    #expect(try forward.transform(Position(x: 113.6, y: 34.7)).x > 700_000, "a county may cross a zone's border")
  }

  @Test func `one bad point names itself and does not spoil the next call`() throws {
    let forward = try Transformation(from: .cgcs2000, to: .epsg(4546))
    let good = Position(x: 111.2001, y: 34.7729)
    let error = #expect(throws: GeodesyError.self) {
      try forward.transform([good, good, Position(x: 111, y: 95)])
    }
    #expect(error?.message.contains("第3个点") == true)
    #expect(throws: GeodesyError.self) { try forward.transform([good, Position(x: .nan, y: 34)]) }
    #expect(isNear(try forward.transform(good), Self.vectors[0].1, 1e-3))
  }

  @Test func `a geometry keeps its shape`() throws {
    let ring = Self.vectors.map(\.0) + [Self.vectors[0].0]
    let geometry = Geometry.collection([
      .polygon(Polygon(rings: [ring])), .point(Self.vectors[0].0), .point(nil), .multiPoint([]),
    ])
    let there = try Transformation(from: .gcj02, to: .epsg(4546)).transform(geometry)
    let back = try Transformation(from: .epsg(4546), to: .gcj02).transform(there)
    #expect(back.kind == .collection && back.polygons[0].rings[0].count == 5)
    #expect(zip(back.polygons[0].exterior, ring).allSatisfy { isNear($0, $1, 1e-9) })
  }

  @Test func `there and back leaves less than a tenth of a millimetre`() throws {
    var generator = Seeded(3)
    let systems: [ReferenceSystem] = [.epsg(4546), .epsg(4525), .epsg(4508), .epsg(32649), .epsg(3857), .gcj02, .bd09]
    let positions = (0..<500).map { _ in
      Position(x: .random(in: 109.5...112.5, using: &generator), y: .random(in: 20...45, using: &generator))
    }
    for system in systems {
      let there = try Transformation(from: .cgcs2000, to: system).transform(positions)
      let back = try Transformation(from: system, to: .wgs84).transform(there)
      for (first, second) in zip(positions, back) {
        #expect(Geodesic.cgcs2000.distanceMetres(from: first, to: second) < 1e-4, "\(system), seed 3")
      }
    }
  }

  @Test func `many tasks may share a transformation`() async throws {
    let forward = try Transformation(from: .cgcs2000, to: .epsg(4546))
    let expected = try forward.transform(Self.vectors.map(\.0))
    try await withThrowingTaskGroup(of: [Position].self) { group in
      for _ in 0..<64 { group.addTask { try forward.transform(Self.vectors.map(\.0)) } }
      for try await result in group { #expect(result == expected) }
    }
  }
}
