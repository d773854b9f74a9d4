import HetuHydrology
import Testing

struct RoundingTests {
  @Test(arguments: [
    (0.0, "0分钟", "0分钟"), (0.1, "0分钟", "10分钟"), (2.0, "2小时", "2小时"), (1.9999999999, "2小时", "2小时"),
    (5.4, "5小时20分钟", "5小时30分钟"), (5.95, "5小时50分钟", "6小时"), (6.1, "6小时", "6.5小时"), (12.5, "12.5小时", "12.5小时"),
    (47.9, "47.5小时", "48小时"), (48.0, "48小时", "48小时"), (72.3, "72小时", "73小时"),
  ])
  func `fronts are rounded down and recoveries up`(hours: Double, down: String, up: String) {
    #expect(OutwardRounding.down.text(hours) == down)
    #expect(OutwardRounding.up.text(hours) == up)
  }

  @Test func `rounding goes outward by less than a step`() {
    for tick in 0..<10_000 {
      let hours = Double(tick) * 0.0077
      let step = hours < 6 ? 1.0 / 6 : hours < 48 ? 0.5 : 1
      let (down, up) = (OutwardRounding.down.hours(hours) ?? -1, OutwardRounding.up.hours(hours) ?? -1)
      #expect(down <= hours + 1e-5 && hours - down < step, "\(hours)")
      #expect(up >= hours - 1e-5 && up - hours < step, "\(hours)")
    }
  }

  @Test func `what is no time has no text`() {
    for hours in [Double.nan, .infinity, -.infinity, -1] {
      #expect(OutwardRounding.down.text(hours) == "—")
      #expect(OutwardRounding.up.text(hours) == "—")
    }
    #expect(OutwardRounding.down.text(nil) == "—")
    #expect(OutwardRounding.down.text(-0.0) == "0分钟")
  }

  @Test func `numbers never print as not a number, infinity or minus zero`() {
    #expect(PlainNumber.text(.nan, decimals: 1) == "—")
    #expect(PlainNumber.text(-.infinity, decimals: 1) == "—")
    #expect(PlainNumber.text(-0.04, decimals: 1) == "0.0")
    #expect(PlainNumber.text(-0.0, decimals: 0) == "0")
    #expect(PlainNumber.text(-0.06, decimals: 1) == "-0.1")
    #expect(PlainNumber.text(1234.56, decimals: 1) == "1234.6")
  }
}
