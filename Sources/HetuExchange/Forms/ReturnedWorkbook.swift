import Foundation
import HetuRegistry
import HetuSchemas

/// The workbook that goes back to those who handed tables in: their sheets again, with what is wrong coloured and a comment that says what to do.
///
/// Rows stand where they stood, headers of several rows in one. Every row that was taken carries the code that its record has, so that the
/// corrected sheet changes the same records when it is imported.
public struct ReturnedWorkbook {
  private let kinds: Kinds
  private let options: ImportOptions

  /// - Parameter options: those that the files were imported with; with `reportsCodes` the rows get their codes.
  public init(kinds: Kinds, options: ImportOptions) {
    self.kinds = kinds
    self.options = options
  }

  /// Writes the workbook: the problems as a list, then each sheet that was read.
  ///
  /// Layers with geometries of their own can't be given back as sheets; their problems stand in the list.
  /// - Returns: what to mind.
  /// - Throws: `ExchangeError` where a file can't be read again or the workbook can't be written.
  @discardableResult
  public func write(_ files: [(path: String, report: ImportReport)], to path: String, overwrite: Bool) throws
    -> [String]
  {
    let writer = try FormWriter(path: path, overwrite: overwrite)
    try write(problems: files.flatMap(\.report.problems), to: writer)
    for (path, report) in files {
      let source = try SourceFile(path: path, encoding: options.encoding)
      let byLayer = Dictionary(grouping: report.problems, by: \.layer)
      let attached = attachedSheets(report)
      for layer in source.layers where layer.headerRow != nil {
        let read = report.layers.first { $0.layer == layer.name }
        guard read != nil || byLayer[layer.name] != nil || attached.contains(Header(layer.name).key) else { continue }
        try write(layer, read, byLayer[layer.name] ?? [], to: writer)
      }
    }
    try writer.finish()
    return writer.notes
  }

  private func write(problems: [Problem], to writer: FormWriter) throws {
    let columns: [Form.Column] = [
      Form.Column(header: "序号", kind: .integer, width: 6), Form.Column(header: "级别", width: 8),
      Form.Column(header: "文件", width: 24), Form.Column(header: "工作表", width: 20),
      Form.Column(header: "行", kind: .integer, width: 6), Form.Column(header: "列", width: 18),
      Form.Column(header: "填写内容", width: 20), Form.Column(header: "问题和处理", width: 60),
    ]
    try writer.begin(
      Form(name: SheetNames.problems, title: "导入问题说明（请改正后把本工作簿退回）", columns: columns))
    for (index, problem) in problems.enumerated() {
      try writer.write([
        .integer(Int64(index + 1)), .text(problem.severity.title), .text(problem.file), .text(problem.layer),
        problem.row.map { .integer(Int64($0)) } ?? .null, problem.column.map(OutputValue.text) ?? .null,
        problem.value.map(OutputValue.text) ?? .null, .text(problem.message),
      ])
    }
    writer.end()
  }

  private func write(
    _ layer: SourceLayer, _ read: ImportReport.Layer?, _ problems: [Problem], to writer: FormWriter
  ) throws {
    let headerRow = layer.headerRow ?? 1
    var headers = [String](repeating: "", count: max(layer.cells.last ?? 0, layer.geometryCell ?? 0) + 1)
    let texts = ReturnedHeaders(layer.fields, kind: read.flatMap { kinds[$0.kind] }, given: options.map).texts
    for (text, cell) in zip(texts, layer.cells) { headers[cell] = text }
    if let cell = layer.geometryCell { headers[cell] = "几何" }
    let codeCell = try read.flatMap { try self.codeCell(layer, $0, headers: &headers) }
    let marks = Dictionary(grouping: problems.filter { $0.row != nil }, by: { $0.row ?? 0 }).mapValues { problems in
      Self.marks(problems, layer)
    }
    try writer.beginPlain(sheetName(layer, read), widths: headers.map { min(24, max(10, $0.count * 2)) })
    var hasHeaders = false
    try layer.grid { number, cells in
      if !hasHeaders, number >= headerRow {
        hasHeaders = true
        writer.skip(to: headerRow)
        try writer.writeHeaders(
          headers, marks: Self.marks(problems.filter { $0.row == nil && $0.column != nil }, layer))
      }
      guard number != headerRow, !(number < headerRow && Self.isHeader(cells, layer)) else { return true }
      writer.skip(to: number)
      var values = cells.map(\.outputValue)
      if let codeCell, let code = read?.codes[number] {
        while values.count <= codeCell { values.append(.null) }
        values[codeCell] = .text(code)
      }
      let isAbove = number < headerRow
      let faults = isAbove ? [:] : marks[number] ?? [:]
      // A cell that should have been filled in may lie behind the row's last one.
      while let last = faults.keys.max(), values.count <= last { values.append(.null) }
      try writer.write(values, look: isAbove ? .plain : .record, marks: faults)
      return true
    }
    writer.end()
  }

