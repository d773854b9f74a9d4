import Foundation
import HetuExchange
import HetuRegistry

/// What an import did, in words, and its problems as files.
public struct ImportSummary {
  private let report: ImportReport
  private let isTrial: Bool
  private static let shownProblems = 20

  /// The summary of one file's report.
  public init(_ report: ImportReport, isTrial: Bool) {
    self.report = report
    self.isTrial = isTrial
  }

  /// The summary in Chinese, one line a layer, then the first problems.
  ///
  /// A sheet of a template that nobody filled says nothing; one that has columns that were not taken may hold rows that were not understood.
  public func text() -> String {
    var lines: [String] = []
    let telling = report.layers.filter { $0.read > 0 || !$0.ignoredColumns.isEmpty }
    for layer in telling.isEmpty ? Array(report.layers.prefix(1)) : telling {
      var line =
        "\(layer.file)［\(layer.layer)］→ \(layer.title)：读\(layer.read)行，新增\(layer.inserted)，更新\(layer.updated)，未变\(layer.unchanged)，未导入\(layer.refused)"
      if layer.crs != "EPSG:4490" { line += "；坐标系 \(layer.crs)" }
      if layer.heightsDropped > 0 { line += "；\(layer.heightsDropped)个几何的高程未保留" }
      lines.append(line)
      if !layer.passedOver.isEmpty {
        let shown = layer.passedOver.prefix(10).joined(separator: "、")
        lines.append("  不是记录、未读入的行：\(shown)\(layer.passedOver.count > 10 ? "等\(layer.passedOver.count)行" : "")")
      }
      if !layer.ignoredColumns.isEmpty {
        lines.append("  未采用的列（没有对应的属性，可用 --map 指定）：\(layer.ignoredColumns.joined(separator: "、"))")
      }
    }
    if !report.skipped.isEmpty { lines.append("  跳过的图层或工作表（视图，或看不出属于哪一类）：\(report.skipped.joined(separator: "、"))") }
    lines += report.problems.prefix(Self.shownProblems).map { "  \($0.severity.title) \($0.line)" }
    if report.problemCount > Self.shownProblems {
      lines.append("  共\(report.problemCount)个问题，其余见 --problems 文件")
    }
    if report.isRefused { lines.append("有错误行，按 --strict 全部未导入") }
    if isTrial { lines.append("试运行，登记库没有改动") }
    return lines.joined(separator: "\n")
  }

  /// Refuses a problem file that could not be written after the import: unknown extension, there already, no such folder.
  public static func checkProblemFile(_ path: String, overwrite: Bool) throws {
    if !path.lowercased().hasSuffix(".json") { _ = try TableFile.format(of: path) }
    try OutputFile.check(path, overwrite: overwrite)
  }

  /// Writes the problems of several files as JSON or CSV, by the file's extension.
  public static func writeProblems(_ reports: [ImportReport], toFile path: String, overwrite: Bool) throws {
    let problems = reports.flatMap(\.problems)
    guard !path.lowercased().hasSuffix(".json") else {
      let items = problems.map { problem in
        JSONValue.members([
          "severity": .string(problem.severity.rawValue), "file": .string(problem.file),
          "layer": .string(problem.layer),
          "row": problem.row.map { .integer(Int64($0)) } ?? .null, "column": .text(problem.column),
          "value": .text(problem.value), "message": .string(problem.message),
        ])
      }
      let document = JSONValue.members([
        "count": .integer(Int64(reports.reduce(0) { $0 + $1.problemCount })), "problems": .array(items),
      ])
      .document
      try OutputFile.writeAll(document, to: path, overwrite: overwrite)
      return
    }
    let columns = ["级别", "文件", "工作表", "行", "列", "填写内容", "问题和处理"].enumerated().map { index, title in
      OutputColumn(name: "column_\(index)", title: title, kind: index == 3 ? .integer : .text)
    }
    try TableFile(path: path, overwrite: overwrite, title: "导入问题清单", columns: columns).write(
      problems.map { problem in
        [
          .text(problem.severity.title), .text(problem.file), .text(problem.layer),
          problem.row.map { .integer(Int64($0)) } ?? .null, problem.column.map(OutputValue.text) ?? .null,
          problem.value.map(OutputValue.text) ?? .null, .text(problem.message),
        ]
      })
  }
}

/// A table as CSV or XLSX.
struct TableFile {
  let path: String
  let overwrite: Bool
  let title: String
  let columns: [OutputColumn]

  /// Workbooks state this moment, so that the same rows give the same bytes.
  static let created = Date(timeIntervalSince1970: 1_577_836_800)

  static func format(of path: String) throws -> OutputFormat {
    guard let format = OutputFormat(path: path), format == .csv || format == .xlsx else {
      throw RegistryError(.usage, "\(path): a table is written as .csv or .xlsx (problems also as .json)")
    }
    return format
  }

  /// A sheet after the first.
  typealias Sheet = (title: String, columns: [OutputColumn], rows: [[OutputValue]])

  /// Writes the rows, and further sheets where the file is a workbook.
  func write(_ rows: [[OutputValue]], further: [Sheet] = []) throws {
    let format = try Self.format(of: path)
    let sink = try format.makeSink(path: path, overwrite: overwrite, created: Self.created)
    for sheet in [(title, columns, rows)] + (format == .xlsx ? further : []) {
      try sink.begin(OutputLayer(name: sheet.0, columns: sheet.1, shape: .none))
      for row in sheet.2 { try sink.write(row, geometry: nil) }
    }
    try sink.finish()
  }
}
