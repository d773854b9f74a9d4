/// A decimal number as written: its value, and how many decimals it has.
struct PlainNumber: Hashable {
  private(set) var value: Double
  /// The digits without point and sign, or nil where there are more than 18.
  private(set) var digits: UInt64?
  private(set) var decimals: Int
  var isNegative: Bool

  /// Half of the last digit.
  var halfDigit: Double { decimals < Self.powersOfTen.count ? 0.5 / Self.powersOfTen[decimals] : 0 }

  /// A number from the ASCII text `[+-]digits[.digits]`, white space at its ends left out; nil for anything else.
  init?(_ text: String) {
    var text = text
    guard let number = text.withUTF8({ Self(ascii: $0) }) else { return nil }
    self = number
  }

  /// A number from ASCII characters.
  init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var end = bytes.count
    while start < end, Self.isSpace(bytes[start]) { start += 1 }
    while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
    guard start < end else { return nil }
    isNegative = bytes[start] == UInt8(ascii: "-")
    if isNegative || bytes[start] == UInt8(ascii: "+") { start += 1 }
    var mantissa: UInt64 = 0
    var count = 0
    var point: Int?
    for index in start..<end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        count += 1
      } else if bytes[index] == UInt8(ascii: "."), point == nil, count > 0 {
        point = index
      } else {
        return nil
      }
    }
    guard count > 0, count < 400 else { return nil }
    decimals = point.map { end - $0 - 1 } ?? 0
    digits = count <= 18 ? mantissa : nil
    if mantissa <= 1 << 53, count <= 18, decimals < Self.powersOfTen.count {
      // Both are exact doubles, so that the quotient is the nearest double (W. D. Clinger, 1990).
      value = Double(mantissa) / Self.powersOfTen[decimals]
    } else {
      guard let slow = Double(String(decoding: bytes[start..<end], as: UTF8.self)) else { return nil }
      value = slow
    }
    if isNegative { value = -value }
  }

  /// The same number with its sign turned.
  var negated: PlainNumber {
    var result = self
    result.isNegative.toggle()
    result.value = -value
    return result
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
