import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

func network(_ reaches: [Reach]) -> RiverNetwork { RiverNetwork(rivers: RiverSet(reaches: reaches)) }

/// Two sources, one mouth: 涧河 of 4 km with a tributary that joins it at 2 km.
let confluence = [
  reach("A1", [(0, 0), (1_000, 10), (2_000, 0)]), reach("A2", [(2_000, 0), (4_000, 0)]),
  reach("B1", [(2_000, 3_000), (2_000, 0)], river: "支流"),
]

/// A weir at 1 km leads water through a canal of 3 km beside 2 km of river, back at 3 km.
let canal = [
  reach("R1", [(0, 0), (1_000, 0)]), reach("R2", [(1_000, 0), (3_000, 0)]), reach("R3", [(3_000, 0), (5_000, 0)]),
  reach("C1", [(1_000, 0), (1_000, 500), (3_000, 500), (3_000, 0)], river: "引水渠"),
]

/// A circle of three reaches, with a way in.
let circle = [
  reach("E", [(-1_000, 0), (0, 0)], river: "入"), reach("C1", [(0, 0), (1_000, 0)], river: "环一"),
  reach("C2", [(1_000, 0), (500, 1_000)], river: "环二"), reach("C3", [(500, 1_000), (0, 0)], river: "环三"),
]

extension RiverNetwork {
  /// The place at a fraction of the reach of a code.
  func place(_ code: String, _ fraction: Double) throws -> Place {
    try place(onReach: try #require(rivers.reaches.firstIndex { $0.code == code }), fraction: fraction)
  }

  /// The trace from a fraction of a reach.
  func traced(
    _ code: String, _ fraction: Double, _ question: TraceQuestion = TraceQuestion(),
    speeds: ((Int) -> Double)? = nil, meeting index: EncounterIndex? = nil
  ) throws -> Trace {
    try trace(from: place(code, fraction), question, speeds: speeds, meeting: index)
  }

  /// The codes of the reaches a trace passes, in order.
  func codes(_ trace: Trace) -> [String] {
    trace.passages.map { rivers.reaches[edges[$0.edge].reach].code }
  }

  func number(_ code: String) throws -> Int { try #require(rivers.reaches.firstIndex { $0.code == code }) }
}

func isNear(_ first: Double?, _ second: Double, within margin: Double = 1e-3) -> Bool {
  first.map { abs($0 - second) <= margin } ?? false
}

/// A random network on a jittered grid of 3 km: each reach links neighbouring nodes, mostly downhill, some uphill.
func randomReaches(
  side: Int, uphill: Double, density: Double, using generator: inout Seeded
) -> [Reach] {
  var places: [Position] = []
  for row in 0..<side {
    for column in 0..<side {
      let (dx, dy) = (
        Double.random(in: -800...800, using: &generator), Double.random(in: -800...800, using: &generator)
      )
      places.append(place(Double(column) * 3_000 + dx, Double(row) * 3_000 + dy))
    }
  }
  var reaches: [Reach] = []
  for row in 0..<side {
    for column in 0..<side {
      for (right, up) in [(1, 0), (0, 1)] where column + right < side && row + up < side {
        guard Double.random(in: 0...1, using: &generator) < density else { continue }
        var ends = [row * side + column, (row + up) * side + column + right]
        if Double.random(in: 0...1, using: &generator) < uphill { ends.reverse() }
        let (start, end) = (places[ends[0]], places[ends[1]])
        let bend = Double.random(in: -0.002...0.002, using: &generator)
        let middle = Position(x: (start.x + end.x) / 2 + bend, y: (start.y + end.y) / 2 + bend)
        let number = reaches.count
        reaches.append(
          Reach(
            id: Int64(number), code: "R\(1_000 + number)", name: "", riverName: "河\(number)", riverCode: nil,
            path: [start, middle, end]))
      }
    }
  }
  return reaches
}
