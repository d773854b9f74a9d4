import HetuHydrology
import Testing

/// A river 20 m wide and 0.5 m deep, at 0.4 m/s and 4 ‰: the worked example of these tests, computed by hand and in
/// another program.
enum TravelExample {
  static let speed = 0.4
  static let slope = 0.004

  static func channel() throws -> OpenChannel { try OpenChannel(widthMetres: 20, depthMetres: 0.5) }

  static func dispersion(_ formula: DispersionFormula) throws -> Double {
    try formula.coefficient(
      in: channel(), speedMetresPerSecond: speed,
      shearSpeedMetresPerSecond: channel().shearSpeedMetresPerSecond(slope: slope))
  }

  static func reach(decayPerSecond: Double = 0) throws -> UniformReach {
    try UniformReach(
      speedMetresPerSecond: speed, areaSquareMetres: channel().areaSquareMetres, dispersion: dispersion(.fischer),
      decayPerSecond: decayPerSecond)
  }

  static func piece(
    _ metres: Double, speed: Double = 0.4, flow: Double? = 4, dispersion: Double? = 10, band: Double = 1
  ) throws -> TravelPiece {
    try TravelPiece(
      lengthMetres: metres,
      movement: .flowing(
        SpeedEstimate(
          lowMetresPerSecond: speed / band, likelyMetresPerSecond: speed, highMetresPerSecond: speed * band,
          basis: .given)),
      flowCubicMetresPerSecond: flow,
      mixing: dispersion.map {
        try RiverMixing(lowDispersion: $0 / band, likelyDispersion: $0, highDispersion: $0 * band)
      })
  }
}

func isClose(_ value: Double, _ expected: Double, within tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance
}

/// The code of the error that a call throws.
func travelErrorCode(_ call: () throws -> some Any) -> TravelTimeError.Code? {
  do {
    _ = try call()
    return nil
  } catch {
    return (error as? TravelTimeError)?.code
  }
}

/// The sentence of the error that a call throws.
func travelErrorMessage(_ call: () throws -> some Any) -> String? {
  do {
    _ = try call()
    return nil
  } catch {
    return (error as? TravelTimeError)?.message
  }
}

func isUnknown(_ code: TravelTimeError.Code?) -> Bool {
  if case .unknownSubstance = code { true } else { false }
}
