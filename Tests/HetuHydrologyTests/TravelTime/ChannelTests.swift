import HetuHydrology
import Testing

struct ChannelTests {
  @Test func `shear velocity and four dispersion coefficients of the worked example`() throws {
    #expect(
      isClose(try TravelExample.channel().shearSpeedMetresPerSecond(slope: TravelExample.slope), 0.14007, within: 5e-6))
    #expect(isClose(try TravelExample.dispersion(.fischer), 10.052, within: 0.0005))
    #expect(isClose(try TravelExample.dispersion(.seoCheong), 18.25, within: 0.005))
    #expect(isClose(try TravelExample.dispersion(.kashefipourFalconer), 6.06, within: 0.005))
    #expect(isClose(try TravelExample.dispersion(.elder), 0.42, within: 0.005))
  }

  @Test func `the band of dispersion holds the formulas for rivers`() throws {
    let mixing = try RiverMixing(
      in: TravelExample.channel(), speedMetresPerSecond: 0.4, slope: TravelExample.slope, roughness: 0.05)
    #expect(isClose(mixing.likelyDispersion, 10.052, within: 0.0005))
    #expect(mixing.lowDispersion <= 6.06 && mixing.highDispersion >= 18.25)
    #expect(isClose(try #require(mixing.mixingLengthMetres), 3176, within: 0.5))
    #expect(mixing.warnings.isEmpty)
    let assumed = try RiverMixing(in: TravelExample.channel(), speedMetresPerSecond: 0.4, slope: nil, roughness: 0.05)
    #expect(assumed.warnings.map(\.kind) == [.assumedRoughness])
    #expect(
      travelErrorCode { try RiverMixing(lowDispersion: 2, likelyDispersion: 1, highDispersion: 3) } == .invalidValue)
  }

  @Test func `the slope of Manning's formula gives its speed back`() throws {
    let channel = try TravelExample.channel()
    let slope = try channel.frictionSlope(speedMetresPerSecond: 0.4, roughness: 0.05)
    #expect(isClose(try channel.manningSpeedMetresPerSecond(slope: slope, roughness: 0.05), 0.4, within: 1e-12))
  }

  @Test func `the mixing length of an outfall at the bank`() throws {
    let channel = try TravelExample.channel()
    #expect(isClose(try channel.transverseMixing(slope: TravelExample.slope), 0.02227, within: 5e-6))
    let atBank = try channel.mixingLengthMetres(speedMetresPerSecond: 0.4, slope: TravelExample.slope)
    #expect(isClose(atBank, 3176, within: 0.5))
    let inMiddle = try channel.mixingLengthMetres(
      speedMetresPerSecond: 0.4, slope: TravelExample.slope, outfallFromBankMetres: 10)
    #expect(inMiddle < atBank)
    let atOtherBank = try channel.mixingLengthMetres(
      speedMetresPerSecond: 0.4, slope: TravelExample.slope, outfallFromBankMetres: 20)
    #expect(atOtherBank == atBank)
    // 1.8 · 400 · 0.4 / (0.5 · 0.14007)
    #expect(
      isClose(
        try channel.fickianLengthMetres(speedMetresPerSecond: 0.4, slope: TravelExample.slope), 4112.2, within: 0.5))
  }

  @Test func `channels that can't be are refused`() throws {
    #expect(travelErrorCode { try OpenChannel(widthMetres: 0, depthMetres: 1) } == .invalidValue)
    #expect(travelErrorCode { try OpenChannel(widthMetres: 5, depthMetres: -1) } == .invalidValue)
    let channel = try TravelExample.channel()
    #expect(travelErrorCode { try channel.shearSpeedMetresPerSecond(slope: 0) } == .invalidValue)
    #expect(
      travelErrorCode {
        try channel.mixingLengthMetres(speedMetresPerSecond: 1, slope: 0.01, outfallFromBankMetres: 21)
      }
        == .invalidValue)
  }
}
