import HetuHydrology
import TestSupport
import Testing

struct TravelTimeTests {
  /// The tailings front of Luming, 2020: 110 km from 28 March 13:40 to 31 March 14:00.
  @Test func `the Luming front ran 110 km at 0,42 metres a second`() throws {
    let hours = 72 + 20.0 / 60
    let speed = 110_000 / (hours * 3600)
    #expect(isClose(speed, 0.42, within: 0.005))
    // A front at that speed belongs to a peak 1/0.89 slower.
    let profile = TravelProfile(pieces: [try TravelExample.piece(110_000, speed: speed * Jobson.leadingEdgeRatio)])
    let times = try #require(try profile.times(atMetres: 110_000))
    #expect(isClose(times.front.likelyHours, hours, within: 1e-9))
  }

  @Test func `times add up along reaches of different speed`() throws {
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(3600, speed: 1), try TravelExample.piece(7200, speed: 0.5),
      try TravelExample.piece(1000, speed: 0.1),
    ])
    let times = try #require(try profile.times(atMetres: 10_800))
    #expect(isClose(times.peak.likelyHours, 5, within: 1e-12))
    #expect(isClose(times.front.likelyHours, 0.89 * 5, within: 1e-12))
    let within = try #require(try profile.times(atMetres: 3600 + 1800))
    #expect(isClose(within.peak.likelyHours, 2, within: 1e-12))
    #expect(try profile.times(atMetres: 11_801) == nil)
    #expect(try profile.times(atMetres: -1) == nil)
    #expect(try #require(try profile.times(atMetres: 0)).front.latestHours == 0)
  }

  @Test func `the tail of 40 km is Jobson's where the flow's ratio is known`() throws {
    let reach = ReachHydrology(
      seasons: [.dry: SeasonalHydrology(flowCubicMetresPerSecond: 4)], slope: 0.004, drainageAreaSquareMetres: 1e9,
      meanAnnualFlowCubicMetresPerSecond: 8)
    let piece = try TravelPiece(lengthMetres: 40_000, of: reach, in: .dry, defaults: .standard())
    let times = try #require(try TravelProfile(pieces: [piece]).times(atMetres: 40_000))
    #expect(isClose(times.peak.likelyHours, 27.98, within: 0.01))
    #expect(isClose(times.front.likelyHours, 24.90, within: 0.01))
    #expect(isClose(times.peak.earliestHours, 16.49, within: 0.01))
    #expect(isClose(times.front.earliestHours, 14.67, within: 0.01))
    #expect(isClose(try #require(times.recovery).likelyHours, 24.90 + 9.40, within: 0.02))
  }

  @Test func `uncertainty grows steadily, and front, peak and recovery keep their order`() throws {
    let seed: UInt64 = 77
    var dice = Seeded(seed)
    for _ in 0..<50 {
      let pieces = try (0..<12).map { _ in
        if Int.random(in: 0..<5, using: &dice) == 0 {
          return try TravelPiece(
            lengthMetres: 2000,
            movement: .detained(
              ReservoirDetention(
                volumeCubicMetres: .random(in: 1...1e6, using: &dice), flowCubicMetresPerSecond: 3)))
        }
        return try TravelExample.piece(
          .random(in: 0...20_000, using: &dice), speed: .random(in: 0.02...2, using: &dice),
          band: .random(in: 1.1...2, using: &dice))
      }
      let profile = TravelProfile(pieces: pieces)
      var last: TravelTimes?
      for step in 0...200 {
        let metres = profile.reachedMetres * Double(step) / 200
        let times = try #require(try profile.times(atMetres: metres), "seed \(seed)")
        let recovery = try #require(times.recovery)
        for band in [times.front, times.peak, recovery] {
          #expect(band.earliestHours <= band.likelyHours && band.likelyHours <= band.latestHours, "seed \(seed)")
        }
        #expect(times.front.likelyHours <= times.peak.likelyHours, "seed \(seed)")
        #expect(times.peak.likelyHours <= recovery.likelyHours, "seed \(seed)")
        #expect(times.peak.latestHours <= recovery.latestHours, "seed \(seed)")
        if let last {
          let width = times.peak.latestHours - times.peak.earliestHours
          #expect(width >= last.peak.latestHours - last.peak.earliestHours - 1e-9, "seed \(seed)")
          #expect(times.front.earliestHours >= last.front.earliestHours, "seed \(seed)")
        }
        last = times
      }
    }
  }

  @Test func `cutting a piece changes no time`() throws {
    let whole = TravelProfile(pieces: [try TravelExample.piece(10_000, band: 1.5)])
    let cut = TravelProfile(pieces: [
      try TravelExample.piece(4000, band: 1.5), try TravelExample.piece(6000, band: 1.5),
    ])
    let (one, other) = try (#require(try whole.times(atMetres: 9000)), #require(try cut.times(atMetres: 9000)))
    #expect(isClose(one.front.earliestHours, other.front.earliestHours, within: 1e-9))
    #expect(isClose(one.peak.latestHours, other.peak.latestHours, within: 1e-9))
  }

  @Test func `nothing arrives beyond a dry reach`() throws {
    let profile = TravelProfile(pieces: [
      try TravelExample.piece(1000), try TravelPiece(lengthMetres: 500, movement: .dry), try TravelExample.piece(1000),
    ])
    #expect(profile.dryFromMetres == 1000)
    #expect(profile.pieces.map(\.likelySpeedMetresPerSecond) == [0.4, 0, 0.4])
    #expect(try profile.times(atMetres: 1000) != nil)
    #expect(try profile.times(atMetres: 1001) == nil)
    #expect(try profile.forecast(of: .instantaneous(kilograms: 1), atMetres: 1001, limitMilligramsPerLitre: 1) == nil)
    #expect(TravelProfile(pieces: [try TravelExample.piece(1)]).dryFromMetres == nil)
    #expect(TravelProfile(pieces: []).reachedMetres == 0)
  }

  @Test func `a reservoir delays by volume over flow, at the earliest not at all`() throws {
    let pool = try TravelPiece(
      lengthMetres: 4000,
      movement: .detained(ReservoirDetention(volumeCubicMetres: 72_000, flowCubicMetresPerSecond: 2)))
    let profile = TravelProfile(pieces: [try TravelExample.piece(3600, speed: 1), pool])
    let times = try #require(try profile.times(atMetres: 7600))
    #expect(isClose(times.front.likelyHours, 0.89 + 10, within: 1e-9))
    #expect(isClose(times.front.earliestHours, 0.89, within: 1e-9))
    #expect(isClose(times.front.latestHours, 10.89, within: 1e-9))
    #expect(try #require(times.recovery).latestHours > 23)
    #expect(isClose(pool.likelySpeedMetresPerSecond, 4000.0 / 36_000, within: 1e-12))
    let half = try #require(try profile.times(atMetres: 5600))
    #expect(isClose(half.peak.likelyHours, 1 + 5, within: 1e-9))
    #expect(profile.warnings(toMetres: 7600).map(\.kind) == [.detained])
    #expect(profile.warnings(toMetres: 3000).isEmpty)
  }

  @Test func `a release that lasts moves peak and recovery, one that goes on has no recovery`() throws {
    let profile = TravelProfile(pieces: [try TravelExample.piece(10_000)])
    let once = try #require(try profile.times(atMetres: 10_000))
    let lasting = try #require(try profile.times(atMetres: 10_000, for: .lasting(hours: 4)))
    #expect(lasting.front == once.front)
    #expect(isClose(lasting.peak.likelyHours, once.peak.likelyHours + 2, within: 1e-9))
    #expect(
      isClose(try #require(lasting.recovery).likelyHours, try #require(once.recovery).likelyHours + 4, within: 1e-9))
    #expect(try #require(try profile.times(atMetres: 10_000, for: .ongoing)).recovery == nil)
    #expect(travelErrorCode { try profile.times(atMetres: 10_000, for: .lasting(hours: -1)) } == .invalidValue)
  }

  @Test func `the flow of a piece follows from speed and section where it is not recorded`() throws {
    let reach = ReachHydrology(
      seasons: [.dry: SeasonalHydrology(speedMetresPerSecond: 0.4, widthMetres: 20, depthMetres: 0.5)], slope: 0.004)
    let piece = try TravelPiece(lengthMetres: 1000, of: reach, in: .dry, defaults: .standard())
    #expect(isClose(try #require(piece.flowCubicMetresPerSecond), 4, within: 1e-12))
    #expect(isClose(try #require(piece.mixing).likelyDispersion, 10.052, within: 0.0005))
    #expect(piece.warnings.map(\.kind) == [.flowFromSection])
    let profile = try TravelProfile(pieces: [piece, TravelExample.piece(9000)])
    #expect(profile.warnings(toMetres: 3000).map(\.kind) == [.flowFromSection, .notMixed, .tooNearForDispersion])
    #expect(profile.warnings(toMetres: 4000).map(\.kind) == [.flowFromSection, .tooNearForDispersion])
    #expect(profile.warnings(toMetres: 5000).map(\.kind) == [.flowFromSection])
    #expect(travelErrorCode { try TravelExample.piece(-1) } == .invalidValue)
  }
}
