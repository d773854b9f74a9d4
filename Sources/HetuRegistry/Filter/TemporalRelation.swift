/// The temporal functions of CQL2 that make sense of a day or a moment (OGC 21-065r2, class Temporal Functions), as comparisons.
enum TemporalRelation: String, CaseIterable {
  case after = "T_AFTER"
  case before = "T_BEFORE"
  case disjoint = "T_DISJOINT"
  case equals = "T_EQUALS"
  case intersects = "T_INTERSECTS"
  case during = "T_DURING"

  /// A moment, or a span of time whose open ends are nil.
  enum Time {
    case moment(String)
    case span(start: String?, end: String?)
  }

  /// The condition that the property stands in this relation to the time; nil where the relation needs a span and got a moment, or
  /// the other way round.
  func filter(_ operand: Filter.Operand, _ time: Time) -> Filter? {
    func compare(_ comparison: Filter.Comparison, _ text: String?) -> Filter? {
      text.map { .compare(operand, comparison, .text($0)) }
    }
    func all(_ filters: [Filter?]) -> Filter { .and(filters.compactMap(\.self)).simplified }
    let never = Filter.always(false)
    switch (self, time) {
    case (.after, .moment(let moment)): return compare(.greater, moment)
    case (.before, .moment(let moment)): return compare(.less, moment)
    case (.equals, .moment(let moment)), (.intersects, .moment(let moment)): return compare(.equal, moment)
    case (.disjoint, .moment(let moment)): return compare(.notEqual, moment)
    case (.after, .span(_, let end)): return compare(.greater, end) ?? never
    case (.before, .span(let start, _)): return compare(.less, start) ?? never
    case (.intersects, .span(let start, let end)):
      return all([.not(.isNull(operand)), compare(.greaterOrEqual, start), compare(.lessOrEqual, end)])
    case (.during, .span(let start, let end)):
      return all([.not(.isNull(operand)), compare(.greater, start), compare(.less, end)])
    case (.disjoint, .span(let start, let end)):
      return .or([compare(.less, start) ?? never, compare(.greater, end) ?? never])
    case (.equals, .span), (.during, .moment): return nil
    }
  }
}

extension Filter {
  /// The filter without a conjunction of one.
  fileprivate var simplified: Filter {
    if case .and(let terms) = self, terms.count == 1 { terms[0] } else { self }
  }
}
