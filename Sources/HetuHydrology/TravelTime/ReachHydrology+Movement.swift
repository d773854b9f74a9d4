import Foundation

extension ReachHydrology {
  /// How the reach's water moves in a season, by the best that is known of it.
  ///
  /// Standing water with a volume and a flow is held V/Q. Else the speed is, in this order: given; measured in the
  /// season; Q/(B·H) of the season; measured in another season and carried over by u ∝ Q^0.4, or, without flows, in
  /// the ratio of the kind's defaults; Manning's formula u = R^⅔·S^½/n; Jobson's regression; the kind's stated
  /// default. Bands and defaults are those of `defaults` (proposals, unverified); the band of Jobson reaches up to its
  /// maximum probable speed and as far down in ratio.
  ///
  /// - Parameter givenSpeedMetresPerSecond: a speed that overrides all, more than 0; it also moves a dry reach, with a
  ///   warning, but does not shorten a reservoir.
  /// - Throws: ``TravelTimeError`` for negative or meaningless figures.
  public func movement(
    in season: Season, givenSpeedMetresPerSecond: Double? = nil, defaults: DefaultSpeeds
  ) throws -> WaterMovement {
    try check()
    try TravelTimeError.check(given: givenSpeedMetresPerSecond, "given speed", unit: "m/s")
    let water = seasons[season] ?? SeasonalHydrology()
    if let detention = try detention(of: water) { return .detained(detention) }
    if let speed = givenSpeedMetresPerSecond {
      guard water.standsStill else { return .flowing(try estimate(speed, defaults.bands.given, .given)) }
      let message = "该河段\(season.title)登记为断流，仍按指定流速计算"
      return .flowing(
        try estimate(
          speed, defaults.bands.given, .given, [TravelWarning(kind: .speedGivenForDryReach, message: message)]))
    }
    if water.standsStill { return .dry }
    var estimate =
      try recordedSpeed(of: water, defaults) ?? otherSeasonSpeed(for: season, defaults)
      ?? manningSpeed(of: water, defaults) ?? jobsonSpeed(of: water) ?? defaultSpeed(in: season, defaults)
    if riverType?.isStandingWater == true {
      estimate = try estimate.adding(
        TravelWarning(
          kind: .detentionUnknown,
          message: "库区或湖泊缺蓄水量或流量，只能按流速粗估滞留时间，请补充这两项"))
    }
    return .flowing(estimate)
  }

  private func estimate(
    _ speed: Double, _ factors: DefaultSpeeds.Factors, _ basis: SpeedBasis, _ warnings: [TravelWarning] = []
  ) throws -> SpeedEstimate {
    try SpeedEstimate(
      lowMetresPerSecond: speed * factors.low, likelyMetresPerSecond: speed,
      highMetresPerSecond: speed * factors.high, basis: basis, warnings: warnings)
  }

  private func detention(of water: SeasonalHydrology) throws -> ReservoirDetention? {
    guard let volume = storedVolumeCubicMetres, volume > 0, !water.isDry,
      let flow = water.flowCubicMetresPerSecond, flow > 0
    else { return nil }
    return try ReservoirDetention(volumeCubicMetres: volume, flowCubicMetresPerSecond: flow)
  }

  private func recordedSpeed(of water: SeasonalHydrology, _ defaults: DefaultSpeeds) throws -> SpeedEstimate? {
    if let speed = water.speedMetresPerSecond { return try estimate(speed, defaults.bands.measured, .measuredOnReach) }
    guard let flow = water.flowCubicMetresPerSecond, let width = water.widthMetres, let depth = water.depthMetres
    else { return nil }
    return try estimate(flow / (width * depth), defaults.bands.continuity, .continuity)
  }

