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
  private static let (listedTargets, listedFacilities) = (4, 6)

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
      .map(OutwardRounding.down.text) ?? "不到达"
  }

  private func front(_ meeting: RiverPlan.Scenario.Meeting, _ season: Season) -> String {
    guard let hours = meeting.number(Figure.arrival.name, in: season) else { return "不到达" }
    return OutwardRounding.down.text(hours)
  }

  private func steps() -> [String] {
    let intake = targets.first { $0.row.kind == "drinking_water_source" || $0.row.name.contains("取水口") }
    // In time whatever the season, as far as the water comes there.
    let stops = facilities.filter { meeting in
      Self.seasons.allSatisfy { meeting.text("verdict", in: $0.season).map { $0 == RaceVerdict.inTime.title } ?? true }
    }
    let bureaus = plan.ownDistricts.map(\.record).filter { PlanWords.phone($0) != "—" }
    return [
      "核实物质、数量、入河位置和时刻；切断源头，防止继续入河。",
      "一般、较大事件 4 小时内，重大、特别重大事件 2 小时内报告；一时不能判断等级且可能影响水源保护区或跨省界的，按重大、特别重大报告（以正式文本为准）。"
        + (bureaus.isEmpty
          ? ""
          : "通报：\(bureaus.map { "\($0["ecology_bureau"].text ?? $0.name) \(PlanWords.phone($0))" }.joined(separator: "；"))。"),
      intake.map { "通知 \($0.row.name)\(phone($0)) 停止取水：前锋最早约 \(earliest($0))到达。" } ?? "100 km 内未登记取水口。",
      stops.isEmpty
        ? "没有各水期都来得及启用的登记设施：立即选址筑坝，并在上游截断清水、减少污染团体积。"
        : "启用各水期都来得及的设施：\(stops.prefix(4).map { "\($0.row.name)（最少富余\(leastMargin($0))分钟）" }.joined(separator: "、"))；同时在上游截断清水。"
          + (scenario.sharedTeams.isEmpty ? "" : "注意：\(scenario.sharedTeams.joined(separator: "；"))。"),
      "上游最近断面作对照，下游各断面、取水口、行政区界作控制断面；前锋到达前加密监测。",
    ]
  }

  private func earliest(_ meeting: RiverPlan.Scenario.Meeting) -> String {
    let hours = Self.seasons.compactMap { meeting.number(Figure.earliestArrival.name, in: $0.season) }
    return OutwardRounding.down.text(hours.min())
  }

  private func phone(_ meeting: RiverPlan.Scenario.Meeting) -> String {
    meeting.row.record.map(PlanWords.phones)?.first.map { "（\($0)）" } ?? ""
  }

  private func leastMargin(_ meeting: RiverPlan.Scenario.Meeting) -> String {
    Self.seasons.compactMap { meeting.number("margin_min", in: $0.season) }.min().map { PlanWords.number($0, 0) } ?? "—"
  }

  private func margin(_ meeting: RiverPlan.Scenario.Meeting) -> String {
    meeting.number("margin_min", in: .normal).map { PlanWords.number($0, 0) } ?? "—"
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
      title: "能否赶在水前（平水期）",
      columns: [
        ("设施", 0.34, false), ("沿河km", 0.13, true), ("判断", 0.17, false), ("富余min", 0.14, true), ("容积万m³", 0.22, true),
      ],
      rows: facilities.prefix(Self.listedFacilities).map { meeting in
        [
          meeting.row.name, FixedDecimal.text(meeting.pathKm, 1), meeting.text("verdict", in: .normal) ?? "不到达",
          margin(meeting), meeting.number("volume_10k_m3", in: .normal).map { PlanWords.number($0, 1) } ?? "—",
        ]
      }, isWhole: false)
  }
}
