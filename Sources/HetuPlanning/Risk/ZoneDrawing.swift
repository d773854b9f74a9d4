import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// The default zones of a drinking-water source, what must be drawn by hand, and what both rest on.
struct ZoneDrawing {
  /// The zones drawn.
  private(set) var zones: [DefaultZone] = []
  /// The zones that must be drawn by hand.
  private(set) var manual: [ZoneRules.ManualZone] = []
  /// What is to be minded.
  private(set) var warnings: [String] = []
  /// The clause that the figures are from.
  private(set) var clause: String
  /// What tells how the source is classed.
  private(set) var steps: [Explanation.Step] = []
  /// What the zones rest on.
  private var inputs: [RiskInput] = []
  /// What the zones of one level rest on, where levels differ.
  private var inputsOfLevel: [String: [RiskInput]] = [:]
  /// What would change the zones.
  private(set) var changes: [String] = []
  /// What must be filled in before zones can be drawn.
  private(set) var gaps: [Explanation.Gap] = []

  private let source: Record
  private let rules: ZoneRules
  private let water: Water

  /// The levels, the inner first.
  static let levels = ["一级", "二级", "准"]
  /// How far apart the positions of a line drawn anew are, metres.
  private static let stepMetres = 20.0

  /// The zones of a source, by its type.
  ///
  /// - Throws: `RegistryError` for a source without position, `HydrologyError` for an intake far from any river.
  init(_ source: Record, _ rules: ZoneRules, _ water: Water) throws {
    self.source = source
    self.rules = rules
    self.water = water
    clause = rules.rivers.clause
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
    case "河流型": try drawRiver(intakes, maker)
    case "湖泊型", "水库型": try drawLake(intakes, maker)
    case "地下水型": try drawWells(intakes, maker)
    default: lack("source_type", "没有水源类型，不能推算保护区；请填写")
    }
    let order = { (zone: ZoneRules.ManualZone) in
      "\(Self.levels.firstIndex(of: zone.level) ?? 9)\(zone.part == "水域" ? 0 : 1)"
    }
    manual.sort { order($0) < order($1) }
  }

  /// What the zones of a level rest on.
  func inputs(of level: String) -> [RiskInput] { inputsOfLevel[level] ?? inputs }

  private mutating func lack(_ property: String, _ message: String) {
    warnings.append(message)
    gaps.append(Explanation.Gap(property: property, message: message, lowest: "不能推算", highest: "不能推算"))
  }

  /// An input of the source itself.
  private func input(_ property: String) -> RiskInput {
    let known = source.kind.property(property)
    let unit = known?.unit.map { " \($0)" } ?? ""
    let value: String? =
      switch source[property] {
      case .null: nil
      case .boolean(let truth): truth ? "是" : "否"
      case .integer(let number): "\(number)\(unit)"
      case .real(let number): "\(PlainFigure.text(number))\(unit)"
      case .text(let text), .list(let text): text
      }
    return RiskInput(property: property, title: known?.title ?? property, value: value)
  }

  private mutating func classify(_ properties: [String], _ reasoning: String, _ result: String, _ isVerified: Bool) {
    steps.append(
      Explanation.Step(
        clause, "水源类型和规模", inputs: properties.map(input), reasoning, result: result, isVerified: isVerified))
  }
}

// MARK: - Rivers

