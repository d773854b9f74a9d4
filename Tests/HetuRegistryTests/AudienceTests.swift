import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct AudienceTests {
  private let site: Kind

  init() throws { site = try #require(try Fixture.kinds()["site"]) }

  private func shown(_ values: [String: Value], geometry: Geometry? = nil) -> Record {
    Audience.public.view(site.record(values, geometry: geometry))
  }

  @Test func `the bureau itself sees everything`() {
    let record = site.record(["phone": .text("2166666")], geometry: .point(Position(x: 110.987654, y: 34.5)))
    #expect(Audience.internal.view(record) == record)
  }

  @Test func `the public sees no phone and no text that tells a sensitive place`() {
    let record = shown([
      "name": .text("甲"), "phone": .text("2166666"), "address": .text("某街 1 号"), "source_position": .text("E110°"),
      "households": .integer(3), "photos": .list(#"["a.jpg"]"#),
    ])
    #expect(
      record.values == site.values(["name": .text("甲"), "households": .integer(3), "photos": .list(#"["a.jpg"]"#)]))
  }

  @Test func `phones inside a list are taken out, the rest of it stays`() {
    let record = shown(["contacts": .list(#"[{"name":"张三","phone":"13800138000"},{"phone":"2166666"},{"name":"李四"}]"#)])
    #expect(record["contacts"] == .list(#"[{"name":"张三"},{},{"name":"李四"}]"#))
  }

  @Test(arguments: [
    #"["张三 13800138000"]"#, #"[{"name":"张三"}, "13800138000"]"#, "13800138000", #"{"phone":"13800138000"}"#, "[",
  ])
  func `a list that another program left in an unknown form is left out whole`(_ text: String) {
    #expect(shown(["contacts": .list(text)])["contacts"] == .null)
    #expect(shown(["contacts": .text(text)])["contacts"] == .null)
  }

  @Test(arguments: [
    ("值班13800138000，夜间打", "值班（电话不公开），夜间打"), ("138-0013-8000", "（电话不公开）"), ("１３８００１３８０００", "（电话不公开）"),
    ("电话0398-2166666转8", "电话（电话不公开）"), ("（0398）2166666", "（电话不公开）"), ("138 0013 8000/0371-65656565", "（电话不公开）/（电话不公开）"),
    ("+86 13800138000", "（电话不公开）"),
  ])
  func `a telephone number inside other text is left out for the public`(_ text: String, _ shown: String) {
    #expect(self.shown(["name": .text(text)])["name"] == .text(shown))
    #expect(self.shown(["photos": .list("[\"\(text)\"]")])["photos"] == .list("[\"\(shown)\"]"))
  }

  @Test(arguments: [
    "91411200138001380X", "1380013800012", "库容 13800138.5 m³", "2026-11-25 06:30:00", "x138001380001", "K12+300",
  ])
  func `other digits stay`(_ text: String) {
    #expect(shown(["name": .text(text)])["name"] == .text(text))
  }

  @Test func `a sensitive position is coarsened to one of a grid, however often it is asked`() throws {
    var random = Seeded(17)
    for _ in 0..<500 {
      let exact = Position(x: .random(in: 73...135, using: &random), y: .random(in: 3...54, using: &random))
      let once = shown([:], geometry: .point(exact))
      guard case .point(let coarse?) = once.geometry else {
        Issue.record("no point is left, \(random)")
        return
      }
      #expect(abs(coarse.x - exact.x) <= 0.010001 && abs(coarse.y - exact.y) <= 0.010001, "\(random)")
      #expect(abs((coarse.x * 50).rounded() - coarse.x * 50) < 1e-6, "\(random)")
      #expect(Audience.public.view(once).geometry == once.geometry, "\(random)")
    }
  }

  @Test func `two places in one cell of the grid look the same`() {
    let one = shown([:], geometry: .point(Position(x: 111.001, y: 34.001)))
    let other = shown([:], geometry: .point(Position(x: 111.009, y: 33.9901)))
    #expect(one.geometry == other.geometry)
  }

  @Test func `a line or area of a sensitive kind becomes a point, one that is not sensitive stays`() throws {
    let ring = [
      Position(x: 110, y: 34), Position(x: 110.2, y: 34), Position(x: 110.1, y: 34.1), Position(x: 110, y: 34),
    ]
    let polygon = Geometry.polygon(Polygon(rings: [ring]))
    #expect(shown([:], geometry: polygon).geometry?.kind == .point)
    let area = try #require(try Fixture.kinds()["area"])
    #expect(Audience.public.view(area.record([:], geometry: polygon)).geometry == polygon)
  }

  @Test func `no value of a sensitive property of any kind reaches the public`() throws {
    for kind in try Kinds.builtIn().all {
      let values = kind.properties.map { property -> Value in
        let items = property.itemProperties.map { "\"\($0.name)\":\"SECRET-\($0.sensitivity == nil ? "no" : "yes")\"" }
        return property.type == .list
          ? .list("[{\(items.joined(separator: ","))}]") : .text("SECRET-\(property.sensitivity == nil ? "no" : "yes")")
      }
      let record = Audience.public.view(Record(kind: kind, fid: 1, values: values, geometry: nil))
      #expect(!"\(record.values)".contains("SECRET-yes"), "\(kind.name)")
      #expect("\(record.values)".contains("SECRET-no"), "\(kind.name)")
    }
  }

  @Test(arguments: ["name LIKE '%13800138000%'", "CASEI(name) = CASEI('值班13800138000')"])
  func `the public can't find out a number by a condition on the text that it stands in`(_ condition: String) throws {
    let scratch = try Scratch()
    let registry = try Registry.create(at: scratch.url("t.gpkg"), kinds: try Kinds.builtIn())
    let kind = try registry.kind("problem")
    try registry.change(actor: "测试", reason: "夹具") { writer in
      var values = [Value](repeating: .null, count: kind.properties.count)
      for (name, value) in ["code": "P1", "name": "值班13800138000"] {
        if let index = kind.index(of: name) { values[index] = .text(value) }
      }
      try writer.insert(kind, values: values, geometry: nil)
    }
    let filter = try Filter(cql2Text: condition)
    #expect(try registry.count(of: kind, RecordQuery(filter: filter)) == 1)
    #expect(try registry.count(of: kind, RecordQuery(filter: filter, audience: .public)) == 0)
    let seen = try registry.page(
      of: kind, RecordQuery(filter: try Filter(cql2Text: "name LIKE '值班（电话不公开）'"), audience: .public),
      by: [RecordOrder(property: "name")], limit: 2)
    #expect(seen.count == 1)
  }
}
