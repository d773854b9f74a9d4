import Foundation

/// Telephone numbers inside text that is no telephone property, such as a remark: the public does not see them.
enum PhoneMask {
  /// What stands where a number stood.
  static let word = "（电话不公开）"

  /// Mobile numbers of the mainland (11 digits from 13 to 19) and numbers with an area code, also in full-width digits and with
  /// spaces or hyphens; not digits that are part of a longer number or code.
  private static let pattern =
    #"(?<![A-Za-z\d.])(?:(?:\+?86[-\s]?)?[1１][3-9３-９]\d(?:[-－\s]?\d){8}"#
    + #"|[（(]?[0０]\d{2,3}[)）]?[-－—\s]{0,2}\d(?:[-－\s]?\d){6,7}(?:[-－转]\d{1,6})?)(?![A-Za-z\d])"#
  private static let expression = try? NSRegularExpression(pattern: pattern)
  /// A number of which somebody hid digits: `138****1234`, `0398-28***05`.
  private static let hidden = try? NSRegularExpression(
    pattern: #"(?<!\d)(?:1[3-9]|0\d{2})[\d-]*[*＊]{2,}[\d*＊]*(?![A-Za-z\d])"#)

  /// Whether a number in a text is left out or hidden in part, as in what was made for the public.
  static func isApplied(in text: String) -> Bool {
    // A star, or the first byte of full-width marks: most texts have neither.
    guard text.utf8.contains(where: { $0 == 0x2a || $0 == 0xef }) else { return false }
    return text.contains(word)
      || hidden?.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }

  /// A value without the numbers in its text; other values as they are. A list that can't do without a number is left out.
  static func masked(_ value: Value) -> Value {
    switch value {
    case .text(let text): return masked(text).map(Value.text) ?? value
    case .list(let json):
      guard let masked = masked(json) else { return value }
      return (try? JSONSerialization.jsonObject(with: Data(masked.utf8))) == nil ? .null : .list(masked)
    default: return value
    }
  }

  /// A text without its numbers; nil where it has none, so that most texts cost one look at their digits.
  static func masked(_ text: String) -> String? {
    guard text.unicodeScalars.count(where: { $0.properties.numericType == .decimal }) >= 10, let expression else {
      return nil
    }
    let whole = NSRange(text.startIndex..., in: text)
    guard expression.firstMatch(in: text, range: whole) != nil else { return nil }
    return expression.stringByReplacingMatches(in: text, range: whole, withTemplate: word)
  }
}
