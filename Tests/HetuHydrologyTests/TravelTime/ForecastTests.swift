import Foundation
import HetuHydrology
import TestSupport
import Testing

struct ForecastTests {
  private let spill = Release.instantaneous(kilograms: 1000)

  @Test func `a uniform river gives the closed solution`() throws {
    let dispersion = try TravelExample.dispersion(.fischer)
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(4000, dispersion: dispersion), try TravelExample.piece(16_000, dispersion: dispersion),
    ])
    let forecast = try #require(
      try profile.forecast(of: spill, atMetres: 10_000, limitMilligramsPerLitre: 0.05))
    #expect(isClose(forecast.peakConcentration.likely, 56.31, within: 0.006))
    #expect(isClose(try #require(forecast.peak).likelyHours, 6.927, within: 0.0006))
    #expect(isClose(try #require(forecast.front).likelyHours, 5.317, within: 0.009))
    #expect(isClose(try #require(forecast.recovery).likelyHours, 9.025, within: 0.009))
    #expect(forecast.exceedance?.text == "超标1125倍")
  }

  @Test func `moments add up over different reaches, and a confluence dilutes`() throws {
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(5000, speed: 0.4, flow: 4, dispersion: 10),
      try TravelExample.piece(8000, speed: 0.8, flow: 12, dispersion: 30),
    ])
    let forecast = try #require(try profile.forecast(of: spill, atMetres: 13_000, limitMilligramsPerLitre: 1))
    let time = 5000 / 0.4 + 8000 / 0.8
    let variance: Double = 100_000 / 0.064 + 480_000 / 0.512
    // M/(Q·√(2π)·σ), the value at the mean time; the peak comes slightly before and is slightly higher.
    let expected = 1e6 / (12 * sqrt(2 * .pi * variance))
    #expect(isClose(forecast.peakConcentration.likely, expected, within: 0.01 * expected))
    #expect(forecast.peakConcentration.likely >= expected)
    let above = try #require(try profile.forecast(of: spill, atMetres: 5000, limitMilligramsPerLitre: 1))
    let undiluted: Double = 1e6 / (4 * sqrt(2 * .pi * 100_000 / 0.064))
    #expect(isClose(above.peakConcentration.likely, undiluted, within: 0.01 * undiluted))
    #expect(isClose(try #require(forecast.peak).likelyHours, time / 3600, within: 0.02 * time / 3600))
  }

  @Test func `water that was led away and comes back does not dilute`() throws {
    let flows = [10.0, 2, 10, 12]
    let profile = TravelProfile(pieces: try flows.map { try TravelExample.piece(4000, flow: $0, dispersion: 10) })
    // Below the return the mass is spread as in a river that kept its water; only the growth to 12 dilutes.
    let kept = TravelProfile(
      pieces: try [10.0, 10, 10, 12].map { try TravelExample.piece(4000, flow: $0, dispersion: 10) })
    for metres in [3000.0, 7000, 11_000, 15_000] {
      let (led, whole) = (
        try profile.forecast(of: spill, atMetres: metres, limitMilligramsPerLitre: 1),
        try kept.forecast(of: spill, atMetres: metres, limitMilligramsPerLitre: 1)
      )
      #expect(led?.peakConcentration == whole?.peakConcentration)
    }
  }

  @Test func `the band holds the likely values and widens downstream`() throws {
    let profile = TravelProfile(pieces: [try TravelExample.piece(60_000, band: 1.25)])
    var lastWidth = 0.0
    for metres in stride(from: 2000.0, through: 60_000, by: 2000) {
      let forecast = try #require(
        try profile.forecast(of: spill, atMetres: metres, limitMilligramsPerLitre: 0.05, decayPerDay: 0.1))
      let (front, recovery) = (try #require(forecast.front), try #require(forecast.recovery))
      let peak = try #require(forecast.peak)
      #expect(front.earliestHours < front.likelyHours && front.likelyHours < front.latestHours)
      #expect(front.likelyHours < peak.likelyHours && peak.likelyHours < recovery.likelyHours)
      #expect(forecast.peakConcentration.low < forecast.peakConcentration.likely)
      #expect(forecast.peakConcentration.likely < forecast.peakConcentration.high)
      #expect(front.latestHours - front.earliestHours > lastWidth)
      lastWidth = front.latestHours - front.earliestHours
    }
  }

  @Test func `no place is exceeded before those above it, however fast the water spreads further down`() throws {
    // A slow river that spreads little flows into one that spreads a thousand times as much.
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(20_000, dispersion: 5, band: 1.25),
      try TravelExample.piece(40_000, speed: 0.8, flow: 40, dispersion: 20_000, band: 1.25),
    ])
    var before = (earliest: 0.0, likely: 0.0)
    for metres in stride(from: 10_000.0, through: 60_000, by: 2_500) {
      let forecast = try profile.forecast(
        of: .instantaneous(kilograms: 100_000), atMetres: metres, limitMilligramsPerLitre: 0.005)
      let front = try #require(forecast?.front)
      #expect(front.earliestHours >= before.earliest && front.likelyHours >= before.likely, "\(metres) m")
      before = (front.earliestHours, front.likelyHours)
    }
  }

  @Test func `below standing water a limit is exceeded from no delay up to when a mixed volume clears`() throws {
    // 5 million m³ at 2 m³/s: V/Q is 694.4 h; 10 t in it are 2 mg/L, 400 times the limit.
    let pond = try TravelPiece(
      lengthMetres: 2_000,
      movement: .detained(ReservoirDetention(volumeCubicMetres: 5e6, flowCubicMetresPerSecond: 2)),
      flowCubicMetresPerSecond: 2)
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(3_000, flow: 2), pond, try TravelExample.piece(1_000, flow: 2),
    ])
    let forecast = try #require(
      try profile.forecast(of: .instantaneous(kilograms: 10_000), atMetres: 6_000, limitMilligramsPerLitre: 0.005))
    let (front, recovery) = (try #require(forecast.front), try #require(forecast.recovery))
    #expect(front.earliestHours < 4_000 / 0.4 / 3_600 && front.likelyHours > 690)
    let clears = 5e6 / 2 / 3_600 * log(2 / 0.005)
    #expect(isClose(recovery.latestHours, 4_000 / 0.4 / 3_600 + clears, within: 0.01))
    #expect(isClose(forecast.peakConcentration.low, 2, within: 1e-9))
    #expect(isClose(try #require(forecast.longestExceedanceHours), clears, within: 0.01))
    // Near the dam all of it is mixed through, not the part below the release; within it no solution holds.
    let last = TravelProfile(pieces: [try pond.part(ofMetres: 20), try TravelExample.piece(1_000, flow: 2)])
    let near = try #require(
      try last.forecast(of: .instantaneous(kilograms: 10_000), atMetres: 1_020, limitMilligramsPerLitre: 0.005))
    #expect(isClose(near.peakConcentration.low, 2, within: 1e-9) && (near.recovery?.latestHours ?? 0) > clears)
    #expect(
      travelErrorCode {
        try last.forecast(of: .instantaneous(kilograms: 1), atMetres: 10, limitMilligramsPerLitre: 1)
      } == .stillWater)
    // So little that the mixed volume stays below the limit: only the plug tells when it ends.
    let little = try #require(
      try profile.forecast(of: .instantaneous(kilograms: 20), atMetres: 6_000, limitMilligramsPerLitre: 0.005))
    #expect(try #require(little.recovery).latestHours < 720)
  }

  @Test func `a reservoir is one water, in however many pieces it is drawn`() throws {
    func forecast(_ pond: [TravelPiece]) throws -> SectionForecast {
      let profile = TravelProfile(
        pieces: [try TravelExample.piece(3_000, flow: 2)] + pond + [try TravelExample.piece(1_000, flow: 2)])
      return try #require(
        try profile.forecast(of: .instantaneous(kilograms: 10_000), atMetres: 6_000, limitMilligramsPerLitre: 0.005))
    }
    func pond(_ metres: Double, _ cubicMetres: Double) throws -> TravelPiece {
      try TravelPiece(
        lengthMetres: metres,
        movement: .detained(ReservoirDetention(volumeCubicMetres: cubicMetres, flowCubicMetresPerSecond: 2)),
        flowCubicMetresPerSecond: 2)
    }
    let whole = try pond(2_000, 5e6)
    let one = try forecast([whole])
    // Cut where a stream comes in: the same water.
    let cut = try forecast([try whole.part(ofMetres: 500), try whole.part(ofMetres: 1_500)])
    #expect(isClose(cut.peakConcentration.low, one.peakConcentration.low, within: 1e-9))
    #expect(isClose(cut.recovery?.latestHours ?? 0, one.recovery?.latestHours ?? 1, within: 1e-6))
    // Two reaches with a volume each: as low a peak, and at most ln 2 of V/Q longer.
    let halves = try forecast([try pond(1_000, 2.5e6), try pond(1_000, 2.5e6)])
    #expect(isClose(halves.peakConcentration.low, 2, within: 1e-9))
    let more = (halves.recovery?.latestHours ?? 0) - (one.recovery?.latestHours ?? 0)
    #expect(isClose(more, 5e6 / 2 / 3_600 * log(2), within: 0.01))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `no limit is exceeded below before it is above, standing water or not`(seed: UInt64) throws {
    var generator = Seeded(seed)
    for trial in 0..<40 {
      var pieces = [try TravelExample.piece(3_000, flow: 2)]
      for _ in 0..<4 {
        if Bool.random(using: &generator) {
          pieces.append(
            try TravelPiece(
              lengthMetres: 1_000,
              movement: .detained(
                ReservoirDetention(
                  volumeCubicMetres: Double.random(in: 1e3...1e6, using: &generator), flowCubicMetresPerSecond: 2)),
              flowCubicMetresPerSecond: 2))
        } else {
          let speed = Double.random(in: 0.05...1.5, using: &generator)
          pieces.append(
            try TravelExample.piece(Double.random(in: 500...5_000, using: &generator), speed: speed, flow: 2))
        }
      }
      let profile = TravelProfile(pieces: pieces)
      var before = 0.0
      for metres in stride(from: 3_000, through: pieces.reduce(0) { $0 + $1.lengthMetres }, by: 250) {
        guard
          let front = try profile.forecast(
            of: .instantaneous(kilograms: 10_000), atMetres: metres, limitMilligramsPerLitre: 0.005)?.front
        else { continue }
        #expect(front.earliestHours >= before - 1e-6, "seed \(seed), trial \(trial), \(metres) m")
        before = front.earliestHours
      }
    }
  }

  @Test func `a background counts towards the limit`() throws {
    let profile = TravelProfile(pieces: [try TravelExample.piece(20_000)])
    func forecast(_ background: Double) throws -> SectionForecast {
      try #require(
        try profile.forecast(
          of: spill, atMetres: 20_000, limitMilligramsPerLitre: 20, backgroundMilligramsPerLitre: background))
    }
    let (clean, loaded, spoilt) = try (forecast(0), forecast(15), forecast(20))
    #expect(try #require(loaded.front).likelyHours < #require(clean.front).likelyHours)
    #expect(isClose(loaded.peakConcentration.likely, clean.peakConcentration.likely + 15, within: 1e-9))
    #expect(spoilt.front == nil && spoilt.recovery == nil)
    #expect(spoilt.warnings.map(\.kind) == [.backgroundReachesLimit])
  }

  @Test func `a limit that only part of the band exceeds is flagged, one that nothing exceeds has no front`() throws {
    let profile = TravelProfile(pieces: [try TravelExample.piece(20_000, band: 1.5)])
    let partly = try #require(try profile.forecast(of: spill, atMetres: 20_000, limitMilligramsPerLitre: 45))
    #expect(partly.front != nil && partly.exceedance?.text == "未超标")
    #expect(partly.warnings.map(\.kind) == [.mayStayBelowLimit])
    let never = try #require(try profile.forecast(of: spill, atMetres: 20_000, limitMilligramsPerLitre: 4500))
    #expect(never.front == nil && never.recovery == nil && never.warnings.isEmpty)
  }

  @Test func `a release that goes on has a front but neither peak nor recovery`() throws {
    let profile = TravelProfile(pieces: [try TravelExample.piece(20_000)])
    let forecast = try #require(
      try profile.forecast(of: .ongoing(kilogramsPerHour: 36), atMetres: 20_000, limitMilligramsPerLitre: 1))
    #expect(forecast.front != nil && forecast.peak == nil && forecast.recovery == nil)
    #expect(isClose(forecast.peakConcentration.likely, 2.5, within: 1e-9))
  }

  @Test func `what is missing is named, and what can't be is refused`() throws {
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(1000, dispersion: nil), try TravelExample.piece(1000, flow: nil),
    ])
    #expect(
      travelErrorCode { try profile.forecast(of: spill, atMetres: 900, limitMilligramsPerLitre: 1) } == .missingValue)
    #expect(
      travelErrorMessage { try profile.forecast(of: spill, atMetres: 900, limitMilligramsPerLitre: 1) }?
        .contains("width and depth") == true)
    let flowless = TravelProfile(pieces: [try TravelExample.piece(1000, flow: nil)])
    #expect(
      travelErrorMessage { try flowless.forecast(of: spill, atMetres: 900, limitMilligramsPerLitre: 1) }?.contains(
        "flow")
        == true)
    let good = TravelProfile(pieces: [try TravelExample.piece(1000)])
    #expect(travelErrorCode { try good.forecast(of: spill, atMetres: 0, limitMilligramsPerLitre: 1) } == .invalidValue)
    #expect(travelErrorCode { try good.forecast(of: spill, atMetres: 9, limitMilligramsPerLitre: 0) } == .invalidValue)
    #expect(
      travelErrorCode {
        try good.forecast(of: spill, atMetres: 9, limitMilligramsPerLitre: 1, backgroundMilligramsPerLitre: -1)
      } == .invalidValue)
  }
}