  /// The keys of the sheets whose items belong to the records read: a record that was refused still needs its own.
  private func attachedSheets(_ report: ImportReport) -> Set<String> {
    guard options.kind == nil, options.layer == nil else { return [] }
    let read = Set(report.layers.filter { $0.read > 0 }.map(\.kind)).compactMap { kinds[$0] }
    return Set(
      read.flatMap { kind in kind.attachedProperties.map { Header(SheetNames.attached($0, of: kind)).key } })
  }

  /// The sheet's own name where that tells its kind, so that the sheet is known when it is handed in again; else that of its list.
  private func sheetName(_ layer: SourceLayer, _ read: ImportReport.Layer?) -> String {
    guard let kind = read.flatMap({ kinds[$0.kind] }) else { return layer.name }
    let told = KindDetection(kinds: kinds).kind(
      layer: layer.name, file: nil, fields: layer.fields, hasGeometry: layer.hasGeometry, geometryKind: nil)
    return told == kind ? layer.name : kind.listTitle
  }

  /// Whether a row above the last row of the headers is one of them, and no title.
  private static func isHeader(_ cells: [SourceValue], _ layer: SourceLayer) -> Bool {
    let groups = Set(layer.fields.flatMap { $0.groups + [$0.name] })
    let texts = cells.compactMap { value -> String? in
      guard case .text(let text) = value else { return nil }
      return text.split(whereSeparator: \.isNewline).joined().trimmed
    }
    return !texts.isEmpty && texts.allSatisfy(groups.contains)
  }

  /// The cell for the codes: where the sheet has a column of them, else one more behind the others.
  private func codeCell(_ layer: SourceLayer, _ read: ImportReport.Layer, headers: inout [String]) throws -> Int? {
    guard options.reportsCodes, !options.isTrial, !read.codes.isEmpty, let kind = kinds[read.kind],
      let code = kind.index(of: "code")
    else { return nil }
    let mapping = try ColumnMapping(fields: layer.fields, kind: kind, given: options.map)
    if let column = mapping.properties.firstIndex(of: code) { return layer.cells[column] }
    headers.append(kind.properties[code].title)
    return headers.count - 1
  }

  /// The remarks of one row or of the headers, by cell; what is said of a whole row stands at its beginning.
  private static func marks(_ problems: [Problem], _ layer: SourceLayer) -> [Int: FormWriter.Mark] {
    var marks: [Int: FormWriter.Mark] = [:]
    let names = layer.columnNames
    for problem in problems {
      let columns = ([problem.column].compactMap { $0 } + problem.furtherColumns).compactMap { name in
        names.firstIndex(of: name) ?? layer.fields.firstIndex { Header($0.name).text == name }
      }
      for cell in columns.isEmpty ? [0] : columns.map({ layer.cells[$0] }) {
        let earlier = marks[cell]
        marks[cell] = FormWriter.Mark(
          severity: earlier?.severity == .error ? .error : problem.severity,
          text: [earlier?.text, "\(problem.severity.title)：\(problem.message)"].compactMap { $0 }.joined(
            separator: "\n"))
      }
    }
    return marks
  }
}

extension Problem.Severity {
  /// The word that people read.
  public var title: String { self == .error ? "错误" : "提示" }
}

extension SourceValue {
  fileprivate var outputValue: OutputValue {
    switch self {
    case .null: .null
    case .text(let text), .date(let text): .text(text)
    case .integer(let integer): .integer(integer)
    case .real(let real): .real(real)
    }
  }
}
