import HetuGeodesy
import HetuGeometry
import HetuHydrology
import TestSupport
import Testing

@Suite struct RiverTests {
  /// Three reaches of 1 km each, flowing east.
  let chain = [
    reach("A1", [(0, 0), (500, 0), (1_000, 0)]), reach("A2", [(1_000, 0), (2_000, 0)]),
    reach("A3", [(2_000, 0), (3_000, 0)]),
  ]

  /// Everything a river answers, for comparison.
  func summary(_ river: River?) -> [String] {
    guard let river else { return [] }
    return [river.name, river.code, "\(river.lengthMetres)", "\(river.course)", "\(river.branches)"]
      + river.warnings.map(\.message)
  }

  func expectSameInAnyOrder(_ reaches: [Reach], sourceLocation: SourceLocation = #_sourceLocation) {
    let seed: UInt64 = 5
    var generator = Seeded(seed)
    let expected = RiverSet(reaches: reaches)
    for _ in 0..<10 {
      let other = RiverSet(reaches: reaches.shuffled(using: &generator))
      #expect(other.rivers.map(summary) == expected.rivers.map(summary), sourceLocation: sourceLocation)
      #expect(other.warnings == expected.warnings, sourceLocation: sourceLocation)
    }
  }

  @Test func `reaches join end to end in any order of input`() throws {
    let river = try #require(onlyRiver(chain.reversed()))
    #expect(river.course.count == 1)
    #expect(river.branches.isEmpty && river.warnings.isEmpty)
    #expect(abs(river.lengthKm - 3) < 0.001)
    #expect(river.source == place(0, 0))
    #expect(river.mouth == place(3_000, 0))
    expectSameInAnyOrder(chain)
  }

