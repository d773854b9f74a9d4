/// What is expected at a place below a release of known mass: when a limit is exceeded, and by how much.
public struct SectionForecast: Hashable, Sendable {
  /// A concentration with its band, in mg/L, background included.
  public struct ConcentrationBand: Hashable, Sendable {
    /// The low end.
    public let low: Double
    /// The likely value.
    public let likely: Double
    /// The high end.
    public let high: Double
  }

  /// Metres from the release.
  public let distanceMetres: Double
  /// The limit in mg/L that front and recovery refer to.
  public let limitMilligramsPerLitre: Double
  /// First exceedance; nil where the limit is not exceeded under any speed and dispersion of the band.
  public let front: TimeBand?
  /// The peak; nil while a release goes on.
  public let peak: TimeBand?
  /// Back below the limit; nil as for the front, and while a release goes on.
  public let recovery: TimeBand?
  /// The peak concentration.
  public let peakConcentration: ConcentrationBand
  /// The likely peak against the limit (超标倍数).
  public let exceedance: LimitMultiple
  /// What was assumed or is doubtful.
  public let warnings: [TravelWarning]
}

extension TravelProfile {
  /// Concentrations and times at a number of metres below a release, with the band of speeds and dispersions.
  ///
  /// The moments of arrival add up along the pieces: T = Σ L/u, σ² = Σ 2DL/u³; the mass is conserved, confluences dilute
  /// by the growth of the flow above the greatest so far, and diversions leave the concentration as it is, where they leave and
  /// where they come back. Standing water delays by V/Q without spreading (plug flow:
  /// the concentration behind it is an upper bound). All nine pairs of low, likely and high speed and dispersion are
  /// computed; the band is what they span.
  ///
  /// - Parameters:
  ///   - backgroundMilligramsPerLitre: what the river carries anyway; added to the concentration.
  ///   - decayPerDay: first-order decay k; 0 for metals and salts.
  /// - Returns: nil where nothing arrives.
  /// - Throws: ``TravelTimeError`` for figures that can't be, and where flow, width or depth of a piece is missing.
  public func forecast(
    of release: Release, atMetres metres: Double, limitMilligramsPerLitre limit: Double,
    backgroundMilligramsPerLitre background: Double = 0, decayPerDay: Double = 0
  ) throws -> SectionForecast? {
    try release.check()
    try TravelTimeError.check(limit, "limit", unit: "mg/L")
    try TravelTimeError.check(background, "background concentration", unit: "mg/L", mayBeZero: true)
    try TravelTimeError.check(decayPerDay, "decay rate", unit: "1/d", mayBeZero: true)
    guard let metres = reached(metres) else { return nil }
    let curves = try curves(of: release, atMetres: metres, decayPerDay: decayPerDay)
    var warnings = warnings(toMetres: metres)
    let peaks = curves.map { $0.peakConcentration + background }
    let likely = Self.likelyVariant
    var exceedances: [ConcentrationCurve.Exceedance?] = curves.map { _ in nil }
    if background < limit {
      exceedances = try curves.map { try $0.exceedance(ofMilligramsPerLitre: limit - background) }
      if exceedances.contains(nil), exceedances.contains(where: { $0 != nil }) {
        warnings.append(
          TravelWarning(
            kind: .mayStayBelowLimit,
            message: exceedances[likely] == nil
              ? "按最可能的流速和扩散此处不超标，所列超标时间取自不确定范围中超标的部分" : "在流速和扩散的部分取值下此处不超标"))
      }
    } else {
      warnings.append(
        TravelWarning(
          kind: .backgroundReachesLimit,
          message: "本底浓度已达到限值，不能给出开始超标和恢复达标的时间"))
    }
    return SectionForecast(
      distanceMetres: metres, limitMilligramsPerLitre: limit,
      front: Self.band(exceedances.map { $0?.firstHours }, likely: exceedances[likely]?.firstHours),
      peak: Self.band(curves.map(\.peakHours), likely: curves[likely].peakHours),
      recovery: Self.band(exceedances.map { $0?.lastHours }, likely: exceedances[likely]?.lastHours),
      peakConcentration: .init(
        low: peaks.reduce(peaks[likely], min), likely: peaks[likely], high: peaks.reduce(peaks[likely], max)),
      exceedance: try LimitMultiple(
        concentrationMilligramsPerLitre: peaks[likely], limitMilligramsPerLitre: limit),
      warnings: warnings)
  }

