import CGDAL
import HetuGeometry

extension WellKnownText {
  /// The geometry that a text writes, without heights and measures.
  ///
  /// - Throws: `GeometryError` for a text that is none, or longer than 16 MB.
  static func geometry(_ text: String) throws(GeometryError) -> Geometry {
    guard text.utf8.count <= 16 << 20 else {
      throw GeometryError(.malformed, "The well-known text is longer than 16 MB.")
    }
    var geometry: OGRGeometryH?
    let status = text.withCString { start -> OGRErr in
      var cursor: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: start)
      return OGR_G_CreateFromWkt(&cursor, nil, &geometry)
    }
    guard status == OGRERR_NONE, let geometry else {
      throw GeometryError(.malformed, "“\(text.prefix(40))” is no well-known text of a geometry.")
    }
    defer { OGR_G_DestroyGeometry(geometry) }
    OGR_G_FlattenTo2D(geometry)
    var bytes = [UInt8](repeating: 0, count: Int(OGR_G_WkbSize(geometry)))
    guard OGR_G_ExportToIsoWkb(geometry, wkbNDR, &bytes) == OGRERR_NONE else {
      throw GeometryError(.malformed, "“\(text.prefix(40))” can't be read as a geometry.")
    }
    return try WellKnownBinary.read(bytes)
  }
}
