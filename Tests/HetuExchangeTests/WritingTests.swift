import Foundation
import HetuGeometry
import Testing

@testable import HetuExchange

@Suite struct WritingTests {
  let folder: Folder
  static let created = Date(timeIntervalSince1970: 1_700_000_000)
  static let columns = [
    OutputColumn(name: "id", title: "标识", kind: .text),
    OutputColumn(name: "name", title: "名称", kind: .text, note: "全称"),
    OutputColumn(name: "count", title: "数量", kind: .integer),
    OutputColumn(name: "usable_volume_10k_m3", title: "设计总库容", kind: .real, unit: "万m³"),
    OutputColumn(name: "usable_volume_total", title: "总量", kind: .real),
    OutputColumn(name: "is_open", title: "启用", kind: .boolean, choices: ["是", "否"]),
    OutputColumn(name: "verified_on", title: "核实日期", kind: .date),
    OutputColumn(name: "substances", title: "物质", kind: .json),
  ]
  static let values: [OutputValue] = [
    .text("a-1"), .text("=cmd() \"甲\"\n<script>"), .integer(42), .real(12.5), .real(1e-7), .boolean(true),
    .text("2021-03-30"), .json(#"["氰化物","油"]"#),
  ]
  static let place = Geometry.point(Position(x: 110.1234567, y: 34.7654321))

  init() throws { folder = try Folder() }

  @discardableResult func write(
    _ name: String, shape: OutputLayer.Shape = .kind(.point),
    _ rows: [(values: [OutputValue], geometry: Geometry?)] = [(Self.values, Self.place)]
  ) throws -> any RowSink {
    let path = folder.path(name)
    let sink = try #require(OutputFormat(path: path)).makeSink(path: path, overwrite: false, created: Self.created)
    try sink.begin(OutputLayer(name: "风险源", columns: Self.columns, shape: shape))
    for row in rows { try sink.write(row.values, geometry: row.geometry) }
    try sink.finish()
    return sink
  }

  func firstRow(_ name: String) throws -> (fields: [String], row: SourceRow, layer: SourceLayer) {
    let layer = try #require(try SourceFile(path: folder.path(name)).layers.first)
    return (layer.fields.map(\.name), try #require(try rows(of: layer).first), layer)
  }

  @Test(arguments: ["a.csv", "a.xlsx"]) func `a table comes back with its titles and texts`(name: String) throws {
    try write(name)
    let (fields, row, _) = try firstRow(name)
    #expect(fields == ["标识", "名称", "数量", "设计总库容（万m³）", "总量", "启用", "核实日期", "物质", "经度", "纬度"])
    #expect(row.number == 2)
    #expect(row.values[..<4] == [.text("a-1"), .text("=cmd() \"甲\"\n<script>"), .text("42"), .text("12.5")])
    guard case .text(let small) = row.values[4] else { Issue.record("no number"); return }
    #expect(Double(small) == 1e-7)
    #expect(
      row.values[5...] == [
        .text("是"), .text("2021-03-30"), .text(#"["氰化物","油"]"#), .text("110.1234567"), .text("34.7654321"),
      ])
  }

  @Test(arguments: ["a.gpkg", "a.fgb", "a.shp", "a.geojson", "a.geojsonl", "a.geojsons", "a.kml"])
  func `a layer comes back with its types and places`(name: String) throws {
    try write(name)
    let (fields, row, layer) = try firstRow(name)
    #expect(layer.referenceSystem == .epsg(name.contains("json") || name.contains("kml") ? 4326 : 4490))
    guard case .point(let position?) = try row.geometry() else { Issue.record("no point"); return }
    #expect(abs(position.x - 110.1234567) < 1e-9 && abs(position.y - 34.7654321) < 1e-9)
    func value(_ name: String) -> SourceValue? { fields.firstIndex(of: name).map { row.values[$0] } }
    #expect(value("id") == .text("a-1"))
    #expect(value(name == "a.kml" ? "Name" : "name") == .text("=cmd() \"甲\"\n<script>"))
    #expect(value("count") == (name == "a.kml" ? .text("42") : .integer(42)))
    #expect(value(name == "a.shp" ? "usable_vol" : "usable_volume_10k_m3") == .real(12.5))
    if name != "a.shp" { #expect(value("usable_volume_total") == .real(1e-7)) }
    let day: SourceValue = ["a.gpkg", "a.shp", "a.geojsons"].contains(name) ? .date("2021-03-30") : .text("2021-03-30")
    #expect(value(name == "a.shp" ? "verified_o" : "verified_on") == day)
  }

  @Test func `names of a Shapefile are cut to different ones and the user is told`() throws {
    let sink = try write("a.shp")
    let names = try #require(sink as? VectorFileWriter).columnNames
    #expect(names == ["id", "name", "count", "usable_vol", "usable_v_1", "is_open", "verified_o", "substances"])
    #expect(sink.notes.first?.contains("usable_volume_total → usable_v_1") == true)
    #expect(try folder.text("a.cpg") == "UTF-8")
    #expect(try folder.names == ["a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"])
  }

  @Test(arguments: ["a.csv", "a.xlsx"]) func `lines and areas come back from a table's WKT`(name: String) throws {
    let area = Geometry.polygon(
      Polygon(rings: [
        [(0, 0), (4, 0), (4, 4), (0, 0)].map { Position(x: $0.0, y: $0.1) },
        [(2, 1), (3, 1), (3, 2), (2, 1)].map { Position(x: $0.0, y: $0.1) },
      ]))
    let geometries: [Geometry] = [
      .lineString([Position(x: 1, y: 2), Position(x: 3.5, y: 4)]), area, .multiPolygon([]),
      .multiLineString([[Position(x: 1, y: 2), Position(x: 3, y: 4)]]), .multiPoint([Position(x: -1, y: 2)]),
      .collection([.point(Position(x: 1, y: 1)), area]), .point(Position(x: 0.0000001, y: 1)),
    ]
    try write(name, shape: .mixed, geometries.map { (Self.values, $0) })
    let layer = try #require(try SourceFile(path: folder.path(name)).layers.first)
    #expect(layer.hasGeometry)
    #expect(try rows(of: layer).map { try $0.geometry() } == geometries)
  }

  @Test func `CSV bytes are as RFC 4180, Excel and the guard want them`() throws {
    try write(
      "a.csv", shape: .none,
      [([.text("+86 398"), .text("a,b"), .integer(-5), .real(-0.5), .null, .boolean(false), .null, .null], nil)])
    let expected = "\u{FEFF}标识,名称,数量,设计总库容（万m³）,总量,启用,核实日期,物质\r\n'+86 398,\"a,b\",-5,-0.5,,否,,\r\n"
    #expect(try folder.data("a.csv") == Data(expected.utf8))
  }

  @Test func `GeoJSON is one feature a line with the id outside of the properties`() throws {
    try write(
      "a.geojson",
      [(Self.values, Self.place), ([.null, .null, .integer(1 << 60), .real(.nan), .null, .null, .null, .null], nil)])
    let lines = try folder.text("a.geojson").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[1].hasPrefix(
        #"{"type":"Feature","id":"a-1","geometry":{"type":"Point","coordinates":[110.1234567,34.7654321]},"properties":{"name":"=cmd() \"甲\"\n<script>","count":42,"usable_volume_10k_m3":12.5,"usable_volume_total":1e-07,"is_open":true,"#
      ))
    #expect(
      lines[2].contains(#""geometry":null"#)
        && lines[2].contains(#""count":"1152921504606846976","usable_volume_10k_m3":null"#))
    #expect(try JSONSerialization.jsonObject(with: try folder.data("a.geojson")) is [String: Any])
  }

  @Test func `a collection without features and with members of its own is whole`() throws {
    let writer = GeoJSONFeatureWriter(try OutputFile(path: folder.path("a.json")), members: [("name", .text("空"))])
    writer.trailingMembers = [("bbox", .json("[1,2,3,4]"))]
    try writer.finish()
    let object = try #require(try JSONSerialization.jsonObject(with: try folder.data("a.json")) as? [String: Any])
    #expect(object["name"] as? String == "空")
    #expect((object["features"] as? [Any])?.isEmpty == true)
    #expect((object["bbox"] as? [Double]) == [1, 2, 3, 4])
  }

  @Test func `RFC 8142 frames every feature`() throws {
    try write("a.geojsons", [(Self.values, Self.place), (Self.values, nil)])
    let texts = try folder.text("a.geojsons").split(separator: "\u{1E}")
    #expect(texts.count == 2 && texts.allSatisfy { $0.hasSuffix("\n") })
  }

  @Test(arguments: OutputFormat.allCases) func `the same rows give the same bytes`(format: OutputFormat) throws {
    try write("a.\(format.rawValue)")
    let first = try folder.data("a.\(format.rawValue)")
    for name in try folder.names { try FileManager.default.removeItem(atPath: folder.path(name)) }
    try write("a.\(format.rawValue)")
    #expect(try folder.data("a.\(format.rawValue)") == first)
  }

  @Test(arguments: OutputFormat.allCases) func `an existing file is refused and left as it was`(format: OutputFormat)
    throws
  {
    let name = "a.\(format.rawValue)"
    let path = try folder.write("mine", to: name)
    #expect(
      exchangeError { _ = try format.makeSink(path: path, overwrite: false, created: Self.created) }?.code
        == .outputExists)
    #expect(try folder.text(name) == "mine")
    let sink = try format.makeSink(path: path, overwrite: true, created: Self.created)
    try sink.begin(OutputLayer(name: "a", columns: Self.columns, shape: .kind(.point)))
    try sink.write(Self.values, geometry: Self.place)
    #expect(try folder.text(name) == "mine")
    try sink.finish()
    #expect(try rows(of: try onlyLayer(path)).count == 1)
  }

  @Test(arguments: OutputFormat.allCases) func `a file given up leaves nothing behind`(format: OutputFormat) throws {
    let path = folder.path("a.\(format.rawValue)")
    for isExplicit in [true, false] {
      let sink = try format.makeSink(path: path, overwrite: false, created: Self.created)
      try sink.begin(OutputLayer(name: "a", columns: Self.columns, shape: .kind(.point)))
      for _ in 0..<100 { try sink.write(Self.values, geometry: Self.place) }
      if isExplicit { sink.abandon() }
    }
    #expect(try folder.names.isEmpty)
  }

  @Test(arguments: OutputFormat.allCases) func `a folder that does not exist is told`(format: OutputFormat) throws {
    let error = exchangeError {
      _ = try format.makeSink(path: folder.path("no/a.\(format.rawValue)"), overwrite: true, created: Self.created)
    }
    #expect(error?.code == .cannotWrite)
    #expect(error?.message.contains("文件夹不存在") == true)
  }

  @Test func `a full disk is one sentence`() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let output = OutputFile(descriptor: descriptor, name: "标准输出")
    try output.append { $0 += Array("x".utf8) }
    let error = exchangeError { try output.finish() }
    #expect(error?.message == "写到“标准输出”失败：磁盘空间已满。")
  }

  @Test func `a geometry that a format cannot hold gives the file up`() throws {
    let sink = try OutputFormat.shapefile.makeSink(path: folder.path("a.shp"), overwrite: false, created: Self.created)
    try sink.begin(OutputLayer(name: "a", columns: [], shape: .kind(.point)))
    let error = exchangeError {
      try sink.write([], geometry: .lineString([Position(x: 1, y: 1), Position(x: 2, y: 2)]))
    }
    #expect(error?.code == .cannotWrite)
    #expect(try folder.names.isEmpty)
  }

  @Test func `names of sheets are what Excel takes`() {
    var taken: Set<String> = []
    #expect(SheetName.sanitised("a[b]:*?/\\c", taken: &taken) == "a_b______c")
    #expect(SheetName.sanitised("A[b]:*?/\\c", taken: &taken) == "A_b______c(2)")
    #expect(SheetName.sanitised("'", taken: &taken) == "表")
    #expect(SheetName.sanitised("History", taken: &taken) == "History表")
    #expect(SheetName.sanitised(String(repeating: "长", count: 40), taken: &taken).utf16.count == 31)
    #expect(SheetName.sanitised(String(repeating: "长", count: 40), taken: &taken).hasSuffix("(2)"))
  }

  @Test func `a workbook holds several sheets, with titles above the headers`() throws {
    let path = folder.path("w.xlsx")
    let sink = try XLSXWriter(path: path, created: Self.created)
    for name in ["甲", "乙"] {
      try sink.begin(OutputLayer(name: name, title: "附件 \(name)清单", columns: Self.columns, shape: .none))
      try sink.write(Self.values, geometry: nil)
    }
    try sink.finish()
    let layers = try SourceFile(path: path).layers
    #expect(layers.map(\.name) == ["甲", "乙"])
    #expect(layers.map(\.headerRow) == [2, 2])
    #expect(try rows(of: layers[1]).map(\.number) == [3])
  }

  @Test func `a text too long for a cell is left out and told`() throws {
    var values = Self.values
    values[1] = .text(String(repeating: "长", count: 40_000))
    let sink = try write("a.xlsx", [(values, nil)])
    #expect(sink.notes.count == 1)
  }
}
