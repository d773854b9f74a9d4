import Foundation

/// Travel time and dispersion in rivers of which little is known.
///
/// H. E. Jobson, Prediction of traveltime and longitudinal dispersion in rivers and streams, USGS Water-Resources
/// Investigations Report 96-4013 (1996); equation numbers are its own. SI units, g = 9.8 m/s². The simple form of the
/// unit peak has not been compared with the report.
public struct Jobson: Hashable, Sendable {
  /// Leading edge over peak travel time, equation 18.
  public static let leadingEdgeRatio = 0.890

  /// Drainage area in m².
  public let drainageAreaSquareMetres: Double
  /// Mean annual flow in m³/s.
  public let meanAnnualFlowCubicMetresPerSecond: Double
  /// Flow at the time in m³/s.
  public let flowCubicMetresPerSecond: Double
  /// Slope, dimensionless; nil where unknown.
  public let slope: Double?

  /// The regression's inputs, all more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(
    drainageAreaSquareMetres: Double, meanAnnualFlowCubicMetresPerSecond: Double, flowCubicMetresPerSecond: Double,
    slope: Double? = nil
  ) throws {
    try TravelTimeError.check(drainageAreaSquareMetres, "drainage area", unit: "m²")
    try TravelTimeError.check(meanAnnualFlowCubicMetresPerSecond, "mean annual flow", unit: "m³/s")
    try TravelTimeError.check(flowCubicMetresPerSecond, "flow", unit: "m³/s")
    try TravelTimeError.check(given: slope, "slope", unit: "")
    self.drainageAreaSquareMetres = drainageAreaSquareMetres
    self.meanAnnualFlowCubicMetresPerSecond = meanAnnualFlowCubicMetresPerSecond
    self.flowCubicMetresPerSecond = flowCubicMetresPerSecond
    self.slope = slope
  }

  /// Q'ₐ = Q/Qₐ.
  public var flowRatio: Double { flowCubicMetresPerSecond / meanAnnualFlowCubicMetresPerSecond }

  /// D'ₐ = Dₐ^1.25·√g/Qₐ.
  private var relativeArea: Double {
    pow(drainageAreaSquareMetres, 1.25) * 9.8.squareRoot() / meanAnnualFlowCubicMetresPerSecond
  }

  private var specificFlow: Double { flowCubicMetresPerSecond / drainageAreaSquareMetres }

  /// The likely speed of the peak V_p in m/s: equation 12 with slope, 14 without.
  public var peakSpeedMetresPerSecond: Double {
    if let slope {
      0.094 + 0.0143 * pow(relativeArea, 0.919) * pow(flowRatio, -0.469) * pow(slope, 0.159) * specificFlow
    } else {
      0.020 + 0.051 * pow(relativeArea, 0.821) * pow(flowRatio, -0.465) * specificFlow
    }
  }

  /// The maximum probable speed of the peak V_mp in m/s, for the earliest arrival: equation 13 with slope, 15 without.
  public var fastestPeakSpeedMetresPerSecond: Double {
    if let slope {
      0.25 + 0.02 * pow(relativeArea, 0.919) * pow(flowRatio, -0.469) * pow(slope, 0.159) * specificFlow
    } else {
      0.2 + 0.093 * pow(relativeArea, 0.821) * pow(flowRatio, -0.465) * specificFlow
    }
  }

  /// The unit-peak concentration C_up in 10⁻⁶ s⁻¹ after a peak travel time in hours: 857·T_p^(−0.760·Q'ₐ^−0.079),
  /// equation 7; without the ratio of flow to mean annual flow 1025·T_p^−0.887 (unverified).
  ///
  /// - Throws: ``TravelTimeError`` unless time and ratio are more than 0.
  public static func unitPeak(peakHours: Double, flowRatio: Double?) throws -> Double {
    try TravelTimeError.check(peakHours, "travel time of the peak", unit: "h")
    try TravelTimeError.check(given: flowRatio, "ratio of flow to mean annual flow", unit: "")
    return flowRatio.map { 857 * pow(peakHours, -0.760 * pow($0, -0.079)) } ?? 1025 * pow(peakHours, -0.887)
  }

  /// Hours from the leading edge until the concentration has fallen to a tenth of the peak: T_d10 = 2·10⁶/C_up seconds,
  /// equation 19.
  ///
  /// - Throws: as ``unitPeak(peakHours:flowRatio:)``.
  public static func tailHours(peakHours: Double, flowRatio: Double?) throws -> Double {
    try 2e6 / unitPeak(peakHours: peakHours, flowRatio: flowRatio) / 3600
  }

  /// The peak concentration in mg/L of a mass in kg, C_up·10⁻⁶·R_r·M/Q; `recovered` is the share R_r that is not lost
  /// on the way.
  ///
  /// - Throws: ``TravelTimeError`` for a mass or time that is not more than 0, or a share outside 0…1.
  public func peakConcentration(massKilograms: Double, peakHours: Double, recovered: Double = 1) throws -> Double {
    try TravelTimeError.check(massKilograms, "mass", unit: "kg")
    try TravelTimeError.check(recovered, "share that is not lost", unit: "", mayBeZero: true)
    let unitPeak = try Self.unitPeak(peakHours: peakHours, flowRatio: flowRatio)
    return unitPeak * 1e-6 * min(1, recovered) * massKilograms * 1000 / flowCubicMetresPerSecond
  }
}
