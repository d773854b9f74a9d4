import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Two records that may be the same thing.
public struct DuplicatePair: Sendable {
  /// Why they may be.
  public enum Reason: String, Sendable {
    /// The same credit code at the same place; several sites of one enterprise are no duplicates.
    case creditCode = "credit_code"
    /// Codes that differ in marks and leading zeros only.
    case code
    /// The same name at the same place.
    case nameAndPlace = "name_and_place"
    /// The same name in the same county, some way apart, as where one's coordinates are of a shifted system; with the same credit code at any
    /// distance.
    case nameAndDistrict = "name_and_district"
    /// The same name in the same district, or with the same phone, where one has no place.
    case name
    /// Two districts report the same place under names of which one is part of the other.
    case border
    /// The second came in again after it had been merged into the first.
    case mergedBefore = "merged_before"

    /// The reason in Chinese.
    public var title: String {
      switch self {
      case .creditCode: "信用代码相同且在同一处"
      case .code: "编号实际相同"
      case .nameAndPlace: "同名且在同一处"
      case .nameAndDistrict: "同名且同一区县，位置有出入"
      case .name: "同名且同一区县或同一电话"
      case .border: "两个区县在同一处的名称相近"
      case .mergedBefore: "合并之后又报来"
      }
    }
  }

  /// The record with the lower code, or that into which the other was merged.
  public let first: Record
  /// The other.
  public let second: Record
  /// Why they may be the same.
  public let reason: Reason
  /// How far they lie from each other, metres; nil where one has no place.
  public let distanceMetres: Double?

  /// That their positions lie apart as two reference systems do, or nil.
  public var shift: PositionShift? {
    guard case .point(let from?) = first.geometry, case .point(let to?) = second.geometry else { return nil }
    return PositionShift(from: from, to: to)
  }

  /// Why they may be the same, how far apart they lie and what that tells.
  public var message: String {
    [reason.title, distanceMetres.map { "相距\(FigureText.decimals($0, 0)) m" }, shift?.message].compactMap { $0 }
      .joined(separator: "，")
  }
}

/// Finds records of one kind that may be the same thing.
struct DuplicateSearch {
  /// Within which distance two records count as at the same place, in metres.
  static let metres = 500.0
  /// Within which distance two of one name in one county may be the same, in metres: BD-09 shifts by up to some 1,300.
  private static let shiftedMetres = 2_000.0
  /// How many records around one are compared with it; a crowd on one spot is an error of another sort.
  private static let maximumNeighbours = 500

  private struct Entry {
    let record: Record
    let position: Position?
    let core: String
  }

  private struct Cell: Hashable {
    let column: Int
    let row: Int
  }

  private let kind: Kind
  private let names: ThingName
  /// Pairs of ids that were decided to be two things.
  private let apart: Set<Set<String>>
  private var entries: [Entry] = []

  init(_ kind: Kind, names: ThingName, apart: Set<Set<String>>) {
    self.kind = kind
    self.apart = apart
    self.names = names
  }

  mutating func add(_ record: Record) {
    var position: Position?
    if case .point(let point) = record.geometry { position = point }
    entries.append(Entry(record: record, position: position, core: names.core(record.name)))
  }

  /// The pairs by code, each record with the first that it may be the same as and was not decided to be another than.
  func pairs() -> [DuplicatePair] {
    let sorted = entries.sorted { $0.record.code < $1.record.code }
    var byCode: [String: [Int]] = [:]
    var byName: [String: [Int]] = [:]
    var cells: [Cell: [Int]] = [:]
    var pairs: [DuplicatePair] = []
    for (index, entry) in sorted.enumerated() {
      let code = Self.plainCode(entry.record.code)
      let known = (byCode[code] ?? []).prefix(Self.maximumNeighbours)
      if let twin = known.first(where: { !isApart(sorted[$0].record, entry.record) }) {
        pairs.append(pair(sorted[twin], entry, .code))
      } else if let found = nearTwin(of: entry, cells, sorted) ?? namedTwin(of: entry, byName, sorted) {
        pairs.append(found)
      }
      byCode[code, default: []].append(index)
      byName[entry.core, default: []].append(index)
      if let position = entry.position { cells[Self.cell(position), default: []].append(index) }
    }
    return pairs
  }

