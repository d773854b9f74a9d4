import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

@Suite struct ChinaOffsetTests {
  /// The public formula, computed apart in Python: WGS 84, GCJ-02, BD-09.
  static let vectors: [(Position, Position, Position)] = [
    (.init(x: 111.2001, y: 34.7729), .init(x: 111.206094, y: 34.771913), .init(x: 111.212596, y: 34.777839)),
    (.init(x: 111.0478, y: 34.0543), .init(x: 111.053687, y: 34.052965), .init(x: 111.060265, y: 34.058644)),
  ]

  @Test(arguments: vectors.indices)
  func `the offsets agree with the public formula`(index: Int) {
    let (wgs, gcj, bd) = Self.vectors[index]
    func isNear(_ first: Position, _ second: Position) -> Bool {
      abs(first.x - second.x) < 6e-7 && abs(first.y - second.y) < 6e-7
    }
    #expect(isNear(ChinaOffset.gcj02(fromWGS84: wgs), gcj))
    #expect(isNear(ChinaOffset.bd09(fromGCJ02: gcj), bd))
    #expect(isNear(ChinaOffset.bd09(fromWGS84: wgs), bd))
    #expect(isNear(ChinaOffset.wgs84(fromGCJ02: gcj), wgs))
    #expect(isNear(ChinaOffset.wgs84(fromBD09: bd), wgs))
  }

  @Test func `the way back is exact to less than a tenth of a millimetre all over China`() {
    var generator = Seeded(5)
    for _ in 0..<5000 {
      let position = Position(x: .random(in: 73...136, using: &generator), y: .random(in: 3...54, using: &generator))
      let gcj = ChinaOffset.gcj02(fromWGS84: position)
      let bd = ChinaOffset.bd09(fromGCJ02: gcj)
      func distance(_ first: Position, _ second: Position) -> Double {
        Geodesic.cgcs2000.distanceMetres(from: first, to: second)
      }
      #expect(distance(position, ChinaOffset.wgs84(fromGCJ02: gcj)) < 1e-4, "seed 5")
      #expect(distance(gcj, ChinaOffset.gcj02(fromBD09: bd)) < 1e-4, "seed 5")
    }
  }

  @Test func `around Sanmenxia GCJ-02 is some 550 m off, BD-09 some 1240 m`() {
    var generator = Seeded(6)
    for _ in 0..<2000 {
      let position = Position(
        x: .random(in: 110.353...112.028, using: &generator), y: .random(in: 33.554...35.082, using: &generator))
      let gcj = Geodesic.cgcs2000.distanceMetres(from: position, to: ChinaOffset.gcj02(fromWGS84: position))
      let bd = Geodesic.cgcs2000.distanceMetres(from: position, to: ChinaOffset.bd09(fromWGS84: position))
      #expect((480...600).contains(gcj) && (1160...1326).contains(bd), "seed 6")
    }
  }

  @Test func `outside of China nothing is offset`() {
    for position in [Position(x: 2.35, y: 48.85), Position(x: 140, y: 35), Position(x: 110, y: 60)] {
      #expect(ChinaOffset.gcj02(fromWGS84: position) == position)
      #expect(ChinaOffset.wgs84(fromGCJ02: position) == position)
    }
  }

  @Test func `GCJ-02 and BD-09 are systems of a transformation`() throws {
    let (wgs, gcj, bd) = Self.vectors[0]
    let forward = try Transformation(from: .gcj02, to: .bd09).transform(gcj)
    #expect(abs(forward.x - bd.x) < 6e-7 && abs(forward.y - bd.y) < 6e-7)
    let zone = try Transformation(from: .gcj02, to: .epsg(4546))
    let expected = try Transformation(from: .wgs84, to: .epsg(4546)).transform(wgs)
    #expect(abs(try zone.transform(ChinaOffset.gcj02(fromWGS84: wgs)).x - expected.x) < 1e-4)
    #expect(zone.accuracyMetres == 2)
  }
}
