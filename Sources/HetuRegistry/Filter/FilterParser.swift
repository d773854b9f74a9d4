import HetuGeometry

/// Reads CQL2 text: comparisons, `AND OR NOT`, `LIKE`, `IN`, `BETWEEN`, `IS NULL`, `CASEI`, dates, the spatial functions, the temporal
/// functions that suit a day, and `DWITHIN`.
///
/// What the standard has besides (`ACCENTI`, array functions, arithmetic, comparison of two properties) is refused by name.
struct FilterParser {
  private var tokens: [FilterToken]
  var position = 0
  private var depth = 0
  private var predicateCount = 0
  var positionCount = 0
  /// SQLite's parser keeps 100 symbols; a level takes four of them: a bracket, a term, `AND` and `NOT`.
  static let maximumDepth = 20
  /// SQLite takes expressions of depth 1,000 at most, and a chain of `OR` is as deep as it is long.
  static let maximumPredicates = 500
  static let maximumTerms = 2_000
  /// Positions in all geometries of a filter.
  static let maximumPositions = 10_000

  /// The filter that `text` says.
  ///
  /// - Throws: ``RegistryError`` of class usage with the place in the text.
  static func parse(_ text: String) throws -> Filter {
    guard text.utf8.count <= 65_536 else { throw RegistryError(.usage, "the filter is longer than 64 KiB; shorten it") }
    var parser = FilterParser(tokens: try FilterToken.tokens(of: text))
    let filter = try parser.disjunction()
    guard parser.peek.kind == .end else { throw parser.unexpected("AND, OR or the end") }
    return filter
  }

  var peek: FilterToken { tokens[position] }

  mutating func next() -> FilterToken {
    defer { if position < tokens.count - 1 { position += 1 } }
    return tokens[position]
  }

  func unexpected(_ wanted: String) -> RegistryError { unexpected(wanted, peek) }

  func unexpected(_ wanted: String, _ token: FilterToken) -> RegistryError {
    let found = token.kind == .end ? "the end" : "“\(token.text.prefix(40))”"
    return RegistryError(.usage, "the filter has \(found) at character \(token.offset + 1) where \(wanted) is expected")
  }

  mutating func accept(_ word: String) -> Bool {
    guard peek.kind == .word, peek.text.uppercased() == word else { return false }
    position += 1
    return true
  }

  mutating func accept(mark: String) -> Bool {
    guard peek.kind == .mark, peek.text == mark else { return false }
    position += 1
    return true
  }

  mutating func expect(mark: String) throws {
    guard accept(mark: mark) else { throw unexpected("“\(mark)”") }
  }

  private mutating func expect(_ word: String) throws {
    guard accept(word) else { throw unexpected(word) }
  }

