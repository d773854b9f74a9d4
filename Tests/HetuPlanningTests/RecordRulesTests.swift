import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct RecordRulesTests {
  /// The findings about one record of a registry that holds only it.
  private func found(
    _ kind: String, _ values: [String: Value], today: String = "2026-11-23", in world: World? = nil
  ) throws -> [Finding] {
    let world = try world ?? World()
    try world.add(kind, "X", "示例", nil, values)
    return try CheckQuestion(today: today).findings(in: world.registry).filter { $0.code == "X" }
  }

  private func rules(_ kind: String, _ values: [String: Value], today: String = "2026-11-23") throws -> Set<String> {
    Set(try found(kind, values, today: today).map(\.rule))
  }

  @Test(arguments: [
    ("2027-02-28", Finding.Severity.note), ("2027-03-01", .warning), ("2026-11-30", .note),
  ])
  func `a plan filed on a leap day counts three years, to the end of February`(
    today: String, severity: Finding.Severity
  ) throws {
    let finding = try found("key_enterprise", ["plan_filed_on": .text("2024-02-29")], today: today)
      .first { $0.rule == "plan_expired" }
    #expect(finding?.severity == severity)
    #expect(finding?.message.contains("2027-02-28") == true)
  }

  @Test func `a plan that has more than the notice to run is not spoken of`() throws {
    #expect(
      try !rules("key_enterprise", ["plan_filed_on": .text("2024-02-29")], today: "2026-11-29").contains("plan_expired")
    )
  }

  @Test func `supplies run out on their day, else by production and shelf life, and are counted twice a year`() throws {
    let made: [String: Value] = ["produced_on": .text("2024-08-31"), "shelf_life_months": .integer(6)]
    #expect(try rules("government_supply", made, today: "2025-02-28").contains("supply_expired"))
    let late = try found("government_supply", made, today: "2025-03-01").first { $0.rule == "supply_expired" }
    #expect(late?.severity == .warning && late?.message.contains("2025-02-28") == true)
    let check: [String: Value] = ["last_check_on": .text("2025-01-01")]
    #expect(try !rules("government_supply", check, today: "2025-06-30").contains("stocktaking_overdue"))
    #expect(try rules("government_supply", check, today: "2025-07-01").contains("stocktaking_overdue"))
    #expect(try rules("government_supply", ["quantity": .real(1), "reserve_minimum": .real(2)]).contains("reserve"))
  }

  @Test func `codes inside codes are checked`() throws {
    // The code of a real company, whose organisation code is 69489613-8, and one with another ninth character and a right end.
    #expect(try !rules("key_enterprise", ["uscc": .text("91410781694896138P")]).contains("organisation_code"))
    #expect(try rules("key_enterprise", ["uscc": .text("91410781694896137L")]).contains("organisation_code"))
    let cas = { (number: String) in ["substances": Value.list(#"[{"name":"苯","cas":"\#(number)"}]"#)] }
    #expect(try !rules("key_enterprise", cas("71-43-2")).contains("cas"))
    #expect(try rules("key_enterprise", cas("71-43-3")).contains("cas"))
  }

  @Test func `a district code of former times is told with the new one, and one that there is not`() throws {
    func rules(_ code: String) throws -> Set<String> {
      let world = try World()
      try world.add("district", "411203", "陕州区", nil, ["former_codes": .list(#"["411222"]"#)])
      return Set(try found("key_enterprise", ["district": .text(code)], in: world).map(\.rule))
    }
    #expect(try rules("411222").contains("district_former"))
    #expect(try rules("411299").contains("district_unknown"))
    #expect(try rules("411203001").isDisjoint(with: ["district_former", "district_unknown"]))
    #expect(try rules("411200").isDisjoint(with: ["district_former", "district_unknown"]))
  }

  @Test func `the number of a filed plan is held against district and grade`() throws {
    let values: [String: Value] = [
      "district": .text("411203"), "risk_grade": .text("一般"), "plan_no": .text("411282-2021-015-M"),
    ]
    let messages = try found("key_enterprise", values).filter { $0.rule == "plan_number" }.map(\.message)
    #expect(messages.count == 2 && messages.contains { $0.contains("较大") })
    #expect(try rules("key_enterprise", ["plan_filed": .boolean(true)]).contains("plan_number"))
    #expect(
      try !rules(
        "key_enterprise",
        ["district": .text("411282"), "risk_grade": .text("较大"), "plan_no": .text("411282-2021-015-MT")]
      ).contains("plan_number"))
  }

  @Test func `a part that is larger than the whole is found`() throws {
    #expect(
      try rules("tailings_pond", ["total_capacity_10k_m3": .real(10), "current_capacity_10k_m3": .real(10.01)])
        .contains("part_exceeds_whole"))
  }

  /// Capacity in 10⁴ m³ and height in m with the grade that the table gives by both: equal, one apart (the higher), more apart (the
  /// higher lowered by one).
  @Test(arguments: [
    (10.26, 20.0, "五等"), (100, 29.9, "四等"), (99.99, 30, "四等"), (1_000, 59, "三等"), (50, 60, "四等"),
    (50, 100, "三等"), (60_000, 200, "一等"), (60_000, 70, "二等"),
  ])
  func `the grade of a tailings pond follows from capacity and height`(volume: Double, height: Double, grade: String)
    throws
  {
    let grades = ["一等", "二等", "三等", "四等", "五等"]
    for given in grades {
      let values: [String: Value] = [
        "total_capacity_10k_m3": .real(volume), "design_dam_height_m": .real(height), "size_grade": .text(given),
      ]
      let finding = try found("tailings_pond", values).first { $0.rule == "tailings_grade" }
      #expect((finding == nil) == (given == grade), "\(given)")
      // One grade higher may be right where a failure would hit much.
      let steps = try #require(grades.firstIndex(of: grade)) - #require(grades.firstIndex(of: given))
      if let finding { #expect(finding.severity == (steps == 1 ? .note : .warning), "\(given)") }
    }
  }

  @Test func `a capacity in cubic metres instead of ten thousands is suspected`() throws {
    let values: [String: Value] = ["total_capacity_10k_m3": .real(102_600), "design_dam_height_m": .real(20)]
    #expect(try rules("tailings_pond", values).contains("tailings_units"))
  }

  @Test func `what one list names and the other lacks is found, in any writing`() throws {
    let world = try World()
    try world.add("chemical_park", "PK", "示意化工园区（东）", nil)
    try world.add("hazmat_carrier", "C", "甲运输", nil)
    try world.add(
      "key_enterprise", [("E1", "甲", nil, ["park": .text("示意化工园区(东)")]), ("E2", "乙", nil, ["park": .text("无此园区")])])
    try world.add("hazmat_route", "R", "线", nil, ["carriers": .list(#"["甲运输","乙运输"]"#)])
    try world.add("tailings_pond", [("T1", "库一", nil, [:]), ("T2", "库二", nil, ["receiving_water": .text("示河")])])
    try world.add("drinking_water_source", [("W1", "水源一", nil, [:]), ("W2", "水源二", nil, [:])])
    try world.add("protection_zone", "Z", "水源二保护区", nil, ["water_source": .text("水源二")])
    let all = try CheckQuestion(today: "2026-11-23").findings(in: world.registry)
    func codes(_ rule: String) -> [String] { all.filter { $0.rule == rule }.map(\.code) }
    #expect(codes("link_park") == ["E2"])
    #expect(all.filter { $0.rule == "link_carriers" }.map { $0.message.contains("乙运输") } == [true])
    #expect(codes("no_river") == ["T1"] && codes("no_zone") == ["W1"])
  }

  @Test func `one credit code under two names is noted, operators count by their own names`() throws {
    let world = try World()
    let code: [String: Value] = ["uscc": .text("914403001922038216")]
    try world.add("key_enterprise", [("E1", "甲公司", nil, code), ("E2", "乙公司", nil, code)])
    try world.add(
      "tailings_pond", "T", "库", nil, ["uscc": .text("914403001922038216"), "operator": .text("甲公司")])
    let found = try CheckQuestion(today: "2026-11-23").findings(in: world.registry).filter {
      $0.rule == "credit_code_twice"
    }
    #expect(found.map(\.code) == ["E2"])
  }

  @Test func `a ledger that was changed past its steps is found`() throws {
    let steps = { (states: String...) in
      Value.list("[" + states.map { #"{"state":"\#($0)"}"# }.joined(separator: ",") + "]")
    }
    #expect(
      try rules("problem", ["ledger_state": .text("已销账"), "transitions": steps("挂账", "整改中")]).contains("ledger_state"))
    #expect(
      try rules("problem", ["ledger_state": .text("已销账"), "transitions": steps("挂账", "已销账")]).contains("ledger_state"))
    #expect(
      try !rules("problem", ["ledger_state": .text("整改中"), "transitions": steps("挂账", "整改中")]).contains("ledger_state"))
    let own: [String: Value] = [
      "ledger_state": .text("已销账"), "closed_by": .text("张一"), "responsible_person": .text("张一、李二"),
    ]
    #expect(try found("problem", own).contains { $0.rule == "ledger_reviewer" && $0.severity == .warning })
    let unsigned = try found("problem", ["ledger_state": .text("已销账")]).first { $0.rule == "ledger_reviewer" }
    #expect(unsigned?.remedy.contains("GIS") == true)
    let late: [String: Value] = ["ledger_state": .text("整改中"), "deadline": .text("2021-11-30")]
    #expect(try rules("problem", late, today: "2021-12-01").contains("ledger_overdue"))
    #expect(try !rules("problem", late, today: "2021-11-30").contains("ledger_overdue"))
  }

  @Test func `completeness is counted by list and branch`() throws {
    let world = try World()
    try world.add(
      "district",
      [("411203", "陕州区", nil, ["own": .boolean(true)]), ("411204", "缺报县", nil, ["own": .boolean(true)])])
    let content: [String: Value] = ["district": .text("411203"), "content": .text("内容")]
    try world.add(
      "measure", [("M1", "一", nil, content), ("M2", "二", nil, ["district": .text("411203001")]), ("M3", "三", nil, [:])])
    let kind = try world.registry.kind("measure")
    let rows = try CheckQuestion(kinds: [kind], today: "2026-11-23").result(in: world.registry).completeness
    let wanted = kind.properties.count { $0.isExpected || $0.isRequired }
    #expect(rows.map(\.districtName) == ["（未填区划）", "陕州区", "缺报县"] && rows.map(\.records) == [1, 2, 0])
    #expect(rows[2].percent == nil && rows[2].lacking == ["没有报来记录"])
    #expect(rows[1].wanted == 2 * wanted && rows[1].filled == 5 && rows[1].complete == 0)
    #expect(rows[1].lacking.first?.hasSuffix("（2）") == true)
  }
}
