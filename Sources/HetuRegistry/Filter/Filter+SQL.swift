import GRDB
import HetuGeoPackage
import HetuGeometry
import HetuSchemas

/// A filter as an SQL condition: names from the kind's schema only, every value bound.
struct SQLCondition {
  private(set) var sql = ""
  private(set) var arguments: [DatabaseValue] = []

  /// The record's geometry in SQL, as the audience sees it.
  private let geometry: String
  private let audience: Audience

  /// The condition of a filter on records of a kind, whose places are those that the audience sees.
  ///
  /// - Throws: ``RegistryError`` of class usage for a property that the kind does not have or a value of the wrong type.
  init(_ filter: Filter, on kind: Kind, for audience: Audience) throws {
    self.audience = audience
    geometry = audience.coarsens(kind) ? "hetu_coarse(geom)" : "geom"
    try append(filter, kind)
  }

  private mutating func append(_ filter: Filter, _ kind: Kind) throws {
    switch filter {
    case .always(let truth): sql += truth ? "1" : "0"
    case .compare(let operand, let comparison, let value):
      let property = try append(operand, kind)
      sql += " \(comparison.rawValue) "
      try append(value, operand, property)
    case .like(let operand, let pattern):
      let property = try append(operand, kind)
      guard property.isText else { throw Self.mismatch(property, "LIKE needs a text property") }
      sql += " GLOB "
      let glob = operand.folding.folded(pattern).asGlob
      guard glob.utf8.count <= 1_000 else {
        throw RegistryError(.usage, "the filter's pattern for \(property.name) is too long; shorten it")
      }
      bind(glob)
    case .between(let operand, let low, let high):
      let property = try append(operand, kind)
      sql += " BETWEEN "
      try append(low, operand, property)
      sql += " AND "
      try append(high, operand, property)
    case .oneOf(let operand, let values):
      let property = try append(operand, kind)
      sql += " IN ("
      for (index, value) in values.enumerated() {
        if index > 0 { sql += ", " }
        try append(value, operand, property)
      }
      sql += ")"
    case .isNull(let operand):
      _ = try append(operand, kind)
      sql += " IS NULL"
    case .isPlaceless: sql += kind.geometry == nil ? "1" : "\(geometry) IS NULL"
    case .spatial(let relation, let other):
      try requireGeometry(kind)
      try requireShape(other)
      // A box that holds the record's own meets it; most records are decided so, without reading their shape.
      if relation == .intersects, let box = other.asBox {
        sql += "(ST_MinX(\(geometry)) >= ? AND ST_MaxX(\(geometry)) <= ? AND ST_MinY(\(geometry)) >= ? "
        sql += "AND ST_MaxY(\(geometry)) <= ? OR "
        arguments += [box.minX, box.maxX, box.minY, box.maxY].map(\.databaseValue)
        defer { sql += ")" }
        appendRelation(relation, other)
      } else {
        appendRelation(relation, other)
      }
    case .near(let other, let metres):
      try requireGeometry(kind)
      try requireShape(other)
      sql += "hetu_near(\(geometry), ?, ?)"
      arguments += [RegistryFunctions.blob(other).databaseValue, metres.databaseValue]
    case .not(let inner):
      sql += "NOT "
      try append([inner], "", kind)
    case .and(let terms): try append(terms, " AND ", kind)
    case .or(let terms): try append(terms, " OR ", kind)
    }
  }

  private mutating func appendRelation(_ relation: SpatialRelation, _ other: Geometry) {
    sql += "hetu_relates(\(geometry), ?, ?)"
    arguments += [relation.rawValue.databaseValue, RegistryFunctions.blob(other).databaseValue]
  }

  private func requireGeometry(_ kind: Kind) throws {
    guard kind.geometry == nil else { return }
    throw RegistryError(.usage, "records of \(kind.name) have no geometry, so a filter can't ask where they lie")
  }

