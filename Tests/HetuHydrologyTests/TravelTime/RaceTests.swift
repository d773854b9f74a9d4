import HetuHydrology
import Testing

struct RaceTests {
  /// A front 1 to 2 to 4 hours after the release at 3.6 km, in proportion elsewhere.
  private func front(_ metres: Double) throws -> TimeBand {
    let profile = TravelProfile(pieces: [try TravelExample.piece(metres, speed: 0.445, band: 2)])
    return try #require(try profile.times(atMetres: metres)).front
  }

  private func entry(
    _ id: String, _ metres: Double, minutes: Double? = 30, call: Double? = 0, elapsed: Double = 0,
    volume: Double? = 10_000, inflow: Double? = 4
  ) throws -> RaceEntry {
    try RaceEntry(
      id: id, pathMetres: metres, front: front(metres), elapsedHours: elapsed,
      needed: TimeNeeded(callMinutes: call, travelMinutes: 0, openingMinutes: minutes),
      usableVolumeCubicMetres: volume, inflow: inflow)
  }

  @Test func `verdict and margins`() throws {
    // At 3600 m the front comes after 1 h at the earliest and likely after 2 h.
    let inTime = try entry("a", 3600)
    #expect(isClose(inTime.front.earliestHours, 1, within: 1e-9) && isClose(inTime.front.likelyHours, 2, within: 1e-9))
    #expect(inTime.verdict == .inTime)
    #expect(isClose(try #require(inTime.marginMinutes), 30, within: 1e-6))
    #expect(isClose(try #require(inTime.likelyMarginMinutes), 90, within: 1e-6))
    let uncertain = try entry("a", 3600, minutes: 90)
    #expect(uncertain.verdict == .uncertain)
    #expect(isClose(try #require(uncertain.marginMinutes), -30, within: 1e-6))
    #expect(try entry("a", 3600, minutes: 120).verdict == .tooLate)
    #expect(try entry("a", 3600, minutes: 0, elapsed: 3).verdict == .passed)
  }

  @Test func `an unknown time leaves the verdict open, unless what is known takes too long already`() throws {
    let open = try entry("a", 3600, minutes: nil)
    #expect(open.verdict == .unknown([.opening]))
    #expect(open.marginMinutes == nil)
    #expect(open.verdict.title == "不能判断（缺启用时间）")
    #expect(try entry("a", 3600, minutes: nil, call: nil).verdict == .unknown([.call, .opening]))
    #expect(try entry("a", 3600, minutes: nil, call: 500).verdict == .tooLate)
  }

  @Test func `hold time is volume over what stays`() throws {
    #expect(try HoldTime(usableVolumeCubicMetres: 14_400, inflow: 4, outflow: 2) == .hours(2))
    #expect(try HoldTime(usableVolumeCubicMetres: 14_400, inflow: 2, outflow: 2) == .unlimited)
    #expect(try HoldTime(usableVolumeCubicMetres: nil, inflow: 1, outflow: 2) == .unlimited)
    #expect(try HoldTime(usableVolumeCubicMetres: 0, inflow: nil) == .hours(0))
    #expect(try HoldTime(usableVolumeCubicMetres: nil, inflow: 4) == .unknown)
    #expect(try HoldTime(usableVolumeCubicMetres: 5, inflow: nil) == .unknown)
    #expect(travelErrorCode { try HoldTime(usableVolumeCubicMetres: -5, inflow: 4) } == .invalidValue)
  }

  @Test func `stretches without a stop go from one facility in time to the next`() throws {
    let race = Race([
      try entry("d", 20_000, volume: nil), try entry("b", 5000), try entry("a", 600),
      try entry("c", 9000, minutes: 5000),
    ])
    #expect(race.entries.map(\.id) == ["a", "b", "c", "d"])
    let stretches = race.stretchesWithoutStop(toMetres: 22_000, longerThanMetres: 3000)
    #expect(stretches.map(\.fromMetres) == [0, 5000])
    #expect(stretches.map(\.toMetres) == [5000, 20_000])
    #expect(Race([]).stretchesWithoutStop(toMetres: 100).map(\.toMetres) == [100])
  }

  @Test func `more time needed never helps`() throws {
    let order: [RaceVerdict] = [.inTime, .uncertain, .tooLate]
    let verdicts = try stride(from: 0.0, through: 300, by: 5).map { try entry("a", 3600, minutes: $0).verdict }
    let ranks = verdicts.compactMap { order.firstIndex(of: $0) }
    #expect(ranks == ranks.sorted() && Set(ranks).count == 3)
  }

  @Test func `negative times are refused`() throws {
    #expect(
      travelErrorCode { try TimeNeeded(callMinutes: -1, travelMinutes: 0, openingMinutes: 0) } == .invalidValue)
    #expect(travelErrorCode { try entry("a", 100, elapsed: -1) } == .invalidValue)
  }
}
