import CGEOS

/// Strips and hulls, by GEOS; in the plane of the positions.
extension Geometry {
  /// The strip along lines: all places not farther than `halfWidth` from them, cut off straight at their ends.
  ///
  /// - Parameter halfWidth: in units of the plane, above 0 and at most `greatestBufferDistance`.
  /// - Throws: `GeometryError` for a width outside of this range, and for unsound ordinates.
  public func strip(halfWidth: Double) throws(GeometryError) -> Geometry {
    guard halfWidth > 0, halfWidth <= Self.greatestBufferDistance else {
      throw GeometryError(
        .argumentOutOfRange,
        "A strip of \(halfWidth) units is not made; half its width must lie between 0 and \(Int(Self.greatestBufferDistance))."
      )
    }
    let context = try GEOSContext()
    let source = try context.make(self)
    return try context.checkedGeometry(
      "GEOSBufferWithStyle_r",
      GEOSBufferWithStyle_r(
        context.handle, source.pointer, halfWidth, 32, Int32(GEOSBUF_CAP_FLAT.rawValue),
        Int32(GEOSBUF_JOIN_ROUND.rawValue), 5)
    ).value()
  }

  /// The smallest convex area that holds the geometry; a line or a point where it has no more.
  ///
  /// - Throws: `GeometryError` for unsound rings or ordinates.
  public func convexHull() throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(self)
    return try context.checkedGeometry("GEOSConvexHull_r", GEOSConvexHull_r(context.handle, source.pointer)).value()
  }
}
