import Foundation

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
  /// The limit in mg/L that front and recovery refer to; nil where there is none.
  public let limitMilligramsPerLitre: Double?
  /// First exceedance; nil where the limit is not exceeded under any speed and dispersion of the band.
  public let front: TimeBand?
  /// The peak; nil while a release goes on.
  public let peak: TimeBand?
  /// Back below the limit; nil as for the front, and while a release goes on.
  public let recovery: TimeBand?
  /// The longest that the limit stays exceeded under any speed and dispersion of the band, in hours; nil as for the recovery.
  public let longestExceedanceHours: Double?
  /// The peak concentration.
  public let peakConcentration: ConcentrationBand
  /// The likely peak against the limit (超标倍数); nil where there is none.
  public let exceedance: LimitMultiple?
  /// What was assumed or is doubtful.
  public let warnings: [TravelWarning]
}

extension TravelProfile {
  /// Concentrations and times at a number of metres below a release, with the band of speeds and dispersions.
  ///
  /// The moments of arrival add up along the pieces: T = Σ L/u, σ² = Σ 2DL/u³; the mass is conserved, confluences dilute
  /// by the growth of the flow above the greatest so far, and diversions leave the concentration as it is, where they leave and
  /// where they come back. All nine pairs of low, likely and high speed and dispersion are computed; the band is what they
  /// span. Where the water spreads faster further down, the moments alone would let a limit be exceeded there before it is
  /// above: no place is reached before those above it.
  ///
  /// Standing water delays by V/Q without spreading (plug flow) in all nine; mixed through it delays nothing, so that the
  /// first exceedance is at the earliest without V/Q, the last at the latest after ln(C₀/limit)·ΣV/Q, C₀ the mass in the
  /// largest of the volumes, and the peak at the lowest the mass in the largest of the waters, which one or several
  /// reaches make.
  ///
  /// - Parameters:
  ///   - limit: what front and recovery refer to, mg/L; nil for concentrations alone.
  ///   - backgroundMilligramsPerLitre: what the river carries anyway; added to the concentration.
  ///   - decayPerDay: first-order decay k; 0 for metals and salts.
  /// - Returns: nil where nothing arrives.
  /// - Throws: ``TravelTimeError`` for figures that can't be, and where flow, width or depth of a piece is missing.
  public func forecast(
    of release: Release, atMetres metres: Double, limitMilligramsPerLitre limit: Double?,
    backgroundMilligramsPerLitre background: Double = 0, decayPerDay: Double = 0
  ) throws -> SectionForecast? {
    try release.check()
    if let limit { try TravelTimeError.check(limit, "limit", unit: "mg/L") }
    try TravelTimeError.check(background, "background concentration", unit: "mg/L", mayBeZero: true)
    try TravelTimeError.check(decayPerDay, "decay rate", unit: "1/d", mayBeZero: true)
    guard let metres = reached(metres) else { return nil }
    let flow = try dilutingFlow(atMetres: metres)
    func curves(_ moments: [ArrivalMoments], _ flow: Double) throws -> [ConcentrationCurve] {
      try moments.map { try curve(of: release, $0, flow: flow, decayPerDay: decayPerDay) }
    }
    let moments = try arrivalMoments(toMetres: metres)
    let way = moments[Self.likelyVariant]
    guard way.varianceSquareSeconds > 0 || way.detentionSeconds == 0 else {
      throw TravelTimeError(
        code: .stillWater,
        message: "All of the way lies in standing water, for which the advection-dispersion solution does not hold: "
          + "ask for times only.")
    }
    let plugs = try curves(moments, flow)
    var warnings = warnings(toMetres: metres)
    var peaks = plugs.map { $0.peakConcentration + background }
    let likely = Self.likelyVariant
    let likelyPeak = peaks[likely]
    var first: [Double?] = plugs.map { _ in nil }
    var last = first
    var lengths: [Double?] = []
    if let limit, background < limit {
      let threshold = limit - background
      let exceedances = try plugs.map { try $0.exceedance(ofMilligramsPerLitre: threshold) }
      if exceedances.contains(nil), exceedances.contains(where: { $0 != nil }) {
        warnings.append(
          TravelWarning(
            kind: .mayStayBelowLimit,
            message: exceedances[likely] == nil
              ? "按最可能的流速和扩散此处不超标，所列超标时间取自不确定范围中超标的部分" : "在流速和扩散的部分取值下此处不超标"))
      }
      first = exceedances.map { $0?.firstHours }
      last = exceedances.map { $0?.lastHours }
      func firstHours(_ moments: [ArrivalMoments], _ flow: Double) throws -> [Double?] {
        try curves(moments, flow).map { try $0.exceedance(ofMilligramsPerLitre: threshold)?.firstHours }
      }
      let fast = { (moments: [ArrivalMoments]) in moments.suffix(3).map(\.withoutDetention) }
      let isHeld = moments[likely].detentionSeconds > 0
      var fastFirst = isHeld ? try firstHours(fast(moments), flow) : []
      for place in spreadingFasterBelow(before: metres) {
        let (above, flow) = (try arrivalMoments(toMetres: place), try dilutingFlow(atMetres: place))
        first = Self.held(first, notBefore: try firstHours(above, flow))
        if isHeld { fastFirst = Self.held(fastFirst, notBefore: try firstHours(fast(above), flow)) }
      }
      lengths = zip(first, last).map { first, last in last.flatMap { last in first.map { max(0, last - $0) } } }
      let held = moments[likely]
      if isHeld, first.contains(where: { $0 != nil }) {
        first += fastFirst
        if let grams = release.span.seconds.map({ _ in release.grams }) {
          peaks.append(grams / (flow * held.longestRunSeconds) + background)
          let concentration = grams / (flow * held.longestMixedSeconds)
          if concentration > threshold {
            let hours = ((release.span.seconds ?? 0) + held.mixedSeconds * log(concentration / threshold)) / 3600
            last.append((moments.map(\.withoutDetention.travelSeconds).max() ?? 0) / 3600 + hours)
            lengths.append(hours)
          }
        }
      }
    } else if limit != nil {
      warnings.append(
        TravelWarning(
          kind: .backgroundReachesLimit,
          message: "本底浓度已达到限值，不能给出开始超标和恢复达标的时间"))
    }
    return SectionForecast(
      distanceMetres: metres, limitMilligramsPerLitre: limit, front: Self.band(first, likely: first[likely]),
      peak: Self.band(plugs.map(\.peakHours), likely: plugs[likely].peakHours),
      recovery: Self.band(last, likely: last[likely]), longestExceedanceHours: lengths.compactMap { $0 }.max(),
      peakConcentration: .init(
        low: peaks.reduce(likelyPeak, min), likely: likelyPeak, high: peaks.reduce(likelyPeak, max)),
      exceedance: try limit.map {
        try LimitMultiple(concentrationMilligramsPerLitre: likelyPeak, limitMilligramsPerLitre: $0)
      },
      warnings: warnings)
  }

