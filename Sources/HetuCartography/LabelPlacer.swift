import HetuGeometry

/// A place where a label may stand.
struct LabelCandidate: Sendable, Equatable {
  /// The label's box on paper.
  var box: Envelope
  /// How little it is wanted there, before what lies under it is counted.
  var cost: Double
  /// The ends of the line to what it names, where it stands away from it.
  var leader: Leader?

  struct Leader: Sendable, Equatable {
    var from: Position
    var to: Position

    var box: Envelope {
      Envelope(minX: min(from.x, to.x), minY: min(from.y, to.y), maxX: max(from.x, to.x), maxY: max(from.y, to.y))
    }

    /// Whether two leaders cross.
    func crosses(_ other: Leader) -> Bool {
      func side(_ a: Position, _ b: Position, _ c: Position) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      }
      return side(from, to, other.from) * side(from, to, other.to) < 0
        && side(other.from, other.to, from) * side(other.from, other.to, to) < 0
    }
  }

  /// The box of label and leader.
  var extent: Envelope { leader.map { box.union($0.box) } ?? box }

  /// Whether both cannot stand at once.
  func conflicts(with other: LabelCandidate) -> Bool {
    if box.overlaps(other.box) { return true }
    if let leader, other.box.clip(leader.from, leader.to) != nil { return true }
    guard let leader = other.leader else { return false }
    if box.clip(leader.from, leader.to) != nil { return true }
    return self.leader?.crosses(leader) ?? false
  }
}

/// A label to be placed.
struct LabelRequest: Sendable {
  /// The greater goes first.
  var importance: Double
  /// Where it may stand.
  var candidates: [LabelCandidate]
}

/// Places labels so that none lies on another, on an obstacle or beyond the frame: greedily by importance, then
/// improved by making room for those left over and by seeded moves. The same requests give the same places.
struct LabelPlacer {
  /// Labels stay inside.
  let frame: Envelope
  /// What no label and no leader may touch.
  let obstacles: BoxIndex
  /// What labels should rather not lie on.
  let ground: SegmentIndex
  /// What they may touch, but not cover.
  var course = SegmentIndex()

  /// So much of the course may lie under a label, millimetres: as much as beside a symbol on it can't be helped.
  private static let coveredCourse = 2.0
  private static let seed: UInt64 = 0x4865_7475
  private static let movesPerLabel = 12
  private static let maximumMoves = 8_000

  /// The chosen candidate of each request; nil where there is no room.
  func place(_ requests: [LabelRequest]) -> [LabelCandidate?] {
    var state = State(candidates: requests.map { feasible($0.candidates) })
    let order = requests.indices.sorted {
      let (left, right) = (requests[$0].importance, requests[$1].importance)
      return left == right ? $0 < $1 : left > right
    }
    for index in order {
      if let choice = state.free(index) { state.put(index, choice) }
    }
    for _ in 0..<2 {
      for index in order where state.choices[index] == nil { state.makeRoom(for: index) }
    }
    improve(&state)
    return state.choices.indices.map { index in state.choices[index].map { state.candidates[index][$0] } }
  }

  /// The candidates that touch no obstacle, with their full costs, the best first.
  private func feasible(_ candidates: [LabelCandidate]) -> [LabelCandidate] {
    let possible = candidates.filter { candidate in
      guard frame.contains(candidate.extent), !obstacles.overlapsAny(candidate.box),
        course.cost(under: candidate.box) <= Self.coveredCourse
      else { return false }
      guard let leader = candidate.leader else { return true }
      return obstacles.overlapping(leader.box.expanded(dx: 0.01, dy: 0.01)).allSatisfy {
        obstacles.boxes[$0]?.clip(leader.from, leader.to) == nil
      }
    }
    let costed = possible.map { candidate in
      var costed = candidate
      costed.cost += ground.cost(under: candidate.box)
      if let leader = candidate.leader { costed.cost += ground.cost(under: leader.box) * 0.3 }
      return costed
    }
    return costed.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map(\.element)
  }

  private func improve(_ state: inout State) {
    guard !state.candidates.isEmpty else { return }
    var generator = SplitMix64(state: Self.seed)
    for _ in 0..<min(Self.maximumMoves, state.candidates.count * Self.movesPerLabel) {
      let index = Int(generator.next() % UInt64(state.candidates.count))
      guard let current = state.choices[index], current > 0 else { continue }
      state.improve(index, to: Int(generator.next() % UInt64(current)))
    }
  }

  /// What stands where.
  private struct State {
    let candidates: [[LabelCandidate]]
    private(set) var choices: [Int?]
    private var placed = BoxIndex()

    init(candidates: [[LabelCandidate]]) {
      self.candidates = candidates
      choices = Array(repeating: nil, count: candidates.count)
    }

    mutating func put(_ index: Int, _ choice: Int) {
      choices[index] = choice
      placed.insert(candidates[index][choice].extent, index)
    }

    mutating func lift(_ index: Int) {
      choices[index] = nil
      placed.remove(index)
    }

    func blockers(_ index: Int, _ choice: Int) -> [Int] {
      let candidate = candidates[index][choice]
      return placed.overlapping(candidate.extent).filter { other in
        guard other != index, let standing = choices[other] else { return false }
        return candidate.conflicts(with: candidates[other][standing])
      }
    }

    func free(_ index: Int) -> Int? {
      candidates[index].indices.first { blockers(index, $0).isEmpty }
    }

    /// Places a label that found no room by moving up to two others aside.
    mutating func makeRoom(for index: Int) {
      for choice in candidates[index].indices.prefix(24) {
        let standing = blockers(index, choice)
        if standing.isEmpty { return put(index, choice) }
        guard standing.count <= 2 else { continue }
        let before = standing.map { choices[$0] }
        if move(standing, asideFor: index, choice) { return }
        for (other, choice) in zip(standing, before) {
          if choices[other] != nil { lift(other) }
          if let choice { put(other, choice) }
        }
      }
    }

    /// Moves the label to a cheaper place if what it pushes aside loses less.
    mutating func improve(_ index: Int, to choice: Int) {
      guard let current = choices[index] else { return }
      let standing = blockers(index, choice)
      guard standing.count <= 1 else { return }
      let moving = [index] + standing
      let before = moving.map { choices[$0] }
      let costBefore = cost(moving)
      lift(index)
      if move(standing, asideFor: index, choice), cost(moving) < costBefore - 1e-9 { return }
      for other in moving where choices[other] != nil { lift(other) }
      for (other, choice) in zip(moving, before) { put(other, choice ?? current) }
    }

    /// Puts the label in its place and the others elsewhere; false, with the work half done, where one finds no room.
    private mutating func move(_ standing: [Int], asideFor index: Int, _ choice: Int) -> Bool {
      for other in standing { lift(other) }
      put(index, choice)
      for other in standing {
        guard let elsewhere = free(other) else {
          lift(index)
          return false
        }
        put(other, elsewhere)
      }
      return true
    }

    private func cost(_ indices: [Int]) -> Double {
      indices.reduce(0) { sum, index in sum + (choices[index].map { candidates[index][$0].cost } ?? 0) }
    }
  }
}

/// A small seeded generator (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
