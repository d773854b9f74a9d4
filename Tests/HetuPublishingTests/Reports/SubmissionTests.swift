import Foundation
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import TestSupport
import Testing

@Suite struct SubmissionTests {
  private let world: World
  private let maker: SubmissionMaker
  private let due: ReportingCalendar.Due

  init() throws {
    world = try World()
    try world.add(
      "expert", [("X1", "甲", nil, ["district": .text("411201")]), ("X2", "乙", nil, ["district": .text("411202")])])
    maker = SubmissionMaker(registry: world.registry)
    due = try ReportingCalendar.of(world.registry).due("four-lists", on: "2021-11-01")
  }

  private func submit(_ district: String? = nil, files: [String] = []) throws -> Submission {
    try maker.submit(due, district: district, files: files, actor: "甲", note: nil)
  }

  private func rename(_ code: String) throws {
    Thread.sleep(forTimeInterval: 0.003)
    let record = try world.registry.record("expert/\(code)")
    let name = try #require(record.kind.index(of: "name"))
    try world.registry.change(actor: "乙", reason: "更名") {
      try $0.update(record, [(name, .text("改名"))], geometry: nil)
    }
  }

  @Test func `a submission counts its records and still holds after the registry went on`() throws {
    let submission = try submit()
    #expect(
      submission.counts["expert"] == 2 && submission.counts["tailings_pond"] == 0 && submission.counts["river"] == nil)
    try rename("X1")
    try world.add("expert", "X3", "丙", nil)
    #expect(try maker.stillHolds(submission))
    let next = try submit()
    #expect(next.number == 2 && next.recordsSHA256 != submission.recordsSHA256 && next.counts["expert"] == 3)
    #expect(try Submission.all(in: world.registry).allSatisfy { try maker.stillHolds($0) })
  }

  @Test func `a branch's submission is of its own records`() throws {
    let submission = try submit("411201")
    #expect(submission.counts["expert"] == 1)
    try rename("X2")
    #expect(try submit("411201").recordsSHA256 == submission.recordsSHA256, "another branch's records are none of its")
  }

  @Test func `a history that was tampered with no longer holds`() throws {
    let submission = try submit()
    try rename("X1")
    let answer = try Command.run(
      "sqlite3", [world.registry.url.path, "UPDATE hetu_history_expert SET name = '假' WHERE operation = 'update'"])
    #expect(answer.status == 0, "\(answer.errorText)")
    #expect(try !maker.stillHolds(submission))
  }

  @Test func `the files handed in are kept by their digests, and one that is not there is an error`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("abc", to: "清单.xlsx")
    #expect(
      try submit(files: [file.path]).files == [
        .init(name: "清单.xlsx", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      ])
    #expect(throws: (any Error).self) { try submit(files: [scratch.path("none")]) }
    #expect(try Submission.all(in: world.registry).count == 1)
  }

  @Test func `the list of submissions tells how to make them again, and what no longer holds`() throws {
    let submission = try submit()
    let text = SubmissionList([(submission, false)]).text()
    #expect(text.contains("hetu lists --as-of") && text.contains(submission.asOf) && text.contains("不一致"))
    let json =
      try JSONSerialization.jsonObject(with: Data(SubmissionList([(submission, true)]).json())) as? [String: Any]
    #expect(((json?["submissions"] as? [[String: Any]])?.first?["counts"] as? [String: Int])?["expert"] == 2)
  }
}
