import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Mustache

/// The offline viewer of a plan (地图.html): one page with map, cards and plan that asks no network for anything.
struct PlanViewer {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint

  func html() throws -> [UInt8] {
    let template = try MustacheTemplate(string: ViewerTemplate.page)
    let page: [String: Any] = [
      "style": ViewerTemplate.style, "script": ViewerTemplate.script, "scriptHash": ViewerTemplate.scriptHash,
      "data": try data(),
    ]
    var context = try StrategyDocument(plan: plan, imprint: imprint).context(.page, drawings: []).merging(page) { $1 }
    context["chapters"] = (context["chapters"] as? [[String: Any]])?.map(Self.shortened)
    return Array(template.render(context).utf8)
  }

  /// So many rows of a table stand beside the map; the strategy has all.
  private static let greatestRowCount = 200

  /// A chapter, or a section of one, whose long tables are cut, which their captions say.
  private static func shortened(_ chapter: [String: Any]) -> [String: Any] {
    var chapter = chapter
    chapter["tables"] = (chapter["tables"] as? [[String: Any]])?.map { table in
      guard let rows = table["rows"] as? [Any], rows.count > greatestRowCount else { return table }
      let caption = "\(table["caption"] ?? "")（前 \(greatestRowCount) 行，共 \(rows.count) 行，全表见响应方案）"
      return table.merging(["rows": Array(rows.prefix(greatestRowCount)), "caption": caption]) { $1 }
    }
    chapter["sections"] = (chapter["sections"] as? [[String: Any]])?.map(shortened)
    return chapter
  }

