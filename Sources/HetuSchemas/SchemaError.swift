/// A schema that can't be used, with the file, the place in it, and what to do.
public struct SchemaError: Error, Sendable, CustomStringConvertible {
  /// The kind or file that the schema is of.
  public let schema: String
  /// A full sentence.
  public let message: String

  init(_ schema: String, _ message: String) {
    self.schema = schema
    self.message = message
  }

  /// The schema and the sentence.
  public var description: String { "schema \(schema): \(message)" }
}
