import Foundation
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct TemporalFilterTests {
  /// The fifteen relations between intervals as Allen's algebra has them, told by where the ends lie.
  private static let relations: [(name: String, holds: @Sendable (ClosedRange<Int>, ClosedRange<Int>) -> Bool)] = [
    ("T_AFTER", { $0.lowerBound > $1.upperBound }), ("T_BEFORE", { $0.upperBound < $1.lowerBound }),
    ("T_DISJOINT", { !$0.overlaps($1) }), ("T_INTERSECTS", { $0.overlaps($1) }), ("T_EQUALS", { $0 == $1 }),
    ("T_CONTAINS", { $0.lowerBound < $1.lowerBound && $0.upperBound > $1.upperBound }),
    ("T_DURING", { $1.lowerBound < $0.lowerBound && $1.upperBound > $0.upperBound }),
    ("T_MEETS", { $0.upperBound == $1.lowerBound }), ("T_METBY", { $1.upperBound == $0.lowerBound }),
    ("T_STARTS", { $0.lowerBound == $1.lowerBound && $0.upperBound < $1.upperBound }),
    ("T_STARTEDBY", { $0.lowerBound == $1.lowerBound && $0.upperBound > $1.upperBound }),
    ("T_FINISHES", { $0.upperBound == $1.upperBound && $0.lowerBound > $1.lowerBound }),
    ("T_FINISHEDBY", { $0.upperBound == $1.upperBound && $0.lowerBound < $1.lowerBound }),
    (
      "T_OVERLAPS",
      {
        $0.lowerBound < $1.lowerBound && $1.contains($0.upperBound) && $0.upperBound != $1.lowerBound
          && $0.upperBound != $1.upperBound
      }
    ),
    (
      "T_OVERLAPPEDBY",
      {
        $1.lowerBound < $0.lowerBound && $0.contains($1.upperBound) && $1.upperBound != $0.lowerBound
          && $1.upperBound != $0.upperBound
      }
    ),
  ]

  private static let spans = [1...2, 1...4, 2...3, 2...4, 3...4, 4...6, 5...6, 1...6]

  private static func text(_ span: ClosedRange<Int>) -> String {
    "INTERVAL('2021-01-0\(span.lowerBound)','2021-01-0\(span.upperBound)')"
  }

  @Test func `every relation between intervals holds where its ends say so`() throws {
    for (name, holds) in Self.relations {
      for first in Self.spans {
        for second in Self.spans {
          let filter = try Filter(cql2Text: "\(name)(\(Self.text(first)), \(Self.text(second)))")
          #expect(decided(filter) == holds(first, second), "\(name) \(first) \(second)")
        }
      }
    }
  }

  /// The truth of a filter that looks at no record.
  private func decided(_ filter: Filter) -> Bool? {
    switch filter {
    case .always(let truth): truth
    case .and(let terms): terms.allSatisfy { decided($0) == true }
    case .or(let terms): terms.contains { decided($0) == true }
    default: nil
    }
  }

  @Test(arguments: [
    ("T_AFTER(checked_on, DATE('2021-03-01'))", ["乙"]),
    ("T_BEFORE(DATE('2021-03-01'), checked_on)", ["乙"]),
    ("T_EQUALS(checked_on, DATE('2021-01-05'))", ["甲"]),
    ("T_DISJOINT(checked_on, DATE('2021-01-05'))", ["乙"]),
    ("T_INTERSECTS(checked_on, INTERVAL('2021-01-05','..'))", ["甲", "乙"]),
    ("T_DURING(checked_on, INTERVAL('..',DATE('2021-06-01')))", ["甲"]),
    ("T_CONTAINS(INTERVAL('2021-01-01','2021-02-01'), checked_on)", ["甲"]),
    ("T_DURING(INTERVAL(checked_on, checked_on), INTERVAL('2021-05-01','2021-12-01'))", ["乙"]),
    ("T_AFTER(checked_on, INTERVAL('..','..'))", []),
    ("T_INTERSECTS(checked_on, INTERVAL('..','..'))", ["甲", "乙"]),
    ("NOT T_INTERSECTS(checked_on, INTERVAL('..','..'))", []),
  ])
  func `days of records stand in relations; of a day that is not known nothing is known`(
    _ text: String, _ expected: [String]
  ) throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲"), "checked_on": .text("2021-01-05")])
    try bench.insert(bench.site, ["name": .text("乙"), "checked_on": .text("2021-06-30")])
    try bench.insert(bench.site, ["name": .text("丙")])
    let filter = try Filter(cql2Text: text)
    #expect(Set(try bench.registry.records(of: bench.site, RecordQuery(filter: filter)).map(\.name)) == Set(expected))
  }
}
