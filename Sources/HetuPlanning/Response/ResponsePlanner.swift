import HetuGeometry
import HetuHydrology
import HetuRegistry

/// Works out what is done about scenarios from what is recorded along a river.
struct ResponsePlanner {
  let reaches: [RiverPlan.Item]
  let sections: [RiverPlan.Item]
  let targets: [RiverPlan.Item]
  let facilities: [RiverPlan.Item]
  let riverName: String
  let responders: Responders
  let rules: ResponseRules

  /// Of so many targets the dilution is told, the nearest.
  private static let mostTargets = 4
  /// For so many temporary dams the height is told, the first in the order of the water.
  private static let mostDams = 3

  /// The seasons in the order of the tables.
  private static let order: [Season] = [.wet, .normal, .dry]

  typealias Response = RiverPlan.Response
  typealias Scenario = RiverPlan.Scenario

  /// What is done about a scenario whose arrivals and races are known.
  func response(to scenario: Scenario) throws -> Response {
    var response = Response()
    let (arrivals, runners) = (scenario.arrivals, scenario.runners)
    response.rules = rules
    response.treated = try treated(scenario)
    response.works = works(runners)
    response.dams = dams(scenario, &response)
    response.cleanWater = cleanWater(scenario, &response)
    response.dosingPoint = dosingPoint(scenario, response.works)
    response.doses = try doses(scenario, response)
    response.dilutions = try dilutions(scenario)
    response.reservoirs = reservoirs(scenario, &response)
    response.samplingPoints = samplingPoints(scenario, arrivals, &response)
    response.samplingItems = samplingItems(response)
    call(scenario, &response)
    lacks(scenario, &response)
    return response
  }

  /// The reach that a place of the river lies in.
  func reach(atKm km: Double) -> Record? { reaches.first { $0.riverKm >= km && $0.lowerKm <= km }?.record }

  private func flows(atKm km: Double) -> [Season: Double] {
    let reach = reach(atKm: km)
    return Season.allCases.reduce(into: [:]) { flows, season in
      flows[season] = reach?["flow_\(season.rawValue)_m3_s"].number.flatMap { $0 > 0 ? $0 : nil }
    }
  }

  static func numbers(_ figure: String, of meeting: Scenario.Meeting) -> [Season: Double] {
    Season.allCases.reduce(into: [:]) { $0[$1] = meeting.number(figure, in: $1) }
  }

  // MARK: - What gets in

  private func treated(_ scenario: Scenario) throws -> [Response.Treated] {
    if let spill = scenario.spill {
      return [
        Response.Treated(
          name: spill.name, counted: spill.measured, fraction: spill.fraction,
          treatment: rules.treatment(of: spill.measured))
      ]
    }
    let limits = try SubstanceLimits.surfaceWater()
    var seen: Set<String> = []
    return (scenario.origin.record?.riskSubstances ?? []).filter { seen.insert($0).inserted }.map { name in
      let match = try? limits.match(name)
      let counted = match?.substance.name ?? name
      return Response.Treated(
        name: name, counted: counted, fraction: match?.compound?.fraction ?? 1,
        treatment: rules.treatment(of: counted))
    }
  }

  // MARK: - Works

  private func works(_ runners: [Scenario.Meeting]) -> [Response.Work] {
    runners.compactMap { meeting in
      guard meeting.row.kind == "emergency_facility", let record = meeting.row.record else { return nil }
      let seasons = Season.allCases.filter {
        meeting.text("verdict", in: $0)?.hasPrefix(RaceVerdict.inTime.title) ?? false
      }
      guard !seasons.isEmpty else { return nil }
      let action = record["works_needed"].text ?? rules.action(at: record["facility_class"].text)
      return Response.Work(meeting: meeting, record: record, action: action, seasons: seasons)
    }
  }

