import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Mustache

/// The offline viewer of a plan (地图.html): one page with map, cards and plan that asks no network for anything.
struct PlanViewer {
  private let plan: RiverPlan
  private let base: MapBase
  private let imprint: PlanImprint
  private let strip: SVGDocument
  private let points: PointCards
  /// What became of the records that changed, by their references.
  private let changes: [String: PlacedChange]

  init(plan: RiverPlan, base: MapBase, imprint: PlanImprint, strip: SVGDocument) {
    self.plan = plan
    self.base = base
    self.imprint = imprint
    self.strip = strip
    points = PointCards(plan: plan)
    changes = Dictionary(plan.placedChanges.map { ($0.record.reference, $0) }) { first, _ in first }
  }

  func html() throws -> [UInt8] {
    let template = try MustacheTemplate(string: ViewerTemplate.page)
    let page: [String: Any] = [
      "style": ViewerTemplate.style, "script": ViewerTemplate.script, "scriptHash": ViewerTemplate.scriptHash,
      "data": try data(), "strip": strip.element,
    ]
    let context = try StrategyDocument(plan: plan, imprint: imprint).context(.panel, drawings: [])
    return Array(template.render(context.merging(page) { $1 }).utf8)
  }

  /// What the script draws, as JSON in which nothing can end the script element that it stands in.
  private func data() throws -> String {
    var texts = TextTable()
    let shown = try layers(&texts)
    let scenarios = plan.scenarios.map { ScenarioCard(plan: plan, scenario: $0).card() }.map { card in
      JSONValue.members([
        "name": .string(card.title), "title": .string(card.subtitle), "place": .string(card.place),
        "form": .text(card.symbol?.form.rawValue), "grade": .text(card.symbol?.grade.rawValue),
        "phones": .array(card.phones.map(JSONValue.string)), "card": texts.value(of: card),
      ])
    }
    // Of a long river that leaves the own districts the part in them, as on the map sheet.
    let part = PlanExtent(plan, base).places
    let positions =
      (part.isEmpty ? plan.river.course.flatMap(\.positions) : part)
      + plan.items.compactMap { $0.record.geometry?.representativePosition }
    let box = Envelope(positions) ?? Envelope(Position(x: 111, y: 34))
    let value = JSONValue.members([
      "center": Self.position(box.center),
      "box": .array([box.minX, box.minY, box.maxX, box.maxY].map { .decimal($0, 6) }),
      "course": .array(plan.river.course.map { Self.path($0.positions) }), "symbols": Self.symbols,
      "grades": .object(Grade.allCases.map { .init($0.rawValue, Self.grade($0)) }), "layers": .array(shown),
      "scenarios": .array(scenarios), "texts": .array(texts.all.map(JSONValue.string)),
    ])
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return Self.inScript(bytes)
  }

  /// JSON as it may stand in a script: nothing in it ends the script, and nothing ends a line for older readers of JavaScript.
  private static func inScript(_ json: [UInt8]) -> String {
    var safe: [UInt8] = []
    safe.reserveCapacity(json.count + json.count / 64)
    for byte in json {
      if byte == UInt8(ascii: "<") { safe += "\\u003c".utf8 } else { safe.append(byte) }
      // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
      guard byte & 0xFE == 0xA8, safe.suffix(3).starts(with: [0xE2, 0x80]) else { continue }
      safe.removeLast(3)
      safe += (byte == 0xA8 ? "\\u2028" : "\\u2029").utf8
    }
    return String(decoding: safe, as: UTF8.self)
  }

  // MARK: - Layers

  private func layers(_ texts: inout TextTable) throws -> [JSONValue] {
    let zones = plan.targets.map(\.record).filter { $0.kind.name == "protection_zone" }
    let lines = plan.mobileSources.map(\.source.record).reduce(into: [Record]()) { lines, record in
      if !lines.contains(where: { $0.reference == record.reference }) { lines.append(record) }
    }
    let crossings = plan.mobileSources.filter { $0.source.offsetMetres == 0 }
    let targets = plan.targets.filter { $0.record.kind.name != "protection_zone" }
    var layers = [
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
      layer("监测断面", plan.sections.compactMap { mark($0, at: $0.foot, points.section($0), &texts) }),
      layer("应急队伍", isOn: false, resources(plan.teams, &texts)),
      layer("应急物资", isOn: false, resources(plan.supplies, &texts)),
      layer("环境应急空间与设施", plan.facilities.compactMap { mark($0, points.facility($0), &texts) }),
      layer(
        "移动风险源穿越点",
        crossings.compactMap { mark($0.source, at: $0.source.foot, points.source($0), &texts) }),
      layer("固定风险源", plan.sources.compactMap { mark($0.source, points.source($0), &texts) }),
      layer("环境敏感目标", targets.compactMap { mark($0, points.target($0), &texts) }),
    ]
    if let since = plan.changes?.since {
      layers.append(layer("自 \(since) 以来的变化", plan.placedChanges.map { change($0, &texts) }))
    }
    return layers
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
    _ item: RiverPlan.Item, at position: Position? = nil, _ card: Card, _ texts: inout TextTable
  ) -> JSONValue? {
    mark(item.record, at: position ?? item.record.geometry?.representativePosition, card, &texts)
  }

  private func resources(_ resources: [RiverPlan.Resource], _ texts: inout TextTable) -> [JSONValue] {
    resources.compactMap {
      mark($0.record, at: $0.record.geometry?.representativePosition, points.resource($0), &texts)
    }
  }

  private func mark(_ record: Record, at position: Position?, _ card: Card, _ texts: inout TextTable) -> JSONValue? {
    guard let position, let form = KindSymbols.form(of: record) else { return nil }
    var card = card
    if let change = changes[record.reference] { card.tables.insert(change.table, at: 0) }
    return .members([
      "at": Self.position(position), "form": .string(form.rawValue),
      "grade": .string(KindSymbols.grade(of: record).rawValue),
      "broken": .boolean(KindSymbols.hasBrokenOutline(record, in: plan)),
      "weight": .decimal(KindSymbols.importance(of: record), 1), "name": .string(record.name),
      "code": .string(record.code), "title": .string(card.subtitle), "place": .string(card.place),
      "phones": .array(card.phones.map(JSONValue.string)), "card": texts.value(of: card),
    ])
  }

  /// A ring about what is new or changed, a cross where something was.
  private func change(_ change: PlacedChange, _ texts: inout TextTable) -> JSONValue {
    var card = Card(title: change.record.name)
    card.tables = [change.table]
    return .members([
      "at": Self.position(change.position), "change": .string(change.operation.rawValue), "weight": .decimal(0, 0),
      "name": .string(change.record.name), "code": .string(change.record.code),
      "title": .string("\(change.record.kind.title)　\(change.record.code)"),
      "place": .string("\(plan.river.name) \(change.item.place)"), "phones": .array([]), "card": texts.value(of: card),
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
