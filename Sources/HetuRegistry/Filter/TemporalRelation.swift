/// The temporal functions of CQL2 (OGC 21-065r2, class Temporal Functions), as comparisons of the ends of two times.
enum TemporalRelation: String, CaseIterable {
  case after = "T_AFTER"
  case before = "T_BEFORE"
  case contains = "T_CONTAINS"
  case disjoint = "T_DISJOINT"
  case during = "T_DURING"
  case equals = "T_EQUALS"
  case finishedBy = "T_FINISHEDBY"
  case finishes = "T_FINISHES"
  case intersects = "T_INTERSECTS"
  case meets = "T_MEETS"
  case metBy = "T_METBY"
  case overlappedBy = "T_OVERLAPPEDBY"
  case overlaps = "T_OVERLAPS"
  case startedBy = "T_STARTEDBY"
  case starts = "T_STARTS"

  /// A day or moment, or one end of an interval.
  enum End: Hashable {
    case property(Filter.Operand)
    case moment(String)
    /// Before and after all moments: the open ends of an interval.
    case past, future

    /// What goes before what, for ends that are no properties; a property lies between past and future.
    fileprivate var key: (rank: Int, moment: String) {
      switch self {
      case .past: (0, "")
      case .property: (1, "")
      case .moment(let moment): (1, moment)
      case .future: (2, "")
      }
    }
  }

  /// A day or moment, which begins and ends at once, or an interval.
  struct Time {
    let start: End
    let end: End
    let isInterval: Bool

    init(_ moment: End) { (start, end, isInterval) = (moment, moment, false) }

    /// An interval whose open ends are nil.
    init(from start: End?, to end: End?) { (self.start, self.end, isInterval) = (start ?? .past, end ?? .future, true) }
  }

  /// The condition that the first time stands in this relation to the second.
  ///
  /// - Throws: ``RegistryError`` of class usage where the relation does not suit such times, or two properties would be compared.
  func filter(_ first: Time, _ second: Time) throws -> Filter {
    guard suits(first, second) else {
      throw RegistryError(.usage, "the filter's \(rawValue) is asked of a day or moment where it takes an interval")
    }
    var terms: [Filter] = []
    for (end, comparison, other) in conditions {
      let term = try Self.compare(first[keyPath: end], comparison, second[keyPath: other])
      if !terms.contains(term) { terms.append(term) }
    }
    return terms.count == 1 ? terms[0] : self == .disjoint ? .or(terms) : .and(terms)
  }

  private func suits(_ first: Time, _ second: Time) -> Bool {
    switch self {
    case .after, .before, .disjoint, .intersects: true
    case .equals: first.isInterval == second.isInterval
    case .during: second.isInterval
    case .contains: first.isInterval
    default: first.isInterval && second.isInterval
    }
  }

  /// What must hold between the ends of the first and those of the second; of disjoint times one is enough.
  private var conditions: [(KeyPath<Time, End>, Filter.Comparison, KeyPath<Time, End>)] {
    switch self {
    case .after: [(\.start, .greater, \.end)]
    case .before: [(\.end, .less, \.start)]
    case .disjoint: [(\.end, .less, \.start), (\.start, .greater, \.end)]
    case .intersects: [(\.start, .lessOrEqual, \.end), (\.end, .greaterOrEqual, \.start)]
    case .equals: [(\.start, .equal, \.start), (\.end, .equal, \.end)]
    case .contains: [(\.start, .less, \.start), (\.end, .greater, \.end)]
    case .during: [(\.start, .greater, \.start), (\.end, .less, \.end)]
    case .finishedBy: [(\.start, .less, \.start), (\.end, .equal, \.end)]
    case .finishes: [(\.start, .greater, \.start), (\.end, .equal, \.end)]
    case .startedBy: [(\.start, .equal, \.start), (\.end, .greater, \.end)]
    case .starts: [(\.start, .equal, \.start), (\.end, .less, \.end)]
    case .meets: [(\.end, .equal, \.start)]
    case .metBy: [(\.start, .equal, \.end)]
    case .overlaps: [(\.start, .less, \.start), (\.end, .greater, \.start), (\.end, .less, \.end)]
    case .overlappedBy: [(\.start, .greater, \.start), (\.start, .less, \.end), (\.end, .greater, \.end)]
    }
  }

  private static func compare(_ end: End, _ comparison: Filter.Comparison, _ other: End) throws -> Filter {
    switch (end, other) {
    case (.property(let operand), .moment(let moment)): return .compare(operand, comparison, .text(moment))
    case (.moment(let moment), .property(let operand)): return .compare(operand, comparison.flipped, .text(moment))
    case (.property(let operand), .property(let second)):
      throw RegistryError(
        .usage,
        "the filter compares the properties \(operand.property.prefix(60)) and \(second.property.prefix(60)), which is not "
          + "supported; compare them with a date, timestamp or interval")
    default:
      let (key, otherKey) = (end.key, other.key)
      let holds = comparison.holds(key < otherKey ? -1 : key == otherKey ? 0 : 1)
      // Every text or none is so, but of a property that is not known nothing is known.
      for case .property(let operand) in [end, other] {
        return .compare(operand, holds ? .greaterOrEqual : .less, .text(""))
      }
      return .always(holds)
    }
  }
}
