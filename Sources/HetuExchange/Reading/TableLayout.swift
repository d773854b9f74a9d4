/// Where in a table the headers stand and which cells are fields.
struct TableLayout {
  /// The row of the headers, as a user counts; the last of them where they take several rows.
  private(set) var headerRow = 0
  /// The first row of the headers.
  private(set) var firstHeaderRow = 0
  /// The fields in order.
  private(set) var fields: [SourceField] = []
  /// The cell of each field.
  private(set) var cells: [Int] = []
  /// The cell with the geometry as well-known text.
  private(set) var geometryCell: Int?
  /// The header of each cell, those of no field too.
  private(set) var names: [String] = []

  /// So many rows are looked at for headers and for columns that hold something.
  static let sampleRows = 100
  private static let headerRows = 15
  private static let greatestDepth = 4
  /// Headers of a column with well-known text.
  private static let geometryHeaders: Set<String> = ["wkt", "_wktgeometry", "geometry_wkt", "几何", "几何(wkt)"]

  /// Finds the headers in a table's first rows.
  ///
  /// They are the first row that fills more than half as many cells as the fullest of the first rows, where a cell merged across some
  /// columns counts for all of them; titles above them fill few or one merged cell, and lines such as 填报单位 have colons. Merged cells say how many rows the
  /// headers take; where none are told, a second row belongs to them where it fills all of their gaps (坐标 over 经度 and 纬度), leaves the
  /// first column empty and leaves other named columns empty.
  init(sample: [(number: Int, values: [SourceValue])], merges: [CellRange] = []) {
    let first = sample.prefix(Self.headerRows)
    let fullest = first.map { Self.filled($0.values) }.max() ?? 0
    guard
      let index = first.firstIndex(where: { row in
        !Self.isLine(row, merges) && !Self.isTitle(row, sample, merges)
          && Self.covered(row, merges, tableWidth: fullest) * 2 > fullest
      })
    else { return }
    firstHeaderRow = sample[index].number
    headerRow = firstHeaderRow
    var paths = Self.paths(sample, from: index, merges)
    headerRow = sample[index + (paths.map(\.rows).max() ?? 1) - 1].number
    if headerRow == firstHeaderRow, index + 1 < sample.count,
      let merged = Self.merge(paths.map { $0.names.last ?? "" }, with: sample[index + 1].values.map(Self.name))
    {
      paths = merged.map { (names: [$0], rows: 2) }
      headerRow = sample[index + 1].number
    }
    let width = sample[index...].map { row in (row.values.lastIndex { !$0.isNull } ?? -1) + 1 }.max() ?? 0
    for cell in 0..<width {
      let path = cell < paths.count ? paths[cell].names : []
      let name = path.last ?? ""
      names.append(name)
      if geometryCell == nil, Self.geometryHeaders.contains(name.lowercased()) {
        geometryCell = cell
        continue
      }
      fields.append(
        SourceField(
          name: name.isEmpty ? "第\(cell + 1)列" : name, title: nil, kind: .text, groups: Array(path.dropLast())))
      cells.append(cell)
    }
  }

  /// Whether a row is a title or a line such as 填报单位, wherever it stands: no header begins with it or goes on in it.
  private static func isLine(_ row: (number: Int, values: [SourceValue]), _ merges: [CellRange]) -> Bool {
    if HeadLines.isHeadLine(row.values) { return true }
    guard filled(row.values) == 1, let cell = row.values.firstIndex(where: { !$0.isNull }) else { return false }
    return merges.contains { $0.width > 1 && $0.firstRow == row.number && $0.firstColumn == cell }
  }

  /// Whether a row with a merged cell is a title that something stands beside, such as 附件1: a line such as 填报单位 follows, no header.
  private static func isTitle(
    _ row: (number: Int, values: [SourceValue]), _ sample: [(number: Int, values: [SourceValue])], _ merges: [CellRange]
  ) -> Bool {
    filled(row.values) <= 3 && merges.contains { $0.width > 1 && $0.firstRow == row.number }
      && sample.first { $0.number > row.number }.map { isLine($0, merges) } == true
  }

  private static func filled(_ values: [SourceValue]) -> Int { values.count { !$0.isNull } }

  /// How many cells a row fills, those merged into its own beside them counted, unless they cover most of the table as a title's do.
  private static func covered(
    _ row: (number: Int, values: [SourceValue]), _ merges: [CellRange], tableWidth: Int
  ) -> Int {
    merges.reduce(filled(row.values)) { count, range in
      guard range.firstRow == row.number, range.width * 5 < tableWidth * 4, range.firstColumn < row.values.count,
        !row.values[range.firstColumn].isNull
      else { return count }
      return count + range.width - 1
    }
  }

  /// The headers of each cell from the outermost to its own, and how many rows they take.
  private static func paths(
    _ sample: [(number: Int, values: [SourceValue])], from index: Int, _ merges: [CellRange]
  ) -> [(names: [String], rows: Int)] {
    let first = sample[index].number
    let ranges = merges.filter { $0.firstRow >= first && $0.firstRow < first + greatestDepth }
    var depth = 1
    while depth < greatestDepth, index + depth < sample.count, sample[index + depth].number == first + depth,
      !isLine(sample[index + depth], merges)
    {
      let last = first + depth - 1
      let below = sample[index + depth].values
      let reaches = ranges.contains { $0.firstRow <= last && $0.lastRow > last }
      let branches = ranges.contains { range in
        range.lastRow == last && range.width > 1 && range.firstColumn < below.count
          && !below[range.firstColumn].isNull
      }
      guard reaches || branches else { break }
      depth += 1
    }
    let width = sample[index..<index + depth].map(\.values.count).max() ?? 0
    let right = max(width, (ranges.filter { $0.firstRow < first + depth }.map(\.lastColumn).max() ?? -1) + 1)
    return (0..<right).map { column in
      var names: [String] = []
      for row in sample[index..<index + depth] {
        let range = ranges.first { $0.contains(row: row.number, column: column) }
        if let range, range.firstRow < row.number { continue }
        let source = range?.firstColumn ?? column
        let name = source < row.values.count ? name(row.values[source]) : ""
        if !name.isEmpty, names.last != name { names.append(name) }
      }
      return (names, depth)
    }
  }

  private static func name(_ value: SourceValue) -> String {
    guard case .text(let text) = value else { return "" }
    return text.split(whereSeparator: \.isNewline).joined().trimmed
  }

  private static func merge(_ upper: [String], with lower: [String]) -> [String]? {
    let width = max(upper.count, lower.count)
    func at(_ names: [String], _ index: Int) -> String { index < names.count ? names[index] : "" }
    let gaps = (0..<width).filter { at(upper, $0).isEmpty }
    guard let firstNamed = upper.firstIndex(where: { !$0.isEmpty }), !gaps.isEmpty,
      gaps.allSatisfy({ !at(lower, $0).isEmpty || $0 > (lower.lastIndex { !$0.isEmpty } ?? -1) }),
      gaps.contains(where: { !at(lower, $0).isEmpty }), at(lower, firstNamed).isEmpty
    else { return nil }
    return (0..<width).map { at(lower, $0).isEmpty ? at(upper, $0) : at(lower, $0) }
  }
}

extension String {
  /// The text without blanks at its ends, ideographic ones included.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
