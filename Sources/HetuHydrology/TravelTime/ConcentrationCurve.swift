import Foundation

/// The concentration at one place over time, in mg/L after the release began, above the background.
public struct ConcentrationCurve: Sendable {
  /// From when until when a limit is exceeded, in hours after the release began.
  public struct Exceedance: Hashable, Sendable {
    /// The first exceedance: the front.
    public let firstHours: Double
    /// The last exceedance; nil where a release goes on.
    public let lastHours: Double?
  }

  private let kernel: TransportKernel
  /// mg/L·s for a mass, mg/L for a steady rate.
  private let amplitude: Double
  private let span: ReleaseSpan

  /// A curve from mean travel time and variance of arrival, both more than 0, flow in m³/s and a decay rate k in 1/s.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(
    of release: Release, travelSeconds: Double, varianceSquareSeconds: Double, flowCubicMetresPerSecond: Double,
    decayPerSecond: Double = 0
  ) throws {
    try release.check()
    try TravelTimeError.check(travelSeconds, "travel time to the place", unit: "s")
    try TravelTimeError.check(varianceSquareSeconds, "variance of arrival", unit: "s²")
    try TravelTimeError.check(flowCubicMetresPerSecond, "flow", unit: "m³/s")
    try TravelTimeError.check(decayPerSecond, "decay rate", unit: "1/s", mayBeZero: true)
    kernel = TransportKernel(
      travelSeconds: travelSeconds, varianceSquareSeconds: varianceSquareSeconds, decayPerSecond: decayPerSecond)
    span = release.span
    let rate = if case .lasting(let hours) = span { release.grams / (hours * 3600) } else { release.grams }
    amplitude = rate / flowCubicMetresPerSecond
  }

  /// The concentration in mg/L at a number of hours.
  public func concentration(atHours hours: Double) -> Double {
    let seconds = hours * 3600
    return switch span {
    case .instantaneous: amplitude * kernel.pulse(seconds)
    case .lasting(let duration):
      amplitude * max(0, kernel.step(seconds) - kernel.step(seconds - duration * 3600))
    case .ongoing: amplitude * kernel.step(seconds)
    }
  }

  /// The highest concentration in mg/L; of a release that goes on, the one approached.
  public var peakConcentration: Double {
    peakHours.map(concentration(atHours:)) ?? amplitude * kernel.steadyShare
  }

  /// Hours until the peak; nil where a release goes on.
  ///
  /// Of an instantaneous release t_p = (−D + √(D² + u²x²))/u², with decay u² + 4kD for u². Of one that lasts, the time
  /// at which as much arrives of its beginning as of its end.
  public var peakHours: Double? {
    switch span {
    case .instantaneous: return kernel.peakSeconds / 3600
    case .lasting(let hours):
      let duration = hours * 3600
      let seconds = Self.bisect(kernel.peakSeconds, kernel.peakSeconds + duration) {
        kernel.pulse($0) > kernel.pulse($0 - duration)
      }
      return seconds / 3600
    case .ongoing: return nil
    }
  }

  /// From when until when a concentration in mg/L (more than 0) is exceeded; nil where it never is.
  ///
  /// The curve has one peak, and both sides are searched by bisection.
  ///
  /// - Throws: ``TravelTimeError`` for a threshold that is not more than 0.
  public func exceedance(ofMilligramsPerLitre threshold: Double) throws -> Exceedance? {
    try TravelTimeError.check(threshold, "concentration to be exceeded", unit: "mg/L")
    guard peakConcentration > threshold else { return nil }
    guard let peak = peakHours else {
      let above = firstAbove(threshold, from: kernel.travelSeconds / 3600)
      return Exceedance(firstHours: Self.bisect(0, above) { concentration(atHours: $0) <= threshold }, lastHours: nil)
    }
    let first = Self.bisect(0, peak) { concentration(atHours: $0) <= threshold }
    var step = peak
    while concentration(atHours: peak + step) > threshold { step *= 2 }
    let last = Self.bisect(peak, peak + step) { concentration(atHours: $0) > threshold }
    return Exceedance(firstHours: first, lastHours: last)
  }

  /// An hour at which a rising curve lies above a threshold that it is known to pass.
  private func firstAbove(_ threshold: Double, from hours: Double) -> Double {
    var hours = hours
    for _ in 0..<60 where concentration(atHours: hours) <= threshold { hours *= 2 }
    return hours
  }

  /// The number between two up to which a condition holds.
  private static func bisect(_ low: Double, _ high: Double, while holds: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if holds(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
