import Foundation
import HetuRisk
import TestSupport
import Testing

/// The rules of HJ 740 and GB 50863 as they come with the program.
@Suite struct TailingsTests {
  private let rules: TailingsRules

  init() throws { rules = try RuleBook.builtIn().tailings }

  private func grade(_ change: (inout TailingsFacts) -> Void) -> TailingsGrade {
    var facts = TailingsFacts()
    change(&facts)
    return TailingsGrading(rules).grade(facts)
  }

  @Test func `every cell of the matrix is as suggested`() {
    // H1 to H3; in each S1 to S3, from R1 to R3.
    let cells = [["重重较", "重较较", "较较一"], ["重较较", "较较一", "较一一"], ["较较一", "较一一", "一一一"]]
    for (h, rows) in cells.enumerated() {
      for (s, row) in rows.enumerated() {
        for (r, letter) in row.enumerated() {
          let grade = grade {
            $0.hazard = .init(level: h + 1)
            $0.sensitivity = .init(level: s + 1)
            $0.reliability = .init(level: r + 1)
          }
          #expect(grade.notation == "\(grade.grades.lowerBound.title)(H\(h + 1)S\(s + 1)R\(r + 1))")
          #expect(grade.grades.lowerBound.title.first == letter && grade.grades.upperBound == grade.grades.lowerBound)
        }
      }
    }
  }

  @Test(arguments: [(0, 3), (30, 3), (30.001, 2), (60, 2), (60.001, 1), (100, 1)])
  func `a limit of scores belongs to the lesser class`(_ score: Double, _ level: Int) {
    #expect(rules.scoreClass(score) == level)
  }

  @Test(arguments: [
    (99.9, 29.9, "五等"), (100, 29.9, "四等"), (99.9, 30, "四等"), (1_000, 60, "三等"), (10_000, 100, "二等"),
    (50_000, 200, "一等"),
    // By volume 五, by height 三: more than one apart, so the higher lowered by one.
    (50, 60, "四等"), (50, 100, "三等"), (50_000, 10, "二等"), (10.26, 20, "五等"),
  ])
  func `the size goes by volume and height together`(_ volume: Double, _ height: Double, _ size: String) {
    #expect(rules.sizeGrades.table.grade(volume: volume, height: height) == size)
  }

  @Test func `missing indices leave a range and say what would decide`() {
    let grade = grade {
      $0.hazard = .init(score: 61)
      $0.sensitivity = .init(score: 45, level: 2)
    }
    #expect(grade.grades == .greater ... .major && grade.notation == nil)
    #expect(grade.gaps.map(\.property) == ["risk_r_score"])
    let odd = self.grade { $0.hazard = .init(score: 120, level: 2) }
    #expect(odd.classes.hazard == 2...2 && odd.warnings.contains { $0.contains("120") })
    let torn = self.grade { $0.hazard = .init(score: 61, level: 3) }
    #expect(torn.classes.hazard == 1...3)
  }

