extension EnterpriseGrade {
  /// How the grade came about.
  public func explanation() -> Explanation {
    var steps = parts.filter { $0.axis == .quantity }.map(\.step)
    steps += Self.media.map { levelStep($0, .quantity) }
    steps += parts.filter { $0.axis == .control }.map(\.step)
    steps += Self.media.map { levelStep($0, .control) }
    steps += parts.filter { $0.axis == .sensitivity }.map(\.step)
    steps += Self.media.map { levelStep($0, .sensitivity) }
    steps += Self.media.map(matrixStep)
    steps.append(
      Explanation.Step(
        rules.combination.clause, "合并", "取大气与水中较高者", result: sum.combined.title,
        isVerified: rules.combination.verified))
    steps += parts.filter { $0.axis == .raise }.map(\.step)
    let result = notation.map { "\($0)" } ?? grades.title
    steps.append(
      Explanation.Step(rules.combination.clause, "环境风险等级", "", result: result, isVerified: rules.combination.verified))
    return Explanation(rules: rules.name, steps: steps, gaps: gaps, changes: changes, warnings: warnings)
  }

  private static let media = EnterpriseRules.Medium.allCases

  private func levels(_ medium: EnterpriseRules.Medium, _ axis: EnterprisePart.Axis) -> (
    names: [String], span: ClosedRange<Int>
  ) {
    let levels = sum.figures(medium).levels
    return switch axis {
    case .quantity: (rules.quantityLevels.steps.map(\.name), levels.quantity)
    case .control: (rules.controlClasses.steps.map(\.name), levels.control)
    case .sensitivity, .raise: (EnterpriseRules.sensitivities, levels.sensitivity)
    }
  }

  private func levelText(_ medium: EnterpriseRules.Medium, _ axis: EnterprisePart.Axis) -> String {
    let (names, span) = levels(medium, axis)
    return span.count == 1 ? names[span.lowerBound] : "\(names[span.lowerBound])至\(names[span.upperBound])"
  }

  private func levelStep(_ medium: EnterpriseRules.Medium, _ axis: EnterprisePart.Axis) -> Explanation.Step {
    let figures = sum.figures(medium)
    let result = levelText(medium, axis)
    switch axis {
    case .quantity:
      let text = figures.quantity.isKnown ? " = \(figures.quantity.text)" : "：\(figures.quantity.text)"
      return Explanation.Step(
        rules.quantityLevels.clause, "Q（\(medium.title)）", "各物质之和\(text)", result: result,
        isVerified: rules.quantityLevels.verified)
    case .control:
      return Explanation.Step(
        rules.controlClasses.clause, "M（\(medium.title)）", "各项之和：\(figures.control.text)分", result: result,
        isVerified: rules.controlClasses.verified)
    case .sensitivity, .raise:
      let origin = medium == .air ? rules.airSensitivity.origin : rules.waterSensitivity.origin
      return Explanation.Step(origin.clause, "E（\(medium.title)）", "取最敏感者", result: result, isVerified: origin.verified)
    }
  }

  private func matrixStep(_ medium: EnterpriseRules.Medium) -> Explanation.Step {
    let figures = sum.figures(medium)
    let key = [EnterprisePart.Axis.quantity, .control, .sensitivity].map { levelText(medium, $0) }.joined(
      separator: "，")
    let reasoning = figures.levels.quantity == 0...0 ? "Q<1，直接为一般" : key
    return Explanation.Step(
      rules.matrix.clause, "\(medium.title)环境风险等级", reasoning, result: figures.grades.title,
      isVerified: rules.matrix.verified)
  }

  /// The nearest threshold of each figure beyond which the grade is another.
  private var changes: [String] {
    guard grades.lowerBound == grades.upperBound else { return [] }
    return Self.media.flatMap { medium -> [String] in
      let figures = sum.figures(medium)
      guard figures.isInvolved || figures.quantity.isKnown else { return [] }
      return change(medium, "Q", rules.quantityLevels, figures.quantity, figures.levels.quantity, .quantity, "")
        + change(medium, "M", rules.controlClasses, figures.control, figures.levels.control, .control, "分")
        + sensitivityChanges(medium, figures)
    }
  }

  /// The nearest sensitivity on either side at which the grade is another, and what makes it.
  private func sensitivityChanges(_ medium: EnterpriseRules.Medium, _ figures: EnterpriseSum.Figures) -> [String] {
    let (q, m, e) = figures.levels
    guard q.count == 1, m.count == 1, e.count == 1 else { return [] }
    let other = sum.figures(medium == .air ? .water : .air).grades
    func grades(_ sensitivity: Int) -> ClosedRange<RiskGrade> {
      let own = scale.grade(quantity: q.lowerBound, control: m.lowerBound, sensitivity: sensitivity)
      return sum.raised(max(own, other.lowerBound)...max(own, other.upperBound))
    }
    let now = e.lowerBound
    let nearest = [Array((now + 1)..<3), (0..<now).reversed()].compactMap { levels in
      levels.first { grades($0) != self.grades }
    }
    return nearest.map { level in
      let names = EnterpriseRules.sensitivities
      return
        "\(medium.title)E由\(names[now])变为\(names[level])（\(rules.words(medium, level))），\(grades(level).becoming(from: self.grades))"
    }
  }

  private func change(
    _ medium: EnterpriseRules.Medium, _ letter: String, _ ladder: Sourced<Ladder>, _ span: Span,
    _ levels: ClosedRange<Int>,
    _ axis: EnterprisePart.Axis, _ unit: String
  ) -> [String] {
    guard span.isKnown else { return [] }
    let level = levels.lowerBound
    func grades(shiftedBy delta: Double) -> ClosedRange<RiskGrade> {
      let shift = EnterprisePart.Term(
        axis: axis, air: medium == .air ? Span(delta) : nil, water: medium == .water ? Span(delta) : nil)
      return EnterpriseSum(parts.map(\.term) + [shift], scale).grades
    }
    var changes: [String] = []
    for step in ladder.steps[(level + 1)...] {
      let other = grades(shiftedBy: step.from - span.low)
      guard other != self.grades else { continue }
      changes.append(
        "\(medium.title)\(letter)由\(span.text)\(unit)增至\(PlainFigure.text(step.from))\(unit)（\(step.name)），\(other.becoming(from: self.grades))"
      )
      break
    }
    for (step, above) in zip(ladder.steps[..<level], ladder.steps[1...]).reversed() {
      let other = grades(shiftedBy: step.from - span.low)
      guard other != self.grades else { continue }
      changes.append(
        "\(medium.title)\(letter)由\(span.text)\(unit)降到\(PlainFigure.text(above.from))\(unit)以下（\(step.name)），\(other.becoming(from: self.grades))"
      )
      break
    }
    return changes
  }

  private var warnings: [String] {
    // That nothing is recorded is told as what is missing.
    parts.filter { $0.axis == .quantity && $0.substance != nil }.map(\.words).compactMap { words in
      words.missing.map { "\(words.title)：\($0)" }
    }
  }
}
