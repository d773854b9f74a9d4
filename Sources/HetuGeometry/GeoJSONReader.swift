import Foundation

/// Reads geometries of GeoJSON (RFC 7946, section 3.1) from what Foundation makes of JSON; heights are read over.
public struct GeoJSONReader {
  private let maximumPositions: Int
  private var positionCount = 0

  /// A reader that takes so many positions in all.
  public init(maximumPositions: Int) { self.maximumPositions = maximumPositions }

  /// The geometry of an object with type and coordinates.
  ///
  /// - Throws: ``GeometryError`` that says what is none: the geometry, a position, or that there are too many.
  public mutating func geometry(_ node: Any) throws(GeometryError) -> Geometry { try geometry(node, depth: 0) }

  private mutating func geometry(_ node: Any, depth: Int) throws(GeometryError) -> Geometry {
    guard let object = node as? [String: Any], depth < 4 else { throw Self.fault("its geometry is none") }
    let coordinates = object["coordinates"] ?? []
    switch object["type"] as? String {
    case "Point": return .point(try position(coordinates))
    case "LineString": return .lineString(try path(coordinates))
    case "MultiPoint": return .multiPoint(try path(coordinates))
    case "Polygon": return .polygon(try polygon(coordinates))
    case "MultiLineString":
      var lines: [[Position]] = []
      for line in try list(coordinates) { lines.append(try path(line)) }
      return .multiLineString(lines)
    case "MultiPolygon":
      var polygons: [Polygon] = []
      for item in try list(coordinates) { polygons.append(try polygon(item)) }
      return .multiPolygon(polygons)
    case "GeometryCollection":
      var members: [Geometry] = []
      for member in try list(object["geometries"] ?? []) { members.append(try geometry(member, depth: depth + 1)) }
      return .collection(members)
    default: throw Self.fault("its geometry is none")
    }
  }

  private mutating func polygon(_ node: Any) throws(GeometryError) -> Polygon {
    var rings: [[Position]] = []
    for ring in try list(node) { rings.append(try path(ring)) }
    return Polygon(rings: rings)
  }

  private mutating func path(_ node: Any) throws(GeometryError) -> [Position] {
    var positions: [Position] = []
    for item in try list(node) { positions.append(try position(item)) }
    return positions
  }

  private mutating func position(_ node: Any) throws(GeometryError) -> Position {
    positionCount += 1
    guard positionCount <= maximumPositions else {
      throw GeometryError(.limitExceeded, "geometries have more than \(maximumPositions) positions; simplify them")
    }
    guard let numbers = node as? [NSNumber], (2...4).contains(numbers.count), !numbers.contains(where: \.isTruth) else {
      throw Self.fault("a position in its geometry is none")
    }
    return Position(x: numbers[0].doubleValue, y: numbers[1].doubleValue)
  }

  private func list(_ node: Any) throws(GeometryError) -> [Any] {
    guard let items = node as? [Any], !items.isEmpty else { throw Self.fault("its geometry has no positions") }
    return items
  }

  private static func fault(_ message: String) -> GeometryError { GeometryError(.malformed, message) }
}

extension NSNumber {
  /// Whether it is true or false: Foundation reads numbers and truths as the same class.
  public var isTruth: Bool { String(cString: objCType) == "c" }
}
