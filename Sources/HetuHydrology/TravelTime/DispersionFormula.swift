import Foundation

/// Formulas for the longitudinal dispersion coefficient D_L in m²/s. Their scatter against tracer tests is a factor of
/// 2 to 5. All are the usual textbook forms, not compared with the papers.
public enum DispersionFormula: String, CaseIterable, Hashable, Sendable {
  /// Fischer (1979): 0.011·u²·B²/(H·u*).
  case fischer
  /// Seo and Cheong (1998): 5.915·(B/H)^0.620·(u/u*)^1.428·H·u*.
  case seoCheong
  /// Kashefipour and Falconer (2002): 10.612·H·u·(u/u*).
  case kashefipourFalconer
  /// Elder (1959): 5.93·H·u*, from the laboratory, a lower bound.
  case elder

  /// D_L in m²/s from the mean speed and the shear velocity in m/s, both more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public func coefficient(
    in channel: OpenChannel, speedMetresPerSecond speed: Double, shearSpeedMetresPerSecond shear: Double
  ) throws -> Double {
    try TravelTimeError.check(speed, "speed", unit: "m/s")
    try TravelTimeError.check(shear, "shear velocity", unit: "m/s")
    let (width, depth) = (channel.widthMetres, channel.depthMetres)
    return switch self {
    case .fischer: 0.011 * speed * speed * width * width / (depth * shear)
    case .seoCheong: 5.915 * pow(width / depth, 0.620) * pow(speed / shear, 1.428) * depth * shear
    case .kashefipourFalconer: 10.612 * depth * speed * speed / shear
    case .elder: 5.93 * depth * shear
    }
  }
}
