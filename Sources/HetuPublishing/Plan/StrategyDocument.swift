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

  /// The page, with the drawings.
  func html(maps: [SVGDocument], strip: SVGDocument) throws -> [UInt8] {
    let template = try MustacheTemplate(string: StrategyTemplate.page)
    let figures = (maps + [strip]).enumerated().map { index, document in
      ["drawing": document.element, "caption": "图 \(index + 1)　\(document.title)"]
    }
    let page: [String: Any] = ["style": StrategyTemplate.style, "figures": figures]
    return Array(template.render(context().merging(page) { $1 }).utf8)
  }

  /// The page that the word processor's document is made from, with the drawings as pictures.
  func document(pictures: [(title: String, png: [UInt8])]) throws -> String {
    let template = try MustacheTemplate(string: StrategyTemplate.document)
    let figures = pictures.enumerated().map { index, picture in
      ["data": Data(picture.png).base64EncodedString(), "caption": "图 \(index + 1)　\(picture.title)"]
    }
    return template.render(context().merging(["figures": figures]) { $1 })
  }

  /// What the templates say of the plan.
  func context() -> [String: Any] {
    [
      "river": plan.river.name, "note": imprint.note, "compiler": imprint.compiler.nilIfEmpty ?? "（编制单位）",
      "madeOn": PlanWords.date(imprint.madeOn), "dataDate": PlanWords.date(imprint.dataDate),
      "within": PlanWords.number(plan.withinMetres / 1_000, 3), "duty": duty(), "overview": overview(),
      "chapters": chapters(),
    ]
  }

  // MARK: - The first page

  /// The five things that a duty officer needs first.
  private func duty() -> [[String: Any]] {
    let intakes = plan.targets.filter {
      $0.record.kind.name == "drinking_water_source" || $0.record["target_class"].text == "饮用水取水口"
    }
    let barriers = plan.barriers
    return [
      Self.item("先打的电话", calls(intakes, barriers), or: "资料缺口：没有登记值班电话"),
      Self.item(
        "取水口", listed(intakes, chapter: "三", "停止取水", "close_time_min"), or: "沿线未登记取水口"),
      Self.item(
        "拦截点", listed(barriers, chapter: "五", "启用", "opening_time_min"), or: "资料缺口：沿线未登记能拦截或暂存的空间与设施"),
      Self.item("已知可用容积", [volume()], or: ""),
      Self.item(
        "报告时限",
        [
          "自发现或得知起：一般、较大事件 4 小时内，重大、特别重大事件 2 小时内；一时不能判断等级且可能影响饮用水水源保护区或跨省界的，按重大、特别重大报告（《突发环境事件信息报告办法》，以正式文本为准）"
        ], or: ""),
    ]
  }

  private static func item(_ head: String, _ lines: [String], or otherwise: String) -> [String: Any] {
    ["head": head, "lines": lines.isEmpty ? [otherwise] : lines]
  }

  /// Whom to call: the districts that the river runs through, then the first intake and the first barrier.
  private func calls(_ intakes: [RiverPlan.Item], _ barriers: [RiverPlan.Item]) -> [String] {
    let bureaus = plan.districts.map(\.record).map { (name: $0["ecology_bureau"].text ?? $0.name, record: $0) }
    let places = [intakes, barriers].compactMap { items in
      items.map(\.record).first { PlanWords.phone($0) != "—" }.map { (name: $0.name, record: $0) }
    }
    return (bureaus + places).compactMap { call in
      let phone = PlanWords.phone(call.record)
      return phone == "—" ? nil : "\(call.name) \(phone)"
    }.prefix(5).map { $0 }
  }

  /// The first three, from above, each with its place and how long it takes to act there.
  private func listed(_ items: [RiverPlan.Item], chapter: String, _ act: String, _ property: String) -> [String] {
    let lines = items.prefix(3).map { item in
      let time = item.record[property].number.map { "\(act)需 \(PlanWords.number($0, 0)) 分钟" } ?? "\(act)时间不详"
      let phone = PlanWords.phone(item.record)
      return "\(item.place)　\(item.record.name)，\(time)\(phone == "—" ? "" : "，\(phone)")"
    }
    return items.count > 3 ? lines + ["自上而下共 \(items.count) 处，其余见第\(chapter)章"] : lines
  }

  private func volume() -> String {
    let holding = plan.holdingFacilities
    let drinking = plan.facilities.map(\.record).filter { plan.drinkingWaterFacilities.contains($0.code) }.map(\.name)
    return
      "\(PlanWords.number(plan.knownVolume10kCubicMetres, 1)) 万m³（\(plan.facilities.count) 处设施中 \(holding.count) 处有数据"
      + (drinking.isEmpty ? "）" : "；\(drinking.joined(separator: "、"))是饮用水水源，不计）")
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
      "。沿河 \(PlanWords.number(plan.withinMetres / 1_000, 3)) km 范围内登记固定风险源 \(plan.sources.count) 处、移动风险源穿越点和沿河段 \(plan.mobileSources.count) 处、敏感目标 \(plan.targets.count) 处、环境应急空间与设施 \(plan.facilities.count) 处、监测断面 \(plan.sections.count) 个。"
    return text
  }

  // MARK: - Chapters

  private func chapters() -> [[String: Any]] {
    let builder = StrategyChapters(plan: plan, today: imprint.madeOn)
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
  /// How a column is set; the raw value is its class on the page.
  enum Alignment: String {
    case text = ""
    case number = "n"
    /// Broken at spaces only, as `K12+300 左岸`.
    case place = "k"
    /// Never broken.
    case phone = "p"
  }

  let caption: String
  let columns: [(title: String, alignment: Alignment)]
  let rows: [[String]]

  var context: [String: Any] {
    [
      "caption": caption, "class": (columns.count > 6 ? "wide " : "") + (rows.count > 8 ? "" : "short"),
      "columns": columns.map { ["title": $0.title, "class": $0.alignment == .number ? "n" : ""] },
      "rows": rows.map { row in ["cells": zip(row, columns).map { ["text": $0, "class": $1.alignment.rawValue] }] },
      "isEmpty": rows.isEmpty,
    ]
  }
}

/// A chapter of the strategy.
struct StrategyChapter {
  let title: String
  let paragraphs: [String]
  let tables: [StrategyTable]
}
