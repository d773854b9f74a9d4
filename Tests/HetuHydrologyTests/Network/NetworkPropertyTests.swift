import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

@Suite struct NetworkPropertyTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  /// A random network: odd seeds have many cycles, even ones few.
  func random(_ seed: UInt64, side: Int = 7) -> (reaches: [Reach], generator: Seeded) {
    var generator = Seeded(seed)
    let uphill = seed.isMultiple(of: 2) ? 0.02 : 0.3
    let reaches = randomReaches(side: side, uphill: uphill, density: 0.7, using: &generator)
    return (reaches, generator)
  }

  /// What a trace passes, by position, for networks whose reaches have other names and pieces.
  func lengths(_ network: RiverNetwork, _ trace: Trace) -> [Position: Double] {
    var lengths: [Position: Double] = [:]
    for passage in trace.passages {
      let end = network.position(onEdge: passage.edge, alongMetres: passage.alongTo)
      lengths[end] = min(lengths[end] ?? .infinity, passage.pathKmTo)
    }
    return lengths
  }

  @Test(arguments: seeds) func `the order of reaches changes nothing`(seed: UInt64) throws {
    var (reaches, generator) = random(seed)
    let expected = network(reaches)
    for _ in 0..<3 {
      let other = network(reaches.shuffled(using: &generator))
      #expect(other.edges == expected.edges && other.nodes == expected.nodes, "seed \(seed)")
      #expect(other.findings() == expected.findings(), "seed \(seed)")
    }
  }

  @Test(arguments: seeds) func `a trace equals a search that knows nothing of the network`(seed: UInt64) throws {
    var (reaches, generator) = random(seed)
    let network = network(reaches)
    // Ends of reaches as positions, each the way the network runs it, and lengths by PROJ.
    let links = network.edges.map { edge in
      let path = network.rivers.reaches[edge.reach].paths[0]
      let length = Geodesic.cgcs2000.lengthMetres(of: path)
      let (first, last) = (path[0], path[path.count - 1])
      return edge.isTurned ? (from: last, to: first, metres: length) : (from: first, to: last, metres: length)
    }
    for _ in 0..<20 {
      let reach = Int.random(in: 0..<reaches.count, using: &generator)
      let origin = try network.place(onReach: reach, fraction: 0.5)
      for isDownstream in [true, false] {
        var least: [Position: Double] = [:]
        let own = links[origin.edge]
        least[isDownstream ? own.to : own.from] = own.metres / 2
        var hasChanged = true
        while hasChanged {
          hasChanged = false
          for (number, link) in links.enumerated() where number != origin.edge {
            let (from, to) = isDownstream ? (link.from, link.to) : (link.to, link.from)
            guard let known = least[from], known + link.metres < (least[to] ?? .infinity) - 1e-6 else { continue }
            least[to] = known + link.metres
            hasChanged = true
          }
        }
        let trace = try network.trace(from: origin, TraceQuestion(direction: isDownstream ? .downstream : .upstream))
        let start = isDownstream ? own.from : own.to
        var found = lengths(network, trace)
        // A way that comes back ends at the origin.
        found[origin.position] = nil
        found = found.filter { least[$0.key] != nil || isNear(0, $0.value) }
        #expect(Set(found.keys) == Set(least.keys), "seed \(seed), reach \(reach)")
        for (position, metres) in least { #expect(isNear(found[position], metres / 1000, within: 1e-6)) }
        let passed = Set(trace.passages.map { network.edges[$0.edge].reach })
        let expected = links.indices.filter { number in
          let link = links[number]
          return number == origin.edge || least[isDownstream ? link.from : link.to] != nil
        }
        #expect(passed == Set(expected.map { network.edges[$0].reach }), "seed \(seed)")
        #expect((least[start] != nil) == (trace.passages.filter { $0.edge == origin.edge }.count == 2))
        #expect(!trace.ends.isEmpty)
      }
    }
  }

  @Test(arguments: seeds) func `upstream holds what has the place downstream, as far off`(seed: UInt64) throws {
    var (reaches, generator) = random(seed, side: 5)
    let network = network(reaches)
    let places = try (0..<40).map { number in
      // Every second one lies on a node.
      try network.place(
        onReach: Int.random(in: 0..<reaches.count, using: &generator),
        fraction: number.isMultiple(of: 2) ? 1 : Double.random(in: 0...1, using: &generator))
    }
    let index = EncounterIndex(network: network, items: [], withinMetres: 0, borders: places)
    func met(_ direction: TraceQuestion.Direction) throws -> [[EncounterIndex.Subject: Double]] {
      try places.map { place in
        let trace = try network.trace(from: place, TraceQuestion(direction: direction), meeting: index)
        return Dictionary(uniqueKeysWithValues: trace.encounters.map { ($0.subject, $0.pathKm) })
      }
    }
    let (down, up) = (try met(.downstream), try met(.upstream))
    for one in places.indices {
      for other in places.indices {
        let (there, back) = (down[one][.border(other)], up[other][.border(one)])
        #expect((there == nil) == (back == nil), "seed \(seed): \(one), \(other)")
        if let there { #expect(isNear(back, there, within: 1e-4), "seed \(seed): \(one), \(other)") }
      }
    }
  }

  @Test(arguments: seeds) func `drawn the other way round, downstream is upstream`(seed: UInt64) throws {
    let reaches = random(seed).reaches
    let reversed = reaches.map {
      Reach(
        id: $0.id, code: $0.code, name: "", riverName: $0.riverName, riverCode: nil, path: $0.paths[0].reversed())
    }
    let (one, other) = (network(reaches), network(reversed))
    for reach in stride(from: 0, to: reaches.count, by: 5) {
      let up = try one.trace(from: one.place(onReach: reach, fraction: 0.25), TraceQuestion(direction: .upstream))
      let down = try other.trace(from: other.place(onReach: reach, fraction: 0.75))
      #expect(one.codes(up).sorted() == other.codes(down).sorted(), "seed \(seed)")
      #expect(isNear(up.passages.last?.pathKmTo, down.passages.last?.pathKmTo ?? 0, within: 1e-6), "seed \(seed)")
    }
  }

  @Test(arguments: seeds) func `splitting a reach changes no answer`(seed: UInt64) throws {
    var (reaches, generator) = random(seed)
    let whole = network(reaches)
    let cut = Int.random(in: 0..<reaches.count, using: &generator)
    let path = reaches[cut].paths[0]
    var pieces = reaches
    pieces.remove(at: cut)
    for (code, line) in [("a", Array(path[...1])), ("b", Array(path[1...]))] {
      pieces.append(
        Reach(
          id: 9_000, code: reaches[cut].code + code, name: "", riverName: reaches[cut].riverName, riverCode: nil,
          path: line))
    }
    let split = network(pieces)
    #expect(split.edges.count == whole.edges.count + 1)
    for reach in stride(from: 0, to: reaches.count, by: 3) {
      let origin = try whole.place(onReach: reach, fraction: 0.3)
      let same = try split.place(near: origin.position, withinMetres: 1)
      for direction in TraceQuestion.Direction.allCases {
        let expected = lengths(whole, try whole.trace(from: origin, TraceQuestion(direction: direction)))
        let found = lengths(split, try split.trace(from: same, TraceQuestion(direction: direction)))
        for (position, km) in expected where position != origin.position {
          #expect(isNear(found[position], km, within: 1e-6), "seed \(seed), reach \(reach)")
        }
        #expect(Set(found.keys).subtracting(expected.keys).allSatisfy { $0 == path[1] || $0 == same.position })
      }
    }
  }

  @Test func `kilometres of a trace are those of its rivers`() throws {
    let seed: UInt64 = 11
    var generator = Seeded(seed)
    var paths: [[Position]] = []
    var start = place(0, 0)
    for _ in 0..<8 {
      paths.append(wiggle(from: start, segments: 30, using: &generator, turn: 0.2))
      start = paths[paths.count - 1][30]
    }
    let reaches = paths.enumerated().map {
      Reach(id: Int64($0), code: "W\($0)", name: "", riverName: "弯河", riverCode: nil, path: $1)
    }
    let network = network(reaches)
    let river = network.rivers.rivers[0]
    let trace = try network.traced("W0", 0.1)
    let origin = try #require(trace.origin.riverKm)
    for passage in trace.passages {
      let position = network.position(onEdge: passage.edge, alongMetres: passage.alongTo)
      let km = try #require(river.locate(position)).riverKm
      #expect(isNear(origin - km, passage.pathKmTo, within: 1e-6), "seed \(seed)")
    }
    let geodesic = paths.dropFirst().reduce(0) { $0 + Geodesic.cgcs2000.lengthMetres(of: $1) }
    let below = try #require(trace.passages.last).pathKmTo - trace.passages[0].pathKmTo
    #expect(isNear(below, geodesic / 1000, within: 1e-6), "seed \(seed)")
  }
}
