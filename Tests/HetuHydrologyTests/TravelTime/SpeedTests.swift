import Foundation
import HetuHydrology
import Testing

struct SpeedTests {
  private func speed(
    _ reach: ReachHydrology, _ season: Season = .dry, given: Double? = nil
  ) throws -> SpeedEstimate {
    let movement = try reach.movement(in: season, givenSpeedMetresPerSecond: given, defaults: .standard())
    guard case .flowing(let speed) = movement else {
      throw TravelTimeError(code: .missingValue, message: "does not flow: \(movement)")
    }
    return speed
  }

  /// Everything known; each test takes away what stands before its basis.
  private var full: ReachHydrology {
    ReachHydrology(
      seasons: [
        .dry: SeasonalHydrology(
          speedMetresPerSecond: 0.35, flowCubicMetresPerSecond: 4, widthMetres: 20, depthMetres: 0.5),
        .normal: SeasonalHydrology(speedMetresPerSecond: 0.6, flowCubicMetresPerSecond: 10),
      ],
      slope: 0.004, roughness: 0.05, drainageAreaSquareMetres: 1e9, meanAnnualFlowCubicMetresPerSecond: 8,
      riverType: .mountainStream)
  }

  @Test func `a given speed comes before all`() throws {
    let speed = try speed(full, given: 1.2)
    #expect(speed.basis == .given)
    #expect(speed.likelyMetresPerSecond == 1.2)
    #expect(isClose(speed.lowMetresPerSecond, 0.96, within: 1e-12))
    #expect(isClose(speed.highMetresPerSecond, 1.5, within: 1e-12))
  }

  @Test func `a speed measured in the season comes next`() throws {
    let speed = try speed(full)
    #expect(speed.basis == .measuredOnReach)
    #expect(speed.likelyMetresPerSecond == 0.35)
    #expect(speed.warnings.isEmpty)
  }

  @Test func `without a measured speed flow over section is used`() throws {
    var reach = full
    reach.seasons[.dry]?.speedMetresPerSecond = nil
    let speed = try speed(reach)
    #expect(speed.basis == .continuity)
    #expect(isClose(speed.likelyMetresPerSecond, 0.4, within: 1e-12))
  }

  @Test func `another season's speed is carried over by flow to the power 0.4, with a warning`() throws {
    var reach = full
    reach.seasons[.dry] = SeasonalHydrology(flowCubicMetresPerSecond: 4)
    let speed = try speed(reach)
    #expect(speed.basis == .otherSeasonByFlow(.normal))
    #expect(isClose(speed.likelyMetresPerSecond, 0.6 * 0.693145, within: 1e-5))
    #expect(speed.warnings.map(\.kind) == [.speedFromOtherSeason])
  }

  @Test func `a missing season without flows is carried over in the ratio of the defaults`() throws {
    let reach = ReachHydrology(
      seasons: [.normal: SeasonalHydrology(speedMetresPerSecond: 1.0)], riverType: .mountainStream)
    let speed = try speed(reach)
    #expect(speed.basis == .otherSeasonByDefaults(.normal))
    #expect(isClose(speed.likelyMetresPerSecond, 0.5, within: 1e-12))
  }

  @Test func `width, depth and slope without flow give Manning's speed`() throws {
    let reach = ReachHydrology(
      seasons: [.dry: SeasonalHydrology(widthMetres: 20, depthMetres: 0.5)], slope: 0.004, riverType: .mountainStream)
    let speed = try speed(reach)
    #expect(speed.basis == .manning)
    // R = 10/21 m, n = 0.06.
    #expect(isClose(speed.likelyMetresPerSecond, 0.642783, within: 1e-5))
    #expect(speed.warnings.map(\.kind) == [.assumedRoughness])
  }

  @Test func `drainage area and flow give Jobson's speed up to its maximum probable one`() throws {
    let reach = ReachHydrology(
      seasons: [.dry: SeasonalHydrology(flowCubicMetresPerSecond: 4)], slope: 0.004, drainageAreaSquareMetres: 1e9,
      meanAnnualFlowCubicMetresPerSecond: 8)
    let speed = try speed(reach)
    #expect(speed.basis == .jobson(withSlope: true))
    #expect(isClose(speed.likelyMetresPerSecond, 0.397, within: 0.0005))
    #expect(isClose(speed.highMetresPerSecond, 0.674, within: 0.0005))
    #expect(speed.lowMetresPerSecond < speed.likelyMetresPerSecond)
  }

