import HetuGeometry

/// A table of one line a row, on the side panel.
struct SheetTable {
  struct Column {
    var title: String
    var width: Double
    var anchor: TextStyle.Anchor
  }

  var title: String
  var columns: [Column]
  var rows: [[String]]

  static let titleHeight = 5.0
  static let headerHeight = 4.0
  /// The letters of rows that have room, millimetres.
  static let letters = 2.1

  /// The height of the table with `count` rows.
  static func height(rows count: Int, pitch: Double) -> Double { titleHeight + headerHeight + Double(count) * pitch }

  /// Whether no text of a row is cut.
  var isWhole: Bool {
    rows.allSatisfy { row in
      zip(columns, row).allSatisfy { TextMetrics.ems($1) <= ($0.width - 1) / Self.letters }
    }
  }

  /// How many rows find room in a height.
  static func capacity(height: Double, pitch: Double) -> Int {
    max(0, Int(((height - titleHeight - headerHeight) / pitch + 1e-9).rounded(.down)))
  }

  /// The table's first rows, as many as fit; where some do not, the last line says how many are left to the lists.
  func elements(in box: Envelope, pitch: Double) -> (elements: [SVGElement], omitted: Int) {
    let capacity = Self.capacity(height: box.height, pitch: pitch)
    let shown = rows.count <= capacity ? rows.count : max(0, capacity - 1)
    let size = min(Self.letters, pitch * 0.63)
    let top = box.minY + Self.titleHeight
    var elements: [SVGElement] = [
      .text(title, at: Position(x: box.center.x, y: box.minY + 3.5), TextStyle(size: 2.8, bold: true), anchor: .middle),
      .rectangle(
        Envelope(minX: box.minX, minY: top, maxX: box.maxX, maxY: top + Self.headerHeight), .fill("#EEF3F8")),
      .path([[Position(x: box.minX, y: top), Position(x: box.maxX, y: top)]], SheetStyle.hairline),
    ]
    elements += line(
      columns.map(\.title), box.minX, top + Self.headerHeight / 2, TextStyle(size: 2, bold: true))
    for (index, row) in rows.prefix(shown).enumerated() {
      let y = top + Self.headerHeight + Double(index) * pitch
      elements.append(
        .path([[Position(x: box.minX, y: y), Position(x: box.maxX, y: y)]], .stroke("#B8BEC4", 0.1)))
      elements += line(row, box.minX, y + pitch / 2, TextStyle(size: size))
    }
    let end = top + Self.headerHeight + Double(shown) * pitch
    elements.append(.path([[Position(x: box.minX, y: end), Position(x: box.maxX, y: end)]], SheetStyle.hairline))
    let omitted = rows.count - shown
    if omitted > 0 {
      let style = TextStyle(size: size, bold: true)
      elements.append(
        .text(
          "其余 \(omitted) 项见清单", at: Position(x: box.center.x, y: end + pitch / 2 + style.baselineShift), style,
          anchor: .middle))
    }
    return (elements, omitted)
  }

  private func line(_ cells: [String], _ left: Double, _ middle: Double, _ style: TextStyle) -> [SVGElement] {
    var left = left
    var elements: [SVGElement] = []
    for (column, cell) in zip(columns, cells) {
      let text = TextMetrics.shortened(cell, ems: (column.width - 1) / style.size, bold: style.bold)
      let x =
        switch column.anchor {
        case .start: left + 0.6
        case .middle: left + column.width / 2
        case .end: left + column.width - 0.6
        }
      if !text.isEmpty {
        elements.append(
          .text(text, at: Position(x: x, y: middle + style.baselineShift), style, anchor: column.anchor))
      }
      left += column.width
    }
    return elements
  }
}
