import CGEOS

// MARK: - To GEOS

extension GEOSContext {
  /// The geometry in GEOS, after its positions, rings and nesting have been found sound.
  ///
  /// Empty members are left out: they change no answer, and GEOS 3.11 crashes when it measures the distance to a
  /// collection with an empty point in it.
  func make(_ geometry: Geometry, level: Int = 1) throws(GeometryError) -> GEOSGeometryHandle {
    switch geometry {
    case .point(let position): return try point(position)
    case .lineString(let path): return try line(path)
    case .polygon(let value): return try polygon(value)
    case .multiPoint(let positions):
      var list = GEOSGeometryList(context: self)
      for position in positions { list.append(try point(position)) }
      return try collection(GEOS_MULTIPOINT, list)
    case .multiLineString(let paths):
      var list = GEOSGeometryList(context: self)
      for path in paths where !path.isEmpty { list.append(try line(path)) }
      return try collection(GEOS_MULTILINESTRING, list)
    case .multiPolygon(let polygons):
      var list = GEOSGeometryList(context: self)
      for value in polygons where !value.isEmpty { list.append(try polygon(value)) }
      return try collection(GEOS_MULTIPOLYGON, list)
    case .collection(let members):
      guard level <= GeometryLimits.standard.maximumDepth else {
        throw GeometryError(
          .limitExceeded, "The collection is nested deeper than \(GeometryLimits.standard.maximumDepth) levels.")
      }
      var list = GEOSGeometryList(context: self)
      for member in members where !member.isEmpty { list.append(try make(member, level: level + 1)) }
      return try collection(GEOS_GEOMETRYCOLLECTION, list)
    }
  }

  func point(_ position: Position?) throws(GeometryError) -> GEOSGeometryHandle {
    guard let position else {
      return try checkedGeometry("GEOSGeom_createEmptyPoint_r", GEOSGeom_createEmptyPoint_r(handle))
    }
    try [position].validateOrdinates()
    return try checkedGeometry(
      "GEOSGeom_createPointFromXY_r", GEOSGeom_createPointFromXY_r(handle, position.x, position.y))
  }

  private func line(_ path: [Position]) throws(GeometryError) -> GEOSGeometryHandle {
    try path.validateLine()
    let positions = try sequence(path)
    return try checkedGeometry("GEOSGeom_createLineString_r", GEOSGeom_createLineString_r(handle, positions))
  }

  private func polygon(_ polygon: Polygon) throws(GeometryError) -> GEOSGeometryHandle {
    try polygon.validateRings()
    guard !polygon.isEmpty else {
      return try checkedGeometry("GEOSGeom_createEmptyPolygon_r", GEOSGeom_createEmptyPolygon_r(handle))
    }
    let shell = try ring(polygon.exterior)
    var list = GEOSGeometryList(context: self)
    for hole in polygon.holes { list.append(try ring(hole)) }
    var holes = list.take()
    return try checkedGeometry(
      "GEOSGeom_createPolygon_r",
      GEOSGeom_createPolygon_r(handle, shell.take(), &holes, UInt32(holes.count)))
  }

  private func ring(_ path: [Position]) throws(GeometryError) -> GEOSGeometryHandle {
    let positions = try sequence(path)
    return try checkedGeometry("GEOSGeom_createLinearRing_r", GEOSGeom_createLinearRing_r(handle, positions))
  }

  func collection(
    _ type: GEOSGeomTypes, _ list: consuming GEOSGeometryList
  ) throws(GeometryError) -> GEOSGeometryHandle {
    var members = list.take()
    return try checkedGeometry(
      "GEOSGeom_createCollection_r",
      GEOSGeom_createCollection_r(handle, Int32(type.rawValue), &members, UInt32(members.count)))
  }

  /// A sequence that its receiver, `createLineString_r` or `createLinearRing_r`, consumes at once.
  private func sequence(_ path: [Position]) throws(GeometryError) -> OpaquePointer {
    // A position is two doubles without a gap, so a run of positions is a run of ordinates.
    let sequence = path.withUnsafeBytes { bytes in
      GEOSCoordSeq_copyFromBuffer_r(
        handle, bytes.baseAddress?.assumingMemoryBound(to: Double.self), UInt32(path.count), 0, 0)
    }
    return try checkedPointer("GEOSCoordSeq_copyFromBuffer_r", sequence)
  }
}

