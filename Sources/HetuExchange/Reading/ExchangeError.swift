/// Why a file could not be read or written, told in Chinese for the staff who chose the file.
public struct ExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The class of a failure; open, so that a new one breaks nobody.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's text, `exchange.damaged` and so on.
    public let rawValue: String

    /// A code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// No such file or folder, or no right to read it.
    public static let notFound = Code(rawValue: "exchange.not_found")
    /// A file or folder without data.
    public static let empty = Code(rawValue: "exchange.empty")
    /// Content that is no data in a format Hetu reads.
    public static let unrecognised = Code(rawValue: "exchange.unrecognised")
    /// Data that is truncated or broken.
    public static let damaged = Code(rawValue: "exchange.damaged")
    /// A workbook that needs a password.
    public static let encrypted = Code(rawValue: "exchange.encrypted")
    /// Text in another encoding than stated or found.
    public static let encoding = Code(rawValue: "exchange.encoding")
    /// More bytes, fields or levels than the limits allow.
    public static let tooLarge = Code(rawValue: "exchange.too_large")
    /// Content that is refused because it can do harm, such as a document type definition.
    public static let unsafeContent = Code(rawValue: "exchange.unsafe_content")
    /// An output that exists already.
    public static let outputExists = Code(rawValue: "exchange.output_exists")
    /// An output that cannot be written: folder, rights, full disk.
    public static let cannotWrite = Code(rawValue: "exchange.cannot_write")
    /// A value or geometry that the output format cannot hold.
    public static let unsupported = Code(rawValue: "exchange.unsupported")
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
