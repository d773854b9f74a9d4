import Foundation
import Testing

/// A file that must be refused whole: one sentence that names it, status, and no change.
struct RefusedFile: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  var arguments: [String] = []
  var status: Int32 = 4
  let says: String
  var testDescription: String { "\(name) \(arguments.joined(separator: " "))" }

  init(_ name: String, _ bytes: [UInt8], _ arguments: [String] = [], status: Int32 = 4, says: String) {
    self.name = name
    self.bytes = bytes
    self.arguments = arguments
    self.status = status
    self.says = says
  }

  init(_ name: String, _ text: String, _ arguments: [String] = [], status: Int32 = 4, says: String) {
    self.init(name, Array(text.utf8), arguments, status: status, says: says)
  }

  static let ponds = Sample.ponds
  static let point = #"{"type":"Point","coordinates":[110.9,34.5]}"#
  /// 编号,尾矿库名称,经度,纬度 and a row, in GBK.
  static let inGBK: [UInt8] =
    [0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x41, 0x31, 0x2c, 0xbc, 0xd7, 0x0a]

  static let all = [
    RefusedFile("bytes.geojson", (0..<2048).map { UInt8($0 & 255) }, says: "不是可以读取的数据"),
    RefusedFile("words.geojson", "hello world", says: "不是可以读取的数据"),
    RefusedFile("empty.csv", "", says: "是空的"),
    RefusedFile("empty.geojson", "", says: "是空的"),
    RefusedFile("broken.xlsx", "PK\u{3}\u{4} no archive", says: "已损坏"),
    RefusedFile("cut.geojson", String(Sample.feature(point).dropLast(40)), says: "已损坏或不完整"),
    RefusedFile("gbk.csv", inGBK, ["--encoding", "UTF-8"], says: "不是 UTF-8 编码"),
    RefusedFile("mixed.csv", Array("编号,名称\nA1,".utf8) + [0xff, 0xfe, 0x80, 0x0a], says: "--encoding"),
    RefusedFile("list.csv", ponds, ["--encoding", "KLINGON"], says: "KLINGON"),
    RefusedFile("list.csv", ponds, ["--crs", "EPSG:99999"], says: "EPSG:99999"),
    RefusedFile("list.csv", ponds, ["--crs", "nowhere"], status: 2, says: "nowhere"),
    RefusedFile("list.csv", ponds, ["--crs", "EPSG:4214"], says: "1954年北京坐标系"),
    RefusedFile("list.csv", ponds, ["--layer", "nosuch"], status: 3, says: "nosuch"),
    RefusedFile("list.csv", ponds, ["--map", "name=nosuch"], status: 2, says: "nosuch"),
    RefusedFile("list.csv", ponds, ["--map", "nosuch=编号"], status: 2, says: "nosuch"),
    RefusedFile("list.csv", ponds, ["--kind", "nosuch"], status: 3, says: "nosuch"),
    RefusedFile("list.csv", ponds, ["--problems", "/nonexistent/p.csv"], status: 5, says: "/nonexistent"),
    RefusedFile("list.csv", ponds, ["--problems", "p.pdf"], status: 2, says: "p.pdf"),
    RefusedFile(
      "old.geojson", Sample.feature(point, more: #","crs":{"type":"name","properties":{"name":"EPSG:4214"}}"#),
      says: "1954年北京坐标系"),
    RefusedFile(
      "deep.geojson",
      Sample.feature(
        String(repeating: #"{"type":"GeometryCollection","geometries":["#, count: 5_000)
          + String(repeating: "]}", count: 5_000)), says: "deep.geojson"),
  ]
}

/// A file whose faulty rows are named and left out.
struct FaultyRows: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let kind: String
  /// How many records it leaves in the registry.
  let imported: Int
  let says: [String]
  var testDescription: String { name }

  static let header = "编号,尾矿库名称,经度,纬度\n"
  static let all = [
    FaultyRows(
      name: "abroad.csv", text: header + "A1,甲,2.35,48.85\nA2,乙,110.9,34.5\n", kind: "tailings_pond", imported: 1,
      says: ["abroad.csv第2行", "不在中国范围内"]),
    FaultyRows(
      name: "swapped.csv", text: header + "A1,甲,34.5,110.9\n", kind: "tailings_pond", imported: 0,
      says: ["swapped.csv第2行", "经度和纬度写反"]),
    FaultyRows(
      name: "swapped.geojson", text: Sample.feature(#"{"type":"Point","coordinates":[34.5,110.9]}"#),
      kind: "tailings_pond", imported: 0, says: ["swapped.geojson第1行", "经度和纬度写反"]),
    FaultyRows(
      name: "nan.csv", text: header + "A1,甲,NaN,34.5\nA2,乙,110.9,34.5\n", kind: "tailings_pond", imported: 1,
      says: ["nan.csv第2行", "NaN"]),
    FaultyRows(
      name: "nan.geojson", text: Sample.feature(#"{"type":"LineString","coordinates":[[110,34],[NaN,35],[111,35]]}"#),
      kind: "river_reach", imported: 0, says: ["nan.geojson第1行", "几何不能使用"]),
    FaultyRows(
      name: "huge.geojson", text: Sample.feature(#"{"type":"Point","coordinates":[1e308,34.5]}"#),
      kind: "tailings_pond", imported: 0, says: ["huge.geojson第1行", "不在中国范围内"]),
    FaultyRows(
      name: "unclosed.geojson",
      text: Sample.feature(
        #"{"type":"Polygon","coordinates":[[[110,34],[111,34],[111,35],[110,35]]]}"#, code: "411282"),
      kind: "district", imported: 0, says: ["unclosed.geojson第1行", "面有错误", "--repair"]),
    FaultyRows(
      name: "crossing.geojson",
      text: Sample.feature(
        #"{"type":"Polygon","coordinates":[[[110,34],[111,35],[111,34],[110,35],[110,34]]]}"#, code: "411282"),
      kind: "district", imported: 0, says: ["crossing.geojson第1行", "面有错误", "110.5"]),
    FaultyRows(
      name: "line.geojson", text: Sample.feature(#"{"type":"LineString","coordinates":[[110,34],[111,35]]}"#),
      kind: "tailings_pond", imported: 0, says: ["line.geojson第1行", "LineString", "Point"]),
    FaultyRows(
      name: "twice.csv", text: header + "A1,甲,110.9,34.5\nA1,乙,110.8,34.5\nA2,丙,110.7,34.4\n",
      kind: "tailings_pond", imported: 2, says: ["twice.csv第3行", "“A1”与第2行重复"]),
    FaultyRows(
      name: "nameless.csv", text: header + "A1,,110.9,34.5\n", kind: "tailings_pond", imported: 0,
      says: ["nameless.csv第2行", "缺少“尾矿库名称”"]),
  ]
}

@Suite struct `Bad input` {
  @Test(arguments: RefusedFile.all)
  func `a file that can't be used is refused in one sentence and changes nothing`(_ file: RefusedFile) throws {
    let workspace = try Workspace()
    try workspace.write(file.name, file.bytes)
    let before = try Data(contentsOf: workspace.registry)
    let kind = file.arguments.contains("--kind") ? [] : ["--kind", "tailings_pond"]
    let outcome = try workspace.hetu(["import", file.name] + kind + file.arguments)
    #expect(outcome.status == file.status)
    #expect(outcome.output == "")
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(file.says))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  @Test(arguments: FaultyRows.all)
  func `faulty rows are named with file, row and what to do, the others are imported`(_ file: FaultyRows) throws {
    let workspace = try Workspace()
    try workspace.write(file.name, file.text)
    let outcome = try workspace.hetu("import", "--kind", file.kind, file.name)
    #expect(outcome.status == 1)
    for words in file.says { #expect(outcome.errors.contains(words)) }
    #expect(try workspace.count(file.kind) == file.imported)
  }

  @Test(arguments: FaultyRows.all)
  func `a strict import keeps nothing of a file with a faulty row`(_ file: FaultyRows) throws {
    let workspace = try Workspace()
    try workspace.write(file.name, file.text)
    let before = try Data(contentsOf: workspace.registry)
    let outcome = try workspace.hetu("import", "--strict", "--kind", file.kind, file.name)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--strict"))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  @Test(arguments: FaultyRows.all.filter { $0.kind == "district" })
  func `a faulty ring is repaired only where that is asked for, and said`(_ file: FaultyRows) throws {
    let workspace = try Workspace()
    try workspace.write(file.name, file.text)
    let outcome = try workspace.hetu("import", "--repair", "--kind", file.kind, file.name)
    #expect(outcome.errors.contains("已自动修复"))
    #expect(try workspace.count("district") == 1)
    let exported = try workspace.hetu("export", "district", "-o", "d.geojson")
    #expect(exported.status == 0)
    #expect(try GeoJSONCheck(workspace.text("d.geojson")).faults == [])
  }

  @Test func `a trial run reports and keeps nothing`() throws {
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    let before = try Data(contentsOf: workspace.registry)
    let outcome = try workspace.hetu("import", "--dry-run", "--kind", "tailings_pond", "ponds.csv")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("新增2"))
    #expect(try Data(contentsOf: workspace.registry) == before)
  }

  @Test func `a code that the registry has is refused in append mode`() throws {
    let workspace = try Workspace()
    try workspace.write("ponds.csv", Sample.ponds)
    #expect(try workspace.hetu("import", "--kind", "tailings_pond", "ponds.csv").status == 0)
    let before = try workspace.state()
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "--mode", "append", "ponds.csv")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("ponds.csv第2行：编号“A1”已经在登记库中"))
    #expect(try workspace.state() == before)
  }

  @Test func `a kind that can't be told is asked for, with the kinds there are`() throws {
    let workspace = try Workspace()
    try workspace.write("what.csv", "foo,bar\n1,2\n")
    let outcome = try workspace.hetu("import", "what.csv")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("看不出属于哪一类"))
    #expect(outcome.errors.contains("--kind"))
    #expect(outcome.errors.contains("tailings_pond"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `a file that is not there is said to be missing`() throws {
    let outcome = try Workspace().hetu("import", "nowhere.csv")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("nowhere.csv"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `problems go to a file by row and column`() throws {
    let workspace = try Workspace()
    try workspace.write("twice.csv", FaultyRows.header + "A1,甲,110.9,34.5\nA1,乙,110.8,34.5\n")
    let outcome = try workspace.hetu("import", "--kind", "tailings_pond", "--problems", "p.json", "twice.csv")
    #expect(outcome.status == 1)
    let problems = try JSONDecoder().decode(ProblemFile.self, from: try Data(contentsOf: workspace.file("p.json")))
    #expect(problems.count == 1)
    #expect(problems.problems.first?.row == 3)
    #expect(problems.problems.first?.severity == "error")
  }

  private struct ProblemFile: Decodable {
    struct Item: Decodable {
      let row: Int?
      let severity: String
    }
    let count: Int
    let problems: [Item]
  }
}
