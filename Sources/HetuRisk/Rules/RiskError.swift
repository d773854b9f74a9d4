/// What is wrong with a rule set or with facts handed in, as one sentence: what, where, what to do.
public struct RiskError: Error, Sendable, CustomStringConvertible {
  /// The full sentence.
  public let message: String

  /// An error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
