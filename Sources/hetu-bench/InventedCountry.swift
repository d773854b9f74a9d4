import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology

/// Invented points and rivers in a box as large as Henan province; the same ones for the same numbers.
struct InventedCountry {
  /// The box, degrees on CGCS2000.
  static let box = Envelope(minX: 110.35, minY: 31.40, maxX: 116.65, maxY: 36.35)

  /// Half of the points anywhere, half in 300 towns of very different size, as enterprises lie.
  static func points(_ count: Int) -> [Position] {
    var random = SplitMix(seed: 20_211_115)
    let towns = (0..<300).map { _ in
      (middle: place(&random), spreadMetres: Double.random(in: 500...4_000, using: &random))
    }
    // Zipf's law: the n-th town has a share of 1/n.
    var shares: [Double] = []
    for rank in 1...towns.count { shares.append((shares.last ?? 0) + 1 / Double(rank)) }
    let whole = shares[shares.count - 1]
    return (0..<count).map { number in
      guard number % 2 == 0 else { return place(&random) }
      let drawn = Double.random(in: 0..<whole, using: &random)
      let town = towns[shares.firstIndex { drawn < $0 } ?? 0]
      let plane = LocalPlane(latitudeDegrees: town.middle.y)
      return Position(
        x: town.middle.x + random.normal() * town.spreadMetres / plane.metresPerDegreeX,
        y: town.middle.y + random.normal() * town.spreadMetres / plane.metresPerDegreeY)
    }
  }

  /// Winding rivers of ten reaches of ten segments each; the fewer there are, the longer they are (at most 13 km a reach), so
  /// that about as many points lie near one.
  static func reaches(_ count: Int) -> [Reach] {
    var random = SplitMix(seed: 4_490)
    let segmentMetres = min(190 * (100_000 / Double(count)).squareRoot(), 1_300)
    var reaches: [Reach] = []
    reaches.reserveCapacity(count)
    while reaches.count < count {
      let river = reaches.count / 10
      var position = place(&random)
      var heading = Double.random(in: 0..<(2 * .pi), using: &random)
      for number in 0..<min(10, count - reaches.count) {
        var path = [position]
        for _ in 0..<10 {
          heading += random.normal() * 0.35
          let plane = LocalPlane(latitudeDegrees: position.y)
          let metres = segmentMetres * Double.random(in: 0.6...1.4, using: &random)
          position = Position(
            x: position.x + sin(heading) * metres / plane.metresPerDegreeX,
            y: position.y + cos(heading) * metres / plane.metresPerDegreeY)
          path.append(position)
        }
        reaches.append(
          Reach(
            id: Int64(reaches.count + 1), code: "R\(padded(river, 5))-\(padded(number, 2))", name: "",
            riverName: "第\(river)河", riverCode: "R\(padded(river, 5))", path: path))
      }
    }
    return reaches
  }

  /// A place anywhere in the box.
  static func place(_ random: inout SplitMix) -> Position {
    Position(
      x: Double.random(in: box.minX...box.maxX, using: &random),
      y: Double.random(in: box.minY...box.maxY, using: &random))
  }

  /// A number with leading zeros.
  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
