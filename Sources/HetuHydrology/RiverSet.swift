import Dispatch
import HetuGeodesy
import HetuGeometry
import Synchronization

/// All rivers of a registry, found by name, code or place.
public struct RiverSet: Sendable {
  /// All reaches, by code.
  public let reaches: [Reach]
  /// All rivers, by name, then code.
  public let rivers: [River]
  /// The segments of all reaches, also of those that belong to no river; hits name them by place in `reaches`.
  public let index: SegmentIndex
  /// What was found while telling rivers apart; what was found in one river stands in `River.warnings`.
  public let warnings: [JoiningWarning]

  /// For each reach the number of its river, or -1.
  let riverOfReach: [Int32]
  fileprivate let riversByName: [String: [Int]]
  fileprivate let riversByCode: [String: Int]

  /// The rivers of reaches, in whatever order these come.
  ///
  /// Reaches of one river code make one river. Without a code those of one name do, but parts of it that lie farther
  /// apart than `rules.homonymMetres` are different rivers of one name, each to be asked for by its code.
  public init(reaches: [Reach], rules: JoiningRules = JoiningRules()) {
    let ordered = Reach.precedence(of: reaches).map { reaches[$0] }
    var warnings: [JoiningWarning] = []
    let groups = Self.groups(of: ordered, warnings: &warnings)
    let store = Mutex([[Member]](repeating: [], count: groups.count))
    let indexed = Mutex<SegmentIndex?>(nil)
    // The index of all reaches is the longest piece of work, and so the first.
    DispatchQueue.concurrentPerform(iterations: groups.count + 1) { number in
      guard number > 0 else {
        let index = SegmentIndex(reaches: ordered)
        indexed.withLock { $0 = index }
        return
      }
      let members = Self.rivers(of: groups[number - 1], in: ordered, rules: rules)
      store.withLock { $0[number - 1] = members }
    }
    let built = store.withLock { $0 }
    for homonyms in built where homonyms.count > 1 {
      let homonyms = homonyms.map(\.river)
      let codes = homonyms.map(\.code).joined(separator: ", ")
      warnings.append(
        JoiningWarning(
          kind: .homonyms, reachCodes: homonyms.flatMap { $0.reaches.map(\.code) }, position: homonyms[0].mouth,
          metres: nil,
          message: "同名河流\(homonyms[0].name)的各部分相距超过\(Int(rules.homonymMetres / 1000)) km，按不同河流处理（\(codes)）；"
            + "请给各河段填写所属河流的代码"))
    }
    let members = built.flatMap { $0 }
    let byName = members.map { ($0.river.name, $0.river.code) }
    let order = members.indices.sorted { byName[$0] < byName[$1] }
    var riverOfReach = [Int32](repeating: -1, count: ordered.count)
    for (number, member) in order.enumerated() {
      for place in members[member].places { riverOfReach[place] = Int32(number) }
    }
    let rivers = order.map { members[$0].river }
    self.rivers = rivers
    self.reaches = ordered
    self.warnings = warnings
    self.riverOfReach = riverOfReach
    self.index = indexed.withLock { $0 } ?? SegmentIndex(reaches: ordered)
    riversByCode = Dictionary(
      rivers.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    riversByName = Dictionary(
      rivers.enumerated().flatMap { number, river in
        RiverNames.aliases(of: river.name).map { ($0, [number]) }
      }, uniquingKeysWith: +)
  }

  /// A river and the places of its reaches among all.
  private struct Member: Sendable {
    let river: River
    let places: [Int]
  }

  /// The places of the reaches of each river code, then of each name without code; in order.
  private static func groups(of reaches: [Reach], warnings: inout [JoiningWarning]) -> [[Int]] {
    var byCode: [String: [Int]] = [:]
    var byName: [String: [Int]] = [:]
    var unnamed: [String] = []
    for (place, reach) in reaches.enumerated() {
      if let code = reach.riverCode {
        byCode[code, default: []].append(place)
        continue
      }
      let name = RiverNames.normal(reach.riverName)
      if name.isEmpty { unnamed.append(reach.code) } else { byName[name, default: []].append(place) }
    }
    var codesOfName: [String: Set<String>] = [:]
    if !byName.isEmpty {
      for (code, places) in byCode {
        for place in places { codesOfName[RiverNames.normal(reaches[place].riverName), default: []].insert(code) }
      }
    }
    if !unnamed.isEmpty {
      warnings.append(
        JoiningWarning(
          kind: .unnamed, reachCodes: unnamed, position: nil, metres: nil,
          message: "\(unnamed.count)个河段没有所属河流（首个为\(unnamed[0])）；请填写河流名称"))
    }
    for (name, places) in byName.sorted(by: { $0.key < $1.key }) {
      guard let codes = codesOfName[name], let first = places.first else { continue }
      warnings.append(
        JoiningWarning(
          kind: .codeMissing, reachCodes: places.map { reaches[$0].code }, position: nil, metres: nil,
          message: "\(reaches[first].riverName)有\(places.count)个河段没有河流代码，其余为\(codes.sorted().joined(separator: "、"))，"
            + "按另一条河处理；请补填代码"))
    }
    return byCode.sorted { $0.key < $1.key }.map(\.value) + byName.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The rivers of one group of reaches: one, unless they have no code and lie far apart.
  private static func rivers(of places: [Int], in reaches: [Reach], rules: JoiningRules) -> [Member] {
    let builder = CourseBuilder(reaches: places.map { reaches[$0] }, rules: rules)
    guard let first = places.first, !builder.parts.isEmpty else { return [] }
    let clusters =
      reaches[first].riverCode == nil ? builder.clusters(withinMetres: rules.homonymMetres) : [builder.parts]
    return clusters.map { parts in
      let (river, numbers) = builder.river(of: parts)
      return Member(river: river, places: numbers.map { places[$0] })
    }
  }
}

extension RiverSet {
  /// The river of a name or code. Names in brackets are names too: `宏农涧河（弘农涧河）` is found by each of both.
  ///
  /// - Throws: `HydrologyError`: `notFound` with names like it, or `ambiguous` with the code and name of each candidate.
  public func river(_ nameOrCode: String) throws -> River {
    if let number = riversByCode[nameOrCode] { return rivers[number] }
    let numbers = candidates(named: nameOrCode)
    if numbers.count == 1 { return rivers[numbers[0]] }
    guard numbers.isEmpty else {
      let candidates = numbers.map { "\(rivers[$0].code) \(rivers[$0].name)" }
      throw HydrologyError(
        code: .ambiguous(candidates: candidates),
        message: "There are \(numbers.count) rivers called \(nameOrCode); ask for one by its code:"
          + " \(candidates.joined(separator: ", ")).")
    }
    let suggestions = RiverNames.suggestions(for: nameOrCode, among: Array(Set(rivers.map(\.name))))
    let advice = suggestions.isEmpty ? "see the list of rivers" : "like it are \(suggestions.joined(separator: ", "))"
    throw HydrologyError(
      code: .notFound(suggestions: suggestions),
      message: "There is no river with the name or code \(nameOrCode); \(advice).")
  }

  /// The numbers of the rivers of a code, else of those that go by a name.
  func candidates(named nameOrCode: String) -> [Int] {
    if let number = riversByCode[nameOrCode] { return [number] }
    let name = RiverNames.normal(nameOrCode)
    let named = riversByName[name] ?? []
    // A river of just this name goes before others that have it as one of several: 黄河 before 黄河（三门峡以下）.
    let exact = named.filter { RiverNames.normal(rivers[$0].name) == name }
    return exact.isEmpty ? named : exact
  }

  /// The place on a river's line that was said.
  ///
  /// - Throws: `HydrologyError`: as `river(_:)`, or `outsideRiver` where the river has no such kilometre.
  public func position(of place: SpokenPlace) throws -> Position {
    let river = try river(place.river)
    guard let position = river.position(atRiverKm: place.riverKm) else {
      throw HydrologyError(
        code: .outsideRiver,
        message: "\(river.name) is \((river.lengthKm * 1000).rounded() / 1000) km long and has no kilometre"
          + " \(place.riverKm); kilometres count from the mouth.")
    }
    return position
  }
}