// MARK: - From GEOS

extension GEOSGeometryHandle {
  /// The geometry as a value; rings become lines, and heights are dropped.
  func value() throws(GeometryError) -> Geometry { try context.value(of: pointer) }
}

extension GEOSContext {
  fileprivate func value(of geometry: OpaquePointer?) throws(GeometryError) -> Geometry {
    let type = try checkedCount("GEOSGeomTypeId_r", GEOSGeomTypeId_r(handle, geometry))
    switch GEOSGeomTypes(UInt32(type)) {
    case GEOS_POINT: return .point(try path(of: geometry).first)
    case GEOS_LINESTRING, GEOS_LINEARRING: return .lineString(try path(of: geometry))
    case GEOS_POLYGON: return .polygon(try polygon(of: geometry))
    case GEOS_MULTIPOINT:
      return .multiPoint(
        try members(of: geometry) { member throws(GeometryError) in try path(of: member).first }.compactMap(\.self))
    case GEOS_MULTILINESTRING:
      return .multiLineString(try members(of: geometry) { member throws(GeometryError) in try path(of: member) })
    case GEOS_MULTIPOLYGON:
      return .multiPolygon(try members(of: geometry) { member throws(GeometryError) in try polygon(of: member) })
    default:
      return .collection(try members(of: geometry) { member throws(GeometryError) in try value(of: member) })
    }
  }

  private func members<Member>(
    of geometry: OpaquePointer?, read: (OpaquePointer?) throws(GeometryError) -> Member
  ) throws(GeometryError) -> [Member] {
    let count = try checkedCount("GEOSGetNumGeometries_r", GEOSGetNumGeometries_r(handle, geometry))
    var members: [Member] = []
    members.reserveCapacity(count)
    for index in 0..<count {
      // Borrowed from the collection.
      let member = try checkedPointer("GEOSGetGeometryN_r", GEOSGetGeometryN_r(handle, geometry, Int32(index)))
      members.append(try read(member))
    }
    return members
  }

  private func polygon(of geometry: OpaquePointer?) throws(GeometryError) -> Polygon {
    let isEmpty = try checkedPredicate("GEOSisEmpty_r", GEOSisEmpty_r(handle, geometry))
    guard !isEmpty else { return Polygon(rings: []) }
    // Rings are borrowed from the polygon.
    let exterior = try checkedPointer("GEOSGetExteriorRing_r", GEOSGetExteriorRing_r(handle, geometry))
    var rings = [try path(of: exterior)]
    for index in 0..<(try checkedCount("GEOSGetNumInteriorRings_r", GEOSGetNumInteriorRings_r(handle, geometry))) {
      let hole = try checkedPointer("GEOSGetInteriorRingN_r", GEOSGetInteriorRingN_r(handle, geometry, Int32(index)))
      rings.append(try path(of: hole))
    }
    return Polygon(rings: rings)
  }

  private func path(of geometry: OpaquePointer?) throws(GeometryError) -> [Position] {
    // Borrowed from the geometry.
    try positions(of: checkedPointer("GEOSGeom_getCoordSeq_r", GEOSGeom_getCoordSeq_r(handle, geometry)))
  }

  /// The positions of a sequence, which stays its owner's.
  func positions(of sequence: OpaquePointer) throws(GeometryError) -> [Position] {
    var count: UInt32 = 0
    try checkedStatus("GEOSCoordSeq_getSize_r", GEOSCoordSeq_getSize_r(handle, sequence, &count))
    guard count > 0 else { return [] }
    var status: Int32 = 0
    let path = [Position](unsafeUninitializedCapacity: Int(count)) { buffer, initializedCount in
      let ordinates = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: Double.self)
      status = GEOSCoordSeq_copyToBuffer_r(handle, sequence, ordinates, 0, 0)
      initializedCount = status == 1 ? Int(count) : 0
    }
    try checkedStatus("GEOSCoordSeq_copyToBuffer_r", status)
    return path
  }
}
