import HetuGeometry

/// Something that had to be decided, or left out, when reaches were joined to a river.
public struct JoiningWarning: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of warning.
  public enum Kind: String, Hashable, Sendable {
    /// A path without two different positions was left out.
    case withoutLength
    /// A path drawn a second time was left out.
    case duplicate
    /// A path drawn against its neighbours was turned.
    case turned
    /// Two parts of the course don't join.
    case gap
    /// A path that leads back to where the water came from is kept as a branch.
    case loop
    /// Rivers of one name lie so far apart that they count as different rivers.
    case homonyms
    /// A reach has neither a river's code nor name.
    case unnamed
    /// Some reaches of a name carry a code and others none.
    case codeMissing
  }

  /// What kind of warning it is.
  public let kind: Kind
  /// The codes of the reaches concerned.
  public let reachCodes: [String]
  /// Where, in longitude and latitude.
  public let position: Position?
  /// The width of a gap, or the length of what was turned or left out, in metres.
  public let metres: Double?
  /// What was found and what was done, in one sentence.
  public let message: String

  /// The sentence.
  public var description: String { message }
}
