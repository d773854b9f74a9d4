import HetuRegistry
import HetuSchemas

/// Which column of a source gives which property of a kind, and which give the position.
struct ColumnMapping {
  /// A column whose header's unit is not the property's.
  struct UnitConflict {
    let column: Int
    let property: Int
    let found: String
    let wanted: String
  }

  /// What a column says.
  enum Meaning: Hashable {
    case property(Int)
    case unitConflict(Int)
    /// A part of the position, with the header that says it in any table.
    case position(String)
    case nothing
  }

  /// For each source column the place of its property, or nil.
  private(set) var properties: [Int?]
  /// Where the position stands, if in columns.
  private(set) var position: PositionColumns?
  /// Headers that fit nothing.
  private(set) var ignored: [String] = []
  /// Headers left out because their unit differs.
  private(set) var conflicts: [UnitConflict] = []

  /// The mapping of a table's columns to a kind.
  ///
  /// - Parameter given: property (or `lon`, `lat`, `position`) → header, as the user said; these win.
  /// - Throws: ``ExchangeError`` for a given name that does not exist on its side.
  init(fields: [SourceField], kind: Kind, given: [String: String]) throws(ExchangeError) {
    let headers = fields.map { Header($0) }
    properties = Array(repeating: nil, count: headers.count)
    var givenPosition: [PositionColumns.Part: Int] = [:]
    var isTaken = Set<Int>()
    for (target, source) in given.sorted(by: { $0.key < $1.key }) {
      let wanted = Header(source)
      guard
        let column = headers.firstIndex(where: { $0.text == source })
          ?? headers.firstIndex(where: { $0.key == wanted.key })
      else {
        throw ExchangeError(
          .usage, "--map \(target)=\(source)：文件中没有名为“\(source)”的列，现有的列为：\(fields.map(\.name).joined(separator: "、"))")
      }
      if let part = PositionColumns.Part(rawValue: target) {
        givenPosition[part] = column
      } else if let index = kind.index(of: target) {
        properties[column] = index
        isTaken.insert(index)
      } else {
        throw ExchangeError(
          .usage, "--map \(target)=\(source)：“\(kind.title)”没有属性 \(target)，可用 lon、lat、position 或属性名")
      }
    }
    let givenColumns = properties
    position = PositionColumns(
      headers: headers, given: givenPosition, isFree: { givenColumns[$0] == nil }, allows: kind.geometry != nil)
    let targets = Self.targets(of: kind)
    // A name that stands under several headers tells nothing by itself.
    let counts = Dictionary(headers.filter { $0.keys.count > 1 }.map { ($0.key, 1) }, uniquingKeysWith: +)
    for (column, header) in headers.enumerated() where properties[column] == nil {
      if position?.columns.contains(column) == true || Self.passedOver.contains(header.key) { continue }
      let keys = counts[header.key, default: 0] > 1 ? header.keys.dropLast() : header.keys[...]
      guard let index = keys.lazy.compactMap({ targets[$0] }).first(where: { !isTaken.contains($0) }) else {
        let repeatsPosition = position != nil && PositionColumns.isPosition(header)
        if !header.text.isEmpty, !repeatsPosition { ignored.append(header.text) }
        continue
      }
      let property = kind.properties[index]
      if let unit = property.unit, let found = header.bracketed, Self.looksLikeUnit(found),
        Header.unit(found) != Header.unit(unit)
      {
        conflicts.append(UnitConflict(column: column, property: index, found: found, wanted: unit))
        continue
      }
      properties[column] = index
      isTaken.insert(index)
    }
  }

  /// What a column says of a record.
  func meaning(of column: Int) -> Meaning {
    if let property = properties[column] { return .property(property) }
    if let title = position?.title(of: column) { return .position(title) }
    return conflicts.first { $0.column == column }.map { .unitConflict($0.property) } ?? .nothing
  }

  /// How many headers fit properties of the kind that are not common to all kinds.
  static func score(fields: [SourceField], kind: Kind) -> Int {
    let targets = targets(of: kind)
    let indexes = fields.compactMap { field in Header(field).keys.lazy.compactMap { targets[$0] }.first }
    return Set(indexes.filter { !commonNames.contains(kind.properties[$0].name) }).count
  }

  /// Columns that say nothing of a record: its number in the list, its row in another program, where a line lies in words.
  private static let passedOver: Set<String> = ["序号", "fid", "图上位置"]

  private static let commonNames: Set<String> = [
    "id", "code", "district", "source", "source_position", "source_crs", "verified_on", "remark",
  ]

  private static func targets(of kind: Kind) -> [String: Int] {
    var targets: [String: Int] = [:]
    // A property's own name and title win over further headers of others.
    for (index, property) in kind.properties.enumerated() {
      targets[Header(property.name).key] = index
      targets[Header(property.title).key] = index
    }
    for (index, property) in kind.properties.enumerated() {
      for header in property.headers where targets[Header(header).key] == nil { targets[Header(header).key] = index }
    }
    return targets
  }

  private static func looksLikeUnit(_ text: String) -> Bool {
    let unit = Header.unit(text)
    return unit.count <= 8
      && [
        "m", "m2", "m3", "km", "km2", "t", "kg", "g", "h", "min", "s", "d", "mm", "mpa", "kpa", "pa", "pct", "ha", "亩",
      ]
      .contains {
        unit == $0 || unit == "万\($0)" || unit == "10\($0)" || unit.hasPrefix("\($0)/") || unit.hasPrefix("万\($0)/")
      }
  }
}
