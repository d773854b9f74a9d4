import HetuGeometry
import TestSupport
import Testing

@Suite struct RingTests {
  @Test func `an open ring is refused`() {
    let error = #expect(throws: GeometryError.self) {
      try Polygon(rings: [square(0, 0, side: 9), positions((1, 1), (2, 1), (2, 2), (1, 2))]).validateRings()
    }
    #expect(error?.code == .invalidPath)
    #expect(error?.message == "Ring 2 of 2 is not closed.")
  }

  @Test func `a ring of three positions is refused`() {
    let error = #expect(throws: GeometryError.self) {
      try Polygon(rings: [positions((0, 0), (1, 0), (0, 0))]).validateRings()
    }
    #expect(error?.message.contains("3 positions") == true)
  }

  @Test func `a sound polygon and an empty one pass`() throws {
    try AnyGeometryKinds.holed.validateRings()
    try Polygon(rings: []).validateRings()
  }

  @Test func `right-handed rings run counter-clockwise outside and clockwise inside`() {
    let good = AnyGeometryKinds.holed
    let bad = Polygon(rings: good.rings.map { $0.reversed() })
    #expect(bad.rightHanded() == good)
    #expect(good.rightHanded() == good)
    let flatHole = Polygon(rings: [good.exterior, positions((1, 1), (2, 1), (3, 1), (1, 1))])
    #expect(flatHole.rightHanded() == flatHole)
    #expect(Geometry.collection([.multiPolygon([bad])]).rightHanded() == .collection([.multiPolygon([good])]))
  }

  @Test func `the area leaves out holes, far from the origin too`() {
    #expect(Geometry.multiPolygon([AnyGeometryKinds.holed, AnyGeometryKinds.other]).planarArea == 100 - 9 + 25)
    #expect(box(3.8e7, 3.8e6, side: 0.5).planarArea == 0.25)
  }
}

@Suite struct PolygonContainsTests {
  private let polygon = AnyGeometryKinds.holed

  @Test(arguments: [(1, 1), (9.5, 9.5), (0, 0), (10, 10), (5, 0), (0, 5), (10, 5), (5, 10), (2, 2), (2, 3), (5, 5)])
  func `the inside and all borders are in`(_ x: Double, _ y: Double) {
    #expect(polygon.contains(Position(x: x, y: y)))
  }

  @Test(arguments: [(3, 3), (-1, 5), (11, 5), (5, -1), (5, 11), (-1, 0), (11, 10), (.nan, 1), (1, .infinity)])
  func `holes and the outside are out`(_ x: Double, _ y: Double) {
    #expect(!polygon.contains(Position(x: x, y: y)))
  }

  @Test func `an empty polygon holds nothing`() {
    #expect(!Polygon(rings: []).contains(Position(x: 0, y: 0)))
    #expect(!Polygon(rings: [[]]).contains(Position(x: 0, y: 0)))
  }

  @Test func `a ray through vertices and flat edges counts them once`() {
    let comb = Polygon(rings: [positions((0, 0), (2, 2), (4, 0), (6, 2), (8, 2), (8, 4), (0, 4), (0, 0))])
    #expect(comb.contains(Position(x: 1, y: 2)))
    #expect(!comb.contains(Position(x: -1, y: 2)))
    #expect(!comb.contains(Position(x: 9, y: 2)))
    #expect(!comb.contains(Position(x: 2, y: 0)))
    #expect(comb.contains(Position(x: 7, y: 2)))
  }

  @Test func `sides are told apart by the last bit`() {
    // The middle of the diagonal, moved by one unit in the last place: naive determinants answer 0 here.
    let triangle = Polygon(rings: [positions((0.1, 0.1), (24.1, 24.1), (0.1, 24.1), (0.1, 0.1))])
    let on = Position(x: 12.3, y: 12.3)
    #expect(triangle.contains(on))
    #expect(!triangle.contains(Position(x: on.x.nextUp, y: on.y)))
    #expect(triangle.contains(Position(x: on.x.nextDown, y: on.y)))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `it agrees with the prepared geometry`(_ seed: UInt64) throws {
    var generator = Seeded(seed)
    var inside = 0
    for _ in 0..<50 {
      let ring = generator.starRing(around: Position(x: 0, y: 0), radius: 50)
        .map { Position(x: $0.x.rounded(), y: $0.y.rounded()) }
      let polygon = Polygon(rings: [ring])
      let prepared = try PreparedGeometry(.polygon(polygon))
      for _ in 0..<100 {
        let position = generator.position(within: 50)
        let place = Position(x: position.x.rounded(), y: position.y.rounded())
        let expected = try prepared.contains(place)
        inside += expected ? 1 : 0
        #expect(polygon.contains(place) == expected, "\(place), seed \(seed)")
      }
    }
    #expect(inside > 100)
  }
}
