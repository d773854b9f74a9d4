/// Geometry blobs of GeoPackage: a header with reference system and envelope, then WKB (OGC 12-128r19, clause 2.1.3).
public enum GeoPackageBinary {
  /// A geometry, the number of its reference system, and what its bytes held besides x and y.
  public struct Decoded: Sendable {
    /// The geometry in the plane.
    public let geometry: Geometry
    /// The `srs_id` of the header.
    public let srsID: Int32
    /// Whether heights stood in the bytes; they are not kept.
    public let hadZ: Bool
    /// Whether measures stood in the bytes; they are not kept.
    public let hadM: Bool
  }

  /// Reads a blob that fills `bytes` wholly, keeping x and y only.
  /// - Throws: `GeometryError` where the header is none of version 1, or the content is refused by
  ///   `WellKnownBinary.read`; byte numbers count from the start of the blob.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, limits: GeometryLimits = .standard
  ) throws(GeometryError) -> (geometry: Geometry, srsID: Int32) {
    let decoded = try decode(bytes, limits: limits)
    return (decoded.geometry, decoded.srsID)
  }

  /// Reads a blob from an array, as from a buffer.
  public static func read(
    _ bytes: [UInt8], limits: GeometryLimits = .standard
  ) throws(GeometryError) -> (geometry: Geometry, srsID: Int32) {
    try bytes.withUnsafeBufferPointer { buffer throws(GeometryError) in
      try read(UnsafeRawBufferPointer(buffer), limits: limits)
    }
  }

  /// Reads as `read` does, and tells what else stood in the bytes.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, limits: GeometryLimits = .standard
  ) throws(GeometryError) -> Decoded {
    let header = try Header(bytes)
    let content = try WellKnownBinary.decode(bytes, from: header.byteCount, limits: limits)
    return Decoded(geometry: content.geometry, srsID: header.srsID, hadZ: content.hadZ, hadM: content.hadM)
  }

  /// The box of the geometry in a blob, nil where it is empty: from the header where one stands there, else from
  /// the content.
  /// - Throws: `GeometryError` as `read`; the content is looked at only where the header has no usable envelope.
  public static func envelope(_ bytes: UnsafeRawBufferPointer) throws(GeometryError) -> Envelope? {
    if let position = point(bytes) { return Envelope(position) }
    if let envelope = try Header(bytes).envelope { return envelope }
    return try read(bytes).geometry.envelope
  }

  /// The geometry as a blob: an XY envelope for all but points and empty geometries, little endian throughout.
  public static func write(_ geometry: Geometry, srsID: Int32) -> [UInt8] {
    let envelope = geometry.envelope
    let boxed: Envelope? = if case .point = geometry { nil } else { envelope }
    var output: [UInt8] = []
    output.reserveCapacity(8 + (boxed == nil ? 0 : 32) + WellKnownBinary.byteCount(of: geometry))
    appendHeader(flags: (boxed == nil ? 0 : 0b10) | (envelope == nil ? 0b1_0000 : 0), srsID: srsID, to: &output)
    if let boxed {
      for border in [boxed.minX, boxed.maxX, boxed.minY, boxed.maxY] { output.appendLittleEndian(border.bitPattern) }
    }
    WellKnownBinary.append(geometry, to: &output)
    return output
  }

  private static func appendHeader(flags: UInt8, srsID: Int32, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "G"))
    output.append(UInt8(ascii: "P"))
    output.append(0)
    output.append(flags | 1)
    output.appendLittleEndian(srsID)
  }
}

// MARK: - Points

