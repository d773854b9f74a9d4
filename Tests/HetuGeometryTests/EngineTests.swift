import HetuGeometry
import TestSupport
import Testing

@Suite struct EngineTests {
  @Test(arguments: AnyGeometryKinds.all)
  func `operations on one geometry answer or throw for every kind`(_ geometry: Geometry) throws {
    #expect(try geometry.isValid())
    let repair = try geometry.makeValid()
    #expect(repair.geometry == geometry && repair.changes.isEmpty)
    #expect(try geometry.normalized().kind == geometry.kind)
    #expect(try geometry.buffer(distance: 1).isEmpty == geometry.isEmpty)
    #expect(try (geometry.pointOnSurface() == nil) == geometry.isEmpty)
    #expect(try geometry.simplified(tolerance: 0.1).isEmpty == geometry.isEmpty)
    #expect(try Geometry.union([geometry]).isEmpty == geometry.isEmpty)
    let prepared = try PreparedGeometry(geometry)
    #expect(try !prepared.contains(Position(x: -50, y: -50)))
    #expect(try !prepared.contains(Position(x: .nan, y: 0)))
  }

  @Test(arguments: AnyGeometryKinds.all, AnyGeometryKinds.all)
  func `operations on two geometries answer or throw for every pair`(_ first: Geometry, _ second: Geometry) throws {
    let isEmpty = first.isEmpty || second.isEmpty
    #expect(try (first.planarDistance(to: second) == nil) == isEmpty)
    #expect(try (first.nearestPositions(to: second) == nil) == isEmpty)
    let meets = try first.intersects(second)
    #expect(try PreparedGeometry(first).intersects(second) == meets)
    #expect(try PreparedGeometry(first).isWithin(distance: 0, of: second) == meets)
    #expect(try PreparedGeometry(first).planarDistance(to: second) == first.planarDistance(to: second))
    if !isEmpty { #expect(try (first.planarDistance(to: second) == 0) == meets) }
    _ = try? PreparedGeometry(first).covers(second)
    for relation in [Geometry.touches, Geometry.crosses, Geometry.overlaps, Geometry.contains, Geometry.isWithin] {
      // GEOS does not relate all collections; every one of these implies that the two meet.
      if let holds = try? relation(first)(second), holds { #expect(meets) }
    }
    if let both = try? first.intersection(second) { #expect(both.isEmpty == !meets) }
    if let rest = try? first.difference(second), !first.isEmpty, !meets { #expect(rest.planarArea == first.planarArea) }
    #expect(try first.union(second).isEmpty == (first.isEmpty && second.isEmpty))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 500_001, 1e308])
  func `absurd buffers are refused`(_ distance: Double) {
    let error = #expect(throws: GeometryError.self) {
      try Geometry.point(Position(x: 0, y: 0)).buffer(distance: distance)
    }
    #expect(error?.code == .argumentOutOfRange)
  }

  @Test(arguments: [0, -1, 65, 2_000_000_000])
  func `absurd segment counts are refused`(_ segments: Int) {
    #expect(throws: GeometryError.self) {
      try Geometry.point(Position(x: 0, y: 0)).buffer(distance: 1, quadrantSegments: segments)
    }
  }

  @Test func `unsound geometries never reach GEOS`() {
    let unsound: [(Geometry, GeometryError.Code)] = [
      (.point(Position(x: .nan, y: 1)), .notFinite), (.multiPoint([Position(x: 1, y: .infinity)]), .notFinite),
      (.lineString(positions((0, 0), (.infinity, 1))), .notFinite), (.lineString(positions((0, 0))), .invalidPath),
      (.polygon(Polygon(rings: [positions((0, 0), (1, 0), (1, 1), (0, 1))])), .invalidPath),
      (.polygon(Polygon(rings: [[], square(0, 0, side: 1)])), .invalidPath),
      (.collection([box(0, 0, side: 1), .lineString(positions((0, 0), (.nan, 0)))]), .notFinite),
      ((0..<40).reduce(box(0, 0, side: 1)) { inner, _ in .collection([inner]) }, .limitExceeded),
    ]
    for (geometry, code) in unsound {
      #expect(throws: GeometryError.self) { try PreparedGeometry(geometry) }
      let error = #expect(throws: GeometryError.self) { try geometry.buffer(distance: 1) }
      #expect(error?.code == code)
    }
  }

  @Test func `huge ordinates are refused before GEOS computes without end`() throws {
    let huge = box(-1e308, -1e308, side: 1e308)
    let error = #expect(throws: GeometryError.self) { try huge.simplified(tolerance: 1) }
    #expect(error?.code == .notFinite)
    #expect(throws: GeometryError.self) { try huge.buffer(distance: 1) }
    let large = box(-1e100, -1e100, side: 1e100)
    #expect(try large.simplified(tolerance: 1) == large)
    #expect(try large.intersects(box(0, 0, side: 1)))
  }

  @Test func `the engine's refusal names its function, reason and place`() throws {
    let bowTie = Geometry.polygon(Polygon(rings: [positions((0, 0), (4, 4), (4, 0), (0, 4), (0, 0))]))
    let error = #expect(throws: GeometryError.self) { try bowTie.difference(box(1, 1, side: 2)) }
    #expect(error?.code == .engine)
    #expect(error?.message.contains("GEOSDifference_r failed: TopologyException") == true)
    #expect(error?.message.contains("Self-intersection at 2 2") == true)
  }

  @Test func `predicates tell the classic cases apart`() throws {
    let square = box(0, 0, side: 4)
    let line = Geometry.lineString(positions((-1, 2), (5, 2)))
    #expect(try square.touches(box(4, 0, side: 1)))
    #expect(try line.crosses(square))
    #expect(try square.overlaps(box(2, 2, side: 4)))
    #expect(try square.contains(box(1, 1, side: 1)) && box(1, 1, side: 1).isWithin(square))
    #expect(try square.covers(.point(Position(x: 0, y: 0))) && !square.contains(.point(Position(x: 0, y: 0))))
    let rotated = Geometry.polygon(Polygon(rings: [positions((4, 0), (4, 4), (0, 4), (0, 0), (4, 0))]))
    #expect(try square.isTopologicallyEqual(to: rotated) && square != rotated)
    #expect(try square.normalized() == rotated.normalized())
    #expect(try PreparedGeometry(square).covers(line) == false)
  }

  @Test func `distances and nearest positions are those of the plane`() throws {
    let line = Geometry.lineString(positions((0, 0), (10, 0)))
    let point = Geometry.point(Position(x: 3, y: 4))
    #expect(try point.planarDistance(to: line) == 4)
    let pair = try #require(try point.nearestPositions(to: line))
    #expect(pair.onSelf == Position(x: 3, y: 4) && pair.onOther == Position(x: 3, y: 0))
    let prepared = try PreparedGeometry(line)
    #expect(try prepared.isWithin(distance: 4, of: point) && !prepared.isWithin(distance: 3.999, of: point))
    #expect(try !prepared.isWithin(distance: .nan, of: point))
  }

  @Test func `a buffer has the area of its circle`() throws {
    let area = try Geometry.point(Position(x: 5e5, y: 3.8e6)).buffer(distance: 1000, quadrantSegments: 64).planarArea
    #expect(abs(area / (Double.pi * 1e6) - 1) < 2e-4)
    #expect(try box(0, 0, side: 10).buffer(distance: -1).planarArea == 64)
    #expect(try box(0, 0, side: 10).buffer(distance: -6).isEmpty)
  }

  @Test func `many parts far closer than the distance take no long time`() throws {
    var generator = Seeded(4)
    let crowd = Geometry.multiPoint((0..<300).map { _ in generator.position(within: 0.5) })
    let grown = try crowd.buffer(distance: 1000, quadrantSegments: 64)
    #expect(abs(grown.planarArea / (Double.pi * 1e6) - 1) < 2e-3)
    #expect(grown.kind == .polygon)
  }

  @Test func `cutting a line keeps its direction`() throws {
    let line = Geometry.lineString(positions((10, 1), (-10, 1)))
    #expect(try line.intersection(box(0, 0, side: 5)) == .lineString(positions((5, 1), (0, 1))))
  }

  @Test func `lines that meet end to end are one, and stay apart where a third begins`() throws {
    let pieces: [Geometry] = [
      .point(Position(x: 9, y: 9)), .lineString(positions((0, 0), (1, 0))), .lineString(positions((1, 0), (2, 0))),
    ]
    #expect(try Geometry.collection(pieces).mergedLines().lines == [positions((0, 0), (1, 0), (2, 0))])
    let branch = Geometry.lineString(positions((1, 0), (1, 5)))
    #expect(try Geometry.collection(pieces + [branch]).mergedLines().lines.count == 3)
  }

  @Test func `simplifying keeps to the tolerance`() throws {
    let line = Geometry.lineString(positions((0, 0), (5, 0.1), (10, 0)))
    #expect(try line.simplified(tolerance: 0.2) == .lineString(positions((0, 0), (10, 0))))
    #expect(try line.simplified(tolerance: 0.05) == line)
    #expect(throws: GeometryError.self) { try line.simplified(tolerance: .nan) }
    #expect(throws: GeometryError.self) { try line.simplified(tolerance: -1) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `areas of overlays add up`(_ seed: UInt64) throws {
    var generator = Seeded(seed)
    for _ in 0..<100 {
      let first = Geometry.polygon(generator.polygon())
      let second = Geometry.polygon(generator.polygon())
      let both = try first.intersection(second)
      let either = try first.union(second)
      let rest = try first.difference(second)
      let whole = first.planarArea + second.planarArea
      #expect(abs(either.planarArea - (whole - both.planarArea)) < 1e-9 * whole, "seed \(seed)")
      #expect(abs(rest.planarArea - (first.planarArea - both.planarArea)) < 1e-9 * whole, "seed \(seed)")
      #expect(try both.isEmpty || first.buffer(distance: 1e-3).covers(both), "seed \(seed)")
      #expect(either.envelope == first.envelope?.union(try #require(second.envelope)), "seed \(seed)")
      let place = try #require(try first.pointOnSurface())
      #expect(first.polygons[0].contains(place), "seed \(seed)")
    }
  }
}

@Suite struct ValidityTests {
  private let bowTie = Geometry.polygon(Polygon(rings: [positions((0, 0), (4, 4), (4, 0), (0, 4), (0, 0))]))

  @Test func `a crossing ring is flawed where it crosses`() throws {
    let flaw = try #require(try bowTie.flaw())
    #expect(flaw.reason == "Self-intersection")
    #expect(flaw.position == Position(x: 2, y: 2))
    #expect(flaw.description == "Self-intersection at (2.0, 2.0)")
    #expect(try !bowTie.isValid())
  }

  @Test(arguments: RepairMethod.allCases)
  func `a bow tie becomes two triangles`(_ method: RepairMethod) throws {
    let repair = try bowTie.makeValid(method: method)
    #expect(repair.geometry.kind == .multiPolygon)
    #expect(repair.geometry.planarArea == 8)
    #expect(try repair.geometry.isValid())
    #expect(repair.changes == [.rebuilt(GeometryFlaw(reason: "Self-intersection", position: Position(x: 2, y: 2)))])
  }

  @Test func `the method decides on a hole that reaches over its exterior`() throws {
    // A hole that reaches over its exterior by 3 of its 9 units.
    let crossed = Geometry.polygon(Polygon(rings: [square(0, 0, side: 4), square(2, 1, side: 3)]))
    #expect(try crossed.makeValid(method: .structure).geometry.planarArea == 16 - 6)
    #expect(try crossed.makeValid(method: .lineWork).geometry.planarArea == 16 + 3)
  }

  @Test func `an open ring is closed and a stump left out, and both are told`() throws {
    let open = Geometry.polygon(
      Polygon(rings: [positions((0, 0), (4, 0), (4, 4), (0, 4)), positions((1, 1), (2, 1))]))
    #expect(try open.flaw()?.reason.contains("closed") == true)
    let repair = try open.makeValid()
    #expect(repair.geometry == box(0, 0, side: 4))
    #expect(repair.changes == [.ringsClosed(1), .shortPathsDropped(1)])
    #expect(try Geometry.lineString(positions((1, 1))).makeValid().geometry == .lineString([]))
  }

  @Test func `a spike is left out, keeping the dimension`() throws {
    let spiked = Geometry.polygon(
      Polygon(rings: [positions((0, 0), (4, 0), (4, 4), (9, 9), (4, 4), (0, 4), (0, 0))]))
    let repair = try spiked.makeValid(method: .lineWork)
    #expect(repair.geometry.planarArea == 16)
    #expect(repair.geometry.kind == .polygon)
    #expect(repair.changes.last == .collapsedPartsDropped(1))
  }

  @Test(arguments: RepairMethod.allCases)
  func `a polygon without area becomes empty, not a line`(_ method: RepairMethod) throws {
    let flat = Geometry.polygon(Polygon(rings: [positions((0, 0), (4, 0), (2, 0), (0, 0))]))
    let repair = try flat.makeValid(method: method)
    #expect(repair.geometry.isEmpty)
    #expect(repair.geometry.dimension == 2)
    #expect(!repair.changes.isEmpty)
  }

  @Test func `ordinates that are not finite cannot be repaired`() throws {
    let odd = Geometry.lineString(positions((0, 0), (.nan, 1)))
    #expect(try odd.flaw() != nil)
    let error = #expect(throws: GeometryError.self) { try odd.makeValid() }
    #expect(error?.code == .notFinite)
  }
}
