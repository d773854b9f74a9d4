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
      gaps.append(gap(2, "河流信息清单中没有\(plan.river.name)，流域面积、比降、河长等未填", "水利部门"))
    }
    for (season, title) in [("dry", "枯水期"), ("normal", "平水期"), ("wet", "丰水期")] {
      let missing = plan.reaches.filter { $0.record["speed_\(season)_m_s"].isNull }
      if !missing.isEmpty {
        gaps.append(
          gap(2, "\(missing.count)个河段缺\(title)流速：\(names(missing.map(\.record)))", "水文部门（或现场实测）"))
      }
    }
    if plan.sections.isEmpty { gaps.append(gap(2, "沿线没有监测断面", "生态环境监测中心")) }
    let outside = plan.stretches.filter { $0.district == nil }
    if !plan.hasDistricts {
      gaps.append(gap(2, "登记库中没有行政区边界，跨界位置不明", "自然资源部门"))
    } else if !outside.isEmpty {
      let places = outside.prefix(8).map { "\(RiverPlan.spoken($0.fromKm))至\(RiverPlan.spoken($0.toKm))" }
      gaps.append(gap(2, "部分河段不在已登记的行政区内：\(places.joined(separator: "、"))", "自然资源部门"))
    }
    return gaps
  }

  private func targets() -> [RiverPlan.Gap] {
    var gaps: [RiverPlan.Gap] = []
    if plan.targets.isEmpty { gaps.append(gap(3, "沿线没有登记敏感目标", "水利、自然资源、农业农村部门")) }
    let silent = plan.targets.filter { $0.record.kind.name != "protection_zone" && !hasPhone($0.record) }
    if !silent.isEmpty { gaps.append(gap(3, "\(silent.count)个敏感目标没有联系电话：\(names(silent.map(\.record)))", "管理单位")) }
    return gaps
  }

  private func sources() -> [RiverPlan.Gap] {
    var gaps: [RiverPlan.Gap] = []
    let fixed = plan.sources.map(\.source.record)
    if fixed.isEmpty { gaps.append(gap(4, "沿线没有登记固定风险源", "县级生态环境分局")) }
    let ungraded = fixed.filter { record in record.kind.gradeProperty.map { record[$0].isNull } ?? false }
    if !ungraded.isEmpty { gaps.append(gap(4, "\(ungraded.count)个风险源没有环境风险等级：\(names(ungraded))", "企业环境风险评估报告")) }
    let unknown = fixed.filter { $0.kind.name == "key_enterprise" && isEmptyList($0["substances"]) }
    if !unknown.isEmpty { gaps.append(gap(4, "\(unknown.count)家企业没有环境风险物质清单：\(names(unknown))", "企业")) }
    let unnamed = fixed.filter { $0.kind.name == "tailings_pond" && isEmptyList($0["pollutants"]) }
    if !unnamed.isEmpty { gaps.append(gap(4, "\(unnamed.count)座尾矿库没有特征污染物：\(names(unnamed))", "企业、生态环境监测中心")) }
    let exposed = (plan.sources + plan.mobileSources).filter { $0.target != nil && !$0.isShielded }
    if !exposed.isEmpty {
      gaps.append(
        gap(
          5, "\(exposed.count)个风险源与其下游最近的敏感目标之间没有能拦截或暂存的空间与设施：\(names(exposed.map(\.source.record)))",
          "现场踏勘（找空间）"))
    }
    return gaps
  }

  private func facilities() -> [RiverPlan.Gap] {
    var gaps: [RiverPlan.Gap] = []
    if plan.facilities.isEmpty { gaps.append(gap(5, "沿线没有登记环境应急空间与设施", "水利部门、现场踏勘")) }
    let records = plan.facilities.map(\.record)
    let unknown = records.filter {
      $0["usable_volume_10k_m3"].isNull && FacilityUse.functions(of: $0).contains("暂存")
    }
    if !unknown.isEmpty { gaps.append(gap(5, "\(unknown.count)处可暂存的设施没有可用容积：\(names(unknown))", "管理单位、水利部门")) }
    let idle = records.filter { FacilityUse.functions(of: $0).isEmpty }
    if !idle.isEmpty { gaps.append(gap(5, "\(idle.count)处设施没有填主要功能，未当作拦截点：\(names(idle))", "管理单位、现场踏勘")) }
    let slow = records.filter { $0["opening_time_min"].isNull }
    if !slow.isEmpty { gaps.append(gap(5, "\(slow.count)处设施没有启用时间：\(names(slow))", "管理单位、演练实测")) }
    let silent = records.filter { !hasPhone($0) }
    if !silent.isEmpty { gaps.append(gap(5, "\(silent.count)处设施没有值班电话：\(names(silent))", "管理单位")) }
    return gaps
  }

  private func resources() -> [RiverPlan.Gap] {
    var gaps: [RiverPlan.Gap] = []
    let silent = plan.districts.map(\.record).filter { !hasPhone($0) }
    if !silent.isEmpty { gaps.append(gap(7, "\(silent.count)个流经行政区没有生态环境值班电话：\(names(silent))", "县级生态环境分局")) }
    if plan.teams.isEmpty { gaps.append(gap(9, "没有登记应急队伍", "县级生态环境分局、企业")) }
    if plan.supplies.isEmpty { gaps.append(gap(9, "没有登记应急物资", "应急管理部门、企业")) }
    return gaps
  }

  private func gap(_ chapter: Int, _ what: String, _ from: String) -> RiverPlan.Gap {
    RiverPlan.Gap(chapter: chapter, what: what, from: from)
  }

  private func hasPhone(_ record: Record) -> Bool { !record["duty_phone"].isNull || !record["phone"].isNull }

  private func isEmptyList(_ value: Value) -> Bool { (value.elements ?? []).isEmpty }

  private func names(_ records: [Record]) -> String {
    records.prefix(8).map(\.name).joined(separator: "、") + (records.count > 8 ? "等" : "")
  }
}
