import HetuGeometry

extension SheetComposer {
  private static let gap = 2.0

  /// The side panel: legend, the inset where the map has no room for it, facilities, numbers.
  mutating func panelElements() -> [SVGElement] {
    let panel = sheet.format.panel
    var elements: [SVGElement] = [.rectangle(panel, SheetStyle.frameLine)]
    var top = panel.minY
    let legendBox = Envelope(minX: panel.minX, minY: top, maxX: panel.maxX, maxY: top + legendHeight)
    elements += legendElements(in: legendBox)
    top = legendBox.maxY
    elements.append(rule(top))
    if hasInsetInPanel {
      let box = Envelope(
        minX: panel.center.x - 22.5, minY: top + Self.gap, maxX: panel.center.x + 22.5, maxY: top + Self.gap + 35)
      elements += insetElements(in: box)
      top = box.maxY + Self.gap
      elements.append(rule(top))
    }
    var room = Envelope(
      minX: panel.minX + 1, minY: top + 0.5, maxX: panel.maxX - 1, maxY: panel.maxY - 0.5)
    let (rivers, below) = riverTableElements(in: room)
    room.minY = below
    let times = enlargement(of: room)
    var page = Envelope(minX: 0, minY: 0, maxX: room.width / times, maxY: room.height / times)
    let (tables, bottom) = tableElements(in: page)
    page.minY = bottom
    let all = tables + furtherElements(in: page)
    return elements + rivers
      + (all.isEmpty ? [] : [.placed(at: Position(x: room.minX, y: room.minY), scale: times, all)])
  }

  /// How many times their size the tables can be drawn with all of them whole.
  private func enlargement(of room: Envelope) -> Double {
    [1.75, 1.5, 1.25].first { times in
      let width = room.width / times
      let tables =
        (sheet.facilities.isEmpty ? [] : [facilityTable(width)])
        + (report.numbered.isEmpty ? [] : [numberTable(numberRows[...], width)])
        + sheet.tables.filter { !$0.rows.isEmpty }.map { furtherTable($0, width) }
      let height = tables.reduce(1) {
        $0 + SheetTable.height(rows: $1.rows.count, pitch: Self.widePitch) + Self.tableGap
      }
      return height <= room.height / times && tables.allSatisfy(\.isWhole)
    } ?? 1
  }

  private func furtherTable(_ table: SideTable, _ width: Double) -> SheetTable {
    let columns = zip(table.columns, [0.5, 0.18, 0.32]).enumerated().map { index, column in
      SheetTable.Column(title: column.0, width: width * column.1, anchor: index == 0 ? .start : .end)
    }
    return SheetTable(title: table.title, columns: columns, rows: table.rows)
  }

  /// The further tables: whole where there is room for all, else cut to what room each has.
  private mutating func furtherElements(in room: Envelope) -> [SVGElement] {
    let tables = sheet.tables.filter { !$0.rows.isEmpty }
    var elements: [SVGElement] = []
    var top = room.minY
    let (pitch, shares) = Self.shares(of: tables.map(\.rows.count), in: room.height)
    for (table, share) in zip(tables, shares) {
      guard share > 0 else {
        report.warnings.append("图幅侧栏放不下“\(table.title)”表，见方案。")
        continue
      }
      let height = SheetTable.height(rows: share, pitch: pitch)
      let box = Envelope(minX: room.minX, minY: top, maxX: room.maxX, maxY: top + height)
      elements += furtherTable(table, room.width).elements(in: box, pitch: pitch).elements
      top += height + Self.tableGap
    }
    return elements
  }

  private static let tableGap = 0.5
  /// How high a row is where there is room.
  private static let widePitch = 3.5

  /// How many lines each of some tables gets in a height, and how high a line is: the longest give way first, and a table that
  /// would get less than three lines of many gets none, the last first.
  static func shares(of rows: [Int], in height: Double) -> (pitch: Double, shares: [Int]) {
    func lines(_ pitch: Double, _ count: Int) -> Int {
      let heads = Double(count) * (SheetTable.height(rows: 0, pitch: pitch) + tableGap)
      return max(0, Int(((height - heads) / pitch + 1e-9).rounded(.down)))
    }
    if lines(widePitch, rows.count) >= rows.reduce(0, +) { return (widePitch, rows) }
    let pitch = 3.0
    for count in stride(from: rows.count, to: 0, by: -1) {
      var shares = Array(rows.prefix(count))
      while shares.reduce(0, +) > lines(pitch, count) {
        guard let longest = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[longest] > 0 else { break }
        shares[longest] -= 1
      }
      if zip(shares, rows).allSatisfy({ $0 >= min($1, 3) }) {
        return (pitch, shares + Array(repeating: 0, count: rows.count - count))
      }
    }
    return (pitch, rows.map { _ in 0 })
  }

  private func rule(_ y: Double) -> SVGElement {
    let panel = sheet.format.panel
    return .path([[Position(x: panel.minX, y: y), Position(x: panel.maxX, y: y)]], SheetStyle.hairline)
  }

