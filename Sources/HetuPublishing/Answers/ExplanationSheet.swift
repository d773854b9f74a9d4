import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// An explanation as text and JSON: every input with its record, field and date, every step with its clause, and what would change it.
struct ExplanationSheet {
  let explanation: Explanation
  /// The record that is explained, as `kind/code`; nil where it is none, such as an event.
  let reference: String?
  /// The day that the record's own inputs are of.
  let date: String?

  /// Whether every rule that was used was compared with the official text.
  private var isVerified: Bool { explanation.isVerified }

  /// What a step rests on and how it is decided; bare, without the references of records and the day of the explained record.
  func grounds(_ step: Explanation.Step, isBare: Bool = false) -> String {
    let inputs = step.inputs.map { input($0, isBare: isBare) }.joined(separator: "；")
    return [
      inputs.isEmpty ? nil : "［\(inputs)］", step.reasoning.isEmpty ? nil : AnswerTable.oneLine(step.reasoning),
    ].compactMap { $0 }.joined(separator: " ")
  }

  /// What would decide between the results that are possible.
  func sentence(_ gap: Explanation.Gap) -> String {
    let message = AnswerTable.oneLine(gap.message)
    return gap.lowest == gap.highest ? message : "\(message)：最好的情形\(gap.lowest)，最坏的情形\(gap.highest)"
  }

  /// The steps and what follows them, a line each.
  var lines: [String] {
    var lines = [""]
    for (number, step) in explanation.steps.enumerated() {
      let grounds = grounds(step)
      lines.append(
        "\(number + 1). 〔\(step.clause)〕\(AnswerTable.oneLine(step.title))：\(grounds)"
          + "\(grounds.isEmpty ? "" : " → ")\(step.result)\(step.isVerified ? "" : "＊")")
    }
    if !explanation.gaps.isEmpty { lines += ["", "取决于："] + explanation.gaps.map { "- \(sentence($0))" } }
    if !explanation.changes.isEmpty {
      lines += ["", "会改变结果的："] + explanation.changes.map { "- \(AnswerTable.oneLine($0))" }
    }
    if !explanation.warnings.isEmpty {
      lines += ["", "注意："] + explanation.warnings.map { "- \(AnswerTable.oneLine($0))" }
    }
    if !isVerified { lines += ["", "＊ \(Explanation.unverifiedNotice)：此条没有与正式文本核对。"] }
    return lines
  }

  private func input(_ input: RiskInput, isBare: Bool) -> String {
    let value = input.value.map(AnswerTable.oneLine) ?? "未登记"
    if let reference = input.reference {
      return "\(isBare ? "" : "\(reference) ")\(value)\(input.date.map { "（\($0)）" } ?? "")"
    }
    return "\(input.title)：\(value)\(isBare ? "" : date.map { "（\($0)）" } ?? "")"
  }

  /// The steps and what follows them, as members of a JSON object.
  var members: [JSONValue.Member] {
    [
      .init("steps", .array(explanation.steps.map(step))),
      .init(
        "gaps",
        .array(
          explanation.gaps.map {
            .members([
              "property": .string($0.property), "message": .string($0.message), "lowest": .string($0.lowest),
              "highest": .string($0.highest),
            ])
          })),
      .init("changes", .array(explanation.changes.map(JSONValue.string))),
      .init("warnings", .array(explanation.warnings.map(JSONValue.string))),
    ]
  }

  private func step(_ step: Explanation.Step) -> JSONValue {
    .members([
      "clause": .string(step.clause), "title": .string(step.title),
      "inputs": .array(
        step.inputs.map {
          .members([
            "ref": .text($0.reference ?? reference), "property": .string($0.property),
            "title": .string($0.title), "value": .text($0.value), "date": .text($0.reference == nil ? date : $0.date),
          ])
        }),
      "reasoning": .string(step.reasoning), "result": .string(step.result), "verified": .boolean(step.isVerified),
    ])
  }
}

extension ExplanationSheet {
  /// What every card begins with in JSON: the record, the day, and the rules with whether all that were used were compared with the official
  /// text.
  static func heading(
    of record: Record, _ rules: RuleSetName, isVerified: Bool, on day: String
  ) -> [JSONValue.Member] {
    [
      .init("kind", .string(record.kind.name)), .init("code", .string(record.code)),
      .init("name", .string(record.name)), .init("title", .string(record.kind.title)), .init("on", .string(day)),
      .init(
        "rules",
        .members([
          "id": .string(rules.id), "standard": .string(rules.standard), "title": .string(rules.title),
          "verified": .boolean(isVerified), "notice": isVerified ? .null : .string(Explanation.unverifiedNotice),
        ])),
    ]
  }
}

extension RuleSetName {
  /// The line of a card that names the rules and the day from which years are counted.
  func sentence(isVerified: Bool, on day: String) -> String {
    "规则：\(standard) \(title)（\(id)，\(isVerified ? "已与正式文本核对" : Explanation.unverifiedNotice)）；计算日期\(day)"
  }
}

/// How a record's computed figure came about, whichever it is, as text or JSON.
public struct ExplainCard {
  private let result: ExplainQuestion.Result
  private let day: String

  /// The card of an answer made on a day.
  public init(_ result: ExplainQuestion.Result, on day: String) {
    self.result = result
    self.day = day
  }

  /// The card as text, a step a line.
  public func text() -> String {
    switch result {
    case .grade(let assessment): RiskCard(assessment, on: day).text()
    case .figure(let figure):
      ([
        "\(figure.record.kind.title)  \(figure.record.reference)  \(AnswerTable.oneLine(figure.record.name))",
        figure.explanation.rules.sentence(isVerified: figure.explanation.isVerified, on: day),
        figure.official.map { "登记：\($0)" }, "\(figure.title)：\(figure.computed)",
      ].compactMap { $0 } + sheet(figure).lines).joined(separator: "\n") + "\n"
    }
  }

  /// The card as JSON.
  public func json() -> JSONValue {
    switch result {
    case .grade(let assessment): return RiskCard(assessment, on: day).value
    case .figure(let figure):
      return .object(
        ExplanationSheet.heading(
          of: figure.record, figure.explanation.rules, isVerified: figure.explanation.isVerified, on: day) + [
            .init("figure", .string(figure.title)), .init("official", .text(figure.official)),
            .init("computed", .string(figure.computed)),
          ] + sheet(figure).members)
    }
  }

  private func sheet(_ figure: ExplainedFigure) -> ExplanationSheet {
    ExplanationSheet(
      explanation: figure.explanation, reference: figure.record.reference, date: figure.record.dataDate)
  }
}
