import HetuRegistry
import HetuRisk
import HetuSchemas

/// Holds recorded grades and notations against the rules.
struct GradeChecker {
  private let assessor: RiskAssessor
  private let rules: EnterpriseRules

  init(_ water: Water, _ book: RuleBook, on day: String) throws {
    assessor = try RiskAssessor(water, book, on: day)
    rules = book.enterprises
  }

  func findings(_ record: Record) throws -> [Finding] {
    guard RiskAssessor.kinds.contains(record.kind.name) else { return [] }
    let assessment = try assessor.assess(record)
    var findings: [Finding] = []
    let name = "\(assessment.rules.standard)\(assessment.isVerified ? "" : "（\(Explanation.unverifiedNotice)）")"
    if let grades = assessment.grades, let official = assessment.official, assessment.agrees == false {
      findings.append(
        Finding(
          .warning, "risk_grade", record,
          "登记的环境风险等级为\(official.title)，按\(name)计算为\(assessment.notation ?? grades.title)",
          "以登记的等级为准；请用“hetu explain \(record.reference)”逐项核对"))
    }
    if let reason = assessment.reason, let official = assessment.official {
      findings.append(
        Finding(.note, "risk_grade", record, "\(reason)，却登记了等级\(official.title)", "请核对等级的划分方法"))
    }
    findings += (assessment.explanation()?.warnings ?? []).map {
      Finding(.warning, "risk_input", record, $0, "请核对后改正")
    }
    if record.kind.name == "key_enterprise", let text = record["risk_notation"].text {
      findings += notation(text, record, assessment.official)
    }
    return findings
  }

  private func notation(_ text: String, _ record: Record, _ official: RiskGrade?) -> [Finding] {
    func warning(_ message: String) -> Finding {
      Finding(.warning, "risk_notation", record, message, "请对照风险评估报告改正")
    }
    let notation: GradeNotation
    do {
      notation = try GradeNotation(reading: text)
    } catch { return [warning("\(error)")] }
    var findings: [Finding] = []
    if let official, official != notation.grade {
      findings.append(warning("表征“\(text)”是\(notation.grade.title)，登记的等级是\(official.title)"))
    }
    if notation.isRaised, record["penalised"].boolean != true {
      findings.append(warning("表征“\(text)”高于大气和水的等级，却没有登记近三年违法受罚"))
    }
    if let highest = notation.media.compactMap(\.grade).max(), highest > notation.grade {
      findings.append(warning("表征“\(text)”低于其中一项的等级\(highest.title)"))
    }
    for medium in notation.media {
      guard let stated = medium.grade, let q = medium.quantity,
        q == 0 || (medium.control != nil && medium.sensitivity != nil)
      else { continue }
      let grade = rules.grade(
        quantity: q, control: (medium.control ?? 1) - 1, sensitivity: 3 - (medium.sensitivity ?? 3))
      if grade != stated {
        findings.append(warning("表征“\(text)”中\(medium.medium.title)的Q、M、E查表为\(grade.title)，写的是\(stated.title)"))
      }
    }
    return findings
  }
}
