/// What is wrong with a geometry, its bytes, or an operation on it.
public struct GeometryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The class of a failure; open, so that a new one breaks nobody.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's text, `geometry.malformed` and so on.
    public let rawValue: String

    /// A code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Bytes that are no geometry in the format they claim.
    public static let malformed = Code(rawValue: "geometry.malformed")
    /// More levels or positions than the limits allow.
    public static let limitExceeded = Code(rawValue: "geometry.limit_exceeded")
    /// A kind of geometry that Hetu does not keep, such as a curve.
    public static let unsupportedKind = Code(rawValue: "geometry.unsupported_kind")
    /// An ordinate that is not a number, or infinite.
    public static let notFinite = Code(rawValue: "geometry.not_finite")
    /// A ring that is open or too short, or a line of one position.
    public static let invalidPath = Code(rawValue: "geometry.invalid_path")
    /// A distance, tolerance or count outside of what makes sense.
    public static let argumentOutOfRange = Code(rawValue: "geometry.argument_out_of_range")
    /// A refusal by GEOS, in its own words.
    public static let engine = Code(rawValue: "geometry.engine")
  }

  /// The class of the failure.
  public let code: Code
  /// A full sentence: what, where, what to do.
  public let message: String

  /// An error from its class and its sentence.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
