import HetuGeometry
import TestSupport

extension Seeded {
  mutating func position(within extent: Double = 100) -> Position {
    Position(x: Double.random(in: -extent...extent, using: &self), y: Double.random(in: -extent...extent, using: &self))
  }

  mutating func path(_ counts: ClosedRange<Int>) -> [Position] {
    (0..<Int.random(in: counts, using: &self)).map { _ in position() }
  }

  /// A ring seen whole from its middle, so that it never crosses itself.
  mutating func starRing(around centre: Position, radius: Double) -> [Position] {
    let count = Int.random(in: 3...12, using: &self)
    var ring = (0..<count).map { index in
      let angle = (Double(index) + Double.random(in: 0...0.8, using: &self)) / Double(count) * 2 * Double.pi
      let distance = radius * Double.random(in: 0.3...1, using: &self)
      return Position(x: centre.x + distance * cosine(angle), y: centre.y + distance * cosine(angle - .pi / 2))
    }
    ring.append(ring[0])
    return ring
  }

  mutating func polygon() -> Polygon { Polygon(rings: [starRing(around: position(within: 20), radius: 30)]) }

  /// Any geometry, empty ones too, collections at most three deep.
  mutating func geometry(level: Int = 0) -> Geometry {
    switch Int.random(in: 0..<(level < 3 ? 7 : 6), using: &self) {
    case 0: .point(Bool.random(using: &self) ? position() : nil)
    case 1: .lineString(path(0...9))
    case 2: .polygon(Bool.random(using: &self) ? polygon() : Polygon(rings: []))
    case 3: .multiPoint(path(0...5))
    case 4: .multiLineString((0..<Int.random(in: 0...3, using: &self)).map { _ in path(0...5) })
    case 5: .multiPolygon((0..<Int.random(in: 0...3, using: &self)).map { _ in polygon() })
    default: .collection((0..<Int.random(in: 0...4, using: &self)).map { _ in geometry(level: level + 1) })
    }
  }
}

/// The cosine by its series after halving the angle: enough for drawing rings, and free of platform libraries.
private func cosine(_ angle: Double) -> Double {
  var square = (angle / 64) * (angle / 64)
  square = 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
  for _ in 0..<6 { square = 2 * square * square - 1 }
  return square
}

func positions(_ pairs: (Double, Double)...) -> [Position] { pairs.map { Position(x: $0.0, y: $0.1) } }

/// An axis-parallel square as a ring, counter-clockwise.
func square(_ x: Double, _ y: Double, side: Double) -> [Position] {
  positions((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))
}

func box(_ x: Double, _ y: Double, side: Double) -> Geometry { .polygon(Polygon(rings: [square(x, y, side: side)])) }
