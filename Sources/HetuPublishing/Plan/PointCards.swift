import HetuCartography
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// One point, one card (一点一卡): what the printed cards and the viewer say of everything along a river.
struct PointCards {
  private let plan: RiverPlan
  private let next: NextAlong

  init(plan: RiverPlan) {
    self.plan = plan
    next = NextAlong(plan)
  }

  func facility(_ item: RiverPlan.Item) -> Card {
    let record = item.record
    let isDrinking = plan.drinkingWaterFacilities.contains(record.code)
    let target = next.target(below: item)
    var card = card(item)
    if plan.foreign.contains(record.reference) { card.subtitle += "　辖区外，须协调启用" }
    let functions = PlanWords.functions(of: record).joined(separator: "、").nilIfEmpty
    card.figures = [
      Card.Figure(title: "可用容积（万m³）", text: isDrinking ? "不得蓄污" : PlanWords.number(record["usable_volume_10k_m3"], 1)),
      Card.Figure(title: "启用需要（分钟）", text: PlanWords.number(record["opening_time_min"], 0)),
      Card.Figure(title: "主要功能", text: functions ?? "—"),
    ]
    let time = record["opening_time_min"].number.map { "登记需 \(PlanWords.number($0, 0)) 分钟" } ?? "启用时间未登记，到场核定"
    let unit = record["operator"].text ?? "管理单位"
    card.steps = [
      "通知\(unit)，说明事发地点、物质、前锋预计到达时间和启用要求。",
      "核对水位、人员和电源，按指令启用（\(time)），记下时刻并回报。",
      isDrinking
        ? "本处是饮用水水源：不得引入或存放污染水体，只用于停止放水或按指令调清水稀释。"
        : FacilityUse.canStopWater(record)
          ? "拦蓄、导流期间按指令报水位；将满时提前报告，由指挥部安排下一处接续。"
          : "本处不拦水：用于\(functions ?? "（功能未登记，到场核定）")，按方案布设设备和采样点。",
      target.map { "下游最近的敏感目标：\($0.item.record.name)，沿河 \(FixedDecimal.text($0.pathKm, 1)) km。" }
        ?? "下游未登记敏感目标。",
      "解除须有监测数据和指挥部指令。",
    ]
    return card
  }

  func source(_ threat: RiverPlan.Threat) -> Card {
    var card = card(threat.source)
    func km(_ value: Double?) -> String { value.map { FixedDecimal.text($0, 1) } ?? "—" }
    card.figures = [
      Card.Figure(title: "主要物质", text: PlanWords.substances(threat.source.record)),
      Card.Figure(title: "至下游敏感目标（km）", text: km(threat.targetPathKm)),
      Card.Figure(title: "至下游拦截点（km）", text: km(threat.facilityPathKm)),
    ]
    card.steps = [
      "切断源头：停产、关阀、封堵雨水和污水排口，防止继续入河；核实物质、数量和入河位置。",
      threat.target.map { target in
        "通知下游最近的敏感目标 \(target.record.name)\(phone(target.record))，停止取水或采取防护。"
      } ?? "下游未登记敏感目标，按河流下游行政区通报。",
      threat.facility.map { facility in
        "启用下游拦截点 \(facility.record.name)\(phone(facility.record))\(threat.isShielded ? "" : "；它在敏感目标以下，须另设拦截点")。"
      } ?? "下游未登记能拦断河道的设施，须现场筑坝。",
      "在入河口上游设对照断面，下游设控制断面，前锋到达前加密监测。",
      "按时限报告；可能影响相邻行政区的同时通报。",
    ]
    return card
  }

  /// A sensitive target: how long closing takes, who is supplied, where it can still be shielded.
  func target(_ item: RiverPlan.Item) -> Card {
    let record = item.record
    let isIntake = KindSymbols.form(of: record) == .drinkingWaterIntake
    let barrier = next.barrier(above: item)
    var card = card(item)
    let people =
      record["population_served_10k"].number.map { "\(PlanWords.number($0, 2)) 万人" }
      ?? record["population"].number.map { "\(PlanWords.number($0, 0)) 人" }
    card.figures = [
      isIntake
        ? Card.Figure(title: "停止取水需要（分钟）", text: PlanWords.number(record["close_time_min"], 0))
        : Card.Figure(title: "水质目标", text: PlanWords.text(record["water_quality_target"])),
      Card.Figure(title: isIntake ? "服务人口" : "人口", text: people ?? "—"),
      Card.Figure(
        title: "至上游拦截点（km）", text: barrier.map { FixedDecimal.text($0.pathKm, 1) } ?? "—"),
    ]
    card.steps = [
      isIntake
        ? "前锋到达前停止取水；未接到指令和达标数据不得恢复。" : "告知停止取水、捕捞和下河，按方案采取防护。",
      barrier.map { "上游最近的拦截点：\($0.item.record.name)\(phone($0.item.record))。" } ?? "上游未登记能拦断河道的设施，须现场筑坝。",
      "在上游设控制断面，前锋到达前加密监测。",
    ]
    return card
  }

  func section(_ item: RiverPlan.Item) -> Card {
    let record = item.record
    var card = card(item)
    card.figures = [
      Card.Figure(title: "断面级别", text: PlanWords.text(record["section_level"])),
      Card.Figure(title: "水质目标", text: PlanWords.text(record["water_quality_target"])),
      Card.Figure(title: "水质现状", text: PlanWords.text(record["water_quality_current"])),
    ]
    return card
  }

  /// A team or a depot.
  func resource(_ resource: RiverPlan.Resource) -> Card {
    let distance = resource.distanceMetres.map { "距河 \(FixedDecimal.text($0 / 1_000, 1)) km" }
    return card(resource.record, place: distance ?? "")
  }

  private func card(_ item: RiverPlan.Item) -> Card {
    let offset = item.offsetMetres < 0.5 ? "" : "　离河 \(FixedDecimal.text(item.offsetMetres, 0)) m"
    return card(item.record, place: "\(plan.river.name) \(item.place)\(offset)")
  }

  private func card(_ record: Record, place: String) -> Card {
    var card = Card(title: record.name)
    let grade = record.kind.gradeProperty.flatMap { record[$0].text }.map { "　\($0)" } ?? ""
    card.subtitle = "\(record.kind.title)　\(record.code)\(grade)"
    card.place = place
    card.phones = PlanWords.phones(record)
    if let form = KindSymbols.form(of: record) { card.symbol = Self.symbol(record, form) }
    card.tables = [
      Card.Table(
        title: "登记信息", columns: [("项目", 0.38, false), ("内容", 0.62, false)],
        rows: PlanWords.properties(of: record).map { [$0.0, $0.1] }, isWhole: false)
    ]
    return card
  }

  static func symbol(_ record: Record, _ form: SymbolForm) -> Card.Symbol {
    Card.Symbol(
      form: form, grade: KindSymbols.grade(of: record),
      hasBrokenOutline: KindSymbols.hasBrokenOutline(record))
  }

  private func phone(_ record: Record) -> String {
    let phone = PlanWords.phone(record)
    return phone == "—" ? "" : "（\(phone)）"
  }
}
