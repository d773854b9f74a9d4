import HetuGeometry

/// From the plane to the paper: a round scale, never turned.
struct MapScale: Sendable {
  /// The scale is 1 to this.
  let denominator: Int
  /// The plane's position at the middle of `frame`.
  let center: Position
  /// The map on the layout, millimetres.
  let frame: Envelope
  /// How many times larger the layout is printed.
  let magnification: Double

  /// The largest scale of a sheet: no river's line is known better.
  static let largestDenominator = 5_000

  /// The largest round scale, 1 to `leastDenominator` or smaller, at which `extent` (plane, metres) lies in `frame` with
  /// `margin` millimetres to each side.
  init(
    extent: Envelope, frame: Envelope, margin: Double, magnification: Double = 1, leastDenominator: Int = 0
  ) {
    let needed =
      max(
        extent.width / (frame.width - 2 * margin), extent.height / (frame.height - 2 * margin)) * 1000 / magnification
    denominator = Self.rounded(upFrom: max(needed, Double(leastDenominator)))
    center = extent.center
    self.frame = frame
    self.magnification = magnification
  }

  /// The scale 1 to `denominator` with `center` in the middle of `frame`.
  init(denominator: Int, center: Position, frame: Envelope, magnification: Double) {
    self.denominator = denominator
    self.center = center
    self.frame = frame
    self.magnification = magnification
  }

  /// The next round scale: 1, 2, 2.5, 5 times a power of ten up to 1:10万, then those customary on small maps too.
  static func rounded(upFrom needed: Double) -> Int {
    var power = 1_000
    while true {
      let tenths = power < 100_000 ? [10, 20, 25, 50] : [10, 15, 20, 25, 30, 40, 50, 75]
      for step in tenths {
        let denominator = step * power / 10
        if denominator >= largestDenominator, Double(denominator) >= needed { return denominator }
      }
      power *= 10
    }
  }

  /// Millimetres on the layout of a metre in the plane.
  var millimetresPerMetre: Double { 1000 / Double(denominator) / magnification }

  /// The place on paper.
  func paper(_ position: Position) -> Position {
    Position(
      x: frame.center.x + (position.x - center.x) * millimetresPerMetre,
      y: frame.center.y - (position.y - center.y) * millimetresPerMetre)
  }

  /// The place in the plane.
  func plane(_ position: Position) -> Position {
    Position(
      x: center.x + (position.x - frame.center.x) / millimetresPerMetre,
      y: center.y - (position.y - frame.center.y) / millimetresPerMetre)
  }

  /// The scale in words: `1:25万`, `1:7500`.
  var title: String {
    guard denominator >= 10_000 else { return "1:\(denominator)" }
    return "1:\(SVGText.number(Double(denominator) / 10_000))万"
  }
}
