import HetuGeometry

/// Reads CQL2 text: comparisons, `AND OR NOT`, `LIKE`, `IN`, `BETWEEN`, `IS NULL`, `CASEI`, `ACCENTI`, dates, the spatial and the
/// temporal functions, and `DWITHIN`.
///
/// What the standard has besides (array and other functions, arithmetic, comparison of two properties) is refused by name.
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
    try refuseArithmetic()
    if let filter = try function() { return filter }
    let isLiteral = peek.kind == .word && ["TRUE", "FALSE", "DATE", "TIMESTAMP"].contains(peek.text.uppercased())
    guard isLiteral || peek.kind == .text || peek.kind == .number else { return try predicate(try operand()) }
    let value = try value()
    if case .boolean(let truth) = value, peek.comparison == nil { return .always(truth) }
    return try flipped(value)
  }

  /// A comparison whose value stands first: `'重大' = risk_grade`.
  private mutating func flipped(_ value: Value) throws -> Filter {
    guard let comparison = peek.comparison else { throw unexpected("a comparison") }
    position += 1
    let operand = try operand()
    try refuseArithmetic()
    return .compare(operand, comparison.flipped, value)
  }

  private mutating func operand() throws -> Filter.Operand {
    let foldings = acceptFoldings()
    let operand = Filter.Operand(try property(), TextFolding(foldings))
    for _ in foldings { try expect(mark: ")") }
    return operand
  }

  /// The `CASEI(` and `ACCENTI(` that stand here, one inside the other.
  private mutating func acceptFoldings() -> [TextFolding] {
    var foldings: [TextFolding] = []
    while peek.kind == .word, let folding = TextFolding(function: peek.text), tokens[position + 1].isMark("(") {
      foldings.append(folding)
      position += 2
    }
    return foldings
  }

  mutating func property() throws -> String {
    try refuseArithmetic()
    try refuseBrackets()
    guard peek.kind == .word || peek.kind == .quotedName else { throw unexpected("a property's name") }
    let token = next()
    if token.kind == .word, peek.isMark("(") { throw unsupported("the function \(token.text.prefix(40))", token) }
    return token.text
  }

  private mutating func predicate(_ operand: Filter.Operand) throws -> Filter {
    try refuseArithmetic()
    if accept("IS") {
      let isNegated = accept("NOT")
      try expect("NULL")
      let filter = operand.isPlace ? Filter.isPlaceless : .isNull(operand)
      return isNegated ? .not(filter) : filter
    }
    let isNegated = accept("NOT")
    let filter: Filter
    if accept("LIKE") {
      filter = .like(operand, pattern: try pattern())
    } else if accept("BETWEEN") {
      let low = try value()
      try expect("AND")
      filter = .between(operand, low, try value())
    } else if accept("IN") {
      filter = .oneOf(operand, try literals())
    } else if !isNegated, let comparison = peek.comparison {
      position += 1
      filter = .compare(operand, comparison, try value())
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
    guard case .text(let text) = try value() else { throw unexpected("a text after LIKE", token) }
    return text
  }

  private mutating func literals() throws -> [Value] {
    try expect(mark: "(")
    var values = [try value()]
    while accept(mark: ",") {
      guard values.count < Self.maximumTerms else {
        throw RegistryError(.usage, "the filter's IN list is longer than \(Self.maximumTerms)")
      }
      values.append(try value())
    }
    try expect(mark: ")")
    return values
  }

  /// A value that a property is compared with; what the standard allows there besides is refused by name.
  private mutating func value() throws -> Value {
    try refuseArithmetic()
    let foldings = acceptFoldings()
    let token = peek
    try refuseBrackets()
    if token.kind == .quotedName { throw unsupported("comparison with a property, “\(token.text.prefix(40))”", token) }
    if token.kind == .word, tokens[position + 1].isMark("("), !["DATE", "TIMESTAMP"].contains(token.text.uppercased()) {
      throw unsupported("the function \(token.text.prefix(40))", token)
    }
    var value = try literal()
    if !foldings.isEmpty {
      guard case .text(let text) = value else { throw unexpected("a text in single quotes", token) }
      value = .text(TextFolding(foldings).folded(text))
      for _ in foldings { try expect(mark: ")") }
    }
    try refuseArithmetic()
    return value
  }

  /// Refuses arithmetic where one of its signs stands.
  private func refuseArithmetic() throws {
    let isSigned =
      position > 0 && peek.kind == .number && "+-".contains(peek.text.prefix(1)) && tokens[position - 1].isTerm
    let isSign = peek.kind == .mark && "+-*/%^".contains(peek.text)
    let isDivision =
      peek.kind == .word && peek.text.uppercased() == "DIV" && position > 0 && tokens[position - 1].isTerm
    guard isSigned || isSign || isDivision else { return }
    throw unsupported("arithmetic, “\(isSigned ? peek.text.prefix(1) : peek.text[...])”", peek)
  }

  private func refuseBrackets() throws {
    if peek.isMark("(") || peek.isMark("[") { throw unsupported("a term in brackets, “\(peek.text)”", peek) }
  }

  private func unsupported(_ part: String, _ token: FilterToken) -> RegistryError {
    RegistryError(
      .usage,
      "the filter uses \(part) at character \(token.offset + 1), which is not supported; \(Filter.supported) are")
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
      if accept("DATE") || accept("TIMESTAMP") { return .text(try bracketedText()) }
      throw unexpected("a value; texts stand in single quotes")
    default: throw unexpected("a value; texts stand in single quotes")
    }
  }
}

extension FilterToken {
  fileprivate func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }

  fileprivate var comparison: Filter.Comparison? { kind == .mark ? Filter.Comparison(rawValue: text) : nil }

  /// Whether a term may end here, so that a sign after it is one of arithmetic.
  fileprivate var isTerm: Bool {
    switch kind {
    case .quotedName, .text, .number: true
    case .word: !["AND", "OR", "NOT", "BETWEEN", "LIKE", "IN", "IS"].contains(text.uppercased())
    case .mark: text == ")"
    case .end: false
    }
  }
}

extension Filter.Operand {
  /// Whether it is the record's geometry rather than a property.
  var isPlace: Bool { folding.isEmpty && Filter.geometryNames.contains(property) }
}

extension Filter {
  /// What a filter may say, for messages.
  static let supported =
    "comparisons with values, LIKE, IN, BETWEEN, IS NULL, AND, OR, NOT, CASEI, ACCENTI, S_INTERSECTS and its like, DWITHIN, T_AFTER and "
    + "its like"

  /// Reads a filter from CQL2 text, such as `risk_grade = '重大' AND name LIKE '%铅%'`.
  ///
  /// - Throws: ``RegistryError`` of class usage with the place in the text.
  public init(cql2Text text: String) throws { self = try FilterParser.parse(text) }
}
