import Foundation
import HetuGeometry

import HetuSchemas
import TestSupport
import Testing

@testable import HetuRegistry

@Suite struct HistoryTests {
  /// Waits until no time of the history can be taken twice, and returns a time between what was and what comes.
  private func pause() throws -> String {
    Thread.sleep(forTimeInterval: 0.004)
    let now = HistoryTime.format(.now)
    Thread.sleep(forTimeInterval: 0.004)
    return now
  }

  @Test func `every change stands with time, actor, reason, before and after`() throws {
    let bench = try Bench()
    let start = try pause()
    try bench.insert(bench.site, ["code": .text("A"), "name": .text("甲")], at: Position(x: 111, y: 34))
    let first = try bench.registry.record("site/A")
    try bench.change(actor: "李四", reason: "现场核实") {
      try $0.update(first, ["name": .text("乙"), "level_m": .real(5)], to: Position(x: 112, y: 34))
    }
    let second = try bench.registry.record("site/A")
    try bench.change(actor: "王五", reason: "销号") { try $0.delete(second) }
    let end = try pause()

    let entries = try bench.registry.history(of: "site/A")
    #expect(entries.map(\.operation) == [.delete, .update, .insert])
    #expect(entries.map(\.actor) == ["王五", "李四", "测试"])
    #expect(entries.map(\.reason) == ["销号", "现场核实", "录入"])
    #expect(entries.map(\.before) == [second, first, nil])
    #expect(entries.map(\.after) == [nil, second, first])
    #expect(entries.map(\.movesGeometry) == [true, true, true])
    #expect(entries.allSatisfy { $0.at > start && $0.at < end && $0.rowCount == 1 && $0.fid == first.fid })
    #expect(
      entries[1].differences == [
        .init(property: try Fixture.property("name"), before: .text("甲"), after: .text("乙")),
        .init(property: try Fixture.property("level_m"), before: .null, after: .real(5)),
      ])
    #expect(try bench.registry.history(since: start).map(\.at) == entries.map(\.at))
    #expect(try bench.registry.history(since: end).isEmpty)
    #expect(try bench.registry.lastChange() == entries.first?.at)
    #expect(try bench.registry.history(of: "site/\(first.id)").count == 3)
    #expect(try registryError { _ = try bench.registry.history(of: "site/B") }?.code == .notFound)
  }

  @Test func `a record whose code changed is found by its old code too`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("旧")])
    try bench.update(try bench.registry.record("note/旧"), ["code": .text("新")])
    #expect(try bench.registry.history(of: "note/旧").map(\.operation) == [.update, .insert])
    #expect(try bench.registry.history(of: "note/新").count == 2)
  }

  @Test func `the records of a loaded range have each their own history`() throws {
    let bench = try Bench()
    try bench.change(reason: "导入") { writer in
      try writer.load(bench.note) { load in
        for index in 0..<5 { try load.insert(bench.note.values(["code": .text("N\(index)")]), geometry: nil) }
      }
    }
    try bench.update(try bench.registry.record("note/N2"), ["text": .text("改")])
    try bench.change { try $0.delete(try #require(try $0.existing(bench.note, code: "N2", id: nil))) }
    let changed = try bench.registry.history(of: "note/N2")
    #expect(changed.map(\.operation) == [.delete, .update, .insert])
    #expect(changed.map { $0.after?["text"] } == [nil, .text("改"), .null])
    #expect(changed.last?.after?.code == "N2" && changed.last?.rowCount == 1)
    #expect(try bench.registry.history(of: "note/N3").map(\.operation) == [.insert])
    #expect(try bench.registry.history(since: nil).map(\.rowCount) == [1, 1, 5])
  }

  @Test func `at every step of any sequence of changes the registry stands as it stood`() throws {
    let bench = try Bench()
    for seed in UInt64(11)...14 {
      var random = Seeded(seed)
      var model = try bench.registry.records(of: bench.site)
      var moments = [(time: try pause(), records: model)]
      for step in 0..<25 {
        try bench.change(reason: "第 \(step) 步") { writer in
          for _ in 0...random.below(3) { try Self.changeAtRandom(bench, writer, &model, &random) }
        }
        #expect(try bench.registry.records(of: bench.site) == model, "\(random), step \(step)")
        moments.append((try pause(), model))
      }
      for (step, moment) in moments.enumerated() {
        let found = try bench.registry.records(of: bench.site, RecordQuery(asOf: moment.time))
        #expect(found == moment.records, "\(random), as of step \(step)")
      }
      try Self.checkThatEntriesJoin(bench, "\(random)")
    }
    let filter = try Filter(cql2Text: "households > 0")
    let now = try bench.registry.records(of: bench.site, RecordQuery(filter: filter))
    #expect(try bench.registry.records(of: bench.site, RecordQuery(filter: filter, asOf: try pause())) == now)
    #expect(try bench.registry.records(of: bench.site, RecordQuery(asOf: "2000-01-01T00:00:00.000Z")).isEmpty)
    #expect(try bench.registry.integrityProblems().isEmpty)
  }

  /// One change, made in the registry and in the model.
  private static func changeAtRandom(
    _ bench: Bench, _ writer: RegistryWriter, _ model: inout [Record], _ random: inout Seeded
  ) throws {
    func made(_ random: inout Seeded) -> (values: [Value], geometry: Geometry?) {
      let identity = UUID().uuidString
      let values = random.siteValues().merging(["id": .text(identity), "code": .text(identity)]) { $1 }
      let position = Position(x: .random(in: 110...112, using: &random), y: .random(in: 33...35, using: &random))
      return (bench.site.values(values), random.below(5) == 0 ? nil : .point(position))
    }
    switch random.below(10) {
    case 0...2:
      let (values, geometry) = made(&random)
      let fid = try writer.insert(bench.site, values: values, geometry: geometry)
      model.append(Record(kind: bench.site, fid: fid, values: values, geometry: geometry))
    case 3...5 where !model.isEmpty:
      let place = random.below(model.count)
      let values = random.siteValues()
      let position = random.below(2) == 0 ? Position(x: 111, y: .random(in: 33...35, using: &random)) : nil
      try writer.update(model[place], values, to: position)
      for (name, value) in values { model[place].values[try #require(bench.site.index(of: name))] = value }
      if let position { model[place].geometry = .point(position) }
    case 6...7 where !model.isEmpty:
      try writer.delete(model.remove(at: random.below(model.count)))
    case 8:
      try writer.load(bench.site) { load in
        for _ in 0..<random.below(5) {
          let (values, geometry) = made(&random)
          let fid = try load.insert(values, geometry: geometry)
          model.append(Record(kind: bench.site, fid: fid, values: values, geometry: geometry))
        }
      }
    case 9 where random.below(4) == 0:
      try writer.deleteAll(bench.site)
      model = []
    default: break
    }
  }

  /// What one entry says a record was after it, the next says it was before.
  private static func checkThatEntriesJoin(_ bench: Bench, _ seed: String) throws {
    for record in try bench.registry.records(of: bench.site) {
      let entries = try bench.registry.history(of: record.reference)
      #expect(entries.first?.after == record && entries.last?.operation == .insert, "\(seed)")
      for (newer, older) in zip(entries, entries.dropFirst()) { #expect(newer.before == older.after, "\(seed)") }
    }
  }

  @Test func `changes within one millisecond stand in their order`() throws {
    let bench = try Bench()
    let before = try pause()
    try bench.change { writer in
      for step in 0..<200 {
        guard let record = try writer.existing(bench.note, code: "A", id: nil) else {
          try writer.insert(
            bench.note, values: bench.note.values(["code": .text("A"), "amount": .integer(0)]), geometry: nil)
          continue
        }
        try writer.update(record, ["amount": .integer(Int64(step))])
      }
    }
    let after = try pause()
    let entries = try bench.registry.history(of: "note/A")
    #expect(entries.count == 200 && Set(entries.map(\.at)).count == 1)
    #expect(entries.map { $0.after?["amount"] } == (0..<200).reversed().map { .integer(Int64($0)) })
    #expect(try bench.registry.records(of: bench.note, RecordQuery(asOf: before)).isEmpty)
    #expect(try bench.registry.record(of: bench.note, codeOrID: "A", asOf: after)["amount"] == .integer(199))
    // At the very time of an entry all changes of that millisecond are made.
    let time = try #require(entries.first?.at)
    #expect(try bench.registry.record(of: bench.note, codeOrID: "A", asOf: time)["amount"] == .integer(199))
  }

  @Test func `a change is made at one time, however long it takes`() throws {
    let bench = try Bench()
    var middle = ""
    try bench.change { writer in
      try writer.insert(bench.note, values: bench.note.values([:]), geometry: nil)
      middle = try pause()
      try writer.insert(bench.note, values: bench.note.values([:]), geometry: nil)
    }
    #expect(try bench.registry.records(of: bench.note, RecordQuery(asOf: middle)).count == 2)
    #expect(Set(try bench.registry.history(since: nil).map(\.at)).count == 1)
  }

  @Test func `a box and a time can be asked together`() throws {
    let bench = try Bench()
    try bench.insert(bench.site, ["code": .text("A")], at: Position(x: 111, y: 34))
    try bench.insert(bench.site, ["code": .text("B")], at: Position(x: 112, y: 34))
    let then = try pause()
    try bench.update(try bench.registry.record("site/A"), [:], to: Position(x: 112, y: 34))
    let box = Envelope(minX: 110.5, minY: 33, maxX: 111.5, maxY: 35)
    #expect(try bench.registry.records(of: bench.site, RecordQuery(box: box)).isEmpty)
    #expect(try bench.registry.records(of: bench.site, RecordQuery(box: box, asOf: then)).map(\.code) == ["A"])
    #expect(try bench.registry.records(of: bench.site, near: [box], RecordQuery(asOf: then)).map(\.code) == ["A"])
  }

  @Test func `a record can be read as it was after it went`() throws {
    let bench = try Bench()
    try bench.insert(bench.note, ["code": .text("A"), "text": .text("甲")])
    let then = try pause()
    let record = try bench.registry.record("note/A")
    try bench.change { try $0.delete(record) }
    #expect(try registryError { _ = try bench.registry.record("note/A") }?.code == .notFound)
    #expect(try bench.registry.record("note/A", asOf: then) == record)
    #expect(try bench.registry.record(record.id, asOf: then) == record)
  }

  @Test(arguments: [
    ("2021-11-15", "2021-11-14T16:00:00.000Z", "2021-11-15T15:59:59.999Z"),
    ("2020-02-29", "2020-02-28T16:00:00.000Z", "2020-02-29T15:59:59.999Z"),
    ("2021-11-15T08:00:00", "2021-11-15T00:00:00.000Z", "2021-11-15T00:00:00.000Z"),
    ("2021-11-15T08:00:00Z", "2021-11-15T08:00:00.000Z", "2021-11-15T08:00:00.000Z"),
    ("2021-11-15T08:00:00.250+08:00", "2021-11-15T00:00:00.250Z", "2021-11-15T00:00:00.250Z"),
    ("2021-11-15T08:00:00-21:28", "2021-11-16T05:28:00.000Z", "2021-11-16T05:28:00.000Z"),
  ])
  func `a date or time is taken in China's time`(_ text: String, _ start: String, _ end: String) {
    #expect(HistoryTime.startOf(text) == start)
    #expect(HistoryTime.endOf(text) == end)
  }

  @Test(arguments: [
    "", "2021", "2021-13-01", "2021-02-30", "2021-11-15T25:00:00", "yesterday", "2021-1-5", "20211115", "十月十五",
  ])
  func `what is no date or time is none`(_ text: String) {
    #expect(HistoryTime.startOf(text) == nil)
    #expect(HistoryTime.endOf(text) == nil)
  }

  @Test func `a time of the history is read back as it is, to the millisecond`() {
    for millisecond in 0..<1_000 {
      let text = "2021-11-15T08:00:0\(millisecond % 10).\(String(format: "%03d", millisecond))Z"
      #expect(HistoryTime.endOf(text) == text)
      #expect(HistoryTime.startOf(text) == text)
    }
  }

  @Test func `a time is shown in China's time`() {
    #expect(HistoryTime.shown("2021-11-15T16:00:00.123Z") == "2021-11-16 00:00:00")
    #expect(HistoryTime.today().wholeMatch(of: /20[0-9]{2}-[01][0-9]-[0-3][0-9]/) != nil)
  }
}
