import HetuGeometry
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What threatens one river or park.
struct RiskProfile {
  let kind: String
  let title: String
  let code: String
  let name: String
  let record: Record?
  let geometry: Geometry?
  let lengthKm: Double?
  /// Sources by recorded grade.
  private var counts: [RiskGrade: Int] = [:]
  private var ungraded = 0
  private var quantities: [String: Double] = [:]
  private var openQuantities = 0
  var targets = 0
  /// What is counted, where the profile is to be explained.
  var members: [Member]?

  /// Something that is counted.
  struct Member {
    let record: Record
    let grade: EnterpriseGrade?
  }

  init(
    kind: String, title: String, code: String, name: String, record: Record?, geometry: Geometry?, lengthKm: Double?
  ) {
    self.kind = kind
    self.title = title
    self.code = code
    self.name = name
    self.record = record
    self.geometry = geometry
    self.lengthKm = lengthKm
  }

  private var sources: Int { counts.values.reduce(ungraded, +) }
  private var quantity: Double { quantities.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } }

  mutating func addSource(_ record: Record, _ grade: EnterpriseGrade?) {
    if let recorded = record["risk_grade"].text.flatMap(RiskGrade.init(title:)) {
      counts[recorded, default: 0] += 1
    } else {
      ungraded += 1
    }
    guard let grade else { return }
    for (substance, span) in grade.quantitiesBySubstance(.water) where span.low > 0 {
      quantities[substance, default: 0] += span.low
    }
    if !grade.quantity(.water).isKnown { openQuantities += 1 }
  }

  func precedes(_ other: RiskProfile) -> Bool {
    func key(_ profile: RiskProfile) -> [Double] {
      [Double(profile.counts[.major] ?? 0), Double(profile.counts[.greater] ?? 0), profile.quantity]
    }
    let (own, others) = (key(self), key(other))
    return own == others ? code < other.code : others.lexicographicallyPrecedes(own)
  }

  func row(rank: Int, naming count: Int) -> AnswerRow {
    let top = quantities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count)
    let figures: [Value] = [
      .integer(Int64(rank)), .integer(Int64(counts[.major] ?? 0)), .integer(Int64(counts[.greater] ?? 0)),
      .integer(Int64(counts[.general] ?? 0)), .integer(Int64(ungraded)), .real(quantity),
      .integer(Int64(openQuantities)),
      top.isEmpty ? .null : .text(top.map { "\($0.key) \(PlainFigure.text($0.value))" }.joined(separator: "、")),
      .integer(Int64(targets)), lengthKm.map(Value.real) ?? .null,
      lengthKm.flatMap { $0 > 0 ? .real(Double(sources) / $0 * 10) : nil } ?? .null,
    ]
    if let record { return AnswerRow(record, figures: figures) }
    return AnswerRow(kind: kind, title: title, code: code, name: name, geometry: geometry, figures: figures)
  }
}

// MARK: - How it comes about

extension RiskProfile {
  /// The profile in words, step by step.
  ///
  /// - Parameter above: the profile ranked before it.
  func explained(_ record: Record, rank: Int, above: RiskProfile?, _ rules: EnterpriseRules) -> ExplainedFigure {
    let text = PlainFigure.text
    let sources = (members ?? []).filter { RiskAssessor.kinds.contains($0.record.kind.name) }
    let others = (members ?? []).filter { !RiskAssessor.kinds.contains($0.record.kind.name) }
    let (clause, isVerified) = (rules.quantityLevels.clause, rules.verified && rules.appendix.verified)
    var steps = [
      Explanation.Step(
        "登记等级", "风险源", inputs: sources.map { Self.input($0.record, "risk_grade", "登记等级") }, "按登记的等级计数",
        result: countText,
        isVerified: true)
    ]
    steps += sources.compactMap { member -> Explanation.Step? in
      guard let grade = member.grade else { return nil }
      let amounts = grade.quantitiesBySubstance(.water).sorted { $0.key < $1.key }
      return Explanation.Step(
        clause, "\(member.record.name)的水环境Q", inputs: [Self.input(member.record, "substances", "环境风险物质")],
        amounts.isEmpty ? "没有涉水物质" : amounts.map { "\($0.key) \($0.value.text)" }.joined(separator: "＋"),
        result: grade.quantity(.water).text, isVerified: isVerified)
    }
    steps.append(
      Explanation.Step(
        clause, "水环境Q之和", "各企业之和，不能确定的取下限" + (openQuantities > 0 ? "（\(openQuantities)家）" : ""),
        result: text(quantity), isVerified: isVerified))
    steps.append(
      Explanation.Step(
        "登记", "敏感目标", inputs: others.map { Self.input($0.record, "geometry", $0.record.kind.title) }, "",
        result: "\(targets)处",
        isVerified: true))
    if let lengthKm, lengthKm > 0 {
      let count = sources.count
      steps.append(
        Explanation.Step(
          "量算", "每10 km风险源",
          inputs: [RiskInput(property: "length_km", title: "河长（图上量算）", value: "\(text(lengthKm)) km")],
          "\(count)处 ÷ \(text(lengthKm)) km × 10", result: FigureText.decimals(Double(count) / lengthKm * 10, 2),
          isVerified: true))
    }
    steps.append(
      Explanation.Step("排序", "排名", "依次比较重大、较大风险源数和Q之和", result: "第\(rank)", isVerified: true))
    return ExplainedFigure(
      record: record, title: "环境风险概况", official: nil, computed: "第\(rank)：\(countText)，水环境Q之和\(text(quantity))",
      explanation: Explanation(rules: rules.name, steps: steps, changes: above.map(changes) ?? []))
  }

  private var countText: String {
    let graded = RiskGrade.allCases.reversed().map { "\($0.title)\(counts[$0] ?? 0)" }
    return (graded + ["未定级\(ungraded)"]).joined(separator: "、")
  }

  /// What would bring it before the one above.
  private func changes(_ above: RiskProfile) -> [String] {
    func lacks(_ grade: RiskGrade) -> Int { (above.counts[grade] ?? 0) - (counts[grade] ?? 0) }
    let name = "排到\(above.name)之前"
    if lacks(.major) > 0 { return ["重大风险源再多\(lacks(.major) + 1)处，\(name)"] }
    if lacks(.greater) > 0 { return ["重大风险源再多1处，或较大风险源再多\(lacks(.greater) + 1)处，\(name)"] }
    return ["重大或较大风险源再多1处，或水环境Q之和大于\(PlainFigure.text(above.quantity))，\(name)"]
  }

  private static func input(_ record: Record, _ property: String, _ title: String) -> RiskInput {
    RiskInput(
      reference: record.reference, property: property, title: title,
      value: [record.name, property == "risk_grade" ? record[property].text ?? "未定级" : nil].compactMap { $0 }
        .joined(separator: " "), date: record.dataDate)
  }
}
