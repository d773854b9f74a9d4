import Foundation
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

/// A plan's every number can be found in `plan.json`.
@Suite struct PlanNumbersTests {
  /// A river with something of everything that a strategy tells of.
  private func world() throws -> World {
    let world = try World()
    for (code, west, east) in [("SH-1", World.source, 111.2), ("SH-2", 111.2, World.mouth)] {
      var reach: [String: Value] = [
        "river_name": .text("示河"), "river_code": .text("SH"), "slope_permille": .real(4.37),
        "river_type": .text("山区河流"),
      ]
      for (season, factor) in [("dry", 1.0), ("normal", 2.3), ("wet", 7.9)] {
        reach["speed_\(season)_m_s"] = .real(0.17 * factor.squareRoot())
        reach["flow_\(season)_m3_s"] = .real(0.83 * factor)
        reach["width_\(season)_m"] = .real(12.6 + factor)
        reach["depth_\(season)_m"] = .real(0.41 * factor.squareRoot())
      }
      try world.add("river_reach", code, code, .lineString(World.path(from: west, to: east)), reach)
    }
    // A tributary from the north.
    try world.add(
      "river_reach", "ZH-1", "ZH-1",
      .lineString([World.beside(111.15, metres: 5_000), World.beside(111.15, metres: 0)]),
      ["river_name": .text("支河"), "river_code": .text("ZH")])
    for (code, name, west, east) in [("411201", "示县", 110.9, 111.22), ("411202", "邻县", 111.22, 111.5)] {
      try world.add(
        "district", code, name, World.rectangle(west, 34.3, east, 34.7),
        ["duty_phone": .text("0398-12345\(code.suffix(2))")])
    }
    func point(_ longitude: Double, _ metres: Double) -> Geometry { .point(World.beside(longitude, metres: metres)) }
    try world.add(
      "key_enterprise", "E1", "甲氰化厂", point(111.0637, 137),
      [
        "risk_grade": .text("重大"), "substances": .list(#"[{"name":"氰化钠"},{"name":"硫酸"}]"#),
        "phone": .text("13900000001"),
      ])
    try world.add("tailings_pond", "E2", "乙尾矿库", point(111.0917, -333), ["risk_grade": .text("较大")])
    try world.add(
      "sensitive_target", "M1", "丙取水口", point(111.3519, 77),
      ["target_class": .text("饮用水取水口"), "close_time_min": .integer(25)])
    try world.add(
      "drinking_water_source", "S1", "子水源地", .point(World.beside(111.3719, metres: 150)),
      ["population_served_10k": .real(3.71), "duty_phone": .text("0398-1357911")])
    try world.add("sensitive_target", "M2", "丁村", point(111.2777, -410), ["population": .integer(1_870)])
    try world.add(
      "monitoring_section", [("D1", "上游断面", point(111.0311, 0), [:]), ("D2", "下游断面", point(111.3011, 0), [:])])
    try world.add(
      "emergency_facility",
      [
        (
          "F1", "戊水库", point(111.0123, 5),
          [
            "facility_class": .text("水库"), "functions": .list(#"["拦截","稀释"]"#), "usable_volume_10k_m3": .real(13.7),
            "stored_volume_10k_m3": .real(47.3), "opening_time_min": .integer(35), "max_outflow_m3_s": .real(2.9),
          ]
        ),
        (
          "F2", "己节制闸", point(111.2031, 5),
          [
            "facility_class": .text("闸坝"), "functions": .list(#"["拦截","暂存"]"#), "usable_volume_10k_m3": .real(1.37),
            "opening_time_min": .integer(23), "duty_phone": .text("0398-7654321"),
          ]
        ),
        (
          "F3", "庚筑坝点", point(111.2531, 5),
          [
            "facility_class": .text("临时筑坝点"), "functions": .list(#"["拦截","暂存"]"#), "build_time_h": .real(1.5),
            "section_width_m": .real(21.3), "bed_slope_permille": .real(4.19), "bank_height_m": .real(3.3),
          ]
        ),
      ])
    try world.add(
      "rescue_team", "R1", "辛救援队", point(111.2131, 2_130),
      ["response_time_min": .integer(17), "phone": .text("13900000007")])
    try world.add("monitoring_unit", "R2", "壬监测站", point(111.1931, 3_170))
    // From farther than the lists of the plan look for.
    try world.add("rescue_team", "R3", "远方救援队", point(112.6, 3_000), ["phone": .text("13900000009")])
    let supplies: [(String, String, Double, String, String)] = [
      ("W1", "次氯酸钠", 7.3, "t", "氧化还原剂"), ("W2", "沙袋", 530, "个", "沙袋"), ("W3", "石灰", 11.7, "t", "中和剂"),
      ("W4", "围油栏", 71, "m", "围油栏"),
    ]
    try world.add(
      "government_supply",
      supplies.map { code, name, quantity, unit, category in
        (
          code, name, point(111.2071, 1_230),
          [
            "quantity": .real(quantity), "unit": .text(unit), "category": .text(category), "depot": .text("癸储备库"),
            "purity_pct": .real(83), "load_time_min": .integer(13), "phone": .text("13900000011"),
          ]
        )
      })
    return world
  }

  private func request(_ place: String, _ substance: String, _ release: Release, in world: World) throws
    -> ScenarioRequest
  {
    ScenarioRequest(
      place, origin: try WaterOrigin(place, in: world.registry),
      spill: try Spill(substance, release: release, in: world.registry), span: release.span)
  }

  private func published(_ world: World, in scratch: Scratch) throws -> URL {
    let requests = [
      try request("key_enterprise/E1", "氰化钠", .instantaneous(kilograms: 1_730), in: world),
      try request("示河 K30+130", "汞", .instantaneous(kilograms: 0.37), in: world),
      try request("示河 K25+110", "柴油", .lasting(kilograms: 3_100, hours: 1.7), in: world),
    ]
    let plan = try PlanQuestion(scenarios: requests).plan(of: world.registry.river("示河"), from: Water(world.registry))
    let base = MapBase(districts: try DistrictMap(world.registry), rivers: try world.registry.riverSet())
    let publisher = PlanPublisher(
      base: base, formats: [.html, .svg, .json], compiler: "示例局", madeOn: "2026-11-23", overwrite: false)
    return try publisher.publish(plan, in: scratch.folder).folder
  }

  private func text(_ markup: some StringProtocol) -> String {
    var text = String(markup).replacing(/<[^>]*>/, with: " ")
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
      text = text.replacing(entity, with: character)
    }
    return text
  }

  @Test func `every number of the strategy stands in plan.json`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let folder = try published(world, in: scratch)
    let numbers = try PlanNumbers(json: Data(contentsOf: folder.appending(path: "plan.json")))
    let page = try String(contentsOf: folder.appending(path: "响应方案.html"), encoding: .utf8)
      .replacing(/<svg[\s\S]*?<\/svg>|<head>[\s\S]*?<\/head>/, with: "")
    var scenario: Int?
    var caption: Int?
    var kinds: Set<Substring> = []
    var count = 0
    for match in page.matches(of: /<(h2|h3|p|dd|caption|tr)\b[^>]*>([\s\S]*?)<\/\1>/) {
      let (kind, text) = (match.output.1, self.text(match.output.2))
      let told = text.firstMatch(of: /情景([0-9]+)[： ]/).flatMap { Int($0.output.1) }
      switch kind {
      case "h2": scenario = nil
      case "h3": scenario = told
      case "caption": caption = told
      default: break
      }
      let missing = numbers.missing(in: text, scenario: kind == "tr" ? caption : scenario, isRow: kind == "tr")
      #expect(missing == [], "\(missing) in \(text)")
      kinds.insert(kind)
      count += text.matches(of: /[0-9]+/).count
    }
    #expect(kinds.count == 6 && count > 1_000)
    for part in ["临时坝尺寸（拦蓄污染团）", "投药量", "稀释到限值", "物资需求和缺口", "够 ", "推算峰值浓度"] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test func `every number of the drawings but those of scales stands in plan.json`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let folder = try published(world, in: scratch)
    let numbers = try PlanNumbers(json: Data(contentsOf: folder.appending(path: "plan.json")))
    for name in ["指挥示意图.svg", "直线示意图.svg"] {
      let drawing = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let texts = drawing.matches(of: /<text[^>]*>([\s\S]*?)<\/text>/).map { text($0.output.1) }
      #expect(texts.contains { $0.contains("己节制闸") })
      // Posts, graticule, the front's hours, scale bars.
      let scales = /K?[0-9]+|[0-9]+°.*|\+?[[0-9].]+ (h|km|m)|第[0-9]+幅.*/
      for text in texts where text.wholeMatch(of: scales) == nil {
        #expect(numbers.missing(in: text.replacing(/1:([0-9]+)万/) { "\($0.output.1)" }, scenario: 1) == [], "\(text)")
      }
    }
  }

  @Test func `a number that plan.json does not have is found to be missing`() throws {
    let json = #"{"rows":[{"name":"甲闸","river_km":12.3456,"arrival_h":1.49}],"formulas":{"f":"0.89·T"},"scenarios":[]}"#
    let numbers = try PlanNumbers(json: Data(json.utf8))
    #expect(numbers.missing(in: "甲闸 12.3 km，0.89 倍，1:20，2026-11-23", scenario: nil, isRow: true) == [])
    #expect(numbers.missing(in: "甲闸 12.6 km，0.88 倍，1:40", scenario: nil, isRow: true) == ["12.6", "0.88", "1:40"])
  }
}
