import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Mustache

/// What changed in a plan since an earlier time (变化说明), as a page in words and as JSON.
struct PlanChangeDocument {
  let plan: RiverPlan
  let changes: PlanChanges
  let imprint: PlanImprint

  private typealias Change = PlanChanges.Change

  func html() throws -> [UInt8] {
    let template = try MustacheTemplate(string: Self.page)
    var figures = StrategyFigures(medium: .page)
    let chapters = try sections().enumerated().map { index, section in
      try StrategyDocument.context(section, numbered: "\(StrategyChapters.numeral(index + 1))、", &figures)
    }
    let context: [String: Any] = [
      "style": StrategyTemplate.style, "river": plan.river.name, "note": imprint.note,
      "compiler": imprint.compilerLine, "since": changes.since,
      "dataDate": PlanWords.date(imprint.dataDate), "summary": summary, "chapters": chapters,
    ]
    return Array(template.render(context).utf8)
  }

  /// How much changed, in a sentence.
  var summary: String {
    if changes.isNewRiver { return "\(changes.since) 时登记库中没有\(plan.river.name)，本方案为新编。" }
    if changes.isEmpty { return "自 \(changes.since) 以来，本方案的记录、等级、情景时间和资料缺口没有变化。" }
    let counts = PlanChanges.Operation.allCases.map { operation in
      "\(operation.title) \(changes.records.count { $0.operation == operation }) 条"
    }
    return
      "自 \(changes.since) 以来，记录\(counts.joined(separator: "、"))；计算等级变动 \(changes.grades.count) 处；情景到达时间变动 \(changes.times.count) 处；资料缺口新增 \(changes.newGaps.count) 项、补齐或改变 \(changes.filledGaps.count) 项。"
  }

  private func sections() -> [StrategySection] {
    [records(), grades(), scenarios(), gaps()].filter { section in
      !section.paragraphs.isEmpty || section.tables.contains { !$0.rows.isEmpty }
    }
  }

  private func table(
    _ caption: String, _ columns: [(title: String, alignment: StrategyTable.Alignment)], _ rows: [[String]]
  ) -> StrategyTable { StrategyTable(caption: caption, columns: columns, rows: rows) }

  private func records() -> StrategySection {
    StrategySection(
      title: "记录的变化",
      tables: [
        table(
          "记录的变化（沿河自上而下，其次为队伍、物资等）",
          [("变化", .place), ("对象", .text), ("类别", .text), ("位置", .place), ("原值 → 现值", .text)],
          changes.records.map { change in
            [
              change.operation.title, "\(change.record.name) \(change.record.code)", change.record.kind.title,
              change.item?.place ?? "—", Self.words(change).joined(separator: "；").nilIfEmpty ?? "—",
            ]
          })
      ])
  }

  /// What differs, property by property.
  static func words(_ change: PlanChanges.Change) -> [String] {
    change.differences.map {
      "\($0.property.header)：\(ValueWords.text($0.before, of: $0.property)) → \(ValueWords.text($0.after, of: $0.property))"
    } + (change.isMoved ? ["位置或形状有改动"] : [])
  }

  private func grades() -> StrategySection {
    StrategySection(
      title: "计算等级的变化",
      tables: [
        table(
          "计算等级的变化（以登记的等级为准）", [("风险源", .text), ("原", .text), ("现", .text)],
          changes.grades.map { [$0.record.name, $0.before, $0.after] })
      ])
  }

  private func scenarios() -> StrategySection {
    func listed(_ head: String, _ names: [String]) -> String? {
      names.isEmpty ? nil : "\(head)：\(names.joined(separator: "；"))。"
    }
    func hours(_ hours: Double?) -> String { hours.map { FixedDecimal.text($0, 2) } ?? "不到达" }
    return StrategySection(
      title: "情景和到达时间的变化",
      paragraphs: [
        listed("新增的情景", changes.newScenarios), listed("不再列入的情景", changes.goneScenarios),
      ].compactMap { $0 },
      tables: [
        table(
          "前锋到达时间的变化（可能值，小时）",
          [
            ("情景", .text), ("对象", .text), ("水期", .place), ("原（h）", .number), ("现（h）", .number), ("变化（h）", .number),
          ],
          changes.times.map { time in
            let change = time.before.flatMap { before in time.after.map { $0 - before } }
            return [
              "情景\(time.scenario.number) \(time.scenario.origin.name)", time.name, time.season.title,
              hours(time.before), hours(time.after),
              change.map { ($0 > 0 ? "+" : "−") + FixedDecimal.text(abs($0), 2) } ?? "—",
            ]
          })
      ])
  }

  private func gaps() -> StrategySection {
    StrategySection(
      title: "资料缺口的变化",
      tables: [
        table(
          "资料缺口的变化", [("变化", .place), ("缺口", .text)],
          changes.newGaps.map { ["新增", $0] } + changes.filledGaps.map { ["已补齐或改变", $0] })
      ])
  }

  private static let page = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>{{river}}响应方案变化说明</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header>
    {{#note}}<p class="note">{{note}}</p>{{/note}}
    <h1>{{river}}响应方案变化说明</h1>
    <p class="imprint"><span class="p">{{compiler}}</span> <span class="p">与 {{since}} 相比</span> <span class="p">数据日期 {{dataDate}}</span></p>
    </header>
    <p>{{summary}}</p>
    {{#chapters}}
    <section>
    <h2>{{number}}{{title}}</h2>
    \(StrategyTemplate.body)
    </section>
    {{/chapters}}
    </body>
    </html>

    """

  // MARK: - JSON

  func value() -> JSONValue {
    .members([
      "since": .string(changes.since), "new_river": .boolean(changes.isNewRiver), "summary": .string(summary),
      "records": .array(changes.records.map(record)),
      "grades": .array(
        changes.grades.map {
          .members([
            "ref": .string($0.record.reference), "before": .string($0.before), "after": .string($0.after),
          ])
        }),
      "times": .array(
        changes.times.map { time in
          .members([
            "scenario": .integer(Int64(time.scenario.number)), "name": .string(time.name),
            "season": .string(time.season.rawValue),
            "before_h": time.before.map { .decimal($0, 2) } ?? .null,
            "after_h": time.after.map { .decimal($0, 2) } ?? .null,
          ])
        }),
      "new_scenarios": .array(changes.newScenarios.map(JSONValue.string)),
      "gone_scenarios": .array(changes.goneScenarios.map(JSONValue.string)),
      "new_gaps": .array(changes.newGaps.map(JSONValue.string)),
      "filled_gaps": .array(changes.filledGaps.map(JSONValue.string)),
    ])
  }

  private func record(_ change: Change) -> JSONValue {
    .members([
      "operation": .string(change.operation.rawValue), "ref": .string(change.record.reference),
      "name": .string(change.record.name), "place": .text(change.item?.place),
      "changes": .array(
        change.differences.map { difference in
          .members([
            "property": .string(difference.property.name), "title": .string(difference.property.title),
            "before": JSONValue(difference.before), "after": JSONValue(difference.after),
          ])
        }), "geometry_changed": .boolean(change.isMoved),
    ])
  }
}
