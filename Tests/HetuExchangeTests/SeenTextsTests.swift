import Testing

@testable import HetuExchange

@Suite struct SeenTextsTests {
  @Test func `a text that came before is told with its first row, through all growing`() {
    var seen = SeenTexts()
    for row in 0..<5_000 { #expect(seen.earlier("编号 \(row)", row: Int32(row)) == nil) }
    for row in 0..<5_000 { #expect(seen.earlier("编号 \(row)", row: 9_999) == Int32(row)) }
    #expect(seen.earlier("", row: 7) == nil)
    #expect(seen.earlier("", row: 8) == 7)
    #expect(seen.earlier("编号", row: 8) == nil)
  }
}
