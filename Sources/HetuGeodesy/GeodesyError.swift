/// What is wrong with a reference system, a transformation or a coordinate text.
public struct GeodesyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The class of a failure; open, so that a new one breaks nobody.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's text, `geodesy.unknown_reference_system` and so on.
    public let rawValue: String

    /// A code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A reference system that neither Hetu nor PROJ knows.
    public static let unknownReferenceSystem = Code(rawValue: "geodesy.unknown_reference_system")
    /// A change of datum for which no parameters are known, so that tens of metres would be wrong in silence.
    public static let ballparkRefused = Code(rawValue: "geodesy.ballpark_refused")
    /// Parameters of a datum that cannot be used.
    public static let badParameters = Code(rawValue: "geodesy.bad_parameters")
    /// A position outside of the area that its reference system is made for.
    public static let outsideArea = Code(rawValue: "geodesy.outside_area")
    /// A position that is not a number, or cannot be transformed.
    public static let notTransformable = Code(rawValue: "geodesy.not_transformable")
    /// PROJ or its database is not usable.
    public static let engine = Code(rawValue: "geodesy.engine")

    /// A text that is no coordinate in any known form.
    public static let unreadableText = Code(rawValue: "geodesy.unreadable_text")
    /// Minutes or seconds of sixty and more, degrees beyond their range.
    public static let valueOutOfRange = Code(rawValue: "geodesy.value_out_of_range")
    /// A pair that names the same axis twice, or contradicts itself or the reference system stated.
    public static let contradiction = Code(rawValue: "geodesy.contradiction")
    /// A place that does not lie in China (longitude 73° to 136°, latitude 3° to 54°).
    public static let outsideChina = Code(rawValue: "geodesy.outside_china")
    /// A projected pair whose reference system the text does not tell.
    public static let referenceSystemMissing = Code(rawValue: "geodesy.reference_system_missing")
  }

  /// The class of the failure.
  public let code: Code
  /// A full sentence in Chinese: what, where, what to do.
  public let message: String

  /// An error from its class and its sentence.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
