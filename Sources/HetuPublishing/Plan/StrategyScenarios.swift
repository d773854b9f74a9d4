import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// The typical scenarios in the strategy: what is reached when, and what can be stopped in time.
extension StrategyChapters {
  static let seasons: [(season: Season, title: String)] = [(.wet, "丰"), (.normal, "平"), (.dry, "枯")]

  func scenarioParagraphs() -> [String] {
    guard !plan.scenarios.isEmpty else { return ["沿线没有登记风险源，未设典型情景。"] }
    return [
      "以下典型情景由登记库按规则选取\(plan.scenarios.contains(where: \.isRequested) ? "，另加指定的情景" : "")，自上而下编号；各情景相同的方法和资料先列于（一），报告时限和通报对象列于第七章。"
    ]
  }

  /// What was assumed of a scenario, each once, and the teams that can't be everywhere.
  private func notes(_ scenario: RiverPlan.Scenario) -> [String] {
    var order: [String] = []
    var seasons: [String: [String]] = [:]
    for (season, title) in Self.seasons {
      for warning in scenario.traces[season]?.answer.warnings ?? [] where !warning.isAccount {
        if seasons[warning.message] == nil { order.append(warning.message) }
        seasons[warning.message, default: []].append(title)
      }
    }
    let assumed = order.map { message in
      let own = seasons[message] ?? []
      // A sentence about reaches names its season itself.
      return own.count == scenario.traces.count || message.contains("水期")
        ? message : "\(own.joined(separator: "、"))水期\(message)"
    }
    let messages = assumed + scenario.sharedTeams
    return messages.isEmpty ? [] : ["本情景推算中需注意：\(messages.joined(separator: "；"))。"]
  }

  func scenarioSection(_ scenario: RiverPlan.Scenario) throws -> StrategySection {
    let charts = ScenarioCharts(scenario)
    var parts = [
      StrategySection(
        title: "到达时间\(scenario.spill == nil ? "" : "和浓度")", paragraphs: [spill(scenario, charts)] + notes(scenario),
        tables: [arrivals(scenario)] + (scenario.spill.map { [concentrations(scenario, $0)] } ?? []),
        figures: try charts.drawn())
    ]
    parts += [
      works(scenario), treatment(scenario), dilution(scenario), sampling(scenario), resources(scenario),
      StrategySection(title: "报告和通报", paragraphs: [reporting(scenario)]),
    ]
    return StrategySection(
      title: "情景\(scenario.number)：\(scenario.origin.title)泄漏", paragraphs: ["选取理由：\(scenario.reason)。"], parts: parts)
  }

  /// By how many times a limit is exceeded, from when to when.
  private func concentrations(_ scenario: RiverPlan.Scenario, _ spill: Spill) -> StrategyTable {
    let met = scenario.arrivals.filter { $0.row.kind != "emergency_facility" }
    return table(
      "情景\(scenario.number) \(spill.measured)的峰值浓度、超标倍数和恢复达标时间（泄漏后时:分；可能值，括号内为范围、最早或最晚）",
      [
        ("对象", .text), ("沿河距离（km）", .number), ("限值（mg/L）", .number), ("水期", .place), ("峰值浓度（mg/L）", .place),
        ("超标倍数", .place), ("开始超标", .place), ("恢复达标", .place),
      ],
      met.flatMap { meeting in
        Self.seasons.map { season in
          func number(_ figure: String) -> Double? { meeting.number(figure, in: season.season) }
          func text(_ likely: String, _ end: String, _ rounding: OutwardRounding) -> String {
            guard let end = number(end) else { return "—" }
            return number(likely).map { "\(PlanWords.clock($0, rounding)) （\(PlanWords.clock(end, rounding))）" }
              ?? "可能 不超标 （\(rounding == .down ? "最早" : "最晚") \(PlanWords.clock(end, rounding))）"
          }
          let head = [
            meeting.row.name, FixedDecimal.text(meeting.pathKm, 1),
            Self.seasons.compactMap { meeting.number("limit_mg_l", in: $0.season) }.first
              .map { PlanWords.number($0, 6) } ?? "—",
          ]
          guard let likely = number("concentration_mg_l") else {
            let isReached = number(Figure.arrival.name) != nil
            return head + [
              "\(season.title)水期", isReached ? (meeting.pathKm < 0.001 ? "在泄漏点" : "资料不足") : "不到达", "—", "—", "—",
            ]
          }
          let range = [number("concentration_low_mg_l"), number("concentration_high_mg_l")].compactMap { $0 }
            .map(PlanWords.concentration).joined(separator: "—")
          let ongoing = number("exceeds_from_earliest_h") != nil && number("exceeds_until_latest_h") == nil
          return head + [
            "\(season.title)水期", "\(PlanWords.concentration(likely)) （\(range)）",
            meeting.text("exceedance_text", in: season.season).map { String($0.trimmingPrefix("超标")) } ?? "—",
            text("exceeds_from_h", "exceeds_from_earliest_h", .down),
            ongoing ? "泄漏停止后" : text("exceeds_until_h", "exceeds_until_latest_h", .up),
          ]
        }
      })
  }

