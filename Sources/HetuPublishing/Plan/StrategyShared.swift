import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What all scenarios of the strategy have in common, said once before them: how things are worked out, how substances are treated,
/// how high dams must be, and who comes how soon.
extension StrategyChapters {
  /// So many scenarios have a column of their own in a table.
  private static let scenariosOfTable = 6

  func sharedSection() -> StrategySection {
    StrategySection(
      title: "各情景通用的方法和资料",
      parts: [
        StrategySection(title: "推算方法", paragraphs: methods()),
        treatments(), sharedDams(), helpers(),
      ].compactMap { $0 })
  }

  /// `各情景`, or those that are meant: `情景1、3`.
  func named(_ scenarios: [RiverPlan.Scenario]) -> String {
    scenarios.count == plan.scenarios.count && scenarios.count > 1
      ? "各情景" : "情景\(scenarios.map { "\($0.number)" }.joined(separator: "、"))"
  }

  private func methods() -> [String] {
    let responses = plan.scenarios.map(\.response)
    let rules = responses.compactMap(\.rules).first?.monitoring
    return [
      "到达时间：前锋取 0.89 倍峰值流达时间（Jobson 1996），表中括号前为可能值、括号内为最早值，均向下取整；河段登记为水库库区且有蓄水量的，按蓄水量除以流量计滞留，其余水库未计。流速依次取河段实测、流量除以断面、其他水期推算、曼宁公式、Jobson 公式和经验默认值，依据见 plan.json；经验默认值和通知、集结、装车、车速等经验值未经核对（规则未核对），应以演练实测修正。",
      "拦截：自上而下启用各情景工程措施表所列设施。可用容积与污染团水量（V=Q·Δt，Q为当处流量，Δt为超标历时的最长值）比较，不足的差额须由下一处承接或另设临时坝；可拦蓄时间为可用容积除以来水流量。",
      responses.contains { !$0.dams.isEmpty }
        ? "临时坝：坝前水深 H=√(2·S·V÷B)，回水长度 L=H÷S（棱柱形河槽的三角形蓄水体），B为断面宽度，S为河床比降，取登记的筑坝点数据，没有的取所在河段；V取该处污染团水量，泄漏量未知的取 1 h 的来水量（3600·Q），拦蓄 n h 的坝前水深为表中值的 √n 倍。H超过岸高的，须加筑或分级设坝。"
        : nil,
      responses.contains { !$0.doses.isEmpty }
        ? "投药：有反应式的药剂按理论量计，实际投加按现场小试放大；没有的按每 1 mg/L 投加浓度列单位用量，投加浓度由现场小试定。投加速率（kg/h）=3.6×Q（m³/s）×投加浓度（mg/L），理论投加浓度=峰值浓度×理论比，“备足到”按峰值浓度的上限计。"
        : nil,
      "稀释：稀释水流量 Qd=Q×(C−Cs)÷(Cs−Cd)，Q、C为目标处河水流量和峰值浓度，Cs为限值，Cd为稀释水本底（未登记，按0计，为最小值）；泄漏量未知时，Qd等于超标倍数乘以河水流量，超标 1 倍即需与河水等量的清水。",
      rules.map { rules in
        "监测：对照断面每 \(PlanWords.number(rules.backgroundIntervalH, 1)) h 一次；其余点位自前锋最早到达前 \(PlanWords.number(rules.leadH, 1)) h 起加密，每 \(PlanWords.number(rules.nearIntervalH, 1)) h 一次，直至连续达标；前锋未到和已达标的点位每 \(rules.farIntervalH) h 一次（频次为建议，规则未核对）。"
      },
      "调度：到场时间自接报起算，为通知、集结或装车、行车之和，行车按直线距离乘绕行系数除以车速（经验值，规则未核对）；监测单位、药剂和处置材料在前锋最早到达之前，队伍和所启用设施的物资在前锋最早到达之前扣除启用时间能到的，计为可到。药剂和处置材料送投药点，其余送所启用的设施；同一批物资按表中次序只分配一次。已过期的物资不计；药剂有理论量的按有效成分折算，没有登记有效成分的不计。",
    ].compactMap { $0 }
  }

  /// How the substances of the scenarios are treated, each way once.
  private func treatments() -> StrategySection? {
    var rows: [(treatment: ResponseRules.Treatment, names: [String])] = []
    var untreated: [String] = []
    func scenarios(with name: String) -> [RiverPlan.Scenario] {
      plan.scenarios.filter { $0.response.treated.contains { $0.name == name } }
    }
    for treated in plan.scenarios.flatMap(\.response.treated) {
      let name = "\(treated.name)（\(named(scenarios(with: treated.name)))）"
      guard let treatment = treated.treatment else {
        if !untreated.contains(name) { untreated.append(name) }
        continue
      }
      if let row = rows.firstIndex(where: { $0.treatment.title == treatment.title }) {
        if !rows[row].names.contains(name) { rows[row].names.append(name) }
      } else {
        rows.append((treatment, [name]))
      }
    }
    guard !rows.isEmpty || !untreated.isEmpty else { return nil }
    return StrategySection(
      title: "处置技术",
      paragraphs: untreated.isEmpty ? [] : ["\(untreated.joined(separator: "、"))没有收录处置技术，须咨询环境应急专家。"],
      tables: rows.isEmpty
        ? []
        : [
          table(
            "典型情景涉及物质的处置技术（规则未核对）",
            [("类别", .text), ("物质", .text), ("处置方法", .text), ("注意", .text)],
            rows.map {
              [$0.treatment.title, $0.names.joined(separator: "、"), $0.treatment.method, $0.treatment.caution]
            })
        ])
  }

