/// What got into the water, and over what time.
public enum Release: Hashable, Sendable {
  /// A mass in kg at once.
  case instantaneous(kilograms: Double)
  /// A mass in kg evenly over hours.
  case lasting(kilograms: Double, hours: Double)
  /// A rate in kg/h that goes on.
  case ongoing(kilogramsPerHour: Double)

  /// How long it lasts.
  public var span: ReleaseSpan {
    switch self {
    case .instantaneous: .instantaneous
    case .lasting(_, let hours): hours == 0 ? .instantaneous : .lasting(hours: hours)
    case .ongoing: .ongoing
    }
  }

  /// The release of a share of it, such as what a compound holds of a substance.
  public func share(_ share: Double) -> Release {
    switch self {
    case .instantaneous(let kilograms): .instantaneous(kilograms: kilograms * share)
    case .lasting(let kilograms, let hours): .lasting(kilograms: kilograms * share, hours: hours)
    case .ongoing(let rate): .ongoing(kilogramsPerHour: rate * share)
    }
  }

  /// Grams, or grams per second where it goes on.
  var grams: Double {
    switch self {
    case .instantaneous(let kilograms), .lasting(let kilograms, _): kilograms * 1000
    case .ongoing(let rate): rate / 3.6
    }
  }

  /// No more gets into a river: ten million tonnes, or that an hour.
  public static let greatestKilograms = 1e10

  /// Refuses a mass or rate that is not more than 0 or beyond all measure, and a negative duration.
  ///
  /// - Throws: ``TravelTimeError``.
  public func check() throws {
    switch self {
    case .instantaneous(let kilograms), .lasting(let kilograms, _):
      try TravelTimeError.check(kilograms, "mass of the release", unit: "kg")
    case .ongoing(let rate): try TravelTimeError.check(rate, "rate of the release", unit: "kg/h")
    }
    guard grams <= Self.greatestKilograms * 1000 else {
      throw TravelTimeError(
        code: .invalidValue,
        message: "A release of more than ten million tonnes cannot be: correct the mass or its unit.")
    }
    try span.check()
  }
}
