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
    guard abs(value) < 0x1p63 else {
      appendLarge(value, to: &output)
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.greatestLength) { buffer in
      let start = write(value, into: buffer, before: buffer.count)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  /// Appends two numbers as a JSON array.
  func append(_ position: Position, to output: inout [UInt8]) {
    guard abs(position.x) < 0x1p63, abs(position.y) < 0x1p63 else {
      output.append(UInt8(ascii: "["))
      append(position.x, to: &output)
      output.append(UInt8(ascii: ","))
      append(position.y, to: &output)
      output.append(UInt8(ascii: "]"))
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * Self.greatestLength + 3) { buffer in
      var start = buffer.count - 1
      buffer[start] = UInt8(ascii: "]")
      start = write(position.y, into: buffer, before: start) - 1
      buffer[start] = UInt8(ascii: ",")
      start = write(position.x, into: buffer, before: start) - 1
      buffer[start] = UInt8(ascii: "[")
      output.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  /// Writes a value below 2⁶³ in size backwards, so that it ends before `end`; answers where it begins.
  private func write(_ value: Double, into buffer: UnsafeMutableBufferPointer<UInt8>, before end: Int) -> Int {
    let magnitude = abs(value)
    // Both are exact: the integer part fits, and what is left over has no more bits than the value.
    var whole = UInt64(magnitude)
    var fraction = roundedProduct(magnitude - Double(whole))
    if fraction == UInt64(scale) {
      whole += 1
      fraction = 0
    }
    let isNegative = value < 0 && (whole, fraction) != (0, 0)

    var start = end
    func prepend(_ byte: UInt8) {
      start -= 1
      buffer[start] = byte
    }
    func prependDigit(of number: inout UInt64) {
      let tenth = number / 10
      prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number - tenth * 10))
      number = tenth
    }
    if fraction > 0 {
      var digitsLeft = decimals
      while fraction % 10 == 0 {
        fraction /= 10
        digitsLeft -= 1
      }
      for _ in 0..<digitsLeft { prependDigit(of: &fraction) }
      prepend(UInt8(ascii: "."))
    }
    repeat { prependDigit(of: &whole) } while whole > 0
    if isNegative { prepend(UInt8(ascii: "-")) }
    return start
  }

  /// `remainder` times the scale, rounded half away from zero as if the product had been exact.
  ///
  /// The product is below 2⁵⁰, so a half is a multiple of its last bit, and its rounding error can hide the true side of
  /// a half only where it seems to be one exactly. There the error itself decides.
  private func roundedProduct(_ remainder: Double) -> UInt64 {
    let product = remainder * scale
    let floor = UInt64(product)
    let excess = product - Double(floor)
    let isUp = excess == 0.5 ? productError(remainder, scale, product: product) >= 0 : excess > 0.5
    return floor + (isUp ? 1 : 0)
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