  /// The dams that hold an hour's inflow, which is the same whatever gets in.
  private func sharedDams() -> StrategySection? {
    var dams: [RiverPlan.Response.Dam] = []
    for dam in plan.scenarios.flatMap(\.response.dams) where !dam.holdsPlug {
      if !dams.contains(where: { $0.record.code == dam.record.code && $0.season == dam.season }) { dams.append(dam) }
    }
    guard !dams.isEmpty else { return nil }
    return StrategySection(title: "临时坝", tables: [damTable("临时坝尺寸（拦蓄 1 h 的来水）", dams)])
  }

  // MARK: - Teams

  /// Who comes how soon, a column a scenario.
  private func helpers() -> StrategySection {
    let records = plan.scenarios.flatMap(\.response.helpers).reduce(into: [Record]()) { records, helper in
      if !records.contains(where: { $0.reference == helper.record.reference }) { records.append(helper.record) }
    }
    let tables = columns { scenarios, which in
      table(
        "\(which)可调队伍和监测单位的到场时间（时:分；“迟”为来不及，“—”为不在最快的之列）",
        [("名称", .text), ("类别", .text)] + scenarios.map { ("情景\($0.number)", StrategyTable.Alignment.place) }
          + [("电话", .phone)],
        records.compactMap { record in
          let cells = scenarios.map { scenario -> String in
            let response = scenario.response
            let own = response.helpers.first { $0.record.reference == record.reference }
            guard let minutes = own?.minutes else { return "—" }
            let time = PlanWords.clock(minutes / 60, .up)
            return own?.isInTime == true ? time : "\(time) 迟"
          }
          guard cells.contains(where: { $0 != "—" }) else { return nil }
          return [record.name, record.kind.title] + cells + [PlanWords.phone(record)]
        })
    }
    return StrategySection(title: "队伍和监测单位", tables: tables)
  }

  /// Tables in which each scenario has a column; of many scenarios several.
  private func columns(_ table: ([RiverPlan.Scenario], _ which: String) -> StrategyTable) -> [StrategyTable] {
    stride(from: 0, to: plan.scenarios.count, by: Self.scenariosOfTable).map { first in
      let scenarios = Array(plan.scenarios[first..<min(first + Self.scenariosOfTable, plan.scenarios.count)])
      return table(scenarios, named(scenarios))
    }
  }

  // MARK: - Reporting

  /// By when each scenario is reported, those with the same reports together, and who is told of each.
  func reportingTables() -> [StrategyTable] {
    var groups: [(rows: [[String]], scenarios: [RiverPlan.Scenario])] = []
    for scenario in plan.scenarios {
      let rows = scenario.event.clocks.map {
        [EventReport.due($0), $0.deadline.who, $0.deadline.to, EventReport.basis($0)]
      }
      if let group = groups.firstIndex(where: { $0.rows == rows }) {
        groups[group].scenarios.append(scenario)
      } else {
        groups.append((rows, [scenario]))
      }
    }
    let clocks = groups.map { group in
      table(
        "\(named(group.scenarios))的报告时限", [("时限", .text), ("报告单位", .text), ("报告对象", .text), ("依据", .text)],
        group.rows)
    }
    return clocks + columns(neighbours)
  }

  private func neighbours(_ scenarios: [RiverPlan.Scenario], _ which: String) -> StrategyTable {
    var order: [EventAssessment.Neighbour] = []
    for neighbour in scenarios.flatMap(\.event.neighbours)
    where !order.contains(where: { $0.district.code == neighbour.district.code }) {
      order.append(neighbour)
    }
    let clause = scenarios.first.map { "，\($0.event.rules.neighboursClause)" } ?? ""
    return table(
      "\(which)应通报的相邻行政区（沿河距离 km\(clause)）",
      [("行政区", .text)] + scenarios.map { ("情景\($0.number)", StrategyTable.Alignment.number) } + [("联系方式", .text)],
      order.map { neighbour in
        let contacts =
          EventReport.contacts(neighbour) ?? (plan.audience == .public ? "公开版不列" : "登记库中没有（资料缺口）")
        return ["\(neighbour.district.name)\(neighbour.isOwn ? "（本辖区）" : "")"]
          + scenarios.map { scenario in
            scenario.event.neighbours.first { $0.district.code == neighbour.district.code }
              .map { FixedDecimal.text($0.pathKm, 1) } ?? "—"
          } + [contacts]
      })
  }
}
