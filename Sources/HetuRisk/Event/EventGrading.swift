/// Grades events by all tables in force.
public struct EventGrading: Sendable {
  /// What one table says.
  public struct TableResult: Sendable {
    /// The document.
    public let title: String
    /// The least grade that the facts known make.
    public let lowest: EventGrade
    /// What makes it that grade, in Chinese; empty where nothing raises it.
    public let reasons: [String]
    /// The criteria that aren't known, in Chinese (待核).
    public let open: [String]
    /// Whether the table was compared with the official text.
    public let isVerified: Bool
  }

  /// The rules.
  public let rules: EventRules
  /// What is known.
  let facts: EventFacts
  /// What the water reaches.
  let reached: [WaterReceptor]
  /// What each table says.
  public let tables: [TableResult]
  /// What makes it be reported as a major event, in Chinese.
  public let triggers: [String]
  /// The grade by which it is reported: the higher of the tables, and major where a trigger says so and something is still open.
  public let reportedAs: EventGrade
  /// The reports that are due.
  public let deadlines: [Sourced<EventRules.Deadline>]

  /// The grade of an event.
  ///
  /// - Parameter reached: what the water reaches, by which triggers are told besides the facts.
  public init(_ rules: EventRules, _ facts: EventFacts, reached: [WaterReceptor]) {
    self.rules = rules
    self.facts = facts
    self.reached = reached
    tables = rules.tables.map { Self.result($0, facts) }
    triggers = Self.triggers(rules.triggers, facts, reached)
    let lowest = tables.map(\.lowest).max() ?? .general
    let isOpen = tables.contains { !$0.open.isEmpty }
    reportedAs = isOpen && !triggers.isEmpty ? max(lowest, .major) : lowest
    let grade = reportedAs
    deadlines = rules.deadlines.filter { $0.grades.contains(grade) }
  }

  /// Whether all rules used were compared with the official text.
  public var isVerified: Bool {
    rules.verified && tables.allSatisfy(\.isVerified) && deadlines.allSatisfy(\.verified) && rules.triggers.verified
  }

  private static func result(_ table: Sourced<EventRules.Table>, _ facts: EventFacts) -> TableResult {
    var lowest = EventGrade.general
    var reasons: [String] = []
    var open: [String] = []
    func take(_ grade: EventGrade, _ reason: String) {
      lowest = max(lowest, grade)
      if grade > .general { reasons.append("\(reason)：\(grade.title)") }
    }
    for criterion in table.numbers {
      guard let number = facts.numbers[criterion.property] else {
        open.append(criterion.title)
        continue
      }
      take(criterion.grade(of: number), "\(criterion.title)\(PlainFigure.text(number))\(criterion.unit)")
    }
    for criterion in table.words {
      guard
        let option = facts.words[criterion.property].flatMap({ word in criterion.options.first { $0.value == word } })
      else {
        open.append(criterion.title)
        continue
      }
      take(option.grade, "\(criterion.title)（\(option.value)）")
    }
    return TableResult(
      title: table.title, lowest: lowest, reasons: reasons, open: open, isVerified: table.verified)
  }

  private static func triggers(
    _ rules: Sourced<EventRules.Triggers>, _ facts: EventFacts, _ reached: [WaterReceptor]
  ) -> [String] {
    func met(_ isMeant: (WaterReceptor) -> Bool) -> String? {
      let names = reached.filter(isMeant).map { "\($0.name)（\(PlainFigure.tenths($0.pathKm)) km）" }
      return names.isEmpty ? nil : names.prefix(3).joined(separator: "、") + (names.count > 3 ? "等\(names.count)处" : "")
    }
    let byWater: [String: String?] = [
      "drinking_water_affected": met {
        rules.waterKinds.contains($0.kind) || $0.targetClass.map(rules.waterClasses.contains) ?? false
      },
      "may_cross_province": met { $0.targetClass.map(rules.borderClasses.contains) ?? false },
      "dwellings_affected": met { $0.targetClass.map(rules.dwellingClasses.contains) ?? false },
      "heavy_metal": facts.words["substances"].flatMap { text in
        let metals = rules.metals.filter(text.contains)
        return metals.isEmpty ? nil : "污染物中有\(metals.map { "“\($0)”" }.joined(separator: "、"))"
      },
    ]
    return rules.facts.compactMap { fact in
      if facts.truths[fact.property] == true { return fact.title }
      // What the water reaches stands whatever was reported: a trigger is never taken back by a first look.
      return (byWater[fact.property] ?? nil).map { "\(fact.title)：\($0)" }
    }
  }
}
