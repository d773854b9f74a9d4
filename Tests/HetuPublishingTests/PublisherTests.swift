import Foundation
import FoundationXML
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

@Suite struct PublisherTests {
  private static let products = [
    "data.bd09.geojson", "data.gcj02.geojson", "data.geojson", "data.gpkg", "data.kml", "plan.json", "生成记录.json",
    "卡片.pdf", "响应方案.html", "地图.html", "指挥示意图.pdf", "指挥示意图.png", "指挥示意图.svg",
    "直线示意图.pdf", "直线示意图.png", "直线示意图.svg",
  ]

  /// The DOCX is made where pandoc is installed.
  private static let made = (products + (Command.isInstalled("pandoc") ? ["响应方案.docx"] : [])).sorted()

  private func files(_ folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      files[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return files
  }

  @Test func `two runs give the same bytes, and each product is what its name says`() throws {
    let world = try World.hostile()
    let scratch = try Scratch()
    let first = try files(try world.publish(in: scratch.url("a")))
    let second = try files(try world.publish(in: scratch.url("b")))
    #expect(first.keys.sorted() == Self.made)
    for name in Self.made { #expect(first[name] == second[name], "\(name)") }
    #expect(first["指挥示意图.png"]?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(first["指挥示意图.pdf"]?.starts(with: Data("%PDF-".utf8)) == true)
    #expect(GeoJSONRules.faults(try #require(first["data.geojson"])) == [])
    let text = try #require(first["plan.json"])
    let plan = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    #expect((plan["sources"] as? [Any])?.count == World.hostileNames.count)
    let map = try #require(first["指挥示意图.svg"])
    #expect(XMLParser(data: map).parse())
  }

  @Test func `an existing folder is refused, and replaced when told, with nothing left beside it`() throws {
    let world = try World.withRiver()
    let scratch = try Scratch()
    let folder = try world.publish(in: scratch.folder, formats: [.json])
    try Data("旧".utf8).write(to: folder.appending(path: "旧文件.txt"))
    #expect(throws: OutputError.self) { try world.publish(in: scratch.folder, formats: [.json]) }
    #expect(try files(folder).keys.sorted() == ["plan.json", "旧文件.txt", "生成记录.json"])
    _ = try world.publish(in: scratch.folder, formats: [.geojson], overwrite: true)
    #expect(try files(folder).keys.sorted() == ["data.geojson", "生成记录.json"])
    #expect(try scratch.names == ["示河"])
  }

  @Test func `a folder that can't be written is an error, and nothing is left`() throws {
    let world = try World.withRiver()
    let scratch = try Scratch()
    try scratch.write("不是文件夹", to: "out")
    #expect(throws: OutputError.self) { try world.publish(in: scratch.url("out"), formats: [.json]) }
    #expect(try scratch.names == ["out"])
    // Where a file stands in the place of the plan's folder, it is not taken for one to be replaced unseen.
    try scratch.write("一个文件", to: "示河")
    #expect(throws: OutputError.self) { try world.publish(in: scratch.folder, formats: [.json]) }
    #expect(try scratch.names == ["out", "示河"])
  }

  @Test(arguments: [
    ("../../逃/走", ".._.._逃_走"), ("a\nb\u{1B}", "a_b_"), (".隐藏", "_.隐藏"), ("河. ", "河"), ("con:*?\"<>|", "con_______"),
    ("\u{202E}反", "_反"),
  ])
  func `a river's name can't lead out of the folder`(name: String, folderName: String) throws {
    let world = try World()
    try world.addReach("R-1", river: name, "R", World.path(from: 111, to: 111.1))
    let scratch = try Scratch()
    let folder = try world.publish("R", in: scratch.url("out"), formats: [.json])
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("out"))
    #expect(names.count == 1)
    #expect(try scratch.names == ["out"])
    #expect(folder.lastPathComponent == names[0])
    #expect(names[0].hasSuffix(String(folderName.drop { $0 == "." || $0 == "_" })), "\(names)")
    #expect(!names[0].hasPrefix("."))
  }

  @Test func `a very long name is cut, and rivers of one name get folders of their own`() throws {
    let world = try World()
    try world.addReach("L-1", river: String(repeating: "长", count: 100), "L", World.path(from: 111, to: 111.1))
    try world.addReach("A-1", river: "同名河", "A", World.path(from: 111, to: 111.1, latitude: 33))
    try world.addReach("B-1", river: "同名河", "B", World.path(from: 112, to: 112.1, latitude: 33))
    let scratch = try Scratch()
    let long = try world.publish("L", in: scratch.folder, formats: [.json])
    #expect(long.lastPathComponent.utf8.count <= 200)
    let first = try world.publish("A", in: scratch.folder, formats: [.json])
    let second = try world.publish("B", in: scratch.folder, formats: [.json])
    #expect(first.lastPathComponent == "同名河_A" && second.lastPathComponent == "同名河_B")
  }

  @Test func `a river with nothing on it, without districts and sections, has all products`() throws {
    let world = try World()
    try world.addReach("R-1", river: "空河", "R", [Position(x: 111, y: 34.5), Position(x: 111.01, y: 34.51)])
    let scratch = try Scratch()
    let made = try files(try world.publish("空河", in: scratch.folder))
    #expect(made.keys.sorted() == Self.made)
    #expect(GeoJSONRules.faults(try #require(made["data.geojson"])) == [])
  }

  @Test func `a river of five thousand kilometres has a readable plan, and a short one beside it too`() throws {
    let world = try World()
    let course = (0...600).map { Position(x: 90 + 0.05 * Double($0), y: 33 + sin(Double($0) / 10)) }
    try world.addReach("L-1", river: "长河", "L", course)
    try world.addReach("K-1", river: "短河", "K", World.path(from: 111, to: 111.1, latitude: 34.2))
    try world.add("key_enterprise", "E", "厂", .point(Position(x: 105.001, y: course[300].y)))
    try world.add("emergency_facility", "F", "闸", .point(Position(x: 111.05, y: 34.201)))
    #expect(try world.plan("长河").river.lengthKm > 4_000)
    let scratch = try Scratch()
    let long = try files(try world.publish("长河", in: scratch.folder, formats: [.svg, .cards, .geojson, .kml]))
    #expect(String(decoding: try #require(long["指挥示意图.svg"]), as: UTF8.self).contains("兰勃特等角圆锥投影"))
    #expect(long.keys.contains("指挥示意图_12.svg") && long.keys.contains("卡片.pdf"))
    #expect(GeoJSONRules.faults(try #require(long["data.geojson"])) == [])
    let short = try files(try world.publish("短河", in: scratch.folder, formats: [.svg, .cards]))
    #expect(String(decoding: try #require(short["指挥示意图.svg"]), as: UTF8.self).contains("高斯-克吕格"))
  }

  @Test func `names of sixty characters and rare characters stand in every product as they are`() throws {
    let world = try World.withRiver()
    let names = ["㙟𬭎化工厂", "🧪试剂厂", String(repeating: "长名", count: 30)]
    for (number, name) in names.enumerated() {
      let place = Geometry.point(World.beside(111.05 + 0.1 * Double(number), metres: 200))
      try world.add("key_enterprise", "E\(number)", name, place)
      try world.add("emergency_facility", "F\(number)", name, place)
    }
    let scratch = try Scratch()
    let made = try files(try world.publish(in: scratch.folder))
    for file in ["plan.json", "data.geojson", "data.kml", "响应方案.html", "地图.html"] {
      let text = String(decoding: try #require(made[file]), as: UTF8.self)
      for name in names { #expect(text.contains(name), "\(file)") }
    }
    #expect(String(decoding: try #require(made["指挥示意图.svg"]), as: UTF8.self).contains("㙟𬭎化工厂"))
  }

  @Test func `a river with two thousand records along it has all products`() throws {
    let world = try World.withRiver()
    var random = Seeded(3)
    for (kind, prefix) in [
      ("key_enterprise", "E"), ("emergency_facility", "F"), ("sensitive_target", "T"), ("monitoring_section", "D"),
    ] {
      try world.add(
        kind,
        (0..<500).map { number in
          let place = World.beside(
            Double.random(in: 111...111.4, using: &random), metres: Double.random(in: -900...900, using: &random))
          return ("\(prefix)\(number)", "\(prefix)号对象\(number)", .point(place), [:])
        })
    }
    let scratch = try Scratch()
    let made = try files(try world.publish(in: scratch.folder, formats: [.html, .svg, .geojson, .json]))
    #expect(made.count == 6)
    let text = try #require(made["plan.json"])
    let plan = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    #expect((plan["sources"] as? [Any])?.count == 500 && (plan["targets"] as? [Any])?.count == 500)
    #expect(String(decoding: try #require(made["响应方案.html"]), as: UTF8.self).contains("E号对象499"))
  }

  @Test func `the public's plan tells no phone in any product`() throws {
    let world = try World.withRiver()
    try world.add(
      "emergency_facility", "F", "闸", .point(World.beside(111.2, metres: 10)), ["duty_phone": .text("13912345678")])
    let base = MapBase(districts: try DistrictMap(world.registry), rivers: try world.registry.riverSet())
    let publisher = PlanPublisher(
      base: base, formats: [.html, .svg, .geojson, .json], compiler: "", madeOn: nil, overwrite: false)
    let scratch = try Scratch()
    let made = try files(try publisher.publish(try world.plan(audience: .public), in: scratch.folder).folder)
    for (name, data) in made { #expect(!String(decoding: data, as: UTF8.self).contains("13912345678"), "\(name)") }
  }

  @Test func `viewers that know simplestyle show a source in its grade's colour`() throws {
    let world = try World.withRiver()
    try world.add(
      "tailings_pond", "W", "甲尾矿库", .point(World.beside(111.2, metres: 10)), ["risk_grade": .text("重大")])
    let scratch = try Scratch()
    let data = try #require(try files(try world.publish(in: scratch.folder, formats: [.geojson]))["data.geojson"])
    let collection = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let properties = ((collection["features"] as? [[String: Any]]) ?? []).compactMap {
      $0["properties"] as? [String: Any]
    }
    let pond = try #require(properties.first { $0["code"] as? String == "W" })
    #expect(pond["marker-color"] as? String == "#C8102E" && pond["marker-size"] as? String == "large")
  }

  @Test func `the demonstration's plan keeps to RFC 7946`() throws {
    let world = try World()
    let data = Checkout.root.appending(path: "geodata/sanmenxia")
    for name in [
      "districts.geojson", "rivers.geojson", "监测断面.geojson", "环境应急空间与设施.shp", "保护区.geojson", "输油管线.geojson",
      "尾矿库清单_卢氏县_GBK.csv",
    ] {
      _ = try Importer(registry: world.registry, options: ImportOptions()).importFile(data.appending(path: name).path)
    }
    let scratch = try Scratch()
    let made = try files(try world.publish("宏农涧河", in: scratch.folder, formats: [.geojson]))
    #expect(GeoJSONRules.faults(try #require(made["data.geojson"])) == [])
  }
}
