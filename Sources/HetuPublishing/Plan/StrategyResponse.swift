import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// What is done about a scenario, in the strategy: works, treatment and dosing, dilution, sampling, teams and supplies.
extension StrategyChapters {
  typealias Response = RiverPlan.Response

  /// So many facilities, sampling points and supplies a table of a scenario lists at most; `plan.json` has all.
  private static let (listedWorks, listedPoints, listedDeliveries) = (8, 16, 3)

  /// Figures of the seasons in the order wet, normal, dry, `—` where one is not known: `1.2／0.8／—`; one `—` for none.
  static func bySeason(_ figures: [Season: Double], _ text: (Double) -> String) -> String {
    figures.isEmpty ? "—" : seasons.map { figures[$0.season].map(text) ?? "—" }.joined(separator: "／")
  }

  static func bySeason(_ figures: [Season: Double], _ decimals: Int) -> String {
    bySeason(figures) { PlanWords.number($0, decimals) }
  }

  // MARK: - Works

  func works(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    let listed = response.works.prefix(Self.listedWorks)
    var paragraphs = [cleanWater(response)] + undefended(scenario)
    if listed.isEmpty {
      paragraphs.append("下游没有登记的设施能确定在前锋之前启用：立即通知取水口停止取水，并在前锋之前选址筑坝。")
    } else {
      let rest = response.works.count - listed.count
      paragraphs.append("自上而下启用工程措施表所列各处\(rest > 0 ? "；表中列前 \(listed.count) 处，其余 \(rest) 处见 plan.json" : "")。")
    }
    let dams = response.dams.filter(\.holdsPlug)
    return StrategySection(
      title: "拦截和工程措施", paragraphs: paragraphs,
      tables: [race(scenario), defences(scenario)] + (listed.isEmpty ? [] : [workTable(scenario, Array(listed))])
        + (dams.isEmpty ? [] : [damTable("情景\(scenario.number) 临时坝尺寸（拦蓄污染团）", dams)]))
  }

  /// What is put to work; whether it holds the plug only where the plug is known.
  private func workTable(_ scenario: RiverPlan.Scenario, _ works: [Response.Work]) -> StrategyTable {
    let knowsPlug = works.contains { work in
      Season.allCases.contains { work.meeting.number("plug_10k_m3", in: $0) != nil }
    }
    let plug: [(String, StrategyTable.Alignment)] =
      knowsPlug ? [("污染团水量（万m³）", .place), ("尚缺容积（万m³）", .place)] : []
    return table(
      "情景\(scenario.number) 工程措施（丰／平／枯水期）",
      [("设施", .text), ("措施", .text), ("可用容积（万m³）", .number)] + plug
        + [("可拦蓄（h）", .place), ("值班电话", .phone)],
      works.map { workRow($0, knowsPlug: knowsPlug) })
  }

  /// The targets above which nothing is in time, with the seasons.
  private func undefended(_ scenario: RiverPlan.Scenario) -> [String] {
    let targets = scenario.runners.compactMap { meeting -> String? in
      guard meeting.isTarget else { return nil }
      let seasons = Self.seasons.filter {
        meeting.text("verdict", in: $0.season) == WaterRace.Shielding.none.rawValue
      }
      return seasons.isEmpty ? nil : "\(meeting.row.name)（\(seasons.map(\.title).joined(separator: "、"))水期）"
    }
    guard !targets.isEmpty else { return [] }
    return ["来不及先行拦截的目标：\(targets.joined(separator: "、"))。须立即通知其停止取水或采取避让措施，并启用备用水源。"]
  }

  /// `辖区外，` of what others decide about.
  private func outside(_ record: Record) -> String { plan.foreign.contains(record.reference) ? "辖区外，" : "" }

  private func workRow(_ work: Response.Work, knowsPlug: Bool) -> [String] {
    func figures(_ name: String) -> [Season: Double] {
      Season.allCases.reduce(into: [:]) { $0[$1] = work.meeting.number(name, in: $1) }
    }
    let (volumes, plugs) = (figures("volume_10k_m3"), figures("plug_10k_m3"))
    let lacking = work.lacking10kCubicMetres
    let titles = Self.seasons.filter { work.seasons.contains($0.season) }.map(\.title)
    let seasons = titles.count == Self.seasons.count ? "" : "（\(titles.joined(separator: "、"))水期来得及）"
    let volume = Set(volumes.values).count == 1 ? volumes.values.first : nil
    return [
      "\(work.record.name)\(plan.foreign.contains(work.record.reference) ? "（辖区外）" : "")", work.action + seasons,
      volume.map { PlanWords.number($0, 1) } ?? Self.bySeason(volumes, 1),
    ]
      + (knowsPlug
        ? [
          plugs.isEmpty ? "未知" : Self.bySeason(plugs, PlanWords.significant),
          lacking.isEmpty ? "不能判断" : Self.bySeason(lacking, PlanWords.significant),
        ] : []) + [
        Self.bySeason(figures("hold_h"), PlanWords.span), PlanWords.phone(work.record),
      ]
  }

