/// The grade of a sudden environmental event (突发环境事件), the lowest first.
public enum EventGrade: Int, Sendable, Hashable, CaseIterable, Comparable, Decodable {
  case general, greater, major, extreme

  /// The word of the rules.
  public var title: String {
    switch self {
    case .general: "一般"
    case .greater: "较大"
    case .major: "重大"
    case .extreme: "特别重大"
    }
  }

  /// A grade by its word, as rule sets write it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let grade = Self.allCases.first(where: { $0.title == word }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(word)” is none of 一般, 较大, 重大, 特别重大")
    }
    self = grade
  }

  /// The lower one first.
  public static func < (left: EventGrade, right: EventGrade) -> Bool { left.rawValue < right.rawValue }
}

/// The two tables of event grades in force, and who reports when; as a data file states them.
public struct EventRules: RuleSet {
  /// Grading and reporting of events.
  public static let standardNumber = "突发环境事件分级和报告"

  /// A criterion that goes by a number.
  public struct NumberCriterion: Sendable, Decodable {
    /// From which number on a grade is reached.
    public struct Step: Sendable, Decodable {
      /// The grade.
      public let grade: EventGrade
      /// The least number, included.
      public let from: Double
    }

    /// The fact.
    public let property: String
    /// The criterion in Chinese.
    public let title: String
    /// The unit.
    public let unit: String
    /// The steps, the highest grade first.
    public let steps: [Step]

    /// The grade of a number.
    func grade(of number: Double) -> EventGrade { steps.first { number >= $0.from }?.grade ?? .general }
  }

  /// A criterion that goes by a word.
  public struct WordCriterion: Sendable, Decodable {
    /// The grade of a word.
    public struct Option: Sendable, Decodable {
      /// The word.
      public let value: String
      /// The grade.
      public let grade: EventGrade
    }

    /// The fact.
    public let property: String
    /// The criterion in Chinese.
    public let title: String
    /// The grades of the words.
    public let options: [Option]
  }

  /// A table of grades.
  public struct Table: Sendable, Decodable {
    /// The identifier.
    public let id: String
    /// The document, in Chinese.
    public let title: String
    /// Criteria by number.
    public let numbers: [NumberCriterion]
    /// Criteria by word.
    public let words: [WordCriterion]
  }

  /// What makes an event whose grade can't be judged be reported as a major one.
  public struct Triggers: Sendable, Decodable {
    /// A trigger that a fact tells.
    public struct Fact: Sendable, Decodable {
      /// The fact.
      public let property: String
      /// The trigger in Chinese.
      public let title: String
    }

    /// The triggers.
    public let facts: [Fact]
    /// What the water reaches within so many hours may be affected.
    public let lookAheadH: Double
    /// Kinds of record that stand for drinking water.
    public let waterKinds: [String]
    /// Classes of sensitive targets that stand for drinking water.
    public let waterClasses: [String]
    /// Borders of provinces and of the country.
    public let borderClasses: [String]
    /// Classes of sensitive targets that stand for dwellings, schools and hospitals.
    public let dwellingClasses: [String]
    /// Names of heavy metals and metalloids, by which a substance's name tells them.
    public let metals: [String]
  }

  /// Who reports to whom, and when.
  public struct Deadline: Sendable, Decodable {
    /// The grades it is for.
    public let grades: [EventGrade]
    /// Hours from the beginning.
    public let hours: Double
    /// From what they run.
    public let after: String
    /// Who.
    public let who: String
    /// To whom.
    public let to: String

    /// Whether the hours run from discovery, so that the time is known.
    public var isFromDiscovery: Bool { after.contains("发现") }
  }

  /// The identifier.
  public let id: String
  /// The name of the rules.
  public let standard: String
  /// The edition.
  public let edition: String
  /// The title.
  public let title: String
  /// Whether all of it was compared with the official text.
  public let verified: Bool
  /// Where it comes from.
  public let source: String
  /// The tables in force.
  public let tables: [Sourced<Table>]
  /// What makes an event be reported as a major one.
  public let triggers: Sourced<Triggers>
  /// Who reports to whom, and when.
  public let deadlines: [Sourced<Deadline>]
  /// The article on telling neighbours.
  public let neighboursClause: String
  /// The article on what the first report holds.
  public let reportClause: String

  /// The name that results carry.
  public var name: RuleSetName { RuleSetName(id: id, standard: title, title: edition, isVerified: verified) }

  /// Refuses tables whose steps are not in order, and grades without a deadline.
  public func validate() throws {
    guard !tables.isEmpty else { throw fault("tables", "there must be a table") }
    for table in tables {
      for criterion in table.numbers {
        let steps = criterion.steps
        guard !steps.isEmpty, steps.allSatisfy({ $0.from > 0 }),
          zip(steps, steps.dropFirst()).allSatisfy({ $0.grade > $1.grade && $0.from > $1.from })
        else {
          throw fault(
            "tables, \(table.id), \(criterion.property)", "steps must go from the highest grade to the lowest")
        }
      }
    }
    guard deadlines.allSatisfy({ $0.hours > 0 }), triggers.lookAheadH > 0 else {
      throw fault("deadlines", "hours must be above 0")
    }
    for grade in EventGrade.allCases
    where !deadlines.contains(where: { $0.grades.contains(grade) && $0.isFromDiscovery }) {
      throw fault("deadlines", "\(grade.title) has no deadline from discovery")
    }
  }
}
