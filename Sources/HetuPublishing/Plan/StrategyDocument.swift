import Foundation
import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Mustache

/// The strategy of a river (一策): an HTML page with the form of an official document, every number from the plan.
struct StrategyDocument {
  let plan: RiverPlan
  let imprint: PlanImprint
  let map: SVGDocument

  func html() throws -> [UInt8] {
    let template = try MustacheTemplate(string: StrategyTemplate.page)
    return Array(template.render(context()).utf8)
  }

  private func context() -> [String: Any] {
    [
      "style": StrategyTemplate.style, "map": map.text.drop { $0 != "<" }.replacing(/^<\?xml[^>]*\?>\s*/, with: ""),
      "river": plan.river.name, "note": imprint.note, "compiler": imprint.compiler.nilIfEmpty ?? "（编制单位）",
      "madeOn": PlanWords.date(imprint.madeOn), "dataDate": PlanWords.date(imprint.dataDate),
      "within": PlanWords.number(plan.withinMetres / 1_000, 3), "duty": duty(), "overview": overview(),
      "chapters": chapters(),
    ]
  }

  // MARK: - The first page

  /// The five things that a duty officer needs first.
  private func duty() -> [[String: Any]] {
    let callers = plan.facilities.filter { PlanWords.phone($0.record) != "—" }.prefix(3).map {
      "\($0.record.name) \(PlanWords.phone($0.record))"
    }
    let bureaus = plan.borders.flatMap { [$0.upper, $0.lower] }.compactMap { $0?.record }
      .compactMap { record in record["duty_phone"].text.map { "\(record["ecology_bureau"].text ?? record.name) \($0)" }
      }
    let calls = Array(Set(bureaus)).sorted() + callers
    let intake = plan.targets.first {
      $0.record.kind.name == "drinking_water_source" || $0.record["target_class"].text == "饮用水取水口"
    }
    let holding = plan.facilities.filter { PlanWords.functions(of: $0.record).contains("拦截") }
    let stop = holding.first ?? plan.facilities.first
    return [
      ["head": "先打的电话", "text": calls.prefix(4).joined(separator: "；").nilIfEmpty ?? "资料缺口：没有登记值班电话"],
      [
        "head": "最上游的取水口",
        "text": intake.map {
          "\($0.record.name)，\($0.place)，停止取水需 \(PlanWords.number($0.record["close_time_min"], 0)) 分钟"
        } ?? "沿线未登记取水口",
      ],
      [
        "head": "最上游的拦截点",
        "text": stop.map {
          "\($0.record.name)，\($0.place)，启用需 \(PlanWords.number($0.record["opening_time_min"], 0)) 分钟"
        } ?? "资料缺口：沿线未登记环境应急空间与设施",
      ],
      [
        "head": "已知可用容积",
        "text":
          "\(PlanWords.number(plan.knownVolume10kCubicMetres, 1)) 万m³（\(plan.facilities.count) 处设施中 \(plan.facilities.count { !$0.record["usable_volume_10k_m3"].isNull }) 处有数据）",
      ],
      [
        "head": "报告时限",
        "text":
          "自发现或得知起：一般、较大事件 4 小时内，重大、特别重大事件 2 小时内报告；一时不能判断等级且可能影响饮用水水源保护区或跨省界的，按重大、特别重大报告（《突发环境事件信息报告办法》，规则以正式文本为准）",
      ],
    ]
  }

  private func overview() -> String {
    var text = "\(plan.river.name)图上长度 \(PlanWords.number(plan.river.lengthKm, 1)) km"
    if let record = plan.record {
      if let length = record["length_km"].number { text += "，登记全长 \(PlanWords.number(length, 1)) km" }
      if let area = record["basin_area_km2"].number { text += "，流域面积 \(PlanWords.number(area, 0)) km²" }
      if let source = record["source_place"].text { text += "，发源于\(source)" }
      if let passes = record["passes"].text { text += "，流经\(passes)" }
    }
    if let into = plan.flowsInto { text += "，汇入\(into)" }
    text +=
      "。沿河 \(PlanWords.number(plan.withinMetres / 1_000, 3)) km 范围内登记固定风险源 \(plan.sources.count) 处、移动风险源穿越点 \(plan.mobileSources.count) 处、敏感目标 \(plan.targets.count) 处、环境应急空间与设施 \(plan.facilities.count) 处、监测断面 \(plan.sections.count) 个。"
    return text
  }

  // MARK: - Chapters

  private func chapters() -> [[String: Any]] {
    let builder = StrategyChapters(plan: plan)
    return builder.all().enumerated().map { index, chapter in
      let number = index + 1
      let gaps = plan.gaps.filter { $0.chapter == number }
      return [
        "number": StrategyChapters.numerals[index], "title": chapter.title,
        "paragraphs": chapter.paragraphs,
        "tables": chapter.tables.map { $0.context }, "gaps": gaps.map { ["what": $0.what, "from": $0.from] },
      ]
    }
  }
}

/// A table of the strategy.
struct StrategyTable {
  /// How a column is set.
  enum Alignment { case text, number }

  let caption: String
  let columns: [(title: String, alignment: Alignment)]
  let rows: [[String]]

  var context: [String: Any] {
    [
      "caption": caption, "columns": columns.map { ["title": $0.title, "class": $0.alignment == .number ? "n" : ""] },
      "rows": rows.map { row in
        ["cells": zip(row, columns).map { ["text": $0, "class": $1.alignment == .number ? "n" : ""] }]
      }, "isEmpty": rows.isEmpty,
    ]
  }
}

/// A chapter of the strategy.
struct StrategyChapter {
  let title: String
  let paragraphs: [String]
  let tables: [StrategyTable]
}
