import Foundation
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

@Suite struct StrategyTests {
  private func page(_ world: World) throws -> String {
    let scratch = try Scratch()
    let folder = try world.publish(in: scratch.folder, formats: [.html])
    return try String(contentsOf: folder.appending(path: "响应方案.html"), encoding: .utf8)
  }

  /// The tags of a page that are not closed, or closed where another is open.
  private func unbalanced(_ page: String) -> [String] {
    let empty: Set<Substring> = ["meta", "br", "img", "link", "hr", "input", "col"]
    var open: [Substring] = []
    var faults: [String] = []
    for match in page.matches(of: /<(\/?)([A-Za-z][A-Za-z0-9:-]*)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/) {
      let name = match.output.2
      if !match.output.4.isEmpty || empty.contains(name) { continue }
      if match.output.1.isEmpty {
        open.append(name)
      } else if open.popLast() != name {
        faults.append("\(name) closed out of turn")
      }
    }
    return faults + open.map { "\($0) left open" }
  }

  @Test func `hostile names are text on the page and nothing else`() throws {
    let page = try page(try World.hostile())
    #expect(!page.contains("<script") && !page.contains("<img"))
    #expect(page.contains("&lt;script&gt;") && page.contains("{{river}}"))
    #expect(page.ranges(of: "</svg>").count == page.ranges(of: "<svg").count)
    #expect(unbalanced(page) == [])
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `the balance of tags is found to be off`() {
    #expect(
      unbalanced("<p><b>x</p></b>") != [] && unbalanced("<p>") != [] && unbalanced("<p>x<br></p><g a='>'/>") == [])
  }

  @Test func `every table has a caption, headed columns and rows as wide as its head`() throws {
    let world = try World.hostile()
    let page = try page(world)
    let tables = page.matches(of: /<table[^>]*>([\s\S]*?)<\/table>/).map { String($0.output.1) }
    let plan = try world.plan()
    let scenarios = plan.scenarios.reduce(0) { count, scenario in
      let response = scenario.response
      return count + 4 + (response.works.isEmpty ? 0 : 1) + (response.needs.isEmpty ? 0 : 1)
        + (response.dams.contains(where: \.holdsPlug) ? 1 : 0) + (response.doses.isEmpty ? 0 : 1)
    }
    let responses = plan.scenarios.map(\.response)
    // Teams, reports and neighbours of all scenarios, dams and treatments where there are any.
    let shared =
      3 + (responses.contains { $0.dams.contains { !$0.holdsPlug } } ? 1 : 0)
      + (responses.contains { $0.treated.contains { $0.treatment != nil } } ? 1 : 0)
    // Sources of which the registry knows the same share the table of their grade.
    let graded = plan.assessments.count { $0.explanation() != nil }
    let explanations = tables.filter { $0.contains("的环境风险等级（") }
    let named = explanations.reduce(0) { count, table in
      count + (table.firstMatch(of: /<caption>表 \d+ +(\d+)处风险源/).flatMap { Int($0.output.1) } ?? 1)
    }
    #expect(explanations.count < graded && named == graded)
    #expect(tables.count == 14 + shared + scenarios + explanations.count)
    for table in tables {
      #expect(table.contains(/<caption>表 \d+/))
      let width = table.ranges(of: "<th scope=\"col\"").count
      #expect(width >= 3)
      let cells = table.ranges(of: "<td").count
      #expect(cells % width == 0, "\(table.prefix(200))")
      let widths = table.matches(of: /<col style="width:(\d+)%">/).compactMap { Int($0.output.1) }
      #expect(widths.count == width && widths.reduce(0, +) == 100)
    }
    let chapters = page.matches(of: /<h2>(一|二|三|四|五|六|七|八|九|十|十一)、/)
    #expect(chapters.count == 11)
  }

