/// How the water of a reach mixes: the longitudinal dispersion coefficient with its band, and the lengths from which
/// the one-dimensional solution holds.
public struct RiverMixing: Hashable, Sendable {
  /// The low end of the dispersion's band in m²/s: sharper, higher peaks.
  public let lowDispersion: Double
  /// The likely dispersion in m²/s.
  public let likelyDispersion: Double
  /// The high end of the dispersion's band in m²/s: earlier fronts, later recovery.
  public let highDispersion: Double
  /// Metres until a release at the bank is mixed over the section; nil where unknown.
  public let mixingLengthMetres: Double?
  /// Metres from which dispersion is Fickian; nil where unknown.
  public let fickianLengthMetres: Double?
  /// What was assumed.
  public let warnings: [TravelWarning]

  /// Mixing from a measured dispersion in m²/s with its band, 0 < low ≤ likely ≤ high; the lengths stay unknown.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(lowDispersion: Double, likelyDispersion: Double, highDispersion: Double) throws {
    try TravelTimeError.check(lowDispersion, "low dispersion coefficient", unit: "m²/s")
    try TravelTimeError.check(highDispersion, "high dispersion coefficient", unit: "m²/s")
    guard lowDispersion <= likelyDispersion, likelyDispersion <= highDispersion else {
      throw TravelTimeError(
        code: .invalidValue,
        message: "The band of dispersion coefficients is not in ascending order: put the lowest first.")
    }
    self.lowDispersion = lowDispersion
    self.likelyDispersion = likelyDispersion
    self.highDispersion = highDispersion
    mixingLengthMetres = nil
    fickianLengthMetres = nil
    warnings = []
  }

  /// Fischer's coefficient, with a band that holds the formulas of Seo and Cheong and of Kashefipour and Falconer, and
  /// half and twice the coefficient (the band is a proposal); mixing length of a release at the bank.
  ///
  /// The shear velocity follows from the slope; without one from the slope of Manning's formula for the speed and
  /// roughness, with a warning.
  ///
  /// - Throws: ``TravelTimeError`` for figures that no river has.
  public init(in channel: OpenChannel, speedMetresPerSecond speed: Double, slope: Double?, roughness: Double) throws {
    let known = slope.flatMap { $0 > 0 ? $0 : nil }
    let slope = try known ?? channel.frictionSlope(speedMetresPerSecond: speed, roughness: roughness)
    let shear = try channel.shearSpeedMetresPerSecond(slope: slope)
    func coefficient(_ formula: DispersionFormula) throws -> Double {
      try formula.coefficient(in: channel, speedMetresPerSecond: speed, shearSpeedMetresPerSecond: shear)
    }
    let likely = try coefficient(.fischer)
    let others = try [coefficient(.seoCheong), coefficient(.kashefipourFalconer), likely / 2, likely * 2]
    lowDispersion = others.reduce(likely, min)
    likelyDispersion = likely
    highDispersion = others.reduce(likely, max)
    mixingLengthMetres = try channel.mixingLengthMetres(speedMetresPerSecond: speed, slope: slope)
    fickianLengthMetres = try channel.fickianLengthMetres(speedMetresPerSecond: speed, slope: slope)
    guard known == nil else {
      warnings = []
      return
    }
    let message = "没有比降，摩阻流速由流速和糙率\(roughness)反算"
    warnings = [TravelWarning(kind: .assumedRoughness, message: message)]
  }

  /// Warnings for a place a number of metres below a release into this reach: not mixed, or too near for dispersion.
  func nearWarnings(atMetres metres: Double) -> [TravelWarning] {
    var warnings: [TravelWarning] = []
    if let length = mixingLengthMetres, metres < length {
      let message =
        "距泄漏点不足混合过程段长度\(PlainNumber.text(length, decimals: 0)) m，近岸未混匀，同岸浓度可能是断面平均值的数倍"
      warnings.append(TravelWarning(kind: .notMixed, message: message))
    }
    if let length = fickianLengthMetres, metres < length {
      let message =
        "距泄漏点不足一维解适用的\(PlainNumber.text(length, decimals: 0)) m，浓度只是粗估"
      warnings.append(TravelWarning(kind: .tooNearForDispersion, message: message))
    }
    return warnings
  }
}
