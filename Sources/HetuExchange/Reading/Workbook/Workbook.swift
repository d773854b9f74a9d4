import CGDAL
import Foundation

/// An Excel workbook (XLSX, XLSM; ECMA-376), read part by part so that a large one takes little memory.
///
/// Not by GDAL's driver, which knows nothing of merged cells, hidden rows and sheets, number formats of percentages, formulas without a
/// result and macros, and keeps every sheet in memory. GDAL unpacks, expat parses; formulas, links and macros are never followed.
final class Workbook {
  /// A sheet as the workbook lists it.
  struct Sheet {
    let name: String
    let document: String
    let isHidden: Bool
  }

  let path: String
  let limits: SourceLimits
  let sheets: [Sheet]
  let texts: SharedTexts
  let styles: CellStyles
  /// What people should know about the whole workbook.
  let notices: [String]

  /// - Parameter entries: the names in the archive.
  /// - Throws: `ExchangeError` where a part is damaged or beyond the limits.
  init(path: String, absolutePath: String, entries: [String], limits: SourceLimits) throws {
    self.path = path
    self.limits = limits
    let root = "/vsizip/{\(absolutePath)}/"
    func part(_ name: String) -> XMLPart { XMLPart(document: root + name, path: path, limits: limits) }
    let relations = WorkbookRelations()
    try part("xl/_rels/workbook.xml.rels").read(relations)
    let contents = WorkbookContents()
    try part("xl/workbook.xml").read(contents)
    sheets = contents.sheets.compactMap { sheet in
      guard let target = relations.worksheets[sheet.relation] else { return nil }
      let name = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
      return Sheet(name: sheet.name, document: root + name, isHidden: sheet.isHidden)
    }
    let texts = SharedTexts(maximumBytes: limits.maximumSharedTextBytes, path: path)
    if let name = relations.sharedStrings { try part("xl/\(name)").read(texts) }
    self.texts = texts
    let styles = CellStyles(usesDate1904: contents.usesDate1904)
    if let name = relations.styles { try part("xl/\(name)").read(styles) }
    self.styles = styles
    let lowered = entries.map { $0.lowercased() }
    notices = [
      lowered.contains { $0.hasSuffix("vbaproject.bin") } ? "工作簿含有宏，宏没有运行，只读取了单元格的值" : nil,
      lowered.contains { $0.hasPrefix("xl/externallinks/") } ? "工作簿链接了其他文件，链接没有打开，只读取了保存时的值" : nil,
    ].compactMap { $0 }
  }
}

/// The targets that a workbook's parts are found by.
private final class WorkbookRelations: XMLHandling {
  private(set) var worksheets: [String: String] = [:]
  private(set) var sharedStrings: String?
  private(set) var styles: String?

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "Relationship", !(attributes["TargetMode"] == "External"), let type = attributes["Type"],
      let target = attributes["Target"], !target.contains("..")
    else { return }
    let plain = target.hasPrefix("/xl/") ? String(target.dropFirst(4)) : target
    if type.hasSuffix("/worksheet"), let id = attributes["Id"] { worksheets[id] = target }
    if type.hasSuffix("/sharedStrings") { sharedStrings = plain }
    if type.hasSuffix("/styles") { styles = plain }
  }

  func end(_ name: XMLName) -> Bool { true }
  func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// The list of sheets, and how days are counted.
private final class WorkbookContents: XMLHandling {
  private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
  private(set) var usesDate1904 = false

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "workbookPr" { usesDate1904 = attributes.flag("date1904") }
    guard name == "sheet", let title = attributes["name"], let relation = attributes["r:id"] ?? attributes["id"] else {
      return
    }
    sheets.append((title, relation, (attributes["state"] ?? "visible") != "visible"))
  }

  func end(_ name: XMLName) -> Bool { true }
  func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// The texts that a workbook's cells share, their bytes in one array.
final class SharedTexts: XMLHandling {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var isText = false
  private var isPhonetic = false
  private let maximumBytes: Int
  private let path: String

  init(maximumBytes: Int, path: String) {
    self.maximumBytes = maximumBytes
    self.path = path
  }

  /// The text of a number, or nil where there is none.
  subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    return String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
  }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "rPh" { isPhonetic = true }
    isText = name == "t" && !isPhonetic
  }

  func end(_ name: XMLName) throws -> Bool {
    isText = false
    if name == "rPh" { isPhonetic = false }
    if name == "si" {
      ends.append(bytes.count)
      guard bytes.count <= maximumBytes else {
        throw ExchangeError(.tooLarge, "工作簿“\(path)”的文字超过 \(maximumBytes >> 20) MB，已拒绝；请拆分后再导入。")
      }
    }
    return true
  }

  func text(_ piece: UnsafeRawBufferPointer) { if isText { bytes.append(contentsOf: piece) } }
}

/// Which of a workbook's cell formats show dates or percentages.
final class CellStyles: XMLHandling {
  enum Look { case plain, date, percentage }

  private var looks: [Look] = []
  private var formats: [Int: String] = [:]
  private var isCellFormats = false
  private let usesDate1904: Bool

  init(usesDate1904: Bool) { self.usesDate1904 = usesDate1904 }

  /// What a cell of that style shows.
  func look(_ style: Int) -> Look { looks.indices.contains(style) ? looks[style] : .plain }

  /// A day number of the workbook as a date in ISO 8601, with its time where it has one.
  func date(_ serial: Double) -> String? {
    let day = usesDate1904 ? serial + 1_462 : serial
    guard (1..<2_958_466).contains(day) else { return nil }
    // The count of 1900 has a 29 February that there was not.
    let date = Date(timeIntervalSince1970: (((day < 60 ? day + 1 : day) - 25_569) * 86_400).rounded())
    let text = date.formatted(.iso8601)
    return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : String(text.dropLast())
  }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "numFmt":
      if let id = attributes.integer("numFmtId"), let code = attributes["formatCode"] { formats[id] = code }
    case "cellXfs": isCellFormats = true
    case "xf": if isCellFormats { looks.append(look(ofFormat: attributes.integer("numFmtId") ?? 0)) }
    default: break
    }
  }

  func end(_ name: XMLName) -> Bool {
    if name == "cellXfs" { isCellFormats = false }
    return true
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  /// The formats without a code are those of ECMA-376, part 1, 18.8.30, Chinese ones included.
  private func look(ofFormat id: Int) -> Look {
    guard let code = formats[id] else {
      return switch id {
      case 9, 10: .percentage
      case 14...22, 27...36, 45...47, 50...58: .date
      default: .plain
      }
    }
    var isQuoted = false
    var isBracketed = false
    for character in code.lowercased() {
      switch character {
      case "\"": isQuoted.toggle()
      case "[": isBracketed = true
      case "]": isBracketed = false
      case "y", "d", "m", "h", "s": if !isQuoted, !isBracketed { return .date }
      case "%": if !isQuoted { return .percentage }
      default: break
      }
    }
    return .plain
  }
}
