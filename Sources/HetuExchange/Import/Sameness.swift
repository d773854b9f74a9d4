import Foundation
import HetuGeometry
import HetuRegistry

/// Whether what a file gives is what the registry has, to the digits that lists keep.
enum Sameness {
  /// Values; numbers to 14 digits, as a workbook keeps 15, those in lists of things too.
  static func holds(_ value: Value, _ known: Value) -> Bool {
    switch (value, known) {
    case (.real(let number), .real(let other)): holds(number, other)
    case (.list(let text), .list(let other)): text == other || holds(json(text), json(other))
    default: value == known
    }
  }

  /// Geometries; to seven decimals of a degree (1 cm).
  static func holds(_ geometry: Geometry?, _ known: Geometry?) -> Bool {
    guard let geometry, let known, geometry != known else { return geometry == known }
    func text(_ geometry: Geometry) -> [UInt8] {
      var text: [UInt8] = []
      WellKnownText.append(geometry, decimals: 7, to: &text)
      return text
    }
    return text(geometry) == text(known)
  }

  private static func holds(_ number: Double, _ other: Double) -> Bool { abs(number - other) <= 1e-14 * abs(other) }

  private static func json(_ text: String) -> Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }

  private static func holds(_ item: Any?, _ other: Any?) -> Bool {
    switch (item, other) {
    case (let text as String, let other as String): text == other
    case (let number as NSNumber, let other as NSNumber): holds(number.doubleValue, other.doubleValue)
    case (let items as [Any], let others as [Any]):
      items.count == others.count && zip(items, others).allSatisfy { holds($0, $1) }
    case (let members as [String: Any], let others as [String: Any]):
      members.count == others.count && members.allSatisfy { name, member in holds(member, others[name]) }
    default: false
    }
  }
}