  private func cleanWater(_ response: Response) -> String {
    guard let water = response.cleanWater else {
      return "截留清水：事发点上游没有登记能拦断河道的设施，须在事发点上游选址筑坝截留清水，减少污染团体积（见资料缺口）。"
    }
    let record = water.item.record
    let phone = PlanWords.phone(record)
    let place =
      "截留清水：首先启用事发点上游 \(FixedDecimal.text(water.distanceKm, 1)) km 的\(record.name)（\(water.item.place)\(record["opening_time_min"].number.map { "，启用需 \(PlanWords.number($0, 0)) 分钟" } ?? "")\(phone == "—" ? "" : "，\(phone)")）拦截来水，减少进入污染团的水量"
    guard !water.flows.isEmpty else { return "\(place)；该处流量未登记，能截留多久不明。" }
    let flow = "登记流量（丰／平／枯）\(Self.bySeason(water.flows, 2)) m³/s"
    guard !water.holdHours.isEmpty else { return "\(place)；\(flow)，可用容积未登记，能截留多久不明。" }
    return
      "\(place)；\(flow)，可用容积除以流量，可截留 \(Self.bySeason(water.holdHours, PlanWords.span)) h，到时须下泄或分流，生态流量另按水利部门要求。"
  }

  func damTable(_ caption: String, _ dams: [Response.Dam]) -> StrategyTable {
    table(
      caption,
      [
        ("筑坝点", .text), ("水期", .place), ("断面宽B（m）", .number), ("比降S（‰）", .number), ("蓄水量V（万m³）", .number),
        ("坝前水深H（m）", .number), ("回水L（m）", .number), ("岸高（m）", .number), ("土方（m³）", .number),
      ],
      dams.map { dam in
        [
          dam.record.name, dam.season.title, PlanWords.number(dam.widthMetres, 1),
          PlanWords.number(dam.slope * 1_000, 2),
          PlanWords.significant(dam.volumeCubicMetres / 1e4),
          FixedDecimal.text((dam.depthMetres * 10).rounded(.up) / 10, 1),
          PlanWords.number(dam.backwaterMetres, 0), PlanWords.number(dam.record["bank_height_m"], 1),
          PlanWords.number(dam.record["earthwork_m3"], 0),
        ]
      })
  }

  // MARK: - Treatment and dosing

  func treatment(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    guard !response.treated.isEmpty else {
      return StrategySection(title: "处置和投药", paragraphs: ["登记的风险源没有填主要物质，处置技术须待查明物质后确定。"])
    }
    let names = response.treated.map(\.name).joined(separator: "、")
    return StrategySection(
      title: "处置和投药",
      paragraphs: ["本情景的物质：\(names)，处置技术见本章（一）。", response.doses.isEmpty ? nil : dosingPoint(response)]
        .compactMap { $0 }, tables: response.doses.isEmpty ? [] : [doseTable(scenario)])
  }

  private func dosingPoint(_ response: Response) -> String {
    guard let point = response.dosingPoint else { return "投药点：没有来得及启用的登记设施，须现场选址。" }
    let flows =
      point.flows.isEmpty ? "该处流量未登记" : "该处流量（丰／平／枯）\(Self.bySeason(point.flows, 2)) m³/s"
    let peaks =
      point.peaks.isEmpty ? "" : "，推算峰值浓度 \(Self.bySeason(point.peaks, PlanWords.concentration)) mg/L"
    return
      "投药点：\(point.record.name)（\(outside(point.record))事发点下游 \(FixedDecimal.text(point.pathKm, 1)) km），\(flows)\(peaks)。"
  }

