import HetuExchange
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas

extension Answer {
  /// Writes the answer as CSV or XLSX, by the file's extension, with Chinese headers.
  ///
  /// A list has the official columns of its kind; other answers have kind, code, name, position and the figures.
  public func writeRows(toFile path: String, overwrite: Bool) throws {
    if let listed {
      let columns = listed.properties.map(\.outputColumn) + Self.positionColumns + markColumns
      try TableFile(path: path, overwrite: overwrite, title: listed.listTitle, columns: columns).write(
        rows.map { row in (row.record?.values.map(\.outputValue) ?? []) + Self.position(of: row) + mark })
      return
    }
    let sheet = table(titled: "查询结果")
    try TableFile(path: path, overwrite: overwrite, title: sheet.title, columns: sheet.columns).write(
      sheet.rows, further: notes)
  }

  /// What is to be minded about the answer, as a sheet of its own.
  private var notes: [TableFile.Sheet] {
    let columns = [
      OutputColumn(name: "message", title: "说明", kind: .text), OutputColumn(name: "ref", title: "对象", kind: .text),
    ]
    return warnings.isEmpty
      ? [] : [("说明", columns, warnings.map { [.text($0.message), $0.reference.map(OutputValue.text) ?? .null] })]
  }

  /// The rows with kind, code, name, position where any row has one, and the figures.
  func table(titled title: String) -> TableFile.Sheet {
    let isPlaced = rows.isEmpty || rows.contains { $0.geometry != nil || $0.record?.kind.geometry != nil }
    let columns =
      [
        OutputColumn(name: "title", title: "类别", kind: .text), OutputColumn(name: "code", title: "编号", kind: .text),
        OutputColumn(name: "name", title: "名称", kind: .text),
      ] + (isPlaced ? Self.positionColumns : [])
      + figures.map {
        OutputColumn(name: $0.name, title: $0.title, kind: $0.unit == nil ? .text : .real, unit: $0.unit)
      } + markColumns
    return (
      title, columns,
      rows.map { row in
        [.text(row.title), .text(row.code), .text(row.name)] + (isPlaced ? Self.position(of: row) : [])
          + zip(figures, row.figures).map { figure, value in figure.output(value) } + mark
      }
    )
  }

  /// The column and the value that mark an answer made for the public; nothing else has them.
  private var markColumns: [OutputColumn] { audience.mark == nil ? [] : [PublicMark.column] }
  private var mark: [OutputValue] { audience.mark.map { [.text($0)] } ?? [] }

  private static let positionColumns = [
    OutputColumn(name: "lon", title: "经度", kind: .real), OutputColumn(name: "lat", title: "纬度", kind: .real),
  ]

  private static func position(of row: AnswerRow) -> [OutputValue] {
    guard let position = row.position else { return [.null, .null] }
    return [.real(rounded(position.x, 7)), .real(rounded(position.y, 7))]
  }

  /// The number with so many decimals.
  static func rounded(_ number: Double, _ decimals: Int) -> Double {
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    return (number * scale).rounded() / scale
  }
}

extension Figure {
  func output(_ value: Value) -> OutputValue {
    switch value {
    case .real(let real): .real(Answer.rounded(real, decimals))
    case .text where self == .bank: .text(AnswerTable.text(value, self))
    case .boolean(let boolean): .text(boolean ? "是" : "否")
    default: value.outputValue
    }
  }
}
