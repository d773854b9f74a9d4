import HetuRegistry
import HetuSchemas

/// How complete the lists are, list by list and branch by branch.
public struct Completeness: Sendable {
  /// One list of one branch.
  public struct Row: Sendable, Hashable {
    /// The kind's name.
    public let kind: String
    /// The list in Chinese.
    public let title: String
    /// The county-level code of the branch's district; empty where records have none.
    public let district: String
    /// The district's name.
    public let districtName: String
    /// How many records.
    public let records: Int
    /// How many records lack nothing that the official list wants.
    public let complete: Int
    /// How many values the official list wants of these records.
    public let wanted: Int
    /// How many of those are filled.
    public let filled: Int
    /// Headers of what is lacking most, with how many records lack it.
    public let lacking: [String]

    /// The part that is filled, in percent; nil where there are no records.
    public var percent: Double? { wanted == 0 ? nil : 100 * Double(filled) / Double(wanted) }
  }

  private struct Key: Hashable {
    let kind: Kind
    let district: String
  }

  private struct Counts {
    var records = 0
    var complete = 0
    var missing: [Int: Int] = [:]
  }

  private var counts: [Key: Counts] = [:]
  private var expected: [Kind: [Int]] = [:]

  init() {}

  mutating func add(_ record: Record) {
    let kind = record.kind
    let wanted = expected[kind] ?? Self.expected(of: kind)
    expected[kind] = wanted
    let key = Key(kind: kind, district: record.county)
    let missing = wanted.filter { record.values[$0].isNull }
    var count = counts[key] ?? Counts()
    count.records += 1
    if missing.isEmpty { count.complete += 1 }
    for index in missing { count.missing[index, default: 0] += 1 }
    counts[key] = count
  }

  private static func expected(of kind: Kind) -> [Int] {
    kind.properties.indices.filter { kind.properties[$0].isExpected || kind.properties[$0].isRequired }
  }

  /// The rows of some kinds, then by district; a list of which a branch has no record stands there with none.
  ///
  /// - Parameter branches: the codes of the districts whose branches hand in lists.
  func rows(of kinds: [Kind], branches: [String], districtNames: [String: String]) -> [Row] {
    kinds.flatMap { kind -> [Row] in
      let own = counts.filter { $0.key.kind == kind }
      let handsIn = [.riskSource, .team, .supply, .mechanism, .ledger].contains(kind.group)
      let absent = handsIn ? Set(branches).subtracting(own.keys.map(\.district)) : []
      let all = own.map { ($0.key.district, $0.value) } + absent.map { ($0, Counts()) }
      return all.sorted { $0.0 < $1.0 }.map { row(kind, $0, $1, districtNames) }
    }
  }

  private func row(_ kind: Kind, _ district: String, _ count: Counts, _ districtNames: [String: String]) -> Row {
    let lacking = count.missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    let wanted = count.records * (expected[kind]?.count ?? 0)
    return Row(
      kind: kind.name, title: kind.listTitle, district: district,
      districtName: districtNames[district] ?? (district.isEmpty ? "（未填区划）" : district),
      records: count.records, complete: count.complete, wanted: wanted,
      filled: wanted - count.missing.values.reduce(0, +),
      lacking: count.records == 0
        ? ["没有报来记录"] : lacking.map { "\(kind.properties[$0.key].title)（\($0.value)）" })
  }
}

extension CheckQuestion.Result {
  /// How complete the lists are, as an answer: a row a list and branch.
  public var completenessAnswer: Answer {
    Answer(
      question: [.init("question", .string("completeness"))],
      figures: [
        Figure(name: "records", title: "记录数"),
        Figure(name: "complete", title: "填全的"),
        Figure(name: "filled_pct", title: "应填项已填", unit: "%", decimals: 1),
        Figure(name: "lacking", title: "缺得最多的"),
      ],
      rows: completeness.map { row in
        AnswerRow(
          kind: row.kind, title: row.title, code: row.district, name: row.districtName, geometry: nil,
          figures: [
            .integer(Int64(row.records)), .integer(Int64(row.complete)), row.percent.map(Value.real) ?? .null,
            row.lacking.isEmpty ? .null : .text(row.lacking.joined(separator: "、")),
          ])
      })
  }
}
