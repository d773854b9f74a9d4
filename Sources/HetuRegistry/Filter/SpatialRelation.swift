import Foundation
import GRDB
import HetuGeodesy
import HetuGeometry

/// The spatial functions of CQL2 (OGC 21-065r2, class Spatial Functions).
public enum SpatialRelation: String, Sendable, CaseIterable {
  case intersects = "S_INTERSECTS"
  case disjoint = "S_DISJOINT"
  case equals = "S_EQUALS"
  case touches = "S_TOUCHES"
  case crosses = "S_CROSSES"
  case overlaps = "S_OVERLAPS"
  case within = "S_WITHIN"
  case contains = "S_CONTAINS"

  /// The condition that the first stands in this relation to the second, of which nil is the record's own geometry.
  ///
  /// - Throws: ``RegistryError`` of class usage where neither is a geometry of the filter, or GEOS can't work with them.
  func filter(_ first: Geometry?, _ second: Geometry?) throws -> Filter {
    switch (first, second) {
    case (nil, let other?): return .spatial(self, other)
    case (let other?, nil): return .spatial(flipped, other)
    case (let first?, let second?):
      do {
        return .always(try holds(first, second))
      } catch {
        throw RegistryError(.usage, "the filter's geometries can't be used: \(error)")
      }
    case (nil, nil):
      throw RegistryError(
        .usage, "the filter's \(rawValue) compares a record's geometry with itself; give it another one")
    }
  }

  /// Whether the first geometry stands in this relation to the second.
  func holds(_ first: Geometry, _ second: Geometry) throws -> Bool {
    switch self {
    case .intersects: try first.intersects(second)
    case .disjoint: try !first.intersects(second)
    case .equals: try first.isTopologicallyEqual(to: second)
    case .touches: try first.touches(second)
    case .crosses: try first.crosses(second)
    case .overlaps: try first.overlaps(second)
    case .within: try first.isWithin(second)
    case .contains: try first.contains(second)
    }
  }
}

/// The SQL functions by which conditions are decided: on places exactly, after the R-tree.
enum RegistryFunctions {
  /// `hetu_relates(geom, relation, other)`, `hetu_near(geom, other, metres)`, `hetu_coarse(geom)`, `hetu_masked(text)`,
  /// `hetu_folded(text, folding)`.
  static let all = [relates, near, coarse, masked, folded]

  private static let relates = DatabaseFunction("hetu_relates", argumentCount: 3, pure: true) { values in
    guard let first = geometry(values[0]), let second = geometry(values[2]),
      let relation = String.fromDatabaseValue(values[1]).flatMap(SpatialRelation.init)
    else { return nil }
    // A stored shape that GEOS refuses stands in no relation that is known.
    return try? relation.holds(first, second)
  }

  private static let near = DatabaseFunction("hetu_near", argumentCount: 3, pure: true) { values in
    guard let first = geometry(values[0]), let second = geometry(values[1]),
      let metres = Double.fromDatabaseValue(values[2]),
      let distance = try? Geodesic.cgcs2000.distanceMetres(between: first, and: second)
    else { return nil }
    return distance <= metres
  }

  /// The place that the public sees of a record whose position is sensitive.
  private static let coarse = DatabaseFunction("hetu_coarse", argumentCount: 1, pure: true) { values in
    geometry(values[0]).flatMap(Audience.coarsened).map(blob)
  }

  /// The text that the public sees.
  private static let masked = DatabaseFunction("hetu_masked", argumentCount: 1, pure: true) { values in
    guard case .string(let text) = values[0].storage else { return values[0] }
    return PhoneMask.masked(text) ?? text
  }

  /// A text without case, accents or both.
  private static let folded = DatabaseFunction("hetu_folded", argumentCount: 2, pure: true) { values in
    guard case .string(let text) = values[0].storage, case .int64(let folding) = values[1].storage else {
      return values[0]
    }
    return TextFolding(rawValue: folding).folded(text)
  }

  /// A geometry as the functions take it.
  static func blob(_ geometry: Geometry) -> Data {
    Data(GeoPackageBinary.write(geometry, srsID: Registry.referenceSystemID))
  }

  /// The geometry of a blob; none where another program left something else there.
  private static func geometry(_ value: DatabaseValue) -> Geometry? {
    guard case .blob(let data) = value.storage else { return nil }
    return data.withUnsafeBytes { bytes in (try? GeoPackageBinary.read(bytes))?.geometry }
  }
}