  /// Refuses a geometry of the filter that GEOS can't work with, such as a line of one point or a ring that isn't closed.
  private func requireShape(_ geometry: Geometry) throws {
    do {
      _ = try geometry.intersects(geometry)
    } catch {
      throw RegistryError(.usage, "the filter's geometry can't be used: \(error)")
    }
  }

  private mutating func append(_ terms: [Filter], _ separator: String, _ kind: Kind) throws {
    if terms.count == 1, terms[0].isBracketed { return try append(terms[0], kind) }
    sql += "("
    for (index, term) in terms.enumerated() {
      if index > 0 { sql += separator }
      try append(term, kind)
    }
    sql += ")"
  }

  private mutating func append(_ operand: Filter.Operand, _ kind: Kind) throws -> Property {
    guard let property = kind.property(operand.property) else {
      let names = kind.properties.map(\.name).joined(separator: ", ")
      throw RegistryError(
        .usage, "\(kind.name) has no property “\(operand.property.prefix(60))”; its properties are \(names)")
    }
    let column = audience.column(property)
    sql += operand.folding.isEmpty ? column : "hetu_folded(\(column), \(operand.folding.rawValue))"
    return property
  }

  private mutating func append(_ value: Value, _ operand: Filter.Operand, _ property: Property) throws {
    switch (value, property.type) {
    case (.text(let text), .text), (.text(let text), .date), (.text(let text), .yearMonth),
      (.text(let text), .list):
      bind(operand.folding.folded(text))
    case (.integer(let integer), .integer), (.integer(let integer), .number):
      bind(integer)
    case (.real(let real), .integer), (.real(let real), .number): bind(real)
    case (.boolean(let boolean), .boolean): bind(boolean ? 1 : 0)
    case (_, .integer), (_, .number): throw Self.mismatch(property, "it is compared with a number")
    case (_, .boolean): throw Self.mismatch(property, "it is compared with TRUE or FALSE")
    default: throw Self.mismatch(property, "it is compared with a text in single quotes")
    }
  }

  private mutating func bind(_ value: some DatabaseValueConvertible) {
    sql += "?"
    arguments.append(value.databaseValue)
  }

  private static func mismatch(_ property: Property, _ wanted: String) -> RegistryError {
    RegistryError(.usage, "the filter's property \(property.name) is of type \(property.type.rawValue): \(wanted)")
  }
}

extension Filter {
  /// Whether its SQL stands in brackets of its own.
  fileprivate var isBracketed: Bool {
    switch self {
    case .and, .or: true
    default: false
    }
  }
}

extension Geometry {
  /// The box that the geometry is, where it is an upright rectangle.
  fileprivate var asBox: Envelope? {
    guard case .polygon(let polygon) = self, polygon.rings.count == 1, polygon.exterior.count == 5, let box = envelope,
      polygon.exterior.allSatisfy({ ($0.x == box.minX || $0.x == box.maxX) && ($0.y == box.minY || $0.y == box.maxY) }),
      Set(polygon.exterior).count == 4
    else { return nil }
    return box
  }

  /// A box as an area.
  public init(_ box: Envelope) {
    self = .polygon(
      Polygon(rings: [
        [
          Position(x: box.minX, y: box.minY), Position(x: box.maxX, y: box.minY), Position(x: box.maxX, y: box.maxY),
          Position(x: box.minX, y: box.maxY), Position(x: box.minX, y: box.minY),
        ]
      ]))
  }
}

extension Property {
  var isText: Bool { type == .text || type == .date || type == .yearMonth || type == .list }
}

extension String {
  /// A `LIKE` pattern of CQL2 (`%`, `_`, `\` before a literal one) as a `GLOB` pattern of SQLite, which minds case.
  fileprivate var asGlob: String {
    var result = ""
    var isEscaped = false
    for character in self {
      switch character {
      case "\\" where !isEscaped:
        isEscaped = true
        continue
      case "%" where !isEscaped: result += "*"
      case "_" where !isEscaped: result += "?"
      case "*", "?", "[": result += "[\(character)]"
      default: result.append(character)
      }
      isEscaped = false
    }
    return result
  }
}
