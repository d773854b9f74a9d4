import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas
import Synchronization

/// The water of a registry with all that can be met on it, for many questions: each part is made when first asked for,
/// kept, and made anew when records it rests on have changed.
public final class Water: Sendable {
  /// The registry.
  public let registry: Registry
  private let state = Mutex(State())

  /// How many sets of things to be met are kept at once.
  private static let greatestSubjects = 8

  private struct State {
    var networkMark: [Int64] = []
    var network: WaterNetwork?
    var findings: [NetworkFinding]?
    var pieces: [Season: [TravelPiece]] = [:]
    var subjectsMark: [Int64] = []
    var borders: [DistrictMap.WaterBorder]?
    var subjects: [SubjectsKey: Subjects] = [:]
  }

  /// A set of things to be met, read by the first who asks while others who ask for the same wait, and nobody else.
  private final class Subjects: Sendable {
    private let known = Mutex<WaterSubjects?>(nil)

    func value(_ make: () throws -> WaterSubjects) throws -> WaterSubjects {
      try known.withLock { known in
        if let known { return known }
        let made = try make()
        known = made
        return made
      }
    }
  }

  private struct SubjectsKey: Hashable {
    let kinds: [String]
    let withinMetres: Double
    let audience: Audience
    let withDataEnds: Bool
  }

  /// The water of a registry.
  public init(_ registry: Registry) { self.registry = registry }

  /// The network of the reaches as they are now.
  public func network() throws -> WaterNetwork { try state.withLock { try network(&$0) } }

  /// What is doubtful about the network.
  func findings() throws -> [NetworkFinding] {
    try state.withLock { state in
      let network = try network(&state)
      if let known = state.findings { return known }
      let findings = try network.findings(registry)
      state.findings = findings
      return findings
    }
  }

  /// How the water of each edge moves in a season, at the speeds known.
  func pieces(in season: Season) throws -> [TravelPiece] {
    try state.withLock { state in
      let network = try network(&state)
      if let known = state.pieces[season] { return known }
      let pieces = try network.pieces(in: season)
      state.pieces[season] = pieces
      return pieces
    }
  }

  /// The records of some kinds, and the borders of districts, as an audience may meet them on the water.
  ///
  /// - Parameter withDataEnds: whether also where the districts end that the registry has of its neighbours: no border that people
  ///   are told of, but beyond it nobody knows.
  func subjects(
    _ kinds: [Kind], withinMetres metres: Double, audience: Audience, withDataEnds: Bool = false
  ) throws -> WaterSubjects {
    let (water, borders, subjects) = try state.withLock {
      state -> (WaterNetwork, [DistrictMap.WaterBorder], Subjects) in
      let network = try network(&state)
      let mark = try registry.changeMark(of: registry.kinds.all)
      if mark != state.subjectsMark {
        (state.subjects, state.borders, state.subjectsMark) = ([:], nil, mark)
      }
      let borders = try state.borders ?? DistrictMap(registry).borders(of: network.network)
      state.borders = borders
      let key = SubjectsKey(
        kinds: kinds.map(\.name), withinMetres: metres, audience: audience, withDataEnds: withDataEnds)
      // Whoever asks may choose any distance; a few are kept.
      if state.subjects[key] == nil, state.subjects.count >= Self.greatestSubjects { state.subjects.removeAll() }
      let subjects = state.subjects[key] ?? Subjects()
      state.subjects[key] = subjects
      return (network, borders, subjects)
    }
    return try subjects.value {
      try WaterSubjects(
        kinds, of: registry, on: water.network, borders: borders.filter { withDataEnds || $0.isKnown },
        withinMetres: metres, audience: audience)
    }
  }

  private func network(_ state: inout State) throws -> WaterNetwork {
    let mark = try registry.changeMark(of: [try registry.kind("river_reach")])
    if let known = state.network, mark == state.networkMark { return known }
    let network = try WaterNetwork(registry)
    state = State()
    (state.network, state.networkMark) = (network, mark)
    return network
  }
}

/// What can be met on the water.
struct WaterSubjects: Sendable {
  /// Something that can be met.
  enum Subject: Sendable {
    /// A record, as its audience may see it.
    case record(Record)
    /// A border of districts.
    case border(DistrictMap.WaterBorder)

    /// The record, where it is one.
    var record: Record? { if case .record(let record) = self { record } else { nil } }
    /// Its name.
    var name: String {
      switch self {
      case .record(let record): record.name
      case .border(let border): border.name
      }
    }
  }

  /// The items of `index`.
  private let items: [Subject]
  /// The places of `index` where borders are crossed.
  private let crossings: [DistrictMap.WaterBorder]
  /// Where they lie.
  let index: EncounterIndex

  /// What an encounter met.
  subscript(_ encounter: Trace.Encounter) -> Subject {
    switch encounter.subject {
    case .item(let number): items[number]
    case .border(let number): .border(crossings[number])
    }
  }

  init(
    _ kinds: [Kind], of registry: Registry, on network: RiverNetwork, borders: [DistrictMap.WaterBorder],
    withinMetres metres: Double, audience: Audience
  ) throws {
    var subjects: [Subject] = []
    var items: [EncounterIndex.Item] = []
    for kind in kinds {
      try registry.forEachRecord(of: kind) { record in
        let seen = audience.view(record)
        guard let geometry = seen.geometry else { return }
        subjects.append(.record(seen))
        items.append(EncounterIndex.Item(geometry, river: record.declaredRiver))
      }
    }
    var places: [RiverNetwork.Place] = []
    var crossings: [DistrictMap.WaterBorder] = []
    for border in borders {
      switch border.location {
      case .crossing(let place):
        places.append(place)
        crossings.append(border)
      case .beside(let paths):
        subjects.append(.border(border))
        items.append(EncounterIndex.Item(.multiLineString(paths)))
      }
    }
    self.items = subjects
    self.crossings = crossings
    index = EncounterIndex(network: network, items: items, withinMetres: metres, borders: places)
  }
}

extension Record {
  /// The code, else the name, of the river that the record says it lies on.
  var declaredRiver: String? { self["river_code"].text ?? self["river_name"].text }
}