  private func doseTable(_ scenario: RiverPlan.Scenario) -> StrategyTable {
    table(
      "情景\(scenario.number) 投药量（丰／平／枯水期）",
      [("药剂", .text), ("作用", .text), ("单位用量和依据", .text), ("投加速率（kg/h）", .text), ("合计需要", .text)],
      scenario.response.doses.map { dose in
        let agent = dose.agent
        let name = agent.agent + (agent.or.isEmpty ? "" : "（或\(agent.or.joined(separator: "、"))）")
        guard let ratio = dose.ratio else {
          let plugs = scenario.response.dosingPoint?.plugs ?? [:]
          return [
            name, agent.role, "由现场小试定",
            dose.rates.isEmpty ? "投药点或流量未定" : "每 1 mg/L：\(Self.bySeason(dose.rates, PlanWords.significant))",
            plugs.isEmpty
              ? "未知" : "每 1 mg/L：\(Self.bySeason(plugs.mapValues { $0 / 1_000 }, PlanWords.significant)) kg（V×1 g/m³）",
          ]
        }
        let basis = agent.as.map { "以\($0)计" } ?? ""
        let total =
          dose.totalKilograms.map { "\(PlanWords.amount($0))（\(basis)；折商品量除以有效成分）" }
          ?? "每泄漏 1 t \(dose.treated.name)需 \(PlanWords.amount(ratio * 1_000))（\(basis)）"
        let share = dose.treated.fraction < 1 ? "×\(PlanWords.number(dose.treated.fraction, 4))" : ""
        return [
          name, agent.role,
          "\(dose.treated.name)每 1 kg 需 \(PlanWords.significant(ratio)) kg（\(basis)），按 \(agent.formula ?? "")\(share)",
          dose.rates.isEmpty
            ? "浓度未知"
            : "峰值时 \(Self.bySeason(dose.rates, PlanWords.significant))；备足到 \(Self.bySeason(dose.highRates, PlanWords.significant))",
          total,
        ]
      })
  }

  // MARK: - Dilution

  func dilution(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    let sources = response.reservoirs.map { item in
      let record = item.record
      let figures = [
        record["stored_volume_10k_m3"].number.map { "蓄水量 \(PlanWords.number($0, 1)) 万m³" },
        record["max_outflow_m3_s"].number.map { "最大下泄 \(PlanWords.number($0, 1)) m³/s" },
      ].compactMap { $0 }
      return "\(record.name)（\(item.place)，\(figures.isEmpty ? "蓄水量、下泄能力未登记" : figures.joined(separator: "，"))）"
    }
    let from =
      sources.isEmpty
      ? "事发点上游的干流上没有登记能供稀释水的水库（见资料缺口）。"
      : "可供稀释水的水库：\(sources.joined(separator: "；"))。加大下泄会加快污染团下移、增大其体积，须与拦截、投药统一调度，并经水利部门同意。"
    guard !response.dilutions.isEmpty else {
      let unknown =
        scenario.spill == nil
        ? "泄漏量未知，没有可算的稀释水量。" : "推算各目标不超标、物质没有限值、资料不足或不在本河上，没有可算的稀释水量。"
      return StrategySection(title: "稀释", paragraphs: [unknown + from])
    }
    let isBeyond = response.dilutions.contains { $0.dilutingFlow > $0.flow }
    return StrategySection(
      title: "稀释",
      paragraphs: [
        "历时取超标的可能历时。\(isBeyond ? "稀释水流量大于河水流量的，单靠稀释不可行，须先拦截、处置，再以稀释收尾。" : "")", from,
      ],
      tables: [
        table(
          "情景\(scenario.number) 稀释到限值所需的清水（最小值）",
          [
            ("目标", .text), ("水期", .place), ("河水流量（m³/s）", .number), ("峰值浓度（mg/L）", .number), ("限值（mg/L）", .number),
            ("稀释水流量（m³/s）", .number), ("历时（h）", .number), ("水量（万m³）", .number),
          ],
          response.dilutions.map {
            [
              $0.meeting.row.name, $0.season.title, PlanWords.number($0.flow, 2),
              PlanWords.concentration($0.concentration),
              PlanWords.number($0.limit, 6), PlanWords.significant($0.dilutingFlow), FixedDecimal.text($0.hours, 1),
              PlanWords.significant($0.volumeCubicMetres / 1e4),
            ]
          })
      ])
  }

  // MARK: - Sampling

