import HetuPublishing
import HetuSchemas
import Testing

@Suite struct RecordSymbolTests {
  @Test func `a facility that can't hold water has a broken outline, one of which it isn't known a whole one`() throws {
    let kind = try #require(try Kinds.builtIn().all.first { $0.name == "emergency_facility" })
    func svg(_ functions: [String]?) -> String {
      RecordSymbol.svg(of: kind, class: "闸坝", grade: nil, functions: functions)
    }
    #expect(svg(["拦截"]).contains("stroke-dasharray") && svg(["无"]).contains("stroke-dasharray"))
    #expect(!svg(["拦截", "暂存"]).contains("stroke-dasharray") && !svg(nil).contains("stroke-dasharray"))
  }
}