extension ZoneDrawing {
  private mutating func drawRiver(_ intakes: [Position], _ maker: ZoneMaker) throws {
    let rivers = rules.rivers
    classify(["source_type"], "按河流型划定", "河流型", rivers.verified)
    // A reach somewhere whose figures make no speed leaves only the time for response untold.
    let (water, pieces) = (try water.network(), try? water.pieces(in: .normal))
    let (first, second, third) = (rivers.first, rivers.second, rivers.outer)
    var (inner, middle, outer): ([RiverStretch], [RiverStretch], [RiverStretch]) = ([], [], [])
    var reaches: [String: Set<Int>] = [:]
    var responseMetres = 0.0
    var basinKm2: Double?
    for intake in intakes {
      let place = try water.network.place(
        near: intake, withinMetres: ZoneQuestion.intakeMetres, preferring: source.declaredRiver)
      tell(place, water)
      basinKm2 = water.hydrology[place.reach].drainageAreaSquareMetres.map { max(basinKm2 ?? 0, $0 / 1e6) } ?? basinKm2
      func stretches(
        _ level: String, _ direction: TraceQuestion.Direction, _ mode: TraceQuestion.Mode, _ metres: Double
      ) throws -> [RiverStretch] {
        let question = TraceQuestion(
          direction: direction, mode: mode, distanceKm: metres / 1_000, weightOfReach: water.weights)
        return try water.network.trace(from: place, question).passages.map { passage in
          let reach = water.network.edges[passage.edge].reach
          reaches[level, default: []].insert(reach)
          return RiverStretch(
            line: water.network.line(
              ofEdge: passage.edge, from: min(passage.alongFrom, passage.alongTo),
              to: max(passage.alongFrom, passage.alongTo), stepMetres: Self.stepMetres),
            widthMetres: water.hydrology[reach].seasons[.normal]?.widthMetres)
        }
      }
      inner +=
        try stretches("一级", .upstream, .mainstem, first.upstreamM)
        + stretches("一级", .downstream, .mainstem, first.downstreamM)
      let (up, down) = (first.upstreamM + second.upstreamM, first.downstreamM + second.downstreamM)
      middle += try stretches("二级", .upstream, .all, up) + stretches("二级", .downstream, .mainstem, down)
      outer +=
        try stretches("准", .upstream, .all, up + third.upstreamM)
        + stretches("准", .downstream, .mainstem, down + third.downstreamM)
      guard let pieces else { continue }
      let timed = try water.network.trace(
        from: place,
        TraceQuestion(direction: .upstream, mode: .mainstem, hours: rivers.responseHours, weightOfReach: water.weights),
        speeds: { pieces[$0].likelySpeedMetresPerSecond })
      responseMetres = max(responseMetres, timed.passages.reduce(0) { $0 + abs($1.alongTo - $1.alongFrom) })
    }
    inputsOfLevel = reaches.mapValues { reaches in
      reaches.sorted().map { reach in
        let width = water.hydrology[reach].seasons[.normal]?.widthMetres
        return RiskInput(
          reference: "river_reach/\(water.network.rivers.reaches[reach].code)", property: "width_normal_m",
          title: "平水期河宽", value: width.map { "河宽\(PlainFigure.text($0)) m" } ?? "没有河宽")
      }
    }
    zones = try maker.river(first: inner, second: middle, outer: outer)
    note(
      outer, reaches["准", default: []].compactMap { water.hydrology[$0].seasons[.dry]?.widthMetres }.max(),
      responseMetres, basinKm2)
  }

  private mutating func tell(_ place: RiverNetwork.Place, _ water: WaterNetwork) {
    let river = place.river.map { water.network.rivers.rivers[$0].name } ?? "没有名称的河流"
    let km = place.riverKm.map { " K\(FigureText.decimals($0, 3))" } ?? ""
    steps.append(
      Explanation.Step(
        clause, "取水口所在河段",
        inputs: [
          RiskInput(property: "geometry", title: "坐标", value: "离河\(FigureText.decimals(place.offsetMetres, 1)) m")
        ],
        "取水口投影到登记的河道，长度沿河道量算", result: "\(river)\(km)", isVerified: true))
  }

