import CGEOS

/// Relations of two geometries in the plane (OGC 06-103r4, section 6.1.15), by GEOS.
///
/// All throw `GeometryError` for unsound rings or ordinates, and where GEOS finds no answer. For polygons that are not
/// valid (`flaw`), and for collections whose members overlap, answers may be wrong. To ask one geometry many times, use `PreparedGeometry`.
extension Geometry {
  /// Whether the two share at least one place.
  public func intersects(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSIntersects_r", GEOSIntersects_r, other)
  }

  /// Whether the two share only places of their borders.
  public func touches(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSTouches_r", GEOSTouches_r, other)
  }

  /// Whether the interiors meet in less than the higher of the two dimensions, as a road crosses a river.
  public func crosses(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSCrosses_r", GEOSCrosses_r, other)
  }

  /// Whether two of the same dimension share some interior but neither holds the other.
  public func overlaps(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSOverlaps_r", GEOSOverlaps_r, other)
  }

  /// Whether the other lies in this one, at least in part in its interior.
  public func contains(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSContains_r", GEOSContains_r, other)
  }

  /// Whether this one lies in the other, at least in part in its interior.
  public func isWithin(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSWithin_r", GEOSWithin_r, other)
  }

  /// Whether no place of the other lies outside of this one; borders count.
  public func covers(_ other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSCovers_r", GEOSCovers_r, other)
  }

  /// Whether both are the same set of places, however it is written.
  public func isTopologicallyEqual(to other: Geometry) throws(GeometryError) -> Bool {
    try relation("GEOSEquals_r", GEOSEquals_r, other)
  }

  private func relation(
    _ name: StaticString, _ function: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> CChar, _ other: Geometry
  ) throws(GeometryError) -> Bool {
    let context = try GEOSContext()
    let first = try context.make(self)
    let second = try context.make(other)
    return try context.checkedPredicate(name, function(context.handle, first.pointer, second.pointer))
  }
}
