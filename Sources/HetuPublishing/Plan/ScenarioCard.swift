import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The card of a scenario (典型突发环境事件应急处置卡): what to do in the first hours, on one page to hang on the wall.
struct ScenarioCard {
  let plan: RiverPlan
  let scenario: RiverPlan.Scenario

  private static let seasons: [(season: Season, title: String)] = [(.wet, "丰"), (.normal, "平"), (.dry, "枯")]
  /// So many targets and facilities are listed, the nearest first; all stand in the strategy.
  private static let (listedTargets, listedFacilities, listedStops, listedTeams) = (8, 10, 4, 2)

  func card() -> Card {
    let (origin, record) = (scenario.origin, scenario.origin.record)
    var card = Card(title: "情景\(scenario.number)应急处置卡：\(origin.name)泄漏")
    card.subtitle = scenario.reason
    card.place = origin.riverKm == nil ? origin.place : "\(plan.river.name) \(origin.place)"
    card.symbol = record.flatMap { record in KindSymbols.form(of: record).map { PointCards.symbol(record, $0) } }
    card.figures = [
      Card.Figure(title: "主要物质", text: scenario.spill.map(PlanWords.spill) ?? record.map(PlanWords.substances) ?? "—"),
      Card.Figure(title: "最早到最近目标（丰）", text: nearest(.wet)),
      Card.Figure(title: "最早到最近目标（枯）", text: nearest(.dry)),
    ]
    card.phones = record.map { record in PlanWords.phones(record).map { "\(record.name) \($0)" } } ?? []
    card.steps = steps()
    card.tables = [arrivals(), race()]
    return card
  }

  private var targets: [RiverPlan.Scenario.Meeting] {
    scenario.arrivals.filter(\.isTarget)
  }

  private var response: RiverPlan.Response { scenario.response }

  /// The facilities that can close the river, by distance.
  private var facilities: [RiverPlan.Scenario.Meeting] {
    scenario.runners.filter { meeting in
      meeting.row.kind == "emergency_facility" && meeting.row.record.map(FacilityUse.closesRiver) ?? false
        && !plan.drinkingWaterFacilities.contains(meeting.row.code)
    }
  }

  /// When the nearest target or protection zone may be reached, at the earliest.
  private func nearest(_ season: Season) -> String {
    let met = scenario.arrivals.filter { PlanQuestion.targetKinds.contains($0.row.kind) }
    guard !met.isEmpty else { return "下游无登记" }
    return met.compactMap { $0.number(Figure.earliestArrival.name, in: season) }.min()
      .map { OutwardRounding.down.hours($0) == 0 ? "10分钟内" : OutwardRounding.down.text($0) } ?? "不到达"
  }

  private func front(_ meeting: RiverPlan.Scenario.Meeting, _ season: Season) -> String {
    guard let hours = meeting.number(Figure.arrival.name, in: season) else { return "不到达" }
    return OutwardRounding.down.text(hours)
  }

  private func steps() -> [String] {
    let intake = targets.first { $0.row.kind == "drinking_water_source" || $0.row.name.contains("取水口") }
    let bureaus = plan.ownDistricts.map(\.record).filter { PlanWords.phone($0) != "—" }
    return [
      "核实物质、数量、入河位置和时刻；切断源头，防止继续入河。",
      "一般、较大事件 4 小时内，重大、特别重大事件 2 小时内报告；一时不能判断等级且可能影响水源保护区或跨省界的，按重大、特别重大报告（以正式文本为准）。"
        + (bureaus.isEmpty
          ? ""
          : "通报：\(bureaus.map { "\($0["ecology_bureau"].text ?? $0.name) \(PlanWords.phone($0))" }.joined(separator: "；"))。"),
      intake.map { "通知\($0.row.name)\(phone($0.row.record))停止取水：前锋\(earliest($0))。" } ?? "100 km 内未登记取水口。",
      cleanWater(), stops(), dosing(), calls(),
      "监测\(response.samplingItems.joined(separator: "、"))：上游最近断面作对照，下游各断面、取水口、行政区界作控制断面，前锋到达前加密。",
    ].compactMap { $0 }
  }

  /// What is done first: clean water is kept back above the spill.
  private func cleanWater() -> String {
    guard let water = response.cleanWater else { return "在事发点上游选址筑坝截留清水：上游没有登记能拦断河道的设施。" }
    let hold =
      water.holdHours.isEmpty
      ? "能截留多久不明" : "可截留 \(StrategyChapters.bySeason(water.holdHours, PlanWords.significant)) h（丰／平／枯）"
    return
      "截留清水：启用上游 \(FixedDecimal.text(water.distanceKm, 1)) km 的\(water.item.record.name)（\(water.item.place)）\(phone(water.item.record))，\(hold)。"
  }

