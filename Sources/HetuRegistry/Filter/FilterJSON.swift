import Foundation
import HetuGeometry

/// Reads CQL2 JSON into the same tree as ``FilterParser``, under the same limits.
struct FilterJSON {
  private var predicateCount = 0
  private var geometries = GeoJSONReader(maximumPositions: FilterParser.maximumPositions)

  /// The filter that `bytes` say.
  ///
  /// - Throws: ``RegistryError`` of class usage with the operator at fault.
  static func parse(_ bytes: Data) throws -> Filter {
    guard bytes.count <= 1 << 20 else { throw RegistryError(.usage, "the filter is longer than 1 MiB; shorten it") }
    guard let root = try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed) else {
      throw RegistryError(.usage, "the filter is no JSON")
    }
    var reader = FilterJSON()
    return try reader.filter(root, depth: 1)
  }

  private mutating func filter(_ node: Any, depth: Int) throws -> Filter {
    guard depth <= FilterParser.maximumDepth else {
      throw RegistryError(.usage, "the filter is nested deeper than \(FilterParser.maximumDepth) levels; simplify it")
    }
    if let truth = Self.boolean(node) { return .always(truth) }
    guard let object = node as? [String: Any], let name = object["op"] as? String,
      let arguments = object["args"] as? [Any]
    else { throw RegistryError(.usage, "the filter has a term that is no object with op and args") }
    switch name.lowercased() {
    case "and", "or":
      guard !arguments.isEmpty else { throw Self.fault(name, "it has no terms") }
      let terms = try arguments.map { try filter($0, depth: depth + 1) }
      return terms.count == 1 ? terms[0] : name.lowercased() == "and" ? .and(terms) : .or(terms)
    case "not":
      guard arguments.count == 1 else { throw Self.fault(name, "it takes one term") }
      return .not(try filter(arguments[0], depth: depth + 1))
    default: break
    }
    predicateCount += 1
    guard predicateCount <= FilterParser.maximumPredicates else {
      throw RegistryError(.usage, "the filter has more than \(FilterParser.maximumPredicates) conditions; shorten it")
    }
    return try predicate(name, arguments)
  }

  private mutating func predicate(_ name: String, _ arguments: [Any]) throws -> Filter {
    if let relation = SpatialRelation(rawValue: name.uppercased()) {
      try Self.require(arguments.count == 2, name, "it takes geometry and another geometry")
      return try relation.filter(try place(arguments[0], name), try place(arguments[1], name))
    }
    if let relation = TemporalRelation(rawValue: name.uppercased()) {
      try Self.require(arguments.count == 2, name, "it takes two times")
      return try relation.filter(try Self.time(arguments[0], name), try Self.time(arguments[1], name))
    }
    switch name.lowercased() {
    case "dwithin":
      try Self.require(
        arguments.count == 3 && Self.isGeometryName(arguments[0]), name, "it takes geometry, a geometry and metres")
      guard let metres = (arguments[2] as? NSNumber)?.doubleValue, (0...Filter.greatestMetres).contains(metres) else {
        throw Self.fault(name, "its distance is metres, at most \(Int(Filter.greatestMetres))")
      }
      return .near(try geometry(arguments[1], name), metres: metres)
    case "isnull":
      try Self.require(arguments.count == 1, name, "it takes one property")
      let operand = try Self.operand(arguments[0], name)
      return operand.isPlace ? .isPlaceless : .isNull(operand)
    case "like":
      try Self.require(arguments.count == 2, name, "it takes a property and a pattern")
      guard case .text(let pattern) = try Self.value(arguments[1], name) else {
        throw Self.fault(name, "its pattern must be a text")
      }
      return .like(try Self.operand(arguments[0], name), pattern: pattern)
    case "between":
      try Self.require(arguments.count == 3, name, "it takes a property and two values")
      return .between(
        try Self.operand(arguments[0], name), try Self.value(arguments[1], name), try Self.value(arguments[2], name))
    case "in":
      guard arguments.count == 2, let values = arguments[1] as? [Any], !values.isEmpty else {
        throw Self.fault(name, "it takes a property and a list of values")
      }
      try Self.require(
        values.count <= FilterParser.maximumTerms, name, "its list is longer than \(FilterParser.maximumTerms)")
      return .oneOf(try Self.operand(arguments[0], name), try values.map { try Self.value($0, name) })
    default:
      guard let comparison = Filter.Comparison(rawValue: name), arguments.count == 2 else {
        throw RegistryError(
          .usage, "the filter uses “\(name.prefix(40))”, which is not supported; \(Filter.supported) are")
      }
      for argument in arguments {
        if let object = Self.unfolded(argument).0 as? [String: Any] { try Self.refuseFunction(object, name) }
      }
      // What looks at a property stands first as a rule; else the comparison is turned.
      guard (try? Self.operand(arguments[0], name)) == nil, (try? Self.operand(arguments[1], name)) != nil else {
        return .compare(try Self.operand(arguments[0], name), comparison, try Self.value(arguments[1], name))
      }
      return .compare(try Self.operand(arguments[1], name), comparison.flipped, try Self.value(arguments[0], name))
    }
  }

  // MARK: - Terms

  private static func operand(_ node: Any, _ name: String) throws -> Filter.Operand {
    let (inner, folding) = unfolded(node)
    guard let object = inner as? [String: Any] else { throw fault(name, "it must look at a property") }
    try refuseFunction(object, name)
    guard let property = object["property"] as? String else { throw fault(name, "it must look at a property") }
    return Filter.Operand(property, folding)
  }

  /// What stands inside `casei` and `accenti`, and what they disregard.
  private static func unfolded(_ node: Any) -> (Any, TextFolding) {
    var (inner, folding) = (node, TextFolding())
    while let object = inner as? [String: Any], let function = object["op"] as? String,
      let option = TextFolding(function: function), let arguments = object["args"] as? [Any], arguments.count == 1
    {
      folding.formUnion(option)
      inner = arguments[0]
    }
    return (inner, folding)
  }

  private static func refuseFunction(_ object: [String: Any], _ name: String) throws {
    guard let function = object["op"] as? String else { return }
    throw fault(name, "the function “\(function.prefix(40))” in it is not supported; \(Filter.supported) are")
  }

  private static func value(_ node: Any, _ name: String) throws -> Value {
    let (inner, folding) = unfolded(node)
    let value = try literal(inner, name)
    guard !folding.isEmpty else { return value }
    guard case .text(let text) = value else { throw fault(name, "casei and accenti take a text") }
    return .text(folding.folded(text))
  }

  private static func literal(_ node: Any, _ name: String) throws -> Value {
    if let truth = boolean(node) { return .boolean(truth) }
    switch node {
    case let text as String: return .text(text)
    case let number as NSNumber:
      let real = number.doubleValue
      try require(real.isFinite, name, "a number in it is too large")
      return real == real.rounded() && abs(real) < 9e15 ? .integer(Int64(real)) : .real(real)
    case let object as [String: Any]:
      for key in ["date", "timestamp"] {
        if let text = object[key] as? String { return .text(text) }
      }
      try refuseFunction(object, name)
      if let property = object["property"] as? String {
        throw fault(
          name, "comparison with a property, “\(property.prefix(40))”, is not supported; \(Filter.supported) are")
      }
    default: break
    }
    throw fault(name, "it compares with something that is no value")
  }

  private static func time(_ node: Any, _ name: String) throws -> TemporalRelation.Time {
    guard let ends = (node as? [String: Any])?["interval"] as? [Any] else { return .init(try moment(node, name)) }
    try require(ends.count == 2, name, "an interval has two ends")
    let moments = try ends.map { $0 as? String == ".." ? nil : try moment($0, name) }
    return .init(from: moments[0], to: moments[1])
  }

  private static func moment(_ node: Any, _ name: String) throws -> TemporalRelation.End {
    if (node as? [String: Any])?["property"] != nil { return .property(try operand(node, name)) }
    guard case .text(let text) = try value(node, name) else {
      throw fault(name, "its times are properties, dates, timestamps or intervals")
    }
    return .moment(text)
  }

  // MARK: - Geometries

  private static func isGeometryName(_ node: Any) -> Bool {
    ((node as? [String: Any])?["property"] as? String).map(Filter.geometryNames.contains) ?? false
  }

  /// A geometry, or nil for the record's own.
  private mutating func place(_ node: Any, _ name: String) throws -> Geometry? {
    if Self.isGeometryName(node) { return nil }
    guard let object = node as? [String: Any] else { throw Self.fault(name, "its geometry is none") }
    try Self.refuseFunction(object, name)
    if let property = object["property"] as? String {
      throw Self.fault(
        name, "it looks at “\(property.prefix(40))” as a place; the place of a record is its property geometry")
    }
    return try geometry(node, name)
  }

  private mutating func geometry(_ node: Any, _ name: String, depth: Int = 0) throws -> Geometry {
    guard let object = node as? [String: Any], depth < 4 else { throw Self.fault(name, "its geometry is none") }
    if let numbers = object["bbox"] as? [NSNumber] {
      guard let box = Envelope(box: numbers.map(\.doubleValue)) else {
        throw Self.fault(name, "its bbox must be west, south, east, north")
      }
      return Geometry(box)
    }
    do { return try geometries.geometry(node) } catch { throw Self.fault(name, error.message) }
  }

  private static func boolean(_ node: Any) -> Bool? {
    (node as? NSNumber).flatMap { $0.isTruth ? $0.boolValue : nil }
  }

  private static func require(_ condition: Bool, _ name: String, _ message: String) throws {
    guard condition else { throw fault(name, message) }
  }

  private static func fault(_ name: String, _ message: String) -> RegistryError {
    RegistryError(.usage, "the filter's “\(name.prefix(40))” can't be taken: \(message)")
  }
}

extension Filter {
  /// Reads a filter from CQL2 JSON.
  ///
  /// - Throws: ``RegistryError`` of class usage with the operator at fault.
  public init(cql2JSON bytes: Data) throws { self = try FilterJSON.parse(bytes) }
}
