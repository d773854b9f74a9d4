import HetuRisk
import TestSupport
import Testing

/// The rules of HJ 941 as they come with the program.
@Suite struct EnterpriseTests {
  private let rules: EnterpriseRules
  private let grading: EnterpriseGrading

  init() throws {
    rules = try RuleBook.builtIn().enterprises
    grading = EnterpriseGrading(rules, on: "2026-11-25")
  }

  /// A plant of which everything is recorded, at its least.
  static func harmless() -> EnterpriseFacts {
    var facts = EnterpriseFacts()
    facts.substances = []
    facts.processes = []
    for property in [
      "toxic_gas_monitoring", "protective_distance", "interceptors", "wastewater_collection", "clean_drain_control",
      "rain_gate", "process_water_control", "hazardous_waste_control",
    ] { facts.measures[property] = "符合" }
    facts.measures["wastewater_destination"] = "无生产废水外排"
    facts.accidents = []
    facts.penalised = false
    facts.population5km = 0
    facts.population500m = 0
    facts.restrictedAreaNearby = false
    facts.fragileGround = false
    facts.water = WaterSurroundings()
    return facts
  }

  private func graded(_ facts: EnterpriseFacts) throws -> EnterpriseGrade { try #require(grading.grade(facts).grade) }

  private func quantity(_ substances: [StoredSubstance]) throws -> EnterpriseGrade {
    var facts = Self.harmless()
    facts.substances = substances
    return try graded(facts)
  }

  @Test func `a solution counts by its pure substance`() throws {
    // 11 t × 30 % = 3.3 t; 3.3 ÷ 0.25 = 13.2 (domain reference, case 1).
    let grade = try quantity([StoredSubstance(name: "氰化钠", cas: "143-33-9", concentrationPct: 30, stockT: 11)])
    #expect(abs(grade.quantity(.water).low - 13.2) < 1e-9 && grade.quantity(.water).isKnown)
    #expect(grade.quantity(.air) == Span(0))
    #expect(grade.notation?.description == "一般-水(Q2-M1-E3)")
  }

  @Test func `oils are one class with 2500 tonnes, methanol counts for both media`() throws {
    let grade = try quantity([
      StoredSubstance(name: "柴油", stockT: 3000), StoredSubstance(name: "甲醇", cas: "67-56-1", stockT: 20),
    ])
    #expect(abs(grade.quantity(.water).low - 3.2) < 1e-9)
    #expect(grade.quantity(.air) == Span(2))
  }

  @Test func `three sets of hydrogenation and no warning of toxic gas are 55 points, M3`() throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 5)]
    facts.processes = [ProcessLine(type: "加氢", sets: 3)]
    facts.measures["toxic_gas_monitoring"] = "不符合"
    let grade = try graded(facts)
    #expect(grade.control(.air) == Span(55))
    #expect(grade.notation?.media.first?.control == 3)
  }

  @Test func `two lines of hydrogenation and polymerisation are capped at 30 points`() throws {
    var facts = Self.harmless()
    facts.processes = [ProcessLine(type: "加氢", sets: 2), ProcessLine(type: "聚合", sets: 2)]
    #expect(try graded(facts).control(.water) == Span(30))
  }

  @Test(arguments: [
    (0, 0), (0.999, 0), (1, 1), (9.999, 1), (10, 2), (99.99, 2), (100, 3), (1e9, 3), (Double.infinity, 3),
  ])
  func `a threshold of quantity belongs to the higher level`(_ ratio: Double, _ level: Int) {
    #expect(rules.quantityLevels.table.level(of: ratio) == level)
  }

  @Test(arguments: [(0, 0), (24.999, 0), (25, 1), (44.999, 1), (45, 2), (59.999, 2), (60, 3), (100, 3)])
  func `a threshold of points belongs to the higher class`(_ points: Double, _ level: Int) {
    #expect(rules.controlClasses.table.level(of: points) == level)
  }

  @Test func `every cell of the matrix is as in the standard`() {
    // E1, E2, E3; in each Q1, Q2, Q3 from M1 to M4.
    let cells = [
      ["较较重重", "较重重重", "重重重重"], ["一较较重", "较较重重", "较重重重"], ["一一较较", "一较较重", "较较重重"],
    ]
    for (e, rows) in cells.enumerated() {
      for (q, row) in rows.enumerated() {
        for (m, letter) in row.enumerated() {
          let grade = rules.grade(quantity: q + 1, control: m, sensitivity: 2 - e)
          #expect(grade.title.first == letter, "E\(e + 1) Q\(q + 1) M\(m + 1)")
        }
      }
    }
    for m in 0..<4 { for e in 0..<3 { #expect(rules.grade(quantity: 0, control: m, sensitivity: e) == .general) } }
  }

  @Test(arguments: [
    (49_999, 999, false, 2), (50_000, 0, false, 1), (0, 1_000, false, 1), (0, 0, true, 1), (9_999, 499, false, 3),
    (10_000, 0, false, 2), (0, 500, false, 2),
  ])
  func `the worst of the numbers of people and of restricted areas makes the air's sensitivity`(
    _ wide: Int, _ near: Int, _ restricted: Bool, _ sensitivity: Int
  ) throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 1)]
    facts.population5km = wide
    facts.population500m = near
    facts.restrictedAreaNearby = restricted
    let air = try #require(try graded(facts).notation?.media.first)
    #expect(air.medium == .air && air.sensitivity == sensitivity)
  }

  @Test func `a penalty raises the grade by one, and the highest stays`() throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 500)]
    #expect(try graded(facts).grades == .greater ... .greater)
    facts.penalised = true
    let raised = try graded(facts)
    #expect(raised.grades == .major ... .major)
    #expect(raised.notation?.description == "重大[较大-大气(Q3-M1-E3)]")
    facts.population500m = 1_000
    #expect(try graded(facts).grades == .major ... .major)
  }

  @Test func `substances are found by CAS number first, then by a whole name, never by a part of one`() throws {
    // “CO” stands in “CODcr…”, “氨” in “2-氨基异丁烷”.
    let parts = try quantity([StoredSubstance(name: "2-氨基异丁烷", stockT: 10)])
    #expect(parts.quantity(.air).low == 0 && parts.quantity(.air).high > 0)
    let gas = try quantity([StoredSubstance(name: "ＣＯ", stockT: 7.5)])
    #expect(gas.quantity(.air) == Span(1) && gas.quantity(.water) == Span(0))
    // The number decides where the name says something else.
    let numbered = try quantity([StoredSubstance(name: "柴油", cas: "71-43-2", stockT: 10)])
    #expect(numbered.quantity(.water) == Span(1))
  }

  @Test func `hydrochloric acid and the gas of the same CAS number are told apart by name, then by state`() throws {
    let cas = "7647-01-0"
    #expect(
      try quantity([StoredSubstance(name: "氯化氢", cas: cas, stockT: 2.5)]).quantity(.air) == Span(1))
    #expect(
      try quantity([StoredSubstance(name: "HCl罐", cas: cas, form: "气态", stockT: 2.5)]).quantity(.air) == Span(1))
    let acid = StoredSubstance(name: "盐酸", cas: cas, concentrationPct: 37, stockT: 7.5)
    #expect(try quantity([acid]).quantity(.water) == Span(1))
    let weak = StoredSubstance(name: "盐酸", cas: cas, concentrationPct: 18.5, stockT: 7.5)
    #expect(try quantity([weak]).quantity(.water) == Span(0.5))
    let unsaid = try quantity([StoredSubstance(name: "酸", cas: cas, concentrationPct: 37, stockT: 7.5)])
    #expect(unsaid.quantity(.water).low < unsaid.quantity(.water).high)
    #expect(unsaid.gaps.contains { $0.message.contains("形态") } || unsaid.grades.lowerBound == unsaid.grades.upperBound)
  }

  @Test(arguments: [-1, Double.nan, Double.infinity])
  func `an impossible stock counts as not known`(_ stock: Double) throws {
    let grade = try quantity([StoredSubstance(name: "甲醇", cas: "67-56-1", stockT: stock)])
    #expect(grade.quantity(.water) == Span(0, .infinity))
    #expect(grade.explanation().warnings.contains { $0.contains("甲醇") && $0.contains("不小于0") })
  }

  @Test func `a million tonnes are asked about and never lower the grade`() throws {
    let grade = try quantity([StoredSubstance(name: "甲醇", cas: "67-56-1", stockT: 1_000_000)])
    #expect(grade.quantity(.water) == Span(0, 100_000))
    #expect(grade.explanation().warnings.contains { $0.contains("单位") })
  }

  @Test func `a threshold of another standard is told and never used`() throws {
    let petrol = try quantity([StoredSubstance(name: "汽油", stockT: 250, thresholdT: 200)])
    #expect(petrol.quantity(.water) == Span(0.1))
    #expect(petrol.explanation().warnings.contains { $0.contains("GB 18218") && $0.contains("2500 t") })
    let other = try quantity([StoredSubstance(name: "汽油", stockT: 250, thresholdT: 10)])
    #expect(other.explanation().warnings.contains { $0.contains("所填临界量10 t") && !$0.contains("GB 18218") })
    let right = try quantity([StoredSubstance(name: "汽油", stockT: 250, thresholdT: 2_500)])
    #expect(!right.explanation().warnings.contains { $0.contains("临界量") })
  }

  @Test func `what is missing gives the range of grades and what would decide it`() throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 5)]
    facts.population5km = nil
    let grade = try graded(facts)
    #expect(grade.grades == .general ... .greater && grade.notation == nil)
    let gap = try #require(grade.gaps.first)
    #expect(grade.gaps.count == 1 && gap.property == "population_5km")
    #expect(gap.lowest == "一般" && gap.highest == "较大")
    #expect(try graded(EnterpriseFacts()).grades == .general ... .major)
  }

  @Test func `petrol stations have no grade by HJ 941`() {
    var facts = Self.harmless()
    facts.enterpriseType = "加油站"
    #expect(grading.grade(facts).grade == nil)
  }

  @Test func `the explanation names each step with its clause, that rules are unverified, and the nearest threshold`()
    throws
  {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 5)]
    facts.population5km = 20_000
    let explanation = try graded(facts).explanation()
    #expect(!explanation.isVerified && explanation.rules.standard == "HJ 941-2018")
    #expect(explanation.steps.allSatisfy { !$0.clause.isEmpty })
    #expect(
      explanation.steps.last?.result == "一般[一般-大气(Q1-M1-E2)+一般-水(Q0)]"
        || explanation.steps.last?.result == "一般-大气(Q1-M1-E2)")
    #expect(explanation.changes.contains("大气Q由5增至10（Q2），等级变为较大"))
    #expect(explanation.changes.contains("大气M由0分增至25分（M2），等级变为较大"))
  }

  @Test func `a number that contradicts the name is told, and the number counts`() throws {
    let grade = try quantity([StoredSubstance(name: "柴油", cas: "71-43-2", stockT: 10)])
    #expect(grade.explanation().warnings.contains { $0.contains("油类物质") && $0.contains("“苯”") && $0.contains("按CAS号") })
    let agreeing = try quantity([StoredSubstance(name: "纯苯", cas: "71-43-2", stockT: 10)])
    #expect(!agreeing.explanation().warnings.contains { $0.contains("按CAS号计") })
  }

  @Test func `an air of major and a water of general, penalised, is major, and two majors stay`() throws {
    // Cases 6 and 7 of the reference.
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "一氧化碳", cas: "630-08-0", stockT: 75)]
    facts.population5km = 10_000
    #expect(try graded(facts).notation?.description == "较大-大气(Q2-M1-E2)")
    facts.penalised = true
    #expect(try graded(facts).notation?.description == "重大[较大-大气(Q2-M1-E2)]")
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 100)]
    facts.population5km = 50_000
    facts.water.receptors = [WaterReceptor(kind: "protection_zone", name: "一级保护区", outfall: "污水排口", pathKm: 1)]
    let worst = try graded(facts)
    #expect(worst.grades == .major ... .major && worst.notation?.isRaised == false)
  }

  @Test func `the explanation names the nearest sensitivity that would change the grade, with its limits`() throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "一氧化碳", cas: "630-08-0", stockT: 75)]
    facts.population5km = 9_000
    let changes = try graded(facts).explanation().changes
    #expect(changes.contains { $0.contains("大气E由E3变为E2（5 km内达10000人，或500 m内达500人），等级变为较大") })
  }

  @Test func `a penalty keeps a plant in its grade also where its own would be lower`() throws {
    // Q3-M1 is major at E1, and greater at E2, which the penalty raises to major again.
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 500)]
    facts.population5km = 50_000
    facts.penalised = true
    let grade = try graded(facts)
    #expect(grade.grades == .major ... .major)
    let own = grade.explanation().changes.filter { $0.hasPrefix("大气E") }
    #expect(!own.contains { $0.contains("较大") }, "\(own)")
    facts.penalised = false
    #expect(try graded(facts).explanation().changes.contains { $0.contains("大气E由E1变为E2") && $0.hasSuffix("等级变为较大") })
  }

  @Test func `a sensitive target whose class isn't recorded leaves the sensitivity open`() throws {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氰化钠", cas: "143-33-9", stockT: 5)]
    facts.water.receptors = [
      WaterReceptor(
        kind: "sensitive_target", name: "某目标", reference: "sensitive_target/T1", outfall: "污水排口", pathKm: 3,
        date: "2026-01-02")
    ]
    let open = try graded(facts)
    #expect(open.grades == .general ... .greater && open.decisive == ["target_class"])
    let input = try #require(open.explanation().steps.flatMap(\.inputs).first { $0.reference != nil })
    #expect(input.date == "2026-01-02")
  }

  @Test func `an unknown CAS number leaves the grade open, and a wrong check digit is told`() throws {
    let unknown = try quantity([StoredSubstance(name: "某物", cas: "7732-18-5", stockT: 100)])
    #expect(unknown.quantity(.water) == Span(0, 400) && unknown.grades.upperBound > unknown.grades.lowerBound)
    #expect(unknown.explanation().warnings.contains { $0.contains("附录A") && !$0.contains("校验位") })
    let wrong = try quantity([StoredSubstance(name: "某物", cas: "7732-18-4", stockT: 100)])
    #expect(wrong.quantity(.water) == Span(0, 400))
    #expect(wrong.explanation().warnings.contains { $0.contains("7732-18-4的校验位不符") })
  }

  @Test func `where another missing figure keeps the grade beyond a threshold open, it may come to that grade`() throws
  {
    var facts = Self.harmless()
    facts.substances = [StoredSubstance(name: "氯气", cas: "7782-50-5", stockT: 0.5)]
    facts.population5km = nil
    let grade = try graded(facts)
    #expect(grade.grades == .general ... .general)
    #expect(grade.explanation().changes.contains { $0.contains("大气Q") && $0.hasSuffix("等级可至较大") })
  }
}
