import Foundation

/// A reach of one speed, flow, dispersion and decay, for which the advection-dispersion equation
/// ∂(AC)/∂t + ∂(QC)/∂x = ∂/∂x(A·D·∂C/∂x) − kAC has a closed solution.
public struct UniformReach: Hashable, Sendable {
  /// Mean speed u in m/s.
  public let speedMetresPerSecond: Double
  /// Cross-section A in m².
  public let areaSquareMetres: Double
  /// Longitudinal dispersion D in m²/s.
  public let dispersion: Double
  /// First-order decay k in 1/s.
  public let decayPerSecond: Double

  /// A uniform reach; all figures are more than 0, the decay may be 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(
    speedMetresPerSecond: Double, areaSquareMetres: Double, dispersion: Double, decayPerSecond: Double = 0
  ) throws {
    try TravelTimeError.check(speedMetresPerSecond, "speed", unit: "m/s")
    try TravelTimeError.check(areaSquareMetres, "cross-section", unit: "m²")
    try TravelTimeError.check(dispersion, "dispersion coefficient", unit: "m²/s")
    try TravelTimeError.check(decayPerSecond, "decay rate", unit: "1/s", mayBeZero: true)
    self.speedMetresPerSecond = speedMetresPerSecond
    self.areaSquareMetres = areaSquareMetres
    self.dispersion = dispersion
    self.decayPerSecond = decayPerSecond
  }

  /// The flow Q = u·A in m³/s.
  public var flowCubicMetresPerSecond: Double { speedMetresPerSecond * areaSquareMetres }

  /// The concentration over time a distance in metres (more than 0) below a release.
  ///
  /// Instantaneous: C = M/(A·√(4πDt))·exp(−(x − ut)²/(4Dt) − kt). Lasting: the superposition of such pulses, in
  /// closed form. Ongoing: rises to C₀·exp[(ux/2D)(1 − √(1 + 4kD/u²))], C₀ = ṁ/(Q·√(1 + 4kD/u²)).
  ///
  /// - Throws: ``TravelTimeError`` for a distance, mass or duration that can't be.
  public func concentration(of release: Release, atMetres metres: Double) throws -> ConcentrationCurve {
    try TravelTimeError.check(metres, "distance from the release", unit: "m")
    return try ConcentrationCurve(
      of: release, travelSeconds: metres / speedMetresPerSecond,
      varianceSquareSeconds: 2 * dispersion * metres / pow(speedMetresPerSecond, 3),
      flowCubicMetresPerSecond: flowCubicMetresPerSecond, decayPerSecond: decayPerSecond)
  }
}
