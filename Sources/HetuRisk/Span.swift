/// From the least that a figure can be to the most; both are the same where it is known.
public struct Span: Sendable, Hashable {
  /// The least.
  public let low: Double
  /// The most; infinite where nothing bounds it.
  public let high: Double

  /// A span of finite or infinite ends in order.
  public init(_ low: Double, _ high: Double) {
    precondition(low <= high)
    self.low = low
    self.high = high
  }

  /// A known figure.
  public init(_ value: Double) { self.init(value, value) }

  /// Whether the figure is known.
  public var isKnown: Bool { low == high }

  /// The lowest end as a known figure, and the highest.
  var ends: [Span] { [Span(low), Span(high)] }

  static func + (left: Span, right: Span) -> Span { Span(left.low + right.low, left.high + right.high) }
  static func * (span: Span, factor: Double) -> Span { Span(span.low * factor, span.high * factor) }

  /// No more than a limit.
  func capped(at limit: Double) -> Span { Span(min(low, limit), min(high, limit)) }

  /// The greater of two figures of which only the spans are known.
  func greater(of other: Span) -> Span { Span(max(low, other.low), max(high, other.high)) }

  /// The figure or both ends, plainly written: `13.2`, `3.3–13.2`, `不小于3.3`.
  public var text: String {
    if isKnown { return PlainFigure.text(low) }
    return high.isFinite ? "\(PlainFigure.text(low))–\(PlainFigure.text(high))" : "不小于\(PlainFigure.text(low))"
  }
}

/// Numbers in the sentences of an explanation.
public enum PlainFigure {
  /// A number of at most six significant figures, without needless zeros; a dash where it is not finite.
  public static func text(_ number: Double) -> String {
    guard number.isFinite else { return "—" }
    guard number != 0 else { return "0" }
    var step = 1.0
    while abs(number) * step < 100_000, step < 1e9 { step *= 10 }
    let rounded = (number * step).rounded() / step
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
  }

  /// A number with one decimal, as distances in kilometres are told; a dash where it is not finite.
  public static func tenths(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "—" }
    let tenths = Int64((number * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}
