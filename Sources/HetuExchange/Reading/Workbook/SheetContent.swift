import Foundation
import HetuRegistry

/// A row of a workbook's sheet as it is stored.
struct SheetRow {
  /// The row as Excel counts.
  var number = 0
  var isHidden = false
  /// The cells up to the last one that holds something.
  var values: [SourceValue] = []
  /// What is strange in its cells, in Chinese.
  var warnings: [String] = []
  /// The cells whose value is the saved result of a formula.
  var formulaCount = 0

  mutating func clear() {
    values.removeAll(keepingCapacity: true)
    if !warnings.isEmpty { warnings.removeAll() }
    isHidden = false
    formulaCount = 0
  }
}

/// Reads the parts of a sheet that tell something: its rows, its merged cells, its hidden columns.
final class SheetContent: XMLHandling {
  private(set) var merges: [CellRange] = []
  private(set) var hiddenColumns: [CellRange] = []

  private let workbook: Workbook
  private let body: (SheetRow) throws -> Bool
  private var row = SheetRow()
  private var column = -1
  private var type = CellType.number
  private var style = 0
  private var hasFormula = false
  private var isTaken = false
  private var value: [UInt8] = []

  private enum CellType { case number, shared, text, inline, boolean, error, date }

  private static let greatestMerges = 100_000
  private static let greatestTextBytes = 1 << 20

  /// - Parameter body: gets every row, blank ones too, which have no values; false stops the reading.
  init(_ workbook: Workbook, _ body: @escaping (SheetRow) throws -> Bool) {
    self.workbook = workbook
    self.body = body
  }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "c": beginCell(attributes)
    case "v": isTaken = type != .inline
    case "t": isTaken = type == .inline
    case "f": hasFormula = true
    case "rPh": isTaken = false
    case "row":
      row.clear()
      row.number = attributes.integer("r") ?? row.number + 1
      row.isHidden = attributes.flag("hidden")
      column = -1
    case "mergeCell":
      if merges.count < Self.greatestMerges, let range = attributes["ref"].flatMap(CellRange.init) {
        merges.append(range)
      }
    case "col":
      if attributes.flag("hidden"), let first = attributes.integer("min"), let last = attributes.integer("max"),
        first >= 1, last <= 16_384,
        let range = CellRange("\(CellRange.letters(first - 1))1:\(CellRange.letters(last - 1))1")
      {
        hiddenColumns.append(range)
      }
    default: break
    }
  }

  func end(_ name: XMLName) throws -> Bool {
    switch name {
    case "v", "t": isTaken = false
    case "c": endCell()
    case "row": return try body(row)
    default: break
    }
    return true
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    if isTaken, value.count < Self.greatestTextBytes { value.append(contentsOf: bytes) }
  }

  private func beginCell(_ attributes: XMLAttributes) {
    column = attributes.bytes("r").flatMap { CellRange.cell($0)?.column } ?? min(column + 1, 16_383)
    style = attributes.integer("s") ?? 0
    type =
      switch attributes["t"] {
      case "s": .shared
      case "str": .text
      case "inlineStr": .inline
      case "b": .boolean
      case "e": .error
      case "d": .date
      default: .number
      }
    hasFormula = false
    value.removeAll(keepingCapacity: true)
  }

  private func endCell() {
    guard !value.isEmpty else {
      if hasFormula, type != .text { row.warnings.append("\(place)单元格的公式没有保存结果，未读入；请在 Excel 中打开并保存后再导入") }
      return
    }
    if hasFormula, type != .error { row.formulaCount += 1 }
    let text = String(decoding: value, as: UTF8.self)
    let found: SourceValue =
      switch type {
      case .shared: (Int(text).flatMap { workbook.texts[$0] }).flatMap { $0.isEmpty ? nil : .text($0) } ?? .null
      case .text, .inline, .date: .text(text)
      case .boolean: .text(text == "1" || text == "true" ? "是" : "否")
      case .error: .null
      case .number: .text(number(text))
      }
    if type == .error { row.warnings.append("\(place)单元格是错误值 \(text.prefix(20))，未读入；请改正公式或直接填值") }
    guard !found.isNull, !isBlank(found) else { return }
    while row.values.count < column { row.values.append(.null) }
    if row.values.count == column { row.values.append(found) } else { row.values[column] = found }
  }

  private func isBlank(_ value: SourceValue) -> Bool {
    if case .text(let text) = value { ValueReading.trimmed(text).isEmpty } else { false }
  }

  private var place: String { "\(CellRange.letters(column))\(row.number)" }

  private func number(_ text: String) -> String {
    switch workbook.styles.look(style) {
    case .plain: return SheetCell.normalised(text)
    case .date: return Double(text).flatMap { workbook.styles.date($0) } ?? text
    case .percentage:
      guard let number = Double(text) else { return text }
      let percent = (number * 1e14).rounded() / 1e12
      return (percent == percent.rounded() && abs(percent) < 1e15 ? "\(Int64(percent))" : "\(percent)") + "%"
    }
  }
}
