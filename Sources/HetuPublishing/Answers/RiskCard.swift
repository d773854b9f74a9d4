import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// How a record's grade came about, as text or JSON: every input, every step with its clause, and what would change it.
public struct RiskCard {
  private let assessment: RiskAssessment
  private let day: String

  /// The card of an assessment made on a day.
  public init(_ assessment: RiskAssessment, on day: String) {
    self.assessment = assessment
    self.day = day
  }

  private var record: Record { assessment.record }
  private var result: String { assessment.notation ?? assessment.grades?.title ?? "不适用" }

  /// The date that a record's inputs are of: its verification, else its report.
  private var inputDate: String? { record["verified_on"].text ?? record["report_date"].text }

  /// The rules, the recorded grade and the computed one, a line each; why there is none where the rules don't apply.
  var summary: [String] {
    let rules = assessment.rules
    return [
      "规则：\(rules.standard) \(rules.title)（\(rules.id)，\(assessment.isVerified ? "已与正式文本核对" : Explanation.unverifiedNotice)）；计算日期\(day)",
      "登记：\(record["risk_notation"].text ?? assessment.official?.title ?? "没有等级")", "计算：\(result)\(agreement)",
    ] + [assessment.reason].compactMap { $0 }
  }

  /// What a step rests on and how it is decided.
  func grounds(_ step: Explanation.Step) -> String {
    let inputs = step.inputs.map(input).joined(separator: "；")
    return [
      inputs.isEmpty ? nil : "［\(inputs)］", step.reasoning.isEmpty ? nil : AnswerTable.oneLine(step.reasoning),
    ].compactMap { $0 }.joined(separator: " ")
  }

  /// What would decide between the grades that are possible.
  func sentence(_ gap: Explanation.Gap) -> String {
    "\(AnswerTable.oneLine(gap.message))：最好的情形\(gap.lowest)，最坏的情形\(gap.highest)"
  }

  /// The card as text, a step a line.
  public func text() -> String {
    var lines = ["\(record.kind.title)  \(record.reference)  \(AnswerTable.oneLine(record.name))"] + summary
    guard let explanation = assessment.explanation() else { return lines.joined(separator: "\n") + "\n" }
    lines.append("")
    for (number, step) in explanation.steps.enumerated() {
      let grounds = grounds(step)
      lines.append(
        "\(number + 1). 〔\(step.clause)〕\(AnswerTable.oneLine(step.title))：\(grounds)"
          + "\(grounds.isEmpty ? "" : " → ")\(step.result)\(step.isVerified ? "" : "＊")")
    }
    if !explanation.gaps.isEmpty { lines += ["", "取决于："] + explanation.gaps.map { "- \(sentence($0))" } }
    if !explanation.changes.isEmpty { lines += ["", "会改变等级的："] + explanation.changes.map { "- \($0)" } }
    if !explanation.warnings.isEmpty {
      lines += ["", "注意："] + explanation.warnings.map { "- \(AnswerTable.oneLine($0))" }
    }
    if !assessment.isVerified { lines += ["", "＊ \(Explanation.unverifiedNotice)：此条没有与正式文本核对。"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private var agreement: String {
    switch assessment.agrees {
    case true?: "，与登记一致"
    case false?: "，与登记不一致；以登记的等级为准，请核对"
    case nil: assessment.official == nil || assessment.grades == nil ? "" : "，登记的等级在其中"
    }
  }

  private func input(_ input: RiskInput) -> String {
    let value = input.value.map(AnswerTable.oneLine) ?? "未登记"
    if let reference = input.reference { return "\(reference) \(value)" }
    return "\(input.title)：\(value)\(inputDate.map { "（\($0)）" } ?? "")"
  }

  /// The card as JSON.
  public func json() -> [UInt8] { value.document }

  /// The card as a JSON value.
  var value: JSONValue {
    let rules = assessment.rules
    let explanation = assessment.explanation()
    return .members([
      "kind": .string(record.kind.name), "code": .string(record.code), "name": .string(record.name),
      "title": .string(record.kind.title), "on": .string(day),
      "rules": .members([
        "id": .string(rules.id), "standard": .string(rules.standard), "title": .string(rules.title),
        "verified": .boolean(assessment.isVerified),
        "notice": assessment.isVerified ? .null : .string(Explanation.unverifiedNotice),
      ]),
      "official": .members([
        "grade": .text(assessment.official?.title), "notation": .text(record["risk_notation"].text),
      ]),
      "computed": .members([
        "lowest": .text(assessment.grades?.lowerBound.title), "highest": .text(assessment.grades?.upperBound.title),
        "notation": .text(assessment.notation), "not_applicable": .text(assessment.reason),
      ]),
      "agrees": assessment.agrees.map(JSONValue.boolean) ?? .null,
      "steps": .array((explanation?.steps ?? []).map(step)),
      "gaps": .array(
        (explanation?.gaps ?? []).map {
          .members([
            "property": .string($0.property), "message": .string($0.message), "lowest": .string($0.lowest),
            "highest": .string($0.highest),
          ])
        }),
      "changes": .array((explanation?.changes ?? []).map(JSONValue.string)),
      "warnings": .array((explanation?.warnings ?? []).map(JSONValue.string)),
    ])
  }

  private func step(_ step: Explanation.Step) -> JSONValue {
    .members([
      "clause": .string(step.clause), "title": .string(step.title),
      "inputs": .array(
        step.inputs.map {
          .members([
            "ref": .string($0.reference ?? record.reference), "property": .string($0.property),
            "title": .string($0.title), "value": .text($0.value),
            "date": .text($0.reference == nil ? inputDate : nil),
          ])
        }),
      "reasoning": .string(step.reasoning), "result": .string(step.result), "verified": .boolean(step.isVerified),
    ])
  }
}
