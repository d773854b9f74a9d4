/// How a survey bureau takes an older Chinese datum (北京54, 西安80) to CGCS2000.
public enum DatumParameters: Hashable, Sendable {
  /// A shift of the geocentre: dX, dY, dZ in metres (三参数).
  case threeParameters(dxMetres: Double, dyMetres: Double, dzMetres: Double)
  /// Bursa-Wolf (七参数): shifts in metres, rotations in arc seconds as position vector (EPSG method 9606), scale in ppm.
  case sevenParameters(
    dxMetres: Double, dyMetres: Double, dzMetres: Double, rxSeconds: Double, rySeconds: Double, rzSeconds: Double,
    scalePPM: Double)
  /// A PROJ pipeline from the older system as stated (x: easting or longitude, y: northing or latitude, in metres or
  /// degrees) to longitude and latitude in degrees of CGCS2000.
  case pipeline(String)

  /// Parameters from a text: three or seven numbers parted by commas or spaces, with or without `+towgs84=`, or a PROJ
  /// pipeline beginning with `+proj=`.
  /// - Throws: `GeodesyError.Code.badParameters`.
  public init(_ text: String) throws(GeodesyError) {
    let trimmed = text.trimmingWhitespace
    if trimmed.hasPrefix("+proj=") {
      self = .pipeline(trimmed)
      return
    }
    let list = trimmed.hasPrefix("+towgs84=") ? trimmed.dropFirst(9) : trimmed[...]
    let parts = list.split { $0.isWhitespace || ",，".contains($0) }
    let values = parts.compactMap { Double($0) }.filter(\.isFinite)
    guard values.count == parts.count, values.count == 3 || values.count == 7 else {
      throw GeodesyError(
        .badParameters, "转换参数“\(trimmed.prefix(60))”不是3个或7个数，请按 dX,dY,dZ[,rX,rY,rZ,m]（米、角秒、ppm）填写")
    }
    self =
      values.count == 3
      ? .threeParameters(dxMetres: values[0], dyMetres: values[1], dzMetres: values[2])
      : .sevenParameters(
        dxMetres: values[0], dyMetres: values[1], dzMetres: values[2], rxSeconds: values[3], rySeconds: values[4],
        rzSeconds: values[5], scalePPM: values[6])
  }

  /// The PROJ pipeline from degrees on an ellipsoid to degrees of CGCS2000; nil for a pipeline of the bureau's own.
  func geographicPipeline(semiMajorAxisMetres: Double, inverseFlattening: Double) -> String? {
    let helmert: String
    switch self {
    case .threeParameters(let dx, let dy, let dz): helmert = "+x=\(dx) +y=\(dy) +z=\(dz)"
    case .sevenParameters(let dx, let dy, let dz, let rx, let ry, let rz, let scale):
      helmert =
        "+x=\(dx) +y=\(dy) +z=\(dz) +rx=\(rx) +ry=\(ry) +rz=\(rz) +s=\(scale) +convention=position_vector"
    case .pipeline: return nil
    }
    return "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
      + " +step +proj=cart +a=\(semiMajorAxisMetres) +rf=\(inverseFlattening) +step +proj=helmert \(helmert)"
      + " +step +inv +proj=cart +ellps=GRS80 +step +proj=pop +v_3"
      + " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
  }
}
