import HetuRegistry
import HetuRisk
import HetuSchemas

/// What the rules say of one record, beside what is recorded.
public struct RiskAssessment: Sendable {
  /// The record, whole.
  public let record: Record
  /// The rules.
  public let rules: RuleSetName
  /// The lowest and the highest grade possible; nil where the rules don't apply.
  public let grades: ClosedRange<RiskGrade>?
  /// The grade in the standard's notation; nil where inputs are missing.
  public let notation: String?
  /// Why the rules don't apply, in Chinese.
  public let reason: String?
  /// The properties that would decide between the grades possible.
  public let decisive: [String]
  /// Whether all rules used were compared with the official text.
  public let isVerified: Bool
  private let explain: @Sendable () -> Explanation?

  /// The grade as recorded, which is the legal one.
  public var official: RiskGrade? { record["risk_grade"].text.flatMap(RiskGrade.init(title:)) }

  /// Whether recorded and computed agree; nil where one of them is missing, or the recorded is one of several possible.
  public var agrees: Bool? {
    guard let grades, let official else { return nil }
    guard grades.contains(official) else { return false }
    return grades.lowerBound == grades.upperBound ? true : nil
  }

  /// How the grade came about; nil where the rules don't apply.
  public func explanation() -> Explanation? { explain() }

  init(_ record: Record, _ rules: RuleSetName, notApplicable reason: String) {
    self.record = record
    self.rules = rules
    self.reason = reason
    grades = nil
    notation = nil
    decisive = []
    isVerified = rules.isVerified
    explain = { nil }
  }

  init(_ record: Record, _ rules: RuleSetName, _ grade: TailingsGrade) {
    self.record = record
    self.rules = rules
    reason = nil
    grades = grade.grades
    notation = grade.notation
    decisive = grade.gaps.map(\.property)
    isVerified = grade.isVerified
    explain = { grade.explanation() }
  }

  init(_ record: Record, _ rules: RuleSetName, _ grade: EnterpriseGrade) {
    self.record = record
    self.rules = rules
    reason = nil
    grades = grade.grades
    notation = grade.notation?.description
    decisive = grade.decisive
    isVerified = grade.isVerified
    explain = { grade.explanation() }
  }
}

/// Grades records by the rules of their kind; made once for many.
public struct RiskAssessor: Sendable {
  /// The kinds of record that have a grade by rules.
  public static let kinds: Set<String> = ["key_enterprise", "tailings_pond"]

  private let book: RuleBook
  private let enterprises: EnterpriseGrading
  private let ponds: TailingsGrading
  private let waters: RiskWaters

  /// An assessor of the records of a registry.
  ///
  /// - Parameter day: the day (`2026-11-25`) from which years are counted back.
  public init(_ water: Water, _ book: RuleBook, on day: String) throws {
    self.book = book
    enterprises = EnterpriseGrading(book.enterprises, on: day)
    ponds = TailingsGrading(book.tailings)
    waters = try RiskWaters(water, book.enterprises.waterSensitivity)
  }

  /// Refuses the public, whom a computed grade would tell how far an intake is.
  static func refuse(_ audience: Audience) throws {
    guard audience == .internal else {
      throw RegistryError(.usage, "computed grades tell where intakes lie and are not made for the public")
    }
  }

  /// What the rules say of a record.
  ///
  /// - Throws: `RegistryError` for a kind that no rules are for.
  public func assess(_ record: Record) throws -> RiskAssessment {
    try Task.checkCancellation()
    switch record.kind.name {
    case "key_enterprise": return try assess(plant: record)
    case "tailings_pond": return try assess(pond: record)
    default:
      throw RegistryError(
        .usage,
        "there are no rules for grading a \(record.kind.name); there are for \(Self.kinds.sorted().joined(separator: ", "))"
      )
    }
  }

  private func assess(plant record: Record) throws -> RiskAssessment {
    var facts = EnterpriseFacts(record, book.enterprises)
    facts.water = try waters.surroundings(of: record)
    switch enterprises.grade(facts) {
    case .notApplicable(let reason): return RiskAssessment(record, book.enterprises.name, notApplicable: reason)
    case .graded(let grade): return RiskAssessment(record, book.enterprises.name, grade)
    }
  }

  private func assess(pond record: Record) throws -> RiskAssessment {
    var facts = TailingsFacts(record)
    facts.water = try waters.surroundings(ofPond: record, withinKm: ponds.searchKm(damHeightM: facts.damHeight.value))
    return RiskAssessment(record, book.tailings.name, ponds.grade(facts))
  }
}
