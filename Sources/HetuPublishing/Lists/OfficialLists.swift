import Foundation
import HetuExchange
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// The four lists and the two ledgers as workbooks to hand up, from the registry as it stands or stood at a time.
///
/// The same registry, time and options give the same bytes.
public struct OfficialLists {
  private let registry: Registry
  private let query: RecordQuery
  private let audience: Audience

  /// One workbook: its file's name and the kinds that are its sheets.
  private struct Book {
    let name: String
    let kinds: [Kind]
  }

  /// - Parameters:
  ///   - district: a GB/T 2260 code or name; all below it is meant.
  ///   - asOf: the time that the records are wanted as of, ISO 8601 in UTC; nil for now.
  public init(registry: Registry, district: String? = nil, asOf: String? = nil, audience: Audience = .internal) throws {
    self.registry = registry
    self.audience = audience
    query = RecordQuery(district: try registry.districtCode(district), asOf: asOf)
  }

  /// Writes the workbooks into a folder, which is made where it is not there.
  ///
  /// - Returns: for each workbook its path and the number of records of each kind.
  /// - Throws: `ExchangeError` where one is there already or can't be written; then none was begun, or those before it stand whole.
  public func write(to folder: URL, overwrite: Bool) throws -> [(path: String, counts: [(title: String, count: Int)])] {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(folder.path) can't be made: \(error.localizedDescription); choose another folder")
    }
    let targets = books.map { (book: $0, path: folder.appending(path: "\($0.name).xlsx").path) }
    for target in targets { try OutputFile.check(target.path, overwrite: overwrite) }
    let districts = try DistrictTitles(registry, asOf: query.asOf)
    return try targets.map { book, path in
      let writer = try FormWriter(path: path, overwrite: overwrite)
      var tally = BranchTally(kinds: book.kinds.map(\.listTitle))
      for kind in book.kinds { try write(kind, to: writer, districts, &tally) }
      if book.kinds.contains(where: { $0.group != .ledger }) { try writeCounts(tally, of: book, to: writer) }
      try writer.finish()
      return (path, book.kinds.map { ($0.listTitle, tally.count(of: $0.listTitle)) })
    }
  }

  /// The workbooks in the order of the work: risk sources, teams, supplies, mechanisms; each ledger has its own.
  private var books: [Book] {
    let lists: [(Kind.Group, String)] = [
      (.riskSource, "重点环境风险源清单"), (.team, "应急队伍清单"), (.supply, "应急物资清单"), (.mechanism, "制度机制清单"),
    ]
    let ledgers = registry.kinds.all.filter { $0.group == .ledger }.map { Book(name: Self.title($0), kinds: [$0]) }
    return lists.map { group, name in Book(name: name, kinds: registry.kinds.all.filter { $0.group == group }) }
      .filter { !$0.kinds.isEmpty } + ledgers
  }

  /// The ledgers' forms are known by their numbers: FJ-3 is 附件3.
  private static func title(_ kind: Kind) -> String {
    kind.listCode.hasPrefix("FJ-") ? "附件\(kind.listCode.dropFirst(3))\(kind.listTitle)" : kind.listTitle
  }

  /// A title that says where a list is made for the public, so that nobody takes its coarsened positions for the true ones.
  private func marked(_ title: String) -> String { audience.mark.map { "\(title)（\($0)）" } ?? title }

  private func write(
    _ kind: Kind, to writer: FormWriter, _ districts: DistrictTitles, _ tally: inout BranchTally
  ) throws {
    let list = OfficialList(kind, audience: audience)
    let isLedger = kind.group == .ledger
    var head = Form.whoAndWhen
    if let asOf = query.asOf, !isLedger { head.append("数据时点：\(HistoryTime.shown(asOf))") }
    try writer.begin(
      Form(
        name: kind.listTitle, title: marked(Self.title(kind)), headLine: head, columns: list.columns,
        footLine: isLedger ? nil : Form.signatures, printedColumns: list.printedColumns))
    var attached = list.attached.map { (property: $0, rows: [[OutputValue]]()) }
    var number = 0
    try forEachRecord(of: kind) { stored in
      let record = audience.view(stored)
      number += 1
      tally.add(kind.listTitle, branch: record["district"].text.map(districts.county))
      try writer.write(list.row(record, number: number, districts: districts))
      for index in attached.indices { attached[index].rows += list.attachedRows(attached[index].property, of: record) }
    }
    writer.end()
    for (property, rows) in attached where !rows.isEmpty {
      try writer.begin(
        Form(
          name: SheetNames.attached(property, of: kind), title: marked("\(Self.title(kind))附表：\(property.title)"),
          columns: list.attachedColumns(property)))
      for (index, row) in rows.enumerated() { try writer.write([.integer(Int64(index + 1))] + row) }
      writer.end()
    }
  }

  /// The records by district, then code; without keeping them where they lie in the registry so.
  private func forEachRecord(of kind: Kind, _ body: (Record) throws -> Void) throws {
    var isOrdered = true
    var last = ("", "")
    try registry.forEachRecord(of: kind, query) { record in
      let key = Self.key(record)
      if key < last { isOrdered = false }
      last = key
    }
    guard !isOrdered else { return try registry.forEachRecord(of: kind, query, body) }
    for record in try registry.records(of: kind, query).sorted(by: { Self.key($0) < Self.key($1) }) { try body(record) }
  }

  private static func key(_ record: Record) -> (String, String) { (record["district"].text ?? "", record.code) }

  private func writeCounts(_ tally: BranchTally, of book: Book, to writer: FormWriter) throws {
    let columns =
      [Form.Column(header: "区县", width: 16)]
      + tally.kinds.map { Form.Column(header: $0, kind: .integer, width: max(10, min(20, $0.count * 2))) }
      + [Form.Column(header: "小计", kind: .integer, width: 10)]
    try writer.begin(
      Form(name: SheetNames.counts, title: marked("\(book.name)分区县汇总"), headLine: Form.whoAndWhen, columns: columns))
    for branch in tally.branches {
      let counts = tally.kinds.map { tally.count(of: $0, branch: branch) }
      try writer.write([.text(branch)] + (counts + [counts.reduce(0, +)]).map { .integer(Int64($0)) })
    }
    let totals = tally.kinds.map { tally.count(of: $0) }
    try writer.write([.text("合计")] + (totals + [totals.reduce(0, +)]).map { .integer(Int64($0)) }, look: .total)
    writer.end()
  }
}

/// How many records of each list each branch has.
struct BranchTally {
  let kinds: [String]
  private var counts: [String: [String: Int]] = [:]

  private static let unknown = "未填区县"

  init(kinds: [String]) { self.kinds = kinds }

  mutating func add(_ kind: String, branch: String?) {
    counts[branch ?? Self.unknown, default: [:]][kind, default: 0] += 1
  }

  /// The branches by name, those without one last.
  var branches: [String] { counts.keys.sorted { ($0 == Self.unknown ? 1 : 0, $0) < ($1 == Self.unknown ? 1 : 0, $1) } }

  func count(of kind: String, branch: String) -> Int { counts[branch]?[kind] ?? 0 }

  func count(of kind: String) -> Int { counts.values.reduce(0) { $0 + ($1[kind] ?? 0) } }
}
