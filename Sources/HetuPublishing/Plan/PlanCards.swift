import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The cards of a plan: one a scenario (应急处置卡), one a facility and a source (一点一卡), and the contact sheet.
struct PlanCards {
  let plan: RiverPlan
  let base: MapBase
  let imprint: PlanImprint

  func pages() throws -> [SVGDocument] {
    let ground = try ground()
    let scenarios = plan.scenarios.map { ScenarioCard(plan: plan, scenario: $0).card() }
    let facilities = plan.facilities.map { facility($0, ground) }
    let sources = (plan.sources + plan.mobileSources.filter { $0.source.offsetMetres == 0 }).map { source($0, ground) }
    return try (scenarios + facilities + sources + [contacts()]).flatMap { card in
      var card = card
      let words = [
        "\(plan.river.name)一河一策一图", imprint.compiler, "数据日期 \(PlanWords.date(imprint.dataDate))", imprint.note,
      ]
      card.foot = words.filter { !$0.isEmpty }.joined(separator: "　")
      return try card.pages()
    }
  }

  // MARK: - One point, one card

  private func facility(_ item: RiverPlan.Item, _ ground: Ground?) -> Card {
    let record = item.record
    let isDrinking = plan.drinkingWaterFacilities.contains(record.code)
    let target = plan.targets.filter { $0.riverKm <= item.lowerKm }.max { $0.riverKm < $1.riverKm }
    var card = card(item, ground)
    card.figures = [
      Card.Figure(title: "可用容积（万m³）", text: isDrinking ? "不得蓄污" : PlanWords.number(record["usable_volume_10k_m3"], 1)),
      Card.Figure(title: "启用需要（分钟）", text: PlanWords.number(record["opening_time_min"], 0)),
      Card.Figure(title: "主要功能", text: PlanWords.functions(of: record).joined(separator: "、").nilIfEmpty ?? "—"),
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
          : "本处不拦水：用于\(card.figures[2].text == "—" ? "（功能未登记，到场核定）" : card.figures[2].text)，按方案布设设备和采样点。",
      target.map { "下游最近的敏感目标：\($0.record.name)，沿河 \(FixedDecimal.text(item.lowerKm - $0.riverKm, 1)) km。" }
        ?? "下游未登记敏感目标。",
      "解除须有监测数据和指挥部指令。",
    ]
    card.tables = [details(record)]
    return card
  }

