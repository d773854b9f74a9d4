import Foundation
import HetuRisk
import Testing

/// The two tables of event grades and the rules of reporting as they come with the program.
@Suite struct EventTests {
  private let rules: EventRules

  init() throws { rules = try RuleBook.builtIn().events }

  /// Facts of which all are known and none raises the grade.
  private static func harmless() -> EventFacts {
    var facts = EventFacts()
    facts.numbers = ["deaths": 0, "poisoned": 0, "evacuated": 0, "loss_10k_yuan": 0]
    facts.words = [
      "water_supply_cut": "无", "crossed_border": "无", "ecology": "无", "protected_species": "无", "sensitive_leak": "否",
    ]
    return facts
  }

  private func grades(_ change: (inout EventFacts) -> Void) -> [EventGrade] {
    var facts = Self.harmless()
    change(&facts)
    return EventGrading(rules, facts, reached: []).tables.map(\.lowest)
  }

  /// By Order 17 and by the plan of 2014; “以上” takes in the number, “以下” doesn't.
  @Test(arguments: [
    (0.0, "一般", "一般"), (1, "较大", "一般"), (2, "较大", "一般"), (3, "重大", "较大"), (9, "重大", "较大"), (10, "特别重大", "重大"),
    (29, "特别重大", "重大"), (30, "特别重大", "特别重大"),
  ])
  func `both tables grade deaths, each in its own way`(_ deaths: Double, _ order: String, _ plan: String) {
    #expect(grades { $0.numbers["deaths"] = deaths }.map(\.title) == [order, plan])
  }

  @Test(arguments: [
    ("poisoned", 9.0, "一般"), ("poisoned", 10, "较大"), ("poisoned", 50, "重大"), ("poisoned", 100, "特别重大"),
    ("evacuated", 4_999, "一般"), ("evacuated", 5_000, "较大"), ("evacuated", 10_000, "重大"), ("evacuated", 50_000, "特别重大"),
    ("loss_10k_yuan", 499.9, "一般"), ("loss_10k_yuan", 500, "较大"), ("loss_10k_yuan", 2_000, "重大"),
    ("loss_10k_yuan", 10_000, "特别重大"),
  ])
  func `the other numbers grade alike in both`(_ property: String, _ number: Double, _ title: String) {
    #expect(grades { $0.numbers[property] = number }.map(\.title) == [title, title])
  }

  @Test(arguments: [
    ("water_supply_cut", "地市级", "特别重大"), ("water_supply_cut", "县级", "重大"), ("water_supply_cut", "乡镇级", "较大"),
    ("crossed_border", "国界", "特别重大"), ("crossed_border", "省界", "重大"), ("crossed_border", "市界", "较大"),
  ])
  func `words grade alike in both`(_ property: String, _ word: String, _ title: String) {
    #expect(grades { $0.words[property] = word }.map(\.title) == [title, title])
  }

  @Test func `four hours for lesser events, two for major ones and at the same time to the ministry`() {
    let lesser = EventGrading(rules, Self.harmless(), reached: [])
    #expect(lesser.reportedAs == .general && lesser.deadlines.map(\.hours) == [4])
    var facts = Self.harmless()
    facts.numbers["deaths"] = 3
    let major = EventGrading(rules, facts, reached: [])
    #expect(major.reportedAs == .major && major.deadlines.map(\.hours) == [2, 1])
    #expect(major.deadlines[0].to.contains("生态环境部") && !major.deadlines[1].isFromDiscovery)
  }

  private static let intake = WaterReceptor(
    kind: "sensitive_target", targetClass: "饮用水取水口", name: "取水口", outfall: "", pathKm: 12)

  @Test func `while anything is open, a trigger makes it be reported as major, and what is unknown is named`() {
    let open = EventGrading(rules, EventFacts(), reached: [Self.intake])
    #expect(open.reportedAs == .major && open.triggers.count == 1 && open.triggers[0].contains("取水口"))
    #expect(open.tables.allSatisfy { $0.open.contains("死亡") })
    #expect(EventGrading(rules, Self.harmless(), reached: [Self.intake]).reportedAs == .general)
    // That something is open alone never lowers: one death known, the rest not.
    var facts = EventFacts()
    facts.numbers["deaths"] = 10
    #expect(EventGrading(rules, facts, reached: []).reportedAs == .extreme)
  }

  @Test func `a trigger names every metal, and kilometres with one decimal`() {
    var facts = EventFacts()
    facts.words["substances"] = "铅、镉、砷、甲醇"
    let triggers = EventGrading(rules, facts, reached: [Self.intake]).triggers.joined()
    for part in ["“镉”", "“铅”", "“砷”", "取水口（12.0 km）"] { #expect(triggers.contains(part), "\(part)") }
    #expect(!triggers.contains("甲醇"))
  }

  @Test func `more facts never lower the grade reported, unless they settle what was open`() {
    for name in ["heavy_metal", "dwellings_affected", "mass_incident", "may_cross_province"] {
      var facts = EventFacts()
      let before = EventGrading(rules, facts, reached: []).reportedAs
      facts.truths[name] = true
      #expect(EventGrading(rules, facts, reached: []).reportedAs > before, "\(name)")
      facts.truths[name] = false
      #expect(EventGrading(rules, facts, reached: [Self.intake]).reportedAs == .major)
    }
  }

  @Test(arguments: [
    #"{"deaths": -1}"#, #"{"deaths": true}"#, #"{"deaths": "3"}"#, #"{"deaths": 1e400}"#, #"{"toll": 3}"#, "[]", "",
    #"{"water_supply_cut": "省级"}"#, #"{"heavy_metal": 1}"#, #"{"heavy_metal": "是"}"#, #"{"place": 3}"#,
  ])
  func `facts of a wrong form are refused`(_ text: String) {
    #expect(throws: RiskError.self) { try EventFacts(json: Data(text.utf8), for: rules) }
  }

  @Test func `facts are read by the names of the rules; null is not known`() throws {
    let text = #"{"deaths": 2, "heavy_metal": false, "water_supply_cut": "县级", "evacuated": null, "place": "某桥"}"#
    let facts = try EventFacts(json: Data(text.utf8), for: rules)
    #expect(facts.numbers == ["deaths": 2] && facts.truths == ["heavy_metal": false])
    #expect(facts.words == ["water_supply_cut": "县级", "place": "某桥"])
  }

  @Test func `the explanation takes every criterion of both tables, what is open, and the nearest threshold`() throws {
    var facts = Self.harmless()
    facts.numbers["deaths"] = 2
    let explanation = EventGrading(rules, facts, reached: []).explanation()
    #expect(explanation.steps.count == 9 + 8 + 1 + 1 && explanation.steps.allSatisfy { !$0.clause.isEmpty })
    #expect(explanation.steps[0].inputs[0].value == "2人" && explanation.steps[0].result == "较大")
    #expect(explanation.gaps.isEmpty)
    #expect(explanation.changes.contains("死亡由2人增至3人，按重大报告"))
    #expect(explanation.changes.contains("死亡由2人降到1人以下，按一般报告"))
    facts.words["water_supply_cut"] = nil
    let open = EventGrading(rules, facts, reached: [Self.intake]).explanation()
    let gap = try #require(open.gaps.first)
    #expect(open.gaps.count == 1 && gap.property == "water_supply_cut" && gap.lowest == "较大" && gap.highest == "特别重大")
    #expect(open.steps.contains { $0.title == "按重大或者特别重大报告的情形" && $0.reasoning.contains("取水口") })
  }
}