  /// What gets in, and what that leaves unknown.
  private func spill(_ scenario: RiverPlan.Scenario, _ charts: ScenarioCharts) -> String {
    guard let spill = scenario.spill else {
      return "本情景没有设定物质和泄漏量，只推算到达时间，没有浓度过程可画，也未核对容积能否容纳污染团。"
    }
    let limited =
      spill.substance == nil
      ? "限值表中没有该物质，只给浓度，不判断是否超标。"
      : "限值依据见图，超标倍数为 C÷Cs−1。"
    let known = "设定泄漏：\(PlanWords.spill(spill))。\(limited)"
    guard !scenario.curves.isEmpty else {
      return known + "下游没有敏感目标，或途中河段缺流量、河宽、水深，没有浓度过程可画。"
    }
    let left = scenario.curves.count - ScenarioCharts.drawnTargets
    let isPartly = scenario.curves.contains { $0.points.count < Season.allCases.count }
    return known + "浓度过程按最可能的流速和离散系数推算，未计本底和未登记的支流稀释，误差可达数倍，仅供研判。"
      + (isPartly ? "图中没有某一水期的，是途中断流，或河段缺该水期的流量、河宽、水深。" : "")
      + (left > 0 ? "浓度过程图列最近的 \(ScenarioCharts.drawnTargets) 个敏感目标，其余 \(left) 个见 plan.json。" : "")
  }

  // MARK: - Reporting

  /// By which grade it is reported, as far as the scenario tells.
  private func reporting(_ scenario: RiverPlan.Scenario) -> String {
    let event = scenario.event
    let hours = PlanWords.number(event.rules.triggers.lookAheadH, 1)
    let triggers = event.grading.triggers
    return
      "信息报告：伤亡、疏散、损失等判据在事发前不明，均待核；按已知的物质和丰水期 \(hours) 小时内水流可能波及的对象，初步按\(event.grading.reportedAs.title)突发环境事件报告\(EventReport(event).notice)，实际等级以事发时核实为准"
      + (triggers.isEmpty ? "。" : "；依据：\(triggers.joined(separator: "；"))。")
  }

  // MARK: - Arrivals

  /// What something met is called in a narrow column.
  private static let shortKinds = [
    "drinking_water_source": "水源地", "protection_zone": "保护区", "sensitive_target": "目标", "monitoring_section": "断面",
  ]

  private func arrivals(_ scenario: RiverPlan.Scenario) -> StrategyTable {
    let met = scenario.arrivals.filter { $0.row.kind != "emergency_facility" }
    return table(
      "情景\(scenario.number) \(scenario.origin.name)泄漏：前锋到达下游 \(PlanWords.number(RiverPlan.Scenario.reachMetres / 1_000, 0)) km 内断面、目标和行政区界的时间（泄漏后时:分，括号内为最早）",
      [("对象", .text), ("类别", .place), ("沿河距离（km）", .number)]
        + Self.seasons.map { ("\($0.title)水期前锋", StrategyTable.Alignment.place) }
        + [("峰值（h，丰／平／枯）", .place)],
      met.map { meeting in
        let river = Self.seasons.compactMap { meeting.text("river", in: $0.season) }.first
        let peaks = Self.seasons.map { PlanWords.hours(meeting.number(Figure.peak.name, in: $0.season)) }
        return [
          meeting.row.name + (river.map { $0 == plan.river.name ? "" : "（\($0)）" } ?? ""),
          Self.shortKinds[meeting.row.kind] ?? meeting.row.title, FixedDecimal.text(meeting.pathKm, 1),
        ] + Self.seasons.map { front(meeting, $0.season) } + [peaks.joined(separator: "／")]
      })
  }

