import Foundation
import HetuPlanning
import HetuRegistry
import Mustache

/// The draft of a half-monthly or monthly report as an HTML page with the form of an official document.
public struct ReportDocument {
  private let draft: ReportDraft

  /// The document of a draft.
  public init(_ draft: ReportDraft) { self.draft = draft }

  /// The page; the same draft gives the same bytes.
  public func html() throws -> [UInt8] {
    let template = try MustacheTemplate(string: ReportTemplate.page)
    return Array(template.render(context()).utf8)
  }

  private func context() -> [String: Any] {
    let sections = sections()
    return [
      "style": StrategyTemplate.style, "note": draft.note ?? "", "title": title,
      "unit": unit, "day": PlanWords.date(draft.day),
      "sections": sections.enumerated().map { place, section in
        [
          "number": StrategyChapters.numeral(place + 1), "title": section.title, "paragraphs": section.paragraphs,
          "tables": section.tables.map { $0.context(.document) },
        ]
      },
    ]
  }

  private var unit: String { draft.unit.nilIfEmpty ?? "（填报单位）" }

  private var title: String { "\(PlanWords.date(draft.due.day))\(draft.due.item.title)（草稿）" }

  private func sections() -> [StrategySection] {
    let own = [ledger(), problems(), lists(), branches()]
    return draft.due.item.draft == .month ? own + [annex3(), annex4()] : own
  }

  private func ledger() -> StrategySection {
    let (now, before) = (draft.ledger, draft.ledgerBefore)
    let since =
      draft.sinceSubmission
      ? "上次报送（登记库时间 \(HistoryTime.shown(draft.since))）" : "上次应报之日（\(HistoryTime.shown(draft.since).prefix(10))，没有报送记录）"
    func change(_ now: Int, _ before: Int) -> String {
      now == before ? "持平" : now > before ? "增\(now - before)" : "减\(before - now)"
    }
    return StrategySection(
      title: "问题整改情况",
      paragraphs: [
        "截至\(PlanWords.date(draft.day))，\(now.sentence)。与\(since)相比：挂账\(change(now.onLedger, before.onLedger))，销账\(change(now.closed, before.closed))，超期\(change(now.overdue, before.overdue))。"
      ],
      tables: [
        StrategyTable(
          caption: "各区县台账",
          columns: [
            ("区县", .place), ("挂账数", .number), ("销账数", .number), ("销账率（%）", .number), ("待销账", .number),
            ("转中长期", .number), ("超期数", .number),
          ],
          rows: draft.districts.map { row($0.name, $0.counts) } + [row("合计", now)])
      ])
  }

  private func row(_ name: String, _ counts: LedgerCounts) -> [String] {
    [
      name, "\(counts.onLedger)", "\(counts.closed)",
      counts.closingRatePercent.map { FixedDecimal.text($0, 1) } ?? "—", "\(counts.submitted)", "\(counts.planned)",
      "\(counts.overdue)",
    ]
  }

  private func problems() -> StrategySection {
    let columns: [(title: String, alignment: StrategyTable.Alignment)] = [
      ("编号", .place), ("问题概况", .text), ("责任单位", .text), ("完成时限", .phone), ("状态", .place),
    ]
    func table(_ caption: String, _ records: [Record]) -> StrategyTable {
      StrategyTable(
        caption: caption, columns: columns,
        rows: records.map {
          [
            $0.code, $0.name, PlanWords.text($0["responsible_unit"]), PlanWords.text($0["deadline"]),
            $0["ledger_state"].text ?? draft.rules.initial,
          ]
        })
    }
    return StrategySection(
      title: "新增、销账和超期问题",
      paragraphs: ["新挂账\(draft.opened.count)个，新销账\(draft.closed.count)个，超期\(draft.overdue.count)个。"],
      tables: [table("新挂账", draft.opened), table("新销账", draft.closed), table("超期", draft.overdue)])
  }

  private func lists() -> StrategySection {
    StrategySection(
      title: "清单更新情况",
      paragraphs: [
        "新增制度措施\(draft.newMeasures.count)项"
          + (draft.newMeasures.isEmpty ? "。" : "：\(draft.newMeasures.map(\.name).joined(separator: "；"))。")
      ],
      tables: [
        StrategyTable(
          caption: "四个清单记录数",
          columns: [
            ("清单", .text), ("上次", .number), ("本次", .number), ("新增", .number), ("修改", .number), ("删除", .number),
          ],
          rows: draft.lists.map {
            [$0.title, "\($0.before)", "\($0.now)", "\($0.added)", "\($0.changed)", "\($0.removed)"]
          })
      ])
  }

  private func branches() -> StrategySection {
    let missing = draft.missingBranches
    return StrategySection(
      title: "各分局报送情况",
      paragraphs: [
        missing.isEmpty ? "本期没有缺报的分局。" : "尚未报送的\(missing.count)个：\(missing.joined(separator: "、"))。"
      ], tables: [])
  }

  /// 附件3 with its columns in their order.
  private func annex3() -> StrategySection {
    let properties = ["rectification", "responsible_unit", "responsible_person", "deadline", "progress"]
    return StrategySection(
      title: "附件3　自查问题清单", paragraphs: [],
      tables: [
        StrategyTable(
          caption: "填报单位：\(unit)　填报时间：\(PlanWords.date(draft.day))",
          columns: [
            ("序号", .number), ("问题概况", .text), ("整改措施", .text), ("责任单位", .text), ("责任人", .place), ("完成时限", .phone),
            ("整改进展", .text),
          ],
          rows: draft.problems.enumerated().map { number, record in
            ["\(number + 1)", record.name] + properties.map { record[$0].text ?? "" }
          })
      ])
  }

  /// 附件4 with its columns in their order.
  private func annex4() -> StrategySection {
    StrategySection(
      title: "附件4　制度措施清单", paragraphs: [],
      tables: [
        StrategyTable(
          caption: "填报单位：\(unit)　填报时间：\(PlanWords.date(draft.day))",
          columns: [("序号", .number), ("制度措施名称", .text), ("主要内容", .text), ("落实情况", .text)],
          rows: draft.measures.enumerated().map { number, record in
            ["\(number + 1)", record.name, record["content"].text ?? "", record["implementation"].text ?? ""]
          })
      ])
  }
}

/// The page that a report is put into: Mustache, so that every value is escaped.
enum ReportTemplate {
  static let page = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    {{#note}}<p class="note">{{note}}</p>{{/note}}
    <h1>{{title}}</h1>
    <p class="imprint">{{unit}}　{{day}}</p>
    {{#sections}}
    <section>
    <h2>{{number}}、{{title}}</h2>
    {{#paragraphs}}<p>{{.}}</p>
    {{/paragraphs}}
    {{#tables}}
    \(StrategyTemplate.table)
    {{/tables}}
    </section>
    {{/sections}}
    </body>
    </html>

    """
}
