import CGEOS

/// The only place that knows by which value a C function says that it failed.
extension GEOSContext {
  /// A new geometry, owned by the result; NULL is failure.
  func checkedGeometry(_ function: StaticString, _ pointer: OpaquePointer?) throws(GeometryError) -> GEOSGeometryHandle
  {
    GEOSGeometryHandle(context: self, pointer: try checkedPointer(function, pointer))
  }

  /// A pointer of any kind, owned by whoever the C function says; NULL is failure.
  func checkedPointer(_ function: StaticString, _ pointer: OpaquePointer?) throws(GeometryError) -> OpaquePointer {
    guard let pointer else { throw failure(of: function) }
    return pointer
  }

  /// 1 is true, 0 is false, 2 is failure.
  func checkedPredicate(_ function: StaticString, _ value: CChar) throws(GeometryError) -> Bool {
    guard value == 0 || value == 1 else { throw failure(of: function) }
    return value == 1
  }

  /// 1 is success, 0 is failure.
  func checkedStatus(_ function: StaticString, _ value: Int32) throws(GeometryError) {
    guard value == 1 else { throw failure(of: function) }
  }

  /// −1 is failure.
  func checkedCount(_ function: StaticString, _ value: Int32) throws(GeometryError) -> Int {
    guard value >= 0 else { throw failure(of: function) }
    return Int(value)
  }

  private func failure(of function: StaticString) -> GeometryError {
    let reason = takeMessage() ?? "no reason given"
    return GeometryError(.engine, "\(function) failed: \(reason). Check or repair the geometries and try again.")
  }
}

/// The owner of one GEOS geometry; keeps the context alive that it was made in.
struct GEOSGeometryHandle: ~Copyable {
  let context: GEOSContext
  private(set) var pointer: OpaquePointer?

  init(context: GEOSContext, pointer: OpaquePointer) {
    self.context = context
    self.pointer = pointer
  }

  /// Gives the geometry to a call that consumes it, on failure too:
  /// `GEOSGeom_createPoint_r`, `createLineString_r`, `createLinearRing_r`, `createPolygon_r`, `createCollection_r`.
  consuming func take() -> OpaquePointer? {
    defer { pointer = nil }
    return pointer
  }

  deinit { if let pointer { GEOSGeom_destroy_r(context.handle, pointer) } }
}

/// The owner of several GEOS geometries on their way into a polygon or collection.
struct GEOSGeometryList: ~Copyable {
  let context: GEOSContext
  private var pointers: [OpaquePointer?] = []

  init(context: GEOSContext) { self.context = context }

  mutating func append(_ geometry: consuming GEOSGeometryHandle) { pointers.append(geometry.take()) }

  /// Gives all geometries to a call that consumes them, on failure too.
  consuming func take() -> [OpaquePointer?] {
    defer { pointers = [] }
    return pointers
  }

  deinit { for pointer in pointers { GEOSGeom_destroy_r(context.handle, pointer) } }
}
