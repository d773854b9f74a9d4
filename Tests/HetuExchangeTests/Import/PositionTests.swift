import HetuExchange
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import Testing

@Suite struct PositionTests {
  private func point(
    _ header: String, _ cells: String, crs: ReferenceSystem? = nil
  ) throws -> (position: Position?, record: Record?, report: ImportReport) {
    let bench = try ImportBench()
    let report = try bench.load("编号,名称,\(header)\nE1,甲厂,\(cells)\n", as: "重点企业清单.csv") { $0.crs = crs }
    return (try? bench.point("key_enterprise", "E1"), try? bench.record("key_enterprise", "E1"), report)
  }

  @Test(arguments: [
    ("经度,纬度", "110.7629,34.3610"), ("lng,lat", "110.7629,34.3610"), ("经度E,纬度N", "110.7629,34.3610"),
    ("经度Ｅ（°）,纬度Ｎ（°）", "110.7629,34.3610"), ("东经,北纬", "110°45′46.44″,34°21′39.60″"),
    ("经度,纬度", "E110°45′46.44″,N34°21′39.60″"), ("坐标", "\"110.7629,34.3610\""), ("坐标", "E110°45′46.44″ N34°21′39.60″"),
    ("东经度,东经分,东经秒,北纬度,北纬分,北纬秒", "110,45,46.44,34,21,39.60"), ("wkt", "POINT(110.7629 34.3610)"),
    ("经度度,经度分,经度秒,纬度度,纬度分,纬度秒", "110,45,46.44,34,21,39.60"),
  ])
  func `a position is read from each form`(header: String, cells: String) throws {
    let (position, _, report) = try point(header, cells)
    #expect(metres(position, 110.7629, 34.3610) < 0.2, "\(header): \(cells) \(report.problems.map(\.line))")
  }

  /// The shift is by `ChinaOffset`, whose own tests hold it against published vectors.
  @Test func `positions of an online map are brought back`() throws {
    let true84 = Position(x: 110.7629, y: 34.3610)
    let shifted = ChinaOffset.gcj02(fromWGS84: true84)
    let (position, record, report) = try point("经度,纬度", "\(shifted.x),\(shifted.y)", crs: try ReferenceSystem("gcj02"))
    #expect(metres(position, true84.x, true84.y) < 0.01)
    #expect(metres(position, shifted.x, shifted.y) > 300)
    #expect(record?["source_crs"] == .text("gcj02"))
    #expect(report.layers[0].crs == "gcj02")
  }

  @Test func `Gauss-Krüger pairs are read with X to the north`() throws {
    // CGCS2000 / 3-degree Gauss-Kruger CM 111E.
    let there = try Transformation(from: .cgcs2000, to: .epsg(4546)).transform(Position(x: 110.7629, y: 34.3610))
    let (position, _, report) = try point("X坐标,Y坐标", "\(there.x),\(there.y)", crs: .epsg(4546))
    #expect(metres(position, 110.7629, 34.3610) < 0.5, "\(report.problems.map(\.line))")
  }

