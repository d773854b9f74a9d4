import HetuRisk
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
      $0.damHeightM = 20
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
}
