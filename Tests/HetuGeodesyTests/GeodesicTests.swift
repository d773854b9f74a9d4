import CPROJ
import Foundation
import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

@Suite struct GeodesicTests {
  private let geodesic = Geodesic.cgcs2000

  private func randomPairs(_ seed: UInt64, count: Int) -> [(Position, Position)] {
    var generator = Seeded(seed)
    return (0..<count).map { _ in
      let start = Position(x: .random(in: 75...135, using: &generator), y: .random(in: 5...52, using: &generator))
      let reach = pow(10, Double.random(in: -5...0.5, using: &generator))
      return (
        start,
        Position(
          x: start.x + .random(in: -reach...reach, using: &generator),
          y: start.y + .random(in: -reach...reach, using: &generator))
      )
    }
  }

  /// One degree of the meridian at the equator, and a quarter of it, are published for GRS 80 (Moritz, 1980: the
  /// quadrant is 10 001 965.7293 m); a degree of the equator is 2πa/360.
  @Test func `lengths of GRS 80 agree with the published ones`() {
    let quadrant = geodesic.distanceMetres(from: Position(x: 111, y: 0), to: Position(x: 111, y: 90))
    #expect(abs(quadrant - 10_001_965.7293) < 1e-4)
    let degree = geodesic.distanceMetres(from: Position(x: 110, y: 0), to: Position(x: 111, y: 0))
    #expect(abs(degree - 2 * .pi * 6_378_137 / 360) < 1e-6)
  }

  @Test(.enabled(if: Oracle.isInstalled("GeodSolve"), "geographiclib-tools is not installed"))
  func `distances, azimuths and destinations agree with GeodSolve`() throws {
    let pairs = randomPairs(21, count: 200)
    let input = pairs.map { "\($0.0.y) \($0.0.x) \($0.1.y) \($0.1.x)\n" }.joined()
    let ellipsoid = ["-e", "6378137", "1/298.257222101"]
    let answers = try Oracle.answers(of: ["GeodSolve", "-i", "-p", "6"] + ellipsoid, input)
    try #require(answers.count == pairs.count)
    for (pair, answer) in zip(pairs, answers) {
      let course = geodesic.inverse(from: pair.0, to: pair.1)
      #expect(abs(course.distanceMetres - answer[2]) < 1e-6, "seed 21")
      #expect(abs(remainder(course.azimuthDegrees - answer[0], 360)) < 1e-6)
      #expect(abs(remainder(course.arrivalAzimuthDegrees - answer[1], 360)) < 1e-6)
      let end = geodesic.destination(
        from: pair.0, azimuthDegrees: course.azimuthDegrees, distanceMetres: course.distanceMetres)
      #expect(geodesic.distanceMetres(from: end, to: pair.1) < 1e-6)
    }
  }

  @Test(.enabled(if: Oracle.isInstalled("geod"), "proj-bin is not installed"))
  func `distances agree with geod`() throws {
    let pairs = randomPairs(22, count: 50)
    let input = pairs.map { "\($0.0.y) \($0.0.x) \($0.1.y) \($0.1.x)\n" }.joined()
    let answers = try Oracle.answers(of: ["geod", "+ellps=GRS80", "-I", "-f", "%.9f", "-F", "%.6f"], input)
    try #require(answers.count == pairs.count)
    for (pair, answer) in zip(pairs, answers) {
      #expect(abs(geodesic.distanceMetres(from: pair.0, to: pair.1) - answer[2]) < 2e-6, "seed 22")
    }
  }

  @Test(.enabled(if: Oracle.isInstalled("cs2cs"), "proj-bin is not installed"))
  func `Gauss-Krüger coordinates agree with cs2cs`() throws {
    var generator = Seeded(23)
    let positions = (0..<50).map { _ in
      Position(x: .random(in: 109.5...112.5, using: &generator), y: .random(in: 19...45, using: &generator))
    }
    let input = positions.map { "\($0.y) \($0.x)\n" }.joined()
    let answers = try Oracle.answers(of: ["cs2cs", "-f", "%.6f", "EPSG:4490", "EPSG:4546"], input)
    let mine = try Transformation(from: .cgcs2000, to: .epsg(4546)).transform(positions)
    try #require(answers.count == mine.count)
    for (position, answer) in zip(mine, answers) {
      #expect(abs(position.x - answer[1]) < 2e-6 && abs(position.y - answer[0]) < 2e-6, "seed 23")
    }
  }

