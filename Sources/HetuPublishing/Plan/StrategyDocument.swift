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

  /// Where the strategy stands: its drawings are elements of a page, or pictures of a word processor's document; the panel beside
  /// the viewer's map has the beginnings of long tables.
  enum Medium { case page, document, panel }

  /// The page, with the drawings.
  func html(drawings: [SVGDocument]) throws -> [UInt8] {
    let template = try MustacheTemplate(string: StrategyTemplate.page)
    let page: [String: Any] = ["style": StrategyTemplate.style]
    return Array(template.render(try context(.page, drawings: drawings).merging(page) { $1 }).utf8)
  }

  /// The page that the word processor's document is made from, and its pictures.
  func document(drawings: [SVGDocument]) throws -> (page: String, pictures: [WordDocument.Picture]) {
    var figures = StrategyFigures(medium: .document)
    let context = try context(&figures, drawings: drawings)
    return (try MustacheTemplate(string: StrategyTemplate.document).render(context), figures.pictures)
  }

  /// What the templates say of the plan, with drawings behind its chapters.
  func context(_ medium: Medium, drawings: [SVGDocument]) throws -> [String: Any] {
    var figures = StrategyFigures(medium: medium)
    return try context(&figures, drawings: drawings)
  }

  private func context(_ figures: inout StrategyFigures, drawings: [SVGDocument]) throws -> [String: Any] {
    let chapters = try chapters(&figures)
    return [
      "river": plan.river.name, "note": imprint.note, "compiler": imprint.compilerLine,
      "madeOn": PlanWords.date(imprint.madeOn), "dataDate": PlanWords.date(imprint.dataDate),
      "within": PlanWords.number(plan.withinMetres / 1_000, 3), "duty": duty(), "overview": overview(),
      "chapters": chapters, "figures": try drawings.map { try figures.context($0) },
    ]
  }

  // MARK: - The first page

  /// The five things that a duty officer needs first.
  private func duty() -> [[String: Any]] {
    let intakes = plan.targets.filter {
      $0.record.kind.name == "drinking_water_source" || $0.record["target_class"].text == "饮用水取水口"
    }
    // What lies above all sources stops nothing of theirs.
    let highest = (plan.sources + plan.mobileSources).map(\.source.riverKm).max() ?? .infinity
    let barriers = plan.barriers.filter { $0.riverKm <= highest }
    return [
      Self.item("先打的电话", calls(intakes, barriers), or: plan.audience == .public ? "公开版不列电话" : "资料缺口：没有登记值班电话"),
      Self.item(
        "取水口", listed(intakes, chapter: "三", "停止取水", "close_time_min"), or: "沿线未登记取水口"),
      Self.item(
        "拦截点", listed(barriers, chapter: "五", "启用", "opening_time_min"), or: "资料缺口：沿线未登记能拦断河道的设施"),
      Self.item(
        "导流、暂存（配合拦截使用）", listed(plan.helpers, chapter: "五", "启用", "opening_time_min"), or: "沿线未登记"),
      Self.item("已知可用容积", [volume()], or: ""),
      Self.item(
        "报告时限",
        [
          "自发现或得知起：一般、较大事件 4 小时内，重大、特别重大事件 2 小时内；一时不能判断等级且可能影响饮用水水源保护区或跨省界的，按重大、特别重大报告（《突发环境事件信息报告办法》，以正式文本为准）"
        ], or: ""),
    ]
  }

  private static func item(_ head: String, _ lines: [String], or otherwise: String) -> [String: Any] {
    ["head": head, "lines": (lines.isEmpty ? [otherwise] : lines).map(StrategyTable.whole)]
  }

  /// Whom to call: the districts that the river runs through, also where their phones are missing, then the first intake and the
  /// first barrier, the own districts' before others'.
  private func calls(_ intakes: [RiverPlan.Item], _ barriers: [RiverPlan.Item]) -> [String] {
    guard plan.audience == .internal else { return [] }
    let bureaus = plan.ownDistricts.map(\.record).map { record in
      (name: record["ecology_bureau"].text ?? "\(record.name)生态环境部门", record: record)
    }
    let places = [intakes, barriers].map(ownFirst).compactMap { items in
      items.map(\.record).first { PlanWords.phone($0) != "—" }.map { (name: $0.name, record: $0) }
    }
    return (bureaus + places).prefix(5).map { call in
      let phone = PlanWords.phone(call.record)
      return phone == "—" ? "\(call.name)：资料缺口，没有登记值班电话" : "\(call.name) \(phone)"
    }
  }

  /// The first three from above, those of the own districts before those of others, each with its place and how long it takes to
  /// act there.
  private func listed(_ items: [RiverPlan.Item], chapter: String, _ act: String, _ property: String) -> [String] {
    let foreign = items.count(where: isForeign)
    let lines = ownFirst(items).prefix(3).map { item in
      let time = item.record[property].number.map { "\(act)需 \(PlanWords.number($0, 0)) 分钟" } ?? "\(act)时间不详"
      let phone = PlanWords.phone(item.record)
      let outside = isForeign(item) ? "（辖区外）" : ""
      return "\(item.place)　\(item.record.name)\(outside)\(phone == "—" ? "" : " \(phone)")，\(time)"
    }
    guard items.count > 3 else { return lines }
    let among = foreign > 0 && foreign < items.count ? "（辖区外 \(foreign) 处，列在后）" : ""
    return lines + ["自上而下共 \(items.count) 处\(among)，其余见第\(chapter)章"]
  }

  private func isForeign(_ item: RiverPlan.Item) -> Bool { plan.foreign.contains(item.record.reference) }

  private func ownFirst(_ items: [RiverPlan.Item]) -> [RiverPlan.Item] {
    items.filter { !isForeign($0) } + items.filter(isForeign)
  }

  private func volume() -> String {
    let holding = plan.holdingFacilities
    let drinking = plan.facilities.map(\.record).filter { plan.drinkingWaterFacilities.contains($0.code) }.map(\.name)
    let foreign = plan.foreignHoldingFacilities.map(\.record.name)
    let notes = [
      "\(plan.ownFacilityCount == plan.facilities.count ? "" : "本辖区 ")\(plan.ownFacilityCount) 处设施中 \(holding.count) 处有数据",
      drinking.isEmpty ? nil : "\(drinking.joined(separator: "、"))是饮用水水源，不计",
      foreign.isEmpty
        ? nil
        : "辖区外的\(foreign.joined(separator: "、"))另有 \(PlanWords.number(plan.foreignVolume10kCubicMetres, 1)) 万m³，须协调启用，不计",
    ].compactMap { $0 }
    return "\(PlanWords.number(plan.knownVolume10kCubicMetres, 1)) 万m³（\(notes.joined(separator: "；"))）"
  }

  private func overview() -> String {
    var text = "\(plan.river.name)图上长度 \(PlanWords.number(plan.river.lengthKm, 1)) km"
    if let record = plan.record {
      if let length = record["length_km"].number { text += "，登记全长 \(PlanWords.number(length, 1)) km" }
      if let area = record["basin_area_km2"].number { text += "，流域面积 \(PlanWords.number(area, 0)) km²" }
      if let source = record["source_place"].text { text += "，发源于\(source)" }
      if let passes = record["passes"].text { text += "，流经\(passes)" }
    }
    if let into = plan.mouth.name { text += "，汇入\(into)" }
    if plan.mouth.isContradictory, let drawn = plan.mouth.drawn { text += "（登记；图上河线末端接\(drawn)，待核对）" }
    text +=
      "。沿河 \(PlanWords.number(plan.withinMetres / 1_000, 3)) km 范围内登记固定风险源 \(plan.sources.count) 处、移动风险源穿越点和沿河段 \(plan.mobileSources.count) 处、敏感目标 \(plan.targets.count) 处、环境应急空间与设施 \(plan.facilities.count) 处、监测断面 \(plan.sections.count) 个。"
    return text
  }

  // MARK: - Chapters

  private func chapters(_ figures: inout StrategyFigures) throws -> [[String: Any]] {
    try StrategyChapters(plan: plan, today: imprint.madeOn).all().enumerated().map { index, chapter in
      let gaps = plan.gaps.filter { $0.chapter == index + 1 }.map { ["what": $0.what, "from": $0.from] }
      let sections = try chapter.sections.enumerated().map { place, section in
        try Self.context(section, numbered: "（\(StrategyChapters.numeral(place + 1))）", &figures)
      }
      return try Self.context(chapter.body, numbered: "\(StrategyChapters.numeral(index + 1))、", &figures)
        .merging(["sections": sections, "gaps": gaps]) { $1 }
    }
  }

  static func context(
    _ section: StrategySection, numbered number: String, _ figures: inout StrategyFigures
  ) throws -> [String: Any] {
    [
      "number": number, "title": section.title, "paragraphs": section.paragraphs,
      "tables": section.tables.map { $0.context(figures.medium) },
      "drawings": try section.figures.map { try figures.context($0) },
      "parts": try section.parts.enumerated().map { place, part in
        try context(part, numbered: "\(place + 1). ", &figures)
      },
    ]
  }
}

