import Foundation
import HetuGeometry

/// The square world of Web Mercator (EPSG:3857), as map tiles cut it: its side is 1, its north-western corner (0, 0).
///
/// Formulas: EPSG Guidance Note 7-2, method 1024, with WGS 84's equatorial radius for a sphere; CGCS2000 counts as equal to WGS 84.
public enum WebMercator {
  /// Where the square ends to the north, and by minus to the south, degrees.
  public static let greatestLatitude = 180 / Double.pi * atan(sinh(Double.pi))

  /// A place of longitude and latitude, degrees, in the square; what lies outside of it is drawn to its border.
  public static func unit(_ position: Position) -> Position {
    let latitude = min(max(position.y, -greatestLatitude), greatestLatitude) * .pi / 180
    let y = 0.5 - log(tan(.pi / 4 + latitude / 2)) / (2 * .pi)
    return Position(x: min(max(position.x / 360 + 0.5, 0), 1), y: min(max(y, 0), 1))
  }

  /// A place in the square as longitude and latitude, degrees.
  public static func degrees(_ unit: Position) -> Position {
    Position(x: (unit.x - 0.5) * 360, y: atan(sinh((0.5 - unit.y) * 2 * .pi)) * 180 / .pi)
  }
}

/// One tile of the tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1): level z has 2ᶻ by 2ᶻ tiles, counted from the north-west.
public struct TileAddress: Hashable, Sendable {
  /// The finest level that is offered; a tile there is 10 m wide.
  public static let greatestZoom = 22

  /// The level.
  public let zoom: Int
  /// From the west.
  public let column: UInt32
  /// From the north.
  public let row: UInt32

  /// A tile of the set, or nil where there is none of these numbers.
  public init?(zoom: Int, column: Int, row: Int) {
    guard (0...Self.greatestZoom).contains(zoom), (0..<1 << zoom).contains(column), (0..<1 << zoom).contains(row)
    else { return nil }
    self.zoom = zoom
    self.column = UInt32(column)
    self.row = UInt32(row)
  }

  /// The tile's box and so much of the tile's side around it, longitude and latitude, degrees.
  public func box(margin: Double = 0) -> Envelope {
    let side = 1 / Double(1 << zoom)
    let northWest = WebMercator.degrees(
      Position(x: (Double(column) - margin) * side, y: (Double(row) - margin) * side))
    let southEast = WebMercator.degrees(
      Position(x: (Double(column) + 1 + margin) * side, y: (Double(row) + 1 + margin) * side))
    return Envelope(minX: northWest.x, minY: southEast.y, maxX: southEast.x, maxY: northWest.y)
  }

  /// A place of longitude and latitude in the tile, whose side counts so many units, from its north-western corner.
  public func place(_ position: Position, extent: Double) -> Position {
    let unit = WebMercator.unit(position)
    let count = Double(1 << zoom)
    return Position(x: (unit.x * count - Double(column)) * extent, y: (unit.y * count - Double(row)) * extent)
  }
}
