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

  /// Length over the least travel time of the front, in m/s: the high end of the speeds, and Jobson's leading edge; without
  /// limit in standing water, which may be mixed through; 0 where the piece is dry.
  public var earliestFrontMetresPerSecond: Double {
    switch movement {
    case .dry: 0
    case .flowing(let speed): speed.highMetresPerSecond / Jobson.leadingEdgeRatio
    case .detained: .infinity
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
        let message = "没有流量，由流速、河宽和水深推算"
        warnings = [TravelWarning(kind: .flowFromSection, message: message)]
      }
    }
    let ratio = flow.flatMap { flow in reach.meanAnnualFlowCubicMetresPerSecond.map { flow / $0 } }
    try self.init(lengthMetres, movement, flow: flow, ratio: ratio, mixing, warnings: warnings)
  }

  /// A part of the piece of so many metres (0…its length); a reservoir's volume is shared out by length.
  public func part(ofMetres metres: Double) throws -> TravelPiece {
    let length = min(max(metres, 0), lengthMetres)
    var movement = movement
    if case .detained(let detention) = movement, length > 0, length < lengthMetres {
      movement = .detained(
        try ReservoirDetention(
          volumeCubicMetres: detention.volumeCubicMetres * length / lengthMetres,
          flowCubicMetresPerSecond: detention.flowCubicMetresPerSecond,
          ofWholeCubicMetres: detention.wholeVolumeCubicMetres))
    }
    return TravelPiece(self, lengthMetres: length, movement: movement)
  }

  private init(_ whole: TravelPiece, lengthMetres: Double, movement: WaterMovement) {
    self.lengthMetres = lengthMetres
    self.movement = movement
    flowCubicMetresPerSecond = whole.flowCubicMetresPerSecond
    flowRatio = whole.flowRatio
    mixing = whole.mixing
    warnings = whole.warnings
  }

  private static func warnings(of movement: WaterMovement) -> [TravelWarning] {
    switch movement {
    case .dry: return []
    case .flowing(let speed): return speed.warnings
    case .detained(let detention):
      let message =
        "途中库区或湖泊按蓄水量除以流量最多滞留\(PlainNumber.text(detention.residenceSeconds / 3600, decimals: 1)) h；"
        + "若完全混合，前锋不受滞留，拖尾更长"
      return [TravelWarning(kind: .detained, message: message)]
    }
  }
}
