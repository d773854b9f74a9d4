import Foundation
import HetuGeometry

/// The ellipsoid GRS 80, seen as a plane of metres round one latitude.
///
/// Degrees become metres by the two radii of curvature at that latitude: `M = a(1 − e²)/(1 − e² sin²φ)^3/2` along the
/// meridian and `N cos φ`, `N = a/√(1 − e² sin²φ)`, along the parallel (any textbook of geodesy; a, f of GRS 80).
/// As the map is linear, an edge that is straight in longitude and latitude is straight in the plane.
///
/// With the radii at the middle latitude of the two places measured, a distance differs from the geodesic by a term
/// of the third order only: see `errorMetres(distanceMetres:latitudeDegrees:)`.
@frozen
public struct LocalPlane: Sendable, Hashable {
  /// Metres in one degree of longitude.
  public let metresPerDegreeX: Double
  /// Metres in one degree of latitude.
  public let metresPerDegreeY: Double

  /// The plane at a latitude in degrees.
  @inlinable
  public init(latitudeDegrees: Double) {
    let sine = sin(latitudeDegrees * (Double.pi / 180))
    let square = sine * sine
    let w = 1 / (1 - Self.eccentricitySquared * square).squareRoot()
    let normal = Self.semiMajorAxisMetres * w * (Double.pi / 180)
    metresPerDegreeX = normal * max(0, 1 - square).squareRoot()
    metresPerDegreeY = normal * w * w * (1 - Self.eccentricitySquared)
  }

  /// The plane at the middle latitude of two positions (longitude, latitude).
  @inlinable
  public init(between first: Position, and second: Position) {
    self.init(latitudeDegrees: (first.y + second.y) / 2)
  }

  /// a of GRS 80.
  public static let semiMajorAxisMetres = 6_378_137.0
  /// e² of GRS 80, from 1/f = 298.257222101.
  public static let eccentricitySquared = 0.006_694_380_022_900_788

  /// The distance of two positions in this plane, in metres.
  @inlinable
  public func distanceMetres(from first: Position, to second: Position) -> Double {
    squaredMetres(from: first, to: second).squareRoot()
  }

  /// The square of the distance of two positions in this plane, in square metres.
  @inlinable
  public func squaredMetres(from first: Position, to second: Position) -> Double {
    let dx = (second.x - first.x) * metresPerDegreeX
    let dy = (second.y - first.y) * metresPerDegreeY
    return dx * dx + dy * dy
  }

  /// Where in this plane the edge from `start` to `end` comes nearest to `position`: 0 at its start, 1 at its end.
  @inlinable
  public func fractionOfNearest(from start: Position, to end: Position, near position: Position) -> Double {
    let ux = (end.x - start.x) * metresPerDegreeX
    let uy = (end.y - start.y) * metresPerDegreeY
    let dot =
      (position.x - start.x) * metresPerDegreeX * ux + (position.y - start.y) * metresPerDegreeY * uy
    let length = ux * ux + uy * uy
    return if dot <= 0 { 0 } else if dot >= length { 1 } else { dot / length }
  }

  /// The distance of two positions (longitude, latitude) in metres, in the plane at their middle latitude.
  @inlinable
  public static func distanceMetres(from first: Position, to second: Position) -> Double {
    LocalPlane(between: first, and: second).distanceMetres(from: first, to: second)
  }

  /// The place of an edge, straight in longitude and latitude, that is nearest to a position.
  @frozen
  public struct Foot: Sendable, Hashable {
    /// The place itself.
    public let position: Position
    /// Where it lies on the edge: 0 at its start, 1 at its end.
    public let fraction: Double
    /// Its distance from the position asked for.
    public let distanceMetres: Double

    /// A foot from its parts.
    @inlinable
    public init(position: Position, fraction: Double, distanceMetres: Double) {
      self.position = position
      self.fraction = fraction
      self.distanceMetres = distanceMetres
    }
  }

  /// The place of an edge nearest to a position, with the radii at the middle latitude of position and foot.
  ///
  /// - Parameter near: the plane to look for a first foot in, `LocalPlane(latitudeDegrees: position.y)`; given by
  ///   callers that ask for many edges.
  @inlinable
  public static func nearest(
    from start: Position, to end: Position, near position: Position, in plane: LocalPlane
  ) -> Foot {
    let first = Self.along(from: start, to: end, plane.fractionOfNearest(from: start, to: end, near: position))
    let middle = LocalPlane(between: position, and: first)
    let fraction = middle.fractionOfNearest(from: start, to: end, near: position)
    let foot = Self.along(from: start, to: end, fraction)
    return Foot(position: foot, fraction: fraction, distanceMetres: Self.distanceMetres(from: position, to: foot))
  }

  /// The place of an edge nearest to a position, with the radii at the middle latitude of position and foot.
  @inlinable
  public static func nearest(from start: Position, to end: Position, near position: Position) -> Foot {
    nearest(from: start, to: end, near: position, in: LocalPlane(latitudeDegrees: position.y))
  }

  /// The place at a fraction of an edge; its ends exactly at 0 and 1.
  @inlinable
  public static func along(from start: Position, to end: Position, _ fraction: Double) -> Position {
    if fraction <= 0 { return start }
    if fraction >= 1 { return end }
    return Position(
      x: start.x + (end.x - start.x) * fraction, y: start.y + (end.y - start.y) * fraction)
  }

  /// How far `distanceMetres(from:to:)` and `nearest(from:to:near:)` may be from the geodesic at this plane's latitude,
  /// in metres.
  ///
  /// The terms that the middle latitude leaves out (Gauss' mid-latitude formulas) are below `d³(1 + tan²φ)/(24 R²)`,
  /// the wrong place of the foot adds at most `d³ tan²φ/(8 R²)`; the bound takes three times their sum and 0.1 mm for
  /// rounding. It is 0.11 mm for 1 km and 1 cm for 10 km at 35° N, and good for distances below 200 km.
  @inlinable
  public func errorMetres(distanceMetres: Double) -> Double {
    1e-4 + distanceMetres * distanceMetres * distanceMetres * (4 * secantSquared - 3) / (8 * 4.0e13)
  }

  /// How far a distance measured in this plane, the plane of one of its ends, may be from the geodesic, in metres.
  ///
  /// Half the change of the parallel's radius over the way north: `d² tanφ/(2R)·max(cos²θ sinθ)`, with a tenth more
  /// for the change of both radii of curvature. It is 2 cm for 1 km at 35° N.
  @inlinable
  public func errorOfEndPlaneMetres(distanceMetres: Double) -> Double {
    let tangent = max(0, secantSquared - 1).squareRoot()
    return errorMetres(distanceMetres: distanceMetres)
      + distanceMetres * distanceMetres * (0.22 * tangent + 0.02) / 6.35e6
  }

  /// 1/cos²φ or little more (the parallel's radius of curvature is up to 0.67 % longer); kept finite at the poles.
  @inlinable
  var secantSquared: Double {
    let secant = metresPerDegreeY / max(metresPerDegreeX, metresPerDegreeY / 10)
    return secant * secant * 1.0136
  }
}
