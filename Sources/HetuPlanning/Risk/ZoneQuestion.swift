import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// Which protection zones has a drinking-water source by default, how do the approved ones compare, and what lies in them?
public struct ZoneQuestion: Sendable {
  let source: Record
  let rules: ZoneRules
  let audience: Audience

  /// How far from the water an intake may lie, metres.
  static let intakeMetres = 5_000.0
  /// How far apart the positions of a line drawn anew are, metres.
  private static let stepMetres = 20.0

  /// The zones of a record of `drinking_water_source`.
  ///
  /// - Throws: `RegistryError` of class usage for a record of another kind, and for the public, who may not see intakes.
  public init(source: Record, rules: ZoneRules, audience: Audience = .internal) throws {
    guard source.kind.name == "drinking_water_source" else {
      throw RegistryError(.usage, "\(source.reference) is no drinking_water_source; zones are drawn for those only")
    }
    guard audience == .internal else {
      throw RegistryError(.usage, "zones tell where intakes lie and are not made for the public")
    }
    self.source = source
    self.rules = rules
    self.audience = audience
  }

  private static let figures: [Figure] = [
    Figure(name: "zone_level", title: "级别"),
    Figure(name: "zone_part", title: "部位"),
    Figure(name: "basis", title: "依据"),
    Figure(name: "area_km2", title: "面积", unit: "km²", decimals: 4),
    Figure(name: "approved_share_pct", title: "在批复范围内", unit: "%", decimals: 1),
    Figure(name: "unfit", title: "不宜之处"),
  ]

