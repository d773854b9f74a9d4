import Foundation

/// A rectangular channel with its mixing and dispersion, in SI units (g = 9.81 m/s²).
public struct OpenChannel: Hashable, Sendable {
  /// Width of the water in metres.
  public let widthMetres: Double
  /// Mean depth of the water in metres.
  public let depthMetres: Double

  static let gravity = 9.81

  /// A channel from width and depth, both more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(widthMetres: Double, depthMetres: Double) throws {
    try TravelTimeError.check(widthMetres, "width of the river", unit: "m")
    try TravelTimeError.check(depthMetres, "depth of the river", unit: "m")
    self.widthMetres = widthMetres
    self.depthMetres = depthMetres
  }

  /// Cross-section A = B·H in m².
  public var areaSquareMetres: Double { widthMetres * depthMetres }

  /// Hydraulic radius R = B·H/(B + 2H) in metres.
  public var hydraulicRadiusMetres: Double { areaSquareMetres / (widthMetres + 2 * depthMetres) }

  /// Manning's speed R^⅔·S^½/n in m/s from a slope and a roughness, both more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public func manningSpeedMetresPerSecond(slope: Double, roughness: Double) throws -> Double {
    try TravelTimeError.check(slope, "slope", unit: "")
    try TravelTimeError.check(roughness, "roughness", unit: "")
    return pow(hydraulicRadiusMetres, 2.0 / 3) * slope.squareRoot() / roughness
  }

  /// The slope at which Manning's formula gives a speed in m/s: (u·n)²/R^(4/3).
  ///
  /// - Throws: ``TravelTimeError`` unless both are more than 0.
  public func frictionSlope(speedMetresPerSecond: Double, roughness: Double) throws -> Double {
    try TravelTimeError.check(speedMetresPerSecond, "speed", unit: "m/s")
    try TravelTimeError.check(roughness, "roughness", unit: "")
    return pow(speedMetresPerSecond * roughness, 2) / pow(hydraulicRadiusMetres, 4.0 / 3)
  }

  /// Shear velocity u* = √(g·H·S) in m/s; the slope is more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for another slope.
  public func shearSpeedMetresPerSecond(slope: Double) throws -> Double {
    try TravelTimeError.check(slope, "slope", unit: "")
    return (Self.gravity * depthMetres * slope).squareRoot()
  }

  /// Transverse mixing coefficient by Taylor, E_y = (0.058H + 0.0065B)·√(gHS) in m²/s, for B/H up to 100 (HJ 2.3-2018
  /// appendix E, unverified).
  ///
  /// - Throws: ``TravelTimeError`` for a slope that is not more than 0.
  public func transverseMixing(slope: Double) throws -> Double {
    try (0.058 * depthMetres + 0.0065 * widthMetres) * shearSpeedMetresPerSecond(slope: slope)
  }

  /// Metres from an outfall until it is mixed over the cross-section, with a the outfall's distance from its bank:
  /// L_m = {0.11 + 0.7·[0.5 − a/B − 1.1·(0.5 − a/B)²]^½}·u·B²/E_y (HJ 2.3-2018 equation 1, unverified).
  ///
  /// Nearer than this, an intake on the outfall's bank may see several times the mean. The root is taken as 0 where its
  /// content is negative, and an outfall beyond the middle counts from the other bank.
  ///
  /// - Throws: ``TravelTimeError`` for figures that no river has, and for an outfall outside the river.
  public func mixingLengthMetres(
    speedMetresPerSecond: Double, slope: Double, outfallFromBankMetres: Double = 0
  ) throws -> Double {
    try TravelTimeError.check(speedMetresPerSecond, "speed", unit: "m/s")
    try TravelTimeError.check(
      outfallFromBankMetres, "distance of the outfall from the bank", unit: "m", mayBeZero: true)
    guard outfallFromBankMetres <= widthMetres else {
      throw TravelTimeError(
        code: .invalidValue,
        message: "The outfall lies \(outfallFromBankMetres) m from the bank of a river \(widthMetres) m wide: "
          + "correct one of the two.")
    }
    let share = min(outfallFromBankMetres, widthMetres - outfallFromBankMetres) / widthMetres
    let offset = 0.5 - share
    let root = max(0, offset - 1.1 * offset * offset).squareRoot()
    return try (0.11 + 0.7 * root) * speedMetresPerSecond * widthMetres * widthMetres / transverseMixing(slope: slope)
  }

  /// Metres from which the one-dimensional solution holds: 1.8·B²·u/(H·u*) (unverified).
  ///
  /// - Throws: ``TravelTimeError`` for figures that no river has.
  public func fickianLengthMetres(speedMetresPerSecond: Double, slope: Double) throws -> Double {
    try TravelTimeError.check(speedMetresPerSecond, "speed", unit: "m/s")
    return try 1.8 * widthMetres * widthMetres * speedMetresPerSecond
      / (depthMetres * shearSpeedMetresPerSecond(slope: slope))
  }
}
