import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

@Suite struct SegmentIndexTests {
  /// Reaches all over a box of about 40 by 40 km, and places in and around it.
  func scene(seed: UInt64, reaches count: Int) -> (reaches: [Reach], generator: Seeded) {
    var generator = Seeded(seed)
    let reaches = (0..<count).map { number in
      let start = place(.random(in: 0...40_000, using: &generator), .random(in: 0...40_000, using: &generator))
      return Reach(
        id: Int64(number), code: "R\(1000 + number)", name: "", riverName: "河\(number)", riverCode: nil,
        path: wiggle(from: start, segments: 12, using: &generator))
    }
    return (reaches.shuffled(using: &generator), generator)
  }

  /// The answer by geodesics to every reach.
  func oracle(_ position: Position, _ reaches: [Reach], limit: Double) -> (code: String, metres: Double)? {
    let all = reaches.map { (code: $0.code, metres: geodesicDistance(from: position, to: $0.paths[0])) }
    let least = all.map(\.metres).min() ?? .infinity
    guard least <= limit else { return nil }
    return all.filter { $0.metres <= least + 1e-5 }.min { $0.code < $1.code }
  }

  @Test(arguments: [(300.0, UInt64(11)), (1_000, 12), (5_000, 13), (50_000, 14)])
  func `the nearest reach is that of brute force by geodesics`(limit: Double, seed: UInt64) {
    var (reaches, generator) = scene(seed: seed, reaches: 60)
    let index = SegmentIndex(reaches: reaches)
    for _ in 0..<150 {
      let position = place(
        .random(in: -20_000...60_000, using: &generator), .random(in: -20_000...60_000, using: &generator))
      let hit = index.nearest(to: position, withinMetres: limit)
      let truth = oracle(position, reaches, limit: limit)
      #expect(hit.map { reaches[$0.line].code } == truth?.code, "seed \(seed), \(position)")
      if let hit, let truth { #expect(abs(hit.offsetMetres - truth.metres) < 0.01, "seed \(seed), \(position)") }
    }
  }

  @Test func `half a metre and a centimetre within and beyond the limit are told apart`() {
    let seed: UInt64 = 21
    var (reaches, generator) = scene(seed: seed, reaches: 20)
    let index = SegmentIndex(reaches: reaches)
    for _ in 0..<100 {
      let path = reaches[Int.random(in: 0..<20, using: &generator)].paths[0]
      let vertex = path[Int.random(in: 0..<path.count, using: &generator)]
      let plane = LocalPlane(latitudeDegrees: vertex.y)
      let heading = Double.random(in: 0...(2 * .pi), using: &generator)
      let position = Position(
        x: vertex.x + 1_000 * sin(heading) / plane.metresPerDegreeX,
        y: vertex.y + 1_000 * cos(heading) / plane.metresPerDegreeY)
      let truth = reaches.map { geodesicDistance(from: position, to: $0.paths[0]) }.min() ?? .infinity
      for metres in [0.5, 0.01, 1e-4, 1e-5] {
        #expect(index.nearest(to: position, withinMetres: truth + metres) != nil, "seed \(seed), \(position)")
        #expect(index.nearest(to: position, withinMetres: truth - metres) == nil, "seed \(seed), \(position)")
      }
    }
  }

  @Test func `the batch answers as single questions do, with any number of workers`() {
    let seed: UInt64 = 31
    var (reaches, generator) = scene(seed: seed, reaches: 200)
    let index = SegmentIndex(reaches: reaches)
    var xs: [Double] = []
    var ys: [Double] = []
    for _ in 0..<20_000 {
      let position = place(
        .random(in: -5_000...45_000, using: &generator), .random(in: -5_000...45_000, using: &generator))
      xs.append(position.x)
      ys.append(position.y)
    }
    xs[7] = .nan
    let one = index.nearestReaches(longitudes: xs, latitudes: ys, withinMetres: 1_000, workers: 1)
    let four = index.nearestReaches(longitudes: xs, latitudes: ys, withinMetres: 1_000, workers: 4)
    #expect(one.lines == four.lines && one.segments == four.segments && one.offsetsMetres == four.offsetsMetres)
    #expect(one.lines[7] == -1)
    for row in xs.indices {
      let hit = index.nearest(to: Position(x: xs[row], y: ys[row]), withinMetres: 1_000)
      #expect(Int(one.lines[row]) == hit?.line ?? -1)
      #expect(one.offsetsMetres[row] == hit?.offsetMetres ?? .infinity)
      #expect(Int(one.segments[row]) == hit?.segment ?? -1)
    }
  }

  @Test func `of equally near reaches the lower code is named, in any order of input`() {
    let reaches = [
      reach("B", [(0, 0), (1_000, 0)]), reach("A", [(1_000, 0), (2_000, 0)]), reach("C", [(1_000, 0), (1_000, -900)]),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let index = SegmentIndex(reaches: order.map { reaches[$0] })
      let hit = index.nearest(to: place(1_000, 400), withinMetres: 500)
      #expect(hit.map { reaches[order[$0.line]].code } == "A")
    }
    let twins = SegmentIndex(lines: [path([(500, 0), (500, 900)]), path([(-500, 0), (-500, 900)])])
    #expect(twins.nearest(to: place(0, 300), withinMetres: 1_000)?.line == 0)
  }

  @Test func `all lines within the limit are found, the nearest first`() {
    let seed: UInt64 = 41
    var (reaches, generator) = scene(seed: seed, reaches: 60)
    let index = SegmentIndex(reaches: reaches)
    for _ in 0..<40 {
      let position = place(.random(in: 0...40_000, using: &generator), .random(in: 0...40_000, using: &generator))
      let truth = reaches.indices.map { ($0, geodesicDistance(from: position, to: reaches[$0].paths[0])) }
        .filter { $0.1 <= 6_000 }.sorted { $0.1 < $1.1 }.map(\.0)
      #expect(index.lines(near: position, withinMetres: 6_000).map(\.line) == truth, "seed \(seed), \(position)")
    }
  }

  @Test func `degenerate lines are found at their place and an empty index finds nothing`() {
    let index = SegmentIndex(lines: [[], [place(0, 0)], path([(900, 0), (900, 0), (900, 0)])])
    #expect(index.nearest(to: place(10, 0), withinMetres: 20)?.line == 1)
    #expect(index.nearest(to: place(890, 0), withinMetres: 20)?.line == 2)
    #expect(SegmentIndex(lines: []).nearest(to: place(0, 0), withinMetres: 1_000) == nil)
    #expect(index.nearest(to: Position(x: .nan, y: 34), withinMetres: 1_000) == nil)
  }

  @Test func `a reach of several paths counts its segments through all of them`() {
    let reach = Reach(
      id: 1, code: "A", name: "", riverName: "", riverCode: nil,
      paths: [path([(0, 0), (100, 0), (200, 0)]), path([(5_000, 0), (6_000, 0)])])
    let index = SegmentIndex(reaches: [reach])
    #expect(index.nearest(to: place(5_500, 10), withinMetres: 50)?.segment == 3)
    #expect(index.nearest(to: place(2_500, 0), withinMetres: 50) == nil)
  }

  @Test func `long and short segments together keep the answers right`() {
    let seed: UInt64 = 51
    var generator = Seeded(seed)
    var lines = [path([(-200_000, -150_000), (200_000, 180_000)]), path([(-200_000, 0), (200_000, 1)])]
    for _ in 0..<200 {
      let start = place(
        .random(in: -100_000...100_000, using: &generator), .random(in: -100_000...100_000, using: &generator))
      lines.append(wiggle(from: start, segments: 5, using: &generator))
    }
    let index = SegmentIndex(lines: lines)
    for _ in 0..<60 {
      let position = place(
        .random(in: -150_000...150_000, using: &generator), .random(in: -150_000...150_000, using: &generator))
      let all = lines.map { geodesicDistance(from: position, to: $0) }
      let least = all.min() ?? .infinity
      let hit = index.nearest(to: position, withinMetres: 100_000)
      #expect(hit?.line == (least <= 100_000 ? all.firstIndex(of: least) : nil), "seed \(seed), \(position)")
    }
  }
}
