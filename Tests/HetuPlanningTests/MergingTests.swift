import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry
import Testing

@Suite struct MergingTests {
  private let world: World

  init() throws {
    world = try World()
    try world.add("district", [("411201", "西县", nil, [:]), ("411202", "东市", nil, [:])])
  }

  private static func place(_ metres: Double) -> Geometry { .point(World.beside(111.1, metres: metres)) }

  private func add(
    _ code: String, _ name: String, at metres: Double?, district: String = "411201", _ values: [String: Value] = [:]
  ) throws {
    try world.add(
      "key_enterprise", code, name, metres.map(Self.place),
      values.merging(["district": .text(district)]) { given, _ in given })
  }

  private func pairs(_ district: String? = nil) throws -> [DuplicatePair] {
    try DuplicateQuestion(district: district).pairs(in: world.registry)
  }

  private static let code: [String: Value] = ["uscc": .text("914403001922038216")]

  @Test func `the same credit code at the same place is one thing, several sites are not`() throws {
    try add("A", "甲公司", at: 0, Self.code)
    try add("B", "甲公司东厂区", at: 400, Self.code)
    try add("C", "甲公司南厂区", at: 3_000, Self.code)
    #expect(try pairs().map { "\($0.first.code)\($0.second.code) \($0.reason.rawValue)" } == ["AB credit_code"])
    #expect(try abs((pairs().first?.distanceMetres ?? 0) - 400) < 0.01)
  }

  @Test(arguments: [(499.0, true), (501.0, false)])
  func `one name counts within 500 m, however it is written`(metres: Double, isPair: Bool) throws {
    try add("A", "西县示意化工（集团）有限公司", at: 0)
    try add("B", "示意化工(集团) 有限责任公司", at: metres, district: "411202")
    #expect(try pairs().map(\.reason) == (isPair ? [.nameAndPlace] : []))
  }

  @Test(arguments: [(1_999.0, true), (2_001.0, false)])
  func `one name in one county counts within 2 km, goods do not`(metres: Double, isPair: Bool) throws {
    try add("A", "西县示意化工有限公司", at: 0)
    try add("B", "示意化工有限公司", at: metres, district: "411201100")
    try world.add(
      "government_supply",
      [
        ("S1", "活性炭", Self.place(0), ["district": .text("411201")]),
        ("S2", "活性炭", Self.place(metres), ["district": .text("411201")]),
      ])
    #expect(try pairs().map(\.reason) == (isPair ? [.nameAndDistrict] : []))
  }

  @Test func `one name and one credit code at two places are sites of one enterprise, unless a shift lies between`()
    throws
  {
    let here = Position(x: 110.9, y: 34.5)
    try add("A", "甲公司", at: 0, Self.code)
    try add("B", "甲公司", at: 1_500, Self.code)
    try add("C", "甲公司", at: 20_000, Self.code)
    let values: [String: Value] = ["district": .text("411201"), "uscc": .text("91410781694896138P")]
    try world.add("key_enterprise", "D", "乙公司", .point(here), values)
    try world.add("key_enterprise", "E", "乙公司", .point(ChinaOffset.gcj02(fromWGS84: here)), values)
    #expect(try pairs().map { "\($0.first.code)\($0.second.code) \($0.reason.rawValue)" } == ["DE name_and_district"])
  }

  @Test func `a shift between reference systems is named, another way is not`() throws {
    let here = Position(x: 110.9, y: 34.5)
    let gcj = ChinaOffset.gcj02(fromWGS84: here)
    let places = [
      ("A1", "甲厂", here), ("A2", "甲厂", gcj), ("B1", "乙厂", ChinaOffset.bd09(fromWGS84: here)), ("B2", "乙厂", here),
      ("C1", "丙厂", gcj), ("C2", "丙厂", ChinaOffset.bd09(fromWGS84: here)), ("D1", "丁厂", here),
      ("D2", "丁厂", Position(x: here.x, y: here.y + 0.006)),
    ]
    for (code, name, position) in places {
      try world.add("key_enterprise", code, name, .point(position), ["district": .text("411201")])
    }
    let found = try Dictionary(uniqueKeysWithValues: pairs().map { ($0.second.code, $0.message) })
    #expect(found.count == 4)
    #expect(found["A2"]?.contains("第二条像是GCJ-02") == true && found["A2"]?.contains("第一条像是") == false)
    #expect(found["B2"]?.contains("第一条像是BD-09") == true && found["B2"]?.contains("第二条像是") == false)
    #expect(found["C2"]?.contains("第一条像是GCJ-02") == true && found["C2"]?.contains("第二条像是BD-09") == true)
    #expect(found["D2"]?.contains("像是") == false)
    let findings = try CheckQuestion(today: "2026-11-23").findings(in: world.registry).filter { $0.rule == "duplicate" }
    #expect(findings.contains { $0.code == "A2" && $0.message.contains("第二条像是GCJ-02") })
  }

  @Test func `two districts that report one place under names alike are one thing`() throws {
    try add("A", "石沟选厂", at: 0)
    try add("B", "石沟选厂尾矿回收站", at: 100, district: "411202")
    try add("C", "石沟选厂食堂", at: 50)
    #expect(try pairs().map { "\($0.first.code)\($0.second.code)" } == ["AB"])
    #expect(try pairs().first?.reason == .border)
    #expect(try pairs("东市").count == 1 && pairs("411209").isEmpty)
  }

