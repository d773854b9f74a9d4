import CGDAL
import HetuGeometry

/// A source of rows of text cells that knows nothing of headers.
protocol TableReading: AnyObject {
  var name: String { get }
  var path: String { get }
  /// Its merged cells, where its format tells them.
  var merges: [CellRange] { get }
  /// What people should know about it as a whole.
  var notices: [String] { get }
  /// What is strange in the row that `tableRows` handed out last.
  var rowWarnings: [String] { get }
  /// Calls `body` with the number and cells of every row that is not blank, until it returns false.
  func tableRows(_ body: (Int, [SourceValue]) throws -> Bool) throws
}

extension TableReading {
  var merges: [CellRange] { [] }
  var notices: [String] { [] }
  var rowWarnings: [String] { [] }
}

/// A table with headers as a layer.
final class TableLayer: LayerReading {
  let name: String
  let fields: [SourceField]
  let headerRow: Int?
  let notices: [String]
  let headLines: [String: String]
  private(set) var passedOver: [(row: Int, role: RowRole)] = []
  let geometryKind: GeometryKind? = nil
  let referenceSystem: SourceReferenceSystem? = nil
  let hasUnknownReferenceSystem = false
  let rowCount: Int? = nil
  var hasGeometry: Bool { layout.geometryCell != nil }

  private let table: any TableReading
  private let layout: TableLayout

  private static let keptPassedOver = 1_000

  /// Finds the headers of `table`; nil where it has no row at all.
  init?(_ table: any TableReading, limits: SourceLimits) throws {
    self.table = table
    name = table.name
    notices = table.notices
    var sample: [(number: Int, values: [SourceValue])] = []
    try table.tableRows { number, values in
      sample.append((number, values))
      return sample.count < TableLayout.sampleRows
    }
    if sample.isEmpty { return nil }
    layout = TableLayout(sample: sample, merges: table.merges)
    guard layout.fields.count <= limits.maximumFields else {
      throw ExchangeError(
        .tooLarge, "文件“\(table.path)”的表“\(table.name)”有 \(layout.fields.count) 列，超过 \(limits.maximumFields) 列。")
    }
    fields = layout.fields
    headerRow = layout.headerRow
    let first = layout.firstHeaderRow
    headLines = HeadLines.read(sample.lazy.filter { $0.number < first }.map(\.values))
  }

  var cells: [Int] { layout.cells }
  var geometryCell: Int? { layout.geometryCell }

  func grid(_ body: (Int, [SourceValue]) throws -> Bool) throws { try table.tableRows(body) }

  func rows(_ body: (SourceRow) throws -> Bool) throws {
    let width = max((cells.last ?? -1), layout.geometryCell ?? -1) + 1
    let names = layout.names
    var row = SourceRow()
    row.values = [SourceValue](repeating: .null, count: cells.count)
    passedOver = []
    try table.tableRows { number, values in
      guard number > layout.headerRow else { return true }
      if let role = RowRole.of(values, headers: names) {
        if passedOver.count < Self.keptPassedOver { passedOver.append((number, role)) }
        return true
      }
      row.clear()
      row.number = number
      for (field, cell) in cells.enumerated() { row.values[field] = cell < values.count ? values[cell] : .null }
      row.warnings += table.rowWarnings
      if values.count > width, values[width...].contains(where: { !$0.isNull }) {
        row.warnings.append("第 \(width) 列之后的单元格没有表头，未读入")
      }
      if let cell = layout.geometryCell, cell < values.count, case .text(let text) = values[cell] {
        if !Self.setGeometry(of: &row, fromWellKnownText: text) { row.warnings.append("几何文字不是有效的 WKT，未读入") }
      }
      return try body(row)
    }
  }

  private static func setGeometry(of row: inout SourceRow, fromWellKnownText text: String) -> Bool {
    GDALMessages().capture {
      text.withCString { start in
        var rest: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: start)
        var geometry: OGRGeometryH?
        guard OGR_G_CreateFromWkt(&rest, nil, &geometry) == OGRERR_NONE, let geometry else { return false }
        row.setGeometry(geometry)
        OGR_G_DestroyGeometry(geometry)
        return true
      }
    }
  }
}
