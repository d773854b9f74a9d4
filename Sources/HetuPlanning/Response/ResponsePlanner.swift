import HetuGeometry
import HetuHydrology
import HetuRegistry

/// Works out what is done about scenarios from what is recorded along a river.
struct ResponsePlanner {
  let reaches: [RiverPlan.Item]
  let sections: [RiverPlan.Item]
  let facilities: [RiverPlan.Item]
  let riverName: String
  let responders: Responders
  let rules: ResponseRules

  /// So many teams and laboratories are told, the soonest.
  private static let mostHelpers = 12
  /// Of so many targets the dilution is told, the nearest.
  private static let mostTargets = 4
  /// Of so many facilities the material is told, the first in the order of the water.
  private static let equippedWorks = 3
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
    response.dams = dams(response.works, &response)
    response.cleanWater = cleanWater(scenario, &response)
    response.dosingPoint = dosingPoint(runners, arrivals, response.works)
    response.doses = try doses(scenario, response)
    response.dilutions = try dilutions(arrivals)
    response.reservoirs = reservoirs(scenario, &response)
    response.samplingPoints = samplingPoints(scenario, arrivals, &response)
    response.samplingItems = samplingItems(response)
    try call(scenario, &response)
    lacks(scenario, &response)
    return response
  }

  /// The reach that a place of the river lies in.
  private func reach(atKm km: Double) -> Record? { reaches.first { $0.riverKm >= km && $0.lowerKm <= km }?.record }

  private func flows(atKm km: Double) -> [Season: Double] {
    let reach = reach(atKm: km)
    return Season.allCases.reduce(into: [:]) { flows, season in
      flows[season] = reach?["flow_\(season.rawValue)_m3_s"].number.flatMap { $0 > 0 ? $0 : nil }
    }
  }

  private static func numbers(_ figure: String, of meeting: Scenario.Meeting) -> [Season: Double] {
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

  private func dams(_ works: [Response.Work], _ response: inout Response) -> [Response.Dam] {
    works.filter { $0.record["facility_class"].text == "临时筑坝点" }.prefix(Self.mostDams).flatMap { work in
      let record = work.record
      let km = facilities.first { $0.record.reference == record.reference }?.riverKm
      let reach = km.flatMap { self.reach(atKm: $0) }
      let slope = (record["bed_slope_permille"].number ?? reach?["slope_permille"].number).map { $0 / 1_000 }
      let dams = Self.order.filter(work.seasons.contains).compactMap { season -> Response.Dam? in
        let width = record["section_width_m"].number ?? reach?["width_\(season.rawValue)_m"].number
        let plug = work.meeting.number("plug_10k_m3", in: season).map { $0 * 1e4 }
        let volume = plug ?? work.meeting.number("inflow_m3_s", in: season).map { $0 * 3_600 }
        guard let width, let slope, let volume, width > 0, slope > 0, volume > 0 else { return nil }
        return Response.Dam(
          record: record, season: season, widthMetres: width, slope: slope, volumeCubicMetres: volume,
          holdsPlug: plug != nil, depthMetres: (2 * slope * volume / width).squareRoot())
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
    guard let km = scenario.origin.riverKm else { return nil }
    let above = facilities.filter { FacilityUse.closesRiver($0.record) && $0.riverKm > km + 0.001 }
    // What stands is sooner closed than a dam is built.
    let standing = above.filter { $0.record["facility_class"].text != "临时筑坝点" }
    guard let item = (standing.isEmpty ? above : standing).min(by: { $0.riverKm < $1.riverKm }) else {
      response.lack("事发点上游没有登记能拦断河道、截留清水的设施", "现场踏勘（找空间）")
      return nil
    }
    let flows = flows(atKm: item.riverKm)
    let hours = flows.compactMapValues { $0 }.reduce(into: [Season: Double]()) { hours, entry in
      hours[entry.key] = FacilityUse.usableCubicMetres(item.record, in: entry.key).flatMap {
        try? SpillControl.fillHours(volumeCubicMetres: $0, flow: entry.value)
      }
    }
    return Response.CleanWater(item: item, distanceKm: item.riverKm - km, flows: flows, holdHours: hours)
  }

  // MARK: - Dosing

  /// The first facility in the order of the water that is in time whenever the water comes there, for treatment or to stop it; else
  /// the first that can stop it in some season.
  private func dosingPoint(
    _ runners: [Scenario.Meeting], _ arrivals: [Scenario.Meeting], _ works: [Response.Work]
  ) -> Response.DosingPoint? {
    let sure = runners.first { meeting in
      guard let record = meeting.row.record else { return false }
      let margins = Season.allCases.filter(meeting.isMet).map { meeting.number("margin_min", in: $0) }
      let isWork = works.contains { $0.record.reference == record.reference }
      return (isWork || FacilityUse.functions(of: record).contains("净化处置"))
        && !margins.isEmpty && margins.allSatisfy { $0 ?? -1 >= 0 }
    }
    guard let meeting = sure ?? works.first?.meeting, let record = meeting.row.record else { return nil }
    let arrival = arrivals.first { $0.row.record?.reference == record.reference }
    return Response.DosingPoint(
      record: record, pathKm: meeting.pathKm, flows: Self.numbers("inflow_m3_s", of: meeting).filter { $0.value > 0 },
      peaks: arrival.map { Self.numbers("concentration_mg_l", of: $0) } ?? [:],
      plugs: Self.numbers("plug_10k_m3", of: meeting).mapValues { $0 * 1e4 })
  }

  private func doses(_ scenario: Scenario, _ response: Response) throws -> [Response.Dose] {
    let mass: Double? =
      switch scenario.spill?.release {
      case .instantaneous(let kilograms), .lasting(let kilograms, _): kilograms
      case .ongoing, nil: nil
      }
    var tested: Set<String> = []
    return try response.treated.flatMap { treated in
      try (treated.treatment?.agents ?? []).compactMap { agent -> Response.Dose? in
        let counted = agent.ratio?[treated.counted] ?? agent.ratio?[treated.name]
        guard counted != nil || tested.insert("\(agent.agent) \(agent.role)").inserted else { return nil }
        let ratio = counted.map { $0 * treated.fraction }
        let rates = try (response.dosingPoint?.flows ?? [:]).reduce(into: [Season: Double]()) { rates, entry in
          let peak = response.dosingPoint?.peaks[entry.key]
          guard let dose = counted.map({ ratio in peak.map { $0 * ratio } }) ?? 1, dose > 0 else { return }
          rates[entry.key] = try SpillControl.doseKilogramsPerHour(flow: entry.value, doseMilligramsPerLitre: dose)
        }
        return Response.Dose(
          agent: agent, treated: treated, ratio: ratio,
          totalKilograms: ratio.flatMap { ratio in mass.map { $0 * ratio } },
          rates: rates)
      }
    }
  }

  // MARK: - Dilution

  private func targets(_ arrivals: [Scenario.Meeting]) -> [Scenario.Meeting] {
    arrivals.filter { PlanQuestion.targetKinds.contains($0.row.kind) && $0.row.kind != "protection_zone" }
  }

  private func dilutions(_ arrivals: [Scenario.Meeting]) throws -> [Response.Dilution] {
    try targets(arrivals).prefix(Self.mostTargets).flatMap { meeting in
      try Self.order.compactMap { season -> Response.Dilution? in
        func number(_ figure: String) -> Double? { meeting.number(figure, in: season) }
        guard meeting.text(Figure.river.name, in: season) == riverName,
          let km = number(Figure.riverKilometre.name), let flow = flows(atKm: km)[season],
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
    guard let km = scenario.origin.riverKm else { return [] }
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
    if let km = scenario.origin.riverKm {
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

  // MARK: - Who and what can come

  private func call(_ scenario: Scenario, _ response: inout Response) throws {
    let reached = response.works.first { $0.seasons.count == $0.meeting.figures.count } ?? response.works.first
    let place = reached?.record ?? response.dosingPoint?.record
    let position = place?.geometry?.representativePosition ?? scenario.origin.position
    response.site = place?.name ?? scenario.origin.name
    response.siteMinutes = reached.flatMap {
      let seasons = Set($0.seasons)
      let arrivals = Self.numbers(Figure.earliestArrival.name, of: $0.meeting).filter { seasons.contains($0.key) }
      return arrivals.values.min().map { $0 * 60 }
    }
    let call = responders.rules.callMinutes
    response.helpers = responders.helpers(to: position).prefix(Self.mostHelpers).map {
      Response.Helper(record: $0.record, minutes: $0.minutes + call)
    }
    let stock = responders.deliveries(to: position).map { (record: $0.record, minutes: $0.minutes + call) }
    let limit = response.siteMinutes ?? 0
    func need(
      _ name: String, _ purpose: String, _ unit: String, _ amount: Double?, _ isIt: (Record) -> Bool,
      _ held: (Record) -> Double?
    ) {
      guard !response.needs.contains(where: { $0.name == name && $0.purpose == purpose }) else { return }
      let deliveries = stock.filter { isIt($0.record) }.map {
        Response.Delivery(record: $0.record, minutes: $0.minutes, amount: held($0.record))
      }
      response.needs.append(
        Response.Need(
          name: name, purpose: purpose, unit: unit, amount: amount, deliveries: deliveries,
          inTime: deliveries.filter { $0.minutes <= limit }))
    }
    for dose in response.doses {
      let agents = [dose.agent.agent] + dose.agent.or
      let name = dose.agent.agent + (dose.agent.or.isEmpty ? "" : "（或\(dose.agent.or.joined(separator: "、"))）")
      need(
        name, dose.agent.role, "kg", dose.totalKilograms,
        { record in agents.contains { rules.isAgent($0, record) } },
        { Self.kilograms($0, isPure: dose.ratio != nil) })
    }
    for material in response.treated.flatMap({ $0.treatment?.materials ?? [] }) {
      let km = facilities.first { $0.record.reference == place?.reference }?.riverKm
      let reach = km.flatMap { self.reach(atKm: $0) }
      let widths = Season.allCases.compactMap { reach?["width_\($0.rawValue)_m"].number }
      need(
        material.category, material.role, material.unit, material.per == "width" ? widths.max() : nil,
        { $0["category"].text == material.category },
        { $0["unit"].text == material.unit ? $0["quantity"].number : nil })
    }
    for work in response.works.prefix(Self.equippedWorks) {
      let listed = (work.record["materials"].elements ?? []).compactMap { $0 as? [String: Any] }
      for material in listed {
        guard let name = material["name"] as? String else { continue }
        let unit = material["unit"] as? String ?? ""
        need(
          name, "\(work.record.name)启用", unit, material["quantity"] as? Double,
          { $0.name.contains(name) || $0["category"].text == name },
          { $0["unit"].text == unit ? $0["quantity"].number : nil })
      }
      let categories = responders.rules.work(of: work.record["facility_class"].text)?.supplies ?? []
      guard listed.isEmpty, !categories.isEmpty else { continue }
      need(
        "\(categories.joined(separator: "、"))（任一）", "\(work.record.name)启用", "", nil,
        { $0["category"].text.map(categories.contains) ?? false }, { _ in nil })
      response.lack("\(work.record.name)没有所需物资的种类和数量", "现场踏勘、演练实测")
    }
  }

  /// What a supply holds, kg; of what counts as pure its active share where recorded.
  private static func kilograms(_ record: Record, isPure: Bool) -> Double? {
    let scale: Double? =
      switch record["unit"].text {
      case "t": 1_000
      case "kg": 1
      default: nil
      }
    let share = isPure ? (record["purity_pct"].number ?? 100) / 100 : 1
    return scale.flatMap { scale in record["quantity"].number.map { $0 * scale * share } }
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
    let untreated = response.treated.filter { $0.treatment == nil }.map(\.name)
    if !untreated.isEmpty { response.lack("\(untreated.joined(separator: "、"))的处置技术没有收录", "环境应急专家") }
    if response.doses.contains(where: { $0.ratio == nil }) {
      response.lack("须由小试确定的药剂，投加浓度未知", "环境应急专家、现场小试")
    }
  }
}

extension RiverPlan.Response {
  /// Adds something missing, once.
  fileprivate mutating func lack(_ what: String, _ from: String, _ rule: PlanRule = .scenarioData) {
    let lack = Lack(rule: rule, what: what, from: from)
    if !lacks.contains(lack) { lacks.append(lack) }
  }
}
