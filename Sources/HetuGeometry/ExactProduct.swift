/// What rounding took from a product: `a * b` exactly is `product` plus this.
///
/// Dekker's product with Veltkamp's splitting (T. J. Dekker, A Floating-Point Technique for Extending the Available
/// Precision, 1971); exact for products between 10⁻²⁹⁰ and 10²⁹⁰ in size, and plain arithmetic on every platform.
@inline(__always)
func productError(_ a: Double, _ b: Double, product: Double) -> Double {
  let (aHigh, aLow) = halves(a)
  let (bHigh, bLow) = halves(b)
  return aLow * bLow - (((product - aHigh * bHigh) - aLow * bHigh) - aHigh * bLow)
}

/// A number as the sum of two with half as many bits each.
@inline(__always)
private func halves(_ value: Double) -> (high: Double, low: Double) {
  let scaled = 134_217_729 * value
  let high = scaled - (scaled - value)
  return (high, value - high)
}
