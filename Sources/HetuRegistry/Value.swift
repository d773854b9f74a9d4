import Foundation

/// One value of a record.
public enum Value: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int64)
  case real(Double)
  case boolean(Bool)
  /// A list, as the JSON text of an array.
  case list(String)

  /// Whether nothing is known.
  public var isNull: Bool { self == .null }

  /// The text of a text, or nil.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The number of an integer or a real, or nil.
  public var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .real(let real): real
    default: nil
    }
  }

  /// The truth of a boolean, or nil.
  public var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

  /// What a list holds, parsed; nil where nothing is recorded, or what another program left there is no list.
  public var elements: [Any]? {
    guard case .list(let json) = self else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any]
  }

  /// The texts of a list; nil where it is no list of texts.
  public var texts: [String]? { elements as? [String] }

  /// The objects of a list; nil where it is no list of objects.
  public var items: [[String: Any]]? { elements as? [[String: Any]] }
}
