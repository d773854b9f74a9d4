/// Where in a table the headers stand and which cells are fields.
struct TableLayout {
  /// The row of the headers, as a user counts; the last of them where they take two rows.
  private(set) var headerRow = 0
  /// The fields in order.
  private(set) var fields: [SourceField] = []
  /// The cell of each field.
  private(set) var cells: [Int] = []
  /// The cell with the geometry as well-known text.
  private(set) var geometryCell: Int?

  /// So many rows are looked at for headers and for columns that hold something.
  static let sampleRows = 100
  private static let headerRows = 15
  /// Headers of a column with well-known text.
  private static let geometryHeaders: Set<String> = ["wkt", "_wktgeometry", "geometry_wkt", "几何", "几何(wkt)"]

  /// Finds the headers in a table's first rows.
  ///
  /// They are the first row that fills more than half as many cells as the fullest of the first rows: titles and lines
  /// such as 填报单位 above them fill few. A second row belongs to them where it fills all of their gaps (merged
  /// cells such as 坐标 over 经度 and 纬度), leaves the first column empty and leaves other named columns empty.
  init(sample: [(number: Int, values: [SourceValue])]) {
    let first = sample.prefix(Self.headerRows)
    let fullest = first.map { Self.filled($0.values) }.max() ?? 0
    guard let index = first.firstIndex(where: { Self.filled($0.values) * 2 > fullest }) else { return }
    var names = sample[index].values.map(Self.name)
    headerRow = sample[index].number
    if index + 1 < sample.count, let merged = Self.merge(names, with: sample[index + 1].values.map(Self.name)) {
      names = merged
      headerRow = sample[index + 1].number
    }
    let width = sample[index...].map { row in (row.values.lastIndex { !$0.isNull } ?? -1) + 1 }.max() ?? 0
    for cell in 0..<width {
      let name = cell < names.count ? names[cell] : ""
      if geometryCell == nil, Self.geometryHeaders.contains(name.lowercased()) {
        geometryCell = cell
        continue
      }
      fields.append(SourceField(name: name.isEmpty ? "第\(cell + 1)列" : name, title: nil, kind: .text))
      cells.append(cell)
    }
  }

  private static func filled(_ values: [SourceValue]) -> Int { values.count { !$0.isNull } }

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
