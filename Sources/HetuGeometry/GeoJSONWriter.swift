/// Writes geometries as GeoJSON (RFC 7946) bytes, without a document tree in between.
public enum GeoJSONWriter {
  /// Appends `geometry` as a GeoJSON object to `output`, its rings right-handed; an empty one has no coordinates.
  /// - Parameters:
  ///   - geometry: its ordinates are finite; JSON has no other numbers, and `null` would stand in their place.
  ///   - decimals: 0 to 15; seven are a centimetre in degrees.
  ///   - output: UTF-8.
  public static func append(_ geometry: Geometry, decimals: Int = 7, to output: inout [UInt8]) {
    let format = DecimalFormat(decimals: decimals)
    appendText("{\"type\":\"", to: &output)
    appendText(geometry.kind.geoJSONName, to: &output)
    if case .collection(let members) = geometry {
      appendText("\",\"geometries\":", to: &output)
      appendList(members, to: &output) { append($0, decimals: decimals, to: &$1) }
    } else {
      appendText("\",\"coordinates\":", to: &output)
      appendCoordinates(of: geometry, format, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  /// Appends a number with at most so many decimals to `output`: rounded half away from zero, zeros at the end left
  /// out, never with an exponent, never `-0`.
  ///
  /// The rounding is that of the exact value of `value`. What is not finite becomes `null`. From 2⁶³ on, the shortest
  /// digits that read back as the same value are written, filled up with zeros.
  /// - Parameters:
  ///   - value: any number.
  ///   - decimals: 0 to 15.
  ///   - output: UTF-8.
  public static func appendDecimal(_ value: Double, decimals: Int, to output: inout [UInt8]) {
    DecimalFormat(decimals: decimals).append(value, to: &output)
  }

  private static func appendCoordinates(of geometry: Geometry, _ format: DecimalFormat, to output: inout [UInt8]) {
    func path(_ path: [Position], _ output: inout [UInt8]) {
      appendList(path, to: &output) { format.append($0, to: &$1) }
    }
    func polygon(_ polygon: Polygon, _ output: inout [UInt8]) {
      appendList(polygon.rightHanded().rings, to: &output) { path($0, &$1) }
    }
    switch geometry {
    case .point(let position?): format.append(position, to: &output)
    case .point(nil), .collection: appendText("[]", to: &output)
    case .lineString(let positions), .multiPoint(let positions): path(positions, &output)
    case .polygon(let value): polygon(value, &output)
    case .multiLineString(let paths): appendList(paths, to: &output) { path($0, &$1) }
    case .multiPolygon(let polygons): appendList(polygons, to: &output) { polygon($0, &$1) }
    }
  }

  private static func appendList<Element>(
    _ elements: [Element], to output: inout [UInt8], append: (Element, inout [UInt8]) -> Void
  ) {
    output.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      append(element, &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func appendText(_ text: String, to output: inout [UInt8]) { output.append(contentsOf: text.utf8) }
}
