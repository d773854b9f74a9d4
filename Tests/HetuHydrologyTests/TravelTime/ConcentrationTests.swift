import Foundation
import HetuHydrology
import TestSupport
import Testing

struct ConcentrationTests {
  private let spill = Release.instantaneous(kilograms: 1000)

  /// Peak concentration, first and last exceedance were found on a grid of 30 s.
  @Test(arguments: [
    (2000.0, 1.372, 126.21, 0.742, 2.542), (5000, 3.455, 79.68, 2.358, 5.058),
    (10_000, 6.927, 56.31, 5.317, 9.025), (20_000, 13.871, 39.80, 11.558, 16.650),
  ])
  func `peak and exceedance of 1000 kg in the worked example`(
    metres: Double, peakHours: Double, peak: Double, first: Double, last: Double
  ) throws {
    let curve = try TravelExample.reach().concentration(of: spill, atMetres: metres)
    #expect(isClose(try #require(curve.peakHours), peakHours, within: 0.0006))
    let highest = (1...2400).map { curve.concentration(atHours: Double($0) / 120) }.max() ?? 0
    #expect(isClose(highest, peak, within: 0.006))
    #expect(curve.peakConcentration >= highest && isClose(curve.peakConcentration, peak, within: 0.02))
    let exceedance = try #require(try curve.exceedance(ofMilligramsPerLitre: 0.05))
    #expect(isClose(exceedance.firstHours, first, within: 0.009))
    #expect(isClose(try #require(exceedance.lastHours), last, within: 0.009))
    #expect(isClose(curve.concentration(atHours: exceedance.firstHours), 0.05, within: 1e-9))
  }

  @Test func `the pulse is the closed solution`() throws {
    let reach = try TravelExample.reach(decayPerSecond: 2e-5)
    let curve = try reach.concentration(of: spill, atMetres: 5000)
    for hours in [1.0, 3, 3.4, 5, 9] {
      let (time, dispersion) = (hours * 3600, reach.dispersion)
      let expected =
        1e6 / (10 * sqrt(4 * .pi * dispersion * time))
        * exp(-pow(5000 - 0.4 * time, 2) / (4 * dispersion * time) - 2e-5 * time)
      #expect(isClose(curve.concentration(atHours: hours), expected, within: expected * 1e-10))
    }
  }