  /// The speed of the season nearest in flow, else of the first other season with a speed (mean water first).
  private func otherSeasonSpeed(for season: Season, _ defaults: DefaultSpeeds) throws -> SpeedEstimate? {
    let others = [Season.normal, .dry, .wet].compactMap { other -> (season: Season, speed: Double, flow: Double?)? in
      guard other != season, let water = seasons[other], !water.isDry, let speed = water.speedMetresPerSecond,
        speed > 0
      else { return nil }
      return (other, speed, water.flowCubicMetresPerSecond.flatMap { $0 > 0 ? $0 : nil })
    }
    func warning(_ other: Season, _ how: String) -> [TravelWarning] {
      [
        TravelWarning(
          kind: .speedFromOtherSeason,
          message: "\(season.title)没有流速，由\(other.title)\(how)")
      ]
    }
    if let flow = seasons[season]?.flowCubicMetresPerSecond, flow > 0 {
      let byFlow = others.compactMap { other in other.flow.map { (other.season, other.speed, flow / $0) } }
      if let (other, speed, ratio) = byFlow.min(by: { abs(log($0.2)) < abs(log($1.2)) }) {
        return try estimate(
          speed * pow(ratio, defaults.flowExponent), defaults.bands.otherSeason, .otherSeasonByFlow(other),
          warning(other, "按 u∝Q^\(defaults.flowExponent) 推算（规则未核对）"))
      }
    }
    guard let other = others.first else { return nil }
    let kind = try defaults.kind(riverType)
    return try estimate(
      other.speed * kind.band(season).likely / kind.band(other.season).likely, defaults.bands.otherSeason,
      .otherSeasonByDefaults(other.season), warning(other.season, "按经验流速之比推算（规则未核对）"))
  }

  private func manningSpeed(of water: SeasonalHydrology, _ defaults: DefaultSpeeds) throws -> SpeedEstimate? {
    guard let width = water.widthMetres, let depth = water.depthMetres, let slope, slope > 0 else { return nil }
    let coefficient = try roughness ?? defaults.kind(riverType).roughness
    let speed = try OpenChannel(widthMetres: width, depthMetres: depth)
      .manningSpeedMetresPerSecond(slope: slope, roughness: coefficient)
    guard roughness == nil else { return try estimate(speed, defaults.bands.manning, .manning) }
    let message = "没有糙率，按 n=\(coefficient) 计算（规则未核对）"
    return try estimate(
      speed, defaults.bands.manning, .manning, [TravelWarning(kind: .assumedRoughness, message: message)])
  }

  private func jobsonSpeed(of water: SeasonalHydrology) throws -> SpeedEstimate? {
    guard let area = drainageAreaSquareMetres, let mean = meanAnnualFlowCubicMetresPerSecond,
      let flow = water.flowCubicMetresPerSecond, flow > 0
    else { return nil }
    let knownSlope = slope.flatMap { $0 > 0 ? $0 : nil }
    let jobson = try Jobson(
      drainageAreaSquareMetres: area, meanAnnualFlowCubicMetresPerSecond: mean, flowCubicMetresPerSecond: flow,
      slope: knownSlope)
    let likely = jobson.peakSpeedMetresPerSecond
    let high = max(likely, jobson.fastestPeakSpeedMetresPerSecond)
    return try SpeedEstimate(
      lowMetresPerSecond: likely * likely / high, likelyMetresPerSecond: likely, highMetresPerSecond: high,
      basis: .jobson(withSlope: knownSlope != nil))
  }

  private func defaultSpeed(in season: Season, _ defaults: DefaultSpeeds) throws -> SpeedEstimate {
    let kind = try defaults.kind(riverType)
    let band = kind.band(season)
    let warning = TravelWarning(
      kind: .defaultSpeed,
      message: "\(season.title)没有流速和水力资料，用\(kind.riverType?.rawValue ?? "类型不明河段")的经验默认值"
        + "\(band.likely) m/s（规则未核对）")
    return try SpeedEstimate(
      lowMetresPerSecond: band.low, likelyMetresPerSecond: band.likely, highMetresPerSecond: band.high,
      basis: .statedDefault(kind.riverType), warnings: [warning])
  }
}

extension SpeedEstimate {
  /// The same speed with one more warning.
  fileprivate func adding(_ warning: TravelWarning) throws -> SpeedEstimate {
    try SpeedEstimate(
      lowMetresPerSecond: lowMetresPerSecond, likelyMetresPerSecond: likelyMetresPerSecond,
      highMetresPerSecond: highMetresPerSecond, basis: basis, warnings: warnings + [warning])
  }
}
