import GRDB
import GRDBSQLite
import HetuGeometry

/// The SQL functions that the triggers of an R-tree call (OGC 12-128r17, annex F.3): `ST_MinX`, `ST_MaxX`, `ST_MinY`,
/// `ST_MaxY` and `ST_IsEmpty`.
///
/// They answer NULL for whatever is no geometry blob. A point or a blob with an envelope costs its header only.
enum SpatialFunctions {
  /// Makes the functions known to a connection.
  static func register(in db: Database) throws {
    // A C function captures nothing, not even Self: hence the full names.
    try register("ST_MinX", in: db) { context, _, values in
      SpatialFunctions.answer(context, SpatialFunctions.measure(values).box?.minX)
    }
    try register("ST_MaxX", in: db) { context, _, values in
      SpatialFunctions.answer(context, SpatialFunctions.measure(values).box?.maxX)
    }
    try register("ST_MinY", in: db) { context, _, values in
      SpatialFunctions.answer(context, SpatialFunctions.measure(values).box?.minY)
    }
    try register("ST_MaxY", in: db) { context, _, values in
      SpatialFunctions.answer(context, SpatialFunctions.measure(values).box?.maxY)
    }
    try register("ST_IsEmpty", in: db) { context, _, values in
      switch SpatialFunctions.measure(values) {
      case .box: sqlite3_result_int(context, 0)
      case .empty: sqlite3_result_int(context, 1)
      case .notGeometry: sqlite3_result_null(context)
      }
    }
  }

  private typealias Function =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  private static func register(_ name: String, in db: Database, _ function: Function) throws {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    let code = sqlite3_create_function_v2(db.sqliteConnection, name, 1, flags, nil, function, nil, nil, nil)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  private static func answer(_ context: OpaquePointer?, _ border: Double?) {
    if let border {
      sqlite3_result_double(context, border)
    } else {
      sqlite3_result_null(context)
    }
  }

  private enum Measure {
    case box(Envelope)
    case empty
    case notGeometry

    var box: Envelope? {
      if case .box(let envelope) = self { envelope } else { nil }
    }
  }

  private static func measure(_ values: UnsafeMutablePointer<OpaquePointer?>?) -> Measure {
    guard let value = values?.pointee, sqlite3_value_type(value) == SQLITE_BLOB,
      let start = sqlite3_value_blob(value)
    else { return .notGeometry }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    do {
      return try GeoPackageBinary.envelope(bytes).map(Measure.box) ?? .empty
    } catch {
      return .notGeometry
    }
  }
}
