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
}