  /// The concentration over time at a number of metres below a release, at the likely speed and dispersion.
  ///
  /// - Returns: nil where nothing arrives.
  /// - Throws: ``TravelTimeError`` as ``forecast(of:atMetres:limitMilligramsPerLitre:backgroundMilligramsPerLitre:decayPerDay:)``.
  public func curve(of release: Release, atMetres metres: Double, decayPerDay: Double = 0) throws -> ConcentrationCurve?
  {
    guard let metres = reached(metres) else { return nil }
    return try curve(
      of: release, arrivalMoments(toMetres: metres)[Self.likelyVariant], flow: dilutingFlow(atMetres: metres),
      decayPerDay: decayPerDay)
  }

  private func curve(
    of release: Release, _ moments: ArrivalMoments, flow: Double, decayPerDay: Double
  ) throws -> ConcentrationCurve {
    try ConcentrationCurve(
      of: release, travelSeconds: moments.travelSeconds, varianceSquareSeconds: moments.varianceSquareSeconds,
      flowCubicMetresPerSecond: flow, decayPerSecond: decayPerDay / 86400)
  }

  /// The times at a place, none before that at a place above.
  private static func held(_ times: [Double?], notBefore above: [Double?]) -> [Double?] {
    zip(times, above).map { here, above in here.map { max($0, above ?? 0) } }
  }

