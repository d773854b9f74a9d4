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
  public struct Book: Sendable {
    /// The name of its file, without the extension.
    public let name: String
    /// The kinds, a sheet each.
    public let kinds: [Kind]
  }

  /// The lists of a registry as of a time, for an audience.
  ///
  /// - Parameters:
  ///   - district: a GB/T 2260 code or name; all below it is meant.
  ///   - asOf: the time that the records are wanted as of, ISO 8601 in UTC; nil for now.
  /// - Throws: `RegistryError` of class not found for a time before anything was there.
  public init(registry: Registry, district: String? = nil, asOf: String? = nil, audience: Audience = .internal) throws {
    self.registry = registry
    self.audience = audience
    var query = RecordQuery(district: try registry.districtCode(district), asOf: asOf)
    query.goesByDistrict = true
    self.query = query
    guard let asOf, try registry.firstChange().map({ asOf < $0 }) ?? true else { return }
    let first = try registry.firstChange().map { "最早的记录是\(HistoryTime.shown($0))写入的" } ?? "登记库还没有记录"
    throw RegistryError(.notFound, "\(HistoryTime.shown(asOf))时登记库中什么也没有（\(first)）；请改用以后的时间")
  }

  /// Writes the workbooks into a folder, which is made where it is not there.
  ///
  /// - Returns: for each workbook its path, the number of records of each kind, and what to mind.
  /// - Throws: `ExchangeError` where one is there already or can't be written; then none was begun, or those before it stand whole.
  public func write(
    to folder: URL, overwrite: Bool
  ) throws -> [(path: String, counts: [(title: String, count: Int)], notes: [String])] {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(folder.path) can't be made: \(error.localizedDescription); choose another folder")
    }
    let targets = books.map { (book: $0, path: folder.appending(path: "\($0.name).xlsx").path) }
    for target in targets { try OutputFile.check(target.path, overwrite: overwrite) }
    return try targets.map { book, path in
      let (counts, notes) = try write(book, toFile: path, overwrite: overwrite)
      return (path, counts, notes)
    }
  }

  /// Writes one of the workbooks.
  ///
  /// - Returns: the number of records of each kind, and what to mind.
  /// - Throws: `ExchangeError` where the file is there already or can't be written.
  @discardableResult
  public func write(
    _ book: Book, toFile path: String, overwrite: Bool
  ) throws -> (counts: [(title: String, count: Int)], notes: [String]) {
    let districts = try DistrictTitles(registry, asOf: query.asOf)
    let writer = try FormWriter(path: path, overwrite: overwrite)
    var tally = BranchTally(kinds: book.kinds.map(\.listTitle), districts: districts)
    for kind in book.kinds { try write(kind, to: writer, districts, &tally) }
    if book.kinds.contains(where: { $0.group != .ledger }) { try writeCounts(tally, of: book, to: writer) }
    try writer.finish()
    return (book.kinds.map { ($0.listTitle, tally.count(of: $0.listTitle)) }, writer.notes)
  }

  /// The workbooks in the order of the work: risk sources, teams, supplies, mechanisms; each ledger has its own. The public gets no ledger.
  public var books: [Book] {
    let lists: [(Kind.Group, String)] = [
      (.riskSource, "重点环境风险源清单"), (.team, "应急队伍清单"), (.supply, "应急物资清单"), (.mechanism, "制度机制清单"),
    ]
    let ledgers = registry.kinds.all.filter { $0.group == .ledger && audience.sees($0) }.map {
      Book(name: Self.title($0), kinds: [$0])
    }
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
    try registry.forEachRecord(of: kind, query) { stored in
      let record = audience.view(stored)
      number += 1
      tally.add(kind.listTitle, county: record.county)
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

  private func writeCounts(_ tally: BranchTally, of book: Book, to writer: FormWriter) throws {
    let columns =
      [Form.Column(header: "区县", width: 16)]
      + tally.kinds.map { Form.Column(header: $0, kind: .integer, width: max(10, min(20, $0.count * 2))) }
      + [Form.Column(header: "小计", kind: .integer, width: 10)]
    try writer.begin(
      Form(name: SheetNames.counts, title: marked("\(book.name)分区县汇总"), headLine: Form.whoAndWhen, columns: columns))
    for county in tally.counties {
      let counts = tally.kinds.map { tally.count(of: $0, county: county) }
      try writer.write([.text(tally.title(county))] + (counts + [counts.reduce(0, +)]).map { .integer(Int64($0)) })
    }
    let totals = tally.kinds.map { tally.count(of: $0) }
    try writer.write([.text("合计")] + (totals + [totals.reduce(0, +)]).map { .integer(Int64($0)) }, look: .total)
    writer.end()
  }
}

/// How many records of each list each branch has.
struct BranchTally {
  let kinds: [String]
  private let districts: DistrictTitles
  /// By the code of the county, which is empty where a record names none, then by kind.
  private var counts: [String: [String: Int]] = [:]

  init(kinds: [String], districts: DistrictTitles) {
    self.kinds = kinds
    self.districts = districts
  }

  mutating func add(_ kind: String, county: String) { counts[county, default: [:]][kind, default: 0] += 1 }

  /// The counties by code, the city itself before its own; records that name none last.
  var counties: [String] { counts.keys.sorted { ($0.isEmpty ? 1 : 0, $0) < ($1.isEmpty ? 1 : 0, $1) } }

  /// What a county's row is called; a city whose district is not in the registry goes by what bureaus call its own share.
  func title(_ county: String) -> String {
    if county.isEmpty { return "未填区县" }
    let title = districts.title(county)
    return title == county && county.hasSuffix("00") ? "市本级（\(county)）" : title
  }

  func count(of kind: String, county: String) -> Int { counts[county]?[kind] ?? 0 }

  func count(of kind: String) -> Int { counts.values.reduce(0) { $0 + ($1[kind] ?? 0) } }
}
