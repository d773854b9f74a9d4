import Foundation
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct AnswerFormTests {
  private func corridor(_ world: World) throws -> Answer {
    try CorridorQuestion(rivers: ["示河"], withinMetres: 1_000, withBuffer: true).answer(from: world.registry)
  }

  private func bytes(_ value: JSONValue) -> Data { Data(value.document) }

  /// The cells that a terminal gives to a text: two for each Chinese character.
  private func cells(_ text: Substring) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } }

  @Test func `columns of a table stand under each other though Chinese is wide`() throws {
    let world = try World.withRiver()
    try world.add(
      "key_enterprise",
      [
        ("E1", "甲", .point(World.beside(111.1, metres: 100)), [:]),
        ("E22", "一个长名字的企业 Ltd", .point(World.beside(111.2, metres: 100)), [:]),
      ])
    let lines = AnswerTable(try corridor(world)).text().split(separator: "\n")
    #expect(lines.count == 3)
    let ends = lines.compactMap { line in line.range(of: "示河").map { cells(line[..<$0.lowerBound]) } }
    #expect(ends.count == 2 && Set(ends).count == 1, "\(lines)")
    let header = try #require(lines[0].range(of: "河流"))
    #expect(cells(lines[0][..<header.lowerBound]) == ends[0])
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test func `no name breaks a line or steers the terminal`() throws {
    let text = AnswerTable(try corridor(try World.hostile())).text()
    #expect(text.split(separator: "\n").count == 1 + 5 * World.hostileNames.count)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test func `JSON has question, rows and warnings, and a row its members in order`() throws {
    let world = try World.withRiver()
    try world.add("key_enterprise", "E1", "甲厂", .point(World.beside(111.1, metres: 100)), ["risk_grade": .text("较大")])
    let data = bytes(try corridor(world).json())
    let text = String(decoding: data, as: UTF8.self)
    let wanted = [
      "\"question\"", "\"rows\"", "\"kind\"", "\"code\"", "\"name\"", "\"title\"", "\"grade\"", "\"river\"",
      "\"river_km\"", "\"offset_m\"", "\"bank\"", "\"from_km\"", "\"to_km\"", "\"borderline\"", "\"lon\"", "\"lat\"",
      "\"warnings\"",
    ]
    let rows = try #require(text.range(of: "\"rows\""))
    var place = text.startIndex
    for member in wanted {
      let start =
        member == "\"question\"" ? text.startIndex : max(place, member == "\"rows\"" ? place : rows.lowerBound)
      let found = try #require(text[start...].range(of: member), "\(member)")
      place = found.upperBound
    }
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let row = try #require((root["rows"] as? [[String: Any]])?.first)
    #expect(row["bank"] as? String == "left" && row["grade"] as? String == "较大" && row["borderline"] as? Bool == false)
    #expect((root["question"] as? [String: Any])?["crs"] as? String == "EPSG:4490")
  }

  @Test func `hostile names go through JSON and GeoJSON as they are`() throws {
    let answer = try corridor(try World.hostile())
    for value in [answer.json(), answer.geoJSON()] {
      let root = try #require(try JSONSerialization.jsonObject(with: bytes(value)) as? [String: Any])
      let rows = (root["rows"] ?? root["features"]) as? [[String: Any]] ?? []
      let names = rows.compactMap { (($0["properties"] as? [String: Any]) ?? $0)["name"] as? String }
      #expect(Set(World.hostileNames).isSubset(of: Set(names)))
    }
  }

  @Test func `GeoJSON of answers keeps to RFC 7946`() throws {
    let world = try World.hostile()
    try world.add(
      "protection_zone", "Z", "保护区",
      .polygon(
        Polygon(rings: [
          [
            Position(x: 111.1, y: 34.5), Position(x: 111.1, y: 34.51), Position(x: 111.11, y: 34.51),
            Position(x: 111.11, y: 34.5), Position(x: 111.1, y: 34.5),
          ]
        ]).rightHanded()))
    try world.add("district", "411201", "县", World.rectangle(110.9, 34.3, 111.3, 34.7))
    let answers = [
      try corridor(world), try SectionsQuestion(river: "示河").answer(from: Water(world.registry)),
      try NearQuestion(
        origin: .position(Position(x: 111.1, y: 34.5)), withinMetres: 9_000, kinds: [], filter: nil, district: nil,
        audience: .internal
      ).answer(from: world.registry),
      try CorridorQuestion(rivers: nil, withinMetres: 5_000).answer(from: world.registry),
    ]
    for answer in answers {
      #expect(!answer.rows.isEmpty)
      #expect(GeoJSONRules.faults(bytes(answer.geoJSON())) == [])
    }
  }

  @Test func `the checker of RFC 7946 itself finds what is off`() {
    func collection(_ geometry: String, _ more: String = "") -> Data {
      Data(
        #"{"type":"FeatureCollection"\#(more),"features":[{"type":"Feature","properties":{},"geometry":\#(geometry)}]}"#
          .utf8)
    }
    let square = "[[111,34],[112,34],[112,35],[111,35],[111,34]]"
    #expect(GeoJSONRules.faults(collection(#"{"type":"Polygon","coordinates":[\#(square)]}"#)) == [])
    for (geometry, more) in [
      (#"{"type":"Point","coordinates":[34,111]}"#, ""), (#"{"type":"Point","coordinates":[111.12345678,34]}"#, ""),
      (#"{"type":"Point","coordinates":[111,34]}"#, #","crs":{}"#),
      (#"{"type":"LineString","coordinates":[[111,34]]}"#, ""),
      (#"{"type":"Polygon","coordinates":[[[111,34],[112,34],[112,35],[111,35]]]}"#, ""),
      (#"{"type":"Polygon","coordinates":[[[111,34],[111,35],[112,35],[112,34],[111,34]]]}"#, ""),
    ] {
      #expect(GeoJSONRules.faults(collection(geometry, more)) != [], "\(geometry)")
    }
  }

  @Test func `rows go into CSV and a workbook with Chinese headers, and come back`() throws {
    let world = try World.hostile()
    let scratch = try Scratch()
    var answer = try corridor(world)
    answer.warnings = [AnswerWarning("须说明的事")]
    for name in ["a.csv", "a.xlsx"] {
      try answer.writeRows(toFile: scratch.path(name), overwrite: false)
      let layers = try SourceFile(path: scratch.path(name)).layers
      // What is to be minded has a sheet of its own, and no row among the others.
      #expect(layers.map(\.name).dropFirst() == (name == "a.xlsx" ? ["说明"] : []))
      let layer = try #require(layers.first)
      #expect(layer.fields.map(\.name).prefix(3) == ["类别", "编号", "名称"])
      var names: [String] = []
      try layer.rows { row in
        if case .text(let text) = row.values[2] { names.append(text) }
        return true
      }
      #expect(names.count == answer.rows.count)
      #expect(names.contains { $0.contains("<script>") } && names.contains { $0.contains("甲\"厂\"") })
      #expect(throws: (any Error).self) { try answer.writeRows(toFile: scratch.path(name), overwrite: false) }
      let before = try Data(contentsOf: scratch.url(name))
      try answer.writeRows(toFile: scratch.path(name), overwrite: true)
      #expect(try Data(contentsOf: scratch.url(name)) == before)
    }
    let csv = try String(contentsOf: scratch.url("a.csv"), encoding: .utf8)
    #expect(!csv.contains(",=cmd") && !csv.contains(",\"=cmd"))
  }

  @Test func `the log of changes says what differs, and hides phones from the public`() throws {
    let world = try World.withRiver()
    try world.add("key_enterprise", "E1", "甲\n厂", nil, ["phone": .text("13900000000")])
    let record = try world.registry.record("key_enterprise/E1")
    let kind = record.kind
    let (phone, remark) = (try #require(kind.index(of: "phone")), try #require(kind.index(of: "remark")))
    try world.registry.change(actor: "张三", reason: "核对") {
      try $0.update(
        record, [(phone, .text("13911111111")), (remark, .text("新"))], geometry: .point(Position(x: 111, y: 34)))
    }
    let entries = try world.registry.history(of: "key_enterprise/E1")
    let text = HistoryLog(entries, audience: .internal).text()
    #expect(
      text.contains("张三") && text.contains("核对") && text.contains("13900000000 → 13911111111") && text.contains("位置有改动")
    )
    #expect(text.contains("甲 厂"))
    let open = HistoryLog(entries, audience: .public)
    #expect(!open.text().contains("139") && open.text().contains("新"))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(open.json())) as? [[String: Any]])
    #expect(root.first?["operation"] as? String == "update" && root.first?["geometry_changed"] as? Bool == true)
    #expect((root.first?["changes"] as? [[String: Any]])?.count == 1)
    #expect(HistoryLog([], audience: .internal).text() == "没有修改记录\n")
  }

  @Test func `findings come as text, JSON and lists`() throws {
    let world = try World.hostile()
    try world.add("key_enterprise", "X", "等级有误的厂", nil, ["risk_grade": .text("特别大")])
    let findings = try CheckQuestion(today: "2026-11-23").findings(in: world.registry)
    let list = FindingList(findings)
    #expect(list.hasFaults)
    let lines = list.text().split(separator: "\n")
    #expect(lines.count == findings.count + 1 && lines[0].hasPrefix("共\(findings.count)项：错误"))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(list.json())) as? [String: Any])
    #expect(root["count"] as? Int == findings.count && (root["findings"] as? [Any])?.count == findings.count)
    let scratch = try Scratch()
    for name in ["f.csv", "f.xlsx", "f.json", "f.txt"] {
      try list.write(toFile: scratch.path(name), format: nil, overwrite: false)
    }
    #expect(
      try SourceFile(path: scratch.path("f.xlsx")).layers[0].fields.map(\.name) == [
        "级别", "规则", "类别", "编号", "名称", "位置", "区划代码", "问题", "处理建议",
      ])
    #expect(throws: (any Error).self) { try list.write(toFile: scratch.path("f.csv"), format: nil, overwrite: false) }
    #expect(!FindingList(findings.filter { $0.severity == .note }).hasFaults)
  }

  @Test func `pairs stand side by side in words, in a workbook with numbers as numbers`() throws {
    let world = try World.hostile()
    let stocks = #"[{"cas":"143-33-9","max_stock_t":2.5,"name":"氰化钠"}]"#
    try world.add("key_enterprise", "D1", "丁厂", .point(World.beside(111.1, metres: 0)), ["plant_area_m2": .real(120)])
    try world.add(
      "key_enterprise", "D2", "丁厂", .point(World.beside(111.1, metres: 100)),
      ["plant_area_m2": .real(100.5), "substances": .list(stocks)])
    let kind = try world.registry.kind("key_enterprise")
    let pairs = try DuplicateQuestion(kinds: [kind]).pairs(in: world.registry).filter { $0.first.code == "D1" }
    let list = DuplicateList(pairs)
    #expect(list.text().contains("厂区面积（m²）：120  ｜  100.5"), "\(list.text())")
    #expect(list.text().contains("环境风险物质：（空）  ｜  物质名称 氰化钠，CAS号 143-33-9，最大存在量（t） 2.5"), "\(list.text())")
    let scratch = try Scratch()
    try list.write(toFile: scratch.path("d.xlsx"), overwrite: false)
    let script =
      "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.read('xl/worksheets/sheet1.xml').decode())"
    let sheet = try Command.run("python3", ["-c", script, scratch.path("d.xlsx")]).text
    for number in ["100", "120", "100.5"] { #expect(sheet.contains("><v>\(number)</v>"), "\(sheet)") }
  }

  @Test func `a record's card tells its place along the river`() throws {
    let world = try World.withRiver()
    try world.add(
      "key_enterprise", "E1", "甲厂", .point(World.beside(111.1, metres: 250)), ["phone": .text("13900000000")])
    let card = try RecordCard(registry: world.registry, reference: "key_enterprise/E1", asOf: nil, audience: .internal)
    #expect(card.text().contains("左岸") && card.text().contains("离河250 m") && card.text().contains("13900000000"))
    let open = try RecordCard(registry: world.registry, reference: "key_enterprise/E1", asOf: nil, audience: .public)
    #expect(!open.text().contains("139"))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(card.json())) as? [String: Any])
    #expect((root["along_river"] as? [String: Any])?["bank"] as? String == "left")
  }
}
