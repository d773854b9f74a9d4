/// What went wrong with a registry, as one sentence: what, where, what to do.
public struct RegistryError: Error, Sendable, CustomStringConvertible {
  /// The class of an error; from it comes the command's exit status.
  public enum Code: Sendable {
    /// The registry can't be opened, read or written.
    case storage
    /// The file is no sound registry: damaged, of another program or of a newer version.
    case unsound
    /// Another program is writing the registry and did not come to an end.
    case locked
    /// A filter or a reference is off.
    case usage
    /// No such record, kind or river.
    case notFound
    /// The words fit several records.
    case ambiguous
    /// The data handed in can't be taken.
    case badData
  }

  /// The class of the error.
  public let code: Code
  /// The full sentence.
  public let message: String

  /// An error of that class with its sentence.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
