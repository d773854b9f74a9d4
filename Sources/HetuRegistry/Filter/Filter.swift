import Foundation
import HetuGeometry

/// A condition on the properties and the place of a record, as CQL2 says it (OGC 21-065r2), parsed once.
public indirect enum Filter: Sendable, Hashable {
  /// The comparisons of CQL2.
  public enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The comparison that means the same with its sides changed.
    var flipped: Comparison {
      switch self {
      case .equal, .notEqual: self
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      }
    }

    /// Whether it holds between two values of which the first is less (below 0), equal (0) or greater (above 0).
    func holds(_ order: Int) -> Bool {
      switch self {
      case .equal: order == 0
      case .notEqual: order != 0
      case .less: order < 0
      case .lessOrEqual: order <= 0
      case .greater: order > 0
      case .greaterOrEqual: order >= 0
      }
    }
  }

  /// The names by which a filter calls the record's geometry.
  static let geometryNames: Set = ["geometry", "geom"]

  /// A property, or the same without regard to case (`CASEI`) or accents (`ACCENTI`).
  public struct Operand: Sendable, Hashable {
    /// The property's name.
    public let property: String
    /// What is disregarded.
    let folding: TextFolding

    /// A property, with case and accents minded unless said otherwise.
    public init(property: String, ignoresCase: Bool = false, ignoresAccents: Bool = false) {
      self.init(property, (ignoresCase ? TextFolding.ofCase : []).union(ignoresAccents ? .ofAccents : []))
    }

    /// Whether case is disregarded.
    public var ignoresCase: Bool { folding.contains(.ofCase) }

    init(_ property: String, _ folding: TextFolding) {
      self.property = property
      self.folding = folding
    }
  }

  case always(Bool)
  case compare(Operand, Comparison, Value)
  case like(Operand, pattern: String)
  case between(Operand, Value, Value)
  case oneOf(Operand, [Value])
  case isNull(Operand)
  /// Whether the record has no geometry.
  case isPlaceless
  /// How the record's geometry lies to another, CGCS2000, decided in the plane of longitude and latitude.
  case spatial(SpatialRelation, Geometry)
  /// Whether the record lies within a distance of a geometry, decided on the ellipsoid.
  case near(Geometry, metres: Double)
  case not(Filter)
  case and([Filter])
  case or([Filter])

  /// The names of all properties that it looks at.
  public var properties: Set<String> {
    switch self {
    case .always, .isPlaceless, .spatial, .near: []
    case .compare(let operand, _, _), .like(let operand, _), .between(let operand, _, _), .oneOf(let operand, _),
      .isNull(let operand):
      [operand.property]
    case .not(let filter): filter.properties
    case .and(let filters), .or(let filters): filters.reduce(into: []) { $0.formUnion($1.properties) }
    }
  }

  /// The filter with every geometry in it changed, such as from one reference system to another.
  public func mapGeometries(_ change: (Geometry) throws -> Geometry) rethrows -> Filter {
    switch self {
    case .always, .compare, .like, .between, .oneOf, .isNull, .isPlaceless: self
    case .spatial(let relation, let geometry): .spatial(relation, try change(geometry))
    case .near(let geometry, let metres): .near(try change(geometry), metres: metres)
    case .not(let filter): .not(try filter.mapGeometries(change))
    case .and(let filters): .and(try filters.map { try $0.mapGeometries(change) })
    case .or(let filters): .or(try filters.map { try $0.mapGeometries(change) })
    }
  }

  /// A box that holds every record that the filter may find, or nil where records may lie anywhere.
  var box: Envelope? {
    switch self {
    case .spatial(.disjoint, _): nil
    case .spatial(_, let geometry): geometry.envelope
    case .near(let geometry, let metres):
      // A degree of latitude is never shorter than 110.5 km; at the poles longitudes mean nothing.
      geometry.envelope.flatMap { box in
        let farthest = max(abs(box.minY), abs(box.maxY)) + metres / 110_500
        guard farthest < 89 else { return nil }
        return box.expanded(dx: metres / (110_500 * cos(farthest * .pi / 180)), dy: metres / 110_500)
      }
    case .and(let filters):
      filters.lazy.compactMap(\.box).min { $0.width * $0.height < $1.width * $1.height }
    default: nil
    }
  }
}
