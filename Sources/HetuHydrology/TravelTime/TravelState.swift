import Foundation

/// How far, and for how long, water has come: adds up piece by piece, downstream or upstream, and tells the times.
///
/// The bands of the pieces' speeds add up as though all were too fast, or too slow, together; so the uncertainty grows
/// steadily along the river.
public struct TravelState: Hashable, Sendable {
  /// Metres along the water.
  public private(set) var lengthMetres = 0.0
  /// Seconds of flowing with the speeds' high ends.
  private var fastSeconds = 0.0
  private var likelySeconds = 0.0
  private var slowSeconds = 0.0
  /// Seconds of V/Q in standing water.
  private var detentionSeconds = 0.0
  /// Seconds of flowing with a known ratio of flow to mean annual flow, and their sum weighted by it.
  private var ratioSeconds = 0.0
  private var weightedRatioSeconds = 0.0

  /// The place of the release.
  public init() {}

  /// Likely seconds of travel of the peak, V/Q in standing water included.
  public var likelyPeakSeconds: Double { likelySeconds + detentionSeconds }

  /// Seconds of travel of the front at the earliest, without any delay by standing water.
  public var earliestFrontSeconds: Double { Jobson.leadingEdgeRatio * fastSeconds }

  /// The state after a piece, or after its first `metres` (0…its length; a reservoir's delay is shared out by length);
  /// nil where the piece is dry and any of it lies on the way.
  public func advanced(through piece: TravelPiece, metres: Double? = nil) -> TravelState? {
    let length = min(max(metres ?? piece.lengthMetres, 0), piece.lengthMetres)
    var state = self
    state.lengthMetres += length
    switch piece.movement {
    case .dry:
      return length > 0 ? nil : state
    case .detained(let detention):
      let share = piece.lengthMetres > 0 ? length / piece.lengthMetres : 1
      state.detentionSeconds += share * detention.residenceSeconds
    case .flowing(let speed):
      let seconds = length / speed.likelyMetresPerSecond
      state.fastSeconds += length / speed.highMetresPerSecond
      state.likelySeconds += seconds
      state.slowSeconds += length / speed.lowMetresPerSecond
      if let ratio = piece.flowRatio {
        state.ratioSeconds += seconds
        state.weightedRatioSeconds += seconds * ratio
      }
    }
    return state
  }

  /// Front, peak and recovery at this place.
  ///
  /// Peak: Σ L/u and Σ V/Q. Front: 0.89·Σ L/u + Σ V/Q; at the earliest without any delay by standing water, which is
  /// complete mixing. Recovery: the leading edge + T_d10; at the latest with the time in which a completely mixed
  /// reservoir falls to a tenth, ln 10·V/Q. A release that lasts moves the peak by half of its duration (at the latest
  /// all of it) and the recovery by all.
  ///
  /// - Throws: ``TravelTimeError`` for a negative duration.
  public func times(for span: ReleaseSpan = .instantaneous) throws -> TravelTimes {
    try span.check()
    let duration = span.seconds ?? 0
    let edge = Jobson.leadingEdgeRatio
    let front = TimeBand(
      seconds: earliestFrontSeconds, edge * likelySeconds + detentionSeconds, edge * slowSeconds + detentionSeconds)
    let peak = TimeBand(
      seconds: fastSeconds, likelySeconds + detentionSeconds + duration / 2,
      slowSeconds + detentionSeconds + duration)
    guard span != .ongoing else { return TravelTimes(front: front, peak: peak, recovery: nil) }
    let recovery = TimeBand(
      seconds: try recoverySeconds(fastSeconds) + detentionSeconds + duration,
      try recoverySeconds(likelySeconds) + detentionSeconds + duration,
      try recoverySeconds(slowSeconds) + log(10) * detentionSeconds + duration)
    return TravelTimes(front: front, peak: peak, recovery: recovery)
  }

  /// Seconds until the concentration has fallen to a tenth of a peak that travelled some seconds; never before it.
  private func recoverySeconds(_ peakSeconds: Double) throws -> Double {
    guard peakSeconds > 0 else { return 0 }
    let ratio = ratioSeconds > 0 ? weightedRatioSeconds / ratioSeconds : nil
    let tail = try Jobson.tailHours(peakHours: peakSeconds / 3600, flowRatio: ratio) * 3600
    return max(peakSeconds, Jobson.leadingEdgeRatio * peakSeconds + tail)
  }
}
