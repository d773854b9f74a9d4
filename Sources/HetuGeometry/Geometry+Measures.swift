import CGEOS

/// Distances in the plane and places that stand for a geometry, by GEOS.
extension Geometry {
  /// The shortest distance between the two in units of the plane, 0 where they meet; nil where one is empty.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func planarDistance(to other: Geometry) throws(GeometryError) -> Double? {
    guard !isEmpty, !other.isEmpty else { return nil }
    let context = try GEOSContext()
    let first = try context.make(self)
    let second = try context.make(other)
    var distance = 0.0
    try context.checkedStatus(
      "GEOSDistance_r", GEOSDistance_r(context.handle, first.pointer, second.pointer, &distance))
    return distance
  }

  /// The places where the two come closest in the plane, one on each; nil where one is empty.
  ///
  /// Where several pairs are equally close, it is one of them.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func nearestPositions(
    to other: Geometry
  ) throws(GeometryError) -> (onSelf: Position, onOther: Position)? {
    guard !isEmpty, !other.isEmpty else { return nil }
    let context = try GEOSContext()
    let first = try context.make(self)
    let second = try context.make(other)
    let sequence = try context.checkedPointer(
      "GEOSNearestPoints_r", GEOSNearestPoints_r(context.handle, first.pointer, second.pointer))
    defer { GEOSCoordSeq_destroy_r(context.handle, sequence) }
    let pair = try context.positions(of: sequence)
    return pair.count == 2 ? (pair[0], pair[1]) : nil
  }

  /// A place that surely lies on the geometry, well inside where it has an area; nil where it is empty.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func pointOnSurface() throws(GeometryError) -> Position? {
    let point = try derived("GEOSPointOnSurface_r") { GEOSPointOnSurface_r($0, $1) }
    return if case .point(let position) = point { position } else { nil }
  }

  /// The geometry with fewer positions, none further than `tolerance` from the old course; no ring is lost or made to
  /// cross itself.
  /// - Parameter tolerance: in units of the plane, not negative.
  /// - Throws: `GeometryError` for a tolerance that is negative or not finite, and for unsound rings or ordinates.
  public func simplified(tolerance: Double) throws(GeometryError) -> Geometry {
    guard tolerance.isFinite, tolerance >= 0 else {
      throw GeometryError(
        .argumentOutOfRange, "A tolerance of \(tolerance) makes no sense; give a finite one that is not negative.")
    }
    return try derived("GEOSTopologyPreserveSimplify_r") { GEOSTopologyPreserveSimplify_r($0, $1, tolerance) }
  }

  /// The geometry in the one form that all ways of writing the same positions share: start of rings, order of members,
  /// direction of lines, no empty members. For comparing, not for storing rivers: lines may be reversed.
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func normalized() throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(self)
    // 0 is success here, −1 failure.
    _ = try context.checkedCount("GEOSNormalize_r", GEOSNormalize_r(context.handle, source.pointer))
    return try source.value()
  }

  private func derived(
    _ name: StaticString, _ function: (GEOSContextHandle_t, OpaquePointer?) -> OpaquePointer?
  ) throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(self)
    return try context.checkedGeometry(name, function(context.handle, source.pointer)).value()
  }
}