  /// With a mass a dam is told of the plug alone: what holds an hour's inflow would not hold it.
  private func dams(_ scenario: Scenario, _ response: inout Response) -> [Response.Dam] {
    response.works.filter { $0.record["facility_class"].text == "临时筑坝点" }.prefix(Self.mostDams).flatMap { work in
      let record = work.record
      let km = facilities.first { $0.record.reference == record.reference }?.riverKm
      let reach = km.flatMap { self.reach(atKm: $0) }
      let slope = (record["bed_slope_permille"].number ?? reach?["slope_permille"].number).map { $0 / 1_000 }
      let holdsPlug = scenario.spill != nil
      let plugs = Self.numbers("plug_10k_m3", of: work.meeting).mapValues { $0 * 1e4 }
      let inflows = Self.numbers("inflow_m3_s", of: work.meeting).mapValues { $0 * 3_600 }
      let seasons = Self.order.filter(work.seasons.contains)
      let dams = seasons.compactMap { season -> Response.Dam? in
        let width = record["section_width_m"].number ?? reach?["width_\(season.rawValue)_m"].number
        guard let width, let slope, let volume = (holdsPlug ? plugs : inflows)[season], width > 0, slope > 0, volume > 0
        else { return nil }
        return Response.Dam(
          record: record, season: season, widthMetres: width, slope: slope, volumeCubicMetres: volume,
          holdsPlug: holdsPlug, depthMetres: (2 * slope * volume / width).squareRoot())
      }
      let unsized = holdsPlug ? seasons.filter { plugs[$0] == nil } : []
      if !unsized.isEmpty {
        let titles = unsized.map(\.title).joined(separator: "、")
        response.lack("\(record.name)\(titles)的污染团水量未知，没有推算临时坝的高度", "水文部门、环境应急专家")
      }
      let missing = [
        record["section_width_m"].isNull ? "断面宽度" : nil, record["bank_height_m"].isNull ? "岸高" : nil,
        record["earthwork_m3"].isNull ? "估算土方量" : nil, record["material_source"].isNull ? "料源" : nil,
      ].compactMap { $0 }
      if !missing.isEmpty { response.lack("\(record.name)没有\(missing.joined(separator: "、"))", "现场踏勘") }
      return dams
    }
  }

  private func cleanWater(_ scenario: Scenario, _ response: inout Response) -> Response.CleanWater? {
    guard let km = scenario.origin.upperKm else { return nil }
    let above = facilities.filter { FacilityUse.closesRiver($0.record) && $0.riverKm > km + 0.001 }
    // What stands is sooner closed than a dam is built.
    let standing = above.filter { $0.record["facility_class"].text != "临时筑坝点" }
    guard let item = (standing.isEmpty ? above : standing).min(by: { $0.riverKm < $1.riverKm }) else {
      response.lack("事发点上游没有登记能拦断河道、截留清水的设施", "现场踏勘（找空间）")
      return nil
    }
    let flows = flows(atKm: item.riverKm)
    let hours = flows.compactMapValues { $0 }.reduce(into: [Season: Double]()) { hours, entry in
      let full = FacilityUse.usableCubicMetres(item.record, in: entry.key).flatMap {
        try? SpillControl.fillHours(volumeCubicMetres: $0, flow: entry.value)
      }
      hours[entry.key] = Value.outward(full, step: 0.1, .down).number
    }
    return Response.CleanWater(item: item, distanceKm: item.riverKm - km, flows: flows, holdHours: hours)
  }

  // MARK: - Dosing

