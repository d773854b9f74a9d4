import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import TestSupport
import Testing

@Suite struct ChangesetTests {
  @Test func `what only the branch did comes over exactly, and twice is once`() throws {
    let sides = try TwoSides()
    try sides.edit(
      sides.branch, "E1", ["contact": .text("张一"), "plant_area_m2": .real(0.1 + 0.2), "remark": .text("“引号”\n换行")],
      to: Position(x: 111.123456789012, y: 34.1))
    try TwoSides.add(to: sides.branch, nil, "新厂", Position(x: 112, y: 34))
    try TwoSides.add(to: sides.branch, "E9", "无坐标的厂")
    try sides.delete(sides.branch, "E2")
    let report = try sides.handIn()
    #expect(report.counts == [2, 1, 1, 0, 0])
    #expect(try sides.state(sides.city) == sides.state(sides.branch))
    let last = try sides.city.lastChange()
    let again = try sides.handIn()
    #expect(again.counts == [0, 0, 0, 0, 0])
    #expect(again.appliedBefore != nil)
    #expect(try sides.city.lastChange() == last, "no record was touched")
    #expect(try sides.city.history(of: "key_enterprise/E1").first?.reason == "应用变更 changes.jsonl")
  }

  @Test func `changes of different properties of one record are put together`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("分局改")])
    try sides.edit(sides.city, "E1", ["legal_person": .text("市局改")], to: Position(x: 110, y: 34))
    let report = try sides.handIn()
    #expect(report.updated == 1 && report.merged == 1 && report.conflicts.isEmpty)
    let record = try sides.city.record("key_enterprise/E1")
    #expect(record["contact"] == .text("分局改") && record["legal_person"] == .text("市局改"))
    #expect(record.geometry == .point(Position(x: 110, y: 34)))
  }

  @Test func `what both changed is listed with both versions and stays until somebody decides`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("分局"), "remark": .text("分局备注")], by: "分局甲")
    try sides.edit(sides.city, "E1", ["contact": .text("市局")], by: "市局乙")
    let before = try sides.state(sides.city)
    let report = try sides.handIn()
    let conflict = try #require(report.conflicts.first)
    #expect(conflict.reason == .bothChanged && conflict.reference == "key_enterprise/E1")
    #expect(conflict.fields.map(\.name) == ["contact"])
    let field = try #require(conflict.fields.first)
    #expect(field.base == .null && field.ours == .text("市局") && field.theirs == .text("分局"))
    #expect(conflict.theirsActor == "分局甲" && conflict.oursActor == "市局乙")
    #expect(try sides.state(sides.city) == before)
    #expect(try sides.handIn().conflicts.count == 1, "it is still open")
    let decided = try sides.handIn(takes: ["key_enterprise/E1"])
    #expect(decided.updated == 1 && decided.conflicts.isEmpty)
    #expect(try sides.city.record("key_enterprise/E1")["contact"] == .text("分局"))
    #expect(try sides.handIn().conflicts.isEmpty)
  }

  @Test func `deleting and changing the same record is a conflict, from either side`() throws {
    let sides = try TwoSides()
    try sides.delete(sides.branch, "E1")
    try sides.edit(sides.city, "E1", ["contact": .text("市局")])
    try sides.edit(sides.branch, "E2", ["contact": .text("分局")])
    try sides.delete(sides.city, "E2")
    let report = try sides.handIn()
    #expect(report.conflicts.map(\.reason) == [.deletedThere, .deletedHere])
    #expect(try sides.city.record("key_enterprise/E1")["contact"] == .text("市局"))
    let taken = try sides.handIn(takes: ["key_enterprise/E1", "key_enterprise/E2"])
    #expect(taken.deleted == 1 && taken.inserted == 1)
    #expect(try sides.state(sides.city) == sides.state(sides.branch))
  }

  @Test func `a later file of the same branch goes on from what an earlier one brought`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("一")])
    try TwoSides.add(to: sides.branch, "E8", "新厂")
    try sides.handIn("first.jsonl")
    try sides.edit(sides.branch, "E1", ["contact": .text("二")])
    try sides.delete(sides.branch, "E8")
    let report = try sides.handIn("second.jsonl")
    #expect(report.updated == 1 && report.deleted == 1 && report.conflicts.isEmpty)
    #expect(try sides.state(sides.city) == sides.state(sides.branch))
  }

  @Test func `a change that the branch took back again does not undo the city's`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("试")])
    try sides.edit(sides.branch, "E1", ["contact": .null])
    try sides.edit(sides.city, "E1", ["contact": .text("市局")])
    #expect(try sides.handIn().conflicts.map(\.reason) == [.bothChanged])
    #expect(try sides.city.record("key_enterprise/E1")["contact"] == .text("市局"))
  }

  @Test func `two new records with one code are a conflict that names both`() throws {
    let sides = try TwoSides()
    try TwoSides.add(to: sides.branch, "E7", "分局的厂")
    try TwoSides.add(to: sides.city, "E7", "市局的厂")
    let conflict = try #require(try sides.handIn().conflicts.first)
    #expect(conflict.reason == .codeTaken && conflict.name == "分局的厂")
    #expect(conflict.note?.contains("市局的厂") == true)
    try sides.edit(sides.city, "E7", ["code": .text("E77")])
    #expect(try sides.handIn().inserted == 1)
  }

  @Test func `a new record whose code is taken gets one of its own, once, and later changes find it`() throws {
    let sides = try TwoSides()
    try TwoSides.add(to: sides.branch, "E7", "分局的厂")
    try TwoSides.add(to: sides.city, "E7", "市局的厂")
    let report = try sides.handIn(renumbers: ["key_enterprise/E7"])
    #expect(report.inserted == 1 && report.conflicts.isEmpty && report.renumbered.count == 1)
    let code = try #require(report.renumbered.first?.code)
    #expect(code.hasPrefix("FXY-3-411201-") && report.renumbered[0].reference == "key_enterprise/E7")
    let id = try sides.branch.record("key_enterprise/E7").id
    #expect(try sides.city.record("key_enterprise/\(code)").id == id)
    #expect(try sides.city.record("key_enterprise/E7").name == "市局的厂")
    #expect(
      try sides.city.history(of: "key_enterprise/\(code)").first?.reason?.contains("key_enterprise/E7的编号已占用") == true)
    let last = try sides.city.lastChange()
    #expect(try sides.handIn().counts == [0, 0, 0, 0, 0])
    #expect(try sides.city.lastChange() == last)

    // The branch knows nothing of the new code: what it changes later comes to the same record, in a file from the same time on too.
    try sides.edit(sides.branch, "E7", ["contact": .text("张一")])
    let later = try sides.handIn("later.jsonl")
    #expect(later.counts == [0, 1, 0, 0, 0], "\(later.conflicts)")
    #expect(try sides.city.record("key_enterprise/\(code)")["contact"] == .text("张一"))
    try sides.delete(sides.branch, "E7")
    #expect(try sides.handIn("last.jsonl").deleted == 1)
    #expect(try sides.city.records(of: sides.kind).map(\.name).contains("分局的厂") == false)
  }

  @Test func `a code that another record took here is kept out, and the rest of the change is taken`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["code": .text("E8"), "contact": .text("张一")])
    try TwoSides.add(to: sides.city, "E8", "市局的厂")
    #expect(try sides.handIn().conflicts.map(\.reason) == [.codeTaken])
    let report = try sides.handIn(renumbers: ["key_enterprise/E8"])
    #expect(report.updated == 1 && report.renumbered.map(\.code) == ["E1"])
    #expect(try sides.city.record("key_enterprise/E1")["contact"] == .text("张一"))
    #expect(try sides.handIn().counts == [0, 0, 0, 0, 0])
  }

  @Test func `a record to renumber whose code is free is an error`() throws {
    let sides = try TwoSides()
    try TwoSides.add(to: sides.branch, "E7", "分局的厂")
    #expect(throws: RegistryError.self) { try sides.handIn(renumbers: ["key_enterprise/E7"]) }
  }

  @Test func `a value that is not allowed is not taken`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["risk_grade": .text("特别大")])
    let conflict = try #require(try sides.handIn().conflicts.first)
    #expect(conflict.reason == .invalid && conflict.note?.contains("特别大") == true)
    #expect(try sides.city.record("key_enterprise/E1")["risk_grade"].isNull)
  }

  @Test func `a trial keeps nothing and remembers nothing`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("一")])
    #expect(try sides.handIn(isTrial: true).updated == 1)
    #expect(try sides.city.record("key_enterprise/E1")["contact"].isNull)
    #expect(try sides.handIn().appliedBefore == nil)
  }

  @Test func `only a district's records are written where one is named`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["district": .text("411202003"), "contact": .text("一")])
    try sides.edit(sides.branch, "E2", ["contact": .text("二")])
    let written = try ChangesetWriter(registry: sides.branch, district: "411202").write(
      since: sides.since, toFile: sides.path("d.jsonl"), overwrite: false)
    #expect(written.count == 1)
    #expect(written.until == (try sides.branch.lastChange()))
    let later = try ChangesetWriter(registry: sides.branch).write(
      since: written.until, toFile: sides.path("later.jsonl"), overwrite: false)
    #expect(later.count == 0)
  }

  @Test func `a record to take that has no conflict is an error, and nothing is changed`() throws {
    let sides = try TwoSides()
    try sides.edit(sides.branch, "E1", ["contact": .text("一")])
    #expect(throws: RegistryError.self) { try sides.handIn(takes: ["key_enterprise/E3"]) }
    #expect(try sides.city.record("key_enterprise/E1")["contact"].isNull)
  }

  @Test func `edits made at random on both sides come together as a slow merge by hand has it`() throws {
    var random = Seeded(20_211_115)
    let properties = ["contact", "legal_person", "address", "remark"]
    for _ in 0..<12 {
      let sides = try TwoSides((1...6).map { "厂\($0)" })
      let base = try sides.state(sides.city)
      for _ in 0..<10 {
        let change = [random.pick(properties): Value.text("\(random.below(3))")]
        try sides.edit(random.below(3) == 0 ? sides.city : sides.branch, "E\(1 + random.below(6))", change)
      }
      let (city, branch) = (try sides.state(sides.city), try sides.state(sides.branch))
      let report = try sides.handIn()
      let clashing = Set(report.conflicts.map(\.id))
      for (id, merged) in try sides.state(sides.city) {
        let (old, ours, theirs) = (try #require(base[id]), try #require(city[id]), try #require(branch[id]))
        let expected = old.values.indices.map {
          theirs.values[$0] == old.values[$0] ? ours.values[$0] : theirs.values[$0]
        }
        let isClash = old.values.indices.contains {
          ours.values[$0] != old.values[$0] && theirs.values[$0] != old.values[$0]
            && ours.values[$0] != theirs.values[$0]
        }
        if isClash { #expect(clashing.contains(id), "\(random)") }
        #expect(merged.values == (clashing.contains(id) ? ours.values : expected), "\(random)")
      }
      let last = try sides.city.lastChange()
      try sides.handIn()
      #expect(try sides.city.lastChange() == last, "\(random)")
    }
  }
}
