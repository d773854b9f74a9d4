/// On which side of a line a position lies, decided without rounding errors.
enum Orientation {
  /// Positive where `position` lies to the left of the line from `start` to `end`, negative to the right, 0 upon it.
  ///
  /// A plain determinant where its error bound allows (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic and
  /// Fast Robust Geometric Predicates, 1997, bound A), else the exact sum of its six products.
  static func sign(_ start: Position, _ end: Position, _ position: Position) -> Int {
    let left = (start.x - position.x) * (end.y - position.y)
    let right = (start.y - position.y) * (end.x - position.x)
    let determinant = left - right
    let bound = 3.3306690738754716e-16 * (abs(left) + abs(right))
    if determinant > bound { return 1 }
    if determinant < -bound { return -1 }
    return exactSign(start, end, position)
  }

  private static func exactSign(_ start: Position, _ end: Position, _ position: Position) -> Int {
    var sum = ExactSum()
    sum.addProduct(start.x, end.y)
    sum.addProduct(-start.y, end.x)
    sum.addProduct(end.x, position.y)
    sum.addProduct(-end.y, position.x)
    sum.addProduct(position.x, start.y)
    sum.addProduct(-position.y, start.x)
    return sum.sign
  }
}

/// A sum of doubles without rounding: an expansion of components that do not overlap, the smallest first.
private struct ExactSum {
  private var components: [Double] = []

  /// The sign of the sum is that of its largest component that is not zero.
  var sign: Int {
    guard let largest = components.last(where: { $0 != 0 }) else { return 0 }
    return largest > 0 ? 1 : -1
  }

  mutating func addProduct(_ factor: Double, _ other: Double) {
    let product = factor * other
    add(productError(factor, other, product: product))
    add(product)
  }

  /// Shewchuk's Grow-Expansion, each step Knuth's Two-Sum.
  private mutating func add(_ value: Double) {
    var carry = value
    for index in components.indices {
      let component = components[index]
      let sum = carry + component
      let virtual = sum - carry
      components[index] = (carry - (sum - virtual)) + (component - virtual)
      carry = sum
    }
    components.append(carry)
  }
}
