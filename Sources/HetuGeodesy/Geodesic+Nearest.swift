import Foundation
import HetuGeometry

extension Geodesic {
  /// The place of a path that is nearest to a position.
  public struct Foot: Hashable, Sendable {
    /// The place itself, as longitude and latitude.
    public let position: Position
    /// Its geodesic distance from the position asked for.
    public let distanceMetres: Double
    /// The edge it lies on: from vertex `segmentIndex` to the next; of equally near edges the first.
    public let segmentIndex: Int
    /// Where it lies on that edge: 0 at its start, 1 at its end.
    public let fraction: Double
  }

  /// The place of a path nearest to a position by the geodesic, or nil for an empty path.
  ///
  /// Edges are straight in longitude and latitude. The distance is right to less than a millimetre: the local plane finds
  /// the edges that can be nearest, bounds of its error tell which, and each foot is refined on the ellipsoid. Edges
  /// must not cross the meridian of 180°. A path of one position has a single edge without length.
  public func nearest(on path: [Position], to position: Position) -> Foot? {
    guard let first = path.first else { return nil }
    guard path.count > 1 else {
      return Foot(
        position: first, distanceMetres: distanceMetres(from: position, to: first), segmentIndex: 0, fraction: 0)
    }
    let plane = LocalPlane(latitudeDegrees: position.y)
    let estimates = Self.estimates(of: path, near: position, in: plane)
    var limit = Double.infinity
    for estimate in estimates { limit = min(limit, estimate + plane.errorOfEndPlaneMetres(distanceMetres: estimate)) }
    var best: Foot?
    for (index, estimate) in estimates.enumerated()
    where estimate - plane.errorOfEndPlaneMetres(distanceMetres: estimate) <= limit {
      let foot = refined(path[index], path[index + 1], index, near: position)
      if foot.distanceMetres < best?.distanceMetres ?? .infinity { best = foot }
      limit = min(limit, foot.distanceMetres)
    }
    return best
  }

  /// The distance of each edge in the plane of the position.
  private static func estimates(of path: [Position], near position: Position, in plane: LocalPlane) -> [Double] {
    zip(path, path.dropFirst()).map { start, end in
      let fraction = plane.fractionOfNearest(from: start, to: end, near: position)
      return plane.distanceMetres(from: position, to: LocalPlane.along(from: start, to: end, fraction))
    }
  }

  /// The foot on one edge: Newton's steps on the square of the distance, whose slope is the distance times the cosine
  /// between the geodesic's arrival and the edge; a bracket keeps them on the edge.
  private func refined(_ start: Position, _ end: Position, _ index: Int, near position: Position) -> Foot {
    var fraction = LocalPlane.nearest(from: start, to: end, near: position).fraction
    var (low, high) = (0.0, 1.0)
    var place = LocalPlane.along(from: start, to: end, fraction)
    var course = inverse(from: position, to: place)
    for _ in 0..<40 {
      let plane = LocalPlane(latitudeDegrees: place.y)
      let east = (end.x - start.x) * plane.metresPerDegreeX
      let north = (end.y - start.y) * plane.metresPerDegreeY
      let arrival = course.arrivalAzimuthDegrees * .pi / 180
      let slope = course.distanceMetres * (east * sin(arrival) + north * cos(arrival))
      let square = east * east + north * north
      guard square > 0, course.distanceMetres > 0 else { break }
      if slope > 0 { high = fraction } else { low = fraction }
      var next = min(max(fraction - slope / square, 0), 1)
      if next < low || next > high { next = (low + high) / 2 }
      guard abs(next - fraction) * square.squareRoot() > 1e-5 else { break }
      fraction = next
      place = LocalPlane.along(from: start, to: end, fraction)
      course = inverse(from: position, to: place)
    }
    return Foot(position: place, distanceMetres: course.distanceMetres, segmentIndex: index, fraction: fraction)
  }

  /// The geodesic distance of a position from a geometry in metres, 0 inside of its polygons; nil for an empty one.
  public func distanceMetres(from position: Position, to geometry: Geometry) -> Double? {
    if geometry.polygons.contains(where: { $0.contains(position) }) { return 0 }
    var best: Double?
    geometry.forEachSegmentedPath { path in
      guard let foot = nearest(on: path, to: position) else { return }
      best = min(best ?? .infinity, foot.distanceMetres)
    }
    return best
  }

  /// The geodesic distance between two geometries in metres, 0 where they meet; nil where one is empty.
  ///
  /// Geometries that do not meet are nearest at a vertex of one of them, up to the bend of edges that are straight in
  /// longitude and latitude: below 1 mm for edges up to 10 km.
  /// - Throws: `GeometryError` of GEOS, for geometries that are not well formed.
  public func distanceMetres(between first: Geometry, and second: Geometry) throws(GeometryError) -> Double? {
    guard let firstBox = first.envelope, let secondBox = second.envelope else { return nil }
    if firstBox.intersects(secondBox), try first.intersects(second) { return 0 }
    let oneWay = distanceMetres(fromVerticesOf: first, to: second)
    return min(oneWay, distanceMetres(fromVerticesOf: second, to: first, below: oneWay))
  }

  private func distanceMetres(
    fromVerticesOf first: Geometry, to second: Geometry, below limitMetres: Double = .infinity
  ) -> Double {
    var best = limitMetres
    second.forEachSegmentedPath { path in
      first.forEachPath { vertices in
        for vertex in vertices where isWithin(best, of: path, vertex) {
          guard let foot = nearest(on: path, to: vertex) else { continue }
          best = min(best, foot.distanceMetres)
        }
      }
    }
    return best
  }

  /// Whether a path may have a place that is nearer to a position than `metres`.
  private func isWithin(_ metres: Double, of path: [Position], _ position: Position) -> Bool {
    guard metres.isFinite else { return true }
    let plane = LocalPlane(latitudeDegrees: position.y)
    let reach = metres + plane.errorOfEndPlaneMetres(distanceMetres: metres)
    var start = path[0]
    return path.contains { end in
      defer { start = end }
      let fraction = plane.fractionOfNearest(from: start, to: end, near: position)
      let foot = LocalPlane.along(from: start, to: end, fraction)
      return plane.squaredMetres(from: position, to: foot) <= reach * reach
    }
  }
}

extension Geometry {
  /// As `forEachPath`, but each position of a multipoint is a path of its own, and empty paths are left out.
  fileprivate func forEachSegmentedPath(_ body: ([Position]) -> Void) {
    switch self {
    case .multiPoint(let positions): for position in positions { body([position]) }
    case .collection(let members): for member in members { member.forEachSegmentedPath(body) }
    default: forEachPath { if !$0.isEmpty { body($0) } }
    }
  }
}
