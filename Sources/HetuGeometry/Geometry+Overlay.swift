import CGEOS

/// Buffers and overlays, by GEOS; all in the plane of the positions. Lines keep their direction.
extension Geometry {
  /// The greatest buffer that is made, in units of the plane: 500 km where these are metres.
  public static let greatestBufferDistance = 500_000.0

  /// All places within `distance` of the geometry, arcs drawn with so many segments a quadrant.
  ///
  /// With 8 segments the border lies up to 2 % of the distance inside of the true one, with 16 up to 0.5 %. A negative
  /// distance shrinks polygons. Positions in degrees make no sense here: transform them first.
  /// - Parameters:
  ///   - distance: in units of the plane, at most `greatestBufferDistance` either way.
  ///   - quadrantSegments: 1 to 64.
  /// - Throws: `GeometryError` for figures outside of these ranges, and for unsound rings or ordinates.
  public func buffer(distance: Double, quadrantSegments: Int = 16) throws(GeometryError) -> Geometry {
    guard distance.isFinite, abs(distance) <= Self.greatestBufferDistance else {
      throw GeometryError(
        .argumentOutOfRange,
        "A buffer of \(distance) units is not made; the distance must lie within ±\(Int(Self.greatestBufferDistance)).")
    }
    guard (1...64).contains(quadrantSegments) else {
      throw GeometryError(
        .argumentOutOfRange, "A buffer needs 1 to 64 segments a quadrant, not \(quadrantSegments).")
    }
    let context = try GEOSContext()
    func grown(_ geometry: Geometry) throws(GeometryError) -> GEOSGeometryHandle {
      let source = try context.make(geometry)
      return try context.checkedGeometry(
        "GEOSBuffer_r", GEOSBuffer_r(context.handle, source.pointer, distance, Int32(quadrantSegments)))
    }
    let parts = simpleParts
    guard parts.count > 1, distance > 0 else { return try grown(self).value() }
    // Grown one by one and then joined: GEOS would cut each border by all others at once, which takes minutes where a
    // thousand parts lie close together.
    var list = GEOSGeometryList(context: context)
    for part in parts { list.append(try grown(part)) }
    let all = try context.collection(GEOS_GEOMETRYCOLLECTION, list)
    return try context.checkedGeometry("GEOSUnaryUnion_r", GEOSUnaryUnion_r(context.handle, all.pointer)).value()
  }

  /// The union of all geometries, of any kinds, with lines noded where they cross; empty for none.
  /// - Throws: `GeometryError` for unsound rings or ordinates, or where GEOS finds no answer.
  public static func union(_ geometries: [Geometry]) throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(.collection(geometries))
    return try context.checkedGeometry("GEOSUnaryUnion_r", GEOSUnaryUnion_r(context.handle, source.pointer)).value()
  }

  /// What lies in either geometry.
  /// - Throws: `GeometryError` as `union(_:)` of many.
  public func union(_ other: Geometry) throws(GeometryError) -> Geometry { try Self.union([self, other]) }

  /// What lies in both geometries.
  /// - Throws: `GeometryError` for unsound rings or ordinates, and where GEOS finds no answer, as for polygons that are
  ///   not valid (`makeValid`) and some collections of mixed dimensions.
  public func intersection(_ other: Geometry) throws(GeometryError) -> Geometry {
    try overlay("GEOSIntersection_r", GEOSIntersection_r, other)
  }

  /// The lines of the geometry, those joined to one that meet end to end where no third one begins; points are left out.
  /// - Throws: `GeometryError` for unsound ordinates.
  public func mergedLines() throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(self)
    return try context.checkedGeometry("GEOSLineMerge_r", GEOSLineMerge_r(context.handle, source.pointer)).value()
  }

  /// The geometry with all positions on a grid of that size, valid there: what is thinner than the grid falls away.
  /// - Throws: `GeometryError` as `intersection`.
  public func snapped(gridSize: Double) throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let source = try context.make(self)
    return try context.checkedGeometry(
      "GEOSGeom_setPrecision_r", GEOSGeom_setPrecision_r(context.handle, source.pointer, gridSize, 0)
    ).value()
  }

  /// What lies in this geometry and not in the other.
  /// - Throws: `GeometryError` as `intersection`.
  public func difference(_ other: Geometry) throws(GeometryError) -> Geometry {
    try overlay("GEOSDifference_r", GEOSDifference_r, other)
  }

  private func overlay(
    _ name: StaticString, _ function: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?,
    _ other: Geometry
  ) throws(GeometryError) -> Geometry {
    let context = try GEOSContext()
    let first = try context.make(self)
    let second = try context.make(other)
    return try context.checkedGeometry(name, function(context.handle, first.pointer, second.pointer)).value()
  }
}
