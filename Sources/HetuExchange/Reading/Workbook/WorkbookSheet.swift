import HetuRegistry

/// A sheet of a workbook as a table: merged cells count for all the rows that they cover.
final class WorkbookSheet: TableReading {
  let name: String
  var path: String { workbook.path }
  let merges: [CellRange]
  let notices: [String]
  private(set) var rowWarnings: [String] = []

  private let workbook: Workbook
  private let part: XMLPart
  /// The merged cells of more than one row, by their first row.
  private let tall: [Int: [CellRange]]

  /// Reads the sheet once for what stands behind its rows; nil where it has no value at all.
  init?(_ sheet: Workbook.Sheet, of workbook: Workbook) throws {
    self.workbook = workbook
    name = sheet.name
    part = XMLPart(document: sheet.document, path: workbook.path, limits: workbook.limits)
    var hiddenRows: [Int] = []
    var formulaCount = 0
    var isEmpty = true
    let content = SheetContent(workbook) { row in
      guard !row.values.isEmpty || !row.warnings.isEmpty else { return true }
      isEmpty = false
      if row.isHidden { hiddenRows.append(row.number) }
      formulaCount += row.formulaCount
      return true
    }
    try part.read(content)
    if isEmpty { return nil }
    merges = content.merges
    tall = Dictionary(grouping: content.merges.filter { $0.height > 1 }, by: \.firstRow)
    var notices = workbook.notices
    if sheet.isHidden { notices.append("这是隐藏的工作表，已照常读入；如不应上报请删去") }
    if !hiddenRows.isEmpty {
      let shown = hiddenRows.prefix(10).map(String.init).joined(separator: "、")
      notices.append("有\(hiddenRows.count)行是隐藏的（第\(shown)\(hiddenRows.count > 10 ? "…" : "")行），已照常读入；如不应上报请删去")
    }
    if !content.hiddenColumns.isEmpty {
      let shown = content.hiddenColumns.prefix(10).map {
        $0.width == 1
          ? CellRange.letters($0.firstColumn)
          : "\(CellRange.letters($0.firstColumn))—\(CellRange.letters($0.lastColumn))"
      }
      notices.append("有隐藏的列（\(shown.joined(separator: "、"))），已照常读入；如不应上报请删去")
    }
    if formulaCount > 0 { notices.append("有\(formulaCount)个单元格是公式，按保存时的结果读入，没有重新计算") }
    self.notices = notices
  }

  func tableRows(_ body: (Int, [SourceValue]) throws -> Bool) throws {
    try withoutActuallyEscaping(body) { body in
      // One at most for each column, whatever overlaps: a row costs no more than its width.
      var open: [Int: (lastRow: Int, value: SourceValue)] = [:]
      try part.read(
        SheetContent(workbook) { [self] row in
          var values = row.values
          for (column, (lastRow, value)) in open {
            guard lastRow >= row.number else {
              open[column] = nil
              continue
            }
            while values.count <= column { values.append(.null) }
            if values[column].isNull { values[column] = value }
          }
          for range in tall[row.number] ?? [] where range.firstColumn < row.values.count {
            open[range.firstColumn] = (range.lastRow, row.values[range.firstColumn])
          }
          // A row that has nothing of its own is blank, whatever is merged across it.
          guard !row.values.isEmpty || !row.warnings.isEmpty else { return true }
          rowWarnings = row.warnings
          return try body(row.number, values)
        })
    }
  }
}
