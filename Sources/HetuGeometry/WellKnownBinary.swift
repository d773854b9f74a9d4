/// Well-known binary (WKB, OGC 06-103r4 section 8), read and written without GEOS.
///
/// Reading takes both byte orders, ISO codes for Z, M and ZM (1001, 2001, 3001 …) and the flags of EWKB. Only x and y
/// are kept: Z, M and an EWKB reference system are read over, and `decode` tells that they were there. Writing is
/// little endian and two-dimensional.
public enum WellKnownBinary {
  /// A geometry together with what its bytes held besides x and y.
  public struct Decoded: Sendable {
    /// The geometry in the plane.
    public let geometry: Geometry
    /// Whether heights stood in the bytes; they are not kept.
    public let hadZ: Bool
    /// Whether measures stood in the bytes; they are not kept.
    public let hadM: Bool
    /// The reference system number that EWKB carries, for the caller to compare.
    public let srid: UInt32?
  }

  /// Reads a geometry that fills `bytes` wholly, keeping x and y only.
  ///
  /// A point of two NaN is the empty point; empty members of a multipoint are left out, since they hold no position.
  /// - Throws: `GeometryError` that says what is wrong at which byte: truncated or trailing bytes, unknown codes,
  ///   curves, ordinates that are not finite, more levels or positions than `limits` allow.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, limits: GeometryLimits = .standard
  ) throws(GeometryError) -> Geometry {
    try decode(bytes, limits: limits).geometry
  }

  /// Reads a geometry from an array, as from a buffer.
  public static func read(_ bytes: [UInt8], limits: GeometryLimits = .standard) throws(GeometryError) -> Geometry {
    try bytes.withUnsafeBufferPointer { buffer throws(GeometryError) in
      try read(UnsafeRawBufferPointer(buffer), limits: limits)
    }
  }

  /// Reads as `read` does, and tells what else stood in the bytes.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, limits: GeometryLimits = .standard
  ) throws(GeometryError) -> Decoded {
    try decode(bytes, from: 0, limits: limits)
  }

  static func decode(
    _ bytes: UnsafeRawBufferPointer, from offset: Int, limits: GeometryLimits
  ) throws(GeometryError) -> Decoded {
    var reader = WellKnownBinaryReader(bytes: bytes, offset: offset, limits: limits)
    let geometry = try reader.geometry(level: 1)
    try reader.expectEnd()
    return Decoded(geometry: geometry, hadZ: reader.hadZ, hadM: reader.hadM, srid: reader.srid)
  }

  /// The geometry as little-endian, two-dimensional WKB; the empty point has two quiet NaN.
  public static func write(_ geometry: Geometry) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(byteCount(of: geometry))
    append(geometry, to: &output)
    return output
  }
}
