import CGEOS

/// A geometry indexed by GEOS for being asked many times, in the plane.
///
/// Not Sendable, and answers build the index as they go: one task at a time. For parallel work let each task prepare
/// its own.
public final class PreparedGeometry {
  /// The geometry that is asked.
  public let geometry: Geometry
  /// Its box, nil where it is empty.
  public let envelope: Envelope?
  private let context: GEOSContext
  private let base: GEOSGeometryHandle
  private let prepared: OpaquePointer

  /// Prepares `geometry`.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public init(_ geometry: Geometry) throws(GeometryError) {
    self.geometry = geometry
    envelope = geometry.envelope
    context = try GEOSContext()
    base = try context.make(geometry)
    prepared = try context.checkedPointer("GEOSPrepare_r", GEOSPrepare_r(context.handle, base.pointer))
  }

  deinit { GEOSPreparedGeom_destroy_r(context.handle, prepared) }

  /// Whether `position` lies on the geometry; borders of polygons count. False where it is not finite.
  /// - Throws: `GeometryError` where GEOS fails.
  public func contains(_ position: Position) throws(GeometryError) -> Bool {
    guard let envelope, envelope.contains(position) else { return false }
    let point = try context.point(position)
    return try context.checkedPredicate(
      "GEOSPreparedIntersects_r", GEOSPreparedIntersects_r(context.handle, prepared, point.pointer))
  }

  /// Whether the two share at least one place.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func intersects(_ other: Geometry) throws(GeometryError) -> Bool {
    let other = try context.make(other)
    return try context.checkedPredicate(
      "GEOSPreparedIntersects_r", GEOSPreparedIntersects_r(context.handle, prepared, other.pointer))
  }

  /// Whether no place of the other lies outside of this one; borders count.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func covers(_ other: Geometry) throws(GeometryError) -> Bool {
    let other = try context.make(other)
    return try context.checkedPredicate(
      "GEOSPreparedCovers_r", GEOSPreparedCovers_r(context.handle, prepared, other.pointer))
  }

  /// Whether the other comes as near as `distance`, in units of the plane; never where one is empty.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func isWithin(distance: Double, of other: Geometry) throws(GeometryError) -> Bool {
    guard envelope != nil, !other.isEmpty, distance >= 0 else { return false }
    let other = try context.make(other)
    return try context.checkedPredicate(
      "GEOSPreparedDistanceWithin_r",
      GEOSPreparedDistanceWithin_r(context.handle, prepared, other.pointer, distance))
  }

  /// The shortest distance to the other in units of the plane; nil where one is empty.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func planarDistance(to other: Geometry) throws(GeometryError) -> Double? {
    guard envelope != nil, !other.isEmpty else { return nil }
    let other = try context.make(other)
    var distance = 0.0
    try context.checkedStatus(
      "GEOSPreparedDistance_r", GEOSPreparedDistance_r(context.handle, prepared, other.pointer, &distance))
    return distance
  }
}
