import HetuHydrology
import Testing

struct SpillControlTests {
  @Test func `dilution water, and that dirty water can't dilute`() throws {
    #expect(
      isClose(
        try SpillControl.dilutionFlow(flow: 4, concentration: 0.5, limit: 0.2, diluting: 0.02), 6.67, within: 0.005))
    #expect(try SpillControl.dilutionFlow(flow: 4, concentration: 0.2, limit: 0.2, diluting: 0.02) == 0)
    #expect(
      travelErrorCode { try SpillControl.dilutionFlow(flow: 4, concentration: 0.5, limit: 0.2, diluting: 0.2) }
        == .invalidValue)
    // Mixing that much water reaches the limit.
    let flow = try SpillControl.dilutionFlow(flow: 4, concentration: 0.5, limit: 0.2, diluting: 0.02)
    #expect(isClose(try SpillControl.mixedConcentration((0.5, 4), (0.02, flow)), 0.2, within: 1e-12))
  }

  @Test func `mixing at a confluence`() throws {
    #expect(try SpillControl.mixedConcentration((1, 3), (0, 1)) == 0.75)
    #expect(try SpillControl.mixedConcentration((1, 0), (2, 1)) == 2)
    #expect(travelErrorCode { try SpillControl.mixedConcentration((1, 0), (2, 0)) } == .invalidValue)
  }

  @Test func `a temporary dam holds a wedge, which fills sooner than it is built unless clean water is cut`() throws {
    let dam = try TemporaryDam(widthMetres: 20, waterDepthMetres: 2, slope: 0.004)
    #expect(isClose(dam.backwaterMetres, 500, within: 1e-9))
    #expect(isClose(dam.volumeCubicMetres, 10_000, within: 1e-6))
    #expect(
      isClose(try SpillControl.fillHours(volumeCubicMetres: dam.volumeCubicMetres, flow: 0.5), 5.6, within: 0.05))
    #expect(isClose(try SpillControl.fillHours(volumeCubicMetres: dam.volumeCubicMetres, flow: 4), 0.69, within: 0.005))
    #expect(travelErrorCode { try TemporaryDam(widthMetres: 20, waterDepthMetres: 2, slope: 0) } == .invalidValue)
    #expect(travelErrorCode { try SpillControl.fillHours(volumeCubicMetres: 5, flow: 0) } == .invalidValue)
  }

  @Test func `decay, dose, stock and plug`() throws {
    #expect(isClose(try SpillControl.decayed(concentration: 2, ratePerDay: 0.1, days: 10), 2 / 2.718282, within: 1e-6))
    #expect(try SpillControl.decayed(concentration: 2, ratePerDay: 0, days: 10) == 2)
    #expect(isClose(try SpillControl.doseKilogramsPerHour(flow: 4, doseMilligramsPerLitre: 50), 720, within: 1e-9))
    #expect(isClose(try SpillControl.stockHours(stockKilograms: 3600, doseKilogramsPerHour: 720), 5, within: 1e-12))
    #expect(try SpillControl.plugVolumeCubicMetres(flow: 4, hours: 2) == 28_800)
    #expect(travelErrorCode { try SpillControl.plugVolumeCubicMetres(flow: 4, hours: -2) } == .invalidValue)
    #expect(travelErrorCode { try SpillControl.decayed(concentration: -2, ratePerDay: 0, days: 1) } == .invalidValue)
  }
}