  /// The concentration over time at a number of metres below a release, at the likely speed and dispersion.
  ///
  /// - Returns: nil where nothing arrives.
  /// - Throws: ``TravelTimeError`` as ``forecast(of:atMetres:limitMilligramsPerLitre:backgroundMilligramsPerLitre:decayPerDay:)``.
  public func curve(of release: Release, atMetres metres: Double, decayPerDay: Double = 0) throws -> ConcentrationCurve?
  {
    guard let metres = reached(metres) else { return nil }
    return try curves(of: release, atMetres: metres, decayPerDay: decayPerDay)[Self.likelyVariant]
  }

  /// The curves of the nine variants.
  private func curves(of release: Release, atMetres metres: Double, decayPerDay: Double) throws -> [ConcentrationCurve]
  {
    let flow = try dilutingFlow(atMetres: metres)
    return try arrivalMoments(toMetres: metres).map {
      try ConcentrationCurve(
        of: release, travelSeconds: $0.travelSeconds, varianceSquareSeconds: $0.varianceSquareSeconds,
        flowCubicMetresPerSecond: flow, decayPerSecond: decayPerDay / 86400)
    }
  }

  /// The variant of likely speed and likely dispersion among the nine.
  private static let likelyVariant = 4

  /// The span of times; likely is the earliest where the likely variant has none (a warning tells so).
  private static func band(_ hours: [Double?], likely: Double?) -> TimeBand? {
    let known = hours.compactMap { $0 }
    guard let earliest = known.min(), let latest = known.max() else { return nil }
    return TimeBand(seconds: earliest * 3600, (likely ?? earliest) * 3600, latest * 3600)
  }

  /// Mean and variance of arrival for low, likely and high speed (outer) and dispersion (inner).
  private func arrivalMoments(
    toMetres metres: Double
  ) throws -> [(travelSeconds: Double, varianceSquareSeconds: Double)] {
    var moments = [(travelSeconds: Double, varianceSquareSeconds: Double)](repeating: (0, 0), count: 9)
    var from = 0.0
    for piece in pieces where from < metres && piece.lengthMetres > 0 {
      let length = min(piece.lengthMetres, metres - from)
      from += piece.lengthMetres
      switch piece.movement {
      case .dry: break
      case .detained(let detention):
        for variant in moments.indices {
          moments[variant].travelSeconds += detention.residenceSeconds * length / piece.lengthMetres
        }
      case .flowing(let speed):
        guard let mixing = piece.mixing else {
          throw TravelTimeError(
            code: .missingValue,
            message: "A concentration needs width and depth of every reach on the way; they are missing on one of "
              + "\(PlainNumber.text(piece.lengthMetres / 1000, decimals: 1)) km: record them, or ask for times only.")
        }
        let speeds = [speed.lowMetresPerSecond, speed.likelyMetresPerSecond, speed.highMetresPerSecond]
        let dispersions = [mixing.lowDispersion, mixing.likelyDispersion, mixing.highDispersion]
        for variant in moments.indices {
          let speed = speeds[variant / 3]
          moments[variant].travelSeconds += length / speed
          moments[variant].varianceSquareSeconds += 2 * dispersions[variant % 3] * length / (speed * speed * speed)
        }
      }
    }
    return moments
  }

  /// The flow that dilutes what arrives at a number of metres: the greatest on the way. Where the flow falls water was led
  /// away with its share of the mass, and what rejoins further down is no clean water; where water was led away for good, clean
  /// water that comes in below counts too little, so that the concentration is an upper bound.
  private func dilutingFlow(atMetres metres: Double) throws -> Double {
    var greatest: Double?
    var from = 0.0
    for piece in pieces where piece.lengthMetres > 0 {
      from += piece.lengthMetres
      let flow = piece.flowCubicMetresPerSecond
      greatest = [greatest, flow].compactMap { $0 }.max()
      guard from >= metres else { continue }
      if flow != nil, let greatest { return greatest }
      break
    }
    throw TravelTimeError(
      code: .missingValue,
      message: "A concentration needs the flow \(PlainNumber.text(metres / 1000, decimals: 1)) km below the release, "
        + "which is not recorded: record it, or ask for times only.")
  }
}
