/// What it takes until a facility works: call, travel and opening or building, in minutes; unknown parts are nil.
public struct TimeNeeded: Hashable, Sendable {
  /// The parts of it.
  public enum Part: String, CaseIterable, Hashable, Sendable {
    /// Until those who must go are reached (通知).
    case call = "通知时间"
    /// Until team and supplies are there (到场).
    case travel = "到场时间"
    /// Until the facility is closed, opened or built (启用).
    case opening = "启用时间"
  }

  /// Minutes until those who must go are reached.
  public let callMinutes: Double?
  /// Minutes until team and supplies are there.
  public let travelMinutes: Double?
  /// Minutes until it is closed, opened or built.
  public let openingMinutes: Double?

  /// A time from its parts, each 0 or more.
  ///
  /// - Throws: ``TravelTimeError`` for negative figures.
  public init(callMinutes: Double?, travelMinutes: Double?, openingMinutes: Double?) throws {
    try TravelTimeError.check(given: callMinutes, "time of the call", unit: "min", mayBeZero: true)
    try TravelTimeError.check(given: travelMinutes, "time to get there", unit: "min", mayBeZero: true)
    try TravelTimeError.check(given: openingMinutes, "time to open or build", unit: "min", mayBeZero: true)
    self.callMinutes = callMinutes
    self.travelMinutes = travelMinutes
    self.openingMinutes = openingMinutes
  }

  /// The sum of what is known, in minutes: a lower bound.
  public var knownMinutes: Double { [callMinutes, travelMinutes, openingMinutes].compactMap { $0 }.reduce(0, +) }

  /// What is unknown.
  public var missing: [Part] {
    zip(Part.allCases, [callMinutes, travelMinutes, openingMinutes]).compactMap { $1 == nil ? $0 : nil }
  }

  /// The whole in minutes; nil where a part is unknown.
  public var totalMinutes: Double? { missing.isEmpty ? knownMinutes : nil }
}

/// How long a facility holds the river.
public enum HoldTime: Hashable, Sendable {
  /// For hours.
  case hours(Double)
  /// For as long as no more flows in than out.
  case unlimited
  /// Not known: the usable volume, or the flow, is not recorded.
  case unknown

  /// V/(Q_in − Q_out) from a usable volume in m³ and flows in m³/s; nil stands for unknown. A facility without volume
  /// holds nothing, whatever the flow.
  ///
  /// - Throws: ``TravelTimeError`` for negative figures.
  public init(usableVolumeCubicMetres volume: Double?, inflow: Double?, outflow: Double = 0) throws {
    try TravelTimeError.check(given: volume, "usable volume", unit: "m³", mayBeZero: true)
    try TravelTimeError.check(given: inflow, "inflow", unit: "m³/s", mayBeZero: true)
    try TravelTimeError.check(outflow, "outflow", unit: "m³/s", mayBeZero: true)
    if volume == 0 {
      self = .hours(0)
    } else if let inflow, inflow <= outflow {
      self = .unlimited
    } else if let volume, let inflow {
      self = .hours(volume / (inflow - outflow) / 3600)
    } else {
      self = .unknown
    }
  }
}

/// Whether people are at a facility before the water.
public enum RaceVerdict: Hashable, Sendable {
  /// Before the earliest front.
  case inTime
  /// Before the likely front, but not before the earliest.
  case uncertain
  /// Not before the likely front.
  case tooLate
  /// The likely front has passed it already.
  case passed
  /// Not known, because parts of the time needed are not.
  case unknown([TimeNeeded.Part])

  /// The verdict in Chinese.
  public var title: String {
    switch self {
    case .inTime: "来得及"
    case .uncertain: "可能来得及"
    case .tooLate: "来不及"
    case .passed: "污染团前锋已过"
    case .unknown(let parts): "不能判断（缺\(parts.map(\.rawValue).joined(separator: "、"))）"
    }
  }
}

/// One facility in the race between water and people.
public struct RaceEntry: Hashable, Sendable {
  /// The facility's reference.
  public let id: String
  /// Metres along the water from the release.
  public let pathMetres: Double
  /// When the front arrives, in hours after the release.
  public let front: TimeBand
  /// What it takes until the facility works, counted from now.
  public let needed: TimeNeeded
  /// Usable volume in m³; nil where unknown.
  public let usableVolumeCubicMetres: Double?
  /// How long it holds the river.
  public let hold: HoldTime
  /// Minutes from now until the earliest front, less the time needed; negative where too late; nil where unknown.
  public let marginMinutes: Double?
  /// The same to the likely front.
  public let likelyMarginMinutes: Double?
  /// Who is first.
  public let verdict: RaceVerdict

  /// An entry of the race.
  ///
  /// The verdict needs no unknown part where what is known already takes longer than the water does.
  ///
  /// - Parameters:
  ///   - elapsedHours: hours since the release (not since its discovery), 0 or more.
  ///   - inflow: the river's flow in m³/s; nil where unknown.
  ///   - outflow: what the closed facility still lets pass, in m³/s.
  /// - Throws: ``TravelTimeError`` for negative figures.
  public init(
    id: String, pathMetres: Double, front: TimeBand, elapsedHours: Double, needed: TimeNeeded,
    usableVolumeCubicMetres: Double?, inflow: Double?, outflow: Double = 0
  ) throws {
    try TravelTimeError.check(pathMetres, "way along the water", unit: "m", mayBeZero: true)
    try TravelTimeError.check(elapsedHours, "time since the release", unit: "h", mayBeZero: true)
    self.id = id
    self.pathMetres = pathMetres
    self.front = front
    self.needed = needed
    self.usableVolumeCubicMetres = usableVolumeCubicMetres
    hold = try HoldTime(usableVolumeCubicMetres: usableVolumeCubicMetres, inflow: inflow, outflow: outflow)
    let earliest = (front.earliestHours - elapsedHours) * 60
    let likely = (front.likelyHours - elapsedHours) * 60
    marginMinutes = needed.totalMinutes.map { earliest - $0 }
    likelyMarginMinutes = needed.totalMinutes.map { likely - $0 }
    verdict =
      if likely < 0 {
        .passed
      } else if likely <= needed.knownMinutes {
        .tooLate
      } else if !needed.missing.isEmpty {
        .unknown(needed.missing)
      } else {
        earliest > needed.knownMinutes ? .inTime : .uncertain
      }
  }
}