  /// Both tables in the room that is left: with wide rows, else with narrow ones and the numbers in two columns, else
  /// cut, with the count of what is left to the lists.
  ///
  /// - Returns: the tables and where they end.
  private mutating func tableElements(in room: Envelope) -> ([SVGElement], bottom: Double) {
    let (facilities, numbers) = (sheet.facilities.count, report.numbered.count)
    guard facilities + numbers > 0 else { return ([], room.minY) }
    func heights(_ pitch: Double, _ columns: Int) -> (facilities: Double, numbers: Double) {
      (
        facilities == 0 ? 0 : SheetTable.height(rows: facilities, pitch: pitch),
        numbers == 0 ? 0 : SheetTable.height(rows: (numbers + columns - 1) / columns, pitch: pitch)
      )
    }
    var layout = (pitch: Self.widePitch, columns: 1)
    for choice in [(Self.widePitch, 1), (3.0, 1), (2.9, 2)] {
      layout = choice
      let needed = heights(choice.0, choice.1)
      if needed.facilities + needed.numbers <= room.height { break }
    }
    let needed = heights(layout.pitch, layout.columns)
    let forNumbers = min(needed.numbers, max(room.height * 0.5, room.height - needed.facilities))
    var elements: [SVGElement] = []
    let middle = min(room.minY + needed.facilities, room.maxY - forNumbers)
    if facilities > 0 {
      let box = Envelope(minX: room.minX, minY: room.minY, maxX: room.maxX, maxY: middle)
      let (drawn, omitted) = facilityTable(room.width).elements(in: box, pitch: layout.pitch)
      elements += drawn
      if omitted > 0 { report.warnings.append("应急设施表只列出\(facilities - omitted)项，其余\(omitted)项见清单。") }
    }
    if numbers > 0 {
      let box = Envelope(minX: room.minX, minY: middle, maxX: room.maxX, maxY: room.maxY)
      elements += numberElements(in: box, pitch: layout.pitch, columns: layout.columns)
    }
    return (elements, min(room.maxY, middle + forNumbers + 1))
  }

  private func facilityTable(_ width: Double) -> SheetTable {
    // Codes and phones are looked up and dialled: they are whole as far as names keep a quarter of the width.
    func room(_ texts: [String], least: Double) -> Double {
      max(least, (texts.map { TextMetrics.ems($0) }.max() ?? 0) * SheetTable.letters + 1.8)
    }
    let (kilometre, volume) = (10.5, 10.5)
    let codes = room(sheet.facilities.map(\.code), least: 12)
    let phones = room(sheet.facilities.map(\.phone), least: 12)
    let rest = width - kilometre - volume
    let squeeze = min(1, (rest - width / 4) / (codes + phones))
    return SheetTable(
      title: "环境应急空间与设施",
      columns: [
        .init(title: "编号", width: codes * squeeze, anchor: .start),
        .init(title: "名称", width: rest - (codes + phones) * squeeze, anchor: .start),
        .init(title: "里程km", width: kilometre, anchor: .end), .init(title: "万m³", width: volume, anchor: .end),
        .init(title: "电话", width: phones * squeeze, anchor: .end),
      ],
      rows: sheet.facilities.map { row in
        [
          row.code, row.name, Self.figure(row.kilometre), Self.figure(row.usableVolume10kCubicMetres),
          row.phone.isEmpty ? "—" : row.phone,
        ]
      })
  }

  /// A figure with one decimal, so that a column stands in line.
  private static func figure(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "—" }
    let text = SVGText.number((value * 10).rounded() / 10)
    return text.contains(".") ? text : text + ".0"
  }

  private var numberRows: [[String]] {
    report.numbered.map { ["\($0.number)", $0.label, Self.figure($0.kilometre)] }
  }

  private func numberTable(_ rows: ArraySlice<[String]>, _ width: Double, isFirst: Bool = true) -> SheetTable {
    SheetTable(
      title: isFirst ? "图上编号" : "（续）",
      columns: [
        .init(title: "号", width: 6, anchor: .end), .init(title: "名称", width: width - 14.5, anchor: .start),
        .init(title: "km", width: 8.5, anchor: .end),
      ], rows: Array(rows))
  }

  private mutating func numberElements(in box: Envelope, pitch: Double, columns: Int) -> [SVGElement] {
    let rows = numberRows
    let perColumn = (rows.count + columns - 1) / columns
    let capacity = SheetTable.capacity(height: box.height, pitch: pitch)
    let width = (box.width - Double(columns - 1)) / Double(columns)
    var elements: [SVGElement] = []
    var omitted = 0
    let cut = perColumn > capacity ? capacity : perColumn
    for column in 0..<columns {
      let first = min(rows.count, column * cut)
      let last = column == columns - 1 ? rows.count : min(rows.count, first + cut)
      let left = box.minX + Double(column) * (width + 1)
      let drawn = numberTable(rows[first..<last], width, isFirst: column == 0).elements(
        in: Envelope(minX: left, minY: box.minY, maxX: left + width, maxY: box.maxY), pitch: pitch)
      elements += drawn.elements
      omitted += drawn.omitted
    }
    if omitted > 0 { report.warnings.append("图上编号表只列出\(rows.count - omitted)项，其余\(omitted)项见清单。") }
    return elements
  }
}
