import CXLSXWriter
import Foundation
import HetuGeometry

/// Writes workbooks (XLSX) in constant memory: one sheet for each `begin`, headers in bold and frozen, cells typed.
///
/// Texts are written as texts whatever they begin with; nothing is ever written as a formula. Dates are date cells.
/// Points come as 经度 and 纬度, other geometries as well-known text in 几何. Whole numbers of more than 15 digits,
/// which Excel would round, are texts. Truth values are 是 and 否.
public final class XLSXWriter: RowSink {
  /// Which geometries and texts did not fit into a cell.
  public private(set) var notes: [String] = []

  private let staged: StagedFile
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let styles: XLSXStyles
  private var sheet: XLSXSheet?
  private var sheetNames: Set<String> = []

  /// Begins a workbook.
  /// - Parameters:
  ///   - path: the target.
  ///   - overwrite: whether an existing file is replaced.
  ///   - created: the moment that the workbook states.
  public init(path: String, overwrite: Bool = false, created: Date) throws(ExchangeError) {
    staged = try StagedFile(target: path, overwrite: overwrite)
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let workbook = workbook_new_opt(staged.path, &options) else { throw staged.failure("内存不足") }
    self.workbook = workbook
    styles = XLSXStyles(workbook)
    var properties = lxw_doc_properties()
    properties.created = time_t(created.timeIntervalSince1970)
    workbook_set_properties(workbook, &properties)
  }

  deinit { abandon() }

  /// Begins a sheet: title line where there is one, headers, notes and drop-downs.
  public func begin(_ layer: OutputLayer) throws(ExchangeError) {
    let workbook = openWorkbook
    endSheet()
    let name = SheetName.sanitised(layer.name, taken: &sheetNames)
    guard let worksheet = workbook_add_worksheet(workbook, name) else { throw staged.failure("建不了工作表“\(name)”") }
    let sheet = XLSXSheet(worksheet, name: name, layer: layer, styles: styles)
    sheet.writeHeaders()
    self.sheet = sheet
  }

  /// Writes a row of the sheet that was begun last.
  public func write(_ values: [OutputValue], geometry: Geometry?) throws(ExchangeError) {
    guard let sheet else { preconditionFailure("A sheet is begun before its rows.") }
    guard sheet.hasRoom else {
      throw ExchangeError(
        .unsupported, "工作表“\(sheet.name)”超过 Excel 的 1048576 行；请导出为 CSV 或 GeoPackage，或缩小范围。")
    }
    sheet.write(values, geometry: geometry)
  }

  /// Packs the workbook and puts it in place.
  public func finish() throws(ExchangeError) {
    let workbook = openWorkbook
    endSheet()
    if sheetNames.isEmpty { workbook_add_worksheet(workbook, nil) }
    self.workbook = nil
    try staged.commit(closing: workbook)
  }

  /// Gives the file up; harmless when it is finished.
  public func abandon() {
    sheet = nil
    if let workbook { lxw_workbook_free(workbook) }
    workbook = nil
    staged.discard()
  }

  private var openWorkbook: UnsafeMutablePointer<lxw_workbook> {
    guard let workbook else { preconditionFailure("The workbook is finished.") }
    return workbook
  }

  private func endSheet() {
    guard let sheet else { return }
    sheet.setColumnWidths()
    if sheet.omittedTexts > 0 {
      notes.append("工作表“\(sheet.name)”有 \(sheet.omittedTexts) 个文字或几何超过 Excel 单元格的 32767 个字符，未写入；完整内容请导出为 GeoJSON。")
    }
    self.sheet = nil
  }
}

/// Names that Excel takes for sheets.
enum SheetName {
  /// At most 31 UTF-16 units, without `[]:*?/\` and control characters, not between apostrophes, not empty, not
  /// `History`, and different from all in `taken` regardless of case; it is added there.
  static func sanitised(_ name: String, taken: inout Set<String>) -> String {
    var plain = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { "[]:*?/\\".unicodeScalars.contains($0) || $0.value < 0x20 ? "_" : $0 }))
    plain = plain.trimmingCharacters(in: CharacterSet(charactersIn: "'").union(.whitespaces))
    if plain.isEmpty || plain.lowercased() == "history" { plain += "表" }
    var result = shortened(plain, to: 31)
    var count = 2
    while taken.contains(result.lowercased()) {
      let suffix = "(\(count))"
      result = shortened(plain, to: 31 - suffix.utf16.count) + suffix
      count += 1
    }
    taken.insert(result.lowercased())
    return result
  }

  private static func shortened(_ text: String, to units: Int) -> String {
    var result = text
    while result.utf16.count > units { result.removeLast() }
    return result
  }
}

extension StagedFile {
  /// Packs a workbook into the file, which frees it, and puts the file in place.
  func commit(closing workbook: UnsafeMutablePointer<lxw_workbook>) throws(ExchangeError) {
    errno = 0
    let status = workbook_close(workbook)
    guard status == LXW_NO_ERROR else {
      let reason = errno == 0 ? String(cString: lxw_strerror(status)) : StagedFile.reason(errno)
      discard()
      throw failure(reason)
    }
    try commit()
  }
}
