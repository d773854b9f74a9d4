import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct ChangeTests {
  private struct Broken: Error {}

  @Test func `a record gets an id and a code where none is given`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["name": .text("甲"), "district": .text("411282100")], at: Position(x: 111, y: 34))
    try bench.insert(bench.site, ["name": .text("乙"), "code": .text("B-7"), "id": .text("0b6f")])
    let records = try bench.registry.records(of: bench.site)
    #expect(records.map(\.code) == ["CS-1-411282-000001", "B-7"])
    #expect(
      records[0].id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(records[1].id == "0b6f")
    #expect(records[0].geometry == .point(Position(x: 111, y: 34)) && records[1].geometry == nil)
  }

  @Test func `values of every type come back as they were`() throws {
    let bench = try Bench()
    let values: [String: Value] = [
      "id": .text("1"), "code": .text("甲/1"), "name": .text("O'Hara \"引号\" \u{1F3ED}"), "grade": .text("重大"),
      "households": .integer(.max), "volume_10k_m3": .real(0.1), "level_m": .real(-3), "is_open": .boolean(true),
      "checked_on": .text("2021-03-05"), "built": .text("2021-03"), "functions": .list(#"["拦截"]"#),
      "plain": .text(String(repeating: "长", count: 10_000)),
    ]
    try bench.insert(bench.site, values)
    let record = try bench.registry.record("site/甲/1")
    #expect(record.values == bench.site.values(values))
    #expect(record.reference == "site/甲/1")
  }

  @Test func `an update changes what it names and nothing else`() throws {
    let bench = try Bench()
    try bench.insert(
      bench.site, ["code": .text("A"), "name": .text("甲"), "level_m": .real(5)], at: Position(x: 111, y: 34))
    let old = try bench.registry.record("site/A")
    try bench.update(old, ["name": .text("乙"), "level_m": .null])
    var expected = old
    expected.values = bench.site.values(["id": .text(old.id), "code": .text("A"), "name": .text("乙")])
    #expect(try bench.registry.record("site/A") == expected)
    try bench.update(expected, [:], to: Position(x: 112, y: 35))
    expected.geometry = .point(Position(x: 112, y: 35))
    #expect(try bench.registry.record("site/A") == expected)
    try bench.update(expected, [:])
    #expect(try bench.registry.history(of: "site/A").count == 3)
  }

  @Test func `a record is found by code, by id, and inside a change`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("N1"), "text": .text("甲")])
    let record = try bench.registry.record("note/N1")
    #expect(try bench.registry.record(record.id) == record)
    #expect(try bench.registry.record(of: bench.note, codeOrID: record.id) == record)
    for reference in ["note/N2", "no-such-id", "note/", "", "site/N1"] {
      #expect(try registryError { _ = try bench.registry.record(reference) }?.code == .notFound, "\(reference)")
    }
    let found = try bench.change(reason: "查找") { writer in
      [
        try writer.existing(bench.note, code: "N1", id: nil), try writer.existing(bench.note, code: nil, id: record.id),
        try writer.existing(bench.note, code: "N2", id: record.id), try writer.existing(bench.note, code: "", id: nil),
      ]
    }
    #expect(found == [record, record, record, nil])
  }

  @Test func `a code is unique in its kind, not among kinds`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("X")])
    try bench.insert(bench.site, ["code": .text("X"), "name": .text("甲")])
    let error = try registryError { try bench.insert(bench.note, ["code": .text("X")]) }
    #expect(error?.code == .badData && error?.message.contains("note.code") == true)
    #expect(try bench.registry.count(of: bench.note) == 1)
    #expect(try bench.registry.history(since: nil).count == 2)
  }

  @Test func `a change that fails leaves nothing`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("A")])
    let before = try Data(contentsOf: bench.registry.url)
    #expect(throws: Broken.self) {
      try bench.change(reason: "失败") { writer in
        try writer.insert(bench.note, values: bench.note.values(["code": .text("B")]), geometry: nil)
        try writer.load(bench.site) { try $0.insert(bench.site.values(["name": .text("甲")]), geometry: nil) }
        try writer.deleteAll(bench.note)
        throw Broken()
      }
    }
    #expect(try Data(contentsOf: bench.registry.url) == before)
    #expect(try bench.registry.records(of: bench.note).map(\.code) == ["A"])
    #expect(try bench.registry.integrityProblems().isEmpty)
    try bench.insert(bench.note, ["code": .text("B")])
    #expect(try bench.registry.history(since: nil).first?.reason == "录入")
  }

  @Test func `a trial tells what would happen and leaves nothing`() throws {
    let bench = try Bench()
    let before = try Data(contentsOf: bench.registry.url)
    let count = try bench.change(reason: "试算", isTrial: true) { writer in
      try writer.load(bench.site) { try $0.insert(bench.site.values(["name": .text("甲")]), geometry: nil) }
      return try writer.count(of: bench.site)
    }
    #expect(count == 1)
    #expect(try bench.registry.count(of: bench.site) == 0)
    #expect(try Data(contentsOf: bench.registry.url) == before)
  }

  @Test func `a process killed in the middle of a change leaves all as it was`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("A"), "text": .text("甲")])
    let whole = try Data(contentsOf: bench.registry.url)
    let journal = bench.path + "-journal"
    let crashed = bench.scratch.url("crashed.gpkg")
    // What lies on the disk while the change goes on is what a killed process leaves: more than SQLite's cache holds was written.
    #expect(throws: Broken.self) {
      try bench.change(reason: "中断") { writer in
        try writer.deleteAll(bench.note)
        let text = Value.text(String(repeating: "长", count: 7_000))
        for _ in 0..<2_500 { try writer.insert(bench.note, values: bench.note.values(["text": text]), geometry: nil) }
        try FileManager.default.copyItem(at: bench.registry.url, to: crashed)
        try FileManager.default.copyItem(atPath: journal, toPath: crashed.path + "-journal")
        throw Broken()
      }
    }
    #expect(try Data(contentsOf: crashed) != whole, "nothing was half written, so that this shows nothing")
    let recovered = try Registry.open(at: crashed)
    #expect(try recovered.records(of: bench.note).map(\.code) == ["A"])
    #expect(try recovered.history(since: nil).count == 1)
    #expect(try recovered.integrityProblems().isEmpty)
    #expect(try Data(contentsOf: crashed) == whole)
  }

  @Test(arguments: [0, 3]) func `a bulk load keeps every record, with made codes, findable at once`(_ already: Int)
    throws
  {
    let bench = try Bench()
    for _ in 0..<already { try bench.insert(bench.site, ["name": .text("旧")], at: Position(x: 100, y: 30)) }
    let count = try bench.change(actor: "张三", reason: "导入") { writer in
      try writer.load(bench.site) { load in
        for index in 0..<500 {
          let row = try load.insert(
            bench.site.values([
              "name": .text("点 \(index)"), "district": .text("411282"), "code": index == 7 ? .text("我的码") : .null,
            ]),
            geometry: index % 10 == 0 ? nil : .point(Position(x: 110 + Double(index) / 1_000, y: 34)))
          #expect(row == Int64(already + index + 1))
        }
      }
    }
    #expect(count == 500)
    let records = try bench.registry.records(of: bench.site).dropFirst(already)
    #expect(records.map(\.name) == (0..<500).map { "点 \($0)" })
    #expect(Set(records.map(\.id)).count == 500)
    for record in records where record.name != "点 7" {
      #expect(record.code == "CS-1-411282-" + String(format: "%06d", Int(record.fid)))
    }
    #expect(try bench.registry.record("site/我的码").name == "点 7")
    let box = Envelope(minX: 110.1, minY: 33, maxX: 110.2, maxY: 35)
    #expect(try bench.registry.records(of: bench.site, near: [box]).count == 90)
    #expect(try bench.registry.integrityProblems().isEmpty)
    let entries = try bench.registry.history(since: nil)
    #expect(entries.first?.rowCount == 500 && entries.first?.actor == "张三" && entries.count == already + 1)
    #expect(try bench.registry.history(of: "site/我的码").map(\.after?.name) == ["点 7"])
    try bench.insert(bench.site, ["name": .text("后来"), "district": .text("411282")])
    #expect(
      try bench.registry.records(of: bench.site).last?.code == "CS-1-411282-" + String(format: "%06d", already + 501))
  }

  @Test(arguments: [0, 1]) func `a code that comes twice in a bulk load undoes the load`(_ already: Int) throws {
    let bench = try Bench()
    for _ in 0..<already { try bench.insert(bench.site, ["code": .text("A"), "name": .text("旧")]) }
    let error = try registryError {
      try bench.change { writer in
        try writer.load(bench.site) { load in
          for _ in 0..<2 { try load.insert(bench.site.values(["code": .text("A")]), geometry: nil) }
        }
      }
    }
    #expect(error?.code == .badData && error?.message.contains("site.code") == true)
    #expect(try bench.registry.count(of: bench.site) == already)
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  @Test func `what is there may be updated beside a bulk load`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("A"), "text": .text("旧")])
    try bench.change(reason: "导入") { writer in
      try writer.load(bench.note) { load in
        try load.insert(bench.note.values(["text": .text("甲")]), geometry: nil)
        let old = try #require(try writer.existing(bench.note, code: "A", id: nil))
        try writer.update(old, ["text": .text("新")])
        try load.insert(bench.note.values(["text": .text("乙")]), geometry: nil)
      }
    }
    #expect(try bench.registry.records(of: bench.note).map { $0["text"] } == [.text("新"), .text("甲"), .text("乙")])
    #expect(try bench.registry.history(of: "note/A").map { $0.after?["text"] } == [.text("新"), .text("旧")])
    #expect(try bench.registry.history(since: nil).count == 3)
  }

  @Test func `many tasks may read and change at once`() async throws {
    let bench = try Bench()
    let (registry, note) = (bench.registry, bench.note)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for step in 0..<10 {
            _ = try registry.change(actor: "任务 \(task)", reason: "\(step)") {
              try $0.insert(note, values: note.values(["amount": .integer(Int64(task))]), geometry: nil)
            }
            let records = try registry.records(of: note)
            #expect(records.filter { $0["amount"] == .integer(Int64(task)) }.count == step + 1)
          }
        }
      }
      try await group.waitForAll()
    }
    for entry in try bench.registry.history(since: nil) {
      #expect(entry.actor == "任务 \(Int(entry.after?["amount"].number ?? -1))")
    }
    #expect(try bench.registry.count(of: note) == 80)
  }

  @Test func `an empty bulk load changes nothing`() throws {
    let bench = try Bench()
    let count = try bench.change(reason: "导入") { try $0.load(bench.site) { _ in } }
    #expect(count == 0)
    #expect(try bench.registry.history(since: nil).isEmpty)
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  @Test func `what lies near is what brute force finds`() throws {
    let bench = try Bench()
    var random = Seeded(5)
    try bench.change(reason: "导入") { writer in
      try writer.load(bench.site) { load in
        for index in 0..<2_000 {
          let position = Position(x: .random(in: 110...112, using: &random), y: .random(in: 33...35, using: &random))
          try load.insert(
            bench.site.values(["households": .integer(Int64(index % 5))]),
            geometry: index % 50 == 0 ? nil : .point(position))
        }
      }
    }
    let all = try bench.registry.records(of: bench.site)
    let filter = try Filter(cql2Text: "households < 3")
    for _ in 0..<60 {
      let boxes = (0...random.below(3)).map { _ in
        let corner = Position(x: .random(in: 110...112, using: &random), y: .random(in: 33...35, using: &random))
        return Envelope(corner).expanded(
          dx: .random(in: 0...0.2, using: &random), dy: .random(in: 0...0.2, using: &random))
      }
      func isInside(_ record: Record) -> Bool {
        record.geometry?.envelope.map { box in boxes.contains { $0.intersects(box) } } ?? false
      }
      let found = try bench.registry.records(of: bench.site, near: boxes, RecordQuery(filter: filter))
      let expected = all.filter { isInside($0) && meaning(filter, $0) == true }
      #expect(found.filter(isInside) == expected, "\(random)")
      #expect(found.count <= expected.count + 3, "\(random) boxes are rounded by more than a metre")
      var rows: [Int64] = []
      try bench.registry.forEachRow(of: bench.site, properties: ["code", "households"], in: boxes[0]) {
        fid, values, geometry in
        let record = all[Int(fid) - 1]
        #expect(values == [record["code"], record["households"]] && geometry == record.geometry)
        if geometry?.envelope?.intersects(boxes[0]) == true { rows.append(fid) }
      }
      #expect(
        rows.sorted() == all.filter { $0.geometry?.envelope?.intersects(boxes[0]) == true }.map(\.fid), "\(random)")
    }
    let points = try bench.registry.points(of: bench.site)
    #expect(points.fids == all.filter { $0.geometry != nil }.map(\.fid) && points.xs.count == 1_960)
  }

  @Test func `a district's records are its own and those below it`() throws {
    let bench = try Bench()
    for district in ["411282", "411282100", "411281", "411202"] {
      try bench.insert(bench.note, ["district": .text(district)])
    }
    try bench.insert(bench.note, [:])
    func count(_ district: String) throws -> Int {
      try bench.registry.records(of: bench.note, RecordQuery(district: district)).count
    }
    #expect(try count("411282") == 2)
    #expect(try count("4112") == 4)
    #expect(try count("4113") == 0)
  }
}
