import HetuGeometry
import Synchronization

/// The way from one reference system to another, for positions and geometries.
///
/// CGCS2000 and WGS 84 count as equal (they differ by decimetres through their epochs); older datums need
/// `DatumParameters`. Values may be used from several tasks; they take turns.
public final class Transformation: Sendable {
  /// The system of what is given.
  public let source: ReferenceSystem
  /// The system of what is returned.
  public let target: ReferenceSystem
  /// What is done, for records of provenance; empty where nothing is.
  public let operationName: String
  /// The accuracy of the operation in metres (0 for a projection of the same datum), or nil where it is not known.
  public let accuracyMetres: Double?

  /// Whether positions stay as they are: both systems are the same or count as equal.
  public let isIdentity: Bool

  /// The two legs, with PROJ's objects; nil where nothing is to be done.
  private let route: Mutex<Route?>

  private struct Route {
    let source: TransformationLeg
    let target: TransformationLeg
  }

  /// The way from `source` to `target`; nothing of PROJ is made where both count as equal.
  ///
  /// - Parameter parameters: how the older of the two datums is taken to CGCS2000.
  /// - Throws: `GeodesyError`: a system that is not known, a change of datum without parameters, parameters that are
  ///   wrong or that no system needs.
  public init(
    from source: ReferenceSystem, to target: ReferenceSystem, parameters: DatumParameters? = nil
  ) throws(GeodesyError) {
    self.source = source
    self.target = target
    guard source != target else {
      operationName = ""
      accuracyMetres = 0
      isIdentity = true
      route = Mutex(nil)
      return
    }
    var shared: ProjContext?
    func context() throws(GeodesyError) -> ProjContext {
      if let shared { return shared }
      let context = try ProjContext()
      shared = context
      return context
    }
    let sourceLeg = try TransformationLeg(source, parameters: parameters, context: context)
    let targetLeg = try TransformationLeg(target, parameters: parameters, context: context)
    if parameters != nil, sourceLeg.usesParameters == targetLeg.usesParameters {
      throw GeodesyError(
        .badParameters, "转换参数只用于一个旧坐标系（北京54、西安80等）与2000国家大地坐标系之间，“\(source.title)”到“\(target.title)”不适用，请去掉参数")
    }
    operationName = (sourceLeg.operationNames + targetLeg.operationNames.reversed().map { "inverse of \($0)" })
      .joined(separator: " + ")
    accuracyMetres = sourceLeg.accuracyMetres.flatMap { first in targetLeg.accuracyMetres.map { first + $0 } }
    isIdentity = sourceLeg.steps.isEmpty && targetLeg.steps.isEmpty
    route = Mutex(isIdentity ? nil : Route(source: sourceLeg, target: targetLeg))
  }

  /// The positions in the target system, in the same order.
  ///
  /// - Throws: `GeodesyError` that names the first position (counted from 1) that is not finite, cannot be transformed, or
  ///   lies outside of the area of a projected system.
  public func transform(_ positions: [Position]) throws(GeodesyError) -> [Position] {
    if let index = positions.firstIndex(where: { !$0.isFinite }) {
      throw GeodesyError(.notTransformable, "第\(index + 1)个点的坐标不是数，请核对原始数据")
    }
    guard !isIdentity, !positions.isEmpty else { return positions }
    return try route.withLock { route throws(GeodesyError) in
      guard let route else { return positions }
      var result = positions
      try route.source.toCGCS2000(&result)
      try route.target.fromCGCS2000(&result)
      return result
    }
  }

  /// The position in the target system.
  public func transform(_ position: Position) throws(GeodesyError) -> Position {
    try transform([position])[0]
  }

  /// The geometry with all its vertices in the target system.
  public func transform(_ geometry: Geometry) throws -> Geometry {
    try geometry.mapPaths { try transform($0) }
  }
}
