import HetuRegistry
import HetuRisk
import HetuSchemas

/// A computed figure of a record that is no grade, beside what is recorded, with how it came about.
public struct ExplainedFigure: Sendable {
  /// The record, whole.
  public let record: Record
  /// What is computed, in Chinese.
  public let title: String
  /// What is recorded of it, in Chinese; nil where nothing of the kind is recorded.
  public let official: String?
  /// The figure, in Chinese.
  public let computed: String
  /// How it came about.
  public let explanation: Explanation
}

/// How does a record's computed figure come about: its grade, its zones, or its risk profile?
public struct ExplainQuestion: Sendable {
  /// What is explained.
  public enum Result: Sendable {
    /// The grade of a plant or a tailings pond.
    case grade(RiskAssessment)
    /// The zones of a drinking-water source, or the profile of a river or park.
    case figure(ExplainedFigure)
  }

  /// The kinds of record that have a computed figure.
  public static let kinds = RiskAssessor.kinds.union(["drinking_water_source", "river", "chemical_park"])

  let record: Record
  let book: RuleBook
  let day: String

  /// The explanation of a record's figure by rules.
  ///
  /// - Parameter day: the day (`2026-11-25`) from which years are counted back.
  public init(_ record: Record, book: RuleBook, on day: String) {
    self.record = record
    self.book = book
    self.day = day
  }

  /// What the figure is and how it comes about.
  ///
  /// - Throws: `RegistryError` of class usage for a kind that has no computed figure.
  public func answer(from water: Water) throws -> Result {
    switch record.kind.name {
    case "drinking_water_source":
      .figure(try ZoneQuestion(source: record, rules: book.zones).explained(from: water))
    case "river": .figure(try RiskProfileQuestion(.rivers, book: book, on: day).explained(record, from: water.registry))
    case "chemical_park":
      .figure(try RiskProfileQuestion(.parks, book: book, on: day).explained(record, from: water.registry))
    case let kind where RiskAssessor.kinds.contains(kind):
      .grade(try RiskAssessor(water, book, on: day).assess(record))
    default:
      throw RegistryError(
        .usage,
        "nothing is computed of a \(record.kind.name); there is an explanation for \(Self.kinds.sorted().joined(separator: ", "))"
      )
    }
  }
}

extension Record {
  /// The day that what is recorded is of: its verification, else its report.
  public var dataDate: String? { self["verified_on"].text ?? self["report_date"].text }
}
