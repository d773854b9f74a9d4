import HetuGeometry

/// How values become SVG text: numbers in a fixed form, strings escaped.
enum SVGText {
  /// A number with at most three decimals, without trailing zeros, an exponent or a minus zero.
  static func number(_ value: Double) -> String {
    precondition(value.isFinite && abs(value) < 1e12, "a drawing's ordinate must be a finite number")
    let thousandths = Int((value * 1000).rounded())
    let sign = thousandths < 0 ? "-" : ""
    let whole = thousandths.magnitude / 1000
    let fraction = thousandths.magnitude % 1000
    guard fraction != 0 else { return "\(sign)\(whole)" }
    var digits = String(fraction + 1000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
  }

  /// A transform that moves the origin to a place.
  static func translation(_ origin: Position) -> String { "translate(\(number(origin.x)) \(number(origin.y)))" }

  /// `text` as it may stand in character data and in a quoted attribute of XML 1.0, with what ``shown(_:)`` leaves.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in shown(text) {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What is drawn of a text. Line breaks and tabs become spaces. Dropped are characters that XML forbids, other control
  /// characters, and those that turn the direction of the text that follows (Unicode TR 36, 2.5), so that a name shows as it
  /// reads.
  static func shown(_ text: String) -> some Sequence<Unicode.Scalar> {
    text.unicodeScalars.lazy.compactMap { scalar -> Unicode.Scalar? in
      switch scalar {
      case "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": " "
      default: isDropped(scalar) ? nil : scalar
      }
    }
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0xFEFF, 0xFDD0...0xFDEF: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }
}