  private func front(_ meeting: RiverPlan.Scenario.Meeting, _ season: Season) -> String {
    guard let likely = meeting.number(Figure.arrival.name, in: season) else { return "不到达" }
    let earliest = meeting.number(Figure.earliestArrival.name, in: season)
    return "\(PlanWords.clock(likely, .down)) （\(PlanWords.clock(earliest, .down))）"
  }

  /// How a verdict is put so that it stands in a narrow column.
  private static let verdictWords = [("（", " "), ("）", ""), ("，", "， "), ("不用于拦截", "不拦截")]

  /// The facilities of the race: how long each takes, and whether that is before the front.
  func race(_ scenario: RiverPlan.Scenario) -> StrategyTable {
    let verdicts = Set(
      scenario.runners.flatMap { runner in Self.seasons.compactMap { runner.text("verdict", in: $0.season) } })
    let narrow = Dictionary(
      uniqueKeysWithValues: verdicts.map { ($0, Self.verdictWords.reduce($0) { $0.replacing($1.0, with: $1.1) }) })
    return table(
      "情景\(scenario.number) 水与人的赛跑：各设施能否在前锋之前启用（需时为通知、到场、启用之和，判断后为富余 min）",
      [("设施", .text), ("沿河距离（km）", .number), ("需时（min）", .number)]
        + Self.seasons.map { ("\($0.title)水期", StrategyTable.Alignment.place) }
        + [("可用容积（万m³）", .number), ("到场力量", .text)],
      scenario.runners.filter { $0.row.kind == "emergency_facility" }.map { runner in
        let any = Self.seasons.first { runner.isMet(in: $0.season) }?.season ?? .normal
        func value(_ figure: String, _ decimals: Int) -> String {
          runner.number(figure, in: any).map { PlanWords.number($0, decimals) } ?? "—"
        }
        let isDrinking = runner.row.record.map { plan.drinkingWaterFacilities.contains($0.code) } ?? false
        let isForeign = runner.row.record.map { plan.foreign.contains($0.reference) } ?? false
        return [
          runner.row.name + (isForeign ? "（辖区外）" : ""), FixedDecimal.text(runner.pathKm, 1), value("needed_min", 0),
        ]
          + Self.seasons.map { season in
            guard let verdict = runner.text("verdict", in: season.season) else { return "不到达" }
            let margin = runner.number("margin_min", in: season.season)
            return (narrow[verdict] ?? verdict) + (margin.map { " \(PlanWords.signed($0))" } ?? "")
          } + [value("volume_10k_m3", 1) + (isDrinking ? "（不计）" : ""), runner.text("by", in: any) ?? "—"]
      })
  }

  /// What holds in each season, once where it is the same.
  private static func allSeasons(_ text: (Season) -> String?) -> String {
    let texts = seasons.map { text($0.season) ?? "—" }
    return Set(texts).count == 1 ? texts[0] : texts.joined(separator: "／")
  }

  /// What is defended by what: targets and borders with the same answer in one row.
  func defences(_ scenario: RiverPlan.Scenario) -> StrategyTable {
    var order: [[String]] = []
    var names: [[String]: [String]] = [:]
    for runner in scenario.runners where runner.row.kind != "emergency_facility" {
      let verdicts = Self.seasons.map { runner.text("verdict", in: $0.season) ?? "不到达" }
      let key =
        verdicts + [
          Self.allSeasons { runner.text("last_line", in: $0) },
          Self.allSeasons { runner.number("volume_10k_m3", in: $0).map { PlanWords.number($0, 1) } },
        ]
      if names[key] == nil { order.append(key) }
      names[key, default: []].append("\(runner.row.name)（\(FixedDecimal.text(runner.pathKm, 1)) km）")
    }
    return table(
      "情景\(scenario.number) 目标和行政区界上游的防线（一支队伍要赶几处的，容积只计其中最大的一处；各水期不同的按丰／平／枯列）",
      [("目标和行政区界（沿河距离）", .text)] + Self.seasons.map { ("\($0.title)水期", StrategyTable.Alignment.text) }
        + [("最后防线", .text), ("其上容积（万m³）", .number)],
      order.map { [names[$0, default: []].joined(separator: "、")] + $0 })
  }
}
