import Foundation
import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas
import TestSupport

/// An invented country: registries of a few records, with a river that flows due east along 34.5° N.
///
/// Its left bank is the north; all names are made up.
final class World {
  static let latitude = 34.5
  static let source = 111.0
  static let mouth = 111.4

  let registry: Registry
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url("test.gpkg"), kinds: try Kinds.builtIn())
  }

  /// A registry with the river 示河 (SH) of two reaches.
  static func withRiver() throws -> World {
    let world = try World()
    try world.addReach("SH-1", river: "示河", "SH", path(from: source, to: 111.2))
    try world.addReach("SH-2", river: "示河", "SH", path(from: 111.2, to: mouth))
    return world
  }

  /// A path along the river's latitude, a vertex each 0.005°.
  static func path(from west: Double, to east: Double, latitude: Double = latitude) -> [Position] {
    let count = max(1, Int(((east - west) / 0.005).rounded()))
    return (0...count).map { Position(x: west + (east - west) * Double($0) / Double(count), y: latitude) }
  }

  /// The river kilometre of a longitude.
  static func km(_ longitude: Double) -> Double {
    Geodesic.cgcs2000.lengthMetres(of: path(from: longitude, to: mouth)) / 1_000
  }

  /// A position so many metres north (or, negative, south) of the river.
  static func beside(_ longitude: Double, metres: Double) -> Position {
    Geodesic.cgcs2000.destination(
      from: Position(x: longitude, y: latitude), azimuthDegrees: metres < 0 ? 180 : 0, distanceMetres: abs(metres))
  }

  static func rectangle(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Geometry {
    .polygon(
      Polygon(rings: [
        [
          Position(x: west, y: south), Position(x: east, y: south), Position(x: east, y: north),
          Position(x: west, y: north), Position(x: west, y: south),
        ]
      ]))
  }

  func addReach(_ code: String, river: String, _ riverCode: String, _ path: [Position]) throws {
    try add("river_reach", code, code, .lineString(path), ["river_name": .text(river), "river_code": .text(riverCode)])
  }

  func add(
    _ kind: String, _ code: String, _ name: String, _ geometry: Geometry?, _ values: [String: Value] = [:]
  ) throws {
    try add(kind, [(code, name, geometry, values)])
  }

  func add(_ name: String, _ records: [(code: String, name: String, geometry: Geometry?, values: [String: Value])])
    throws
  {
    let kind = try registry.kind(name)
    try registry.change(actor: "测试", reason: "夹具") { writer in
      for record in records {
        var values = [Value](repeating: .null, count: kind.properties.count)
        for (property, value) in record.values.merging(
          ["code": .text(record.code), "name": .text(record.name)], uniquingKeysWith: { $1 })
        {
          guard let index = kind.index(of: property) else { throw CommandError("\(name) has no \(property)") }
          values[index] = value
        }
        try writer.insert(kind, values: values, geometry: record.geometry)
      }
    }
  }
}

extension Answer {
  var codes: [String] { rows.map(\.code) }

  func row(_ code: String) -> AnswerRow? { rows.first { $0.code == code } }

  func value(_ figure: Figure, _ code: String) -> Value? { value(figure.name, code) }

  /// The figure of that name of the row with that code.
  func value(_ figure: String, _ code: String) -> Value? {
    guard let place = figures.firstIndex(where: { $0.name == figure }) else { return nil }
    return row(code)?.figures[place]
  }
}

/// The nearest geodesic distance to a path, found by dividing each edge: slow, and independent of the code under test.
func bruteDistance(_ position: Position, _ path: [Position]) -> Double {
  func distance(_ edge: (Position, Position), _ fraction: Double) -> Double {
    Geodesic.cgcs2000.distanceMetres(
      from: position,
      to: Position(
        x: edge.0.x + fraction * (edge.1.x - edge.0.x), y: edge.0.y + fraction * (edge.1.y - edge.0.y)))
  }
  return zip(path, path.dropFirst()).map { edge -> Double in
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let (first, second) = (low + (high - low) / 3, high - (high - low) / 3)
      if distance(edge, first) < distance(edge, second) { high = second } else { low = first }
    }
    return min(distance(edge, (low + high) / 2), distance(edge, 0), distance(edge, 1))
  }.min() ?? .infinity
}
