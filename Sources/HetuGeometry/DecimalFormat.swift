/// Numbers as text with a fixed greatest number of decimals, as `GeoJSONWriter.appendDecimal` describes.
struct DecimalFormat {
  private let decimals: Int
  private let scale: Double

  /// Sign, 19 digits, point, 15 digits.
  private static let greatestLength = 36
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  init(decimals: Int) {
    precondition((0...15).contains(decimals), "Decimals are 0 to 15.")
    self.decimals = decimals
    scale = Self.powersOfTen[decimals]
  }

  func append(_ value: Double, to output: inout [UInt8]) {
    let magnitude = abs(value)
    guard magnitude < 0x1p63 else {
      appendLarge(value, to: &output)
      return
    }
    // Both are exact: the integer part fits, and what is left over has no more bits than the value.
    var whole = UInt64(magnitude)
    let remainder = magnitude - Double(whole)
    var fraction = roundedProduct(remainder)
    if fraction == UInt64(scale) {
      whole += 1
      fraction = 0
    }
    let isNegative = value < 0 && (whole, fraction) != (0, 0)

    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.greatestLength) { buffer in
      var start = buffer.count
      func prepend(_ byte: UInt8) {
        start -= 1
        buffer.initializeElement(at: start, to: byte)
      }
      var digitsLeft = decimals
      if fraction > 0 {
        while fraction % 10 == 0 {
          fraction /= 10
          digitsLeft -= 1
        }
        while digitsLeft > 0 {
          prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10))
          fraction /= 10
          digitsLeft -= 1
        }
        prepend(UInt8(ascii: "."))
      }
      repeat {
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole % 10))
        whole /= 10
      } while whole > 0
      if isNegative { prepend(UInt8(ascii: "-")) }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  /// `remainder` times the scale, rounded half away from zero as if the product had been exact.
  ///
  /// The product is below 2⁵⁰, so a half is a multiple of its last bit, and its rounding error can hide the true side of
  /// a half only where it seems to be one exactly. There the error itself decides.
  private func roundedProduct(_ remainder: Double) -> UInt64 {
    let product = remainder * scale
    let floor = product.rounded(.down)
    let excess = product - floor
    let isUp = excess == 0.5 ? (-product).addingProduct(remainder, scale) >= 0 : excess > 0.5
    return UInt64(floor) + (isUp ? 1 : 0)
  }

  /// From 2⁶³ on there are no decimals: the digits of the description, its exponent worked off in zeros.
  private func appendLarge(_ value: Double, to output: inout [UInt8]) {
    guard value.isFinite else {
      output.append(contentsOf: "null".utf8)
      return
    }
    if value < 0 { output.append(UInt8(ascii: "-")) }
    let parts = abs(value).description.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count == 2 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    output.append(contentsOf: mantissa[0].utf8)
    output.append(contentsOf: fraction.utf8)
    output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, exponent - fraction.utf8.count)))
  }
}
