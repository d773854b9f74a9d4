import CPROJ
import HetuGeometry

/// The way between one reference system and longitude and latitude of CGCS2000 (or WGS 84, which counts as equal).
///
/// Every transformation goes over these degrees, so that PROJ never has to change between CGCS2000 and WGS 84, for which
/// it has a ballpark only.
struct TransformationLeg {
  enum Step {
    case proj(ProjObject)
    case gcj02, bd09
  }

  let system: ReferenceSystem
  /// From the system to CGCS2000; the way back is theirs in reverse.
  private(set) var steps: [Step] = []
  /// Where in longitude and latitude a projected system may be used; nil for no limit.
  private(set) var area: Envelope?
  private(set) var operationNames: [String] = []
  /// The accuracy of all steps together, or nil where it is not known.
  private(set) var accuracyMetres: Double? = 0
  /// Whether the parameters of the datum were needed.
  private(set) var usesParameters = false

  /// A leg; `context` is only called where PROJ is needed.
  init(
    _ system: ReferenceSystem, parameters: DatumParameters?, context: () throws(GeodesyError) -> ProjContext
  ) throws(GeodesyError) {
    self.system = system
    switch system {
    case .epsg(4490), .epsg(4480), .epsg(4326), .epsg(4979): break
    case .gcj02, .bd09:
      steps = [system == .gcj02 ? .gcj02 : .bd09]
      operationNames = [system == .gcj02 ? "GCJ-02 (public formula)" : "BD-09 and GCJ-02 (public formulas)"]
      accuracyMetres = 2
    case .epsg, .definition: try addProjSteps(parameters, in: context())
    }
  }

  private mutating func addProjSteps(
    _ parameters: DatumParameters?, in context: ProjContext
  ) throws(GeodesyError) {
    var crs = try Self.referenceSystem(system, in: context)
    if crs.type == PJ_TYPE_COMPOUND_CRS, let horizontal = crs.subsystem(0) { crs = horizontal }
    guard let base = crs.geodeticSystem, crs.type != PJ_TYPE_GEOCENTRIC_CRS else {
      throw GeodesyError(.unknownReferenceSystem, "“\(system.title)”不是平面坐标系，也不是经纬度坐标系，请改用 EPSG:4490 等坐标系")
    }
    area = crs.usableArea
    if crs.type == PJ_TYPE_BOUND_CRS {
      try add(context.object("EPSG:4326").flatMap { context.operation(from: crs, to: $0) }, in: context)
    } else if Self.isCGCS2000OrWGS84(datum: base.datumName) {
      try add(context.operation(from: crs, to: base), in: context)
    } else if let parameters {
      try add(parameters, from: crs, base, in: context)
    } else {
      try add(foreignOperation(from: crs, base, in: context), in: context)
    }
  }

  private mutating func add(_ object: ProjObject?, in context: ProjContext) throws(GeodesyError) {
    guard let object else {
      throw GeodesyError(.engine, "PROJ 无法使用坐标系“\(system.title)”：\(context.takeMessage())")
    }
    steps.append(.proj(object))
    let (name, accuracy) = object.operationInformation
    operationNames.append(name)
    accuracyMetres = accuracyMetres.flatMap { total in accuracy.map { total + $0 } }
  }

  private mutating func add(
    _ parameters: DatumParameters, from crs: ProjObject, _ base: ProjObject, in context: ProjContext
  ) throws(GeodesyError) {
    usesParameters = true
    let text: String
    if case .pipeline(let own) = parameters {
      text = own
    } else {
      try add(context.operation(from: crs, to: base), in: context)
      guard let (axis, inverseFlattening) = base.ellipsoid,
        let pipeline = parameters.geographicPipeline(semiMajorAxisMetres: axis, inverseFlattening: inverseFlattening)
      else { throw GeodesyError(.engine, "PROJ 不知道坐标系“\(system.title)”的椭球，请改用 EPSG 代码") }
      text = pipeline
    }
    guard let step = context.object(text), proj_is_crs(step.pointer) == 0 else {
      throw GeodesyError(.badParameters, "转换参数不能使用：\(context.takeMessage())，请核对参数“\(text.prefix(80))”")
    }
    steps.append(.proj(step))
    operationNames.append("parameters given: \(parameters)")
    accuracyMetres = nil
  }

  /// The operation to WGS 84 for a datum that is neither that nor CGCS2000.
  ///
  /// The datums of the ellipsoids of Krassowsky and of IAG 75 are refused even where EPSG has sets for some regions:
  /// none is certified for China's interior.
  private func foreignOperation(
    from crs: ProjObject, _ base: ProjObject, in context: ProjContext
  ) throws(GeodesyError) -> ProjObject? {
    let axis = base.ellipsoid?.semiMajorAxisMetres
    let isOldChinese = axis == 6_378_245 || axis == 6_378_140
    let operation = isOldChinese ? nil : context.object("EPSG:4326").flatMap { context.operation(from: crs, to: $0) }
    guard let operation else {
      throw GeodesyError(
        .ballparkRefused,
        "没有从“\(system.title)”到2000国家大地坐标系的公开转换参数，直接套用会差几十至一百多米，因此不予转换；"
          + "请向测绘部门索取三参数或七参数后填写，或改交2000国家大地坐标系的成果")
    }
    return operation
  }

