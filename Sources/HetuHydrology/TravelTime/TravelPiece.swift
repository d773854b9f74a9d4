/// A piece of the way along the water, with one speed, flow and dispersion.
public struct TravelPiece: Hashable, Sendable {
  /// Length in metres.
  public let lengthMetres: Double
  /// How its water moves.
  public let movement: WaterMovement
  /// Flow in m³/s; nil where unknown, then no concentration is known in it.
  public let flowCubicMetresPerSecond: Double?
  /// Flow over mean annual flow (Jobson's Q'ₐ); nil where unknown.
  public let flowRatio: Double?
  /// How its water mixes; nil where width or depth is unknown, then no concentration is known beyond.
  public let mixing: RiverMixing?
  /// What was assumed, of speed, flow and mixing.
  public let warnings: [TravelWarning]

  /// Length over the likely travel time of the peak, in m/s: the likely speed, L·Q/V in standing water, and 0 where the
  /// piece is dry.
  public var likelySpeedMetresPerSecond: Double {
    switch movement {
    case .dry: 0
    case .flowing(let speed): speed.likelyMetresPerSecond
    case .detained(let detention): lengthMetres / detention.residenceSeconds
    }
  }

  /// A piece from its figures; the length may be 0, flow and ratio are more than 0.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(
    lengthMetres: Double, movement: WaterMovement, flowCubicMetresPerSecond: Double? = nil, flowRatio: Double? = nil,
    mixing: RiverMixing? = nil
  ) throws {
    try self.init(lengthMetres, movement, flow: flowCubicMetresPerSecond, ratio: flowRatio, mixing, warnings: [])
  }

  private init(
    _ lengthMetres: Double, _ movement: WaterMovement, flow: Double?, ratio: Double?, _ mixing: RiverMixing?,
    warnings: [TravelWarning]
  ) throws {
    try TravelTimeError.check(lengthMetres, "length of a piece of river", unit: "m", mayBeZero: true)
    try TravelTimeError.check(given: flow, "flow", unit: "m³/s")
    try TravelTimeError.check(given: ratio, "ratio of flow to mean annual flow", unit: "")
    self.lengthMetres = lengthMetres
    self.movement = movement
    self.mixing = mixing
    flowCubicMetresPerSecond = flow
    flowRatio = ratio
    self.warnings = Self.warnings(of: movement) + (mixing?.warnings ?? []) + warnings
  }

  /// A piece of a reach in a season: its movement by the best that is known
  /// (``ReachHydrology/movement(in:givenSpeedMetresPerSecond:defaults:)``), its flow (recorded, else u·B·H with a warning) and its mixing (where width and depth are known).
  ///
  /// - Throws: ``TravelTimeError`` for negative or meaningless figures.
  public init(
    lengthMetres: Double, of reach: ReachHydrology, in season: Season, givenSpeedMetresPerSecond: Double? = nil,
    defaults: DefaultSpeeds
  ) throws {
    let movement = try reach.movement(
      in: season, givenSpeedMetresPerSecond: givenSpeedMetresPerSecond, defaults: defaults)
    let water = reach.seasons[season]
    var flow = water?.flowCubicMetresPerSecond.flatMap { $0 > 0 ? $0 : nil }
    var mixing: RiverMixing?
    var warnings: [TravelWarning] = []
    if case .flowing(let speed) = movement, let width = water?.widthMetres, let depth = water?.depthMetres,
      width > 0, depth > 0
    {
      let channel = try OpenChannel(widthMetres: width, depthMetres: depth)
      mixing = try RiverMixing(
        in: channel, speedMetresPerSecond: speed.likelyMetresPerSecond, slope: reach.slope,
        roughness: reach.roughness ?? defaults.kind(reach.riverType).roughness)
      if flow == nil {
        flow = speed.likelyMetresPerSecond * channel.areaSquareMetres
        let message = "The flow is not recorded; it was computed from speed, width and depth."
        warnings = [TravelWarning(kind: .flowFromSection, message: message)]
      }
    }
    let ratio = flow.flatMap { flow in reach.meanAnnualFlowCubicMetresPerSecond.map { flow / $0 } }
    try self.init(lengthMetres, movement, flow: flow, ratio: ratio, mixing, warnings: warnings)
  }

  private static func warnings(of movement: WaterMovement) -> [TravelWarning] {
    switch movement {
    case .dry: return []
    case .flowing(let speed): return speed.warnings
    case .detained(let detention):
      let message =
        "Standing water on the way delays the front by up to "
        + "\(PlainNumber.text(detention.residenceSeconds / 3600, decimals: 1)) h (volume over flow); if it is mixed "
        + "completely, the first traces pass at once and the tail lasts longer."
      return [TravelWarning(kind: .detained, message: message)]
    }
  }
}
