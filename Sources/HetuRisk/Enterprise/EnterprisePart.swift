/// A part of a plant's grade: what it adds to quantity, control or sensitivity of each medium, as far as that is known.
struct EnterprisePart {
  /// What it adds to.
  enum Axis {
    /// To the ratio of quantities to thresholds.
    case quantity
    /// To the points of control.
    case control
    /// To the sensitivity, of which the greatest counts: 0 for E3, 2 for E1.
    case sensitivity
    /// To the grade itself: 1 raises it.
    case raise
  }

  /// How a part comes about, in words, which are made where somebody asks for them.
  struct Words {
    let clause: String
    let title: String
    var inputs: [RiskInput] = []
    let reasoning: String
    /// What is missing or odd, where something is.
    var missing: String?
  }

  let axis: Axis
  /// What it adds, by medium; nil where it doesn't concern the medium.
  let term: Term
  let isVerified: Bool
  /// The property that would tell what isn't known.
  let property: String
  /// The substance's name in the appendix, else as recorded.
  var substance: String?
  private let makeWords: @Sendable () -> Words

  init(
    _ axis: Axis, air: Span? = nil, water: Span? = nil, isVerified: Bool, property: String, substance: String? = nil,
    words: @escaping @Sendable () -> Words
  ) {
    self.axis = axis
    term = Term(axis: axis, air: air, water: water)
    self.isVerified = isVerified
    self.property = property
    self.substance = substance
    makeWords = words
  }

  var words: Words { makeWords() }

  /// What a part adds, and to what.
  struct Term {
    let axis: Axis
    var air: Span?
    var water: Span?

    /// Whether it is known for every medium.
    var isKnown: Bool { (air?.isKnown ?? true) && (water?.isKnown ?? true) }

    func span(_ medium: EnterpriseRules.Medium) -> Span? { medium == .air ? air : water }

    /// The same, taken at one end of what it may be: 0 the lowest, 1 the highest.
    func pinned(to end: Int) -> Term { Term(axis: axis, air: air?.ends[end], water: water?.ends[end]) }
  }

  var step: Explanation.Step {
    let figures = EnterpriseRules.Medium.allCases.compactMap { medium in term.span(medium).map { (medium, text($0)) } }
    let same = Set(figures.map(\.1)).count == 1
    let result =
      axis == .raise
      ? figures.first?.1 ?? ""
      : same
        ? "\(figures.map(\.0.title).joined(separator: "、"))：\(figures[0].1)"
        : figures.map { "\($0.0.title)：\($0.1)" }.joined(separator: "；")
    let words = words
    return Explanation.Step(
      words.clause, words.title, inputs: words.inputs, words.reasoning + (words.missing.map { "；\($0)" } ?? ""),
      result: figures.isEmpty ? "不计入" : result, isVerified: isVerified)
  }

  private func text(_ span: Span) -> String {
    switch axis {
    case .quantity: "w/W = \(span.text)"
    case .control: "\(span.text)分"
    case .sensitivity:
      span.isKnown
        ? Self.sensitivity(span.low) : "\(Self.sensitivity(span.low))至\(Self.sensitivity(span.high))"
    case .raise: span.isKnown ? (span.low > 0 ? "上调一级" : "不调整") : "可能上调一级"
    }
  }

  static func sensitivity(_ level: Double) -> String { EnterpriseRules.sensitivities[Int(level)] }
}

/// The grade that parts come to.
struct EnterpriseSum {
  /// The figures of one medium.
  struct Figures {
    let quantity: Span
    let control: Span
    let sensitivity: Span
    let levels: (quantity: ClosedRange<Int>, control: ClosedRange<Int>, sensitivity: ClosedRange<Int>)
    let grades: ClosedRange<RiskGrade>
    /// Whether any substance counts, or may count, for it.
    var isInvolved: Bool { quantity.high > 0 }
  }

  let air: Figures
  let water: Figures
  /// Before it is raised.
  let combined: ClosedRange<RiskGrade>
  let grades: ClosedRange<RiskGrade>
  private let raise: Span

  init(_ terms: [EnterprisePart.Term], _ scale: EnterpriseScale) {
    air = Self.figures(terms, .air, scale)
    water = Self.figures(terms, .water, scale)
    let lower = max(air.grades.lowerBound, water.grades.lowerBound)
    let upper = max(air.grades.upperBound, water.grades.upperBound)
    combined = lower...upper
    raise = terms.first { $0.axis == .raise }?.water ?? Span(0)
    grades = Self.raised(combined, by: raise)
  }

  /// Grades as they are raised, or may be, whatever they rest on.
  func raised(_ grades: ClosedRange<RiskGrade>) -> ClosedRange<RiskGrade> { Self.raised(grades, by: raise) }

  private static func raised(_ grades: ClosedRange<RiskGrade>, by raise: Span) -> ClosedRange<RiskGrade> {
    let (lower, upper) = (grades.lowerBound, grades.upperBound)
    return (raise.low > 0 ? lower.raised : lower)...(raise.high > 0 ? upper.raised : upper)
  }

  func figures(_ medium: EnterpriseRules.Medium) -> Figures { medium == .air ? air : water }

  private static func figures(
    _ terms: [EnterprisePart.Term], _ medium: EnterpriseRules.Medium, _ scale: EnterpriseScale
  ) -> Figures {
    var (quantity, control, sensitivity) = (Span(0), Span(0), Span(0))
    for term in terms {
      guard let span = term.span(medium) else { continue }
      switch term.axis {
      case .quantity: quantity = quantity + span
      case .control: control = control + span
      case .sensitivity: sensitivity = sensitivity.greater(of: span)
      case .raise: break
      }
    }
    let q = scale.quantity.level(of: quantity.low)...scale.quantity.level(of: quantity.high)
    let m = scale.control.level(of: control.low)...scale.control.level(of: control.high)
    let e = Int(sensitivity.low)...Int(sensitivity.high)
    let low = scale.grade(quantity: q.lowerBound, control: m.lowerBound, sensitivity: e.lowerBound)
    let high = scale.grade(quantity: q.upperBound, control: m.upperBound, sensitivity: e.upperBound)
    return Figures(
      quantity: quantity, control: control, sensitivity: sensitivity, levels: (q, m, e), grades: low...high)
  }
}

/// The ladders and the matrix of a rule set, laid out for many sums.
struct EnterpriseScale: Sendable {
  let quantity: Ladder
  let control: Ladder
  private let grades: [RiskGrade]

  init(_ rules: EnterpriseRules) {
    quantity = rules.quantityLevels.table
    control = rules.controlClasses.table
    grades = (0..<3).flatMap { e in
      (0..<4).flatMap { q in (0..<4).map { rules.grade(quantity: q, control: $0, sensitivity: e) } }
    }
  }

  func grade(quantity: Int, control: Int, sensitivity: Int) -> RiskGrade {
    grades[(sensitivity * 4 + quantity) * 4 + control]
  }
}
