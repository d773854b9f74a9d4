import Foundation
import HetuRegistry
import HetuSchemas

/// Takes problems of the ledger from one state into another: who, when, why, on what evidence.
///
/// The step stands in the record's own list of steps (流转记录) and, with actor and reason, in the registry's history.
public struct LedgerMove: Sendable {
  /// A part of a plan of several years.
  public struct Stage: Sendable, Hashable {
    /// What is to be reached.
    public let name: String
    /// By which day, `2025-12-31`.
    public let deadline: String

    /// A stage from its goal and its last day.
    public init(name: String, deadline: String) {
      self.name = name
      self.deadline = deadline
    }
  }

  /// What became of one problem.
  public struct Outcome: Sendable, Hashable {
    /// The problem, as `problem/code`.
    public let reference: String
    /// The problem's name.
    public let name: String
    /// The state before.
    public let from: String
    /// The state after.
    public let to: String
  }

  let state: String
  let actor: String
  let unit: String?
  let reason: String
  let evidence: [String]
  let stages: [Stage]
  let time: Date
  let rules: LedgerRules

  /// A step into `state`; `evidence` names files or documents, `stages` is the plan of a problem that takes years.
  ///
  /// - Throws: `RegistryError` of class usage where nobody or no reason is named.
  public init(
    to state: String, actor: String, unit: String? = nil, reason: String, evidence: [String] = [],
    stages: [Stage] = [], time: Date = Date(), rules: LedgerRules
  ) throws {
    guard !ValueReading.trimmed(actor).isEmpty, !ValueReading.trimmed(reason).isEmpty else {
      throw RegistryError(.usage, "台账流转要写明谁办、为什么；请填 --actor 和 --reason")
    }
    self.state = state
    self.actor = ValueReading.trimmed(actor)
    self.unit = unit
    self.reason = ValueReading.trimmed(reason)
    self.evidence = evidence
    self.stages = stages
    self.time = time
    self.rules = rules
  }

  /// Takes the step for all of the problems named, or for none.
  ///
  /// - Throws: `RegistryError` of class not found for a problem that there is not, and of class bad data for a step that is not
  ///   allowed, with those that are.
  public func perform(_ references: [String], in registry: Registry) throws -> [Outcome] {
    let kind = try registry.kind("problem")
    let records = try references.map { reference in
      let record: Record
      do {
        record = try registry.record(reference.contains("/") ? reference : "problem/\(reference)")
      } catch let error as RegistryError where error.code == .notFound {
        throw RegistryError(.notFound, "台账上没有“\(reference)”；hetu ledger 列出现有的问题")
      }
      guard record.kind == kind else {
        throw RegistryError(.usage, "\(reference) 不是台账上的问题；请写 problem/编号")
      }
      return record
    }
    return try registry.change(actor: actor, reason: "台账\(state)：\(reason)") { writer in
      try records.map { record in
        // Read once more inside the transaction: another program may have been faster.
        guard let current = try writer.existing(kind, code: nil, id: record.id) else {
          throw RegistryError(.notFound, "\(record.reference) 刚被删除，没有任何改动")
        }
        return try step(current, writer)
      }
    }
  }

  private func step(_ record: Record, _ writer: RegistryWriter) throws -> Outcome {
    let before = rules.state(of: record)
    guard let step = rules.steps(from: before).first(where: { $0.to == state }) else {
      let allowed = rules.steps(from: before).map(\.to)
      throw RegistryError(
        .badData,
        "\(record.reference) 现为“\(before)”，不能转为“\(state)”；"
          + (allowed.isEmpty ? "不能再流转" : "可以转为：\(allowed.joined(separator: "、"))"))
    }
    try check(step, record)
    var changes: [(property: Int, value: Value)] = []
    func set(_ name: String, _ value: Value) { record.kind.index(of: name).map { changes.append(($0, value)) } }
    set("ledger_state", .text(state))
    set("transitions", .list(try appending(to: record)))
    if !stages.isEmpty {
      set("stages", .list(try Self.json(stages.map { ["name": $0.name, "deadline": $0.deadline] })))
    }
    if rules.planned.contains(state) { set("horizon", .text("中长期")) }
    let day = String(HistoryTime.shown(HistoryTime.format(time)).prefix(10))
    if before == rules.initial, record["registered_on"].isNull { set("registered_on", .text(day)) }
    if rules.closed.contains(state) {
      set("closed_on", .text(day))
      set("closed_by", .text(actor))
    } else if rules.closed.contains(before) {
      set("closed_on", .null)
      set("closed_by", .null)
    }
    try writer.update(record, changes, geometry: nil)
    return Outcome(reference: record.reference, name: record.name, from: before, to: state)
  }

  private func check(_ step: LedgerRules.Step, _ record: Record) throws {
    let missing = (step.requires ?? []).filter { name in
      record[name].isNull && !(name == "stages" && !stages.isEmpty)
    }
    guard missing.isEmpty else {
      let titles = missing.map { record.kind.property($0)?.title ?? $0 }
      throw RegistryError(
        .badData,
        "\(record.reference) 转为“\(state)”前应先填：\(titles.joined(separator: "、"))；"
          + (missing.contains("stages") ? "请用 --stage 写分阶段计划" : "请先补填并导入"))
    }
    if step.needsEvidence == true, evidence.isEmpty {
      throw RegistryError(
        .badData, "\(record.reference) 转为“\(state)”要有证明材料；请用 --evidence 写明文件或文号")
    }
    if step.byAnother == true, LedgerRules.isResponsible(actor, for: record) {
      throw RegistryError(
        .badData, "\(actor)是 \(record.reference) 的责任人，不能自己审核；请由他人办理")
    }
  }

  /// The record's list of steps with this one.
  private func appending(to record: Record) throws -> String {
    var steps: [[String: Any]] = []
    if !record["transitions"].isNull {
      guard let known = record["transitions"].items else {
        throw RegistryError(
          .badData, "\(record.reference) 的流转记录已损坏；请先改正流转记录，或恢复备份")
      }
      steps = known
    }
    var step: [String: Any] = ["state": state, "time": HistoryTime.format(time), "person": actor, "text": reason]
    if let unit { step["unit"] = unit }
    if !evidence.isEmpty { step["files"] = evidence }
    return try Self.json(steps + [step])
  }

  private static func json(_ items: [[String: Any]]) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: items, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }
}