/// The figures of a strategy, numbered through the whole of it.
struct StrategyFigures {
  let medium: StrategyDocument.Medium
  /// The pictures of a document.
  private(set) var pictures: [WordDocument.Picture] = []
  private var last = 0

  init(medium: StrategyDocument.Medium) { self.medium = medium }

  /// How many dots an inch a drawing in a document has: no more on a sheet than fit the width of a page well.
  private static func dotsPerInch(_ document: SVGDocument) -> Double { document.widthMillimetres > 200 ? 130 : 220 }

  mutating func context(_ document: SVGDocument) throws -> [String: Any] {
    last += 1
    let caption = "图 \(last)　\(document.title)"
    switch medium {
    case .page, .panel: return ["caption": caption, "drawing": document.element]
    case .document:
      let name = "figure\(last).png"
      pictures.append((name, try SVGRendering.png(document, dotsPerInch: Self.dotsPerInch(document))))
      return ["caption": caption, "picture": name]
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

  /// So many rows of a table stand in the viewer's panel; the strategy has all.
  private static let mostRowsOfPanel = 200

  /// What the template says of the table; a document's columns have widths, and its numbers stand to the right by themselves.
  func context(_ medium: StrategyDocument.Medium) -> [String: Any] {
    func look(_ alignment: Alignment) -> String {
      medium == .document && alignment == .number ? " style=\"text-align:right\"" : ""
    }
    let isWide = columns.count > 6
    let widths = medium == .panel ? columns.map { _ in 0 } : widths(ofEms: medium == .page && !isWide ? 42 : 49)
    let heads = zip(columns, widths).map { column, width -> [String: Any] in
      [
        "title": Self.heading(column.title, isSized: medium != .panel), "class": column.alignment == .number ? "n" : "",
        "look": look(column.alignment),
        "width": width,
      ]
    }
    let cells = columns.map { "<td class=\"\($0.alignment.rawValue)\"\(look($0.alignment))>" }
    // An empty table says so in its own first row.
    let rows = rows.isEmpty ? [["无登记"] + columns.dropFirst().map { _ in "" }] : rows
    let isCut = medium == .panel && rows.count > Self.mostRowsOfPanel
    let note = isCut ? "（前 \(Self.mostRowsOfPanel) 行，共 \(rows.count) 行，全表见响应方案）" : ""
    return [
      "caption": caption + note, "class": (isWide ? "wide " : "") + (rows.count > 4 ? "" : "short"),
      "isSized": medium != .panel, "columns": heads,
      "rows": Self.html(isCut ? Array(rows.prefix(Self.mostRowsOfPanel)) : rows, cells),
    ]
  }

  /// Rows as HTML, every text escaped: tables of thousands of rows take the template too long.
  private static func html(_ rows: [[String]], _ cells: [String]) -> String {
    var html = ""
    for row in rows {
      html += "<tr>"
      for (text, cell) in zip(row, cells) {
        html += cell
        html += whole(text)
        html += "</td>"
      }
      html += "</tr>\n"
    }
    return html
  }

  /// A text as HTML, escaped; phones (`0398-5550272`) are not broken.
  static func whole(_ text: String) -> String {
    let text = StyleElement.escaped(text)
    guard text.utf8.contains(UInt8(ascii: "-")) else { return text }
    return text.replacing(/\d{3,4}-\d{7,8}/) { "<span class=\"p\">\($0.output)</span>" }
  }

  /// A column's title as HTML; where columns have widths its unit in brackets has a line of its own.
  private static func heading(_ title: String, isSized: Bool) -> String {
    let parts = title.split(separator: "（", maxSplits: 1)
    guard parts.count == 2, parts[1].count < longestUnit else { return StyleElement.escaped(title) }
    return StyleElement.escaped(String(parts[0])) + (isSized ? "<br>" : "") + "<span class=\"p\">（"
      + StyleElement.escaped(String(parts[1])) + "</span>"
  }

  /// What stands in brackets of a title and is as long is no unit.
  private static let longestUnit = 8

  /// Texts have room for so many Chinese characters before any column has more than it needs.
  private static let leastTextEms = 5.0

  /// The widths of the columns in percent of a line of so many Chinese characters: each has what it can't do without, then longer
  /// texts have more. Where a line is too short for that, figures by season are broken, too.
  private func widths(ofEms line: Double) -> [Int] {
    var needs = needs()
    func sum(_ room: KeyPath<Need, Double>) -> Double { needs.reduce(0) { $0 + $1[keyPath: room] } }
    if sum(\.least) > line { needs = self.needs(inPieces: true) }
    let spare = max(0, line - sum(\.least))
    let granted = min(1, spare / max(sum(\.more), 0.1))
    let rooms = needs.map { $0.least + granted * $0.more }
    let total = rooms.reduce(0, +)
    // Rounded where columns end, so that all widths are a hundred.
    var (end, before) = (0.0, 0)
    return rooms.map { room in
      end += room / total * 100
      defer { before = Int(end.rounded()) }
      return Int(end.rounded()) - before
    }
  }

  /// The room that a column can't do without and what it would like besides, in Chinese characters.
  private struct Need {
    let least: Double
    var more = 0.0
  }

  /// The room of each column; figures by season (`1.2／0.8／—`) in two lines, if in pieces.
  private func needs(inPieces: Bool = false) -> [Need] {
    func ems(_ text: some StringProtocol) -> Double { text.reduce(0) { $0 + ($1.isASCII ? 0.64 : 1) } }
    return columns.enumerated().map { index, column in
      let texts = rows.compactMap { $0.indices.contains(index) ? $0[index] : nil }
      // A unit in brackets is not broken.
      let title = column.title.split(separator: "（", maxSplits: 1)
      let unit = title.count == 2 && title[1].count < Self.longestUnit ? 1.4 + ems(title[1]) : 0
      let head = max(min(ems(title.first ?? ""), 4), unit)
      guard column.alignment == .text else {
        let parts = column.alignment == .place ? texts.flatMap { $0.split(separator: " ") } : texts.map { $0[...] }
        let longest = parts.map { ems($0) * (inPieces && $0.unicodeScalars.contains("／") ? 0.65 : 1) }.max() ?? 0
        return Need(least: max(longest, head) + 1.2)
      }
      let longest = texts.map(ems).max() ?? 0
      let least = max(min(longest, Self.leastTextEms), head)
      return Need(least: least + 1.2, more: max(0, min(longest, 6 + longest / 5) - least))
    }
  }
}

/// A part of a chapter, under a heading of its own.
struct StrategySection {
  let title: String
  var paragraphs: [String] = []
  var tables: [StrategyTable] = []
  var figures: [SVGDocument] = []
  /// What follows under headings of their own.
  var parts: [StrategySection] = []
}

/// A chapter of the strategy.
struct StrategyChapter {
  /// What stands under the chapter's heading.
  let body: StrategySection
  /// What follows under headings of its own.
  let sections: [StrategySection]

  init(title: String, paragraphs: [String], tables: [StrategyTable], sections: [StrategySection] = []) {
    body = StrategySection(title: title, paragraphs: paragraphs, tables: tables)
    self.sections = sections
  }
}
