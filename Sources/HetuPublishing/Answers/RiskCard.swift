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

  /// The rules, the recorded grade and the computed one, a line each; why there is none where the rules don't apply.
  var summary: [String] {
    [
      assessment.rules.sentence(isVerified: assessment.isVerified, on: day),
      "登记：\(record["risk_notation"].text ?? assessment.official?.title ?? "没有等级")", "计算：\(result)\(agreement)",
    ] + [assessment.reason].compactMap { $0 }
  }

  /// How the grade came about; without steps where the rules don't apply.
  var sheet: ExplanationSheet {
    ExplanationSheet(
      explanation: assessment.explanation() ?? Explanation(rules: assessment.rules, steps: []),
      reference: record.reference, date: record.dataDate)
  }

  /// The card as text, a step a line.
  public func text() -> String {
    var lines = ["\(record.kind.title)  \(record.reference)  \(AnswerTable.oneLine(record.name))"] + summary
    if assessment.grades != nil { lines += sheet.lines }
    return lines.joined(separator: "\n") + "\n"
  }

  private var agreement: String {
    switch assessment.agrees {
    case true?: "，与登记一致"
    case false?: "，与登记不一致；以登记的等级为准，请核对"
    case nil: assessment.official == nil || assessment.grades == nil ? "" : "，登记的等级在其中"
    }
  }

  /// The card as a JSON value.
  var value: JSONValue {
    .object(
      ExplanationSheet.heading(of: record, assessment.rules, isVerified: assessment.isVerified, on: day) + [
        .init(
          "official",
          .members([
            "grade": .text(assessment.official?.title), "notation": .text(record["risk_notation"].text),
          ])),
        .init(
          "computed",
          .members([
            "lowest": .text(assessment.grades?.lowerBound.title),
            "highest": .text(assessment.grades?.upperBound.title), "notation": .text(assessment.notation),
            "not_applicable": .text(assessment.reason),
          ])), .init("agrees", assessment.agrees.map(JSONValue.boolean) ?? .null),
      ] + sheet.members)
  }
}
