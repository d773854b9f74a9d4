import HetuPlanning
import HetuRegistry
import HetuRisk

/// How the grades of sources come about, in the annex of the strategy.
extension StrategyChapters {
  /// How the grades of sources come about, a table each or one for all that are alike; nil
  /// where none is explained.
  func explanations() -> StrategySection? {
    guard !plan.assessments.isEmpty else { return nil }
    var section = StrategySection(title: "风险源等级计算说明")
    var alike: [[[String]]: [String]] = [:]
    var order: [[[String]]] = []
    for assessment in plan.assessments {
      let card = RiskCard(assessment, on: plan.dataDate ?? today)
      if let explanation = assessment.explanation() {
        let rows = self.rows(card, explanation)
        if alike[rows] == nil { order.append(rows) }
        alike[rows, default: []].append(assessment.record.name)
      } else {
        section.paragraphs.append("\(assessment.record.name)：\(card.summary.joined(separator: "；"))。")
      }
    }
    section.tables = order.map { table(alike[$0] ?? [], $0) }
    return section
  }

  /// The table of a source, or of several of which the registry knows the same.
  private func table(_ names: [String], _ rows: [[String]]) -> StrategyTable {
    let isOne = names.count == 1
    return table(
      "\(isOne ? names[0] : "\(names.count)处风险源")的环境风险等级（＊ \(Explanation.unverifiedNotice)）",
      [("条款", .text), ("步骤", .text), ("依据和理由", .text), ("结果", .text)],
      (isOne ? [] : [["—", "风险源", names.joined(separator: "、"), ""]]) + rows)
  }

  /// The rows of one source, of which the first are the result and what it depends on.
  private func rows(_ card: RiskCard, _ explanation: Explanation) -> [[String]] {
    func row(_ head: String, _ text: String) -> [String] { ["—", head, text, ""] }
    func listed(_ head: String, _ lines: [String]) -> [[String]] {
      lines.isEmpty ? [] : [row(head, lines.joined(separator: "；"))]
    }
    let summary = card.summary.map { line in
      let parts = line.split(separator: "：", maxSplits: 1)
      return parts.count == 2 ? row(String(parts[0]), String(parts[1])) : row("说明", line)
    }
    return summary + listed("登记资料日期", [card.sheet.date].compactMap { $0 })
      + listed("取决于", explanation.gaps.map(card.sheet.sentence)) + listed("会改变等级的", explanation.changes)
      + listed("注意", explanation.warnings) + steps(explanation, card.sheet)
  }

  /// The steps, those of one clause for which the registry has nothing in one row.
  private func steps(_ explanation: Explanation, _ sheet: ExplanationSheet) -> [[String]] {
    var rows: [(clause: String, titles: [String], grounds: String, results: [String])] = []
    for step in explanation.steps {
      let result = step.result + (step.isVerified ? "" : "＊")
      let reason = step.reasoning.replacing("，计\(step.result)", with: "")
      let grounds = step.inputs.isEmpty ? reason : sheet.grounds(step, isBare: true)
      if step.inputs.isEmpty, !reason.isEmpty, let last = rows.last, last.clause == step.clause, last.grounds == grounds
      {
        rows[rows.count - 1].titles.append(step.title)
        rows[rows.count - 1].results.append(result)
      } else {
        rows.append((step.clause, [step.title], grounds, [result]))
      }
    }
    return rows.map {
      [$0.clause, $0.titles.joined(separator: "、"), $0.grounds, $0.results.joined(separator: "、")]
    }
  }
}
