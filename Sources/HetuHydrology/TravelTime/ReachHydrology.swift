/// The water of a reach in one season, as it was recorded; what is unknown is nil.
public struct SeasonalHydrology: Hashable, Sendable {
  /// Mean speed in m/s, measured on the reach.
  public var speedMetresPerSecond: Double?
  /// Flow in m³/s.
  public var flowCubicMetresPerSecond: Double?
  /// Width of the water in metres.
  public var widthMetres: Double?
  /// Mean depth of the water in metres.
  public var depthMetres: Double?
  /// Whether the reach is recorded as dry in the season (断流).
  public var isDry: Bool

  /// The water of a season.
  public init(
    speedMetresPerSecond: Double? = nil, flowCubicMetresPerSecond: Double? = nil, widthMetres: Double? = nil,
    depthMetres: Double? = nil, isDry: Bool = false
  ) {
    self.speedMetresPerSecond = speedMetresPerSecond
    self.flowCubicMetresPerSecond = flowCubicMetresPerSecond
    self.widthMetres = widthMetres
    self.depthMetres = depthMetres
    self.isDry = isDry
  }

  /// Whether nothing travels: recorded as dry, a speed of zero, or no speed and a flow of zero.
  public var standsStill: Bool {
    isDry || speedMetresPerSecond == 0 || (speedMetresPerSecond == nil && flowCubicMetresPerSecond == 0)
  }

  func check(_ season: Season) throws {
    try TravelTimeError.check(given: speedMetresPerSecond, "speed (\(season.title))", unit: "m/s", mayBeZero: true)
    try TravelTimeError.check(given: flowCubicMetresPerSecond, "flow (\(season.title))", unit: "m³/s", mayBeZero: true)
    try TravelTimeError.check(given: widthMetres, "width (\(season.title))", unit: "m", mayBeZero: standsStill)
    try TravelTimeError.check(given: depthMetres, "depth (\(season.title))", unit: "m", mayBeZero: standsStill)
  }
}

/// What is known of a reach's water, from which speed, flow and dispersion follow; what is unknown is nil.
public struct ReachHydrology: Hashable, Sendable {
  /// The water by season; a season may be missing.
  public var seasons: [Season: SeasonalHydrology]
  /// Slope of the bed, dimensionless (a record's ‰ divided by 1000).
  public var slope: Double?
  /// Manning's roughness n in s/m^⅓.
  public var roughness: Double?
  /// Drainage area above the reach in m².
  public var drainageAreaSquareMetres: Double?
  /// Mean annual flow in m³/s.
  public var meanAnnualFlowCubicMetresPerSecond: Double?
  /// The kind of river.
  public var riverType: RiverType?
  /// Stored volume in m³ where the reach is a reservoir, pond or lake.
  public var storedVolumeCubicMetres: Double?

  /// What is known of a reach's water.
  public init(
    seasons: [Season: SeasonalHydrology] = [:], slope: Double? = nil, roughness: Double? = nil,
    drainageAreaSquareMetres: Double? = nil, meanAnnualFlowCubicMetresPerSecond: Double? = nil,
    riverType: RiverType? = nil, storedVolumeCubicMetres: Double? = nil
  ) {
    self.seasons = seasons
    self.slope = slope
    self.roughness = roughness
    self.drainageAreaSquareMetres = drainageAreaSquareMetres
    self.meanAnnualFlowCubicMetresPerSecond = meanAnnualFlowCubicMetresPerSecond
    self.riverType = riverType
    self.storedVolumeCubicMetres = storedVolumeCubicMetres
  }

  /// Refuses negative or meaningless figures, each with one sentence.
  func check() throws {
    for season in Season.allCases { try seasons[season]?.check(season) }
    try TravelTimeError.check(given: slope, "slope of the bed", unit: "", mayBeZero: true)
    try TravelTimeError.check(given: roughness, "roughness", unit: "")
    try TravelTimeError.check(given: drainageAreaSquareMetres, "drainage area", unit: "m²")
    try TravelTimeError.check(given: meanAnnualFlowCubicMetresPerSecond, "mean annual flow", unit: "m³/s")
    try TravelTimeError.check(given: storedVolumeCubicMetres, "stored volume", unit: "m³", mayBeZero: true)
  }
}
