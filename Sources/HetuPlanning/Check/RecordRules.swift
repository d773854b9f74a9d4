import Foundation
import HetuRegistry
import HetuRisk
import HetuSchemas

/// Checks of single records that go beyond what a schema can say: codes, terms, figures that don't fit together.
struct RecordRules {
  let rules: CheckRules
  let sizeGrades: Sourced<TailingsRules.SizeGrades>
  let districts: DistrictCodes
  let today: String

  func findings(_ record: Record) -> [Finding] {
    terms(record) + shelfLife(record) + codes(record) + plan(record) + figures(record) + district(record)
  }

  // MARK: - Terms

  private func terms(_ record: Record) -> [Finding] {
    rules.terms.compactMap { term in
      guard let start = record[term.property].text else { return nil }
      let end: String? =
        if let months = term.months { CalendarDay.adding(months: months, to: start) } else {
          CalendarDay.adding(days: term.days ?? 0, to: start)
        }
      return end.flatMap { finding(record, term, $0, since: term.months == nil && term.days == nil ? nil : start) }
    }
  }

  /// The end of a supply's shelf life where only the day of production is known.
  private func shelfLife(_ record: Record) -> [Finding] {
    guard record["expires_on"].isNull, let produced = record["produced_on"].text,
      let months = record["shelf_life_months"].number, months > 0, months < 1_200,
      let end = CalendarDay.adding(months: Int(months), to: produced),
      let term = rules.terms.first(where: { $0.property == "expires_on" })
    else { return [] }
    return [finding(record, term, end, since: produced)].compactMap { $0 }
  }

  private func finding(_ record: Record, _ term: CheckRules.Term, _ end: String, since start: String?) -> Finding? {
    guard let late = CalendarDay.days(from: end, to: today) else { return nil }
    let from = start.map { "（自\($0)起）" } ?? ""
    if late > 0 { return Finding(.warning, term.rule, record, "\(term.title)\(from)已于\(end)到期", term.remedy) }
    guard let notice = term.noticeDays, -late <= notice else { return nil }
    return Finding(.note, term.rule, record, "\(term.title)\(from)将于\(end)到期", term.remedy)
  }

  // MARK: - Codes

  private func codes(_ record: Record) -> [Finding] {
    var findings: [Finding] = []
    if let code = record["uscc"].text, code.count == 18, CreditCode.isValid(code),
      !CreditCode.isValidOrganisation(String(code.dropFirst(8).prefix(9)))
    {
      findings.append(
        Finding(.note, "organisation_code", record, "统一社会信用代码“\(code)”中的组织机构代码校验位不符", "请对照营业执照核对"))
    }
    for property in record.kind.properties where property.itemProperties.contains(where: { $0.name == "cas" }) {
      for cas in (record[property.name].items ?? []).compactMap({ $0["cas"] as? String }) where !CASNumber.isValid(cas)
      {
        findings.append(
          Finding(.warning, "cas", record, "“\(property.title)”中的 CAS 号“\(cas)”校验位不符", "请对照化学品安全技术说明书核对"))
      }
    }
    return findings
  }

  private func district(_ record: Record) -> [Finding] {
    guard record.kind.name != "district", let code = record["district"].text, code.count >= 6 else { return [] }
    switch districts.standing(of: code) {
    case .known: return []
    case .former(let new):
      return [
        Finding(.warning, "district_former", record, "行政区划代码\(code)是旧代码，现为\(new)", "请改用现行代码")
      ]
    case .unknown:
      return [
        Finding(.warning, "district_unknown", record, "行政区划代码\(code)不在登记库的行政区划中", "请核对代码；确有此区划的，请先导入行政区划")
      ]
    }
  }

  // MARK: - Plans and figures

  private func plan(_ record: Record) -> [Finding] {
    var findings: [Finding] = []
    let number = record["plan_no"].text
    if record["plan_filed"].boolean == true, number == nil, record.kind.property("plan_no") != nil {
      findings.append(Finding(.note, "plan_number", record, "填报预案已备案，却没有备案编号", "请补填备案编号"))
    }
    // As 411282-2021-015-M: district, year, serial number, L, M or H, and T where it concerns several districts.
    guard let number, let parts = number.wholeMatch(of: /([0-9]{6})-([0-9]{4})-[0-9]{3,4}-([LMH])T?/) else {
      return findings
    }
    if let district = record["district"].text, district.count >= 6, !district.hasPrefix(parts.1) {
      findings.append(
        Finding(.note, "plan_number", record, "预案备案编号“\(number)”的行政区划与填报的\(district)不同", "请核对备案编号和行政区划代码"))
    }
    let grade = ["L": "一般", "M": "较大", "H": "重大"][String(parts.3)]
    if let given = record["plan_grade"].text ?? record["risk_grade"].text, let grade, given != grade {
      findings.append(
        Finding(.note, "plan_number", record, "预案备案编号“\(number)”为\(grade)级，填报等级为\(given)", "请核对备案级别和风险等级"))
    }
    return findings
  }

  private func figures(_ record: Record) -> [Finding] {
    var findings: [Finding] = []
    let pairs = [
      ("current_capacity_10k_m3", "total_capacity_10k_m3"), ("dam_height_m", "design_dam_height_m"),
      ("usable_volume_10k_m3", "total_capacity_10k_m3"), ("free_volume_m3", "pool_volume_m3"),
      ("spare_capacity_10k_t_d", "capacity_10k_t_d"),
    ]
    for (part, whole) in pairs {
      guard let small = record[part].number, let large = record[whole].number, small > large else { continue }
      findings.append(
        Finding(
          .warning, "part_exceeds_whole", record,
          "\(title(part, record))\(FigureText.decimals(small, 3))大于\(title(whole, record))\(FigureText.decimals(large, 3))",
          "请核对两项数值和单位"))
    }
    if let quantity = record["quantity"].number, let least = record["reserve_minimum"].number, quantity < least {
      findings.append(
        Finding(
          .warning, "reserve", record,
          "数量\(FigureText.decimals(quantity, 3))低于储备下限\(FigureText.decimals(least, 3))", "请补充储备"))
    }
    if record.kind.name == "tailings_pond" { findings += TailingsGradeCheck(sizes: sizeGrades).findings(record) }
    return findings
  }

  private func title(_ name: String, _ record: Record) -> String { record.kind.property(name)?.header ?? name }
}

/// The district codes of a registry, with those that they had before.
struct DistrictCodes {
  enum Standing {
    case known
    case former(String)
    case unknown
  }

  private var known: Set<String> = []
  private var formerCodes: [String: String] = [:]

  init(_ registry: Registry) throws {
    for record in try registry.records(of: try registry.kind("district")) {
      known.insert(record.code)
      for code in record["former_codes"].texts ?? [] { formerCodes[code] = record.code }
    }
  }

  /// How a code stands; a code below a known one is known, and where the registry has no districts of the level every code is.
  func standing(of code: String) -> Standing {
    let county = DistrictCode.county(code)
    if known.contains(county) || county.hasSuffix("00") || !known.contains(where: { !$0.hasSuffix("00") }) {
      return .known
    }
    return formerCodes[county].map(Standing.former) ?? .unknown
  }
}
