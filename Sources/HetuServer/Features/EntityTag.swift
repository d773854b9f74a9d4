import Foundation
import HetuExchange
import HetuRegistry

/// The tag of a record's state in one representation (RFC 9110, section 8.8.3): strong, and the same as long as nobody writes the record.
struct EntityTag {
  /// The state, whatever the representation.
  private let state: String
  /// The field's value.
  let text: String

  /// The tag of a record as its audience sees it, so that it tells nothing of what is hidden.
  init(_ record: Record, _ form: Endpoint.Form, _ crs: OutputCRS) {
    state = String(RecordDigest.of(record).prefix(32))
    text = "\"\(state)-\(form.word)-\(crs.uri.split(separator: "/").last ?? "")\""
  }

  /// Whether a field If-Match names this state; in which form and system it was read does not matter to who writes.
  func isMatched(by field: String) -> Bool {
    Self.tags(field).contains { $0 == "*" || $0.hasPrefix("\"\(state)-") }
  }

  /// Whether a field If-None-Match names this representation.
  func isNamed(by field: String) -> Bool {
    Self.tags(field).contains { $0 == "*" || $0 == text || $0 == "W/" + text }
  }

  /// The tags that such a field names.
  static func tags(_ field: String) -> [String] {
    field.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