  @Test func `codes that differ in marks and zeros are one, names without a place count in their district`() throws {
    try add("FXY-3-411201-0001", "甲", at: 0)
    try add("FXY3 411201 1", "乙", at: 9_000)
    try add("fxy-3-411201-1", "丙", at: 19_000)
    try add("E", "丁厂", at: nil)
    try add("F", "丁厂", at: 100)
    try add("G", "丁厂", at: nil, district: "411202")
    #expect(
      try pairs().map { "\($0.second.code) \($0.reason.rawValue)" }.sorted() == ["F name", "fxy-3-411201-1 code"])
  }

  @Test func `supplies of one name but other models are two`() throws {
    let model = { (text: String) in ["model": Value.text(text), "district": .text("411201")] }
    try world.add(
      "government_supply",
      [
        ("S1", "活性炭", Self.place(0), model("粉末")), ("S2", "活性炭", Self.place(0), model("颗粒")),
        ("S3", "活性炭", Self.place(10), model("粉末")),
      ])
    #expect(try pairs().map { $0.first.code + $0.second.code } == ["S1S3"])
  }

  @Test func `a merge fills what the first lacks, leaves the rest, takes what is named and is kept`() throws {
    try add("A", "甲厂", at: 0, ["contact": .text("张一"), "address": .text("甲路")])
    try add("B", "甲厂", at: 100, ["contact": .text("李二"), "address": .text("乙路"), "phone": .text("13800000000")])
    let trial = try RecordMerging("key_enterprise/A", "key_enterprise/B", actor: "王", reason: "同一厂")
      .merge(taking: [], in: world.registry, isTrial: true)
    #expect(trial.left == ["详细地址", "负责人"] || Set(trial.left) == ["详细地址", "负责人"])
    #expect(try pairs().count == 1, "a trial keeps nothing")
    let outcome = try RecordMerging("key_enterprise/A", "key_enterprise/B", actor: "王", reason: "同一厂")
      .merge(taking: ["address", "geometry"], in: world.registry)
    #expect(Set(outcome.taken) == ["详细地址", "联系电话", "位置"])
    let record = try world.registry.record("key_enterprise/A")
    #expect(
      record["contact"] == .text("张一") && record["address"] == .text("乙路") && record["phone"] == .text("13800000000"))
    #expect(record.geometry == Self.place(100))
    #expect(throws: RegistryError.self) { try world.registry.record("key_enterprise/B") }
    #expect(try world.registry.history(of: "key_enterprise/B").first?.reason?.contains("同一厂") == true)
    #expect(try pairs().isEmpty)
    try add("B", "改了名的厂", at: 5_000)
    #expect(try pairs().map(\.reason) == [.mergedBefore])
  }

  @Test func `two things that were kept apart are not asked about again`() throws {
    try add("A", "甲厂", at: 0)
    try add("B", "甲厂", at: 100)
    try RecordMerging("key_enterprise/B", "key_enterprise/A", actor: "王", reason: "两条生产线").keepApart(in: world.registry)
    #expect(try pairs().isEmpty)
    #expect(try world.registry.count(of: world.registry.kind("key_enterprise")) == 2)
    let found = try CheckQuestion(today: "2026-11-23").findings(in: world.registry)
    #expect(!found.contains { $0.rule == "duplicate" })
  }

  @Test func `that two are kept apart hides no other pair of theirs`() throws {
    for (code, metres) in [("A", 0.0), ("B", 100), ("C", 200)] { try add(code, "甲厂", at: metres) }
    try RecordMerging("key_enterprise/A", "key_enterprise/C", actor: "王", reason: "两厂").keepApart(in: world.registry)
    #expect(try pairs().map { $0.first.code + $0.second.code } == ["AB", "BC"])
  }

  @Test func `a position that is taken over brings along where it comes from`() throws {
    try add("A", "甲厂", at: 0, ["source_position": .text("甲处"), "source_crs": .text("EPSG:4326")])
    try add("B", "甲厂", at: 100, ["source_position": .text("乙处")])
    _ = try RecordMerging("key_enterprise/A", "key_enterprise/B", actor: "王", reason: "同一厂")
      .merge(taking: ["geometry"], in: world.registry)
    let kept = try world.registry.record("key_enterprise/A")
    #expect(kept["source_position"] == .text("乙处") && kept["source_crs"] == .null)
    #expect(kept.geometry == Self.place(100))
  }

  @Test func `what can't be merged is refused`() throws {
    try add("A", "甲厂", at: 0)
    try world.add("tailings_pond", "T", "甲厂", Self.place(0))
    func refused(_ first: String, _ second: String, taking: [String] = []) -> Bool {
      let merging = try? RecordMerging(first, second, actor: "王", reason: "x")
      return (try? merging?.merge(taking: taking, in: world.registry)) == nil
    }
    #expect(refused("key_enterprise/A", "key_enterprise/A"))
    #expect(refused("key_enterprise/A", "tailings_pond/T"))
    #expect(throws: RegistryError.self) { try RecordMerging("a", "b", actor: "", reason: "x") }
    try add("B", "甲厂", at: 0)
    #expect(refused("key_enterprise/A", "key_enterprise/B", taking: ["code"]))
    #expect(refused("key_enterprise/A", "key_enterprise/B", taking: ["无此项"]))
  }
}
