/// Why a drawing could not be made.
public struct CartographyError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure, for callers that decide by it.
  public enum Code: String, Sendable {
    /// The values given cannot be drawn: a position that is no number, a river without a line.
    case invalidInput
    /// A font family that the drawing needs is not installed.
    case missingFont
    /// The picture would be larger than the renderer's limits.
    case tooLarge
    /// cairo refused the drawing.
    case rendering
  }

  /// The kind of failure.
  public let code: Code
  /// One full sentence: what, where, what to do.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