  @Test func `no concentration near the computed peak is higher, with decay and with duration`() throws {
    for decay in [0, 1e-5, 1e-3] {
      for release in [spill, .lasting(kilograms: 1000, hours: 0.3), .lasting(kilograms: 1000, hours: 12)] {
        let curve = try TravelExample.reach(decayPerSecond: decay).concentration(of: release, atMetres: 3000)
        let peak = try #require(curve.peakHours)
        for step in -200...200 {
          #expect(
            curve.concentration(atHours: peak + Double(step) * 0.02) <= curve.peakConcentration * (1 + 1e-9),
            "k \(decay), \(release), \(step)")
        }
      }
    }
  }

  @Test func `the mass that passes is the mass released, at once or over hours`() throws {
    for release in [spill, .lasting(kilograms: 1000, hours: 0.5), .lasting(kilograms: 1000, hours: 6)] {
      for metres in [2000.0, 20_000] {
        let curve = try TravelExample.reach().concentration(of: release, atMetres: metres)
        let step = 0.002
        let sum = (0..<30_000).reduce(0.0) { $0 + curve.concentration(atHours: Double($1) * step) }
        let kilograms = sum * step * 3600 * 4 / 1000
        #expect(isClose(kilograms, 1000, within: 0.1), "\(release) at \(metres) m: \(kilograms) kg")
      }
    }
  }

  @Test func `a release over hours is the superposition of pulses`() throws {
    let reach = try TravelExample.reach(decayPerSecond: 1e-5)
    let lasting = try reach.concentration(of: .lasting(kilograms: 1000, hours: 2), atMetres: 5000)
    let pulse = try reach.concentration(of: .instantaneous(kilograms: 1), atMetres: 5000)
    for hours in [3.0, 4, 4.5, 6, 8] {
      let sum = (0..<1000).reduce(0.0) { $0 + pulse.concentration(atHours: hours - (Double($1) + 0.5) * 0.002) }
      #expect(isClose(lasting.concentration(atHours: hours), sum, within: 1e-4 * lasting.peakConcentration))
    }
  }

  @Test func `a short release nears the pulse`() throws {
    let reach = try TravelExample.reach()
    let pulse = try reach.concentration(of: spill, atMetres: 5000)
    let short = try reach.concentration(of: .lasting(kilograms: 1000, hours: 0.001), atMetres: 5000)
    #expect(isClose(short.peakConcentration, pulse.peakConcentration, within: 0.01))
    #expect(
      try reach.concentration(of: .lasting(kilograms: 1000, hours: 0), atMetres: 5000).peakConcentration
        == pulse.peakConcentration)
  }

  @Test func `a release that goes on rises to the steady solution and never recovers`() throws {
    let decay = 5e-5
    let reach = try TravelExample.reach(decayPerSecond: decay)
    let curve = try reach.concentration(of: .ongoing(kilogramsPerHour: 36), atMetres: 5000)
    let root = sqrt(1 + 4 * decay * reach.dispersion / 0.16)
    let expected = 10 / (4 * root) * exp(0.4 * 5000 / (2 * reach.dispersion) * (1 - root))
    #expect(isClose(curve.peakConcentration, expected, within: 1e-9))
    #expect(isClose(curve.concentration(atHours: 100), expected, within: 1e-9))
    let exceedance = try #require(try curve.exceedance(ofMilligramsPerLitre: 0.5))
    #expect(exceedance.lastHours == nil)
    #expect(isClose(curve.concentration(atHours: exceedance.firstHours), 0.5, within: 1e-9))
    #expect(curve.peakHours == nil)
  }

  @Test func `without decay and dispersion the limits are plain flow`() throws {
    let near = try TravelExample.reach(decayPerSecond: 1e-15).concentration(of: spill, atMetres: 5000)
    let none = try TravelExample.reach().concentration(of: spill, atMetres: 5000)
    #expect(isClose(near.peakConcentration, none.peakConcentration, within: 1e-6))
    let sharp = try UniformReach(speedMetresPerSecond: 0.4, areaSquareMetres: 10, dispersion: 1e-9)
    let box = try sharp.concentration(of: .lasting(kilograms: 1000, hours: 2), atMetres: 5000)
    // x/u = 3.4722 h; 1000 kg in 2 h of 4 m³/s.
    #expect(box.concentration(atHours: 3.47) == 0)
    #expect(isClose(box.concentration(atHours: 4.5), 1e6 / (7200 * 4), within: 1e-6))
    #expect(box.concentration(atHours: 5.48) == 0)
    #expect(isClose(try #require(try sharp.concentration(of: spill, atMetres: 5000).peakHours), 3.47222, within: 1e-5))
  }

  @Test func `farther away the peak is later and lower, and more decay makes it lower`() throws {
    var last: ConcentrationCurve?
    for metres in stride(from: 500.0, through: 50_000, by: 500) {
      let curve = try TravelExample.reach(decayPerSecond: 1e-6).concentration(of: spill, atMetres: metres)
      let decayed = try TravelExample.reach(decayPerSecond: 1e-5).concentration(of: spill, atMetres: metres)
      #expect(decayed.peakConcentration < curve.peakConcentration)
      if let last {
        #expect(curve.peakConcentration < last.peakConcentration)
        #expect((curve.peakHours ?? 0) > (last.peakHours ?? 0))
      }
      last = curve
    }
  }

  @Test func `a limit above the peak is never exceeded`() throws {
    let curve = try TravelExample.reach().concentration(of: spill, atMetres: 2000)
    #expect(try curve.exceedance(ofMilligramsPerLitre: 127) == nil)
    #expect(try curve.exceedance(ofMilligramsPerLitre: 126) != nil)
  }

  @Test func `every curve of random rivers is finite and keeps its order`() throws {
    let seed: UInt64 = 20_260_301
    var dice = Seeded(seed)
    for _ in 0..<300 {
      let reach = try UniformReach(
        speedMetresPerSecond: pow(10, .random(in: -2...0.5, using: &dice)),
        areaSquareMetres: pow(10, .random(in: -1...3, using: &dice)),
        dispersion: pow(10, .random(in: -3...3, using: &dice)),
        decayPerSecond: Bool.random(using: &dice) ? 0 : pow(10, .random(in: -8 ... -3, using: &dice)))
      let metres = pow(10, Double.random(in: 0...5.5, using: &dice))
      let hours = pow(10, Double.random(in: -3...2, using: &dice))
      for release in [spill, .lasting(kilograms: 5, hours: hours), .ongoing(kilogramsPerHour: 3)] {
        let curve = try reach.concentration(of: release, atMetres: metres)
        #expect(curve.peakConcentration.isFinite && curve.peakConcentration >= 0, "seed \(seed): \(reach) \(metres)")
        if curve.peakConcentration > 1e-300 {
          let found = try curve.exceedance(ofMilligramsPerLitre: curve.peakConcentration / 2)
          let exceedance = try #require(found, "seed \(seed): \(reach) \(metres) \(release)")
          #expect(exceedance.firstHours.isFinite && exceedance.firstHours >= 0)
          if let peak = curve.peakHours, let last = exceedance.lastHours {
            #expect(exceedance.firstHours <= peak && peak <= last, "seed \(seed): \(reach) \(metres) \(release)")
          }
        }
      }
    }
  }

  @Test func `releases and reaches that can't be are refused`() throws {
    let reach = try TravelExample.reach()
    for release in [
      Release.instantaneous(kilograms: -5), .instantaneous(kilograms: 0), .instantaneous(kilograms: .nan),
      .lasting(kilograms: 5, hours: -1), .ongoing(kilogramsPerHour: 0),
    ] {
      #expect(travelErrorCode { try reach.concentration(of: release, atMetres: 100) } == .invalidValue)
    }
    #expect(
      travelErrorMessage { try reach.concentration(of: .instantaneous(kilograms: -5), atMetres: 100) }
        == "The mass of the release is -5.0 kg, but must be more than 0: correct the figure.")
    #expect(travelErrorCode { try reach.concentration(of: spill, atMetres: 0) } == .invalidValue)
    #expect(
      travelErrorCode { try UniformReach(speedMetresPerSecond: 0.4, areaSquareMetres: 10, dispersion: 0) }
        == .invalidValue)
  }
}
