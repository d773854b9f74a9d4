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
  public func answer(from registry: Registry) throws -> Answer {
    var answer = Answer(
      question: [
        .init("question", .string("zones")), .init("source", .string(source.reference)),
        .init("rules", .string(rules.id)),
        .init(
          "method",
          .string("default figures of the rules, drawn in the 3-degree Gauss-Krüger plane; areas on the ellipsoid")),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ], figures: Self.figures)
    let (drawn, warnings) = try defaults(registry)
    let approved = try approvedZones(registry)
    let official = try Dictionary(grouping: approved) { Self.key($0["zone_level"].text, $0["zone_part"].text) }
      .mapValues { try Geometry.union($0.compactMap(\.geometry)) }
    answer.rows = approved.map { zone in
      row(
        zone["zone_level"].text, zone["zone_part"].text, "批复\(zone["approval_doc"].text.map { "（\($0)）" } ?? "")",
        zone.geometry, name: zone.name, code: zone.code, share: nil)
    }
    for zone in drawn {
      let share = try official[Self.key(zone.level, zone.part)].map { approved in
        let common = try zone.geometry.intersection(approved)
        return 100 * abs(Geodesic.cgcs2000.areaSquareMetres(of: common)) / max(zone.areaKm2 * 1e6, 1e-9)
      }
      answer.rows.append(
        row(
          zone.level, zone.part, "推算：\(zone.basis)", zone.geometry,
          name: "\(source.name)\(zone.level)保护区\(zone.part)（推算）",
          code: "", share: share))
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
    answer.warnings += warnings.map { AnswerWarning($0, source.reference) }
    return answer
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
  /// The zones by default figures, and what about them is to be minded.
  private func defaults(_ registry: Registry) throws -> (zones: [DefaultZone], warnings: [String]) {
    guard let position = source.geometry?.representativePosition else {
      throw RegistryError(.badData, "\(source.reference) has no position, so that no zone can be drawn")
    }
    let others = (source["intakes"].recordedItems ?? []).compactMap { item -> Position? in
      guard let lon = item.number("lon"), let lat = item.number("lat") else { return nil }
      return Position(x: lon, y: lat)
    }
    let intakes = [position] + others
    let maker = try ZoneMaker(rules, near: position)
    switch source["source_type"].text {
    case "河流型": return try riverZones(intakes, maker, registry)
    case "湖泊型", "水库型": return try lakeZones(intakes, maker, registry)
    case "地下水型": return try wellZones(intakes, maker)
    default:
      return ([], ["没有水源类型，不能推算保护区；请填写"])
    }
  }

  private func riverZones(_ intakes: [Position], _ maker: ZoneMaker, _ registry: Registry) throws
    -> (zones: [DefaultZone], warnings: [String])
  {
    let water = try WaterNetwork(registry)
    let (first, second, third) = (rules.rivers.first, rules.rivers.second, rules.rivers.outer)
    var (inner, middle, outer): ([RiverStretch], [RiverStretch], [RiverStretch]) = ([], [], [])
    var widest = 0.0
    for intake in intakes {
      let place = try water.network.place(
        near: intake, withinMetres: Self.intakeMetres,
        preferring: source.declaredRiver)
      func stretches(_ direction: TraceQuestion.Direction, _ mode: TraceQuestion.Mode, _ metres: Double) throws
        -> [RiverStretch]
      {
        try water.network.trace(
          from: place,
          TraceQuestion(
            direction: direction, mode: mode, distanceKm: metres / 1_000, weightOfReach: water.weights)
        ).passages.map { passage in
          let seasons = water.hydrology[water.network.edges[passage.edge].reach].seasons
          widest = max(widest, seasons[.dry]?.widthMetres ?? 0)
          return RiverStretch(
            line: water.network.line(
              ofEdge: passage.edge, from: min(passage.alongFrom, passage.alongTo),
              to: max(passage.alongFrom, passage.alongTo),
              stepMetres: Self.stepMetres), widthMetres: seasons[.normal]?.widthMetres)
        }
      }
      inner +=
        try stretches(.upstream, .mainstem, first.upstreamM) + stretches(.downstream, .mainstem, first.downstreamM)
      let (up, down) = (first.upstreamM + second.upstreamM, first.downstreamM + second.downstreamM)
      middle += try stretches(.upstream, .all, up) + stretches(.downstream, .mainstem, down)
      outer +=
        try stretches(.upstream, .all, up + third.upstreamM)
        + stretches(.downstream, .mainstem, down + third.downstreamM)
    }
    var warnings: [String] = []
    if outer.contains(where: { $0.widthMetres == nil }) {
      warnings.append("有河段没有平水期河宽，其水域没有画出，陆域自河道中泓线起算")
    }
    if widest >= rules.rivers.wideM {
      warnings.append("枯水期河宽达\(PlainFigure.text(widest)) m，一级保护区宽度应取取水口一侧至航道边界或中泓线，须人工修正")
    }
    return (try maker.river(first: inner, second: middle, outer: outer), warnings)
  }

  private func lakeZones(_ intakes: [Position], _ maker: ZoneMaker, _ registry: Registry) throws
    -> (zones: [DefaultZone], warnings: [String])
  {
    let lake = rules.lakeClass(
      recorded: source["lake_class"].text, volume10kM3: source["total_capacity_10k_m3"].number,
      singlePurpose: source["single_purpose"].boolean)
    guard let lake else { return ([], ["没有湖库规模和总库容，不能推算保护区；请填写"]) }
    var warnings = [lake.note]
    if source["single_purpose"].isNull { warnings.append("没有登记是否单一供水功能；只供水的湖库，全部水域为一级保护区") }
    let surface = try waterSurface(intakes, registry)
    if surface == nil { warnings.append("登记库中没有取水口处的水面（“水库”类环境应急空间与设施的面），水域按圆画出，没有裁到水边；二级陆域没有画出") }
    return (try maker.lake(lake, intakes: intakes, water: surface), warnings)
  }

  /// The surface that holds an intake, or lies within 500 m of one.
  private func waterSurface(_ intakes: [Position], _ registry: Registry) throws -> Geometry? {
    let boxes = intakes.map { Envelope($0).expanded(dx: 0.006, dy: 0.005) }
    return try registry.records(of: try registry.kind("emergency_facility"), near: boxes).first { record in
      guard record["facility_class"].text == "水库", let geometry = record.geometry, geometry.dimension == 2 else {
        return false
      }
      return try intakes.contains { intake in
        try Geodesic.cgcs2000.distanceMetres(between: geometry, and: .point(intake)).map { $0 <= 500 } ?? false
      }
    }?.geometry
  }

  private func wellZones(_ wells: [Position], _ maker: ZoneMaker) throws -> (zones: [DefaultZone], warnings: [String]) {
    let table = rules.groundwater.table
    guard let aquifer = source["aquifer_type"].text else { return ([], ["没有地下水类型，不能推算保护区；请填写"]) }
    let flow = GroundwaterFlow(
      conductivityMetresPerDay: source["hydraulic_conductivity_m_d"].number,
      gradient: source["hydraulic_gradient"].number, porosity: source["effective_porosity"].number)
    guard let radii = table.radii(aquifer: aquifer, medium: source["aquifer_medium"].text, flow: flow) else {
      let parameters = "渗透系数、水力坡度和有效孔隙度"
      let advice =
        table.aquifersWithTable.contains(aquifer)
        ? "没有含水层介质，也没有\(parameters)，不能推算保护区；请填写"
        : table.transport.aquifers.contains(aquifer)
          ? "\(aquifer)没有经验半径表，填写\(parameters)后可按公式推算"
          : "\(aquifer)须按水文地质条件人工划定\(table.aquifersWithoutSecond.contains(aquifer) ? "：一级为上覆潜水的一级保护区，不设二级" : "")"
      return ([], [advice])
    }
    let count = source["well_count"].number ?? Double(wells.count)
    var warnings = ["准保护区为补给区和径流区，须按水文地质条件人工划定"]
    if count > Double(wells.count) {
      warnings.append("登记有\(PlainFigure.text(count))眼井，只有\(wells.count)眼有坐标，其余没有画出")
    }
    if flow == nil { warnings.append("半径取表列上限；填写渗透系数、水力坡度和有效孔隙度后按公式计算，并不小于表列上限") }
    return (try maker.wells(radii, at: wells), warnings)
  }
}
