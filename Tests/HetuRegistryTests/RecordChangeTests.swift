import Foundation
import HetuRegistry
import HetuSchemas
import Testing

@Suite struct RecordChangeTests {
  private let bench: Bench
  private let noText: Int

  init() throws {
    bench = try Bench()
    noText = try #require(bench.note.index(of: "text"))
  }

  private func values(_ name: String) -> [Value] {
    bench.note.properties.map { $0.name == "name" ? .text(name) : .null }
  }

  /// The time after which everything that follows counts.
  private func mark() throws -> String {
    Thread.sleep(forTimeInterval: 0.003)
    let time = HistoryTime.format(Date())
    Thread.sleep(forTimeInterval: 0.003)
    return time
  }

  private func write(_ name: String, _ text: String) throws {
    let record = try #require(try bench.registry.records(of: bench.note).first { $0.name == name })
    try bench.change(actor: text) { try $0.update(record, [(noText, .text(text))], geometry: nil) }
  }

  @Test func `a loaded range counts record by record, with what was changed after it`() throws {
    let start = try mark()
    try bench.change(actor: "甲") { writer in
      try writer.load(bench.note) { load in
        for name in ["一", "二", "三"] { try load.insert(values(name), geometry: nil) }
      }
    }
    try write("二", "乙")
    let changes = try bench.registry.changes(of: bench.note, since: start)
    #expect(changes.map { $0.current?.name } == ["一", "二", "三"])
    #expect(changes.allSatisfy { $0.isNew })
    #expect(changes.map(\.past.count) == [0, 1, 0] && changes.map(\.actor) == ["甲", "乙", "甲"])
  }

  @Test func `what came before is told as it stood, state by state`() throws {
    try bench.change { writer in
      for name in ["一", "二"] { try writer.insert(bench.note, values: values(name), geometry: nil) }
    }
    let start = try mark()
    try write("一", "a")
    try write("一", "b")
    let changes = try bench.registry.changes(of: bench.note, since: start)
    #expect(changes.count == 1 && changes.first?.isNew == false)
    #expect(changes.first?.past.map { $0["text"] } == [.null, .text("a")])
    #expect(changes.first?.current?["text"] == .text("b"))
    let end = try mark()
    #expect(try bench.registry.changes(of: bench.note, since: end).isEmpty)
  }

  @Test func `a record that was taken out keeps its last state and its id is known`() throws {
    try bench.change { try $0.insert(bench.note, values: values("一"), geometry: nil) }
    let start = try mark()
    let record = try #require(try bench.registry.records(of: bench.note).first)
    try bench.change { try $0.delete(record) }
    let change = try #require(try bench.registry.changes(of: bench.note, since: start).first)
    #expect(change.current == nil && change.past.map(\.name) == ["一"])
    let deleted = try bench.change { try $0.deletedIdentifiers(of: bench.note) }
    #expect(deleted == [record.id])
  }

  @Test func `settings are found by the beginning of their keys`() throws {
    try bench.registry.set("a/1", to: "x")
    try bench.change { try $0.set("a/2", to: "y") }
    try bench.registry.set("b", to: "z")
    #expect(try bench.registry.settings(beginning: "a/").map(\.value) == ["x", "y"])
    let inside = try bench.change { try $0.setting("b") }
    #expect(inside == "z")
  }
}