  @Test(.enabled(if: Oracle.isInstalled("cs2cs"), "proj-bin is not installed"))
  func `seven parameters agree with cs2cs`() throws {
    let numbers = "25.3,-148.2,-77.1,0.4,-0.9,1.7,-3.2"
    let transformation = try Transformation(
      from: .epsg(4214), to: .cgcs2000, parameters: DatumParameters("+towgs84=" + numbers))
    let position = Position(x: 111.2001, y: 34.7729)
    let command = [
      "cs2cs", "-f", "%.10f", "+proj=longlat", "+ellps=krass", "+towgs84=" + numbers, "+to", "+proj=longlat",
      "+ellps=GRS80", "+towgs84=0,0,0",
    ]
    let answer = try #require(try Oracle.answers(of: command, "\(position.x) \(position.y) 0\n").first)
    let mine = try transformation.transform(position)
    #expect(abs(mine.x - answer[0]) < 2e-9 && abs(mine.y - answer[1]) < 2e-9)
  }

  @Test func `the length of a path is the sum of its geodesics`() {
    let path = [Position(x: 111, y: 34), Position(x: 111.1, y: 34), Position(x: 111.1, y: 34.1)]
    let expected =
      geodesic.distanceMetres(from: path[0], to: path[1]) + geodesic.distanceMetres(from: path[1], to: path[2])
    #expect(geodesic.lengthMetres(of: path) == expected)
    #expect(geodesic.lengthMetres(of: Geometry.collection([.lineString(path), .point(path[0])])) == expected)
    #expect(geodesic.lengthMetres(of: [Position]()) == 0)
  }

  /// `geod_polygonarea` over edges cut so small that geodesics and straight lines in degrees are the same.
  private func densifiedArea(_ ring: [Position], pieces: Int) -> Double {
    var latitudes: [Double] = []
    var longitudes: [Double] = []
    for (start, end) in zip(ring, ring.dropFirst()) {
      for piece in 0..<pieces {
        let place = LocalPlane.along(from: start, to: end, Double(piece) / Double(pieces))
        latitudes.append(place.y)
        longitudes.append(place.x)
      }
    }
    var ellipsoid = geod_geodesic()
    geod_init(&ellipsoid, 6_378_137, 1 / 298.257222101)
    var area = 0.0
    geod_polygonarea(&ellipsoid, &latitudes, &longitudes, Int32(latitudes.count), &area, nil)
    return abs(area)
  }

  @Test func `areas agree with geodesic polygons of dense vertices`() {
    var generator = Seeded(31)
    for reach in [0.001, 0.01, 0.3, 3.0] {
      let center = Position(x: .random(in: 80...130, using: &generator), y: .random(in: 10...50, using: &generator))
      var ring = (0..<7).map { index -> Position in
        let radius = reach * Double.random(in: 0.5...1, using: &generator)
        let angle = Double(index) / 7 * 2 * .pi
        return Position(x: center.x + radius * cos(angle), y: center.y + radius * sin(angle))
      }
      ring.append(ring[0])
      let area = geodesic.areaSquareMetres(of: Polygon(rings: [ring]))
      let dense = densifiedArea(ring, pieces: 2000)
      #expect(abs(area - dense) < max(1e-7 * dense, 0.02), "reach \(reach), seed 31: \(area) \(dense)")
      let reversed = geodesic.areaSquareMetres(of: Polygon(rings: [Array(ring.reversed())]))
      #expect(abs(area - reversed) < 1e-9 * area)
    }
  }

  @Test func `holes are taken out and the ellipsoid is whole`() {
    func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> [Position] {
      [(west, south), (east, south), (east, north), (west, north), (west, south)].map { Position(x: $0.0, y: $0.1) }
    }
    let whole = geodesic.areaSquareMetres(of: Geometry.polygon(Polygon(rings: [box(-180, -90, 180, 90)])))
    // 4πc² with the authalic radius of GRS 80, R₂ = 6 371 007.1810 m (Moritz, 1980).
    #expect(abs(whole / (4 * .pi * 6_371_007.1810 * 6_371_007.1810) - 1) < 1e-9)
    let outer = geodesic.areaSquareMetres(of: Polygon(rings: [box(111, 34, 112, 35)]))
    let inner = geodesic.areaSquareMetres(of: Polygon(rings: [box(111.4, 34.4, 111.6, 34.6)]))
    let holed = geodesic.areaSquareMetres(of: Polygon(rings: [box(111, 34, 112, 35), box(111.4, 34.4, 111.6, 34.6)]))
    #expect(abs(holed - (outer - inner)) < 1)
    #expect(geodesic.areaSquareMetres(of: Polygon(rings: [])) == 0)
  }
}
