/// A flag: a stalk with something written right of its top.
struct Flag {
  /// Where its stalk should stand, millimetres.
  var x: Double
  /// What it takes left of the stalk.
  var leftReach: Double
  /// What it takes right of the stalk.
  var rightReach: Double
  /// How high it would stand were it alone: 0 for the lowest level, 1 for the highest.
  var rise: Double
}

/// Puts flags along a row so that no flag lies on another and no stalk runs through one.
///
/// Flags that would overlap form a stair, falling to the right, each a level lower than the one before it; stairs keep off
/// one another. Where they must move, they move as little as possible: the isotonic regression of their places, by pooling
/// adjacent violators (Ayer and others, 1955).
struct FlagLayout {
  struct Place: Equatable {
    var x: Double
    var level: Int
  }

  /// The places, in the flags' order.
  let places: [Place]
  /// The room that they take, of the room that there is; above 1 they do not fit.
  let fullness: Double
  /// Whether all found room.
  var isFitting: Bool { fullness <= 1 + 1e-9 }
  /// How far the flags were moved at most.
  let greatestShift: Double

  private struct Stair {
    var flags: [Int]
    var stalks: [Double]
    var left: Double
    var right: Double
  }

  /// - Parameters:
  ///   - flags: by `x`.
  ///   - gap: between the stalks of one stair at least.
  init(_ flags: [Flag], levels: Int, gap: Double, from start: Double, to end: Double) {
    let stairs = Self.stairs(flags, levels: max(1, levels), gap: gap)
    var before: [Double] = []
    var total = 0.0
    for stair in stairs {
      before.append(total)
      total += stair.right - stair.left + Self.separation
    }
    total -= stairs.isEmpty ? 0 : Self.separation
    let regressed = Self.isotonic(zip(stairs, before).map { ($0.left - $1, Double($0.flags.count)) })
    let limit = max(start, end - total)
    var places = flags.map { Place(x: $0.x, level: 0) }
    var greatest = 0.0
    for (index, stair) in stairs.enumerated() {
      let shift = min(limit, max(start, regressed[index])) + before[index] - stair.left
      let count = stair.flags.count
      let rise = stair.flags.map { flags[$0].rise }.reduce(0, +) / Double(count)
      let lift = Int((rise * Double(max(1, levels) - count)).rounded())
      for (step, flag) in stair.flags.enumerated() {
        places[flag] = Place(x: stair.stalks[step] + shift, level: lift + count - 1 - step)
        greatest = max(greatest, abs(places[flag].x - flags[flag].x))
      }
    }
    self.places = places
    fullness = total / (end - start)
    greatestShift = greatest
  }

  private static let separation = 0.8

  private static func stairs(_ flags: [Flag], levels: Int, gap: Double) -> [Stair] {
    var stairs: [Stair] = []
    for (index, flag) in flags.enumerated() {
      if let last = stairs.last, last.flags.count < levels, flag.x - flag.leftReach < last.right + separation,
        let stalk = last.stalks.last
      {
        let x = max(flag.x, stalk + gap)
        stairs[stairs.count - 1].flags.append(index)
        stairs[stairs.count - 1].stalks.append(x)
        stairs[stairs.count - 1].right = max(last.right, x + flag.rightReach)
      } else {
        stairs.append(
          Stair(flags: [index], stalks: [flag.x], left: flag.x - flag.leftReach, right: flag.x + flag.rightReach))
      }
    }
    return stairs
  }

  /// The nearest rising sequence to the weighted values, by least squares.
  static func isotonic(_ values: [(value: Double, weight: Double)]) -> [Double] {
    var pools: [(value: Double, weight: Double, count: Int)] = []
    for value in values {
      var pool = (value: value.value, weight: value.weight, count: 1)
      while let last = pools.last, last.value > pool.value {
        let weight = last.weight + pool.weight
        pool = ((last.value * last.weight + pool.value * pool.weight) / weight, weight, last.count + pool.count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    return pools.flatMap { Array(repeating: $0.value, count: $0.count) }
  }
}