  /// What the script draws, as JSON in which nothing can end the script element that it stands in.
  private func data() throws -> String {
    let shown = try layers()
    let positions =
      plan.river.course.flatMap(\.positions) + plan.items.compactMap { $0.record.geometry?.representativePosition }
    let box = Envelope(positions) ?? Envelope(Position(x: 111, y: 34))
    let value = JSONValue.members([
      "center": Self.position(box.center),
      "box": .array([box.minX, box.minY, box.maxX, box.maxY].map { .decimal($0, 6) }),
      "course": .array(plan.river.course.map { Self.path($0.positions) }), "symbols": Self.symbols,
      "grades": .object(Grade.allCases.map { .init($0.rawValue, Self.grade($0)) }), "layers": .array(shown),
    ])
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self).replacing("<", with: "\\u003c")
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
  }

  // MARK: - Layers

  private func layers() throws -> [JSONValue] {
    let zones = plan.targets.map(\.record).filter { $0.kind.name == "protection_zone" }
    let lines = plan.mobileSources.map(\.source.record).reduce(into: [Record]()) { lines, record in
      if !lines.contains(where: { $0.reference == record.reference }) { lines.append(record) }
    }
    let crossings = plan.mobileSources.map(\.source).filter { $0.offsetMetres == 0 }
    return [
      layer(
        "行政区", stroke: "#8A8A8A", width: 1, fill: "#FDFCF8", opacity: 1, isNamed: true,
        base.districts.districts.compactMap { shape(.multiPolygon($0.polygons), $0.name) }),
      layer(
        "沿河范围", stroke: "#8FB6DA", width: 1, fill: "#1F6FB5", opacity: 0.06, dash: [6, 4],
        [shape(try plan.river.buffer(metres: plan.withinMetres), "")].compactMap { $0 }),
      layer(
        "支流和其他河流", stroke: "#4A8FC9", width: 1.2, isNamed: true,
        base.rivers.rivers.filter { $0.code != plan.river.code }.compactMap {
          shape(.multiLineString($0.course.map(\.positions)), $0.name)
        }),
      layer(
        "饮用水水源保护区", stroke: "#00857C", width: 1.6, fill: "#00857C", opacity: 0.1,
        zones.compactMap { record in record.geometry.flatMap { shape($0, record.name) } }),
      layer(
        "管线和危化品运输路线", stroke: "#7A4A20", width: 1.4, dash: [8, 4], isNamed: true,
        lines.compactMap { record in record.geometry.flatMap { shape($0, record.name) } }),
      layer(
        plan.river.name, stroke: "#1F6FB5", width: 4, isNamed: true,
        [shape(.multiLineString(plan.river.course.map(\.positions)), plan.river.name)].compactMap { $0 }),
      layer("监测断面", plan.sections.compactMap { mark($0, at: $0.foot) }),
      layer("应急队伍", isOn: false, resources(plan.teams)), layer("应急物资", isOn: false, resources(plan.supplies)),
      layer("环境应急空间与设施", plan.facilities.compactMap { mark($0) }),
      layer("移动风险源穿越点", crossings.compactMap { mark($0, at: $0.foot) }),
      layer("固定风险源", plan.sources.compactMap { mark($0.source, threat: $0) }),
      layer("环境敏感目标", plan.targets.filter { $0.record.kind.name != "protection_zone" }.compactMap { mark($0) }),
    ]
  }

  private func layer(
    _ title: String, stroke: String = "#222222", width: Double = 1, fill: String? = nil, opacity: Double = 1,
    dash: [Double] = [], isNamed: Bool = false, isOn: Bool = true, _ features: [JSONValue]
  ) -> JSONValue {
    .members([
      "title": .string(title), "on": .boolean(isOn), "named": .boolean(isNamed),
      "style": .members([
        "stroke": .string(stroke), "width": .decimal(width, 1), "fill": .text(fill), "opacity": .decimal(opacity, 2),
        "dash": .array(dash.map { .decimal($0, 0) }),
      ]), "features": .array(features),
    ])
  }

  /// A line or an area; nil for what has neither.
  private func shape(_ geometry: Geometry, _ name: String) -> JSONValue? {
    let rings = geometry.polygons.flatMap(\.rings)
    let parts = rings.isEmpty ? geometry.lines : rings
    guard !parts.isEmpty else { return nil }
    return .members([
      "name": .string(name), "area": .boolean(!rings.isEmpty), "parts": .array(parts.map(Self.path)),
      "label": name.isEmpty ? .null : geometry.representativePosition.map(Self.position) ?? .null,
    ])
  }

  private func mark(
    _ item: RiverPlan.Item, at position: Position? = nil, threat: RiverPlan.Threat? = nil
  ) -> JSONValue? {
    guard let position = position ?? item.record.geometry?.representativePosition else { return nil }
    var rows = [
      ("离河", "\(FixedDecimal.text(item.offsetMetres, 0)) m")
    ]
    if let threat {
      rows.append(("下游敏感目标", Self.next(threat.target, threat.targetPathKm)))
      rows.append(("下游拦截点", Self.next(threat.facility, threat.facilityPathKm)))
    }
    return mark(item.record, at: position, place: "\(plan.river.name) \(item.place)", rows)
  }

  private static func next(_ item: RiverPlan.Item?, _ km: Double?) -> String {
    guard let item, let km else { return "下游未登记" }
    return "\(item.record.name)，沿河 \(FixedDecimal.text(km, 1)) km"
  }

  private func resources(_ resources: [RiverPlan.Resource]) -> [JSONValue] {
    resources.compactMap { resource in
      guard let position = resource.record.geometry?.representativePosition else { return nil }
      let distance = resource.distanceMetres.map { "距河 \(FixedDecimal.text($0 / 1_000, 1)) km" } ?? ""
      return mark(resource.record, at: position, place: distance, [])
    }
  }

  private func mark(
    _ record: Record, at position: Position, place: String, _ rows: [(String, String)]
  ) -> JSONValue? {
    guard let form = KindSymbols.form(of: record) else { return nil }
    let card = rows + PlanWords.properties(of: record)
    return .members([
      "at": Self.position(position), "form": .string(form.rawValue),
      "grade": .string(KindSymbols.grade(of: record).rawValue),
      "broken": .boolean(KindSymbols.hasBrokenOutline(record, in: plan)),
      "weight": .decimal(KindSymbols.importance(of: record), 1), "name": .string(record.name),
      "code": .string(record.code), "title": .string(record.kind.title), "place": .string(place),
      "phones": .array(PlanWords.phones(record).map(JSONValue.string)),
      "card": .array(card.map { .array([.string($0.0), .string($0.1)]) }),
    ])
  }

  // MARK: - Figures

  private static func position(_ position: Position) -> JSONValue {
    .array([.decimal(position.x, 6), .decimal(position.y, 6)])
  }

  private static func path(_ positions: [Position]) -> JSONValue { .array(positions.map(position)) }

  private static func grade(_ grade: Grade) -> JSONValue {
    .members(["colour": .string(grade.colour), "hollow": .boolean(grade == .undetermined)])
  }

  private static let symbols = JSONValue.object(
    SymbolForm.allCases.map { form in
      let shape = SymbolShape.of(form)
      let marks = shape.marks.map { mark in
        JSONValue.members([
          "path": .string(mark.path), "fill": .string(mark.fill.rawValue), "stroke": .string(mark.stroke.rawValue),
          "width": .decimal(mark.strokeWidth, 1),
        ])
      }
      return .init(
        form.rawValue,
        .members([
          "outline": .string(shape.outline), "colour": .text(form.colour), "marks": .array(marks),
        ]))
    })
}