  /// The approved zones, then those drawn by default, then what lies in either: in the approved where there are any.
  ///
  /// - Throws: `RegistryError` for a source without position or type, `HydrologyError` for an intake far from any river.
  public func answer(from water: Water) throws -> Answer {
    let registry = water.registry
    var answer = Answer(
      question: [
        .init("question", .string("zones")), .init("source", .string(source.reference)),
        .init("rules", .string(rules.id)),
        .init(
          "method",
          .string("default figures of the rules, drawn in the 3-degree Gauss-Krüger plane; areas on the ellipsoid")),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    let drawing = try ZoneDrawing(source, rules, water)
    let drawn = drawing.zones
    let approved = try approvedZones(registry)
    let shares = try approvedShares(drawn, approved)
    answer.rows = approved.map { zone in
      row(
        zone["zone_level"].text, zone["zone_part"].text, "批复\(zone["approval_doc"].text.map { "（\($0)）" } ?? "")",
        zone.geometry, name: zone.name, code: zone.code, share: nil)
    }
    for (zone, share) in zip(drawn, shares) {
      answer.rows.append(
        row(
          zone.level, zone.part, "推算：\(zone.basis)", zone.geometry,
          name: "\(source.name)\(zone.level)保护区\(zone.part)（推算）", code: "", share: share))
    }
    for zone in drawing.manual {
      answer.rows.append(
        row(
          zone.level, zone.part, "须人工划定：\(zone.what)", nil,
          name: "\(source.name)\(zone.level)保护区\(zone.part)（须人工划定）", code: "", share: nil))
    }
    let counted =
      approved.isEmpty
      ? drawn.map { (level: $0.level, part: $0.part, geometry: $0.geometry) }
      : approved.compactMap { zone in
        zone.geometry.map { (zone["zone_level"].text ?? "", zone["zone_part"].text ?? "", $0) }
      }
    answer.rows += try inside(counted, isApproved: !approved.isEmpty, registry)
    if !approved.isEmpty { answer.warnings.append(AnswerWarning("批复的保护区优先；推算的边界只供对照", source.reference)) }
    if !drawn.isEmpty {
      answer.warnings.append(
        AnswerWarning(
          "推算的边界没有按分水岭、堤防和批复文字修正\(isVerified ? "" : "；\(rules.name.standard)\(Explanation.unverifiedNotice)")"))
    }
    answer.warnings += drawing.warnings.map { AnswerWarning($0, source.reference) }
    return answer
  }

  /// How much of each drawn zone lies in the approved one of its level and part, percent; nil where there is none.
  private func approvedShares(_ drawn: [DefaultZone], _ approved: [Record]) throws -> [Double?] {
    let official = try Dictionary(grouping: approved) { Self.key($0["zone_level"].text, $0["zone_part"].text) }
      .mapValues { try Geometry.union($0.compactMap(\.geometry)) }
    return try drawn.map { zone in
      try official[Self.key(zone.level, zone.part)].map { approved in
        let common = try zone.geometry.intersection(approved)
        return 100 * abs(Geodesic.cgcs2000.areaSquareMetres(of: common)) / max(zone.areaKm2 * 1e6, 1e-9)
      }
    }
  }

  private var isVerified: Bool {
    rules.verified && rules.rivers.verified && rules.lakes.verified && rules.groundwater.verified
  }

  private static func key(_ level: String?, _ part: String?) -> String { "\(level ?? "")\(part ?? "")" }

  private func row(
    _ level: String?, _ part: String?, _ basis: String, _ geometry: Geometry?, name: String, code: String,
    share: Double?
  ) -> AnswerRow {
    let area = geometry.map { abs(Geodesic.cgcs2000.areaSquareMetres(of: $0)) / 1e6 }
    return AnswerRow(
      kind: "zone", title: "饮用水水源保护区", code: code, name: name, geometry: geometry,
      figures: [
        level.map(Value.text) ?? .null, part.map(Value.text) ?? .null, .text(basis), area.map(Value.real) ?? .null,
        share.map(Value.real) ?? .null, .null,
      ])
  }

  private func approvedZones(_ registry: Registry) throws -> [Record] {
    let order = ["一级", "二级", "准"]
    return try registry.records(of: try registry.kind("protection_zone")).filter { zone in
      guard zone["official"].boolean != false, zone.geometry != nil, let name = zone["water_source"].text else {
        return false
      }
      return name == source.code || name == source.name
    }.sorted {
      (order.firstIndex(of: $0["zone_level"].text ?? "") ?? 9, $0.code)
        < (order.firstIndex(of: $1["zone_level"].text ?? "") ?? 9, $1.code)
    }
  }

  /// Risk sources and facilities inside zones, each once, in the innermost.
  private func inside(
    _ zones: [(level: String, part: String, geometry: Geometry)], isApproved: Bool, _ registry: Registry
  ) throws -> [AnswerRow] {
    let word = isApproved ? "" : "推算的"
    let prepared = try zones.map { (zone: $0, box: $0.geometry.envelope, area: try PreparedGeometry($0.geometry)) }
    var rows: [AnswerRow] = []
    for kind in registry.kinds.all
    where (kind.group == .riskSource && kind.name != source.kind.name) || kind.name == "emergency_facility" {
      for record in try registry.records(of: kind, near: prepared.compactMap(\.box)) {
        try Task.checkCancellation()
        guard let geometry = record.geometry,
          let hit = try prepared.first(where: { try $0.area.intersects(geometry) })?.zone
        else { continue }
        let unfit = kind.group == .riskSource ? "\(word)\(hit.level)保护区内的风险源" : Self.unfitness(record)
        rows.append(
          AnswerRow(
            audience.view(record),
            figures: [.text(hit.level), .text(hit.part), .null, .null, .null, unfit.map(Value.text) ?? .null]))
      }
    }
    return rows
  }

  /// Why a facility must not be used as it is meant to inside a zone.
  private static func unfitness(_ record: Record) -> String? {
    let stores = (record["functions"].texts ?? []).filter { $0.contains("暂存") || $0.contains("蓄") }
    return stores.isEmpty ? nil : "保护区内不得暂存污染水（\(stores.joined(separator: "、"))）"
  }
}

extension ZoneQuestion {
  /// How the default zones come about, beside the approved ones.
  public func explained(from water: Water) throws -> ExplainedFigure {
    let registry = water.registry
    let drawing = try ZoneDrawing(source, rules, water)
    let approved = try approvedZones(registry)
    var steps = drawing.steps
    for (zone, share) in zip(drawing.zones, try approvedShares(drawing.zones, approved)) {
      let beside = share.map { "；在批复范围内\(FigureText.decimals($0, 1)) %" } ?? ""
      steps.append(
        Explanation.Step(
          drawing.clause, "\(zone.level)保护区\(zone.part)", inputs: drawing.inputs(of: zone.level), zone.basis + beside,
          result: "\(FigureText.decimals(zone.areaKm2, 4)) km²", isVerified: isVerified))
    }
    steps += drawing.manual.map { zone in
      Explanation.Step(
        drawing.clause, "\(zone.level)保护区\(zone.part)", zone.what, result: "须人工划定", isVerified: isVerified)
    }
    steps += approved.map { zone in
      let area = zone.geometry.map { abs(Geodesic.cgcs2000.areaSquareMetres(of: $0)) / 1e6 } ?? 0
      return Explanation.Step(
        "批复", "\(zone["zone_level"].text ?? "")保护区\(zone["zone_part"].text ?? "")",
        inputs: [
          RiskInput(
            reference: zone.reference, property: "geometry", title: "批复范围",
            value: zone["approval_doc"].text ?? zone.name, date: zone["approved_on"].text ?? zone.dataDate)
        ], "批复的保护区优先，推算的只供对照", result: "\(FigureText.decimals(area, 4)) km²", isVerified: true)
    }
    let levels = ZoneDrawing.levels.filter { level in drawing.zones.contains { $0.level == level } }
    return ExplainedFigure(
      record: source, title: "饮用水水源保护区",
      official: approved.isEmpty ? "没有批复的保护区" : "批复的保护区\(approved.count)处",
      computed: levels.isEmpty ? "不能推算" : "推算\(levels.joined(separator: "、"))保护区\(drawing.zones.count)处",
      explanation: Explanation(
        rules: rules.name, steps: steps, gaps: drawing.gaps, changes: drawing.changes, warnings: drawing.warnings))
  }
}
