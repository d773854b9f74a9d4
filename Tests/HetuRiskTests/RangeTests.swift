import HetuRisk
import TestSupport
import Testing

/// Properties that hold whatever is recorded.
@Suite struct RangeTests {
  private let grading: EnterpriseGrading

  init() throws { grading = EnterpriseGrading(try RuleBook.builtIn().enterprises, on: "2026-11-25") }

  private static let substances: [(String, String?)] = [
    ("氰化钠", "143-33-9"), ("氯气", "7782-50-5"), ("柴油", nil), ("甲醇", "67-56-1"), ("硫酸铜", "7758-98-7"), ("盐酸", "7647-01-0"),
    ("不在表中的物质", nil),
  ]
  private static let indicators: [(String, [String])] =
    [
      "toxic_gas_monitoring", "protective_distance", "interceptors", "wastewater_collection", "clean_drain_control",
      "rain_gate", "process_water_control", "hazardous_waste_control",
    ].map { ($0, ["符合", "不符合"]) } + [("wastewater_destination", ["无生产废水外排", "进入其他单位", "直接进入海域或江河湖库"])]

  private func grades(_ facts: EnterpriseFacts) throws -> ClosedRange<RiskGrade> {
    try #require(grading.grade(facts).grade).grades
  }

  private func invented(_ random: inout Seeded) -> EnterpriseFacts {
    var facts = EnterpriseTests.harmless()
    facts.substances = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      let (name, cas) = Self.substances.randomElement(using: &random) ?? ("氯气", nil)
      return StoredSubstance(
        name: name, cas: cas,
        concentrationPct: Bool.random(using: &random) ? Double.random(in: 0...100, using: &random) : nil,
        stockT: pow10(Double.random(in: -2...4, using: &random)))
    }
    facts.processes = [
      ProcessLine(
        type: ["加氢", "其他"].randomElement(using: &random) ?? "其他", sets: Int.random(in: 0...4, using: &random))
    ]
    for (property, values) in Self.indicators { facts.measures[property] = values.randomElement(using: &random) }
    facts.accidents = Bool.random(using: &random) ? [PastAccident(date: "2026-01-01", medium: "水", grade: "较大")] : []
    facts.penalised = Int.random(in: 0..<5, using: &random) == 0
    facts.population5km = Int(pow10(Double.random(in: 0...5.5, using: &random)))
    facts.population500m = Int(pow10(Double.random(in: 0...3.5, using: &random)))
    facts.restrictedAreaNearby = Int.random(in: 0..<8, using: &random) == 0
    facts.fragileGround = Bool.random(using: &random)
    if Bool.random(using: &random) {
      facts.water.receptors = [
        WaterReceptor(
          kind: "sensitive_target", targetClass: ["饮用水取水口", "自然保护区", "森林公园", "省界", "国界"].randomElement(using: &random),
          protectionLevel: ["国家级", "县级", nil].randomElement(using: &random) ?? nil, name: "目标", outfall: "污水排口",
          pathKm: Double.random(in: 0...15, using: &random), hours: Double.random(in: 0...48, using: &random))
      ]
    }
    return facts
  }

  private func pow10(_ exponent: Double) -> Double {
    (0..<Int(abs(exponent) * 100)).reduce(1) { value, _ in
      exponent < 0 ? value / 1.0233 : value * 1.0233
    }
  }

  /// Every single input taken away.
  private func removals(_ facts: EnterpriseFacts) -> [EnterpriseFacts] {
    var all: [EnterpriseFacts] = []
    func without(_ change: (inout EnterpriseFacts) -> Void) {
      var copy = facts
      change(&copy)
      all.append(copy)
    }
    without { $0.substances = nil }
    without { $0.processes = nil }
    without { $0.accidents = nil }
    without { $0.penalised = nil }
    without { $0.population5km = nil }
    without { $0.population500m = nil }
    without { $0.restrictedAreaNearby = nil }
    without { $0.fragileGround = nil }
    without { $0.water = WaterSurroundings(gaps: [.init(property: "outfalls", message: "没有登记排放口")]) }
    for (property, _) in Self.indicators { without { $0.measures[property] = nil } }
    for index in (facts.substances ?? []).indices {
      without { $0.substances?[index].cas = nil }
      without { $0.substances?[index].stockT = nil }
      without { $0.substances?[index].concentrationPct = nil }
    }
    for index in (facts.processes ?? []).indices { without { $0.processes?[index].sets = nil } }
    for index in (facts.accidents ?? []).indices {
      without { $0.accidents?[index].date = nil }
      without { $0.accidents?[index].medium = nil }
      without { $0.accidents?[index].grade = nil }
    }
    for index in facts.water.receptors.indices {
      without { $0.water.receptors[index].protectionLevel = nil }
      without { $0.water.receptors[index].targetClass = nil }
      without { $0.water.receptors[index].hours = nil }
    }
    return all
  }

  @Test func `taking any input away never lowers the highest grade`() throws {
    var random = Seeded(941)
    for _ in 0..<300 {
      let facts = invented(&random)
      let grades = try grades(facts)
      for less in removals(facts) {
        #expect(try self.grades(less).upperBound >= grades.upperBound, "seed \(random.seed): \(facts) to \(less)")
      }
    }
  }

  @Test func `more of anything never lowers the grade`() throws {
    var random = Seeded(942)
    for _ in 0..<300 {
      let facts = invented(&random)
      let grades = try grades(facts)
      var worse: [EnterpriseFacts] = []
      func with(_ change: (inout EnterpriseFacts) -> Void) {
        var copy = facts
        change(&copy)
        worse.append(copy)
      }
      for index in (facts.substances ?? []).indices {
        with { $0.substances?[index].stockT = (facts.substances?[index].stockT ?? 0) * 7 }
        with { $0.substances?[index].concentrationPct = 100 }
      }
      with { $0.substances?.append(StoredSubstance(name: "苯", cas: "71-43-2", stockT: 30)) }
      with { $0.processes?.append(ProcessLine(type: "硝化", sets: 1)) }
      for (property, values) in Self.indicators { with { $0.measures[property] = values.last } }
      with { $0.accidents?.append(PastAccident(date: "2026-02-01", medium: "大气", grade: "重大")) }
      with { $0.penalised = true }
      with { $0.population5km = 50_000 }
      with { $0.population500m = 1_000 }
      with { $0.fragileGround = true }
      with {
        $0.water.receptors.append(WaterReceptor(kind: "protection_zone", name: "一级保护区", outfall: "雨水排口", pathKm: 10))
      }
      for more in worse {
        let found = try self.grades(more)
        #expect(found.lowerBound >= grades.lowerBound && found.upperBound >= grades.upperBound, "seed \(random.seed)")
      }
    }
  }

  @Test func `receptors count to ten kilometres, national borders to 24 hours`() throws {
    var facts = EnterpriseTests.harmless()
    facts.substances = [StoredSubstance(name: "氰化钠", cas: "143-33-9", stockT: 1)]
    func sensitivity(_ receptor: WaterReceptor) throws -> Int? {
      facts.water.receptors = [receptor]
      return try #require(grading.grade(facts).grade).notation?.media.first?.sensitivity
    }
    func target(_ name: String, _ km: Double, hours: Double? = nil, level: String? = nil) -> WaterReceptor {
      WaterReceptor(
        kind: "sensitive_target", targetClass: name, protectionLevel: level, name: name, outfall: "污水排口", pathKm: km,
        hours: hours)
    }
    #expect(try sensitivity(target("饮用水取水口", 10)) == 1)
    #expect(try sensitivity(target("饮用水取水口", 10.001)) == 3)
    #expect(try sensitivity(target("省界", 10)) == 2)
    #expect(try sensitivity(target("市界", 1)) == 3)
    #expect(try sensitivity(target("国界", 86.4, hours: 24)) == 1)
    #expect(try sensitivity(target("国界", 86.5, hours: 24.03)) == 3)
    #expect(try sensitivity(target("国界", 50)) == nil)
    #expect(try sensitivity(target("森林公园", 1, level: "省级")) == 2)
    #expect(try sensitivity(target("森林公园", 1, level: "县级")) == 3)
    #expect(try sensitivity(target("森林公园", 1)) == nil)
  }
}
