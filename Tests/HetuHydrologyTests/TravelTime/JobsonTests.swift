import HetuHydrology
import Testing

/// A catchment of 1000 km² with 8 m³/s in the mean and 4 m³/s now, 40 km of river; worked by hand with the report's
/// equations.
struct JobsonTests {
  private func jobson(slope: Double?) throws -> Jobson {
    try Jobson(
      drainageAreaSquareMetres: 1e9, meanAnnualFlowCubicMetresPerSecond: 8, flowCubicMetresPerSecond: 4, slope: slope)
  }

  @Test func `likely and fastest speeds with and without slope`() throws {
    let (sloped, level) = try (jobson(slope: 0.004), jobson(slope: nil))
    #expect(isClose(sloped.peakSpeedMetresPerSecond, 0.397, within: 0.0005))
    #expect(isClose(sloped.fastestPeakSpeedMetresPerSecond, 0.674, within: 0.0005))
    #expect(isClose(level.peakSpeedMetresPerSecond, 0.245, within: 0.0005))
    // 0.2 + 0.093·4.4030; the rounded 0.245 m/s would give 0.610.
    #expect(isClose(level.fastestPeakSpeedMetresPerSecond, 0.6095, within: 0.0001))
  }

  @Test func `times and peak over 40 km`() throws {
    let jobson = try jobson(slope: 0.004)
    let peak = 40_000 / jobson.peakSpeedMetresPerSecond / 3600
    let fastest = 40_000 / jobson.fastestPeakSpeedMetresPerSecond / 3600
    #expect(isClose(peak, 27.98, within: 0.01))
    #expect(isClose(Jobson.leadingEdgeRatio * peak, 24.90, within: 0.01))
    #expect(isClose(fastest, 16.49, within: 0.01))
    #expect(isClose(Jobson.leadingEdgeRatio * fastest, 14.67, within: 0.01))
    #expect(isClose(try Jobson.unitPeak(peakHours: peak, flowRatio: jobson.flowRatio), 59.1, within: 0.05))
    #expect(isClose(try Jobson.tailHours(peakHours: peak, flowRatio: jobson.flowRatio), 9.40, within: 0.01))
    #expect(isClose(try jobson.peakConcentration(massKilograms: 1000, peakHours: peak), 14.8, within: 0.05))
  }

  @Test func `figures that no catchment has are refused`() {
    #expect(
      travelErrorCode {
        try Jobson(
          drainageAreaSquareMetres: 1e9, meanAnnualFlowCubicMetresPerSecond: 0, flowCubicMetresPerSecond: 4)
      }
        == .invalidValue)
    #expect(travelErrorCode { try jobson(slope: -0.1) } == .invalidValue)
    #expect(travelErrorCode { try Jobson.unitPeak(peakHours: 0, flowRatio: nil) } == .invalidValue)
    #expect(
      travelErrorCode { try jobson(slope: nil).peakConcentration(massKilograms: -1, peakHours: 3) } == .invalidValue)
  }
}
