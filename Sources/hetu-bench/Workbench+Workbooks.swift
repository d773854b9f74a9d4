import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import HetuSchemas

extension BenchData {
  /// The kind whose list is read and written.
  static let workbookKind = "tailings_pond"
  static let workbookColumns = 30

  /// A workbook of so many rows and thirty columns, as people fill one in, all values valid.
  func workbook(_ rows: Int) throws -> URL {
    try made("workbook-\(rows).xlsx") { file in
      let kind = try kinds().named(Self.workbookKind)
      let filled = kind.filledProperties.filter { $0.name == "code" || $0.pattern == nil || $0.type == .yearMonth }
      let columns = filled.prefix(Self.workbookColumns - 2)
      let sink = try OutputFormat.xlsx.makeSink(
        path: file.path, overwrite: true, created: Date(timeIntervalSince1970: 0))
      try sink.begin(OutputLayer(name: kind.listTitle, columns: columns.map(\.outputColumn), shape: .kind(.point)))
      var random = SplitMix(seed: 12)
      for (number, position) in InventedCountry.points(rows).enumerated() {
        try sink.write(columns.map { Self.invented($0, number, &random) }, geometry: .point(position))
      }
      try sink.finish()
    }
  }

  private static func invented(_ property: Property, _ number: Int, _ random: inout SplitMix) -> OutputValue {
    switch property.type {
    case .text where property.name == "code": .text("T\(InventedCountry.padded(number, 7))")
    case .text: .text(property.codes.randomElement(using: &random) ?? "\(property.title)\(number)")
    case .list: .text(property.codes.randomElement(using: &random) ?? "\(property.title)\(number)")
    case .integer: .integer(Int64(Int.random(in: 0...100, using: &random)))
    case .number: .real((Double.random(in: 0...100, using: &random) * 100).rounded() / 100)
    case .boolean: .boolean(Bool.random(using: &random))
    case .date: .text("2021-03-0\(Int.random(in: 1...9, using: &random))")
    case .yearMonth: .text("2019-0\(Int.random(in: 1...9, using: &random))")
    }
  }
}

extension Workbench {
  /// A workbook into a new registry with full validation; the peer only reads its cells.
  func measureWorkbook(_ rows: Int) throws -> Measurement {
    let workbook = try data.workbook(rows)
    let target = data.scratch("workbook.gpkg").path
    let hetu = try hetu()
    let python = hasPeers ? Self.debianPython : nil
    let script = """
      from openpyxl import load_workbook; import sys
      cells = 0
      for sheet in load_workbook(sys.argv[1], read_only=True).worksheets:
          for row in sheet.iter_rows(values_only=True): cells += len(row)
      print(cells)
      """
    let (ours, other, peak) = try runInTurn(beside: python.map { _ in "openpyxl, reading only" }) {
      let registry = data.scratch("workbook.gpkg").path
      _ = try ChildProcess.run(hetu, ["init", "--registry", registry])
      return try ChildProcess.run(hetu, ["import", workbook.path, "--registry", registry, "--actor", "bench"])
    } peer: {
      guard let python else { return nil }
      return try ChildProcess.run(python, ["-c", script, workbook.path])
    }
    let registry = try Registry.open(at: URL(fileURLWithPath: target), readOnly: true)
    let count = try registry.count(of: try registry.kind(BenchData.workbookKind))
    return Measurement(
      scenario: "workbook", points: rows, reaches: nil, ours: ours, peer: other, peakMemory: peak,
      check: .init(isRight: count == rows, how: "\(count) records of \(BenchData.workbookColumns) columns"),
      target: "100,000 rows under 20 s, below 500 MiB")
  }

  /// The same records as official lists.
  func measureLists(_ rows: Int) throws -> Measurement {
    let hetu = try hetu()
    let workbook = try data.workbook(rows)
    let registry = try data.made("workbook-\(rows).gpkg") { file in
      _ = try Importer(registry: try Registry.create(at: file, kinds: try data.kinds()), options: ImportOptions())
        .importFile(workbook.path)
    }
    let folder = data.folder.appending(path: "lists")
    let (ours, _, peak) = try runInTurn(beside: nil) {
      try? FileManager.default.removeItem(at: folder)
      return try ChildProcess.run(hetu, ["lists", "-o", folder.path, "--registry", registry.path])
    } peer: {
      nil
    }
    let layers = try SourceFile(path: folder.appending(path: "重点环境风险源清单.xlsx").path).layers
    var count = 0
    for layer in layers where layer.name == "尾矿库清单" {
      try layer.rows { _ in
        count += 1
        return true
      }
    }
    return Measurement(
      scenario: "lists", points: rows, reaches: nil, ours: ours, peakMemory: peak,
      check: .init(isRight: count == rows, how: "\(count) rows in the list"), target: "100,000 rows under 20 s")
  }

  /// Debian's Python, where its openpyxl is installed.
  private static var debianPython: String? {
    let path = "/usr/bin/python3"
    return (try? ChildProcess.run(path, ["-c", "import openpyxl"])) == nil ? nil : path
  }
}
