import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk

/// An event's grade, clocks and neighbours as text or JSON, and the draft of the first report (初报).
public struct EventReport {
  private let event: EventAssessment

  /// The report of an assessment.
  public init(_ event: EventAssessment) { self.event = event }

  var notice: String { event.grading.isVerified ? "" : "（部分\(Explanation.unverifiedNotice)）" }

  private static func time(_ utc: String) -> String { HistoryTime.shown(utc) }

  private var discovered: String { event.discovered.map(Self.time) ?? "待核" }

  private func line(_ row: AnswerRow) -> String {
    let km = FixedDecimal.text(row.figures[0].number ?? 0, 1)
    let hours =
      event.trace.answer.number(.earliestArrival, of: row)
      .map { "，前锋最早\(OutwardRounding.down.text($0))后到达" } ?? ""
    let what = row.record?["target_class"].text ?? row.title
    return "\(AnswerTable.oneLine(row.name))（\(what)）：沿水流\(km) km\(hours)"
  }

  private func line(_ clock: EventAssessment.Clock) -> String {
    let deadline = clock.deadline
    return "\(Self.due(clock))：\(deadline.who)报\(deadline.to)（\(Self.basis(clock))）"
  }

  /// By when a report is due.
  static func due(_ clock: EventAssessment.Clock) -> String {
    clock.due.map { "\(time($0))前" } ?? "\(clock.deadline.after)后\(PlainFigure.text(clock.deadline.hours))小时内"
  }

  /// The clause that a report is due by.
  static func basis(_ clock: EventAssessment.Clock) -> String {
    clock.deadline.clause + (clock.deadline.verified ? "" : "，\(Explanation.unverifiedNotice)")
  }

  /// How the authority of a neighbour is reached; nil where no contact is recorded.
  static func contacts(_ neighbour: EventAssessment.Neighbour) -> String? {
    let record = neighbour.district
    return [
      record["ecology_bureau"].text, record["duty_phone"].text.map { "值班电话\($0)" },
      record["government_phone"].text.map { "政府值班\($0)" },
    ].compactMap { $0 }.joined(separator: "，").nilIfEmpty
  }

  private func line(_ neighbour: EventAssessment.Neighbour) -> String {
    let record = neighbour.district
    return "\(AnswerTable.oneLine(record.name))（\(record.code)）：水流\(FixedDecimal.text(neighbour.pathKm, 1)) km后进入；"
      + (Self.contacts(neighbour).map(AnswerTable.oneLine) ?? "登记库中没有联系方式（资料缺口）")
  }

