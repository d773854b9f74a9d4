import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct NamedRecordTests {
  private let scratch: Scratch
  private let registry: Registry
  private let kind: Kind

  init() throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url("r.gpkg"), kinds: try Kinds.builtIn())
    kind = try registry.kind("key_enterprise")
  }

  private func add(
    _ code: String, _ name: String, _ district: String?, _ place: (Double, Double)?, _ writer: RegistryWriter
  )
    throws
  {
    var values = [Value](repeating: .null, count: kind.properties.count)
    for (property, text) in [("code", code), ("name", name), ("district", district ?? "")] where !text.isEmpty {
      if let index = kind.index(of: property) { values[index] = .text(text) }
    }
    try writer.insert(kind, values: values, geometry: place.map { .point(Position(x: $0.0, y: $0.1)) })
  }

  @Test func `records are found by name however it is written, by county and place, among the rows asked about`() throws
  {
    try registry.change(actor: "测试", reason: "测试") { writer in
      try add("A", "甲厂(北)", "411282", (111, 34), writer)
      try add("B", "甲厂（北）", "411282001", (111.005, 34.005), writer)
      try add("C", "甲厂 北", "411224", (111, 34.5), writer)
      try add("D", "甲厂北", nil, nil, writer)
      try add("E", "甲厂北", "411200", (112, 34), writer)
      try add("F", "乙厂", "411282", (111, 34), writer)
      let last = try writer.lastRow(of: kind)
      try add("G", "甲厂北", "411282", nil, writer)
      func codes(_ name: String, _ district: String?, _ middle: (Double, Double)? = nil, limit: Int = 10) throws
        -> [String]
      {
        try writer.existing(
          kind, named: name, in: district, around: middle.map { Position(x: $0.0, y: $0.1) }, through: last,
          limit: limit
        ).map(\.code).sorted()
      }
      #expect(try codes("甲厂【北】", nil) == [])
      #expect(try codes("甲厂(北)", nil) == ["A", "B", "C", "D", "E"])
      #expect(try codes("甲厂(北)", "411282") == ["A", "B", "D", "E"])
      #expect(try codes("甲厂(北)", "411224") == ["C", "D", "E"])
      #expect(try codes("甲厂(北)", nil, (111, 34)) == ["A", "B", "D"])
      #expect(try codes("甲厂(北)", nil, (111.011, 34.011)) == ["B", "D"])
      #expect(try codes("甲厂(北)", nil, limit: 2).count == 2)
      #expect(try codes(" ", nil).isEmpty && codes("丙厂", nil).isEmpty)
    }
  }

  @Test func `a service that keeps the names finds what stood before the change, whatever was changed or undone since`()
    throws
  {
    try registry.change(actor: "测试", reason: "测试") { writer in
      for number in 0..<50 { try add("A\(number)", "甲厂", "411282", (111, 34 + Double(number)), writer) }
    }
    let shared = try Registry.openShared(at: registry.url)
    var random = Seeded(7)
    func codes(_ registry: Registry, _ name: String, _ middle: (Double, Double)?, with new: String? = nil) throws
      -> [String]
    {
      try registry.change(actor: "测试", reason: "测试") { writer in
        if let new { try add(new, name, nil, nil, writer) }
        return try writer.existing(
          kind, named: name, in: nil, around: middle.map { Position(x: $0.0, y: $0.1) }, through: .max, limit: 2_000
        ).map(\.code).filter { $0 != new }.sorted()
      }
    }
    struct Undone: Error {}
    for round in 0..<30 {
      #expect(
        try codes(shared, "甲厂", nil, with: "新\(round)") == codes(registry, "甲厂", nil).filter { $0 != "新\(round)" })
      #expect(try codes(shared, "甲厂", (111, 40)) == codes(registry, "甲厂", (111, 40)))
      #expect(throws: Undone.self) {
        try shared.change(actor: "测试", reason: "测试") { writer in
          try add("空\(round)", "甲厂", nil, nil, writer)
          _ = try writer.existing(kind, named: "甲厂", in: nil, around: nil, through: .max, limit: 10)
          throw Undone()
        }
      }
      let records = try registry.records(of: kind)
      let one = try #require(records.randomElement(using: &random))
      try shared.change(actor: "测试", reason: "测试") { writer in
        let name = try #require(kind.index(of: "name"))
        switch round % 3 {
        case 0: try writer.delete(one)
        case 1: try writer.update(one, [(property: name, value: .text("乙厂"))], geometry: nil)
        // More at once than are kept unsorted.
        default:
          for number in 0..<(round == 2 ? 1_100 : 3) {
            try add("批\(round)-\(number)", "甲厂", "411282", (111, 40 + Double(number) * 1e-6), writer)
          }
        }
      }
    }
  }
}