  @Test func `swapped columns and a swapped geometry are refused with the reason`() throws {
    let (_, record, report) = try point("经度,纬度", "34.3610,110.7629")
    #expect(record == nil)
    #expect(report.problems.contains { $0.severity == .error && $0.row == 2 && $0.message.contains("写反") })
    let bench = try ImportBench()
    let refused = try bench.load(feature(#"{"type":"Point","coordinates":[34.3610,110.7629]}"#), as: "重点企业.geojson")
    #expect(refused.layers[0].refused == 1 && refused.layers[0].inserted == 0)
    #expect(refused.problems.contains { $0.severity == .error && $0.message.contains("写反") })
  }

  @Test(arguments: ["2.35,48.85", "0,0", "999,34", "abc,34"])
  func `positions outside China or unreadable are refused`(cells: String) throws {
    let (_, record, report) = try point("经度,纬度", cells)
    #expect(record == nil, "\(report.problems.map(\.line))")
    #expect(report.problems.contains { $0.severity == .error })
  }

  @Test func `a record without a position is taken, and it is said`() throws {
    let (position, record, report) = try point("经度,纬度", ",")
    #expect(record != nil && position == nil)
    #expect(report.problems.contains { $0.severity == .warning && $0.message.contains("没有坐标") })
  }

  @Test(arguments: [
    ("经度,纬度", ",34.1", "经度", "缺少经度"), ("经度,纬度", "111.1,", "纬度", "缺少纬度"), ("纬度,经度", "34.1,", "经度", "缺少经度"),
    ("纬度,经度", ",111.1", "纬度", "缺少纬度"), ("东经度,东经分,东经秒,北纬度,北纬分,北纬秒", "110,45,46,,21,39", "北纬度", "缺少纬度"),
  ])
  func `a missing half of a position is told at its own column`(
    header: String, cells: String, column: String, words: String
  ) throws {
    let (_, record, report) = try point(header, cells)
    #expect(record == nil && report.problems.count == 1, "\(report.problems.map(\.line))")
    let problem = try #require(report.problems.first)
    #expect(problem.severity == .error && problem.row == 2 && problem.column == column)
    #expect(problem.message.contains(words), "\(problem.line)")
  }

  @Test func `a missing half of a pair in metres is told by its header`() throws {
    let (_, record, report) = try point("X坐标,Y坐标", "3804000,", crs: .epsg(4546))
    #expect(record == nil)
    #expect(report.problems.map(\.column) == ["Y坐标"] && report.problems[0].message.contains("缺少“Y坐标”"))
  }

  @Test func `source, text and reference system of a position are kept`() throws {
    let (_, record, _) = try point("经度,纬度", "E110°45′46.44″,N34°21′39.60″")
    #expect(record?["source"] == .text("重点企业清单.csv 第2行"))
    #expect(record?["source_position"].text?.contains("46.44″") == true)
    #expect(record?["source_crs"] == .text("EPSG:4490"))
  }

  @Test(arguments: [
    (#"[[[111,34],[111.1,34],[111.1,34.1],[111,34.1]]]"#, false),
    (#"[[[111,34],[111.1,34.1],[111.1,34],[111,34.1],[111,34]]]"#, true),
  ])
  func `faulty rings are refused, and repaired only when told`(rings: String, isRepairable: Bool) throws {
    let text = feature(#"{"type":"Polygon","coordinates":\#(rings)}"#)
    let bench = try ImportBench()
    let report = try bench.load(text, as: "保护区.geojson")
    #expect(report.layers[0].refused == 1 && report.problems.contains { $0.severity == .error })
    #expect(try bench.records("protection_zone").isEmpty)
    guard isRepairable else { return }
    let repaired = try bench.load(text, as: "保护区.geojson") { $0.repairs = true }
    #expect(repaired.problems.contains { $0.severity == .warning && $0.message.contains("修复") })
    #expect(try bench.records("protection_zone").count == 1)
    #expect(try bench.records("protection_zone")[0].geometry?.flaw() == nil)
  }

  @Test func `a geometry of the wrong kind is refused, and heights are dropped and counted`() throws {
    let bench = try ImportBench()
    let wrong = try bench.load(
      feature(#"{"type":"LineString","coordinates":[[111,34],[111.1,34]]}"#), as: "x.geojson"
    ) { $0.kind = "key_enterprise" }
    #expect(wrong.layers[0].refused == 1 && wrong.problems.contains { $0.message.contains("LineString") })
    let high = try bench.load(feature(#"{"type":"Point","coordinates":[111,34,512.5]}"#), as: "重点企业.geojson")
    #expect(high.layers[0].heightsDropped == 1)
    #expect(metres(try bench.point("key_enterprise", "A"), 111, 34) < 0.01)
  }
}