  /// Where the water is stopped: what is in time whatever the season, as far as the water comes there, else what is in time in some.
  private func stops() -> String {
    guard !response.works.isEmpty else { return "没有来得及启用的登记设施：在前锋之前选址筑坝。" }
    let sure = response.works.filter { work in
      Season.allCases.allSatisfy { !work.meeting.isMet(in: $0) || work.seasons.contains($0) }
    }
    let listed = (sure.isEmpty ? response.works : sure).prefix(Self.listedStops).map { work in
      let seasons = Self.seasons.filter { work.seasons.contains($0.season) }.map(\.title).joined(separator: "、")
      return "\(work.record.name)\(sure.isEmpty ? "（仅\(seasons)水期）" : "")"
    }
    let plugs = response.works.first.map { work in
      Season.allCases.reduce(into: [Season: Double]()) { $0[$1] = work.meeting.number("plug_10k_m3", in: $1) }
    }
    let volume = plugs.flatMap { plugs in
      plugs.isEmpty
        ? nil : "须容纳污染团约 \(StrategyChapters.bySeason(plugs, PlanWords.significant)) 万m³（丰／平／枯），不足的由下一处承接。"
    }
    return "\(sure.isEmpty ? "拦截" : "拦截，各水期都来得及")：\(listed.joined(separator: "、"))，位置和电话见表。\(volume ?? "")"
      + (scenario.sharedTeams.isEmpty ? "" : "注意：\(scenario.sharedTeams.joined(separator: "；"))。")
  }

  private func dosing() -> String? {
    guard !response.doses.isEmpty else { return nil }
    let site = response.dosingPoint.map { point in
      "\(point.record.name)（\(place(of: point.record) ?? "下游 \(FixedDecimal.text(point.pathKm, 1)) km")）"
    }
    let doses = response.doses.map { dose in
      let name = dose.agent.agent
      let rates = StrategyChapters.bySeason(dose.rates, PlanWords.significant)
      if let total = dose.totalKilograms {
        return "\(name)共 \(PlanWords.amount(total))\(dose.rates.isEmpty ? "" : "，峰值时 \(rates) kg/h")"
      }
      if let ratio = dose.ratio { return "\(name)每泄漏 1 t \(dose.treated.name)需 \(PlanWords.amount(ratio * 1_000))" }
      return "\(name)由小试定\(dose.rates.isEmpty ? "" : "，每 1 mg/L 投 \(rates) kg/h")"
    }
    let listed = doses.joined(separator: "；")
    return "投药点：\(site ?? "须现场选址")；\(listed)\(listed.contains("／") ? "（丰／平／枯）" : "")。"
  }

  /// Who comes soonest, and what does not come before the front.
  private func calls() -> String? {
    let teams = response.helpers.prefix(Self.listedTeams).map { helper in
      "\(helper.record.name)\(phone(helper.record)) \(OutwardRounding.up.text(helper.minutes / 60))到"
    }
    var seen: Set<String> = []
    let missing = response.needs.filter { $0.inTime.isEmpty }.map(\.name).filter { seen.insert($0).inserted }
    let words = [
      teams.isEmpty ? nil : "调队伍到\(response.site)：\(teams.joined(separator: "；"))",
      missing.isEmpty ? nil : "前锋之前没有可到的：\(missing.joined(separator: "、"))",
    ].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: "。") + "。"
  }

  /// The place of a facility on the river, as it is read out by phone.
  private func place(of record: Record) -> String? {
    plan.facilities.first { $0.record.reference == record.reference }?.place
  }

  private func earliest(_ meeting: RiverPlan.Scenario.Meeting) -> String {
    let hours = Self.seasons.compactMap { meeting.number(Figure.earliestArrival.name, in: $0.season) }
    return Self.soonest(hours.min())
  }

  /// `最早约20分钟到达`; what comes within ten minutes comes at once.
  private static func soonest(_ hours: Double?) -> String {
    guard let hours, OutwardRounding.down.hours(hours) == 0 else { return "最早约\(OutwardRounding.down.text(hours))到达" }
    return "10分钟内即可到达"
  }

  private func phone(_ record: Record?) -> String {
    record.map(PlanWords.phones)?.first.map { "（\($0)）" } ?? ""
  }

  private func arrivals() -> Card.Table {
    Card.Table(
      title: "前锋到达时间（可能值，向下取整）",
      columns: [("敏感目标", 0.46, false), ("沿河km", 0.15, true), ("丰", 0.13, true), ("平", 0.13, true), ("枯", 0.13, true)],
      rows: targets.prefix(Self.listedTargets).map { meeting in
        [meeting.row.name, FixedDecimal.text(meeting.pathKm, 1)] + Self.seasons.map { front(meeting, $0.season) }
      })
  }

  private func race() -> Card.Table {
    Card.Table(
      title: "拦截点（富余为前锋到达前的分钟数，负的来不及）",
      columns: [
        ("设施", 0.29, false), ("里程", 0.2, false), ("富余 丰／平／枯", 0.21, true), ("万m³", 0.09, true), ("电话", 0.21, true),
      ],
      rows: facilities.prefix(Self.listedFacilities).map { meeting in
        let margins = Self.seasons.map { season in
          meeting.number("margin_min", in: season.season).map(PlanWords.signed)
            ?? (meeting.isMet(in: season.season) ? "不明" : "—")
        }
        let volume = Self.seasons.compactMap { meeting.number("volume_10k_m3", in: $0.season) }.first
        return [
          meeting.row.name, meeting.row.record.flatMap(place) ?? "下游\(FixedDecimal.text(meeting.pathKm, 1)) km",
          margins.joined(separator: "／"), volume.map { PlanWords.number($0, 1) } ?? "—",
          meeting.row.record.map(PlanWords.phone) ?? "—",
        ]
      })
  }
}
