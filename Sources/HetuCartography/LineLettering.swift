import Foundation
import HetuGeometry

/// A letter of a name that is set along a line.
struct PlacedLetter {
  var letter: Character
  /// The middle of its box.
  var center: Position
  /// Clockwise, degrees.
  var rotationDegrees: Double

  /// The baseline's middle for a style.
  func baseline(_ style: TextStyle) -> Position {
    center.moved(by: style.baselineShift, direction: (rotationDegrees + 90) / 180 * .pi)
  }
}

/// Sets names along lines, letter by letter, since neither cairo nor every reader of SVG draws text along a path: beside the line, left to right or
/// downwards, each letter turned by less than 45° from upright where the line is not straight.
struct LineLettering {
  let style: TextStyle
  /// From letter to letter, in ems beyond the letter.
  let spacing: Double
  /// From the line to the middle of the letters.
  let offset: Double
  let map: Envelope
  let obstacles: BoxIndex
  let ground: SegmentIndex

  /// The best place for `text` beside the line between two lengths; nil where there is none.
  func place(_ text: String, along line: Polyline, from start: Double, to end: Double) -> [PlacedLetter]? {
    let letters = Array(text)
    guard !letters.isEmpty else { return nil }
    let advances = letters.map { (TextMetrics.ems(String($0), bold: style.bold) + spacing) * style.size }
    let needed = advances.reduce(0, +)
    guard needed <= end - start else { return nil }
    var best: (cost: Double, letters: [PlacedLetter])?
    let middle = (start + end - needed) / 2
    var place = start
    while place <= end - needed {
      for side in [-1.0, 1] {
        guard let (letters, cost) = set(letters, advances, along: line, from: place, side: side) else { continue }
        let total = cost + abs(place - middle) * 0.02
        if best.map({ total < $0.cost }) ?? true { best = (total, letters) }
      }
      place += 1.5
    }
    return best?.letters
  }

  private func set(
    _ letters: [Character], _ advances: [Double], along line: Polyline, from start: Double, side: Double
  ) -> (letters: [PlacedLetter], cost: Double)? {
    let needed = advances.reduce(0, +)
    let from = line.point(at: start)
    let to = line.point(at: start + needed)
    let course = atan2(to.y - from.y, to.x - from.x)
    guard from.distance(to: to) > needed * 0.6 else { return nil }
    let isLevel = abs(cos(course)) >= abs(sin(course)) * 0.9
    let isReversed = isLevel ? cos(course) < 0 : sin(course) < 0
    let ordered = isReversed ? letters.reversed() : letters
    let steps = isReversed ? advances.reversed() : advances
    var result: [PlacedLetter] = []
    var cost = 0.0
    var length = start
    var previous: Double?
    for (letter, advance) in zip(ordered, steps) {
      let direction = line.direction(at: length + advance / 2, span: style.size * 4)
      let center = line.point(at: length + advance / 2).moved(by: offset * side, direction: direction + .pi / 2)
      let turn = isLevel ? direction : direction - .pi / 2
      let rotation = remainder(turn * 180 / .pi, 180)
      let box = Envelope(center: center, width: style.size * 1.2, height: style.size * 1.2)
      guard map.contains(box), !obstacles.overlapsAny(box) else { return nil }
      if let previous {
        let bend = abs(remainder(direction - previous, 2 * .pi))
        guard bend < 0.9 else { return nil }
        cost += bend * 2
      }
      cost += ground.cost(under: box)
      previous = direction
      length += advance
      result.append(PlacedLetter(letter: letter, center: center, rotationDegrees: rotation))
    }
    return (result, cost)
  }
}
