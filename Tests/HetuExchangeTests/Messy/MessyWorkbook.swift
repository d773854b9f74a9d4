import Foundation

/// A workbook made by hand, part by part, with the troubles that Excel's users put into theirs.
///
/// A cell is a text; one that begins with `#` is a number, with `d#` a number shown as a date, with `m#` one shown as year and month, with `%#`
/// one shown as a percentage, with `!` an error, with `=` a formula and, behind `→`, its saved result, a number or an error. An empty text is no
/// cell.
struct MessyWorkbook {
  struct Sheet {
    var name: String
    var rows: [[String]]
    var merges: [String] = []
    var hiddenRows: Set<Int> = []
    /// Columns from 1 on.
    var hiddenColumns: [Int] = []
    var isHidden = false
  }

  var sheets: [Sheet]
  /// Further parts of the archive.
  var parts: [(name: String, content: String)] = []

  init(_ rows: [[String]], named name: String = "尾矿库清单", merges: [String] = []) {
    sheets = [Sheet(name: name, rows: rows, merges: merges)]
  }

  /// XML behind the rows of the first sheet.
  var tail = ""
  /// The document of shared texts.
  var sharedStrings: String?
  /// Where the first sheet is said to lie.
  var target: String?

  init(_ sheets: [Sheet], tail: String = "", sharedStrings: String? = nil, target: String? = nil) {
    self.sheets = sheets
    self.tail = tail
    self.sharedStrings = sharedStrings
    self.target = target
  }

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private func relation(_ id: String, _ type: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(Self.relations)/\(type)\" Target=\"\(target)\"/>"
  }

  var data: Data {
    var entries: [(String, String)] = [("[Content_Types].xml", "<Types/>")]
    let list = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId=\"\(index + 1)\" r:id=\"r\(index + 1)\"\(sheet.isHidden ? " state=\"hidden\"" : "")/>"
    }
    entries.append(
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.relations)\"><sheets>\(list.joined())</sheets></workbook>"
      ))
    var targets = sheets.indices.map { relation("r\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
    if let target { targets[0] = relation("r1", "worksheet", target) }
    targets.append(relation("s", "styles", "styles.xml"))
    if let sharedStrings {
      targets.append(relation("t", "sharedStrings", "sharedStrings.xml"))
      entries.append(("xl/sharedStrings.xml", sharedStrings))
    }
    entries.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(targets.joined())</Relationships>"))
    entries.append(
      (
        "xl/styles.xml",
        """
        <styleSheet xmlns="\(Self.main)"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="9"/></cellXfs></styleSheet>
        """
      ))
    for (index, sheet) in sheets.enumerated() {
      entries.append(("xl/worksheets/sheet\(index + 1).xml", Self.xml(sheet, index == 0 ? tail : "")))
    }
    return zip((entries + parts.map { ($0.name, $0.content) }).map { ($0.0, $0.1, nil) })
  }

  private static func xml(_ sheet: Sheet, _ tail: String) -> String {
    var text = "<worksheet xmlns=\"\(main)\">"
    if !sheet.hiddenColumns.isEmpty {
      text +=
        "<cols>" + sheet.hiddenColumns.map { "<col min=\"\($0)\" max=\"\($0)\" hidden=\"1\"/>" }.joined() + "</cols>"
    }
    text += "<sheetData>"
    for (index, row) in sheet.rows.enumerated() {
      let isHidden = sheet.hiddenRows.contains(index + 1)
      text += "<row r=\"\(index + 1)\"\(isHidden ? " hidden=\"1\"" : "")>"
      for (column, cell) in row.enumerated() where !cell.isEmpty {
        text += xml(cell, "\(letters(column))\(index + 1)")
      }
      text += "</row>"
    }
    text += tail + "</sheetData>"
    if !sheet.merges.isEmpty {
      text += "<mergeCells>" + sheet.merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"
    }
    return text + "</worksheet>"
  }

  private static func xml(_ cell: String, _ place: String) -> String {
    for (mark, style) in [("#", 0), ("d#", 1), ("m#", 2), ("%#", 3)] where cell.hasPrefix(mark) {
      return "<c r=\"\(place)\" s=\"\(style)\"><v>\(cell.dropFirst(mark.count))</v></c>"
    }
    if cell.hasPrefix("!") { return "<c r=\"\(place)\" t=\"e\"><v>#\(escaped(String(cell.dropFirst())))</v></c>" }
    if cell.hasPrefix("=") {
      let parts = cell.dropFirst().split(separator: "→", omittingEmptySubsequences: false)
      let saved = parts.count > 1 ? String(parts[1]) : ""
      let isError = saved.hasPrefix("!")
      let result = saved.isEmpty ? "" : "<v>\(escaped(isError ? "#" + saved.dropFirst() : saved))</v>"
      return "<c r=\"\(place)\"\(isError ? " t=\"e\"" : "")><f>\(escaped(String(parts[0])))</f>\(result)</c>"
    }
    return "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(escaped(cell))</t></is></c>"
  }

  /// The letters of a column, from 0 on.
  private static func letters(_ column: Int) -> String {
    (column >= 26 ? letters(column / 26 - 1) : "") + String(UnicodeScalar(UInt8(0x41 + column % 26)))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