  private func source(_ threat: RiverPlan.Threat, _ ground: Ground?) -> Card {
    let record = threat.source.record
    var card = card(threat.source, ground)
    func km(_ value: Double?) -> String { value.map { FixedDecimal.text($0, 1) } ?? "—" }
    card.figures = [
      Card.Figure(title: "主要物质", text: PlanWords.substances(record)),
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
      } ?? "下游未登记能拦截或暂存的设施，须现场筑坝。",
      "在入河口上游设对照断面，下游设控制断面，前锋到达前加密监测。",
      "按时限报告；可能影响相邻行政区的同时通报。",
    ]
    card.tables = [details(record)]
    return card
  }

  private func phone(_ record: Record) -> String {
    let phone = PlanWords.phone(record)
    return phone == "—" ? "" : "（\(phone)）"
  }

  private func card(_ item: RiverPlan.Item, _ ground: Ground?) -> Card {
    let record = item.record
    var card = Card(title: record.name)
    let grade = record.kind.gradeProperty.flatMap { record[$0].text }.map { "　\($0)" } ?? ""
    card.subtitle = "\(record.kind.title)　\(record.code)\(grade)"
    card.place = "\(plan.river.name) \(item.place)　离河 \(FixedDecimal.text(item.offsetMetres, 0)) m"
    card.phones = PlanWords.phones(record)
    if let form = KindSymbols.form(of: record) {
      card.symbol = Self.symbol(record, form)
      card.surroundings = ground?.surroundings(
        of: item.offsetMetres == 0 ? item.foot : record.geometry?.representativePosition ?? item.foot)
    }
    return card
  }

  static func symbol(_ record: Record, _ form: SymbolForm) -> Card.Symbol {
    Card.Symbol(
      form: form, grade: KindSymbols.grade(of: record),
      hasBrokenOutline: KindSymbols.hasBrokenOutline(record))
  }

  private func details(_ record: Record) -> Card.Table {
    Card.Table(
      title: "登记信息", columns: [("项目", 0.32, false), ("内容", 0.68, false)],
      rows: PlanWords.properties(of: record).map { [$0.0, $0.1] }, isWhole: false)
  }

  // MARK: - Contacts

  /// Everyone with a phone, in the order of the water, then who helps.
  private func contacts() -> Card {
    var card = Card(title: "\(plan.river.name)应急通讯录")
    card.subtitle = "号码取自登记库，值班前核对"
    func rows(_ records: [Record], _ role: (Record) -> String) -> [[String]] {
      records.compactMap { record in
        let phone = PlanWords.phone(record)
        return phone == "—" ? nil : [record["ecology_bureau"].text ?? record.name, role(record), phone]
      }
    }
    let columns: [Card.Table.Column] = [("单位或地点", 0.46, false), ("类别、联系人", 0.28, false), ("电话", 0.26, false)]
    func contact(_ record: Record) -> String {
      record["contact"].text ?? record["person_in_charge"].text ?? record.kind.title
    }
    let listed = PlanQuestion.listedResources
    card.tables = [
      Card.Table(title: "生态环境值班", columns: columns, rows: rows(plan.districts.map(\.record)) { _ in "值班" }),
      Card.Table(title: "敏感目标", columns: columns, rows: rows(plan.targets.map(\.record), contact)),
      Card.Table(title: "环境应急空间与设施", columns: columns, rows: rows(plan.facilities.map(\.record), contact)),
      Card.Table(title: "风险源", columns: columns, rows: rows(plan.sources.map(\.source.record), contact)),
      Card.Table(title: "应急队伍", columns: columns, rows: rows(plan.teams.prefix(listed).map(\.record), contact)),
    ]
    return card
  }

  // MARK: - The small maps

  /// What the small maps are cut from, in the plane.
  private struct Ground {
    let plane: PlaneTransformation
    let river: [[Position]]
    let tributaries: [[Position]]
    let symbols: [(position: Position, symbol: Card.Symbol)]
    let posts: [KilometrePost]

    func surroundings(of position: Position) -> Card.Surroundings? {
      guard let center = try? plane.forward(position) else { return nil }
      let near = Envelope(center).expanded(dx: 6_000, dy: 6_000)
      return Card.Surroundings(
        center: center, river: river, tributaries: tributaries, symbols: symbols.filter { near.contains($0.position) },
        posts: posts.filter { near.contains($0.position) })
    }
  }

  /// nil where the river lies outside the zones of CGCS2000, so that its cards go without small maps.
  private func ground() throws -> Ground? {
    guard let box = Envelope(plan.river.course.flatMap(\.positions)) else { return nil }
    let plane = try PlaneTransformation(covering: box)
    let items = plan.targets + plan.facilities + plan.sources.map(\.source)
    let symbols = try items.compactMap { item -> (position: Position, symbol: Card.Symbol)? in
      guard let form = KindSymbols.form(of: item.record), let place = item.record.geometry?.representativePosition
      else {
        return nil
      }
      return (try plane.forward(place), Self.symbol(item.record, form))
    }
    let near = box.expanded(dx: 0.1, dy: 0.1)
    let others = try base.mapRivers(in: plane, view: plane.part(of: near)) { $0.code != plan.river.code }
    let posts = stride(from: 1, to: plan.river.lengthKm, by: 1).compactMap { km -> KilometrePost? in
      guard let position = plan.river.position(atRiverKm: km), let place = try? plane.forward(position) else {
        return nil
      }
      return KilometrePost(position: place, kilometre: km, directionDegrees: 0)
    }
    return Ground(
      plane: plane, river: try plan.river.course.map { try plane.forward($0.positions) },
      tributaries: others.flatMap(\.paths), symbols: symbols,
      posts: posts)
  }
}