  /// What the figures of rivers leave to be minded, and where other ones would hold.
  private mutating func note(
    _ stretches: [RiverStretch], _ widest: Double?, _ responseMetres: Double, _ basinKm2: Double?
  ) {
    let rivers = rules.rivers
    let text = PlainFigure.text
    if stretches.contains(where: { $0.widthMetres == nil }) {
      warnings.append("有河段没有平水期河宽，其水域没有画出，陆域自河道中泓线起算")
    }
    if let widest, widest >= rivers.wideM {
      warnings.append("枯水期河宽达\(text(widest)) m，一级保护区宽度应取取水口一侧至航道边界或中泓线，须人工修正")
    } else {
      let now = widest.map { "由\(text($0)) m" } ?? ""
      changes.append("枯水期河宽\(now)增至\(text(rivers.wideM)) m，一级保护区宽度改取取水口一侧至航道边界或中泓线")
    }
    if responseMetres > rivers.second.upstreamM {
      warnings.append(
        "按应急响应时间法（平水期流速，\(text(rivers.responseHours)) h）二级保护区上溯约\(text((responseMetres / 10).rounded() * 10)) m，长于推算所用的\(text(rivers.second.upstreamM)) m，采用该法的须人工修正"
      )
    }
    if let basinKm2, basinKm2 < rivers.smallBasinKm2 {
      warnings.append(
        "取水口以上集水面积\(text(basinKm2)) km²，小于\(text(rivers.smallBasinKm2)) km²，二级保护区可取整个集水范围，须人工划定")
    }
    warnings.append(rivers.note + "，登记库没有地形资料，须人工修正")
  }
}

// MARK: - Lakes and reservoirs

extension ZoneDrawing {
  private mutating func drawLake(_ intakes: [Position], _ maker: ZoneMaker) throws {
    clause = rules.lakes.clause
    let volume = source["total_capacity_10k_m3"].number
    let lake = rules.lakeClass(
      recorded: source["lake_class"].text, volume10kM3: volume, singlePurpose: source["single_purpose"].boolean)
    guard let lake else { return lack("lake_class", "没有湖库规模和总库容，不能推算保护区；请填写") }
    inputs = ["lake_class", "total_capacity_10k_m3", "single_purpose"].map(input)
    let limits = [rules.lakes.smallBelow, rules.lakes.mediumBelow]
    let text = PlainFigure.text
    classify(
      ["source_type", "lake_class", "total_capacity_10k_m3", "single_purpose"],
      "登记的规模优先；水库按总库容：小于\(text(limits[0]))万m³为小型，小于\(text(limits[1]))万m³为中型，其余为大型；单一供水功能的按小型水库",
      lake.lakeClasses.joined(separator: "、"), rules.lakes.verified)
    if source["lake_class"].isNull, source["single_purpose"].boolean != true, let volume {
      if let next = limits.first(where: { $0 > volume }) {
        changes.append("总库容由\(text(volume))万m³增至\(text(next))万m³，按上一级规模划定")
      }
      if let last = limits.last(where: { $0 <= volume }) {
        changes.append("总库容由\(text(volume))万m³降到\(text(last))万m³以下，按下一级规模划定")
      }
    }
    if source["single_purpose"].boolean == false, !lake.singlePurpose {
      changes.append("改为单一供水功能，全部水域为一级保护区")
    }
    warnings.append(lake.note + "；登记库没有地形资料，汇水区域和山脊线须人工划定")
    manual = lake.manual
    if source["single_purpose"].isNull { warnings.append("没有登记是否单一供水功能；只供水的湖库，全部水域为一级保护区") }
    let surface = try waterSurface(intakes)
    if let surface {
      inputs.append(
        RiskInput(
          reference: surface.reference, property: "geometry", title: "水面", value: surface.name, date: surface.dataDate))
    } else {
      warnings.append("登记库中没有取水口处的水面（“水库”类环境应急空间与设施的面），水域按圆画出，没有裁到水边；二级陆域没有画出")
      if lake.firstRadiusM == nil { manual.append(.init(level: "一级", part: "水域", what: "多年平均水位线以下的全部水域")) }
      if lake.firstRadiusM == nil {
        manual.append(.init(level: "一级", part: "陆域", what: "一级水域外不小于\(text(lake.firstLandM)) m"))
      }
      if lake.secondWholeWater { manual.append(.init(level: "二级", part: "水域", what: "一级保护区以外的全部水域")) }
      if let metres = lake.secondLandM {
        manual.append(.init(level: "二级", part: "陆域", what: "自水边线向外不小于\(text(metres)) m"))
      }
    }
    zones = try maker.lake(lake, intakes: intakes, water: surface?.geometry)
  }

