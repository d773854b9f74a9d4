/// A time with its uncertainty, in hours after the release: earliest ≤ likely ≤ latest.
public struct TimeBand: Hashable, Sendable {
  /// The earliest, for the alarm.
  public let earliestHours: Double
  /// The likely time.
  public let likelyHours: Double
  /// The latest.
  public let latestHours: Double

  init(seconds earliest: Double, _ likely: Double, _ latest: Double) {
    earliestHours = earliest / 3600
    likelyHours = max(earliest, likely) / 3600
    latestHours = max(earliest, likely, latest) / 3600
  }

  /// The likely time with the span of both.
  func allowing(_ other: TimeBand) -> TimeBand {
    TimeBand(
      seconds: min(earliestHours, other.earliestHours) * 3600, likelyHours * 3600,
      max(latestHours, other.latestHours) * 3600)
  }

  /// The sooner of two, each of the three times for itself.
  public func earlier(_ other: TimeBand) -> TimeBand {
    TimeBand(
      seconds: min(earliestHours, other.earliestHours) * 3600, min(likelyHours, other.likelyHours) * 3600,
      min(latestHours, other.latestHours) * 3600)
  }
}

/// How long a release lasts.
public enum ReleaseSpan: Hashable, Sendable {
  /// All at once.
  case instantaneous
  /// Evenly over a number of hours.
  case lasting(hours: Double)
  /// Without an end in sight: no recovery is known.
  case ongoing

  /// Seconds until the release ends; nil where it goes on.
  var seconds: Double? {
    switch self {
    case .instantaneous: 0
    case .lasting(let hours): hours * 3600
    case .ongoing: nil
    }
  }

  func check() throws {
    if case .lasting(let hours) = self {
      try TravelTimeError.check(hours, "duration of the release", unit: "h", mayBeZero: true)
    }
  }
}

/// When a release is felt at a place, without knowing its mass.
public struct TravelTimes: Hashable, Sendable {
  /// The leading edge: 0.89 × the travel time of the peak (Jobson 1996, equation 18).
  public let front: TimeBand
  /// The peak.
  public let peak: TimeBand
  /// The fall to a tenth of the peak (Jobson 1996, equation 19), which is not the fall below a limit; nil while the
  /// release goes on.
  public let recovery: TimeBand?

  /// These times with what another way may bring sooner, at the earliest, or keep longer, at the latest.
  public func allowing(_ other: TravelTimes) -> TravelTimes {
    TravelTimes(
      front: front.allowing(other.front), peak: peak.allowing(other.peak),
      recovery: recovery.map { own in other.recovery.map(own.allowing) ?? own })
  }
}