  @Test func `taking a score away never lowers the highest grade`() {
    for h in [10.0, 45, 90] {
      for s in [10.0, 45, 90] {
        for r in [10.0, 45, 90] {
          let full = grade {
            $0.hazard = .init(score: h)
            $0.sensitivity = .init(score: s)
            $0.reliability = .init(score: r)
          }
          for index in 0..<3 {
            let less = grade {
              if index != 0 { $0.hazard = .init(score: h) }
              if index != 1 { $0.sensitivity = .init(score: s) }
              if index != 2 { $0.reliability = .init(score: r) }
            }
            #expect(
              less.grades.upperBound >= full.grades.upperBound && less.grades.lowerBound <= full.grades.lowerBound)
          }
        }
      }
    }
  }

  @Test func `targets are kept apart by the three distances`() {
    let grade = grade {
      $0.damHeight.value = 20
      $0.minerals = ["铁"]
      $0.water.receptors = [
        WaterReceptor(kind: "sensitive_target", targetClass: "居住区", name: "村", outfall: "坝址", pathKm: 0.9),
        WaterReceptor(kind: "sensitive_target", targetClass: "自然保护区", name: "区", outfall: "坝址", pathKm: 1.61),
        WaterReceptor(kind: "border", targetClass: "县界", name: "界", outfall: "坝址", pathKm: 10.1),
      ]
    }
    #expect(grade.targets(withinKm: 1.6).map(\.name) == ["村"])
    #expect(grade.targets(withinKm: 10).map(\.name) == ["村", "区"])
    #expect(grade.isOverhead == true)
    guard case .key(let hits) = grade.prejudgement else {
      Issue.record("targets make a pond one that must be graded")
      return
    }
    #expect(hits.contains { $0.contains("村") } && !hits.contains { $0.contains("界") })
  }

  private static func receptor(_ targetClass: String, _ km: Double, kind: String = "sensitive_target") -> WaterReceptor
  {
    WaterReceptor(kind: kind, targetClass: targetClass, name: targetClass, outfall: "坝址", pathKm: km)
  }

  /// The points of an indicator as the explanation gives them.
  private func points(_ title: String, _ change: (inout TailingsFacts) -> Void) throws -> String {
    let steps = grade(change).explanation().steps
    return try #require(steps.first { $0.title == title }).result
  }

  @Test(arguments: [("国界", "18分"), ("省界", "12分"), ("市界", "6分"), ("县界", "3分")])
  func `a border within ten kilometres of flow path gives its points`(_ border: String, _ result: String) throws {
    #expect(
      try points("跨界类型") { $0.water = .init(receptors: [Self.receptor(border, 10, kind: "border")]) } == result)
    #expect(
      try points("跨界类型") { $0.water = .init(receptors: [Self.receptor(border, 10.001, kind: "border")]) } == "0分")
    // Where the rivers known end, a higher border may lie beyond.
    let open = try points("跨界类型") {
      $0.water.receptors = [Self.receptor(border, 3, kind: "border")]
      $0.water.gaps = [.init(property: "geometry", message: "河网到头")]
    }
    #expect(open == (border == "国界" ? "18分" : "\(result.dropLast())–18分"))
  }

  @Test func `without a border there are no points for it; what the rule file has no table for is any up to the most`()
    throws
  {
    #expect(try points("跨界距离") { $0.water = .init() } == "0分")
    #expect(try points("现状库容") { $0.volume.value = 50 } == "0–24分")
    #expect(try points("pH值") { _ in } == "0–8分")
    #expect(try points("浓度倍数3倍及以上的指标项数") { $0.pollutants = [.init(name: "砷", timesOver: 2.9)] } == "0分")
    #expect(try points("浓度倍数3倍及以上的指标项数") { $0.pollutants = [.init(name: "砷", timesOver: 3)] } == "0–6分")
    #expect(try points("浓度倍数3倍及以上的指标项数") { $0.pollutants = [.init(name: "砷", timesOver: nil)] } == "0–6分")
  }

  /// The built-in rules with made-up tables, as a bureau that has the official text would fill them in.
  private func filledIn() throws -> TailingsRules {
    var text = try String(
      contentsOf: Checkout.root.appendingPathComponent("Sources/HetuRisk/RuleSets/hj-740-2015.json"), encoding: .utf8)
    for (old, new) in [
      (
        #""maximum": 48, "measure": "waste_type""#,
        #""maximum": 48, "measure": "waste_type", "options": [{"value": "金", "points": 24}, {"value": "浮选", "points": 0}, {"value": "氰化", "points": 48}, {"value": "第Ⅱ类一般工业固体废物", "points": 36}]"#
      ),
      (
        #""maximum": 24, "measure": "volume_10k_m3""#,
        #""maximum": 24, "measure": "volume_10k_m3", "steps": [{"from": 0, "points": 6}, {"from": 20, "points": 12}, {"from": 100, "points": 18}]"#
      ),
      (
        #""maximum": 6, "measure": "border_km""#,
        #""maximum": 6, "measure": "border_km", "steps": [{"from": 0, "points": 6}, {"from": 2, "points": 3}]"#
      ),
    ] {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    let scratch = try Scratch()
    let file = try scratch.write(text, to: "own.json")
    return try RuleBook.builtIn(overriddenBy: [file]).tailings
  }

  @Test func `tables that a bureau fills in give the points, at their boundaries too`() throws {
    let grading = TailingsGrading(try filledIn())
    func points(_ title: String, _ change: (inout TailingsFacts) -> Void) throws -> String {
      var facts = TailingsFacts()
      change(&facts)
      return try #require(grading.grade(facts).explanation().steps.first { $0.title == title }).result
    }
    for (volume, result) in [(0.0, "6分"), (19.9, "6分"), (20, "12分"), (99.9, "12分"), (100, "18分")] {
      #expect(try points("现状库容") { $0.volume.value = volume } == result)
    }
    for (km, result) in [(1.9, "6分"), (2, "3分"), (10, "3分")] {
      #expect(try points("跨界距离") { $0.water = .init(receptors: [Self.receptor("县界", km, kind: "border")]) } == result)
    }
    let waste = { (processes: [String]) in
      try points("矿种类型和固体废物类型") {
        $0.minerals = ["金"]
        $0.beneficiation = processes
        $0.wasteClass = "第Ⅱ类一般工业固体废物"
      }
    }
    #expect(try waste(["浮选"]) == "36分")
    #expect(try waste(["浮选", "氰化"]) == "48分")
    // A word without points may have any; a missing one too, but no fewer than what is known.
    #expect(try waste(["重选"]) == "36–48分")
    #expect(try points("矿种类型和固体废物类型") { $0.minerals = ["金"] } == "24–48分")
  }

  @Test func `single points of the assessors count, are compared, and make the grade when all are there`() throws {
    let titles = [rules.components.hazard, rules.components.sensitivity, rules.components.reliability].map { list in
      list.flatMap(\.indicators).map { ($0.title, $0.maximum) }
    }
    var facts = TailingsFacts()
    facts.water = WaterSurroundings(receptors: [Self.receptor("省界", 5, kind: "border")])
    for (index, share) in [0.7, 0.5, 0.2].enumerated() {
      for (title, maximum) in titles[index] { facts.itemScores[title] = maximum * share }
    }
    let grade = TailingsGrading(rules).grade(facts)
    #expect(grade.notation == "较大(H1S2R3)")
    #expect(grade.warnings.contains { $0.contains("跨界类型登记得9分，按登记资料应为12分") })
    #expect(grade.explanation().changes.contains { $0.hasPrefix("H由70分降到60分及以下（H2）") })
    facts.itemScores["跨界类型"] = 19
    let odd = TailingsGrading(rules).grade(facts)
    #expect(odd.warnings.contains { $0.contains("没有采用") } && odd.notation == "较大(H1S2R3)")
    facts.sensitivity.score = 80
    let total = TailingsGrading(rules).grade(facts)
    #expect(total.notation == "较大(H1S1R3)" && total.warnings.contains { $0.contains("S分值登记为80") })
  }

  @Test func `taking anything away never lowers the highest grade, and more never lowers either`() throws {
    let rules = try filledIn()
    let titles = [rules.components.hazard, rules.components.sensitivity, rules.components.reliability].flatMap { list in
      list.flatMap(\.indicators).filter { $0.measure == nil }.map { ($0.title, $0.maximum) }
    }
    var random = Seeded(740)
    for _ in 0..<200 {
      var facts = TailingsFacts()
      for (title, maximum) in titles {
        // Half of the points of each, so that grades lie in the middle.
        facts.itemScores[title] = Double.random(in: 0...maximum, using: &random)
      }
      facts.itemScores["指标最高浓度倍数"] = Double.random(in: 0...14, using: &random)
      facts.itemScores["周边环境风险受体"] = Double.random(in: 0...54, using: &random)
      facts.minerals = ["金"]
      facts.beneficiation = [["浮选", "氰化"].randomElement(using: &random) ?? "浮选"]
      facts.wasteClass = "第Ⅱ类一般工业固体废物"
      facts.volume.value = Double.random(in: 0...200, using: &random)
      facts.pollutants = [.init(name: "砷", timesOver: Double.random(in: 0...10, using: &random))]
      facts.water = WaterSurroundings(receptors: [
        Self.receptor(
          ["省界", "县界", "市界"].randomElement(using: &random) ?? "县界", Double.random(in: 0...12, using: &random),
          kind: "border")
      ])
      let grades = TailingsGrading(rules).grade(facts).grades
      func changed(_ change: (inout TailingsFacts) -> Void) -> ClosedRange<RiskGrade> {
        var copy = facts
        change(&copy)
        return TailingsGrading(rules).grade(copy).grades
      }
      var less = titles.map { title, _ in changed { $0.itemScores[title] = nil } }
      less += [
        changed { $0.minerals = nil }, changed { $0.beneficiation = nil }, changed { $0.wasteClass = nil },
        changed { $0.volume.value = nil }, changed { $0.pollutants = nil },
        changed { $0.pollutants?[0].timesOver = nil },
        changed { $0.water = TailingsFacts().water },
      ]
      for grade in less {
        #expect(grade.upperBound >= grades.upperBound && grade.lowerBound <= grades.lowerBound, "seed \(random.seed)")
      }
      var more = titles.map { title, maximum in changed { $0.itemScores[title] = maximum } }
      more += [
        changed { $0.beneficiation?.append("氰化") }, changed { $0.volume.value = 500 },
        changed { $0.water.receptors.append(Self.receptor("国界", 1, kind: "border")) },
      ]
      for grade in more {
        #expect(grade.upperBound >= grades.upperBound && grade.lowerBound >= grades.lowerBound, "seed \(random.seed)")
      }
    }
  }

  @Test func `the size step names the figures that it goes by, also those of the design`() throws {
    let step = try #require(
      grade {
        $0.volume = .init(property: "total_capacity_10k_m3", title: "设计总库容", value: 50)
        $0.damHeight = .init(property: "dam_height_m", title: "现状坝高", value: 60)
        $0.sizeGrade = "五等"
      }.explanation().steps.first)
    #expect(step.inputs.map(\.property) == ["total_capacity_10k_m3", "dam_height_m", "size_grade"])
    #expect(step.reasoning.contains("按库容为五等，按坝高为三等") && step.result == "四等")
  }
}