  @Test func `lengths are those of PROJ's geodesics`() throws {
    let seed: UInt64 = 6
    var generator = Seeded(seed)
    let path = wiggle(from: place(0, 0), segments: 300, using: &generator)
    let river = try #require(
      onlyRiver([Reach(id: 1, code: "A", name: "", riverName: "涧河", riverCode: nil, path: path)]))
    let geodesic = zip(path, path.dropFirst()).reduce(0) {
      $0 + Geodesic.cgcs2000.distanceMetres(from: $1.0, to: $1.1)
    }
    #expect(abs(river.lengthMetres - geodesic) < 0.001, "seed \(seed)")
  }

  @Test func `kilometres count from the mouth upstream`() throws {
    let river = try #require(onlyRiver(chain))
    let reference = try #require(river.locate(place(700, 200)))
    #expect(abs(reference.riverKm - 2.3) < 0.001)
    #expect(abs(reference.kmFromSource - 0.7) < 0.001)
    #expect(abs(reference.offsetMetres - 200) < 0.01)
    #expect(reference.bank == .left)
    #expect(reference.reachCode == "A1")
    let back = try #require(river.position(atRiverKm: reference.riverKm))
    #expect(Geodesic.cgcs2000.distanceMetres(from: back, to: reference.foot) < 0.001)
    #expect(river.position(atRiverKm: 0) == river.mouth)
    #expect(river.position(atRiverKm: river.lengthKm) == river.source)
    #expect(river.position(atRiverKm: -0.01) == nil)
    #expect(river.position(atRiverKm: 3.01) == nil)
    #expect(river.reach(atRiverKm: 1.5)?.code == "A2")
    #expect(abs(try #require(river.flowDirectionDegrees(atKm: 1)) - 90) < 0.01)
  }

  @Test func `a slice runs downstream between its kilometres`() throws {
    let river = try #require(onlyRiver(chain))
    for (from, to) in [(2.5, 0.5), (0.5, 2.5)] {
      let slice = try #require(river.slice(fromKm: from, toKm: to).first)
      #expect(slice.count == 4)
      #expect(Geodesic.cgcs2000.distanceMetres(from: slice[0], to: place(500, 0)) < 1)
      #expect(Geodesic.cgcs2000.distanceMetres(from: slice[3], to: place(2_500, 0)) < 1)
    }
    #expect(river.slice(fromKm: 5, toKm: 4).isEmpty)
    #expect(river.slice(fromKm: 1, toKm: 1).isEmpty)
    #expect(river.slice(fromKm: 99, toKm: -1) == [river.course[0].positions])
  }

  @Test func `two reversed reaches are turned and named`() throws {
    let reaches = [
      chain[0], reach("A2", [(2_000, 0), (1_000, 0)]), reach("A3", [(3_000, 0), (2_000, 0)]),
      reach("A4", [(3_000, 0), (4_000, 0)]), reach("A5", [(4_000, 0), (5_000, 0)]),
    ]
    let river = try #require(onlyRiver(reaches))
    #expect(river.course.count == 1 && river.branches.isEmpty)
    #expect(abs(river.lengthKm - 5) < 0.002)
    #expect(river.source == place(0, 0))
    #expect(river.warnings.map(\.kind) == [.turned])
    #expect(river.warnings.first?.reachCodes == ["A2", "A3"])
    expectSameInAnyOrder(reaches)
  }

  @Test func `a river drawn wholly upstream keeps its direction`() throws {
    let river = try #require(
      onlyRiver([reach("A1", [(1_000, 0), (0, 0)]), reach("A2", [(2_000, 0), (1_000, 0)])]))
    #expect(river.mouth == place(0, 0))
    #expect(river.warnings.isEmpty)
  }

  @Test func `two sources of one name make a course and a branch that joins it`() throws {
    let reaches = [
      reach("L", [(-2_000, 2_000), (0, 0)]), reach("R", [(-1_000, -1_000), (0, 0)]),
      reach("M", [(0, 0), (3_000, 0)]),
    ]
    let river = try #require(onlyRiver(reaches))
    #expect(river.source == place(-2_000, 2_000))
    let branch = try #require(river.branches.first)
    #expect(branch.leavesAtKm == nil)
    #expect(abs(try #require(branch.joinsAtKm) - 3) < 0.001)
    let reference = try #require(river.locate(place(-1_000, -1_010)))
    #expect(reference.branch == 0 && reference.reachCode == "R")
    #expect(abs(reference.riverKm - 4.414) < 0.002)
    #expect(river.warnings.isEmpty)
    expectSameInAnyOrder(reaches)
  }

  @Test(arguments: [false, true])
  func `an arm round an island is a branch, also when drawn upstream`(isReversed: Bool) throws {
    let arm: [(Double, Double)] = [(1_000, 0), (1_500, 200), (2_000, 0)]
    let reaches = [
      chain[0], reach("A2", [(1_000, 0), (1_500, -400), (2_000, 0)]), chain[2],
      reach("B1", isReversed ? arm.reversed() : arm),
    ]
    let river = try #require(onlyRiver(reaches))
    #expect(river.course.count == 1 && river.branches.count == 1)
    #expect(river.warnings.map(\.kind) == (isReversed ? [.turned] : []))
    let branch = try #require(river.branches.first)
    let (leaves, joins) = (try #require(branch.leavesAtKm), try #require(branch.joinsAtKm))
    #expect(abs(joins - 1) < 0.001)
    #expect(abs(leaves - 1 - 1.2806) < 0.001)
    let reference = try #require(river.locate(place(1_500, 210)))
    #expect(abs(reference.riverKm - (leaves + joins) / 2) < 0.001)
    expectSameInAnyOrder(reaches)
  }

  @Test func `arms that are a whole river are not turned`() throws {
    let reaches = [
      reach("N", [(0, 0), (500, 400), (1_000, 0)]), reach("S", [(0, 0), (500, -300), (1_000, 0)]),
    ]
    let river = try #require(onlyRiver(reaches))
    #expect(river.warnings.isEmpty)
    #expect(river.branches.count == 1)
    #expect(river.source == place(0, 0))
  }

  @Test func `a side arm that touches the middle of a reach leaves and joins there`() throws {
    let reaches = [reach("A", [(0, 0), (4_000, 0)]), reach("B", [(1_000, 20), (2_000, 500), (3_000, 20)])]
    let river = try #require(onlyRiver(reaches))
    #expect(river.course.count == 1 && river.branches.count == 1)
    #expect(river.warnings.isEmpty)
    #expect(river.branches.first?.leavesAtKm != nil && river.branches.first?.joinsAtKm != nil)
    expectSameInAnyOrder(reaches)
  }

  @Test func `a gap splits the course, counts nothing and is told`() throws {
    let reaches = [chain[0], reach("A3", [(3_000, 0), (4_000, 0)]), reach("A4", [(4_000, 0), (6_000, 0)])]
    let river = try #require(onlyRiver(reaches))
    #expect(river.course.count == 2)
    #expect(river.source == place(0, 0))
    #expect(abs(river.lengthKm - 4) < 0.002)
    let gap = try #require(river.warnings.first)
    #expect(gap.kind == .gap && gap.reachCodes == ["A1", "A3"])
    #expect(abs(try #require(gap.metres) - 2_000) < 1)
    #expect(gap.position == place(1_000, 0))
    #expect(gap.message.contains("2000 m"))
    #expect(abs(try #require(river.locate(place(500, 10))).riverKm - 3.5) < 0.001)
    #expect(river.slice(fromKm: 4, toKm: 0).count == 2)
    expectSameInAnyOrder(reaches)
  }

  @Test func `ends within the tolerance join`() throws {
    let river = try #require(onlyRiver([chain[0], reach("A2", [(1_030, 0), (2_000, 0)])]))
    #expect(river.course.count == 1)
    #expect(abs(river.lengthKm - 2) < 0.001)
    #expect(river.locate(place(1_015, 0))?.reachCode == "A1")
  }

  @Test func `many short reaches keep their order and length`() throws {
    let reaches = (0..<100).map { number in
      reach("S\(1000 + number)", [(Double(number) * 20, 0), (Double(number + 1) * 20, 0)])
    }
    let river = try #require(onlyRiver(reaches))
    #expect(river.course.count == 1 && river.branches.isEmpty)
    #expect(abs(river.lengthKm - 2) < 0.001)
    expectSameInAnyOrder(reaches)
  }

  @Test func `paths without length and duplicates are left out and told`() throws {
    let reaches =
      chain + [
        reach("Z", [(500, 500), (500, 500)]), reach("V", [(500, 500)]), reach("A2x", [(2_000, 0), (1_000, 0)]),
      ]
    let river = try #require(onlyRiver(reaches))
    #expect(abs(river.lengthKm - 3) < 0.001)
    #expect(Set(river.warnings.map(\.kind)) == [.withoutLength, .duplicate])
    #expect(river.warnings.first { $0.kind == .duplicate }?.reachCodes == ["A2", "A2x"])
    expectSameInAnyOrder(reaches)
  }

  @Test func `loops and rings end and are told`() throws {
    let loop = reach("L", [(1_000, 0), (1_200, 300), (1_400, 0), (1_000, 0)])
    let river = try #require(onlyRiver(chain + [loop]))
    #expect(abs(river.lengthKm - 3) < 0.001)
    #expect(river.branches.count == 1)
    #expect(river.warnings.map(\.kind) == [.loop])
    let ring = [
      reach("R1", [(0, 0), (1_000, 0)]), reach("R2", [(1_000, 0), (500, 800)]), reach("R3", [(500, 800), (0, 0)]),
    ]
    let closed = try #require(onlyRiver(ring))
    #expect(closed.course.count == 1)
    #expect(closed.warnings.map(\.kind) == [.loop])
    #expect(closed.locate(place(500, 10))?.reachCode == "R1")
    expectSameInAnyOrder(chain + [loop])
    expectSameInAnyOrder(ring)
  }

  @Test func `nothing but a path without length makes no river`() {
    #expect(RiverSet(reaches: [reach("V", [(0, 0)])]).rivers.isEmpty)
    #expect(RiverSet(reaches: []).rivers.isEmpty)
  }

  @Test func `a reach of several paths gives each of them`() throws {
    let reach = Reach(
      id: 1, code: "A", name: "", riverName: "涧河", riverCode: nil,
      paths: [path([(1_000, 0), (2_000, 0)]), path([(0, 0), (1_000, 0)])])
    let river = try #require(onlyRiver([reach]))
    #expect(river.course.count == 1)
    #expect(river.source == place(0, 0))
  }

  @Test func `splitting a reach or reversing the input twice changes no answer`() throws {
    let seed: UInt64 = 8
    var generator = Seeded(seed)
    let path = wiggle(from: place(0, 0), segments: 60, using: &generator)
    func river(cuts: [Int]) -> River? {
      let ends = [0] + cuts + [path.count - 1]
      return onlyRiver(
        zip(ends, ends.dropFirst()).enumerated().map { number, ends in
          Reach(
            id: Int64(number), code: "A\(number)", name: "", riverName: "涧河", riverCode: nil,
            path: Array(path[ends.0...ends.1]))
        }.shuffled(using: &generator))
    }
    let (whole, cut) = (try #require(river(cuts: [])), try #require(river(cuts: [7, 8, 31, 50])))
    #expect(whole.course.map(\.positions) == cut.course.map(\.positions), "seed \(seed)")
    #expect(whole.course.map(\.metres) == cut.course.map(\.metres), "seed \(seed)")
  }

  @Test func `random soups of reaches join the same in any order, and lose no length`() {
    let seed: UInt64 = 9
    var generator = Seeded(seed)
    for _ in 0..<40 {
      // Ends on a coarse lattice, so that all kinds of meetings occur.
      let reaches = (0..<12).compactMap { number -> Reach? in
        func node() -> (Double, Double) {
          (
            Double(Int.random(in: 0...3, using: &generator)) * 900,
            Double(Int.random(in: 0...2, using: &generator)) * 900
          )
        }
        let (from, to) = (node(), node())
        let middle = (
          (from.0 + to.0) / 2 + .random(in: 60...300, using: &generator),
          (from.1 + to.1) / 2 + .random(in: 60...300, using: &generator)
        )
        return reach("A\(100 + number)", [from, middle, to])
      }
      expectSameInAnyOrder(reaches)
      let rivers = RiverSet(reaches: reaches).rivers
      let drawn = reaches.map { CourseLengths.metres(of: $0.paths[0]) }.reduce(0, +)
      let kept = rivers.flatMap { $0.course + $0.branches.map(\.line) }.map(\.lengthMetres).reduce(0, +)
      #expect(kept >= drawn - 1 && kept <= drawn + 50 * 60, "seed \(seed)")
    }
  }
}

/// Lengths by geodesics.
enum CourseLengths {
  static func metres(of path: [Position]) -> Double {
    zip(path, path.dropFirst()).reduce(0) { $0 + Geodesic.cgcs2000.distanceMetres(from: $1.0, to: $1.1) }
  }
}
