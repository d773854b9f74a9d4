extension TailingsGrade {
  /// How the grade came about.
  public func explanation() -> Explanation {
    Explanation(
      rules: rules.name,
      steps: [sizeStep, prejudgementStep] + targetSteps + [overheadStep]
        + indices.flatMap { $0.scores.map(scoreStep) + [indexStep($0)] } + [matrixStep],
      gaps: gaps, changes: changes, warnings: warnings)
  }

  private typealias Entry = (
    letter: String, title: String, property: String, index: TailingsFacts.Index, classes: ClosedRange<Int>,
    scores: [IndicatorScore]
  )

  private var indices: [Entry] {
    [
      ("H", "环境危害性", "risk_h_score", facts.hazard, classes.hazard, scores.hazard),
      ("S", "周边环境敏感性", "risk_s_score", facts.sensitivity, classes.sensitivity, scores.sensitivity),
      ("R", "控制机制可靠性", "risk_r_score", facts.reliability, classes.reliability, scores.reliability),
    ]
  }

  private var sizeStep: Explanation.Step {
    Explanation.Step(
      rules.sizeGrades.clause, "等别",
      inputs: [
        facts.volume.input("万m³"), facts.damHeight.input("m"),
        RiskInput(property: "size_grade", title: "登记等别", value: facts.sizeGrade),
      ], sizeReasoning, result: sizeGrade ?? "不能确定", isVerified: rules.sizeGrades.verified)
  }

  private var sizeReasoning: String {
    let rule = "差一等取高者，差一等以上取高者降一等"
    guard sizeGrade != nil, let volume = facts.volume.value, let height = facts.damHeight.value else {
      return "按库容和坝高分别定等，\(rule)"
    }
    let places = rules.sizeGrades.table.places(volume: volume, height: height)
    return
      "按库容为\(rules.sizeGrades.rows[places.byVolume].name)，按坝高为\(rules.sizeGrades.rows[places.byHeight].name)；\(rule)"
  }

  private var prejudgementStep: Explanation.Step {
    let (reasoning, result): (String, String) =
      switch prejudgement {
      case .key(let hits): (hits.joined(separator: "；"), "重点环境监管尾矿库")
      case .open(let open): ("已登记的各项都不涉及；还不知道：\(open.joined(separator: "、"))", "不能排除")
      }
    return Explanation.Step(
      rules.prejudgement.clause, "风险预判", reasoning, result: result, isVerified: rules.prejudgement.verified)
  }

  private var targetSteps: [Explanation.Step] {
    let distances = rules.distances
    var searches = [("沿水流\(PlainFigure.text(distances.flowPathKm)) km内的目标", distances.flowPathKm)]
    if let height = facts.damHeight.value, height > 0 {
      let kilometres = height * distances.damHeights / 1_000
      searches.insert(
        ("坝高\(PlainFigure.text(distances.damHeights))倍（\(PlainFigure.text(kilometres)) km）内的目标", kilometres), at: 0)
    }
    return searches.map { title, kilometres in
      let found = targets(withinKm: kilometres)
      return Explanation.Step(
        distances.clause, title,
        inputs: found.map { target in
          RiskInput(
            reference: target.reference, property: "geometry", title: target.targetClass ?? "目标",
            value: "\(target.name) \(PlainFigure.text((target.pathKm * 1_000).rounded() / 1_000)) km", date: target.date
          )
        }, facts.water.gaps.map(\.message).joined(separator: "；"), result: found.isEmpty ? "没有查到" : "\(found.count)处",
        isVerified: distances.verified)
    }
  }

  private var overheadStep: Explanation.Step {
    Explanation.Step(
      rules.distances.clause, "头顶库",
      inputs: [
        RiskInput(property: "overhead", title: "头顶库", value: facts.overhead.map { $0 ? "是" : "否" }),
        RiskInput(
          property: "overhead_population", title: "下游1km居民人数", value: facts.overheadPopulation.map { "\($0)人" }),
      ], "下游约\(PlainFigure.text(rules.distances.overheadKm)) km内有居民或重要设施",
      result: isOverhead.map { $0 ? "是" : "否" } ?? "不能确定",
      isVerified: rules.distances.verified)
  }

  private func scoreStep(_ score: IndicatorScore) -> Explanation.Step {
    Explanation.Step(
      rules.components.clause, score.indicator.title, inputs: score.inputs, score.reasoning,
      result: "\(score.points.text)分", isVerified: rules.components.verified)
  }

  private func indexStep(_ entry: Entry) -> Explanation.Step {
    let limits = rules.classLimits
    let text = PlainFigure.text
    let bounds =
      "大于\(text(limits.firstAbove))分为\(entry.letter)1，大于\(text(limits.secondAbove))分为\(entry.letter)2，其余为\(entry.letter)3"
    let recorded =
      entry.index.score.map { _ in "登记的分值优先；" } ?? entry.index.level.map { _ in "没有分值，登记的等别优先；" } ?? ""
    return Explanation.Step(
      limits.clause, "\(entry.letter) \(entry.title)",
      inputs: [
        RiskInput(
          property: entry.property, title: "\(entry.letter)分值", value: entry.index.score.map { "\(text($0))分" }),
        RiskInput(
          property: entry.property.replacing("score", with: "class"), title: "\(entry.letter)等别",
          value: entry.index.level.map { "\(entry.letter)\($0)" }),
      ], "\(recorded)以上各项之和\(sum(entry).text)分；\(bounds)",
      result: entry.classes.count == 1
        ? "\(entry.letter)\(entry.classes.lowerBound)"
        : "\(entry.letter)\(entry.classes.upperBound)至\(entry.letter)\(entry.classes.lowerBound)",
      isVerified: limits.verified && rules.components.verified)
  }

  private func sum(_ entry: Entry) -> Span { entry.scores.reduce(Span(0)) { $0 + $1.points } }

  private var matrixStep: Explanation.Step {
    Explanation.Step(
      rules.matrix.clause, "环境风险等级", "由H、S、R查等级划分矩阵", result: notation ?? grades.title,
      isVerified: rules.matrix.verified)
  }

  /// The grades with one index at a class, the others as they are.
  private func grades(_ letter: String, at level: Int) -> ClosedRange<RiskGrade> {
    func end(_ bound: (ClosedRange<Int>) -> Int) -> RiskGrade {
      rules.grade(
        hazard: letter == "H" ? level : bound(classes.hazard),
        sensitivity: letter == "S" ? level : bound(classes.sensitivity),
        reliability: letter == "R" ? level : bound(classes.reliability))
    }
    return end(\.upperBound)...end(\.lowerBound)
  }

  /// What would decide between the grades that are possible.
  public var gaps: [Explanation.Gap] {
    guard grades.lowerBound < grades.upperBound else { return [] }
    return indices.filter { $0.classes.count > 1 }.map { entry in
      Explanation.Gap(
        property: entry.property,
        message: entry.index.score == nil
          ? "没有\(entry.letter)分值和等别，按登记资料为\(sum(entry).text)分" : "\(entry.letter)分值与等别不符",
        lowest: grades(entry.letter, at: entry.classes.upperBound).title,
        highest: grades(entry.letter, at: entry.classes.lowerBound).title)
    }
  }

  private var changes: [String] {
    guard notation != nil else { return [] }
    return indices.flatMap { entry -> [String] in
      [entry.classes.lowerBound - 1, entry.classes.lowerBound + 1].filter { (1...3).contains($0) }.compactMap { level in
        let other = grades(entry.letter, at: level)
        guard other != grades else { return nil }
        let limit =
          min(level, entry.classes.lowerBound) == 1 ? rules.classLimits.firstAbove : rules.classLimits.secondAbove
        let known = entry.index.score ?? (entry.index.level == nil && sum(entry).isKnown ? sum(entry).low : nil)
        let now = known.map { "由\(PlainFigure.text($0))分" } ?? ""
        let way =
          level < entry.classes.lowerBound ? "升到\(PlainFigure.text(limit))分以上" : "降到\(PlainFigure.text(limit))分及以下"
        return "\(entry.letter)\(now)\(way)（\(entry.letter)\(level)），\(other.becoming(from: grades))"
      }
    }
  }

  /// What about the recorded figures is odd, in Chinese.
  public var warnings: [String] {
    var warnings: [String] = []
    for entry in indices {
      warnings += entry.scores.compactMap(\.warning)
      let sum = sum(entry)
      guard let score = entry.index.score else {
        let possible = rules.scoreClass(sum.high)...rules.scoreClass(sum.low)
        if let level = entry.index.level, !possible.contains(level) {
          warnings.append("登记为\(entry.letter)\(level)，按登记资料各项之和为\(sum.text)分")
        }
        continue
      }
      if !(0...100).contains(score) {
        warnings.append("\(entry.letter)分值\(PlainFigure.text(score))不在0–100之间，没有采用")
        continue
      }
      if score < sum.low || score > sum.high {
        warnings.append("\(entry.letter)分值登记为\(PlainFigure.text(score))，按登记资料各项之和为\(sum.text)分")
      }
      if let level = entry.index.level, level != rules.scoreClass(score) {
        warnings.append(
          "\(entry.letter)分值\(PlainFigure.text(score))应为\(entry.letter)\(rules.scoreClass(score))，登记为\(entry.letter)\(level)"
        )
      }
    }
    if let recorded = facts.sizeGrade, let sizeGrade, recorded != sizeGrade {
      warnings.append("登记等别为\(recorded)，按\(facts.volume.title)和\(facts.damHeight.title)为\(sizeGrade)；失事后果严重的可提高一等")
    }
    if facts.overhead == false, isOverhead == true {
      warnings.append("登记不是头顶库，但下游\(PlainFigure.text(rules.distances.overheadKm)) km内有居民或重要设施")
    }
    return warnings
  }
}
