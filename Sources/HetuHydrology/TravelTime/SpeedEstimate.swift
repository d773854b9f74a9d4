import Foundation

/// Where a speed comes from; the first that the data allow is used, in this order.
public enum SpeedBasis: Hashable, Sendable {
  /// Given with the question.
  case given
  /// Measured on the reach in the season.
  case measuredOnReach
  /// Q/(B·H) of the season.
  case continuity
  /// Measured on the reach in another season and carried over by u ∝ Q^0.4.
  case otherSeasonByFlow(Season)
  /// Measured on the reach in another season and carried over in the ratio of the kind's default speeds.
  case otherSeasonByDefaults(Season)
  /// Manning's formula from width, depth, slope and roughness.
  case manning
  /// The regression of Jobson (1996) on drainage area and flow.
  case jobson(withSlope: Bool)
  /// The stated default of the kind of river; nil where the kind is unknown.
  case statedDefault(RiverType?)

  /// The basis in Chinese, for the column 流速取值依据.
  public var title: String {
    switch self {
    case .given: "指定流速"
    case .measuredOnReach: "本河段实测"
    case .continuity: "流量÷断面面积"
    case .otherSeasonByFlow(let season): "由\(season.title)实测按流量推算"
    case .otherSeasonByDefaults(let season): "由\(season.title)实测按经验比例推算"
    case .manning: "曼宁公式"
    case .jobson(withSlope: true): "Jobson 经验公式（有比降）"
    case .jobson(withSlope: false): "Jobson 经验公式（无比降）"
    case .statedDefault(let type): "经验默认值（\(type?.rawValue ?? "类型不明")）"
    }
  }
}

/// The speed of the water with its band, in m/s, and where it comes from.
public struct SpeedEstimate: Hashable, Sendable {
  /// No speed is taken to be lower: 0.01 m/s.
  public static let floorMetresPerSecond = 0.01

  /// The likely speed in m/s.
  public let likelyMetresPerSecond: Double
  /// The low end of the band in m/s.
  public let lowMetresPerSecond: Double
  /// The high end of the band in m/s: the earliest arrival.
  public let highMetresPerSecond: Double
  /// Where it comes from.
  public let basis: SpeedBasis
  /// What was assumed.
  public let warnings: [TravelWarning]

  /// A speed with its band. What lies below ``floorMetresPerSecond`` is raised to it, with a warning.
  ///
  /// - Throws: ``TravelTimeError`` unless 0 < low ≤ likely ≤ high.
  public init(
    lowMetresPerSecond: Double, likelyMetresPerSecond: Double, highMetresPerSecond: Double, basis: SpeedBasis,
    warnings: [TravelWarning] = []
  ) throws {
    try TravelTimeError.check(likelyMetresPerSecond, "speed", unit: "m/s")
    try TravelTimeError.check(lowMetresPerSecond, "low speed", unit: "m/s")
    try TravelTimeError.check(highMetresPerSecond, "high speed", unit: "m/s")
    guard lowMetresPerSecond <= likelyMetresPerSecond, likelyMetresPerSecond <= highMetresPerSecond else {
      throw TravelTimeError(
        code: .invalidValue,
        message:
          "The band of speeds \(lowMetresPerSecond), \(likelyMetresPerSecond), \(highMetresPerSecond) m/s is not "
          + "in ascending order: put the lowest first.")
    }
    let floor = Self.floorMetresPerSecond
    self.likelyMetresPerSecond = max(likelyMetresPerSecond, floor)
    self.lowMetresPerSecond = max(lowMetresPerSecond, floor)
    self.highMetresPerSecond = max(highMetresPerSecond, floor)
    self.basis = basis
    guard likelyMetresPerSecond < floor else {
      self.warnings = warnings
      return
    }
    let message = "流速低于\(floor) m/s，按\(floor) m/s 计算"
    self.warnings = warnings + [TravelWarning(kind: .speedRaisedToFloor, message: message)]
  }
}

/// Water held on the way by a reservoir, pond or lake.
public struct ReservoirDetention: Hashable, Sendable {
  /// Stored volume in m³.
  public let volumeCubicMetres: Double
  /// Flow through it in m³/s.
  public let flowCubicMetresPerSecond: Double

  /// The volume of the whole water of which this is a part, m³: what is mixed through.
  public let wholeVolumeCubicMetres: Double

  /// A detention from volume and flow, both more than 0, of a whole water or of a part of one.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(
    volumeCubicMetres: Double, flowCubicMetresPerSecond: Double, ofWholeCubicMetres whole: Double? = nil
  ) throws {
    try TravelTimeError.check(volumeCubicMetres, "stored volume", unit: "m³")
    try TravelTimeError.check(flowCubicMetresPerSecond, "flow through the reservoir", unit: "m³/s")
    self.volumeCubicMetres = volumeCubicMetres
    self.flowCubicMetresPerSecond = flowCubicMetresPerSecond
    wholeVolumeCubicMetres = max(whole ?? volumeCubicMetres, volumeCubicMetres)
  }

  /// V/Q of the whole water in seconds.
  public var wholeResidenceSeconds: Double { wholeVolumeCubicMetres / flowCubicMetresPerSecond }

  /// V/Q in seconds: the delay under plug flow, the longest delay of the front. Under complete mixing the front is not
  /// delayed at all.
  public var residenceSeconds: Double { volumeCubicMetres / flowCubicMetresPerSecond }

  /// The share (0…1) of what entered at once that is still held after a time in seconds under complete mixing,
  /// e^(−tQ/V).
  public func heldShare(afterSeconds seconds: Double) -> Double {
    exp(-max(0, seconds) / residenceSeconds)
  }

  /// The seconds after which, under complete mixing, the outflow has fallen to a share (0…1) of its first concentration,
  /// V/Q·ln(1/share), the longest recovery.
  ///
  /// - Throws: ``TravelTimeError`` where the share is not above 0 and at most 1.
  public func secondsToFall(toShare share: Double) throws -> Double {
    try TravelTimeError.check(share, "share of the first concentration", unit: "")
    guard share <= 1 else {
      throw TravelTimeError(
        code: .invalidValue, message: "The share of the first concentration is \(share), but must be at most 1.")
    }
    return -residenceSeconds * log(share) + 0
  }
}

/// How the water of a piece of river moves.
public enum WaterMovement: Hashable, Sendable {
  /// It flows at a speed.
  case flowing(SpeedEstimate)
  /// It is held: the delay is volume over flow.
  case detained(ReservoirDetention)
  /// Nothing moves (断流): nothing arrives beyond.
  case dry
}
