/// Something assumed or doubtful in a travel time or concentration, to be shown beside it.
public struct TravelWarning: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of warning.
  public enum Kind: String, Hashable, Sendable {
    /// A speed below the floor of 0.01 m/s was raised to it.
    case speedRaisedToFloor
    /// The season has no speed; it was carried over from another season of the reach.
    case speedFromOtherSeason
    /// The stated default of the kind of river was used.
    case defaultSpeed
    /// A roughness or friction slope was assumed.
    case assumedRoughness
    /// The flow was computed from speed, width and depth.
    case flowFromSection
    /// A given speed was used on a reach that is dry in the season.
    case speedGivenForDryReach
    /// Standing water without a volume or flow: its delay is only roughly known.
    case detentionUnknown
    /// Standing water on the way: the delay lies between none (complete mixing) and volume over flow (plug flow).
    case detained
    /// The place lies nearer than the mixing length: along a bank the concentration may be several times the mean.
    case notMixed
    /// The place lies nearer than the length from which the one-dimensional solution holds.
    case tooNearForDispersion
    /// The background alone reaches the limit.
    case backgroundReachesLimit
    /// Under some speeds or dispersions of the band the limit is not exceeded.
    case mayStayBelowLimit
    /// The limit's figure has not been compared with a public text of the standard.
    case unverifiedLimit
  }

  /// What kind of warning it is.
  public let kind: Kind
  /// What was found and what was done, in one Chinese sentence without its full stop.
  public let message: String

  /// A warning from its kind and sentence.
  public init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