  private mutating func disjunction() throws -> Filter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw RegistryError(.usage, "the filter is nested deeper than \(Self.maximumDepth) levels; simplify it")
    }
    var terms = [try conjunction()]
    while accept("OR") { terms.append(try conjunction()) }
    return terms.count == 1 ? terms[0] : .or(terms)
  }

  private mutating func conjunction() throws -> Filter {
    var terms = [try negation()]
    while accept("AND") { terms.append(try negation()) }
    return terms.count == 1 ? terms[0] : .and(terms)
  }

  private mutating func negation() throws -> Filter {
    var isNegated = false
    while accept("NOT") { isNegated.toggle() }
    let filter = try primary()
    return isNegated ? .not(filter) : filter
  }

  private mutating func primary() throws -> Filter {
    if accept(mark: "(") {
      let filter = try disjunction()
      try expect(mark: ")")
      return filter
    }
    predicateCount += 1
    guard predicateCount <= Self.maximumPredicates else {
      throw RegistryError(
        .usage, "the filter has more than \(Self.maximumPredicates) conditions; use IN, or shorten it")
    }
    if accept("TRUE") { return .always(true) }
    if accept("FALSE") { return .always(false) }
    if let filter = try function() { return filter }
    if peek.kind == .text || peek.kind == .number { return try flipped() }
    return try predicate(try operand())
  }

  /// A comparison whose value stands first: `'重大' = risk_grade`.
  private mutating func flipped() throws -> Filter {
    let value = try literal()
    guard peek.kind == .mark, let comparison = Filter.Comparison(rawValue: peek.text) else {
      throw unexpected("a comparison")
    }
    position += 1
    return .compare(try operand(), comparison.flipped, value)
  }

  private mutating func operand() throws -> Filter.Operand {
    if accept("CASEI") {
      try expect(mark: "(")
      let name = try property()
      try expect(mark: ")")
      return Filter.Operand(property: name, ignoresCase: true)
    }
    return Filter.Operand(property: try property(), ignoresCase: false)
  }

  private mutating func property() throws -> String {
    guard peek.kind == .word || peek.kind == .quotedName else { throw unexpected("a property's name") }
    let token = next()
    if token.kind == .word, peek.kind == .mark, peek.text == "(" {
      throw RegistryError(
        .usage,
        "the filter uses the function \(token.text) at character \(token.offset + 1), which is not supported; "
          + "\(Filter.supported) are")
    }
    return token.text
  }

  private mutating func predicate(_ operand: Filter.Operand) throws -> Filter {
    if accept("IS") {
      let isNegated = accept("NOT")
      try expect("NULL")
      return isNegated ? .not(.isNull(operand)) : .isNull(operand)
    }
    let isNegated = accept("NOT")
    let filter: Filter
    if accept("LIKE") {
      filter = .like(operand, pattern: try pattern())
    } else if accept("BETWEEN") {
      let low = try literal()
      try expect("AND")
      filter = .between(operand, low, try literal())
    } else if accept("IN") {
      filter = .oneOf(operand, try literals())
    } else if !isNegated, peek.kind == .mark, let comparison = Filter.Comparison(rawValue: peek.text) {
      position += 1
      filter = .compare(operand, comparison, try literal())
    } else {
      throw unexpected("a comparison, LIKE, IN, BETWEEN or IS NULL")
    }
    return isNegated ? .not(filter) : filter
  }

  mutating func bracketedText() throws -> String {
    try expect(mark: "(")
    guard peek.kind == .text else { throw unexpected("a text in single quotes") }
    let text = next().text
    try expect(mark: ")")
    return text
  }

  private mutating func pattern() throws -> String {
    let token = peek
    guard case .text(let text) = try literal() else { throw unexpected("a text after LIKE", token) }
    return text
  }

  private mutating func literals() throws -> [Value] {
    try expect(mark: "(")
    var values = [try literal()]
    while accept(mark: ",") {
      guard values.count < Self.maximumTerms else {
        throw RegistryError(.usage, "the filter's IN list is longer than \(Self.maximumTerms)")
      }
      values.append(try literal())
    }
    try expect(mark: ")")
    return values
  }

  mutating func literal() throws -> Value {
    switch peek.kind {
    case .text: return .text(next().text)
    case .number:
      let token = next()
      if let integer = Int64(token.text) { return .integer(integer) }
      guard let real = Double(token.text), real.isFinite else { throw unexpected("a number", token) }
      return .real(real)
    case .word:
      if accept("TRUE") { return .boolean(true) }
      if accept("FALSE") { return .boolean(false) }
      if accept("DATE") || accept("TIMESTAMP") || accept("CASEI") { return .text(try bracketedText()) }
      throw unexpected("a value; texts stand in single quotes")
    default: throw unexpected("a value; texts stand in single quotes")
    }
  }
}

extension Filter {
  /// What a filter may say, for messages.
  static let supported =
    "comparisons, LIKE, IN, BETWEEN, IS NULL, AND, OR, NOT, CASEI, S_INTERSECTS and its like, DWITHIN, T_AFTER and its like"

  /// Reads a filter from CQL2 text, such as `risk_grade = '重大' AND name LIKE '%铅%'`.
  ///
  /// - Throws: ``RegistryError`` of class usage with the place in the text.
  public init(cql2Text text: String) throws { self = try FilterParser.parse(text) }
}
