import Foundation
import HetuRegistry
import HetuSchemas

/// The names of sheets that Hetu itself puts into workbooks.
public enum SheetNames {
  /// How to fill a template.
  static let instructions = "填报说明"
  /// The values of drop-downs.
  static let codes = "代码表"
  /// The problems of a returned workbook.
  static let problems = "问题说明"

  /// How many records of each list the branches have.
  public static let counts = "分区县汇总"

  /// Whether a sheet holds no records because Hetu made it for people.
  static func isOurs(_ name: String) -> Bool { [instructions, codes, problems, counts].contains(name) }

  /// The sheet of the lists that records of a kind have in one property: `重点企业·环境风险物质`.
  public static func attached(_ property: Property, of kind: Kind) -> String { "\(kind.title)·\(property.title)" }
}

/// The sheets of a workbook whose rows are items of lists in records of other sheets, tied to them by 编号, else by name.
struct AttachedLists {
  let file: String
  /// The sheets that are such lists.
  private(set) var names: Set<String> = []
  private var lists: [(kind: Kind, list: AttachedList)] = []

  init(file: String) { self.file = file }

  /// Reads a layer if it is such a sheet of one of the workbook's kinds.
  mutating func read(_ layer: SourceLayer, kinds: Set<Kind>) throws {
    let key = Header(layer.name).key
    for kind in kinds.sorted(by: { $0.name < $1.name }) {
      for property in kind.properties where !property.itemProperties.isEmpty {
        guard Header(SheetNames.attached(property, of: kind)).key == key else { continue }
        names.insert(layer.name)
        let list = AttachedList(kind: kind, property: property, file: file, layer: layer.name)
        try list.read(layer)
        lists.append((kind, list))
        return
      }
    }
  }

  /// The lists that belong to records of a kind.
  func of(_ kind: Kind) -> [AttachedList] { lists.filter { $0.kind == kind }.map(\.list) }

  /// What is wrong in them, once all records were read.
  var problems: [Problem] { lists.flatMap { $0.list.problems } }
}

/// One such sheet: the items of one property, by their record. Used by one thread.
final class AttachedList {
  let property: Property
  private let kind: Kind
  private let file: String
  private let layer: String
  private var found: [Problem] = []
  private var itemsByCode: [String: [Item]] = [:]
  private var itemsByName: [String: [Item]] = [:]
  private var takenCodes: Set<String> = []
  private var takenNames: Set<String> = []

  private struct Item {
    let row: Int
    let members: [String: Any]
  }

  /// So many items a sheet are kept; each takes some hundred bytes.
  private static let greatestCount = 500_000

  init(kind: Kind, property: Property, file: String, layer: String) {
    self.kind = kind
    self.property = property
    self.file = file
    self.layer = layer
  }

  func read(_ source: SourceLayer) throws {
    let headers = source.fields.map { Header($0) }
    func column(_ names: [String]) -> Int? {
      let keys = names.map { Header($0).key }
      return headers.firstIndex { !Set($0.keys).isDisjoint(with: keys) }
    }
    let code = column(["编号", "所属编号"] + [kind.property("code")?.title].compactMap { $0 })
    let name = column(["所属名称", "所属单位"] + [Self.ownerHeader(kind)])
    let columns = property.itemProperties.compactMap { item in
      column([item.title, item.name] + item.headers).map { (number: $0, property: item, reading: ValueReading(item)) }
    }.filter { $0.number != code && $0.number != name }
    guard code != nil || name != nil else {
      found.append(problem(.error, nil, nil, nil, "没有“编号”列，不知道各行属于哪条记录，本表未导入；请按模板加上编号"))
      return
    }
    var count = 0
    try source.rows { row in
      var members: [String: Any] = [:]
      var isSound = true
      for column in columns {
        let text = row.values[column.number].cellText
        let (result, note) = column.reading.read(text)
        if let note { found.append(problem(.warning, row.number, headers[column.number].text, text, note)) }
        switch result {
        case .success(let value): members[column.property.name] = Self.json(value)
        case .failure(let fault):
          isSound = false
          found.append(problem(.error, row.number, headers[column.number].text, text, fault.message))
        }
      }
      for item in property.itemProperties where item.isRequired && members[item.name] == nil && isSound {
        guard !members.isEmpty else { break }
        isSound = false
        found.append(problem(.error, row.number, item.title, nil, "缺少“\(item.title)”，本行未导入，请补填"))
      }
      guard isSound, !members.isEmpty else { return true }
      count += 1
      guard count <= Self.greatestCount else {
        throw ExchangeError(.tooLarge, "文件“\(file)”的工作表“\(layer)”超过 \(Self.greatestCount) 行；请拆分后再导入。")
      }
      let item = Item(row: row.number, members: members)
      if let code = code.map({ row.values[$0].cellText }), !code.isEmpty {
        itemsByCode[code, default: []].append(item)
      } else if let name = name.map({ row.values[$0].cellText }), !name.isEmpty {
        itemsByName[name, default: []].append(item)
      } else {
        found.append(problem(.error, row.number, nil, nil, "没有填编号，也没有填所属名称，不知道属于哪条记录，本行未导入"))
      }
      return true
    }
  }

  /// The items of the record with that code or name as its value, or nil where the sheet has none for it.
  func take(code: String?, name: String?) -> Value? {
    var items: [Item] = []
    if let code, let found = itemsByCode[code] {
      takenCodes.insert(code)
      items += found
    }
    if let name, let found = itemsByName[name] {
      if !takenNames.insert(name).inserted {
        self.found += found.map {
          problem(.error, $0.row, nil, nil, "名称“\(name)”有几条记录，不知道属于哪一条，请填编号")
        }
      } else {
        items += found
      }
    }
    return items.isEmpty ? nil : .list(of: items.sorted { $0.row < $1.row }.map(\.members))
  }

  /// What is wrong in the sheet; items that no record took are among it.
  var problems: [Problem] {
    let codes = itemsByCode.filter { !takenCodes.contains($0.key) }.flatMap { key, items in
      items.map { problem(.error, $0.row, nil, key, "编号“\(key)”不在本工作簿的“\(kind.listTitle)”中，本行未导入，请核对编号") }
    }
    let names = itemsByName.filter { !takenNames.contains($0.key) }.flatMap { key, items in
      items.map { problem(.error, $0.row, nil, key, "名称“\(key)”不在本工作簿的“\(kind.listTitle)”中，本行未导入，请核对名称或填编号") }
    }
    return (found + codes + names).sorted { ($0.row ?? 0) < ($1.row ?? 0) }
  }

  /// The header of the column that names the record; another one than an item's own name has.
  static func ownerHeader(_ kind: Kind) -> String { "所属\(kind.title)" }

  static func json(_ value: Value) -> Any? {
    switch value {
    case .null: nil
    case .text(let text): text
    case .integer(let integer): integer
    case .real(let real): real
    case .boolean(let boolean): boolean
    case .list(let text): try? JSONSerialization.jsonObject(with: Data(text.utf8))
    }
  }

  private func problem(
    _ severity: Problem.Severity, _ row: Int?, _ column: String?, _ value: String?, _ message: String
  ) -> Problem {
    Problem(
      severity: severity, file: file, layer: layer, row: row, column: column,
      value: value.map { String($0.prefix(100)) },
      message: message)
  }
}
