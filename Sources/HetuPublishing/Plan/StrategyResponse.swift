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
  private static func bySeason(_ figures: [Season: Double], _ text: (Double) -> String) -> String {
    figures.isEmpty ? "—" : seasons.map { figures[$0.season].map(text) ?? "—" }.joined(separator: "／")
  }

  private static func bySeason(_ figures: [Season: Double], _ decimals: Int) -> String {
    bySeason(figures) { PlanWords.number($0, decimals) }
  }

  private static func minutes(_ minutes: Double) -> String { OutwardRounding.up.text(minutes / 60) }

  // MARK: - Works

  func works(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    let listed = response.works.prefix(Self.listedWorks)
    var paragraphs = [cleanWater(response)] + undefended(scenario)
    if listed.isEmpty {
      paragraphs.append("下游没有登记的设施能确定在前锋之前启用：立即通知取水口停止取水，并在前锋之前选址筑坝。")
    } else {
      paragraphs.append(
        "自上而下启用下表各处。可用容积与污染团水量（V=Q·Δt，Q为当处流量，Δt为超标历时的最长值）比较，不足的差额须由下一处承接或另设临时坝；可拦蓄时间为可用容积除以来水流量。"
          + (response.works.count > listed.count
            ? "表中列前 \(listed.count) 处，其余 \(response.works.count - listed.count) 处见 plan.json。" : ""))
    }
    let tables = [
      race(scenario),
      table(
        "情景\(scenario.number) 工程措施（丰／平／枯水期）",
        [
          ("设施", .text), ("措施", .text), ("来得及的水期", .place), ("可用容积（万m³）", .number), ("污染团水量（万m³）", .place),
          ("尚缺容积（万m³）", .place), ("可拦蓄（h）", .place), ("值班电话", .phone),
        ], listed.map { workRow($0) }),
    ]
    return StrategySection(
      title: "拦截和工程措施", paragraphs: paragraphs + dams(response),
      tables: tables + (response.dams.isEmpty ? [] : [damTable(scenario)]))
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

  private func workRow(_ work: Response.Work) -> [String] {
    func figures(_ name: String) -> [Season: Double] {
      Season.allCases.reduce(into: [:]) { $0[$1] = work.meeting.number(name, in: $1) }
    }
    let (volumes, plugs) = (figures("volume_10k_m3"), figures("plug_10k_m3"))
    let lacking = plugs.reduce(into: [Season: Double]()) { lacking, plug in
      lacking[plug.key] = volumes[plug.key].map { max(0, plug.value - $0) }
    }
    let titles = Self.seasons.filter { work.seasons.contains($0.season) }.map(\.title)
    let volume = Set(volumes.values).count == 1 ? volumes.values.first : nil
    return [
      "\(work.record.name)\(plan.foreign.contains(work.record.reference) ? "（辖区外）" : "")", work.action,
      titles.joined(separator: "、"), volume.map { PlanWords.number($0, 1) } ?? Self.bySeason(volumes, 1),
      plugs.isEmpty ? "未知" : Self.bySeason(plugs, PlanWords.significant),
      lacking.isEmpty ? "不能判断" : Self.bySeason(lacking, PlanWords.significant), Self.bySeason(figures("hold_h"), 1),
      PlanWords.phone(work.record),
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
    return "\(place)；\(flow)，可用容积除以流量，可截留 \(Self.bySeason(water.holdHours, 1)) h，到时须下泄或分流，生态流量另按水利部门要求。"
  }

  private func dams(_ response: Response) -> [String] {
    guard let dam = response.dams.first else { return [] }
    let volume =
      dam.holdsPlug ? "V取该处污染团水量" : "泄漏量未知，V取 1 h 的来水量（3600·Q）；拦蓄 n h 的坝前水深为表中值的 √n 倍"
    return [
      "临时坝：坝前水深 H=√(2·S·V÷B)，回水长度 L=H÷S（棱柱形河槽的三角形蓄水体），B为断面宽度，S为河床比降，取登记的筑坝点数据，没有的取所在河段；\(volume)。H超过岸高的，须加筑或分级设坝。"
    ]
  }

  private func damTable(_ scenario: RiverPlan.Scenario) -> StrategyTable {
    table(
      "情景\(scenario.number) 临时坝尺寸",
      [
        ("筑坝点", .text), ("水期", .place), ("断面宽B（m）", .number), ("比降S（‰）", .number), ("蓄水量V（万m³）", .number),
        ("坝前水深H（m）", .number), ("回水L（m）", .number), ("岸高（m）", .number), ("土方（m³）", .number),
      ],
      scenario.response.dams.map { dam in
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
    var rows: [[String]] = []
    for treatment in response.treated.compactMap(\.treatment) where !rows.contains(where: { $0[0] == treatment.title })
    {
      let names = response.treated.filter { $0.treatment == treatment }.map(\.name)
      rows.append([treatment.title, names.joined(separator: "、"), treatment.method, treatment.caution])
    }
    let untreated = response.treated.filter { $0.treatment == nil }.map(\.name)
    var tables = [
      table(
        "情景\(scenario.number) 处置技术（规则未核对）",
        [("类别", .text), ("本情景物质", .text), ("处置方法", .text), ("注意", .text)], rows)
    ]
    if !response.doses.isEmpty { tables.append(doseTable(scenario)) }
    return StrategySection(
      title: "处置和投药",
      paragraphs: [
        untreated.isEmpty ? nil : "\(untreated.joined(separator: "、"))没有收录处置技术，须咨询环境应急专家。",
        response.doses.isEmpty ? nil : dosingPoint(response),
      ].compactMap { $0 }, tables: tables)
  }

  private func dosingPoint(_ response: Response) -> String {
    let rule =
      "有反应式的药剂按理论量计，实际投加按现场小试放大；没有的按每 1 mg/L 投加浓度列单位用量，投加浓度由现场小试定。投加速率（kg/h）=3.6×Q（m³/s）×投加浓度（mg/L），理论投加浓度=峰值浓度×理论比，“备足到”按峰值浓度的上限计。"
    guard let point = response.dosingPoint else { return "投药点：没有来得及启用的登记设施，须现场选址。\(rule)" }
    let flows =
      point.flows.isEmpty ? "该处流量未登记" : "该处流量（丰／平／枯）\(Self.bySeason(point.flows, 2)) m³/s"
    let peaks =
      point.peaks.isEmpty ? "" : "，推算峰值浓度 \(Self.bySeason(point.peaks, PlanWords.concentration)) mg/L"
    return
      "投药点：\(point.record.name)（\(outside(point.record))事发点下游 \(FixedDecimal.text(point.meeting.pathKm, 1)) km），\(flows)\(peaks)。\(rule)"
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
            name, agent.role, "由现场小试定", "每 1 mg/L：\(Self.bySeason(dose.rates, PlanWords.significant))",
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
          "\(dose.treated.name)每 1 kg 需 \(PlanWords.significant(ratio)) kg（\(basis)）=\(agent.formula ?? "")\(share)",
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
    let formula = "稀释水流量 Qd=Q×(C−Cs)÷(Cs−Cd)，Q、C为目标处河水流量和峰值浓度，Cs为限值，Cd为稀释水本底（未登记，按0计，为最小值）。"
    let from =
      sources.isEmpty
      ? "事发点上游的干流上没有登记能供稀释水的水库（见资料缺口）。"
      : "可供稀释水的水库：\(sources.joined(separator: "；"))。加大下泄会加快污染团下移、增大其体积，须与拦截、投药统一调度，并经水利部门同意。"
    guard !response.dilutions.isEmpty else {
      let unknown =
        scenario.spill == nil
        ? "泄漏量未知时，Cd=0 的稀释水流量等于超标倍数乘以河水流量：超标 1 倍即需与河水等量的清水。"
        : "推算各目标不超标、物质没有限值、资料不足或不在本河上，没有可算的稀释水量。"
      return StrategySection(title: "稀释", paragraphs: [formula + unknown, from])
    }
    let isBeyond = response.dilutions.contains { $0.dilutingFlow > $0.flow }
    return StrategySection(
      title: "稀释",
      paragraphs: [
        formula + "历时取超标的可能历时。\(isBeyond ? "稀释水流量大于河水流量的，单靠稀释不可行，须先拦截、处置，再以稀释收尾。" : "")", from,
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
    let near = PlanWords.number(rules.nearIntervalH, 1)
    let hasBackground = response.samplingPoints.contains { $0.role == "对照" }
    return StrategySection(
      title: "应急监测",
      paragraphs: [
        "监测项目：\(response.samplingItems.joined(separator: "、"))\(response.treated.isEmpty ? "，特征污染物查明后补充" : "")。"
          + "对照断面每 \(PlanWords.number(rules.backgroundIntervalH, 1)) h 一次；其余点位自前锋最早到达前 \(PlanWords.number(rules.leadH, 1)) h 起每 \(near) h 一次，直至连续达标；前锋未到和已达标的点位每 \(rules.farIntervalH) h 一次（频次为建议，规则未核对）。"
          + (hasBackground ? "" : "事发点上游没有登记断面，对照断面须现场设定。")
          + (left > 0 ? "表中列最近的 \(Self.listedPoints) 个点位，其余 \(left) 个见 plan.json。" : "")
      ],
      tables: [
        table(
          "情景\(scenario.number) 监测点位",
          [("点位", .text), ("类型", .place), ("沿河距离（km）", .number)]
            + Self.seasons.map { ("\($0.title)水期加密开始", StrategyTable.Alignment.text) },
          response.samplingPoints.prefix(Self.listedPoints).map { point in
            [
              point.name, point.role,
              point.pathKm < 0 ? "上游 \(FixedDecimal.text(-point.pathKm, 1))" : FixedDecimal.text(point.pathKm, 1),
            ]
              + Self.seasons.map { season in
                if point.role == "对照" { return "立即" }
                guard let hours = point.arrivals[season.season] else { return "不到达" }
                let start = OutwardRounding.down.hours(hours - rules.leadH) ?? 0
                return start > 0 ? OutwardRounding.down.text(start) : "立即"
              }
          })
      ])
  }

  // MARK: - Teams and supplies

  func resources(_ scenario: RiverPlan.Scenario) -> StrategySection {
    let response = scenario.response
    let front =
      response.siteMinutes.map {
        "在来得及启用的水期前锋最早 \(OutwardRounding.down.text($0 / 60))到达该处，监测单位在此之前、队伍在此之前扣除启用时间能到的计为能到"
      } ?? "没有来得及启用的设施，按到事发点计，前锋之前无可到的力量"
    return StrategySection(
      title: "队伍和物资",
      paragraphs: [
        "集结地点：\(response.site)。到场时间自接报起算，为通知、集结或装车、行车之和，行车按直线距离乘绕行系数除以车速（经验值，规则未核对）；\(front)。药剂和处置材料送投药点，在前锋最早到达之前送到；其余送所启用的设施，在前锋最早到达之前扣除启用时间送到。同一批物资按表中次序只分配一次，不够的算缺口。已过期的物资不计；药剂有理论量的按有效成分折算，没有登记有效成分的不计。"
      ],
      tables: [
        table(
          "情景\(scenario.number) 可调队伍和监测单位（由快到慢）",
          [("名称", .text), ("类别", .text), ("到场", .text), ("前锋之前", .place), ("电话", .phone)],
          response.helpers.map { helper in
            [
              helper.record.name, helper.record.kind.title, Self.minutes(helper.minutes),
              helper.isInTime.map { $0 ? "能到" : "到不了" } ?? "—", PlanWords.phone(helper.record),
            ]
          }),
        table(
          "情景\(scenario.number) 物资需求和缺口",
          [
            ("物资", .text), ("用途", .text), ("需要", .place), ("前锋之前可到", .text), ("缺口", .text), ("最快的储备点", .text),
          ], response.needs.map { needRow($0, response) }),
      ])
  }

  private func needRow(_ need: Response.Need, _ response: Response) -> [String] {
    func amount(_ value: Double) -> String {
      need.unit == "kg" ? PlanWords.amount(value) : "\(PlanWords.number(value, 1)) \(need.unit)"
    }
    let counted = need.inTime.filter { $0.amount != nil }
    let uncounted = Dictionary(grouping: need.inTime.compactMap(\.uncounted)) { $0 }.mapValues(\.count)
    let parts =
      [
        counted.isEmpty ? nil : amount(need.reachable),
        need.inTime.count > counted.count ? "\(need.inTime.count)批" : nil,
      ]
      .compactMap { $0 }
      + uncounted.sorted { $0.key < $1.key }.map { "\($0.value)批\($0.key)，未计" }
    let reachable = need.inTime.isEmpty ? "无" : parts.joined(separator: "，")
    let shortage =
      if need.isEach, let each = need.amount, each > 0, !counted.isEmpty {
        need.reachable < each ? "不足一道" : "够 \(Int(need.reachable / each)) 道，道数现场定"
      } else if let shortage = need.shortage {
        shortage > 0 ? "\(uncounted.isEmpty ? "缺" : "最多缺") \(amount(shortage))" : "不缺"
      } else {
        need.inTime.isEmpty ? "没有可到的" : "需要量未知，不能判断"
      }
    let depots = need.deliveries.prefix(Self.listedDeliveries).map { delivery in
      let phone = PlanWords.phone(delivery.record)
      return
        "\(delivery.record["depot"].text ?? delivery.record.name) \(Self.minutes(delivery.minutes))\(phone == "—" ? "" : " \(phone)")"
    }
    return [
      need.name, need.purpose, need.amount.map { "\(need.isEach ? "每道 " : "")\(amount($0))" } ?? "未知", reachable,
      shortage,
      depots.joined(separator: "；").nilIfEmpty ?? "登记库中没有未过期的",
    ]
  }
}
