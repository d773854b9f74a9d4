import CPROJ
import HetuGeometry

/// One PROJ context with its log. Not Sendable: it and all objects made in it belong to one task at a time.
final class ProjContext {
  /// What PROJ last had to say; the only place where it tells why something failed.
  final class Log {
    var message = ""
  }

  let pointer: OpaquePointer
  private let log = Log()

  /// A context without network.
  /// - Throws: `GeodesyError.Code.engine` where PROJ cannot be started.
  init() throws(GeodesyError) {
    guard let pointer = proj_context_create() else {
      throw GeodesyError(.engine, "无法启动 PROJ，请检查内存是否充足")
    }
    self.pointer = pointer
    proj_context_set_enable_network(pointer, 0)
    proj_log_level(pointer, PJ_LOG_ERROR)
    proj_log_func(pointer, Unmanaged.passUnretained(log).toOpaque()) { data, _, text in
      guard let data, let text else { return }
      Unmanaged<Log>.fromOpaque(data).takeUnretainedValue().message = String(cString: text)
    }
    guard proj_context_get_database_path(pointer) != nil else {
      throw GeodesyError(.engine, "找不到 PROJ 的数据库 proj.db，请安装 proj-data 或设置环境变量 PROJ_DATA")
    }
  }

  deinit { proj_context_destroy(pointer) }

  /// What PROJ said since the last time it was asked.
  func takeMessage() -> String {
    defer { log.message = "" }
    return log.message
  }

  /// An object from its text, or nil where PROJ does not know it; `takeMessage()` tells why.
  func object(_ text: String) -> ProjObject? { ProjObject(proj_create(pointer, text), in: self) }

  /// The operation between two systems in the order of `Position`, or nil where there is none but a ballpark.
  func operation(from source: ProjObject, to target: ProjObject) -> ProjObject? {
    let raw = withOption("ALLOW_BALLPARK=NO") {
      ProjObject(proj_create_crs_to_crs_from_pj(pointer, source.pointer, target.pointer, nil, $0), in: self)
    }
    return raw.flatMap { ProjObject(proj_normalize_for_visualization(pointer, $0.pointer), in: self) }
  }

  private func withOption<Result>(_ option: String, _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    option.withCString { body([$0, nil]) }
  }
}

/// One object of PROJ, freed with this value and before its context.
final class ProjObject {
  let pointer: OpaquePointer
  let context: ProjContext

  init?(_ pointer: OpaquePointer?, in context: ProjContext) {
    guard let pointer else { return nil }
    self.pointer = pointer
    self.context = context
  }

  deinit { proj_destroy(pointer) }

  /// The kind of the object.
  var type: PJ_TYPE { proj_get_type(pointer) }
  /// The name of the object.
  var name: String { proj_get_name(pointer).map { String(cString: $0) } ?? "" }

  /// The geographic system that a system is built upon, or itself.
  var geodeticSystem: ProjObject? { ProjObject(proj_crs_get_geodetic_crs(context.pointer, pointer), in: context) }

  /// The name of the datum or datum ensemble of a system.
  var datumName: String {
    ProjObject(proj_crs_get_datum_forced(context.pointer, pointer), in: context)?.name ?? ""
  }

  /// The semi-major axis in metres and 1/f of a system's ellipsoid.
  var ellipsoid: (semiMajorAxisMetres: Double, inverseFlattening: Double)? {
    guard let object = ProjObject(proj_get_ellipsoid(context.pointer, pointer), in: context) else { return nil }
    var (axis, inverseFlattening) = (0.0, 0.0)
    let isKnown = proj_ellipsoid_get_parameters(context.pointer, object.pointer, &axis, nil, nil, &inverseFlattening)
    return isKnown == 1 ? (axis, inverseFlattening) : nil
  }

  /// What an operation is called and how accurate it is, in metres.
  var operationInformation: (name: String, accuracyMetres: Double?) {
    let information = proj_pj_info(pointer)
    let name = information.description.map { String(cString: $0) } ?? ""
    return (name, information.accuracy >= 0 ? information.accuracy : nil)
  }

  /// Transforms positions in place; those that fail become infinite. PROJ's error number stays set after a failure, so
  /// it is reset first.
  func transform(_ positions: inout [Position], _ direction: PJ_DIRECTION) {
    proj_errno_reset(pointer)
    let stride = MemoryLayout<Position>.stride
    let count = positions.count
    positions.withUnsafeMutableBytes { bytes in
      guard let x = bytes.baseAddress?.assumingMemoryBound(to: Double.self) else { return }
      let y = x + 1
      proj_trans_generic(
        pointer, direction, x, stride, count, y, stride, count, nil, 0, 0, nil, 0, 0)
    }
  }
}