  /// The first facility in the order of the water that is in time whenever the water comes there, for treatment or to stop it; else
  /// the first that can stop it in some season. Agents are dosed into all of the river, where vehicles bring them, and never into
  /// water that people drink.
  private func dosingPoint(_ scenario: Scenario, _ works: [Response.Work]) -> Response.DosingPoint? {
    let met = scenario.arrivals.compactMap(\.row.record)
    let drinking = FacilityUse.drinkingWater(among: (targets + facilities).map(\.record) + met) { _ in true }
    let fit = scenario.runners.filter { meeting in
      guard let record = meeting.row.record, drinking[record.code] == nil else { return false }
      return FacilityUse.spansRiver(record) && FacilityUse.isReachedByVehicles(record)
    }
    func isWork(_ meeting: Scenario.Meeting) -> Bool {
      works.contains { $0.record.reference == meeting.row.record?.reference }
    }
    let sure = fit.first { meeting in
      let margins = Season.allCases.filter(meeting.isMet).map { meeting.number("margin_min", in: $0) }
      let treats = meeting.row.record.map { FacilityUse.functions(of: $0).contains("净化处置") } ?? false
      return (treats || isWork(meeting)) && !margins.isEmpty && margins.allSatisfy { $0 ?? -1 >= 0 }
    }
    guard let meeting = sure ?? fit.first(where: isWork), let record = meeting.row.record else { return nil }
    let arrival = scenario.arrivals.first { $0.row.record?.reference == record.reference }
    func peaks(_ figure: String) -> [Season: Double] { arrival.map { Self.numbers(figure, of: $0) } ?? [:] }
    return Response.DosingPoint(
      meeting: meeting, record: record, flows: Self.numbers("inflow_m3_s", of: meeting).filter { $0.value > 0 },
      peaks: peaks("concentration_mg_l"), highPeaks: peaks("concentration_high_mg_l"),
      plugs: Self.numbers("plug_10k_m3", of: meeting).mapValues { $0 * 1e4 })
  }

  private func doses(_ scenario: Scenario, _ response: Response) throws -> [Response.Dose] {
    let mass: Double? =
      switch scenario.spill?.release {
      case .instantaneous(let kilograms), .lasting(let kilograms, _): kilograms
      case .ongoing, nil: nil
      }
    let point = response.dosingPoint
    var tested: Set<String> = []
    return try response.treated.flatMap { treated in
      try (treated.treatment?.agents ?? []).compactMap { agent -> Response.Dose? in
        let counted = agent.ratio?[treated.counted]
        guard counted != nil || tested.insert("\(agent.agent) \(agent.role)").inserted else { return nil }
        let ratio = counted.map { $0 * treated.fraction }
        let doses =
          counted.map { ratio in
            (likely: point?.peaks.mapValues { $0 * ratio }, high: point?.highPeaks.mapValues { $0 * ratio })
          } ?? (likely: point?.flows.mapValues { _ in 1 }, high: nil)
        return Response.Dose(
          agent: agent, treated: treated, ratio: ratio,
          totalKilograms: ratio.flatMap { ratio in mass.map { $0 * ratio } },
          rates: try rates(doses.likely, at: point), highRates: try rates(doses.high, at: point))
      }
    }
  }

  /// kg/h for doses in mg/L by season; none where dose or flow is not known.
  private func rates(_ doses: [Season: Double]?, at point: Response.DosingPoint?) throws -> [Season: Double] {
    try (point?.flows ?? [:]).reduce(into: [:]) { rates, flow in
      guard let dose = doses?[flow.key], dose > 0 else { return }
      rates[flow.key] = try SpillControl.doseKilogramsPerHour(flow: flow.value, doseMilligramsPerLitre: dose)
    }
  }

  // MARK: - Dilution

  private func dilutions(_ scenario: Scenario) throws -> [Response.Dilution] {
    try scenario.arrivals.filter(\.isTarget).prefix(Self.mostTargets).flatMap { meeting in
      let runner = scenario.runners.first { $0.row.kind == meeting.row.kind && $0.row.code == meeting.row.code }
      return try Self.order.compactMap { season -> Response.Dilution? in
        func number(_ figure: String) -> Double? { meeting.number(figure, in: season) }
        guard meeting.text(Figure.river.name, in: season) == riverName,
          let flow = runner?.number("inflow_m3_s", in: season), flow > 0,
          let concentration = number("concentration_mg_l"), let limit = number("limit_mg_l"), concentration > limit,
          let from = number("exceeds_from_h"), let until = number("exceeds_until_h")
        else { return nil }
        return Response.Dilution(
          meeting: meeting, season: season, flow: flow, concentration: concentration, limit: limit,
          dilutingFlow: try SpillControl.dilutionFlow(
            flow: flow, concentration: concentration, limit: limit, diluting: 0), hours: max(0, until - from))
      }
    }
  }

