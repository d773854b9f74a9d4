import HetuExchange
import HetuGeometry
import HetuRegistry
import Testing

/// Which record a row means, and when it may not.
@Suite struct SameRecordTests {
  private let file = "重点企业清单.csv"
  private let head = "编号,名称,所在区县,详细地址,经度,纬度\n"
  private let bench: ImportBench

  init() throws { bench = try ImportBench() }

  private func names() throws -> [String] { try bench.records("key_enterprise").map(\.name).sorted() }

  private func counts(_ report: ImportReport) -> [Int] {
    report.layers.flatMap { [$0.inserted, $0.updated, $0.unchanged, $0.refused] }
  }

  // MARK: - By code

  @Test(arguments: [
    ("E1,乙厂,411224,新,,\n", "区县不同"), ("E1,乙厂,411282,新,111.12,34.1\n", "位置相距1.8公里"),
    ("E1,乙厂,411224,新,112.1,34.1\n", "区县不同"),
  ])
  func `a code that belongs to another thing elsewhere overwrites nothing, and both are named`(row: String, why: String)
    throws
  {
    try bench.load(head + "E1,甲厂,411282,旧,111.1,34.1\n", as: file)
    let before = try bench.record("key_enterprise", "E1")
    let report = try bench.load(head + row, as: file)
    #expect(counts(report) == [0, 0, 0, 1])
    #expect(try bench.record("key_enterprise", "E1") == before)
    let fault = try #require(report.problems.first { $0.severity == .error })
    #expect(fault.row == 2 && fault.message.contains(why), "\(fault.message)")
    for word in ["E1", "甲厂", "乙厂", "改正编号"] { #expect(fault.message.contains(word)) }
  }

  @Test(arguments: ["E1,乙厂,411282,新,,\n", "E1,乙厂,411282001,新,111.102,34.1\n", "E1,乙厂,411200,新,,\n", "E1,乙厂,,新,,\n"])
  func `a thing that is renamed where it is stays itself, and the new name is told`(row: String) throws {
    try bench.load(head + "E1,甲厂,411282,旧,111.1,34.1\n", as: file)
    let report = try bench.load(head + row, as: file)
    #expect(counts(report) == [0, 1, 0, 0])
    #expect(try bench.record("key_enterprise", "E1").name == "乙厂")
    let notice = try #require(report.problems.first)
    #expect(notice.severity == .warning && notice.message.contains("由“甲厂”改为“乙厂”"), "\(notice.message)")
  }

  @Test func `a thing may move under its name, and a name be written another way, without a word`() throws {
    try bench.load(head + "E1,甲厂(一),411282,旧,111.1,34.1\n", as: file)
    let report = try bench.load(head + "E1,甲厂（一）,411224,旧,112.1,34.1\n", as: file)
    #expect(counts(report) == [0, 1, 0, 0] && report.problems.isEmpty, "\(report.problems)")
  }

  @Test func `who gives the id may rename and move at once`() throws {
    try bench.load(head + "E1,甲厂,411282,旧,111.1,34.1\n", as: file)
    let id = try bench.record("key_enterprise", "E1").id
    let report = try bench.load("内部编号," + head + "\(id),E1,乙厂,411224,新,112.1,34.1\n", as: file)
    #expect(counts(report) == [0, 1, 0, 0] && report.problems.isEmpty, "\(report.problems)")
    #expect(try names() == ["乙厂"])
  }

  // MARK: - By name

  @Test func `rows without codes that come again change nothing, and what changed is updated and told`() throws {
    try bench.load(head + ",甲厂,411282,旧,111.1,34.1\n,乙厂,,旧,,\n,丙厂(北),411282,旧,,\n", as: file)
    let again = try bench.load(head + ",甲厂,411282,旧,111.1,34.1\n,乙厂,,旧,,\n,丙厂（北）,411282,旧,,\n", as: file)
    #expect(again.layers[0].inserted == 0 && again.layers[0].refused == 0)
    let code = try #require(try bench.records("key_enterprise").first { $0.name == "甲厂" }?.code)
    let changed = try bench.load(head + ",甲 厂,411282,新,111.102,34.1\n,乙厂,,旧,,\n", as: file) { $0.reportsCodes = true }
    #expect(counts(changed) == [0, 1, 1, 0] && changed.layers[0].codes[2] == code)
    let notice = try #require(changed.problems.first { $0.row == 2 })
    #expect(notice.severity == .warning && notice.message.contains("没有编号") && notice.message.contains(code))
    #expect(try bench.record("key_enterprise", code)["address"] == .text("新"))
    #expect(try bench.records("key_enterprise").count == 3)
  }

  @Test func `another place, another district or what tells supplies apart makes another record`() throws {
    try bench.load(head + ",甲厂,411282,,111.1,34.1\n,乙厂,411282,,,\n,丙厂,411282,,111.1,34.1\n", as: file)
    let report = try bench.load(head + ",甲厂,411282,,111.106,34.1\n,乙厂,411224,,,\n,丙厂,,,,\n", as: file)
    #expect(counts(report) == [3, 0, 0, 0])
    let supplies = "政府物资清单.csv"
    let text = "物资名称,所在区县,物资库名称,数量\n活性炭,411282,东库,1\n活性炭,411282,西库,2\n"
    try bench.load(text, as: supplies) { $0.kind = "government_supply" }
    let again = try bench.load(text.replacing(",2\n", with: ",3\n"), as: supplies) { $0.kind = "government_supply" }
    #expect(counts(again) == [0, 1, 1, 0], "\(again.problems)")
    let elsewhere = "物资名称,所在区县,储备点地址\n吸油毡,411282,东街\n"
    for text in [elsewhere, elsewhere.replacing("东街", with: "西街")] {
      #expect(counts(try bench.load(text, as: supplies) { $0.kind = "government_supply" }) == [1, 0, 0, 0])
    }
    #expect(try bench.records("government_supply").count == 4)
  }

  @Test func `a row that may be one of several records is refused and names them`() throws {
    try bench.load(head + "E1,甲厂,411282,东,,\nE2,甲厂,411282,西,,\n", as: file)
    let report = try bench.load(head + ",甲厂,411282,南,,\n,甲厂,411282,西,,\n", as: file)
    #expect(counts(report) == [0, 0, 1, 1])
    let fault = try #require(report.problems.first { $0.severity == .error })
    #expect(fault.row == 2 && fault.message.contains("E1、E2"), "\(fault.message)")
    #expect(try bench.records("key_enterprise").map { $0["address"] } == [.text("东"), .text("西")])
  }

  @Test func `the second of two rows for one record is refused, whether the first told its name or its code`() throws {
    try bench.load(head + "E1,甲厂,411282,东,,\nE2,乙厂,411282,东,,\n", as: file)
    let report = try bench.load(
      head + ",甲厂,411282,南,,\n,甲厂,411282,北,,\nE2,乙厂,411282,南,,\n,乙厂,411282,北,,\nE1,甲厂,411282,西,,\n", as: file)
    #expect(counts(report) == [0, 2, 0, 3])
    let faults = report.problems.filter { $0.severity == .error }
    #expect(faults.map(\.row) == [3, 5, 6], "\(faults)")
    #expect(faults[0].message.contains("第2行") && faults[1].message.contains("第4行") && faults[2].message.contains("第2行"))
    #expect(try bench.records("key_enterprise").map { $0["address"] } == [.text("南"), .text("南")])
  }

  @Test func `rows of one file are not taken for each other, on two sheets neither`() throws {
    try bench.load("编号,名称\nE0,别厂\n", as: file)
    let sheet = ("重点企业清单", ["名称", "详细地址"], [["甲厂", "东"], ["甲厂", "西"]])
    try bench.workbook("x.xlsx", [sheet, ("重点企业清单2", ["名称", "详细地址"], [["甲厂", "南"]])])
    let report = try bench.load("x.xlsx")
    #expect(report.layers.map(\.inserted) == [2, 1] && report.layers.map(\.refused) == [0, 0])
    let again = try bench.load("x.xlsx")
    #expect(again.layers.map(\.unchanged) == [2, 1], "\(again.problems)")
    #expect(try names() == ["别厂", "甲厂", "甲厂", "甲厂"])
  }

  @Test func `appending refuses a row without a code whose record is there, replacing asks nobody`() throws {
    try bench.load(head + ",甲厂,411282,旧,,\n", as: file)
    let appended = try bench.load(head + ",甲厂,411282,新,,\n,乙厂,411282,新,,\n", as: file) { $0.mode = .append }
    #expect(counts(appended) == [1, 0, 0, 1])
    #expect(appended.problems.contains { $0.row == 2 && $0.severity == .error && $0.message.contains("甲厂") })
    let replaced = try bench.load(head + ",甲厂,411282,新,,\n,甲厂,411282,新,,\n", as: file) { $0.mode = .replace }
    #expect(counts(replaced) == [2, 0, 0, 0])
  }

  @Test func `of the pieces of one river only the same line is the same`() throws {
    func line(_ end: String) -> String {
      feature(#"{"type":"LineString","coordinates":[[111,34],\#(end)]}"#, #"{"river_name":"涧河"}"#)
    }
    try bench.load(line("[111.001,34]"), as: "river_reach.geojson")
    let report = try bench.load(line("[111.001,34.0001]"), as: "river_reach.geojson")
    let again = try bench.load(line("[111.001,34]"), as: "river_reach.geojson")
    #expect(counts(report) == [1, 0, 0, 0] && counts(again) == [0, 0, 1, 0], "\(again.problems)")
  }
}
