import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport

/// Places near 111° E, 34° N, given in metres east and north of it, in the plane at 34° N.
func place(_ east: Double, _ north: Double) -> Position {
  let plane = LocalPlane(latitudeDegrees: 34)
  return Position(x: 111 + east / plane.metresPerDegreeX, y: 34 + north / plane.metresPerDegreeY)
}

func path(_ metres: [(Double, Double)]) -> [Position] { metres.map { place($0.0, $0.1) } }

func reach(_ code: String, _ metres: [(Double, Double)], river: String = "涧河", riverCode: String? = nil) -> Reach {
  Reach(
    id: Int64(code.utf8.reduce(0) { $0 * 31 + Int($1) }), code: code, name: "", riverName: river, riverCode: riverCode,
    path: path(metres))
}

/// The only river of reaches.
func onlyRiver(_ reaches: [Reach]) -> River? {
  let rivers = RiverSet(reaches: reaches).rivers
  return rivers.count == 1 ? rivers[0] : nil
}

/// A wiggly line of segments of 100 to 300 m.
func wiggle(
  from start: Position, segments: Int, using generator: inout Seeded, turn: Double = 0.6
) -> [Position] {
  var heading = Double.random(in: 0...(2 * .pi), using: &generator)
  var path = [start]
  for _ in 0..<segments {
    heading += Double.random(in: -turn...turn, using: &generator)
    let metres = Double.random(in: 100...300, using: &generator)
    let last = path[path.count - 1]
    let plane = LocalPlane(latitudeDegrees: last.y)
    path.append(
      Position(
        x: last.x + metres * sin(heading) / plane.metresPerDegreeX,
        y: last.y + metres * cos(heading) / plane.metresPerDegreeY))
  }
  return path
}

/// An independent answer: the least geodesic distance to an edge that is straight in longitude and latitude, by golden
/// sections over the edge.
func geodesicDistance(from position: Position, toEdge start: Position, _ end: Position) -> Double {
  func distance(_ fraction: Double) -> Double {
    Geodesic.cgcs2000.distanceMetres(
      from: position,
      to: Position(x: start.x + (end.x - start.x) * fraction, y: start.y + (end.y - start.y) * fraction))
  }
  let golden = (5.0.squareRoot() - 1) / 2
  var (low, high) = (0.0, 1.0)
  while high - low > 1e-7 {
    let (first, second) = (high - golden * (high - low), low + golden * (high - low))
    if distance(first) < distance(second) { high = second } else { low = first }
  }
  return min(
    distance((low + high) / 2), Geodesic.cgcs2000.distanceMetres(from: position, to: start),
    Geodesic.cgcs2000.distanceMetres(from: position, to: end))
}

/// The least geodesic distance to a path, looking closely only at edges that can hold it.
func geodesicDistance(from position: Position, to path: [Position]) -> Double {
  let edges = Array(zip(path, path.dropFirst()))
  let rough = edges.map { LocalPlane.nearest(from: $0.0, to: $0.1, near: position).distanceMetres }
  let least = rough.min() ?? .infinity
  return zip(edges, rough).filter { $0.1 <= least * 1.01 + 1 }
    .map { geodesicDistance(from: position, toEdge: $0.0.0, $0.0.1) }.min() ?? .infinity
}