  @Test func `with nothing known the default of the kind is used and said`() throws {
    for type in [RiverType?.none] + RiverType.allCases.map(Optional.some) {
      for season in Season.allCases {
        let speed = try speed(ReachHydrology(riverType: type), season)
        #expect(speed.basis == .statedDefault(type))
        #expect(speed.warnings.contains { $0.kind == .defaultSpeed })
        #expect(speed.lowMetresPerSecond < speed.highMetresPerSecond)
      }
    }
    let stream = try speed(ReachHydrology(riverType: .mountainStream), .wet)
    #expect(stream.lowMetresPerSecond == 0.8)
    #expect(stream.highMetresPerSecond == 2.0)
  }

  @Test func `a speed of zero, a flow of zero and a dry reach let nothing travel`() throws {
    let defaults = try DefaultSpeeds.standard()
    for water in [
      SeasonalHydrology(speedMetresPerSecond: 0), SeasonalHydrology(flowCubicMetresPerSecond: 0),
      SeasonalHydrology(speedMetresPerSecond: 0.5, isDry: true),
    ] {
      let reach = ReachHydrology(seasons: [.dry: water])
      #expect(try reach.movement(in: .dry, defaults: defaults) == .dry)
      let given = try speed(reach, given: 0.5)
      #expect(given.warnings.map(\.kind) == [.speedGivenForDryReach])
    }
  }

  @Test func `a speed below a centimetre a second is raised to it and flagged`() throws {
    let speed = try speed(ReachHydrology(seasons: [.dry: SeasonalHydrology(speedMetresPerSecond: 0.0001)]))
    #expect(speed.likelyMetresPerSecond == 0.01)
    #expect(speed.lowMetresPerSecond == 0.01)
    #expect(speed.warnings.map(\.kind) == [.speedRaisedToFloor])
  }

  @Test func `a reservoir of known volume and flow is a delay, of unknown ones a guessed speed with a warning`() throws
  {
    var pool = ReachHydrology(
      seasons: [.dry: SeasonalHydrology(speedMetresPerSecond: 0.02, flowCubicMetresPerSecond: 5)],
      riverType: .reservoir, storedVolumeCubicMetres: 1.8e7)
    let movement = try pool.movement(in: .dry, givenSpeedMetresPerSecond: 1, defaults: .standard())
    guard case .detained(let detention) = movement else {
      Issue.record("not detained: \(movement)")
      return
    }
    #expect(isClose(detention.residenceSeconds / 3600, 1000, within: 1e-9))
    #expect(isClose(detention.heldShare(afterSeconds: 3.6e6), 0.367879, within: 1e-6))
    #expect(isClose(try detention.secondsToFall(toShare: 0.1), 3.6e6 * 2.302585, within: 10))
    pool.storedVolumeCubicMetres = nil
    #expect(try speed(pool).warnings.map(\.kind) == [.detentionUnknown])
  }

  @Test func `impossible figures are refused, each with one sentence`() throws {
    let defaults = try DefaultSpeeds.standard()
    let bad = [
      ReachHydrology(seasons: [.wet: SeasonalHydrology(speedMetresPerSecond: -1)]),
      ReachHydrology(seasons: [.dry: SeasonalHydrology(flowCubicMetresPerSecond: -0.1)]),
      ReachHydrology(seasons: [.dry: SeasonalHydrology(flowCubicMetresPerSecond: 1, widthMetres: 0)]),
      ReachHydrology(seasons: [.dry: SeasonalHydrology(depthMetres: .infinity)]),
      ReachHydrology(slope: -0.001), ReachHydrology(roughness: 0), ReachHydrology(drainageAreaSquareMetres: 0),
      ReachHydrology(meanAnnualFlowCubicMetresPerSecond: .nan), ReachHydrology(storedVolumeCubicMetres: -5),
    ]
    for reach in bad {
      #expect(travelErrorCode { try reach.movement(in: .dry, defaults: defaults) } == .invalidValue)
    }
    for given in [0, -0.5, Double.nan, .infinity] {
      let message = travelErrorMessage {
        try ReachHydrology().movement(in: .dry, givenSpeedMetresPerSecond: given, defaults: defaults)
      }
      #expect(message?.contains("given speed") == true)
      #expect(message?.lowercased().contains("nan") == false && message?.contains("inf ") == false)
    }
  }

  @Test func `a file of speeds that is broken, or whose bands are not in order, is refused`() {
    #expect(travelErrorCode { try DefaultSpeeds(json: .init("{}".utf8)) } == .malformedData)
    #expect(
      travelErrorCode {
        try SpeedEstimate(
          lowMetresPerSecond: 0.5, likelyMetresPerSecond: 0.4, highMetresPerSecond: 0.6, basis: .given)
      } == .invalidValue)
  }
}
