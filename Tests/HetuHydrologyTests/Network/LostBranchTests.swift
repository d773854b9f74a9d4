import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

/// A branch that a trace loses because of how reaches were drawn is told, with the place.
@Suite struct LostBranchTests {
  /// A random tree of reaches of about 3 km on a jittered grid; all water comes to the first corner by one reach. Of the reaches
  /// that come to a node one goes on by its name, some have no name.
  func tree(side: Int, using generator: inout Seeded) -> (reaches: [Reach], next: [Int?]) {
    let places = (0..<side * side).map { number in
      place(
        Double(number % side) * 3_000 + Double.random(in: -700...700, using: &generator),
        Double(number / side) * 3_000 + Double.random(in: -700...700, using: &generator))
    }
    // One reach from each node but the first, to its neighbour west or south, past the corner.
    let parents = (1..<side * side).map { number in
      let (west, south) = (number - 1, number - side)
      if number == side { return 1 }
      if number % side == 0 { return south }
      return number < side || Bool.random(using: &generator) ? west : south
    }
    var names: [String] = []
    var taken: Set<Int> = []
    for (number, parent) in parents.enumerated() {
      let goesOn = parent == 0 || taken.insert(parent).inserted
      let new = Int.random(in: 0..<8, using: &generator) == 0 ? "" : "河\(number)"
      names.append(goesOn && parent > 0 ? names[parent - 1] : new)
    }
    let reaches = parents.enumerated().map { number, parent in
      let (start, end) = (places[number + 1], places[parent])
      let middle = Position(
        x: (start.x + end.x) / 2 + Double.random(in: -0.002...0.002, using: &generator), y: (start.y + end.y) / 2)
      return Reach(
        id: Int64(number), code: "R\(1_000 + number)", name: "", riverName: names[number], riverCode: nil,
        path: [start, middle, end])
    }
    return (reaches, parents.map { $0 == 0 ? nil : $0 - 1 })
  }

  /// What a trace up from the outlet passes, and what is told of it.
  func upstream(_ reaches: [Reach], from outlet: Int) throws -> (passed: Set<Int64>, notices: [TraceNotice]) {
    let network = network(reaches)
    let origin = try network.place(reaches[outlet].code, 0.5)
    let trace = try network.trace(from: origin, TraceQuestion(direction: .upstream))
    let passed = Set(trace.passages.map { network.rivers.reaches[network.edges[$0.edge].reach].id })
    return (passed, network.notices(of: trace, findings: network.findings()))
  }

  func redrawn(_ reach: Reach, _ path: [Position]) -> Reach {
    Reach(id: reach.id, code: reach.code, name: "", riverName: reach.riverName, riverCode: nil, path: path)
  }

  @Test(arguments: [11, 12, 13, 14, 15, 16, 104, 124, 143, 171] as [UInt64])
  func `no branch is lost silently where reaches are drawn upstream or too short`(seed: UInt64) throws {
    var generator = Seeded(seed)
    var losses = 0
    for trial in 0..<60 {
      let (reaches, next) = tree(side: 5, using: &generator)
      let outlet = try #require(next.firstIndex(of: nil))
      let whole = try upstream(reaches, from: outlet)
      #expect(whole.notices.isEmpty, "seed \(seed), trial \(trial): \(whole.notices.map(\.message))")
      var drawn = reaches
      // A run of reaches down the water from a random one.
      var run = [Int.random(in: 0..<reaches.count, using: &generator)]
      while run.count < Int.random(in: 1...4, using: &generator), let below = next[run[run.count - 1]] {
        run.append(below)
      }
      let isShort = Bool.random(using: &generator)
      // Beside a shortened end a canal might lie within the tolerance, and be joined to it.
      let hasCanal = !isShort && Int.random(in: 0..<3, using: &generator) == 0
      for number in run where number != outlet && next[number] != nil {
        let path = reaches[number].paths[0]
        if isShort, number == run[0] {
          // It ends 60 m to 1,400 m before the joint.
          let metres = Double.random(in: 60...1_400, using: &generator)
          let share = 1 - metres / LocalPlane.distanceMetres(from: path[1], to: path[2])
          drawn[number] = redrawn(
            reaches[number], [path[0], path[1], LocalPlane.along(from: path[1], to: path[2], max(0.05, share))])
        } else if !isShort {
          drawn[number] = redrawn(reaches[number], path.reversed())
        }
      }
      if hasCanal, let below = next[run[0]] {
        let ends = (reaches[outlet].paths[0][1], reaches[run[0]].paths[0][1])
        if below != outlet, run[0] != outlet {
          drawn.append(
            Reach(id: 9_000, code: "Z", name: "", riverName: "引水渠", riverCode: nil, path: [ends.0, ends.1]))
        }
      }
      let found = try upstream(drawn, from: outlet)
      let lost = whole.passed.subtracting(found.passed)
      guard !lost.isEmpty else { continue }
      losses += 1
      let concerned = Set(run + run.compactMap { next[$0] })
      let network = network(drawn)
      let told = found.notices.contains { notice in
        notice.reaches.contains { number in
          let id = network.rivers.reaches[number].id
          return id == 9_000 || concerned.contains(Int(id)) || lost.contains(id)
        }
      }
      #expect(
        told,
        "seed \(seed), trial \(trial): \(run.map { reaches[$0].code }) \(isShort ? "short" : "reversed"), lost \(lost.sorted()): \(found.notices.map(\.message))"
      )
    }
    #expect(losses > 10, "seed \(seed)")
  }
}
