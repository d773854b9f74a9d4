/// Rounding of times for print so that nobody is promised too much: a front down, a recovery up, to 10 minutes below
/// 6 h, half an hour below 48 h and whole hours beyond (a proposal, no official rule).
public enum OutwardRounding: Hashable, Sendable {
  /// Down, for fronts.
  case down
  /// Up, for recoveries.
  case up

  /// A number of hours rounded; nil where it is negative or not finite.
  public func hours(_ hours: Double) -> Double? {
    guard hours.isFinite, hours >= 0 else { return nil }
    let stepsPerHour = hours < 6 ? 6.0 : hours < 48 ? 2.0 : 1.0
    // What lies within a hundredth of a second of a step counts as on it, so that 2 h stay 2 h after arithmetic.
    let steps = hours * stepsPerHour
    let nearest = steps.rounded()
    let isOnStep = abs(steps - nearest) <= 0.01 / 3600 * stepsPerHour
    return (isOnStep ? nearest : steps.rounded(self == .down ? .down : .up)) / stepsPerHour
  }

  /// A number of hours rounded, in Chinese: `50分钟`, `3小时20分钟`, `12.5小时`, `73小时`; `—` where there is none.
  public func text(_ hours: Double?) -> String {
    guard let hours, let rounded = self.hours(hours) else { return PlainNumber.unknown }
    guard hours < 6, rounded < 6 else {
      return "\(PlainNumber.text(rounded, decimals: rounded == rounded.rounded() ? 0 : 1))小时"
    }
    let minutes = Int((rounded * 60).rounded())
    return switch (minutes / 60, minutes % 60) {
    case (0, let rest): "\(rest)分钟"
    case (let whole, 0): "\(whole)小时"
    case (let whole, let rest): "\(whole)小时\(rest)分钟"
    }
  }
}
