/// One property of a kind of record: a column of its table, of its lists and of its forms.
public struct Property: Sendable, Hashable {
  /// What a value is.
  public enum ValueType: String, Sendable, Hashable {
    case text, integer, number, boolean, date
    /// A year and a month, `2021-03`.
    case yearMonth
    /// A list of texts or of objects, kept as JSON text.
    case list
  }

  /// Why a value is masked for the public.
  public enum Sensitivity: String, Sendable, Hashable {
    case phone, personal
  }

  /// The column's name, English, with the unit as suffix.
  public let name: String
  /// The official column header in Chinese, without the unit.
  public let title: String
  /// What a value is.
  public let type: ValueType
  /// The unit of a number as printed, such as `万m³`.
  public let unit: String?
  /// What the property means, in Chinese.
  public let explanation: String?
  /// Headers accepted on import besides the title and the name.
  public let headers: [String]
  /// Whether a record without it is meaningless and is refused.
  public let isRequired: Bool
  /// Whether the official list wants it, so that its lack is reported.
  public let isExpected: Bool
  /// The least number allowed.
  public let minimum: Double?
  /// The greatest number allowed.
  public let maximum: Double?
  /// The greatest number of characters of a text.
  public let maximumLength: Int?
  /// A regular expression that a text must match.
  public let pattern: String?
  /// The code list: the values allowed, in their order; empty where any value is.
  public let codes: [String]
  /// What people write for a code, and the code.
  public let synonyms: [String: String]
  /// Whether, and as what, the value is masked for the public.
  public let sensitivity: Sensitivity?
  /// Of a list of objects, the properties of one; of a list of texts, empty.
  public let itemProperties: [Property]
  /// The place among the kind's properties.
  public let sequence: Int

  /// The header of the official list: the title with its unit, `设计总库容（万m³）`.
  public var header: String { unit.map { "\(title)（\($0)）" } ?? title }
}