  /// The grade, the clocks and the neighbours, a line each.
  public func text() -> String {
    let grading = event.grading
    var lines = ["发现时间：\(discovered)（时限自发现或者得知起算）", "按\(grading.reportedAs.title)突发环境事件报告\(notice)"]
    for table in grading.tables {
      lines.append(
        "- \(table.title)：已知不低于\(table.lowest.title)\(table.reasons.isEmpty ? "" : "（\(table.reasons.joined(separator: "；"))）")"
          + (table.open.isEmpty ? "" : "；待核：\(table.open.joined(separator: "、"))"))
    }
    if !grading.triggers.isEmpty {
      let rules = event.rules.triggers
      lines += [
        "", "一时不能确定等级时按重大或者特别重大报告的情形（\(rules.clause)\(rules.verified ? "" : "，\(Explanation.unverifiedNotice)")）：",
      ]
      lines += grading.triggers.map { "- \(AnswerTable.oneLine($0))" }
    }
    lines += ["", "报告时限："] + event.clocks.map { "- \(line($0))" }
    lines += ["", "应通报的相邻行政区（\(event.rules.neighboursClause)）："]
    lines += event.neighbours.isEmpty ? ["- 登记的河网和行政区内没有"] : event.neighbours.map { "- \(line($0))" }
    lines += ["", "\(PlainFigure.text(event.rules.triggers.lookAheadH))小时内可能波及的敏感点："]
    lines += event.sensitive.isEmpty ? ["- 没有查到"] : event.sensitive.map { "- \(line($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How the grade came about, step by step.
  private var sheet: ExplanationSheet {
    ExplanationSheet(explanation: event.grading.explanation(), reference: nil, date: nil)
  }

  /// How the grade came about, a step a line.
  public func explanation() -> String { (["等级依据："] + sheet.lines.dropFirst()).joined(separator: "\n") + "\n" }

  /// The draft of the first report: what is known, `待核` where it is not.
  public func draft() -> String {
    let facts = event.facts
    func word(_ name: String) -> String { facts.words[name].map(AnswerTable.oneLine) ?? "待核" }
    func number(_ name: String, _ unit: String) -> String {
      facts.numbers[name].map { PlainFigure.text($0) + unit } ?? "待核"
    }
    let river = event.trace.passages.first?.river.map(AnswerTable.oneLine)
    var lines = [
      "突发环境事件信息初报（草稿）", "", "（一）基本情况", "发生时间：\(word("occurred"))", "发现时间：\(discovered)",
      "地点：\(word("place"))\(river.map { "（入河：\($0)）" } ?? "")", "信息来源：\(word("reporter"))",
      "起因和性质：\(word("cause"))；\(word("nature"))",
      "基本过程：\(word("course"))", "主要污染物和数量：\(word("substances"))；\(word("quantity"))", "监测数据：\(word("monitoring"))",
      "人员伤亡：死亡\(number("deaths", "人"))，中毒（重伤）\(number("poisoned", "人"))，疏散转移\(number("evacuated", "人"))", "",
      "（二）等级", "初步按\(event.grading.reportedAs.title)突发环境事件报告\(notice)",
    ]
    lines += event.grading.triggers.map { "- \(AnswerTable.oneLine($0))" }
    lines += ["", "（三）饮用水水源地等环境敏感点受影响情况"]
    lines += event.sensitive.isEmpty ? ["登记的敏感点中没有可能波及的"] : event.sensitive.map { "- \(line($0))" }
    lines += ["", "（四）通报相邻地区"] + (event.neighbours.isEmpty ? ["没有"] : event.neighbours.map { "- \(line($0))" })
    lines += [
      "", "（五）发展趋势、处置情况和拟采取的措施", "发展趋势：\(word("trend"))", "处置情况：\(word("handling"))", "拟采取的措施：\(word("planned"))", "",
      "报告单位：待核    签发人：\(word("signer"))    联系人和电话：\(word("contact"))", "附：可能受影响的环境敏感点分布图", "",
      "本稿由登记库资料生成，按\(event.rules.reportClause)所列内容排列；“待核”处须填写核实。",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The water passed and what lies on it, as GeoJSON.
  public func geoJSON() -> [UInt8] {
    event.trace.geoJSON().document
  }

  /// The whole as JSON.
  public func json() -> [UInt8] { value.document }

  /// The whole as a JSON value.
  var value: JSONValue {
    let grading = event.grading
    return .members([
      "question": .members([
        "question": .string("event"), "discovered": .text(event.discovered.map(Self.time)),
        "look_ahead_h": .decimal(event.rules.triggers.lookAheadH, 1), "rules": .string(event.rules.id),
        "verified": .boolean(grading.isVerified),
        "notice": grading.isVerified ? .null : .string(Explanation.unverifiedNotice),
      ]),
      "reported_as": .string(grading.reportedAs.title),
      "tables": .array(
        grading.tables.map {
          .members([
            "title": .string($0.title), "lowest": .string($0.lowest.title),
            "reasons": .array($0.reasons.map(JSONValue.string)),
            "open": .array($0.open.map(JSONValue.string)), "verified": .boolean($0.isVerified),
          ])
        }),
      "triggers": .array(grading.triggers.map(JSONValue.string)),
      "clocks": .array(
        event.clocks.map {
          .members([
            "due": .text($0.due.map(Self.time)), "hours": .decimal($0.deadline.hours, 2),
            "after": .string($0.deadline.after),
            "who": .string($0.deadline.who), "to": .string($0.deadline.to), "clause": .string($0.deadline.clause),
            "verified": .boolean($0.deadline.verified),
          ])
        }),
      "neighbours": .array(
        event.neighbours.map {
          .members([
            "code": .string($0.district.code), "name": .string($0.district.name), "path_km": .decimal($0.pathKm, 3),
            "ecology_bureau": JSONValue($0.district["ecology_bureau"]),
            "duty_phone": JSONValue($0.district["duty_phone"]),
            "government_phone": JSONValue($0.district["government_phone"]),
          ])
        }),
      "explanation": .object(sheet.members.filter { $0.name != "warnings" }),
      "sensitive": .array(event.sensitive.map { .object(event.trace.answer.members(of: $0)) }),
      "warnings": .array(
        event.trace.answer.warnings.map { .members(["message": .string($0.message), "ref": .text($0.reference)]) }),
    ])
  }
}
