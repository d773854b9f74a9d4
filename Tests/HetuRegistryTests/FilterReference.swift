import Foundation
import HetuRegistry
import TestSupport

/// What a filter means, said as plainly as can be: the oracle that SQL is held against. `nil` is the unknown of three-valued logic.
func meaning(_ filter: Filter, _ record: Record) -> Bool? {
  switch filter {
  case .always(let truth): return truth
  case .not(let inner): return meaning(inner, record).map { !$0 }
  case .and(let terms):
    let truths = terms.map { meaning($0, record) }
    return truths.contains(false) ? false : truths.contains(nil) ? nil : true
  case .or(let terms):
    let truths = terms.map { meaning($0, record) }
    return truths.contains(true) ? true : truths.contains(nil) ? nil : false
  case .isNull(let operand): return record[operand.property].isNull
  case .isPlaceless: return record.geometry == nil
  case .compare(let operand, let comparison, let value):
    guard let order = order(record[operand.property], value, operand.ignoresCase) else { return nil }
    switch comparison {
    case .equal: return order == 0
    case .notEqual: return order != 0
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    case .greaterOrEqual: return order >= 0
    }
  case .between(let operand, let low, let high):
    return meaning(.and([.compare(operand, .greaterOrEqual, low), .compare(operand, .lessOrEqual, high)]), record)
  case .oneOf(let operand, let values):
    return meaning(.or(values.map { .compare(operand, .equal, $0) }), record)
  case .spatial, .near: return nil  // asked of GEOS and of the geodesic, in tests of their own
  case .like(let operand, let pattern):
    guard let text = text(record[operand.property]) else { return nil }
    return isLike(
      Array((operand.ignoresCase ? folded(text) : text).unicodeScalars)[...],
      Array((operand.ignoresCase ? folded(pattern) : pattern).unicodeScalars)[...])
  }
}

private func order(_ left: Value, _ right: Value, _ ignoresCase: Bool) -> Int? {
  if let left = left.number, let right = right.number { return left < right ? -1 : left > right ? 1 : 0 }
  if let left = left.boolean, let right = right.boolean { return (left ? 1 : 0) - (right ? 1 : 0) }
  guard var left = text(left), var right = text(right) else { return nil }
  if ignoresCase { (left, right) = (folded(left), folded(right)) }
  return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : left.utf8.elementsEqual(right.utf8) ? 0 : 1
}

private func text(_ value: Value) -> String? { if case .list(let text) = value { text } else { value.text } }

/// In lower case, which for the texts used here is the same as folded.
private func folded(_ text: String) -> String { text.lowercased() }

private func isLike(_ text: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>) -> Bool {
  guard let first = pattern.first else { return text.isEmpty }
  let rest = pattern.dropFirst()
  switch first {
  case "%": return isLike(text, rest) || (!text.isEmpty && isLike(text.dropFirst(), pattern))
  case "_": return !text.isEmpty && isLike(text.dropFirst(), rest)
  case "\\":
    guard let literal = rest.first else { return text.isEmpty }
    return text.first == literal && isLike(text.dropFirst(), rest.dropFirst())
  default: return text.first == first && isLike(text.dropFirst(), rest)
  }
}

extension Filter {
  /// The filter as CQL2 text, with brackets round every term.
  var cql2Text: String {
    switch self {
    case .always(let truth): truth ? "TRUE" : "FALSE"
    case .compare(let operand, let comparison, let value): "\(operand.text) \(comparison.rawValue) \(value.cql2Text)"
    case .like(let operand, let pattern): "\(operand.text) LIKE \(Value.text(pattern).cql2Text)"
    case .between(let operand, let low, let high): "\(operand.text) BETWEEN \(low.cql2Text) AND \(high.cql2Text)"
    case .oneOf(let operand, let values): "\(operand.text) IN (\(values.map(\.cql2Text).joined(separator: ",")))"
    case .isNull(let operand): "\(operand.text) is null"
    case .isPlaceless: "geometry IS NULL"
    case .spatial(let relation, _): "\(relation.rawValue)(geometry, POINT(0 0))"
    case .near(_, let metres): "DWITHIN(geometry, POINT(0 0), \(metres))"
    case .not(let filter): "NOT (\(filter.cql2Text))"
    case .and(let filters): filters.map { "(\($0.cql2Text))" }.joined(separator: " AND ")
    case .or(let filters): filters.map { "(\($0.cql2Text))" }.joined(separator: " or ")
    }
  }
}

