import HetuGeometry

/// The functions of a filter: spatial and temporal relations, distance, and the geometries written in it.
extension FilterParser {
  /// The condition that a function says, or nil where no function of a filter stands here.
  mutating func function() throws -> Filter? {
    guard peek.kind == .word else { return nil }
    let name = peek.text.uppercased()
    if let relation = SpatialRelation(rawValue: name) {
      position += 1
      return try spatial(relation)
    }
    if let relation = TemporalRelation(rawValue: name) { return try temporal(relation) }
    guard accept("DWITHIN") else { return nil }
    try expect(mark: "(")
    try geometryName()
    try expect(mark: ",")
    let other = try geometry()
    try expect(mark: ",")
    let token = peek
    guard let metres = try Self.number(literal()), (0...Filter.greatestMetres).contains(metres) else {
      throw unexpected("a distance in metres, at most \(Int(Filter.greatestMetres)),", token)
    }
    try expect(mark: ")")
    return .near(other, metres: metres)
  }

  private mutating func spatial(_ relation: SpatialRelation) throws -> Filter {
    try expect(mark: "(")
    let first = try place()
    try expect(mark: ",")
    let second = try place()
    try expect(mark: ")")
    return try relation.filter(first, second)
  }

  /// A geometry, or nil for the record's own.
  private mutating func place() throws -> Geometry? {
    if let name = name(), Filter.geometryNames.contains(name) {
      position += 1
      return nil
    }
    let token = peek
    if token.kind == .quotedName || (token.kind == .word && !Self.geometryTypes.contains(token.text.uppercased())) {
      let name = try property()
      throw RegistryError(
        .usage,
        "the filter looks at “\(name.prefix(40))” at character \(token.offset + 1) as a place; the place of a record is its "
          + "property geometry")
    }
    return try geometry()
  }

  private mutating func geometryName() throws {
    guard let name = name(), Filter.geometryNames.contains(name) else { throw unexpected("the property geometry") }
    position += 1
  }

  /// The name that stands here, if one does.
  private func name() -> String? { peek.kind == .word || peek.kind == .quotedName ? peek.text : nil }

  private mutating func temporal(_ relation: TemporalRelation) throws -> Filter {
    position += 1
    try expect(mark: "(")
    let first = try time()
    try expect(mark: ",")
    let second = try time()
    try expect(mark: ")")
    return try relation.filter(first, second)
  }

  private mutating func time() throws -> TemporalRelation.Time {
    guard accept("INTERVAL") else { return .init(try moment()) }
    try expect(mark: "(")
    let start = try endOfInterval()
    try expect(mark: ",")
    let end = try endOfInterval()
    try expect(mark: ")")
    return .init(from: start, to: end)
  }

  private mutating func moment() throws -> TemporalRelation.End {
    if accept("DATE") || accept("TIMESTAMP") { return .moment(try bracketedText()) }
    guard name() != nil else { throw unexpected("a property, DATE, TIMESTAMP or INTERVAL") }
    return .property(Filter.Operand(property: try property()))
  }

  private mutating func endOfInterval() throws -> TemporalRelation.End? {
    guard peek.kind == .text else { return try moment() }
    let text = next().text
    return text == ".." ? nil : .moment(text)
  }

  // MARK: - Geometries

  private static let geometryTypes: Set = [
    "BBOX", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
  ]

  /// A geometry as well-known text, or `BBOX(…)`.
  private mutating func geometry(depth: Int = 0) throws -> Geometry {
    let token = peek
    guard token.kind == .word, depth < 4 else { throw unexpected("a geometry such as POINT(111.2 34.5)") }
    position += 1
    // Heights and measures are read over.
    _ = accept("Z") || accept("M") || accept("ZM")
    switch token.text.uppercased() {
    case "BBOX": return try box(token)
    case "POINT":
      let path = try list { try $0.point() }
      guard path.count == 1 else { throw unexpected("one position in POINT", token) }
      return .point(path[0])
    case "LINESTRING": return .lineString(try path())
    case "POLYGON": return .polygon(Polygon(rings: try list { try $0.path() }))
    case "MULTIPOINT":
      return .multiPoint(
        try list { parser in
          guard parser.accept(mark: "(") else { return try parser.point() }
          let point = try parser.point()
          try parser.expect(mark: ")")
          return point
        })
    case "MULTILINESTRING": return .multiLineString(try list { try $0.path() })
    case "MULTIPOLYGON": return .multiPolygon(try list { Polygon(rings: try $0.list { try $0.path() }) })
    case "GEOMETRYCOLLECTION": return .collection(try list { try $0.geometry(depth: depth + 1) })
    default: throw unexpected("a geometry such as POINT(111.2 34.5)", token)
    }
  }

  private mutating func box(_ start: FilterToken) throws -> Geometry {
    let numbers = try list { parser in
      let token = parser.peek
      guard let number = try Self.number(parser.literal()) else { throw parser.unexpected("a number", token) }
      return number
    }
    guard let box = Envelope(box: numbers) else {
      throw unexpected("BBOX with four numbers, west, south, east, north,", start)
    }
    return Geometry(box)
  }

  private mutating func path() throws -> [Position] { try list { try $0.point() } }

  private mutating func point() throws -> Position {
    positionCount += 1
    guard positionCount <= Self.maximumPositions else {
      throw RegistryError(
        .usage, "the filter's geometries have more than \(Self.maximumPositions) positions; simplify them")
    }
    var numbers: [Double] = []
    let token = peek
    while peek.kind == .number, numbers.count < 4 {
      guard let number = try Self.number(literal()) else { throw unexpected("a number", token) }
      numbers.append(number)
    }
    guard numbers.count >= 2 else { throw unexpected("a position such as 111.2 34.5") }
    return Position(x: numbers[0], y: numbers[1])
  }

  private mutating func list<Element>(_ element: (inout FilterParser) throws -> Element) throws -> [Element] {
    try expect(mark: "(")
    var elements = [try element(&self)]
    while accept(mark: ",") { elements.append(try element(&self)) }
    try expect(mark: ")")
    return elements
  }

  private static func number(_ value: Value) -> Double? { value.number }
}

extension SpatialRelation {
  /// The relation of the second to the first.
  var flipped: SpatialRelation {
    switch self {
    case .within: .contains
    case .contains: .within
    default: self
    }
  }
}

extension Filter {
  /// The greatest distance that a filter may ask for, metres.
  static let greatestMetres = 100_000.0
}

extension Envelope {
  /// A box from west, south, east, north, or with heights between, which do not count; nil where the numbers are none.
  public init?(box numbers: [Double]) {
    guard numbers.count == 4 || numbers.count == 6, numbers.allSatisfy(\.isFinite) else { return nil }
    let half = numbers.count / 2
    guard numbers[0] <= numbers[half], numbers[1] <= numbers[half + 1] else { return nil }
    self.init(minX: numbers[0], minY: numbers[1], maxX: numbers[half], maxY: numbers[half + 1])
  }
}
