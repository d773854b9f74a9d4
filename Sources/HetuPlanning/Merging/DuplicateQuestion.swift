import HetuRegistry
import HetuSchemas

/// Which records may be the same thing, reported twice?
public struct DuplicateQuestion: Sendable {
  let kinds: [Kind]
  let district: String?

  /// The duplicates of the given kinds, or of all; of a district those of which one record lies in it.
  public init(kinds: [Kind] = [], district: String? = nil) {
    self.kinds = kinds
    self.district = district
  }

  /// What a search finds.
  struct Result {
    var pairs: [DuplicatePair] = []
    /// Records of one kind at the very same position under other names.
    var samePositions: [(first: Record, second: Record)] = []
  }

  /// The pairs by kind and code, without those that were decided to be two things.
  public func pairs(in registry: Registry) throws -> [DuplicatePair] { try search(registry).pairs }

  func search(_ registry: Registry) throws -> Result {
    let names = ThingName(districtNames: try registry.districtNames().values)
    let decisions = try MergeDecision.all(in: registry)
    let apart = Set(decisions.filter { $0.verdict == .distinct }.map { Set([$0.first, $0.second]) })
    let district = try registry.districtCode(district)
    func isAsked(_ records: Record...) -> Bool {
      district.map { code in records.contains { ($0["district"].text ?? "").hasPrefix(code) } } ?? true
    }
    var result = Result()
    for kind in kinds.isEmpty ? registry.kinds.all : kinds where Self.isSearched(kind) {
      var search = DuplicateSearch(kind, names: names, apart: apart)
      var records: [Record] = []
      let merged = decisions.filter { $0.verdict == .merged && $0.kind == kind.name }
      try registry.forEachRecord(of: kind) { record in
        search.add(record)
        if merged.contains(where: { $0.first == record.id || $0.secondCode == record.code }) { records.append(record) }
      }
      let before = Self.mergedBefore(merged, records).filter { !apart.contains([$0.first.id, $0.second.id]) }
      result.pairs += (search.pairs() + before).filter { isAsked($0.first, $0.second) }
      // A depot has many supplies, an office several teams.
      if kind.group != .supply && kind.group != .team {
        result.samePositions += search.samePositions().filter { isAsked($0.first, $0.second) }
      }
    }
    return result
  }

  /// Rivers join and districts touch: their records are no duplicates of each other.
  private static func isSearched(_ kind: Kind) -> Bool { !["river_reach", "river", "district"].contains(kind.name) }

  /// Records that came in again under the code of one that was merged into another.
  private static func mergedBefore(_ decisions: [MergeDecision], _ records: [Record]) -> [DuplicatePair] {
    decisions.compactMap { decision in
      guard let kept = records.first(where: { $0.id == decision.first }),
        let again = records.first(where: { $0.code == decision.secondCode && $0.id != kept.id })
      else { return nil }
      return DuplicatePair(first: kept, second: again, reason: .mergedBefore, distanceMetres: nil)
    }
  }
}