  /// The variant of likely speed and likely dispersion among the nine.
  private static let likelyVariant = 4

  /// The span of times; likely is the earliest where the likely variant has none (a warning tells so).
  private static func band(_ hours: [Double?], likely: Double?) -> TimeBand? {
    let known = hours.compactMap { $0 }
    guard let earliest = known.min(), let latest = known.max() else { return nil }
    return TimeBand(seconds: earliest * 3600, (likely ?? earliest) * 3600, latest * 3600)
  }

  /// Mean and variance of an arrival, and what of the mean is V/Q of standing water.
  private struct ArrivalMoments {
    var travelSeconds = 0.0
    var varianceSquareSeconds = 0.0
    var detentionSeconds = 0.0
    /// V/Q of the whole waters that are passed in part or whole, which is what is mixed through.
    var mixedSeconds = 0.0
    /// Of the piece that holds longest.
    var longestMixedSeconds = 0.0
    /// Of the longest run of pieces without flowing water between them: one reservoir, in however many reaches.
    var longestRunSeconds = 0.0

    var withoutDetention: ArrivalMoments {
      ArrivalMoments(travelSeconds: travelSeconds - detentionSeconds, varianceSquareSeconds: varianceSquareSeconds)
    }
  }

  /// The moments for low, likely and high speed (outer) and dispersion (inner).
  private func arrivalMoments(toMetres metres: Double) throws -> [ArrivalMoments] {
    var moments = [ArrivalMoments](repeating: ArrivalMoments(), count: 9)
    var from = 0.0
    // Of the pieces of standing water since the last flowing one: their shares, and the whole that the greatest belongs to.
    var (sharesSeconds, wholeSeconds) = (0.0, 0.0)
    for piece in pieces where from < metres && piece.lengthMetres > 0 {
      let length = min(piece.lengthMetres, metres - from)
      let isFirst = from == 0
      from += piece.lengthMetres
      switch piece.movement {
      case .dry: break
      case .detained(let detention):
        let seconds = detention.residenceSeconds * length / piece.lengthMetres
        let before = max(sharesSeconds, wholeSeconds)
        sharesSeconds += isFirst ? detention.wholeResidenceSeconds : detention.residenceSeconds
        wholeSeconds = max(wholeSeconds, detention.wholeResidenceSeconds)
        let run = max(sharesSeconds, wholeSeconds)
        for variant in moments.indices {
          moments[variant].travelSeconds += seconds
          moments[variant].detentionSeconds += seconds
          moments[variant].mixedSeconds += run - before
          moments[variant].longestMixedSeconds = max(
            moments[variant].longestMixedSeconds, detention.wholeResidenceSeconds)
          moments[variant].longestRunSeconds = max(moments[variant].longestRunSeconds, run)
        }
      case .flowing(let speed):
        (sharesSeconds, wholeSeconds) = (0, 0)
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

  /// The places before a number of metres below which the water spreads faster than above, D/u² being greater: there
  /// the moments would let what comes first overtake itself.
  private func spreadingFasterBelow(before metres: Double) -> [Double] {
    var places: [Double] = []
    var from = 0.0
    var above: Double?
    for piece in pieces where from < metres && piece.lengthMetres > 0 {
      if case .flowing(let speed) = piece.movement, let mixing = piece.mixing {
        let spread = mixing.likelyDispersion / (speed.likelyMetresPerSecond * speed.likelyMetresPerSecond)
        if let above, spread > above, from > 0 { places.append(from) }
        above = spread
      }
      from += piece.lengthMetres
    }
    return places
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