extension Filter.Operand {
  fileprivate var text: String { ignoresCase ? "CASEI(\(property))" : "\"\(property)\"" }
}

extension Value {
  fileprivate var cql2Text: String {
    switch self {
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    case .boolean(let boolean): boolean ? "TRUE" : "false"
    case .text(let text), .list(let text): "'\(text.replacing("'", with: "''"))'"
    case .null: "NULL"
    }
  }
}

extension Seeded {
  private static let texts = [
    "", "甲", "乙矿", "甲铅矿", "Abc", "aBC", "abd", "Ⅲ", "100%", "a_c", "a*c", "[a]", "x?y", "a\\b", "O'Hara",
    "'; DROP TABLE site; --",
    "É", "é",
  ]
  private static let patterns = [
    "%", "_", "甲%", "%矿", "%铅%", "a_c", "A__", "100\\%", "a\\_c", "a*c", "[a]", "x?y", "a\\\\b", "%'%", "", "%Ⅲ%", "É%",
    "__",
  ]
  private static let dates = ["2020-02-29", "2021-03-05", "2021-12-31"]

  /// Values of the test kind of points.
  mutating func siteValues() -> [String: Value] {
    var values: [String: Value] = [:]
    if below(4) > 0 { values["plain"] = .text(pick(Self.texts)) }
    if below(4) > 0 { values["grade"] = .text(pick(["重大", "较大", "一般"])) }
    if below(4) > 0 { values["households"] = .integer(Int64(below(7) - 3)) }
    if below(4) > 0 { values["level_m"] = .real(Double(below(13) - 6) / 2) }
    if below(4) > 0 { values["is_open"] = .boolean(below(2) == 0) }
    if below(4) > 0 { values["checked_on"] = .text(pick(Self.dates)) }
    if below(4) > 0 { values["functions"] = .list(pick([#"["拦截"]"#, #"["拦截","导流"]"#, "[]"])) }
    return values
  }

  /// A filter on the test kind of points.
  mutating func filter(depth: Int = 0) -> Filter {
    switch below(depth < 4 ? 10 : 6) {
    case 6: return .not(filter(depth: depth + 1))
    case 7: return .and((0...(1 + below(2))).map { _ in filter(depth: depth + 1) })
    case 8: return .or((0...(1 + below(2))).map { _ in filter(depth: depth + 1) })
    case 9: return .always(below(2) == 0)
    default: return predicate()
    }
  }

  private mutating func predicate() -> Filter {
    let textProperty = Filter.Operand(property: pick(["plain", "grade", "functions"]), ignoresCase: below(3) == 0)
    let number = Filter.Operand(property: pick(["households", "level_m"]))
    let comparison = pick([Filter.Comparison.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual])
    switch below(9) {
    case 0: return .compare(textProperty, comparison, .text(pick(Self.texts)))
    case 1: return .compare(number, comparison, numberValue())
    case 2: return .compare(Filter.Operand(property: "is_open"), comparison, .boolean(below(2) == 0))
    case 3: return .compare(Filter.Operand(property: "checked_on"), comparison, .text(pick(Self.dates)))
    case 4: return .like(textProperty, pattern: pick(Self.patterns))
    case 5: return .between(number, numberValue(), numberValue())
    case 6: return .oneOf(textProperty, (0...below(4)).map { _ in .text(pick(Self.texts)) })
    case 7: return .isPlaceless
    default: return .isNull(pick([textProperty, number]))
    }
  }

  private mutating func numberValue() -> Value {
    below(2) == 0 ? .integer(Int64(below(9) - 4)) : .real(Double(below(9) - 4) / 2 + 0.25)
  }
}
