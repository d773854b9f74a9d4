import Foundation
import HetuGeodesy
import HetuGeometry
import TestSupport
import Testing

@Suite struct LocalPlaneTests {
  @Test(arguments: [100.0, 1_000, 5_000, 20_000, 100_000])
  func `distances agree with the geodesic within the bound all over China`(metres: Double) {
    let seed: UInt64 = 1
    var generator = Seeded(seed)
    var greatest = 0.0
    for _ in 0..<5_000 {
      let from = Position(x: .random(in: 73...135, using: &generator), y: .random(in: 3...54, using: &generator))
      let heading = Double.random(in: 0...(2 * .pi), using: &generator)
      let plane = LocalPlane(latitudeDegrees: from.y)
      let to = Position(
        x: from.x + metres * sin(heading) / plane.metresPerDegreeX,
        y: from.y + metres * cos(heading) / plane.metresPerDegreeY)
      let distance = LocalPlane.distanceMetres(from: from, to: to)
      let error = abs(distance - Geodesic.cgcs2000.distanceMetres(from: from, to: to))
      greatest = max(greatest, error)
      #expect(error <= plane.errorMetres(distanceMetres: distance), "seed \(seed), \(from) to \(to)")
      let inEndPlane = plane.distanceMetres(from: from, to: to)
      #expect(
        abs(inEndPlane - distance) <= plane.errorOfEndPlaneMetres(distanceMetres: distance),
        "seed \(seed), \(from) to \(to)")
    }
    if metres <= 5_000 { #expect(greatest < 0.01) }
  }

  @Test(arguments: [50.0, 1_000, 5_000, 30_000])
  func `the nearest place of an edge agrees with a search by geodesics`(metres: Double) {
    let seed: UInt64 = 2
    var generator = Seeded(seed)
    for _ in 0..<300 {
      let position = Position(x: .random(in: 73...135, using: &generator), y: .random(in: 3...54, using: &generator))
      let plane = LocalPlane(latitudeDegrees: position.y)
      func near() -> Position {
        Position(
          x: position.x + .random(in: -1...1, using: &generator) * metres / plane.metresPerDegreeX,
          y: position.y + .random(in: -1...1, using: &generator) * metres / plane.metresPerDegreeY)
      }
      let (start, end) = (near(), near())
      let foot = LocalPlane.nearest(from: start, to: end, near: position)
      let truth = geodesicDistance(from: position, toEdge: start, end)
      #expect(
        abs(foot.distanceMetres - truth) <= plane.errorMetres(distanceMetres: foot.distanceMetres),
        "seed \(seed), \(position) to \(start) \(end)")
    }
  }

  @Test func `an edge without length has its start as nearest place`() {
    let foot = LocalPlane.nearest(from: place(0, 0), to: place(0, 0), near: place(300, 400))
    #expect(foot.fraction == 0)
    #expect(abs(foot.distanceMetres - 500) < 0.1)
  }
}