  /// The reservoirs above the spill: below it they would be polluted themselves.
  private func reservoirs(_ scenario: Scenario, _ response: inout Response) -> [RiverPlan.Item] {
    guard let km = scenario.origin.upperKm else { return [] }
    let above = facilities.filter { FacilityUse.functions(of: $0.record).contains("稀释") && $0.riverKm > km }
    if above.isEmpty {
      response.lack("事发点上游的干流上没有登记能供稀释水的水库，支流水库未列入", "水利部门")
    }
    for item in above {
      let missing = [
        item.record["stored_volume_10k_m3"].isNull ? "蓄水量" : nil,
        item.record["max_outflow_m3_s"].isNull ? "最大下泄流量" : nil,
      ].compactMap { $0 }
      if !missing.isEmpty { response.lack("\(item.record.name)没有\(missing.joined(separator: "、"))，能供多少稀释水不明", "水利部门") }
    }
    return above
  }

  // MARK: - Sampling

  private func samplingPoints(
    _ scenario: Scenario, _ arrivals: [Scenario.Meeting], _ response: inout Response
  ) -> [Response.SamplingPoint] {
    var points: [Response.SamplingPoint] = []
    if let km = scenario.origin.upperKm {
      let above = sections.filter { $0.riverKm > km }.min { $0.riverKm < $1.riverKm }
      if let above {
        points.append(
          Response.SamplingPoint(
            name: above.record.name, role: "对照", pathKm: km - above.riverKm, arrivals: [:]))
      } else {
        response.lack("事发点上游没有登记断面，对照断面须现场设定", "生态环境监测中心")
      }
    }
    let lowest = arrivals.last { $0.row.kind == "monitoring_section" }?.row.code
    for meeting in arrivals where meeting.row.kind != "emergency_facility" && meeting.row.kind != "protection_zone" {
      let record = meeting.row.record
      let role =
        switch meeting.row.kind {
        case "border": "跨界"
        case "monitoring_section":
          meeting.row.code == lowest ? "消减" : record?["border_type"].text == nil ? "控制" : "跨界"
        case "drinking_water_source": "取水口"
        default: record?["target_class"].text?.hasSuffix("取水口") == true ? "取水口" : "敏感目标"
        }
      points.append(
        Response.SamplingPoint(
          name: meeting.row.name, role: role, pathKm: meeting.pathKm,
          arrivals: Self.numbers(Figure.earliestArrival.name, of: meeting)))
    }
    return points
  }

  private func samplingItems(_ response: Response) -> [String] {
    let own = response.treated.flatMap { treated in
      [treated.counted] + (treated.treatment?.monitor ?? []).filter { !$0.hasPrefix("该") }
    }
    var seen: Set<String> = []
    return (rules.monitoring.fieldItems + own).filter { seen.insert($0).inserted }
  }

  // MARK: - What is missing

  private func lacks(_ scenario: Scenario, _ response: inout Response) {
    if scenario.spill == nil {
      response.lack(
        "没有设定物质和泄漏量，峰值浓度、超标倍数、恢复达标时间、污染团水量、投药和稀释总量未知", "企业环境风险评估报告中的最大可信泄漏量（生成时用 --scenario 设定）",
        .scenarioMass)
    } else {
      response.lack("河流和稀释水的本底浓度未登记，推算浓度未计本底，稀释水按本底为0计", "生态环境监测中心")
    }
    if let spill = scenario.spill, spill.substance == nil {
      response.lack("\(spill.name)没有收录限值，是否超标、污染团水量和稀释水量不能判断", "有关标准、环境应急专家")
    }
    let untreated = response.treated.filter { $0.treatment == nil }.map(\.name)
    if !untreated.isEmpty { response.lack("\(untreated.joined(separator: "、"))的处置技术没有收录", "环境应急专家") }
    if response.doses.contains(where: { $0.ratio == nil }) {
      response.lack("须由小试确定的药剂，投加浓度未知", "环境应急专家、现场小试")
    }
  }
}

extension RiverPlan.Response {
  /// Adds something missing, once.
  mutating func lack(_ what: String, _ from: String, _ rule: PlanRule = .scenarioData) {
    let lack = Lack(rule: rule, what: what, from: from)
    if !lacks.contains(lack) { lacks.append(lack) }
  }
}
