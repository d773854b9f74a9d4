import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// One list as it is handed up: the columns of the official form, and a record as a row of it.
///
/// The form has what the schema marks as wanted. The ledger's forms (附件3, 附件4) have exactly their columns; what ties a row to its record
/// stands beside them, outside of what is printed.
struct OfficialList {
  let kind: Kind
  let columns: [Form.Column]
  let printedColumns: Int
  /// The properties that lists of their own are made of.
  let attached: [Property]

  private let cells: [Cell]
  private let audience: Audience

  private enum Cell {
    case number, district, place
    case property(Int)
  }

  /// Those who hand in a list stand in its head line, not in its rows.
  private static let headProperties: Set = ["report_unit", "reporter", "report_date", "status"]

  init(_ kind: Kind, audience: Audience) {
    self.kind = kind
    self.audience = audience
    let seen = kind.filledProperties.filter { audience == .internal || $0.sensitivity == nil }
    let body = seen.filter { property in
      !["code", "name", "district", "remark"].contains(property.name) && (property.isExpected || property.isRequired)
        && !Self.headProperties.contains(property.name)
    }
    func column(_ name: String) -> (Cell, Form.Column)? {
      kind.index(of: name).map { (.property($0), Self.column(kind.properties[$0])) }
    }
    let number: (Cell, Form.Column) = (.number, Form.Column(header: "序号", kind: .integer, width: 6))
    let district: (Cell, Form.Column) = (.district, Form.Column(header: "所在区县", width: 10))
    let rest = body.compactMap { column($0.name) }
    var all: [(Cell, Form.Column)]
    if kind.group == .ledger {
      all = [number] + [column("name")].compactMap { $0 } + rest
      printedColumns = all.count
      all += [column("code")].compactMap { $0 } + [district]
    } else {
      all = [number] + [column("code"), column("name")].compactMap { $0 } + [district]
      if kind.allowsPoint, !kind.allowsShape {
        all.append((.place, Form.Column(header: "坐标（经度、纬度）", width: 16)))
      } else if kind.geometry != nil {
        all.append((.place, Form.Column(header: "图上位置", width: 22)))
      }
      all += rest + [column("remark")].compactMap { $0 }
      printedColumns = all.count
    }
    cells = all.map(\.0)
    columns = all.map(\.1)
    attached = kind.attachedProperties.filter {
      $0.name != "transitions" && (audience == .internal || $0.sensitivity == nil)
    }
  }

  private static func column(_ property: Property) -> Form.Column {
    let length = property.maximumLength ?? 0
    let isCode = property.name == "code" || property.pattern != nil && length >= 18
    let width =
      isCode ? 20 : property.name == "name" ? 18 : length > 100 ? 26 : max(8, min(16, property.title.count * 2 + 2))
    return Form.Column(header: property.header, kind: property.outputColumn.kind, width: width)
  }

  /// A record, already as the audience may see it, as a row.
  func row(_ record: Record, number: Int, districts: DistrictTitles) -> [OutputValue] {
    cells.map { cell in
      switch cell {
      case .number: .integer(Int64(number))
      case .district: record["district"].text.map { .text(districts.title($0)) } ?? .null
      case .place: record.geometry.map { .text(Self.place($0)) } ?? .null
      case .property(let index): record.values[index].formValue
      }
    }
  }

  /// A point as `E110.8942000° N34.5168000°`; a line by its ends, an area by the middle of its box.
  private static func place(_ geometry: Geometry) -> String {
    switch geometry {
    case .point(let position?): return text(position)
    default:
      if geometry.dimension == 1, let first = geometry.lines.first?.first, let last = geometry.lines.last?.last {
        return "起 \(text(first))，止 \(text(last))"
      }
      return geometry.envelope.map { "中心 \(text($0.center))" } ?? ""
    }
  }

  private static func text(_ position: Position) -> String {
    "E\(FixedDecimal.text(position.x, 7))° N\(FixedDecimal.text(position.y, 7))°"
  }

  /// The columns of the list that a property's items make.
  func attachedColumns(_ property: Property) -> [Form.Column] {
    let owner = [
      Form.Column(header: "序号", kind: .integer, width: 6), Form.Column(header: "编号", width: 20),
      Form.Column(header: "所属\(kind.title)", width: 24),
    ]
    return owner + items(property).map(Self.column)
  }

  /// The rows that a record adds to that list, without their numbers.
  func attachedRows(_ property: Property, of record: Record) -> [[OutputValue]] {
    (record[property.name].items ?? []).map { item in
      [.text(record.code), .text(record.name)] + self.items(property).map { Self.value(item[$0.name], $0) }
    }
  }

  private func items(_ property: Property) -> [Property] {
    property.itemProperties.filter { audience == .internal || $0.sensitivity == nil }
  }

  private static func value(_ any: Any?, _ property: Property) -> OutputValue {
    switch any {
    case let text as String: .text(text)
    case let number as NSNumber: property.type == .boolean ? .boolean(number.boolValue) : .real(number.doubleValue)
    case let list as [String]: .text(list.joined(separator: "、"))
    default: .null
    }
  }
}

/// What districts are called where a name tells them apart, as a registry had them at a time.
struct DistrictTitles {
  private var names: [String: String] = [:]

  init(_ registry: Registry, asOf: String?) throws {
    guard let kind = registry.kinds["district"] else { return }
    let records = try registry.records(of: kind, RecordQuery(asOf: asOf))
    let counts = Dictionary(records.map { ($0.name, 1) }, uniquingKeysWith: +)
    for record in records where counts[record.name] == 1 { names[record.code] = record.name }
  }

  /// The name of a code, or the code itself.
  func title(_ code: String) -> String { names[code] ?? code }
}
