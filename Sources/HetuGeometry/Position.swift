/// A place: x is easting or longitude, y is northing or latitude, whatever axis order an authority states.
///
/// A position knows no reference system; the type that holds it does. Z and M are not kept: everything that Hetu
/// answers is decided in the plane or on the ellipsoid.
public struct Position: Hashable, Sendable {
  /// Easting in metres, or longitude in degrees.
  public var x: Double
  /// Northing in metres, or latitude in degrees.
  public var y: Double

  /// A position from easting and northing, or longitude and latitude.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both ordinates are numbers (neither NaN nor infinite).
  public var isFinite: Bool { x.isFinite && y.isFinite }
}
