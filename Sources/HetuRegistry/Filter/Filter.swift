/// A condition on the properties of a record, as CQL2 says it (OGC 21-065r2), parsed once.
public indirect enum Filter: Sendable, Hashable {
  /// The comparisons of CQL2.
  public enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// A property, or the same without regard to case (`CASEI`).
  public struct Operand: Sendable, Hashable {
    /// The property's name.
    public let property: String
    /// Whether case is disregarded.
    public let ignoresCase: Bool

    /// A property, with case minded unless said otherwise.
    public init(property: String, ignoresCase: Bool = false) {
      self.property = property
      self.ignoresCase = ignoresCase
    }
  }

  case always(Bool)
  case compare(Operand, Comparison, Value)
  case like(Operand, pattern: String)
  case between(Operand, Value, Value)
  case oneOf(Operand, [Value])
  case isNull(Operand)
  case not(Filter)
  case and([Filter])
  case or([Filter])

  /// The names of all properties that it looks at.
  public var properties: Set<String> {
    switch self {
    case .always: []
    case .compare(let operand, _, _), .like(let operand, _), .between(let operand, _, _), .oneOf(let operand, _),
      .isNull(let operand):
      [operand.property]
    case .not(let filter): filter.properties
    case .and(let filters), .or(let filters): filters.reduce(into: []) { $0.formUnion($1.properties) }
    }
  }
}
