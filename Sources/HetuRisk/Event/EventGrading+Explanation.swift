extension EventGrading {
  /// How the grade came about: each criterion of each table, what is open, and the nearest threshold of each number.
  public func explanation() -> Explanation {
    Explanation(
      rules: rules.name,
      steps: rules.tables.flatMap(steps) + triggerSteps + [resultStep] + deadlines.map(deadlineStep), gaps: gaps,
      changes: changes)
  }

  private func steps(_ table: Sourced<EventRules.Table>) -> [Explanation.Step] {
    let numbers = table.numbers.map { criterion in
      let number = facts.numbers[criterion.property]
      let limits = criterion.steps.map { "\(PlainFigure.text($0.from))\(criterion.unit)及以上\($0.grade.title)" }
      return Explanation.Step(
        table.title, criterion.title,
        inputs: [
          RiskInput(
            property: criterion.property, title: criterion.title,
            value: number.map { "\(PlainFigure.text($0))\(criterion.unit)" })
        ], limits.joined(separator: "，"), result: number.map { criterion.grade(of: $0).title } ?? "待核",
        isVerified: table.verified)
    }
    let words = table.words.map { criterion in
      let word = facts.words[criterion.property]
      return Explanation.Step(
        table.title, criterion.title,
        inputs: [RiskInput(property: criterion.property, title: criterion.title, value: word)],
        criterion.options.map { "\($0.value)为\($0.grade.title)" }.joined(separator: "，"),
        result: criterion.options.first { $0.value == word }?.grade.title ?? "待核", isVerified: table.verified)
    }
    return numbers + words
  }

  private var triggerSteps: [Explanation.Step] {
    triggers.map {
      Explanation.Step(
        rules.triggers.clause, "按重大或者特别重大报告的情形", $0, result: "涉及", isVerified: rules.triggers.verified)
    }
  }

  private var resultStep: Explanation.Step {
    let tables = tables.map { "\($0.title)不低于\($0.lowest.title)" }.joined(separator: "；")
    let isOpen = self.tables.contains { !$0.open.isEmpty }
    let raised = isOpen && !triggers.isEmpty ? "；等级一时不能确定且有上述情形，至少按重大报告" : ""
    return Explanation.Step(
      rules.triggers.clause, "报告等级", "\(tables)，取较高者\(raised)", result: reportedAs.title, isVerified: isVerified)
  }

  private func deadlineStep(_ deadline: Sourced<EventRules.Deadline>) -> Explanation.Step {
    Explanation.Step(
      deadline.clause, "报告时限", "\(deadline.who)报\(deadline.to)",
      result: "\(deadline.after)后\(PlainFigure.text(deadline.hours))小时内", isVerified: deadline.verified)
  }

  /// The grade by which it is reported, one fact changed.
  private func grade(_ change: (inout EventFacts) -> Void) -> EventGrade {
    var facts = facts
    change(&facts)
    return EventGrading(rules, facts, reached: reached).reportedAs
  }

  private var gaps: [Explanation.Gap] {
    var seen: Set<String> = []
    let numbers = rules.tables.flatMap(\.numbers).filter { facts.numbers[$0.property] == nil }.map { criterion in
      let most =
        rules.tables.flatMap(\.numbers).filter { $0.property == criterion.property }
        .flatMap(\.steps).map(\.from).max() ?? 0
      return (
        criterion.property, criterion.title, [0, most].map { end in grade { $0.numbers[criterion.property] = end } }
      )
    }
    let words = rules.tables.flatMap(\.words).filter { facts.words[$0.property] == nil }.map { criterion in
      let ends = [criterion.options.min { $0.grade < $1.grade }, criterion.options.max { $0.grade < $1.grade }]
      return (
        criterion.property, criterion.title, ends.map { end in grade { $0.words[criterion.property] = end?.value } }
      )
    }
    return (numbers + words).filter { seen.insert($0.0).inserted }.map { property, title, ends in
      Explanation.Gap(property: property, message: "\(title)待核", lowest: ends[0].title, highest: ends[1].title)
    }
  }

  private var changes: [String] {
    let criteria = rules.tables.flatMap(\.numbers)
    return Set(criteria.map(\.property)).sorted().flatMap { property -> [String] in
      guard let now = facts.numbers[property], let criterion = criteria.first(where: { $0.property == property }) else {
        return []
      }
      let limits = Set(criteria.filter { $0.property == property }.flatMap(\.steps).map(\.from)).sorted()
      let text = { (number: Double) in "\(PlainFigure.text(number))\(criterion.unit)" }
      let up = limits.filter { $0 > now }.lazy.map { limit in
        (limit, grade { $0.numbers[property] = limit })
      }.first { $0.1 > reportedAs }.map { "\(criterion.title)由\(text(now))增至\(text($0.0))，按\($0.1.title)报告" }
      let down = limits.filter { $0 <= now }.reversed().lazy.map { limit in
        (limit, grade { $0.numbers[property] = limit.nextDown })
      }.first { $0.1 < reportedAs }.map { "\(criterion.title)由\(text(now))降到\(text($0.0))以下，按\($0.1.title)报告" }
      return [up, down].compactMap { $0 }
    }
  }
}
