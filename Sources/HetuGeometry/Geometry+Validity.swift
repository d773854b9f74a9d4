import CGEOS

/// Validity of simple features (OGC 06-103r4, section 6.1) and repair, by GEOS.
extension Geometry {
  /// Whether no flaw is found.
  /// - Throws: `GeometryError` where GEOS gives no answer.
  public func isValid() throws(GeometryError) -> Bool { try flaw() == nil }

  /// The first flaw found, with its place; nil for a valid geometry.
  ///
  /// Open or short rings and ordinates that are not finite are flaws too, without a place.
  /// - Throws: `GeometryError` where GEOS gives no answer.
  public func flaw() throws(GeometryError) -> GeometryFlaw? {
    let context = try GEOSContext()
    let source: GEOSGeometryHandle
    do {
      source = try context.make(self)
    } catch  where error.code == .invalidPath || error.code == .notFinite {
      return GeometryFlaw(reason: error.message, position: nil)
    }
    var reason: UnsafeMutablePointer<CChar>?
    var location: OpaquePointer?
    let result = GEOSisValidDetail_r(context.handle, source.pointer, 0, &reason, &location)
    // Both are ours to free.
    defer { GEOSFree_r(context.handle, reason) }
    let place = location.map { GEOSGeometryHandle(context: context, pointer: $0) }
    guard try !context.checkedPredicate("GEOSisValidDetail_r", result) else { return nil }
    let position: Position? = if case .point(let position) = try place?.value() { position } else { nil }
    return GeometryFlaw(reason: reason.map { String(cString: $0) } ?? "Invalid geometry", position: position)
  }

  /// The geometry made valid, with what was changed; a valid one comes back as it is.
  ///
  /// The dimension is kept: where a polygon shrinks to a line in part, that part is left out and told of. A polygon may
  /// become a multipolygon.
  /// - Throws: `GeometryError` for ordinates that are not finite, or where GEOS gives no answer.
  public func makeValid(method: RepairMethod = .structure) throws(GeometryError) -> GeometryRepair {
    var paths = PathRepair()
    let sound = paths.repaired(self)
    var changes = paths.changes
    guard let flaw = try sound.flaw() else { return GeometryRepair(geometry: sound, changes: changes) }

    let context = try GEOSContext()
    let source = try context.make(sound)
    let parameters = try context.checkedPointer(
      "GEOSMakeValidParams_create_r", GEOSMakeValidParams_create_r(context.handle))
    defer { GEOSMakeValidParams_destroy_r(context.handle, parameters) }
    let engineMethod =
      switch method {
      case .structure: GEOS_MAKE_VALID_STRUCTURE
      case .lineWork: GEOS_MAKE_VALID_LINEWORK
      }
    let status = GEOSMakeValidParams_setMethod_r(context.handle, parameters, engineMethod)
    try context.checkedStatus("GEOSMakeValidParams_setMethod_r", status)
    let repaired = try context.checkedGeometry(
      "GEOSMakeValidWithParams_r", GEOSMakeValidWithParams_r(context.handle, source.pointer, parameters)
    ).value()
    changes.append(.rebuilt(flaw))

    guard case .collection = sound else {
      let (kept, dropped) = repaired.keepingOnly(dimension: sound.dimension)
      if dropped > 0 { changes.append(.collapsedPartsDropped(dropped)) }
      return GeometryRepair(geometry: kept, changes: changes)
    }
    return GeometryRepair(geometry: repaired, changes: changes)
  }

  /// The parts of one dimension, as a single or multiple geometry, and how many parts of others were left out.
  private func keepingOnly(dimension: Int?) -> (kept: Geometry, dropped: Int) {
    guard self.dimension != dimension || kind == .collection else { return (self, 0) }
    let parts = simpleParts
    let kept = parts.filter { $0.dimension == dimension }
    let geometry: Geometry =
      switch dimension {
      case 2: Self.combined(kept.flatMap(\.polygons), single: Geometry.polygon, multiple: Geometry.multiPolygon)
      case 1: Self.combined(kept.flatMap(\.lines), single: Geometry.lineString, multiple: Geometry.multiLineString)
      default:
        .multiPoint(kept.compactMap { if case .point(let position) = $0 { position } else { nil } })
      }
    return (geometry, parts.count - kept.count)
  }

  private static func combined<Part>(
    _ parts: [Part], single: (Part) -> Geometry, multiple: ([Part]) -> Geometry
  ) -> Geometry {
    if let only = parts.first, parts.count == 1 { return single(only) }
    return multiple(parts)
  }

  /// All points, lines and polygons in it that are not empty.
  var simpleParts: [Geometry] {
    switch self {
    case .point, .lineString, .polygon: isEmpty ? [] : [self]
    case .multiPoint(let positions): positions.map { .point($0) }
    case .multiLineString(let paths): paths.filter { !$0.isEmpty }.map { .lineString($0) }
    case .multiPolygon(let polygons): polygons.filter { !$0.isEmpty }.map { .polygon($0) }
    case .collection(let members): members.flatMap(\.simpleParts)
    }
  }
}

/// Closes open rings and leaves out paths too short to be any, counting both.
private struct PathRepair {
  private var closed = 0
  private var dropped = 0

  var changes: [GeometryRepair.Change] {
    (closed > 0 ? [.ringsClosed(closed)] : []) + (dropped > 0 ? [.shortPathsDropped(dropped)] : [])
  }

  mutating func repaired(_ geometry: Geometry) -> Geometry {
    switch geometry {
    case .point, .multiPoint: geometry
    case .lineString(let path): .lineString(line(path) ?? [])
    case .polygon(let value): .polygon(polygon(value))
    case .multiLineString(let paths): .multiLineString(paths.compactMap { line($0) })
    case .multiPolygon(let polygons): .multiPolygon(polygons.map { polygon($0) })
    case .collection(let members): .collection(members.map { repaired($0) })
    }
  }

  private mutating func line(_ path: [Position]) -> [Position]? {
    guard path.count == 1 else { return path }
    dropped += 1
    return nil
  }

  private mutating func polygon(_ polygon: Polygon) -> Polygon {
    guard !polygon.isEmpty else { return polygon }
    // Without an exterior there is nothing that the holes could be taken from.
    guard let exterior = ring(polygon.exterior) else { return Polygon(rings: []) }
    return Polygon(rings: [exterior] + polygon.holes.compactMap { ring($0) })
  }

  private mutating func ring(_ path: [Position]) -> [Position]? {
    guard let first = path.first, path.count >= (path.last == first ? 4 : 3) else {
      dropped += 1
      return nil
    }
    guard path.last != first else { return path }
    closed += 1
    return path + [first]
  }
}
