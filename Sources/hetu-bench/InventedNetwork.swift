import HetuGeodesy
import HetuGeometry
import HetuHydrology

/// An invented river system: one tree of reaches in which all water flows to one outlet, as on a tilted plain (Scheidegger,
/// 1967); the same one for the same number.
struct InventedNetwork {
  /// The reaches, from node to node, ten segments each.
  let reaches: [Reach]
  /// For each reach the one its water flows to; nil at the outlet.
  let next: [Int?]

  /// A tree of about so many reaches.
  init(reaches count: Int) {
    var random = SplitMix(seed: 1_967)
    let side = max(2, Int(Double(count).squareRoot().rounded()))
    let step = (x: 5.8 / Double(side), y: 4.6 / Double(side))
    let corner = Position(x: 110.5, y: 31.6)
    let places = (0..<(side * side)).map { number in
      Position(
        x: corner.x + step.x * (Double(number % side) + Double.random(in: -0.3...0.3, using: &random)),
        y: corner.y + step.y * (Double(number / side) + Double.random(in: -0.3...0.3, using: &random)))
    }
    // Each node drains to its western or its southern neighbour; the south-western corner is the outlet.
    let target = places.indices.map { number -> Int? in
      let (column, row) = (number % side, number / side)
      if column == 0 { return row == 0 ? nil : number - side }
      if row == 0 { return number - 1 }
      return Bool.random(using: &random) ? number - 1 : number - side
    }
    var area = [Int](repeating: 1, count: places.count)
    // A node's neighbours to the west and south have lower numbers.
    for number in places.indices.reversed() { if let to = target[number] { area[to] += area[number] } }
    var main = [Int](repeating: -1, count: places.count)
    for number in places.indices {
      guard let to = target[number] else { continue }
      if main[to] < 0 || area[number] > area[main[to]] { main[to] = number }
    }
    // A river goes by the number of the node where it meets a greater one.
    var river = Array(places.indices)
    for number in places.indices { if let to = target[number], main[to] == number { river[number] = river[to] } }
    var reaches: [Reach] = []
    var reachOfNode = [Int?](repeating: nil, count: places.count)
    for number in places.indices {
      guard let to = target[number] else { continue }
      let (start, end) = (places[number], places[to])
      let path = (0...10).map { vertex -> Position in
        if vertex == 0 { return start }
        if vertex == 10 { return end }
        let share = Double(vertex) / 10
        return Position(
          x: start.x + (end.x - start.x) * share + step.x * Double.random(in: -0.03...0.03, using: &random),
          y: start.y + (end.y - start.y) * share + step.y * Double.random(in: -0.03...0.03, using: &random))
      }
      reachOfNode[number] = reaches.count
      let code = "N\(InventedCountry.padded(river[number], 6))"
      reaches.append(
        Reach(
          id: Int64(reaches.count + 1), code: "E\(InventedCountry.padded(number, 6))", name: "",
          riverName: "河\(river[number])",
          riverCode: code, path: path))
    }
    self.reaches = reaches
    next = places.indices.compactMap { number in target[number].map { reachOfNode[$0] } }
  }
}