  /// The surface that holds an intake, or lies within 500 m of one.
  private func waterSurface(_ intakes: [Position]) throws -> Record? {
    let boxes = intakes.map { Envelope($0).expanded(dx: 0.006, dy: 0.005) }
    return try water.registry.records(of: try water.registry.kind("emergency_facility"), near: boxes).first { record in
      guard record["facility_class"].text == "水库", let geometry = record.geometry, geometry.dimension == 2 else {
        return false
      }
      return try intakes.contains { intake in
        try Geodesic.cgcs2000.distanceMetres(between: geometry, and: .point(intake)).map { $0 <= 500 } ?? false
      }
    }
  }
}

// MARK: - Wells

extension ZoneDrawing {
  private mutating func drawWells(_ wells: [Position], _ maker: ZoneMaker) throws {
    clause = rules.groundwater.clause
    let table = rules.groundwater.table
    guard let aquifer = source["aquifer_type"].text else {
      return lack("aquifer_type", "没有地下水类型，不能推算保护区；请填写")
    }
    let flow = ["hydraulic_conductivity_m_d", "hydraulic_gradient", "effective_porosity"]
    let ground = GroundwaterSource(
      aquifer: aquifer, subtype: source["aquifer_subtype"].text, medium: source["aquifer_medium"].text,
      overlyingMedium: source["overlying_medium"].text,
      flow: GroundwaterFlow(
        conductivityMetresPerDay: source[flow[0]].number, gradient: source[flow[1]].number,
        porosity: source[flow[2]].number))
    inputs = (["aquifer_type", "aquifer_subtype", "aquifer_medium", "overlying_medium"] + flow).map(input)
    manual = table.manual
    switch table.zones(of: ground) {
    case .missing(let property, let message): lack(property, message)
    case .byHand(let level, let what):
      manual.insert(.init(level: level, part: "陆域", what: what), at: 0)
    case .radii(let radii):
      classify(["source_type", "aquifer_type", "aquifer_subtype"], radii.basis, aquifer, rules.groundwater.verified)
      let count = source["well_count"].number ?? Double(wells.count)
      if count > Double(wells.count) {
        warnings.append("登记有\(PlainFigure.text(count))眼井，只有\(wells.count)眼有坐标，其余没有画出")
      }
      if ground.flow == nil, radii.secondM != nil {
        warnings.append("半径取表列上限；填写渗透系数、水力坡度和有效孔隙度后按公式计算，并不小于表列上限")
      }
      if wells.count > 1 {
        changes.append("井距不大于半径的2倍的井连成外包线再外扩；井距大于\(PlainFigure.text(2 * radii.firstM)) m的一级保护区各自成圆")
      }
      zones = try maker.wells(radii, at: wells)
    }
    changes += wellChanges(ground)
  }

  /// Where the radius by the formula comes down to that of the table.
  private func wellChanges(_ ground: GroundwaterSource) -> [String] {
    let table = rules.groundwater.table
    guard let flow = ground.flow, table.transport.aquifers.contains(ground.aquifer),
      table.aquifersWithTable.contains(ground.aquifer),
      let row = table.media.first(where: { $0.medium == ground.medium })
    else { return [] }
    let perK = table.transport.safetyFactor * flow.gradient * table.transport.firstDays / flow.porosity
    let limit = row.firstMostM / perK
    let text = PlainFigure.text
    let now = flow.conductivityMetresPerDay
    return now > limit
      ? ["渗透系数由\(text(now)) m/d降到\(text(limit)) m/d及以下，一级半径取表列上限\(text(row.firstMostM)) m"]
      : ["渗透系数由\(text(now)) m/d升到\(text(limit)) m/d以上，一级半径按公式大于表列上限\(text(row.firstMostM)) m"]
  }
}
