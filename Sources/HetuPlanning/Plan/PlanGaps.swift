import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Finds what a plan does not know, and who has it.
struct PlanGaps {
  private let plan: PlanDraft

  init(_ plan: PlanDraft) { self.plan = plan }

  func all() -> [RiverPlan.Gap] {
    river() + targets() + sources() + facilities() + resources()
  }

  private func river() -> [RiverPlan.Gap] {
    var gaps: [RiverPlan.Gap] = []
    if plan.record == nil {
      gaps.append(gap(.riverRecord, 2, "河流信息清单中没有\(plan.river.name)，流域面积、比降、河长等未填", "水利部门"))
    }
    if let recorded = plan.mouth.recorded, let drawn = plan.mouth.drawn, plan.mouth.isContradictory {
      gaps.append(gap(.mouth, 2, "登记汇入\(recorded)，图上河线末端却接\(drawn)，其中一处有误", "水利部门"))
    }
    let reaches = plan.reaches.map(\.record)
    for season in [Season.wet, .normal, .dry] {
      let (name, title) = (season.rawValue, season.title)
      gaps += lacking(
        .reachSpeed, 2, "个河段", "缺\(title)流速", "水文部门（或现场实测）", reaches.filter { $0["speed_\(name)_m_s"].isNull })
      let section = ["flow_\(name)_m3_s", "width_\(name)_m", "depth_\(name)_m"]
      gaps += lacking(
        .reachSection, 2, "个河段", "缺\(title)流量、河宽或水深，不能推算浓度", "水文部门（或现场实测）",
        reaches.filter { record in section.contains { record[$0].isNull } })
    }
    if plan.sections.isEmpty { gaps.append(gap(.noSections, 2, "沿线没有监测断面", "生态环境监测中心")) }
    let own = Set(plan.districts.filter(\.isOwn).map(\.name))
    let hasNeighbours = plan.districts.contains { !$0.isOwn }
    // Whom to tell beyond the own districts' borders must be known; what lies farther off is not asked.
    let outside = plan.stretches.indices.filter { number in
      plan.stretches[number].district == nil
        && (!hasNeighbours
          || [number - 1, number + 1].contains {
            plan.stretches.indices.contains($0) && plan.stretches[$0].district.map(own.contains) ?? false
          })
    }.map { plan.stretches[$0] }
    if !plan.hasDistricts {
      gaps.append(gap(.districts, 2, "登记库中没有行政区边界，跨界位置不明", "自然资源部门"))
    } else if !outside.isEmpty {
      let places = outside.prefix(8).map { "\(RiverPlan.spoken($0.fromKm))至\(RiverPlan.spoken($0.toKm))" }
      gaps.append(gap(.districts, 2, "部分河段不在已登记的行政区内：\(places.joined(separator: "、"))", "自然资源部门"))
    }
    return gaps
  }

  private func targets() -> [RiverPlan.Gap] {
    guard !plan.targets.isEmpty else { return [gap(.noTargets, 3, "沿线没有登记敏感目标", "水利、自然资源、农业农村部门")] }
    let called = plan.targets.map(\.record).filter { $0.kind.name != "protection_zone" }
    return lacking(.targetPhone, 3, "个敏感目标", "没有联系电话", "管理单位", called.filter(lacksPhone))
  }

  private func sources() -> [RiverPlan.Gap] {
    let fixed = plan.sources.map(\.source.record)
    var gaps = fixed.isEmpty ? [gap(.noSources, 4, "沿线没有登记固定风险源", "县级生态环境分局")] : []
    gaps += lacking(
      .sourceGrade, 4, "个风险源", "没有环境风险等级", "企业环境风险评估报告",
      fixed.filter { record in record.kind.gradeProperty.map { record[$0].isNull } ?? false })
    let mobile = Self.once(plan.mobileSources.map(\.source.record))
    func without(_ kind: String, _ property: String) -> [Record] {
      (fixed + mobile).filter { $0.kind.name == kind && ($0[property].elements ?? []).isEmpty }
    }
    gaps += lacking(.sourceSubstances, 4, "家企业", "没有环境风险物质清单", "企业", without("key_enterprise", "substances"))
    gaps += lacking(
      .sourceSubstances, 4, "座尾矿库", "没有特征污染物", "企业、生态环境监测中心", without("tailings_pond", "pollutants"))
    gaps += lacking(.sourceSubstances, 4, "条管线", "没有输送介质", "运营单位", without("oil_pipeline", "media"))
    gaps += lacking(
      .sourceSubstances, 4, "条危化品运输路线", "没有主要运输物质", "交通运输部门", without("hazmat_route", "substances"))
    return gaps
      + lacking(
        .sourceExposed, 5, "个风险源", "与其下游最近的敏感目标之间没有能拦断河道的设施", "现场踏勘（找空间）",
        Self.once(
          (plan.sources + plan.mobileSources).filter { $0.target != nil && !$0.isShielded }.map(\.source.record)))
  }