  private static func referenceSystem(
    _ system: ReferenceSystem, in context: ProjContext
  ) throws(GeodesyError) -> ProjObject {
    guard let crs = context.object(system.description), proj_is_crs(crs.pointer) == 1 || isPROJString(system),
      let result = proj_is_crs(crs.pointer) == 1 ? crs : context.object("\(system) +type=crs")
    else {
      throw GeodesyError(
        .unknownReferenceSystem,
        "PROJ 不认识坐标系“\(system.description.prefix(60))”（\(context.takeMessage())），请核对代码或改用 EPSG:4490")
    }
    return result
  }

  private static func isPROJString(_ system: ReferenceSystem) -> Bool {
    system.description.hasPrefix("+proj=") && !system.description.contains("+type=crs")
  }

  /// The names by which EPSG, ESRI and Chinese programs call the two datums.
  private static func isCGCS2000OrWGS84(datum: String) -> Bool {
    let folded = datum.uppercased().filter { $0.isLetter || $0.isNumber }
    return [
      "CHINA2000", "CGCS2000", "CHINAGEODETICCOORDINATESYSTEM2000", "WGS1984", "WGS84", "WORLDGEODETICSYSTEM1984",
    ]
    .contains { folded.contains($0) }
  }
}

extension TransformationLeg {
  /// Takes positions to CGCS2000 in place.
  func toCGCS2000(_ positions: inout [Position]) throws(GeodesyError) {
    guard !steps.isEmpty else { return }
    let originals = positions
    for step in steps { Self.apply(step, to: &positions, isInverse: false) }
    try check(positions, originals, degrees: positions)
  }

  /// Takes positions from CGCS2000 in place.
  func fromCGCS2000(_ positions: inout [Position]) throws(GeodesyError) {
    guard !steps.isEmpty else { return }
    let originals = positions
    for step in steps.reversed() { Self.apply(step, to: &positions, isInverse: true) }
    try check(positions, originals, degrees: originals)
  }

  private static func apply(_ step: Step, to positions: inout [Position], isInverse: Bool) {
    switch (step, isInverse) {
    case (.proj(let object), _): object.transform(&positions, isInverse ? PJ_INV : PJ_FWD)
    case (.gcj02, false):
      for index in positions.indices { positions[index] = ChinaOffset.wgs84(fromGCJ02: positions[index]) }
    case (.gcj02, true):
      for index in positions.indices { positions[index] = ChinaOffset.gcj02(fromWGS84: positions[index]) }
    case (.bd09, false):
      for index in positions.indices { positions[index] = ChinaOffset.wgs84(fromBD09: positions[index]) }
    case (.bd09, true):
      for index in positions.indices { positions[index] = ChinaOffset.bd09(fromWGS84: positions[index]) }
    }
  }

  private func check(_ results: [Position], _ originals: [Position], degrees: [Position]) throws(GeodesyError) {
    if let index = results.firstIndex(where: { !$0.isFinite }) {
      throw GeodesyError(
        .notTransformable, "\(shown(originals, index))不能在“\(system.title)”中转换，请核对坐标是否颠倒、坐标系是否写对")
    }
    guard let area, let index = degrees.firstIndex(where: { !area.contains($0) }) else { return }
    throw GeodesyError(
      .outsideArea,
      "\(shown(originals, index))不在“\(system.title)”的适用范围内，请核对带号或中央经线，以及纵横坐标是否颠倒")
  }

  private func shown(_ positions: [Position], _ index: Int) -> String {
    "第\(index + 1)个点（\(positions[index].x), \(positions[index].y)）"
  }
}

extension ProjObject {
  /// A part of a compound system.
  fileprivate func subsystem(_ index: Int32) -> ProjObject? {
    ProjObject(proj_crs_get_sub_crs(context.pointer, pointer, index), in: context)
  }

  /// Where a projected system may be used, in degrees: its area of use with half a 3-degree zone round it, or, where a
  /// definition names none, 4.5° to both sides of a transverse Mercator's meridian; nil for no limit.
  fileprivate var usableArea: Envelope? {
    guard type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_BOUND_CRS else { return nil }
    var (west, south, east, north) = (0.0, 0.0, 0.0, 0.0)
    let isKnown = proj_get_area_of_use(context.pointer, pointer, &west, &south, &east, &north, nil)
    if isKnown == 1, west >= -180, west < east {
      return Envelope(minX: west, minY: south, maxX: east, maxY: north).expanded(dx: 1.5, dy: 1.5)
    }
    return centralMeridianDegrees.map { Envelope(minX: $0 - 4.5, minY: -90, maxX: $0 + 4.5, maxY: 90) }
  }

  private var centralMeridianDegrees: Double? {
    let source =
      type == PJ_TYPE_BOUND_CRS ? ProjObject(proj_get_source_crs(context.pointer, pointer), in: context) : self
    guard let source,
      let conversion = ProjObject(proj_crs_get_coordoperation(context.pointer, source.pointer), in: context)
    else { return nil }
    var method: UnsafePointer<CChar>?
    guard proj_coordoperation_get_method_info(context.pointer, conversion.pointer, &method, nil, nil) == 1,
      let method, String(cString: method) == "Transverse Mercator"
    else { return nil }
    let index = proj_coordoperation_get_param_index(
      context.pointer, conversion.pointer, "Longitude of natural origin")
    var (value, factor) = (0.0, 0.0)
    let isFound = proj_coordoperation_get_param(
      context.pointer, conversion.pointer, index, nil, nil, nil, &value, nil, &factor, nil, nil, nil, nil)
    return isFound == 1 ? value * factor * 180 / .pi : nil
  }
}
