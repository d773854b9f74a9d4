/// Why a question about rivers can't be answered.
public struct HydrologyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of error.
  public enum Code: Hashable, Sendable {
    /// No river has the name or code; those that look like it.
    case notFound(suggestions: [String])
    /// Several rivers have the name; each by code and name.
    case ambiguous(candidates: [String])
    /// A text is no spoken place such as `涧河 K12+300 左岸`.
    case malformedPlace
    /// A river has no such kilometre.
    case outsideRiver
    /// No river lies within the limit.
    case tooFar
    /// A reach has no length and can't be a place of the network.
    case withoutLength
    /// A question's figures make no sense, such as a negative limit.
    case malformedQuestion
    /// A network where water parts can't be written as a list of one next edge each.
    case notDendritic
  }

  /// What kind of error it is.
  public let code: Code
  /// What, where, and what to do, in one sentence.
  public let message: String

  /// An error from its kind and sentence.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