  func sampling(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    guard let rules = response.rules?.monitoring else { return StrategySection(title: "应急监测") }
    let left = response.samplingPoints.count - Self.listedPoints
    let hasBackground = response.samplingPoints.contains { $0.role == "对照" }
    return StrategySection(
      title: "应急监测",
      paragraphs: [
        "监测项目：\(response.samplingItems.joined(separator: "、"))\(response.treated.isEmpty ? "，特征污染物查明后补充" : "")"
          + "。"
          + (hasBackground ? "" : "事发点上游没有登记断面，对照断面须现场设定。")
          + (left > 0 ? "表中列最近的 \(Self.listedPoints) 个点位，其余 \(left) 个见 plan.json。" : "")
      ],
      tables: [
        table(
          "情景\(scenario.number) 监测点位和开始加密的时间（泄漏后时:分）",
          [("点位", .text), ("类型", .place), ("沿河距离（km）", .number)]
            + Self.seasons.map { ("\($0.title)水期", StrategyTable.Alignment.place) },
          response.samplingPoints.prefix(Self.listedPoints).map { point in
            [
              point.name, point.role,
              point.pathKm < 0 ? "上游 \(FixedDecimal.text(-point.pathKm, 1))" : FixedDecimal.text(point.pathKm, 1),
            ]
              + Self.seasons.map { season in
                if point.role == "对照" { return "立即" }
                guard let hours = point.arrivals[season.season] else { return "不到达" }
                let start = OutwardRounding.down.hours(hours - rules.leadH) ?? 0
                return start > 0 ? PlanWords.clock(start, .down) : "立即"
              }
          })
      ])
  }

  // MARK: - Teams and supplies

  func resources(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    let front =
      response.siteMinutes.map { "在来得及启用的水期前锋最早 \(OutwardRounding.down.text($0 / 60))到达该处" }
      ?? "没有来得及启用的设施，按到事发点计，前锋之前无可到的力量"
    return StrategySection(
      title: "队伍和物资",
      paragraphs: [
        "集结地点：\(response.site)，\(front)。队伍和监测单位的到场时间见本章（一）。"
          + (response.needs.isEmpty ? "物质不明、没有来得及启用的设施，物资需求须待查明后确定。" : "")
      ],
      tables: response.needs.isEmpty
        ? []
        : [
          table(
            "情景\(scenario.number) 物资需求和缺口",
            [
              ("物资", .text), ("用途", .text), ("需要", .place), ("来得及的", .text), ("缺口", .text), ("最快的储备点（到场时:分）", .text),
            ], response.needs.map { needRow($0, response) })
        ])
  }

  private func needRow(_ need: Response.Need, _ response: Response) -> [String] {
    func amount(_ value: Double) -> String {
      need.unit == "kg" ? PlanWords.amount(value) : "\(PlanWords.number(value, 1)) \(need.unit)"
    }
    let counted = need.inTime.filter { $0.amount != nil }
    let uncounted = Dictionary(grouping: need.inTime.compactMap(\.uncounted)) { $0 }.mapValues(\.count)
    let unasked = need.inTime.count { $0.amount == nil && $0.uncounted == nil }
    let parts =
      [counted.isEmpty ? nil : amount(need.reachable), unasked > 0 ? "\(unasked)批" : nil].compactMap { $0 }
      + uncounted.sorted { $0.key < $1.key }.map { "\($0.value)批\($0.key)，未计" }
    let reachable = need.inTime.isEmpty ? "无" : parts.joined(separator: "；")
    let shortage =
      if let lines = need.linesInTime {
        lines == 0 ? "不足一道" : "够 \(lines) 道，道数现场定"
      } else if let shortage = need.shortage {
        shortage > 0 ? "\(uncounted.isEmpty ? "缺" : "最多缺") \(amount(shortage))" : "不缺"
      } else {
        need.inTime.isEmpty ? "没有可到的" : "需要量未知，不能判断"
      }
    let depots = need.deliveries.prefix(Self.listedDeliveries).map { delivery in
      let phone = PlanWords.phone(delivery.record)
      return
        "\(delivery.record["depot"].text ?? delivery.record.name) \(PlanWords.clock(delivery.minutes / 60, .up))\(phone == "—" ? "" : " \(phone)")"
    }
    return [
      need.name, need.purpose, need.amount.map { "\(need.isEach ? "每道 " : "")\(amount($0))" } ?? "未知", reachable,
      shortage,
      depots.joined(separator: "；").nilIfEmpty ?? "登记库中没有未过期的",
    ]
  }
}