extension GeoPackageBinary {
  /// The position in a blob that holds a two-dimensional point, or nil where it holds anything else.
  ///
  /// Allocates nothing; made for scanning a whole layer. A blob it answers nil for may still be a geometry: ask `read`.
  public static func point(_ bytes: UnsafeRawBufferPointer) -> Position? {
    guard bytes.count >= 29, bytes[0] == UInt8(ascii: "G"), bytes[1] == UInt8(ascii: "P"), bytes[2] == 0,
      bytes[3] & ~Header.knownFlags == 0, let envelopeBytes = Header.envelopeBytes(bytes[3])
    else { return nil }
    let start = 8 + envelopeBytes
    guard bytes.count == start + 21, bytes[start] <= 1 else { return nil }
    let isLittleEndian = bytes[start] == 1
    let code = bytes.loadUnaligned(fromByteOffset: start + 1, as: UInt32.self)
    guard (isLittleEndian ? UInt32(littleEndian: code) : UInt32(bigEndian: code)) == GeometryKind.point.rawValue
    else { return nil }
    let position = Position(
      x: bytes.ordinate(at: start + 5, isLittleEndian: isLittleEndian),
      y: bytes.ordinate(at: start + 13, isLittleEndian: isLittleEndian))
    return position.isFinite ? position : nil
  }

  /// Appends the blob of a point, 29 bytes, to `output`.
  public static func appendPoint(x: Double, y: Double, srsID: Int32, to output: inout [UInt8]) {
    appendHeader(flags: 0, srsID: srsID, to: &output)
    WellKnownBinary.appendHeader(.point, to: &output)
    output.appendLittleEndian(x.bitPattern)
    output.appendLittleEndian(y.bitPattern)
  }
}

// MARK: - Header

extension GeoPackageBinary {
  /// The header of a blob, checked.
  private struct Header {
    let srsID: Int32
    /// Where the WKB begins.
    let byteCount: Int
    /// The envelope, where there is one and its borders are finite and in order.
    let envelope: Envelope?

    /// Byte order, envelope code and the empty flag; the extended-type flag and reserved bits are not known here.
    static let knownFlags: UInt8 = 0b1_1111

    /// The length of the envelope that the flags announce, nil for a code that does not exist.
    static func envelopeBytes(_ flags: UInt8) -> Int? {
      switch (flags >> 1) & 0b111 {
      case 0: 0
      case 1: 32
      case 2, 3: 48
      case 4: 64
      default: nil
      }
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(GeometryError) {
      guard bytes.count >= 8 else {
        throw GeometryError(
          .malformed, "A GeoPackage geometry needs a header of 8 bytes, but the blob has only \(bytes.count).")
      }
      guard bytes[0] == UInt8(ascii: "G"), bytes[1] == UInt8(ascii: "P") else {
        throw GeometryError(.malformed, "The blob does not begin with GP, as a GeoPackage geometry does.")
      }
      guard bytes[2] == 0 else {
        throw GeometryError(.malformed, "Version \(bytes[2]) of GeoPackage geometry at byte 2 is unknown; 0 is known.")
      }
      let flags = bytes[3]
      guard flags & ~Self.knownFlags == 0, let envelopeBytes = Self.envelopeBytes(flags) else {
        throw GeometryError(
          .malformed,
          "The header flags \(flags) at byte 3 announce an extended type, a reserved bit or an unknown envelope.")
      }
      byteCount = 8 + envelopeBytes
      guard bytes.count >= byteCount else {
        throw GeometryError(
          .malformed, "The blob ends at byte \(bytes.count), inside its envelope of bytes 8 to \(byteCount - 1).")
      }
      let isLittleEndian = flags & 1 == 1
      let raw = bytes.loadUnaligned(fromByteOffset: 4, as: Int32.self)
      srsID = isLittleEndian ? Int32(littleEndian: raw) : Int32(bigEndian: raw)
      envelope = envelopeBytes == 0 ? nil : Self.envelope(bytes, isLittleEndian: isLittleEndian)
    }

    private static func envelope(_ bytes: UnsafeRawBufferPointer, isLittleEndian: Bool) -> Envelope? {
      let minX = bytes.ordinate(at: 8, isLittleEndian: isLittleEndian)
      let maxX = bytes.ordinate(at: 16, isLittleEndian: isLittleEndian)
      let minY = bytes.ordinate(at: 24, isLittleEndian: isLittleEndian)
      let maxY = bytes.ordinate(at: 32, isLittleEndian: isLittleEndian)
      guard minX.isFinite, minY.isFinite, maxX.isFinite, maxY.isFinite, minX <= maxX, minY <= maxY else { return nil }
      return Envelope(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }
  }
}
