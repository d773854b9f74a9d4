import Foundation
import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

@Suite struct NearestTests {
  private let geodesic = Geodesic.cgcs2000

  /// The least distance by trying places of every edge, ever closer; slow and simple.
  private func searched(_ path: [Position], _ position: Position) -> Double {
    var best = Double.infinity
    for (start, end) in zip(path, path.dropFirst()) {
      var (low, high) = (0.0, 1.0)
      for _ in 0..<60 {
        let (first, second) = (low + (high - low) * 0.382, low + (high - low) * 0.618)
        let isLeft =
          geodesic.distanceMetres(from: position, to: LocalPlane.along(from: start, to: end, first))
          < geodesic.distanceMetres(from: position, to: LocalPlane.along(from: start, to: end, second))
        if isLeft { high = second } else { low = first }
      }
      for fraction in [0, (low + high) / 2, 1] {
        best = min(
          best, geodesic.distanceMetres(from: position, to: LocalPlane.along(from: start, to: end, fraction)))
      }
    }
    return best
  }

  @Test(arguments: [0.0001, 0.01, 0.1, 1, 5])
  func `the foot is the nearest place to less than a millimetre`(reach: Double) throws {
    var generator = Seeded(41)
    for _ in 0..<60 {
      var place = Position(x: .random(in: 80...130, using: &generator), y: .random(in: 10...50, using: &generator))
      let position = Position(
        x: place.x + .random(in: -reach...reach, using: &generator),
        y: place.y + .random(in: -reach...reach, using: &generator))
      let path = (0..<12).map { _ in
        place.x += .random(in: -reach / 4...reach / 4, using: &generator)
        place.y += .random(in: -reach / 4...reach / 4, using: &generator)
        return place
      }
      let foot = try #require(geodesic.nearest(on: path, to: position))
      #expect(abs(foot.distanceMetres - searched(path, position)) < 1e-3, "seed 41, \(position)")
      let there = LocalPlane.along(from: path[foot.segmentIndex], to: path[foot.segmentIndex + 1], foot.fraction)
      #expect(there == foot.position)
      #expect(geodesic.distanceMetres(from: position, to: there) == foot.distanceMetres)
    }
  }

  @Test func `a long edge along a parallel is followed, not cut short by the geodesic`() throws {
    let path = [Position(x: 105, y: 40), Position(x: 117, y: 40)]
    let foot = try #require(geodesic.nearest(on: path, to: Position(x: 111, y: 40)))
    #expect(foot.distanceMetres < 1e-6 && abs(foot.fraction - 0.5) < 1e-9)
  }

  @Test func `degenerate paths have an answer`() throws {
    let place = Position(x: 111, y: 34)
    #expect(geodesic.nearest(on: [], to: place) == nil)
    #expect(geodesic.nearest(on: [place], to: place)?.distanceMetres == 0)
    let foot = try #require(geodesic.nearest(on: [place, place], to: Position(x: 111.01, y: 34)))
    #expect(abs(foot.distanceMetres - geodesic.distanceMetres(from: place, to: Position(x: 111.01, y: 34))) < 1e-9)
    let tie = [Position(x: 111, y: 34), Position(x: 111.1, y: 34), Position(x: 111, y: 34)]
    #expect(geodesic.nearest(on: tie, to: Position(x: 111.05, y: 34.01))?.segmentIndex == 0)
  }

  private func box(_ west: Double, _ south: Double, _ size: Double) -> [Position] {
    [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)].map { Position(x: west + $0.0 * size, y: south + $0.1 * size) }
  }

  @Test func `a place inside a polygon is at distance 0, in a hole at that of the border`() throws {
    let polygon = Geometry.polygon(Polygon(rings: [box(111, 34, 1), box(111.4, 34.4, 0.2)]))
    #expect(geodesic.distanceMetres(from: Position(x: 111.2, y: 34.2), to: polygon) == 0)
    let inHole = Position(x: 111.41, y: 34.5)
    let metres = try #require(geodesic.distanceMetres(from: inHole, to: polygon))
    #expect(abs(metres - geodesic.distanceMetres(from: inHole, to: Position(x: 111.4, y: 34.5))) < 0.01)
    #expect(geodesic.distanceMetres(from: inHole, to: .collection([])) == nil)
    let points = Geometry.multiPoint([Position(x: 112, y: 34), Position(x: 113, y: 34)])
    #expect(
      geodesic.distanceMetres(from: Position(x: 112.5, y: 34.1), to: points)
        == geodesic.distanceMetres(from: Position(x: 112.5, y: 34.1), to: Position(x: 112, y: 34)))
  }

  @Test func `geometries that meet are at distance 0, others at that of their nearest places`() throws {
    let polygon = Geometry.polygon(Polygon(rings: [box(111, 34, 0.01)]))
    let crossing = Geometry.lineString([Position(x: 110.99, y: 34.005), Position(x: 111.02, y: 34.006)])
    #expect(try geodesic.distanceMetres(between: polygon, and: crossing) == 0)
    #expect(try geodesic.distanceMetres(between: .point(Position(x: 111.005, y: 34.005)), and: polygon) == 0)
    let inside = Geometry.polygon(Polygon(rings: [box(111.004, 34.004, 0.001)]))
    #expect(try geodesic.distanceMetres(between: inside, and: polygon) == 0)
    let aside = Geometry.lineString([Position(x: 111.02, y: 33.9), Position(x: 111.021, y: 34.1)])
    let there = try #require(try geodesic.distanceMetres(between: polygon, and: aside))
    let back = try #require(try geodesic.distanceMetres(between: aside, and: polygon))
    #expect(abs(there - back) < 1e-6)
    let corner = Position(x: 111.01, y: 34)
    #expect(abs(there - searched([Position(x: 111.02, y: 33.9), Position(x: 111.021, y: 34.1)], corner)) < 1e-3)
    #expect(try geodesic.distanceMetres(between: polygon, and: .point(nil)) == nil)
  }

  @Test func `the distance of two random lines is that of a dense search`() throws {
    var generator = Seeded(43)
    for _ in 0..<20 {
      func line(_ west: Double) -> [Position] {
        (0..<6).map {
          Position(
            x: west + .random(in: 0...0.04, using: &generator),
            y: 34 + Double($0) * 0.01 + .random(in: 0...0.02, using: &generator))
        }
      }
      let (first, second) = (line(111), line(111.05))
      let metres = try #require(try geodesic.distanceMetres(between: .lineString(first), and: .lineString(second)))
      let dense = zip(first, first.dropFirst()).flatMap { start, end in
        (0...100).map { LocalPlane.along(from: start, to: end, Double($0) / 100) }
      }
      let least = dense.map { geodesic.nearest(on: second, to: $0)?.distanceMetres ?? .infinity }.min()
      #expect(metres <= (try #require(least)) + 1e-3, "seed 43")
    }
  }
}
