/// Grades plants by HJ 941.
public struct EnterpriseGrading: Sendable {
  /// The rules.
  public let rules: EnterpriseRules
  private let index: SubstanceIndex
  private let scale: EnterpriseScale
  private let day: String

  /// A grading by rules.
  ///
  /// - Parameter day: the day (`2026-11-25`) from which the years for accidents are counted back.
  public init(_ rules: EnterpriseRules, on day: String) {
    self.rules = rules
    self.day = day
    index = SubstanceIndex(rules.appendix.table)
    scale = EnterpriseScale(rules)
  }

  /// The grade of a plant, or why it has none.
  public func grade(_ facts: EnterpriseFacts) -> EnterpriseResult {
    if let type = facts.enterpriseType, rules.notApplicable.enterpriseTypes.contains(type) {
      return .notApplicable("\(rules.name.standard)不适用于\(type)")
    }
    let parts = rules.parts(facts, index: index, on: day)
    return .graded(EnterpriseGrade(rules: rules, scale: scale, parts: parts))
  }
}

/// What grading a plant comes to.
public enum EnterpriseResult: Sendable {
  /// A grade, or the grades that are possible.
  case graded(EnterpriseGrade)
  /// None, and why, in Chinese.
  case notApplicable(String)

  /// The grade, or nil.
  public var grade: EnterpriseGrade? { if case .graded(let grade) = self { grade } else { nil } }
}

/// The grade of a plant by HJ 941; with inputs missing, the grades that are possible.
public struct EnterpriseGrade: Sendable {
  let rules: EnterpriseRules
  let scale: EnterpriseScale
  let parts: [EnterprisePart]
  let sum: EnterpriseSum

  init(rules: EnterpriseRules, scale: EnterpriseScale, parts: [EnterprisePart]) {
    self.rules = rules
    self.scale = scale
    self.parts = parts
    sum = EnterpriseSum(parts.map(\.term), scale)
  }

  /// The lowest and the highest grade possible; the same where the inputs suffice.
  public var grades: ClosedRange<RiskGrade> { sum.grades }

  /// Q of a medium.
  public func quantity(_ medium: EnterpriseRules.Medium) -> Span { sum.figures(medium).quantity }
  /// The points of control of a medium.
  public func control(_ medium: EnterpriseRules.Medium) -> Span { sum.figures(medium).control }

  /// What each substance adds to Q of a medium, by its name in the appendix.
  public func quantitiesBySubstance(_ medium: EnterpriseRules.Medium) -> [String: Span] {
    var sums: [String: Span] = [:]
    for part in parts {
      guard let substance = part.substance, let span = part.term.span(medium) else { continue }
      sums[substance] = (sums[substance] ?? Span(0)) + span
    }
    return sums
  }

  /// Whether all rules used were compared with the official text.
  public var isVerified: Bool {
    rules.verified && rules.quantityLevels.verified && rules.controlClasses.verified && rules.matrix.verified
      && rules.combination.verified && parts.allSatisfy(\.isVerified)
  }

  /// The grade in the standard's notation; nil where inputs are missing.
  public var notation: GradeNotation? {
    guard grades.lowerBound == grades.upperBound else { return nil }
    let involved = EnterpriseRules.Medium.allCases.filter { sum.figures($0).isInvolved }
    var media: [GradeNotation.MediumGrade] = []
    for medium in involved.isEmpty ? EnterpriseRules.Medium.allCases : involved {
      let figures = sum.figures(medium)
      let (q, m, e) = figures.levels
      guard q.count == 1, figures.grades.lowerBound == figures.grades.upperBound else { return nil }
      guard q.lowerBound > 0 else {
        media.append(
          .init(grade: figures.grades.lowerBound, medium: medium, quantity: 0, control: nil, sensitivity: nil))
        continue
      }
      guard m.count == 1, e.count == 1 else { return nil }
      media.append(
        .init(
          grade: figures.grades.lowerBound, medium: medium, quantity: q.lowerBound, control: m.lowerBound + 1,
          sensitivity: 3 - e.lowerBound))
    }
    return GradeNotation(grade: grades.lowerBound, media: media)
  }

  /// The properties that are missing and hang on the result, each once.
  public var decisive: [String] {
    var seen: Set<String> = []
    return decisiveParts.map(\.part.property).filter { seen.insert($0).inserted }
  }

  /// What would decide between the grades that are possible.
  public var gaps: [Explanation.Gap] {
    decisiveParts.map { part, ends in
      Explanation.Gap(
        property: part.property, message: part.words.missing ?? part.words.title, lowest: ends[0].title,
        highest: ends[1].title)
    }
  }

  /// Each part not known that alone narrows the grades, or, where none does, each that together would; with the grades at either end.
  private var decisiveParts: [(part: EnterprisePart, ends: [ClosedRange<RiskGrade>])] {
    guard grades.lowerBound < grades.upperBound else { return [] }
    var terms = parts.map(\.term)
    var all: [(part: EnterprisePart, ends: [ClosedRange<RiskGrade>])] = []
    for (number, part) in parts.enumerated() where !part.term.isKnown {
      let ends = [0, 1].map { end in
        terms[number] = part.term.pinned(to: end)
        return EnterpriseSum(terms, scale).grades
      }
      terms[number] = part.term
      all.append((part, ends))
    }
    let decisive = all.filter { $0.ends.contains { $0 != grades } }
    return decisive.isEmpty ? all : decisive
  }
}
