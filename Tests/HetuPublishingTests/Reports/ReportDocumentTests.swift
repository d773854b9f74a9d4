import Foundation
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

@Suite struct ReportDocumentTests {
  private let world: World

  init() throws {
    world = try World()
    try world.add(
      "problem", "P1", "<b>闸门</b> & 井", nil,
      [
        "ledger_state": .text("挂账"), "rectification": .text("修闸门"), "responsible_unit": .text("甲局"),
        "responsible_person": .text("张一"), "deadline": .text("2021-10-01"), "progress": .text("进行中"),
      ])
    try world.add("measure", "M1", "值班制度", nil, ["content": .text("轮流"), "implementation": .text("已执行")])
  }

  private func html(_ item: String) throws -> String {
    let calendar = try ReportingCalendar.of(world.registry)
    let draft = try ReportQuestion(
      calendar: calendar, due: calendar.due(item, on: "2021-11-20"), day: HistoryTime.today(),
      rules: LedgerRules.standard()
    ).draft(from: world.registry)
    return String(decoding: try ReportDocument(draft).html(), as: UTF8.self)
  }

  @Test func `the report of a month has both annexes with their columns in order, all values escaped`() throws {
    let page = try html("month")
    #expect(page.contains("2021年11月30日月报告（草稿）") && page.contains("销账率0%"))
    #expect(!page.contains("<b>闸门"), "a name is no markup")
    let titles = page.matches(of: /<th scope="col" class="[a-z]*"[^>]*>([^<]*)<\/th>/).map { String($0.1) }.joined(
      separator: "|")
    #expect(titles.contains("序号|问题概况|整改措施|责任单位|责任人|完成时限|整改进展"))
    #expect(titles.hasSuffix("序号|制度措施名称|主要内容|落实情况"))
    #expect(try html("month") == page, "the same registry gives the same bytes")
  }

  @Test func `the information of half a month has no annexes`() throws {
    let page = try html("half-month")
    #expect(page.contains("半月信息") && !page.contains("附件3"))
  }

  @Test func `without pandoc there are no Word documents`() throws {
    let scratch = try Scratch()
    #expect(WordDocument(searchPath: scratch.folder.path) == nil)
    #expect(WordDocument(searchPath: "") == nil && WordDocument(searchPath: "relative:.") == nil)
  }

  @Test(.enabled(if: Command.isInstalled("pandoc"))) func `pandoc makes the same Word document each time`() throws {
    let page = try html("month")
    let word = try #require(WordDocument())
    let document = try word.docx(ofHTML: page, day: "2021-11-30")
    #expect(document.starts(with: [0x50, 0x4b, 3, 4]))
    #expect(try word.docx(ofHTML: page, day: "2021-11-30") == document)
  }
}