  /// Records at the very same position under other names, each with the first there.
  func samePositions() -> [(first: Record, second: Record)] {
    let placed = entries.compactMap { entry in entry.position.map { (entry: entry, position: $0) } }
    return Dictionary(grouping: placed, by: \.position).values.flatMap { group in
      group.dropFirst().compactMap {
        ThingName.normal($0.entry.record.name) == ThingName.normal(group[0].entry.record.name)
          ? nil : (first: group[0].entry.record, second: $0.entry.record)
      }
    }
  }

  private func pair(_ first: Entry, _ second: Entry, _ reason: DuplicatePair.Reason) -> DuplicatePair {
    DuplicatePair(
      first: first.record, second: second.record, reason: reason, distanceMetres: Self.distance(first, second))
  }

  private func nearTwin(of entry: Entry, _ cells: [Cell: [Int]], _ sorted: [Entry]) -> DuplicatePair? {
    guard let position = entry.position else { return nil }
    let own = Self.cell(position)
    for column in own.column - 1...own.column + 1 {
      for row in own.row - 1...own.row + 1 {
        for index in (cells[Cell(column: column, row: row)] ?? []).prefix(Self.maximumNeighbours) {
          let other = sorted[index]
          guard let reason = nearReason(other, entry), isOneThing(other.record, entry.record),
            let metres = Self.distance(other, entry), metres <= Self.metres
          else { continue }
          return pair(other, entry, reason)
        }
      }
    }
    return nil
  }

  /// Whether the credit code is that of who runs the thing, and may run several.
  private var isOperated: Bool { kind.property("operator") != nil }

  private func nearReason(_ first: Entry, _ second: Entry) -> DuplicatePair.Reason? {
    if first.core == second.core { return .nameAndPlace }
    if !isOperated, let code = first.record["uscc"].text, code == second.record["uscc"].text {
      return .creditCode
    }
    let shorter = min(first.core.count, second.core.count)
    guard shorter > 1, first.record.county != second.record.county,
      first.core.contains(second.core) || second.core.contains(first.core)
    else { return nil }
    return .border
  }

  /// A record of the same name where one of both has no place, or where both lie in one county and not far from each other.
  private func namedTwin(of entry: Entry, _ byName: [String: [Int]], _ sorted: [Entry]) -> DuplicatePair? {
    let twin = (byName[entry.core] ?? []).prefix(Self.maximumNeighbours).first { index in
      let other = sorted[index]
      guard isOneThing(other.record, entry.record) else { return false }
      let isInCounty = other.record.county == entry.record.county
      let hasSameCode = !entry.record["uscc"].isNull && entry.record["uscc"] == other.record["uscc"]
      guard let metres = Self.distance(other, entry) else {
        let phone = entry.record["phone"].text
        return isInCounty || hasSameCode || (phone != nil && phone == other.record["phone"].text)
      }
      // Goods have the names of the catalogue, wherever they are kept; one enterprise may have several sites.
      guard isInCounty, kind.group != .supply, metres <= Self.shiftedMetres else { return false }
      return !hasSameCode || isOperated || pair(other, entry, .nameAndDistrict).shift != nil
    }
    return twin.map { index in
      let isPlaced = entry.position != nil && sorted[index].position != nil
      return pair(sorted[index], entry, isPlaced ? .nameAndDistrict : .name)
    }
  }

  private func isApart(_ first: Record, _ second: Record) -> Bool { apart.contains([first.id, second.id]) }

  private func isOneThing(_ first: Record, _ second: Record) -> Bool {
    guard !isApart(first, second) else { return false }
    let isPlaced = first.geometry != nil && second.geometry != nil
    return Distinction.properties(arePlaced: isPlaced).allSatisfy { name in
      let (left, right) = (first[name], second[name])
      return left.isNull || right.isNull || left == right
    }
  }

  private static func distance(_ first: Entry, _ second: Entry) -> Double? {
    guard let from = first.position, let to = second.position else { return nil }
    return Geodesic.cgcs2000.distanceMetres(from: from, to: to)
  }

  /// A cell of 0.01° is wider than ``metres`` anywhere in China.
  private static func cell(_ position: Position) -> Cell {
    Cell(column: Int((position.x * 100).rounded(.down)), row: Int((position.y * 100).rounded(.down)))
  }

  /// A code in upper-case letters and numbers, without marks between them and zeros before numbers.
  private static func plainCode(_ code: String) -> String {
    ValueReading.halfWidth(code).uppercased().split { !$0.isLetter && !$0.isNumber }
      .map { $0.allSatisfy(\.isNumber) ? String($0.drop { $0 == "0" }) : String($0) }.joined(separator: "-")
  }
}
