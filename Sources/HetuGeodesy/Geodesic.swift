import CPROJ
import HetuGeometry

/// Distances, directions and areas on an ellipsoid, for positions of longitude and latitude in degrees.
///
/// Geodesics are those of C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), by PROJ's `geodesic.h`, right
/// to 15 nanometres. An edge between two vertices is straight in longitude and latitude (RFC 7946); the length of an
/// edge is that of the geodesic between its ends (the straight edge is longer, by 1 mm in 12 km where it runs east at 35°N).
public struct Geodesic: Sendable {
  /// The ellipsoid of CGCS2000, which is GRS 80.
  public static let cgcs2000 = Geodesic(
    semiMajorAxisMetres: LocalPlane.semiMajorAxisMetres, flattening: 1 / 298.257_222_101)

  /// The solution of the inverse problem.
  public struct Course: Hashable, Sendable {
    /// The length of the geodesic.
    public let distanceMetres: Double
    /// The direction at the start, from north over east, within 0° to 360°.
    public let azimuthDegrees: Double
    /// The direction in which the geodesic arrives at its end, from north over east, within 0° to 360°.
    public let arrivalAzimuthDegrees: Double
  }

  let semiMajorAxisMetres: Double
  let eccentricitySquared: Double
  private let ellipsoid: geod_geodesic

  private init(semiMajorAxisMetres: Double, flattening: Double) {
    self.semiMajorAxisMetres = semiMajorAxisMetres
    eccentricitySquared = flattening * (2 - flattening)
    var ellipsoid = geod_geodesic()
    geod_init(&ellipsoid, semiMajorAxisMetres, flattening)
    self.ellipsoid = ellipsoid
  }

  /// The length of the geodesic between two positions, in metres.
  public func distanceMetres(from start: Position, to end: Position) -> Double {
    var distance = 0.0
    withUnsafePointer(to: ellipsoid) { geod_inverse($0, start.y, start.x, end.y, end.x, &distance, nil, nil) }
    return distance
  }

  /// The length and the directions of the geodesic between two positions.
  public func inverse(from start: Position, to end: Position) -> Course {
    var (distance, departure, arrival) = (0.0, 0.0, 0.0)
    withUnsafePointer(to: ellipsoid) {
      geod_inverse($0, start.y, start.x, end.y, end.x, &distance, &departure, &arrival)
    }
    return Course(
      distanceMetres: distance, azimuthDegrees: Self.fullCircle(departure),
      arrivalAzimuthDegrees: Self.fullCircle(arrival))
  }

  /// The place reached from a position in a direction (degrees from north over east) after a distance in metres.
  public func destination(from start: Position, azimuthDegrees: Double, distanceMetres: Double) -> Position {
    var end = Position(x: 0, y: 0)
    withUnsafePointer(to: ellipsoid) {
      geod_direct($0, start.y, start.x, azimuthDegrees, distanceMetres, &end.y, &end.x, nil)
    }
    return end
  }

  /// The length of a path in metres: the sum of the geodesics between its vertices.
  public func lengthMetres(of path: [Position]) -> Double {
    zip(path, path.dropFirst()).reduce(0) { $0 + distanceMetres(from: $1.0, to: $1.1) }
  }

  /// The length of all lines in a geometry, in metres; rings of polygons are not lines.
  public func lengthMetres(of geometry: Geometry) -> Double {
    geometry.lines.reduce(0) { $0 + lengthMetres(of: $1) }
  }

  private static func fullCircle(_ azimuthDegrees: Double) -> Double {
    azimuthDegrees < 0 ? azimuthDegrees + 360 : azimuthDegrees
  }
}
