import HetuRisk
import Testing

@Suite struct NotationTests {
  @Test(arguments: [
    "较大-水(Q1-M2-E1)", "一般-大气(Q0)", "一般-水(Q0)", "重大[较大-大气(Q1-M2-E1)+重大-水(Q2-M2-E1)]",
    "重大[较大-大气(Q3-M1-E3)]", "一般[一般-大气(Q0)+一般-水(Q0)]",
  ])
  func `a notation that is read is written the same`(_ text: String) throws {
    #expect("\(try GradeNotation(reading: text))" == text)
  }

  @Test(arguments: [
    ("较大－水（Q1－M2－E1）", "较大-水(Q1-M2-E1)"),
    ("重大【较大-大气（Q1-M2-E1）＋重大-水（Q2-M2-E1）】", "重大[较大-大气(Q1-M2-E1)+重大-水(Q2-M2-E1)]"),
    ("重大 [ 较大-大气 (Q1-M2-E1) + 重大-水 (q2-m2-e1) ]", "重大[较大-大气(Q1-M2-E1)+重大-水(Q2-M2-E1)]"),
    // Seen in a bureau's platform: no “+”, the second part without levels.
    ("较大 [较大-大气（Q2-M2-E3）较大-水]", "较大[较大-大气(Q2-M2-E3)+较大-水]"),
    ("一般[一般-水(Q1-M1-E3)]", "一般-水(Q1-M1-E3)"), ("较大", "较大"),
  ])
  func `other widths, brackets and missing parts are understood`(_ text: String, _ plain: String) throws {
    #expect("\(try GradeNotation(reading: text))" == plain)
  }

  @Test(arguments: ["", "很大", "较大-水(Q5-M2-E1)", "较大-水(Q1-M2-E1)和别的", "水(Q1)", "重大[较大-水(Q1-M2-E1)+重大-水(Q2-M2-E1)]"])
  func `what is no notation is refused with an example of one`(_ text: String) {
    let error = #expect(throws: RiskError.self) { try GradeNotation(reading: text) }
    #expect(error?.message.contains("较大-水(Q1-M2-E1)") == true)
  }

  @Test func `a very long text is refused`() {
    #expect(throws: RiskError.self) { try GradeNotation(reading: "重大[" + String(repeating: "较大-水", count: 10_000)) }
  }
}
