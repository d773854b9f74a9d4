import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// An answer as a table of text for a terminal: columns aligned, Chinese characters counted as two cells.
public struct AnswerTable {
  private let answer: Answer

  /// A table of an answer.
  public init(_ answer: Answer) { self.answer = answer }

  /// The table, one row a line, without the warnings.
  public func text() -> String {
    let columns = listedColumns
    let shown = answer.figures.indices.filter { !answer.figures[$0].isDetail }
    let figures = shown.map { answer.figures[$0] }
    let header = ["类别", "编号", "名称"] + columns.map(\.header) + figures.map(\.header)
    let rows = answer.rows.map { row in
      [row.title, row.code, Self.oneLine(row.name)]
        + columns.map { column in Self.text(row.record?[column.name] ?? .null, column) }
        + shown.map { Self.text(row.figures[$0], answer.figures[$0]) }
    }
    let isNumber = [false, false, false] + columns.map { $0.unit != nil } + figures.map { $0.unit != nil }
    let widths = header.indices.map { column in
      min(60, ([header] + rows).map { Self.width($0[column]) }.max() ?? 0)
    }
    var text = ""
    for row in [header] + rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: max(0, widths[column] - Self.width(cell)))
        line += (isNumber[column] ? space + cell : cell + space) + "  "
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  /// Of a list the first columns that the official list wants; a terminal has no room for all.
  private var listedColumns: [Figure] {
    let wanted = answer.listed?.properties.filter {
      ($0.isExpected || $0.name == "district") && $0.type != .list && !["code", "name"].contains($0.name)
    }
    return (wanted ?? []).prefix(5).map { Figure(name: $0.name, title: $0.title, unit: $0.unit, decimals: 2) }
  }

  /// A figure's value as people read it: fixed decimals, `是`/`否`, nothing for unknown.
  public static func text(_ value: Value, _ figure: Figure) -> String {
    switch value {
    case .null: ""
    case .text(let text): figure == .bank ? Bank(rawValue: text)?.title ?? text : oneLine(text)
    case .integer(let integer): "\(integer)"
    case .real(let real): FixedDecimal.text(real, figure.decimals)
    case .boolean(let boolean): boolean ? "是" : "否"
    case .list(let json): json
    }
  }

  /// The text without line breaks and control characters, so that a name can't break a row or steer a terminal.
  static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : $0 }))
  }

  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x300...0x36f, 0xfe00...0xfe0f, 0x200b...0x200d: sum
      case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
        0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd, 0x2018...0x201d, 0x2014, 0x2026:
        sum + 2
      default: sum + 1
      }
    }
  }
}