  @Test func `every gap is in its chapter and in the summary`() throws {
    let world = try World.withRiver()
    try world.add("key_enterprise", "E", "厂", .point(World.beside(111.1, metres: 100)))
    let gaps = try world.plan().gaps
    let page = try page(world)
    #expect(gaps.count > 8)
    for gap in gaps { #expect(page.ranges(of: gap.what).count >= 2, "\(gap.what)") }
    #expect(page.ranges(of: "class=\"gap\"").count == gaps.count)
  }

  @Test
  func `the first page tells whom to call, what to close, where to stop it, how much it holds and when to report`()
    throws
  {
    let world = try World.withRiver()
    try world.add(
      "district", "411201", "示县", World.rectangle(110.9, 34.3, 111.5, 34.7),
      ["ecology_bureau": .text("示县分局"), "duty_phone": .text("0398-1234567")])
    try world.add(
      "drinking_water_source", "S", "示例水源", .point(World.beside(111.2, metres: 100)),
      ["close_time_min": .real(20), "duty_phone": .text("0398-7654321")])
    try world.add(
      "emergency_facility", "F", "示例闸", .point(World.beside(111.1, metres: 10)),
      ["functions": .list(#"["拦截"]"#), "usable_volume_10k_m3": .real(12.5), "opening_time_min": .real(30)])
    let page = try page(world)
    let duty = try #require(page.firstMatch(of: /<section class="duty">([\s\S]*?)<\/section>/)).output.1
    let phones = ["示县分局 <span class=\"p\">0398-1234567</span>", "示例水源 <span class=\"p\">0398-7654321</span>"]
    for part in phones + ["停止取水需 20 分钟", "示例闸，启用需 30 分钟", "12.5 万m³", "2 小时", "K27+"] {
      #expect(duty.contains(part), "\(part)")
    }
  }

  @Test func `the first page says that the own bureau has no phone, and what lies with others`() throws {
    let world = try World.withRiver()
    try world.add("district", "411201", "示县", World.rectangle(110.9, 34.3, 111.15, 34.7), ["own": .boolean(true)])
    try world.add("district", "411301", "邻县", World.rectangle(111.15, 34.3, 111.5, 34.7), ["own": .boolean(false)])
    for (code, longitude) in [("F", 111.1), ("G", 111.3)] {
      try world.add(
        "emergency_facility", code, "闸\(code)", .point(World.beside(longitude, metres: 10)),
        ["functions": .list(#"["拦截"]"#)])
    }
    let page = try page(world)
    #expect(page.contains("<dd>示县生态环境部门：资料缺口，没有登记值班电话</dd>"))
    #expect(page.contains("闸F，启用时间不详") && page.contains("闸G（辖区外），启用时间不详"))
  }

  @Test func `the first page names what the own districts have before what lies above them with others`() throws {
    let world = try World.withRiver()
    try world.add("district", "411301", "邻县", World.rectangle(110.9, 34.3, 111.2, 34.7), ["own": .boolean(false)])
    try world.add("district", "411201", "示县", World.rectangle(111.2, 34.3, 111.5, 34.7), ["own": .boolean(true)])
    for (number, longitude) in [111.05, 111.1, 111.15, 111.25, 111.3].enumerated() {
      try world.add(
        "emergency_facility", "F\(number)", "闸\(number)", .point(World.beside(longitude, metres: 10)),
        ["functions": .list(#"["拦截"]"#)])
      try world.add(
        "sensitive_target", "T\(number)", "取水口\(number)", .point(World.beside(longitude + 0.01, metres: 10)),
        ["target_class": .text("饮用水取水口"), "phone": .text("0398-555000\(number)")])
    }
    let page = try page(world)
    let duty = try #require(page.firstMatch(of: /<section class="duty">([\s\S]*?)<\/section>/)).output.1
    let lines = duty.matches(of: /<dd>([^<]*)/).map { String($0.output.1) }
    let gates = lines.compactMap { $0.firstMatch(of: /闸(\d)/)?.output.1 }
    #expect(gates == ["3", "4", "0"])
    #expect(lines.filter { $0.contains("自上而下共 5 处（辖区外 3 处，列在后）") }.count == 2)
    #expect(duty.contains("取水口3 <span class=\"p\">0398-5550003") && page.contains("取水口0（辖区外）</td>"))
    #expect(page.contains("本辖区内已知可用容积合计"))
  }

  @Test func `the public's strategy has no phone and does not say that phones are missing`() throws {
    let world = try World.withRiver()
    try world.add("district", "411201", "示县", World.rectangle(110.9, 34.3, 111.5, 34.7))
    try world.add(
      "management_team", "D", "应急办", nil, ["district": .text("411201"), "duty_phone": .text("0398-1234567")])
    let scratch = try Scratch()
    let base = MapBase(districts: try DistrictMap(world.registry), rivers: try world.registry.riverSet())
    let publisher = PlanPublisher(
      base: base, formats: [.html, .json], compiler: "", madeOn: "2026-11-23", overwrite: false)
    let folder = try publisher.publish(try world.plan(audience: .public), in: scratch.folder).folder
    let page = try String(contentsOf: folder.appending(path: "响应方案.html"), encoding: .utf8)
    let json = try String(contentsOf: folder.appending(path: "plan.json"), encoding: .utf8)
    #expect(!page.contains("1234567") && !json.contains("1234567"))
    #expect(!page.contains("没有登记值班电话") && page.contains("公开版不列电话"))
    #expect(page.contains("编制单位：＿＿"))
    #expect(try self.page(world).contains("0398-1234567"))
  }

  @Test func `what all scenarios have in common is said once`() throws {
    let world = try World.withRiver()
    for (code, longitude) in [("A", 111.05), ("B", 111.1), ("C", 111.2)] {
      try world.add(
        "key_enterprise", code, "厂\(code)", .point(World.beside(longitude, metres: 100)),
        ["risk_grade": .text("重大"), "substances": .list(#"[{"name":"氰化钠"}]"#)])
      try world.add(
        "sensitive_target", "M\(code)", "取水口\(code)", .point(World.beside(longitude + 0.04, metres: 100)),
        ["target_class": .text("饮用水取水口")])
    }
    try world.add("rescue_team", "R", "队", .point(World.beside(111.2, metres: 1_000)))
    #expect(try world.plan().scenarios.count > 1)
    let page = try page(world)
    for part in ["投加速率（kg/h）=3.6×Q", "Qd=Q×(C−Cs)÷(Cs−Cd)", "氰化钠（各情景）", "各情景的报告时限", "各情景可调队伍和监测单位"] {
      #expect(page.ranges(of: part).count == 1, "\(part)")
    }
    #expect(page.contains("情景2 厂") && page.contains("<h3>（一）各情景通用的方法和资料</h3>"))
  }

  @Test func `needs tell what of the stock is not counted and why, and booms by the line`() throws {
    let world = try World()
    var reach: [String: Value] = ["river_name": .text("示河"), "river_code": .text("SH")]
    for season in ["wet", "normal", "dry"] {
      reach["speed_\(season)_m_s"] = .real(0.3)
      reach["width_\(season)_m"] = .real(20)
    }
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)), reach)
    try world.add(
      "key_enterprise", "E", "厂", .point(World.beside(111.05, metres: 100)),
      ["risk_grade": .text("重大"), "substances": .list(#"[{"name":"氰化钠"},{"name":"柴油"}]"#)])
    try world.add("sensitive_target", "M", "取水口", .point(World.beside(111.35, metres: 100)))
    try world.add(
      "emergency_facility", "F", "示闸", .point(World.beside(111.2, metres: 5)),
      [
        "facility_class": .text("闸坝"), "functions": .list(#"["拦截"]"#), "opening_time_min": .integer(30),
        "duty_phone": .text("0398-1234567"),
      ])
    let place = Geometry.point(World.beside(111.2, metres: 1_000))
    try world.add(
      "government_supply",
      [
        ("W1", "次氯酸钠", place, ["quantity": .real(2), "unit": .text("t"), "purity_pct": .real(10)]),
        ("W2", "漂白粉", place, ["quantity": .real(2), "unit": .text("t")]),
        ("W3", "围油栏", place, ["quantity": .real(70), "unit": .text("m"), "category": .text("围油栏")]),
      ])
    let page = try page(world)
    for part in ["200 kg；1批有效成分未登记，未计", "每道 20 m", "够 3 道，道数现场定"] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test func `supplies past their day are marked`() throws {
    let world = try World.withRiver()
    let place = Geometry.point(World.beside(111.1, metres: 1_000))
    try world.add(
      "government_supply",
      [
        ("W1", "石灰", place, ["expires_on": .text("2026-11-22")]),
        ("W2", "活性炭", place, ["expires_on": .text("2026-11-23")]),
      ])
    let page = try page(world)
    #expect(
      page.ranges(of: "2026-11-22 已过期").count == 1 && !page.contains("2026-11-23 已过期") && page.contains("有 1 批已过期"))
  }

  @Test func `a scenario has its table of arrivals in three seasons and its race, and plan.json has the same figures`()
    throws
  {
    let world = try World()
    let speeds: [String: Value] = [
      "river_name": .text("示河"), "river_code": .text("SH"), "speed_wet_m_s": .real(1), "speed_normal_m_s": .real(0.5),
      "speed_dry_m_s": .real(0),
    ]
    try world.add(
      "river_reach", "SH-1", "SH-1", .lineString(World.path(from: World.source, to: World.mouth)), speeds)
    try world.add("tailings_pond", "T1", "示库", .point(Position(x: 111.05, y: 34.501)), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "M1", "取水口", .point(Position(x: 111.3, y: 34.501)))
    try world.add(
      "emergency_facility", "F1", "示闸", .point(Position(x: 111.2, y: 34.5)),
      ["facility_class": .text("闸坝"), "functions": .list(#"["拦截"]"#), "opening_time_min": .integer(30)])
    let scratch = try Scratch()
    let folder = try world.publish(in: scratch.folder, formats: [.html, .json])
    let page = try String(contentsOf: folder.appending(path: "响应方案.html"), encoding: .utf8)
    #expect(page.contains("情景1 示库泄漏") && page.contains("水与人的赛跑") && page.contains("不到达"))
    let scenario = try #require(try world.plan().scenarios.first)
    let arrival = try #require(scenario.arrivals.first { $0.row.code == "M1" })
    #expect(!arrival.isMet(in: .dry))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "plan.json"))) as? [String: Any])
    let seasons = try #require(((json["scenarios"] as? [[String: Any]])?.first?["seasons"]) as? [[String: Any]])
    for season in seasons {
      let trace = try #require(season["trace"] as? [String: Any])
      let met = (trace["encounters"] as? [[String: Any]] ?? []).first { $0["code"] as? String == "M1" }
      let name = try #require(Season(rawValue: season["season"] as? String ?? ""))
      let expected = arrival.number("arrival_h", in: name)
      #expect((met?["arrival_h"] as? Double) == expected.map { ($0 * 100).rounded() / 100 })
    }
  }
}
