import HetuRegistry
import HetuSchemas

/// Checks a problem of the ledger: its time, and whether its state came about by steps that are allowed.
struct LedgerCheck {
  let rules: LedgerRules
  let today: String

  func findings(_ record: Record) -> [Finding] {
    guard record.kind.name == "problem" else { return [] }
    var findings: [Finding] = []
    let state = rules.state(of: record)
    if rules.isOverdue(record, on: today), let deadline = record["deadline"].text {
      findings.append(
        Finding(.warning, "ledger_overdue", record, "完成时限为\(deadline)，已超期，状态为\(state)", "请督促整改，或按程序转中长期"))
    }
    if state != rules.initial, record["deadline"].isNull, !rules.planned.contains(state) {
      findings.append(Finding(.note, "ledger_deadline", record, "已挂账，却没有完成时限", "请补填完成时限，否则查不出超期"))
    }
    if rules.closed.contains(state) {
      if let reviewer = record["closed_by"].text {
        if LedgerRules.isResponsible(reviewer, for: record) {
          findings.append(Finding(.warning, "ledger_reviewer", record, "销账审核人\(reviewer)就是责任人", "请由他人审核"))
        }
      } else {
        findings.append(Finding(.note, "ledger_reviewer", record, "已销账，却没有销账审核人", "请在 GIS 中补填审核人和销账日期，导入不改台账状态"))
      }
    }
    return findings + steps(record, state)
  }

  private func steps(_ record: Record, _ state: String) -> [Finding] {
    let states = (record["transitions"].items ?? []).compactMap { $0["state"] as? String }
    guard let last = states.last else { return [] }
    if last != state {
      return [
        Finding(
          .warning, "ledger_state", record, "台账状态为\(state)，流转记录的最后一步却是\(last)", "状态是不经流转改动的；请核对，用 hetu ledger move 流转")
      ]
    }
    return zip(states, states.dropFirst()).filter { from, to in !rules.steps(from: from).contains { $0.to == to } }
      .prefix(1).map { from, to in
        Finding(.warning, "ledger_state", record, "流转记录中有不允许的一步：\(from)到\(to)", "请核对流转记录")
      }
  }
}