  /// A route that crosses the river often is one record.
  private static func once(_ records: [Record]) -> [Record] {
    var seen: Set<String> = []
    return records.filter { seen.insert($0.reference).inserted }
  }

  private func facilities() -> [RiverPlan.Gap] {
    let records = plan.facilities.map(\.record)
    guard !records.isEmpty else { return [gap(.noFacilities, 5, "沿线没有登记环境应急空间与设施", "水利部门、现场踏勘")] }
    return lacking(
      .facilityVolume, 5, "处可暂存的设施", "没有可用容积", "管理单位、水利部门",
      records.filter { $0["usable_volume_10k_m3"].isNull && FacilityUse.functions(of: $0).contains("暂存") })
      + lacking(
        .facilityFunctions, 5, "处设施", "没有填主要功能，未当作拦截点", "管理单位、现场踏勘",
        records.filter { FacilityUse.functions(of: $0).isEmpty })
      + lacking(
        .facilityOpening, 5, "处设施", "没有启用时间", "管理单位、演练实测", records.filter { $0["opening_time_min"].isNull })
      + lacking(.facilityPhone, 5, "处设施", "没有值班电话", "管理单位", records.filter(lacksPhone))
      + lacking(
        .facilityAccess, 5, "处设施", "没有填道路通达，机械和物资能否到场不明", "现场踏勘", records.filter { $0["road_access"].isNull })
  }

  private func resources() -> [RiverPlan.Gap] {
    func districts(_ isOwn: Bool) -> [Record] {
      plan.districts.filter { $0.isOwn == isOwn }.map(\.record).filter(lacksPhone)
    }
    var gaps =
      lacking(.districtPhone, 7, "个流经区县", "没有生态环境值班电话", "县级生态环境分局", districts(true))
      + lacking(.districtPhone, 7, "个毗邻地区", "没有生态环境值班电话", "毗邻地区生态环境部门、联防联控协议", districts(false))
    if plan.teams.isEmpty { gaps.append(gap(.noTeams, 9, "没有登记应急队伍", "县级生态环境分局、企业")) }
    if plan.supplies.isEmpty { gaps.append(gap(.noSupplies, 9, "没有登记应急物资", "应急管理部门、企业")) }
    return gaps
  }

  /// What the scenarios lack, each once with the scenarios that lack it, and the phones of those whom they make to be told.
  func gaps(of scenarios: [RiverPlan.Scenario]) -> [RiverPlan.Gap] {
    var seen = Set(plan.districts.map(\.code))
    let told = scenarios.flatMap(\.event.neighbours).map(\.district).filter { seen.insert($0.code).inserted }
    return lacks(of: scenarios)
      + lacking(
        .districtPhone, 7, "个应通报的下游或沿河地区", "没有生态环境值班电话", "当地生态环境部门、联防联控协议", told.filter(lacksPhone))
  }

  private func lacks(of scenarios: [RiverPlan.Scenario]) -> [RiverPlan.Gap] {
    var order: [RiverPlan.Response.Lack] = []
    var numbers: [RiverPlan.Response.Lack: [Int]] = [:]
    for scenario in scenarios {
      for lack in scenario.response.lacks {
        if numbers[lack] == nil { order.append(lack) }
        numbers[lack, default: []].append(scenario.number)
      }
    }
    return order.map { lack in
      let own = numbers[lack] ?? []
      let isCommon = own.count == scenarios.count && own.count > 1
      let what = "\(isCommon ? "各情景" : "情景\(own.map { "\($0)" }.joined(separator: "、"))")：\(lack.what)"
      return RiverPlan.Gap(rule: lack.rule, chapter: 6, what: what, from: lack.from, records: [], lack: what)
    }
  }

  private func gap(_ rule: PlanRule, _ chapter: Int, _ what: String, _ from: String) -> RiverPlan.Gap {
    RiverPlan.Gap(rule: rule, chapter: chapter, what: what, from: from, records: [], lack: what)
  }

  /// One gap of all records that lack something; none where no record does.
  private func lacking(
    _ rule: PlanRule, _ chapter: Int, _ counted: String, _ lack: String, _ from: String, _ records: [Record]
  ) -> [RiverPlan.Gap] {
    guard !records.isEmpty else { return [] }
    // Reaches that all go by the river's name are told by their codes.
    let isTold = Set(records.map(\.name)).count == records.count
    let names =
      records.prefix(8).map { isTold ? $0.name : "\($0.name)（\($0.code)）" }.joined(separator: "、")
      + (records.count > 8 ? "等" : "")
    return [
      RiverPlan.Gap(
        rule: rule, chapter: chapter, what: "\(records.count)\(counted)\(lack)：\(names)", from: from, records: records,
        lack: lack)
    ]
  }

  /// Whether a record has no phone; the public, which sees none, is not told that they are missing.
  private func lacksPhone(_ record: Record) -> Bool {
    plan.audience == .internal && record["duty_phone"].isNull && record["phone"].isNull
  }
}
