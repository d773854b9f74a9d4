import CXLSXWriter
import Foundation

/// Writes workbooks of forms in constant memory: templates to fill, official lists, sheets given back with their faults.
///
/// Texts are written as texts whatever they begin with; nothing is ever written as a formula. Drop-downs refer to a hidden sheet of codes, as
/// a list in the cell itself may have 255 bytes only. The same forms and rows give the same bytes.
public final class FormWriter {
  /// A remark on one cell of a row: it is coloured, and the remark stands in a comment.
  public struct Mark: Sendable {
    let severity: Problem.Severity
    let text: String
  }

  private let staged: StagedFile
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let styles: FormStyles
  private var sheetNames: Set<String> = []
  private var codes: [[String]] = []
  private var form: Form?
  private var worksheet: UnsafeMutablePointer<lxw_worksheet>?
  private var sheetName = ""
  private var row: UInt32 = 0

  /// Which cells did not hold their texts.
  public private(set) var notes: [String] = []

  private static let greatestRow: UInt32 = 1_048_575
  private static let greatestText = 32_767
  /// The end of a text that did not fit into its cell, by which import knows it again.
  private static let cutMark = "…（超过单元格上限，已截断）"
  private static let greatestExactInteger: Int64 = 999_999_999_999_999
  /// Workbooks state this moment, so that the same rows give the same bytes.
  private static let created = Date(timeIntervalSince1970: 1_577_836_800)

  /// Begins a workbook.
  public init(path: String, overwrite: Bool) throws(ExchangeError) {
    staged = try StagedFile(target: path, overwrite: overwrite)
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let workbook = workbook_new_opt(staged.path, &options) else { throw staged.failure("内存不足") }
    self.workbook = workbook
    styles = FormStyles(workbook)
    var properties = lxw_doc_properties()
    properties.created = time_t(Self.created.timeIntervalSince1970)
    workbook_set_properties(workbook, &properties)
  }

  deinit { abandon() }

  /// Begins a sheet with its title, head line and headers.
  public func begin(_ form: Form) throws(ExchangeError) {
    let worksheet = try addSheet(form.name)
    self.form = form
    let last = UInt16(max(form.titleColumns, 1) - 1)
    worksheet_set_row(worksheet, row, 30, nil)
    span(0, last, form.title, styles.title)
    row += 1
    writeHeadLine(form, last)
    worksheet_set_row(worksheet, row, 32, nil)
    for (index, column) in form.columns.enumerated() {
      let number = UInt16(index)
      let isOpenText = form.openRows > 0 && column.kind == .text
      worksheet_set_column(
        worksheet, number, number, Double(column.width), isOpenText ? styles.textColumn : nil)
      worksheet_write_string(
        worksheet, row, number, column.header, column.isWanted ? styles.wantedHeader : styles.header)
      if let note = column.note { comment(row, number, note) }
      if form.openRows > 0, let rule = column.rule { apply(rule, column.header, number, form.openRows) }
    }
    worksheet_freeze_panes(worksheet, row + 1, 0)
    setUpPrinting(worksheet, form, headerRow: row)
    row += 1
  }

  /// Begins a sheet whose rows are put where they were, without title or rules; `columns` are their widths.
  func beginPlain(_ name: String, widths: [Int]) throws(ExchangeError) {
    let worksheet = try addSheet(name)
    form = nil
    for (index, width) in widths.enumerated() {
      worksheet_set_column(worksheet, UInt16(index), UInt16(index), Double(width), nil)
    }
  }

  /// Writes a row; `marks` are by column.
  public func write(_ values: [OutputValue], look: Form.Look = .record, marks: [Int: Mark] = [:]) throws(ExchangeError)
  {
    try checkRoom()
    if let form { worksheet_set_row(worksheet, row, Self.height(of: values, form.columns), nil) }
    for (index, value) in values.enumerated() {
      let isDate = form.map { index < $0.columns.count && $0.columns[index].kind == .date } ?? false
      put(value, isDate: isDate, UInt16(index), marks[index], look)
    }
    row += 1
  }

  /// Goes to a row, counted from 1, that is not above the last one written.
  func skip(to number: Int) { row = max(row, UInt32(clamping: number - 1)) }

  /// Writes a row of headers; `marks` are by column.
  func writeHeaders(_ headers: [String], marks: [Int: Mark] = [:]) throws(ExchangeError) {
    try checkRoom()
    for (index, header) in headers.enumerated() {
      let mark = marks[index]
      worksheet_write_string(
        worksheet, row, UInt16(index), header, mark.map { styles.fault($0.severity) } ?? styles.wantedHeader)
      if let mark { comment(row, UInt16(index), mark.text) }
    }
    worksheet_freeze_panes(worksheet, row + 1, 0)
    row += 1
  }

  /// Ends the sheet with the form's line for signatures.
  public func end() {
    if let form, let line = form.footLine {
      row += 1
      worksheet_set_row(worksheet, row, 24, nil)
      // Columns that stand on every sheet would show a piece of the line there.
      span(
        form.pagesAcross > 1 ? UInt16(Form.repeatedColumns) : 0, UInt16(max(form.titleColumns, 1) - 1), line,
        styles.foot)
    }
    form = nil
    worksheet = nil
  }

  /// Writes a sheet of lines for people to read.
  public func writeInstructions(_ name: String, _ lines: [String]) throws(ExchangeError) {
    let worksheet = try addSheet(name)
    // No wider than a sheet of A4: of a single column LibreOffice prints what fits and cuts the rest.
    let column = Form.Column(header: "", width: 66)
    worksheet_set_column(worksheet, 0, 0, Double(column.width), nil)
    for line in lines {
      worksheet_set_row(worksheet, row, Self.height(of: [.text(line)], [column]) + 10, nil)
      worksheet_write_string(worksheet, row, 0, line, row == 0 ? styles.title : styles.instruction)
      row += 1
    }
    worksheet_set_paper(worksheet, 9)
    worksheet_fit_to_pages(worksheet, 1, 0)
    self.worksheet = nil
  }

  /// Packs the workbook and puts it in place.
  public func finish() throws(ExchangeError) {
    guard let workbook else { preconditionFailure("The workbook is finished.") }
    try writeCodes()
    self.workbook = nil
    try staged.commit(closing: workbook)
  }

  /// Gives the file up; harmless when it is finished.
  public func abandon() {
    if let workbook { lxw_workbook_free(workbook) }
    workbook = nil
    staged.discard()
  }

  private func addSheet(_ wanted: String) throws(ExchangeError) -> UnsafeMutablePointer<lxw_worksheet> {
    let name = SheetName.sanitised(wanted, taken: &sheetNames)
    guard let workbook, let worksheet = workbook_add_worksheet(workbook, name) else {
      throw staged.failure("建不了工作表“\(name)”")
    }
    self.worksheet = worksheet
    sheetName = name
    row = 0
    return worksheet
  }

  private func checkRoom() throws(ExchangeError) {
    guard row < Self.greatestRow else {
      throw ExchangeError(.unsupported, "一张工作表放不下 Excel 的 1048576 行以上；请按区县分别生成。")
    }
  }

  // MARK: - Cells

  private func put(_ value: OutputValue, isDate: Bool, _ column: UInt16, _ mark: Mark?, _ look: Form.Look) {
    let isCentred = column == 0 || isDate
    let format = mark.map { styles.fault($0.severity) } ?? styles.cell(look, isDate: isDate, isCentred: isCentred)
    switch value {
    case .null: worksheet_write_blank(worksheet, row, column, format)
    case .integer(let number) where number.magnitude <= Self.greatestExactInteger:
      worksheet_write_number(worksheet, row, column, Double(number), format)
    case .integer(let number): worksheet_write_string(worksheet, row, column, String(number), format)
    case .real(let number) where number.isFinite:
      worksheet_write_number(worksheet, row, column, NumberText.shown(number), format)
    case .real: worksheet_write_blank(worksheet, row, column, format)
    case .boolean(let flag): worksheet_write_string(worksheet, row, column, flag ? "是" : "否", format)
    case .text(let text) where isDate:
      if var date = ExcelDate.parts(text) {
        worksheet_write_datetime(worksheet, row, column, &date, format)
      } else {
        worksheet_write_string(worksheet, row, column, text, format)
      }
    case .text(let text), .json(let text):
      worksheet_write_string(worksheet, row, column, fitting(text, column), format)
    }
    if let mark { comment(row, column, mark.text) }
  }

  /// The height, in points, that shows all lines of the fullest cell; no spreadsheet measures a row again when it opens a file.
  private static func height(of values: [OutputValue], _ columns: [Form.Column]) -> Double {
    var lines = 1
    for (value, column) in zip(values, columns) {
      guard case .text(let text) = value, text.utf8.count >= column.width else { continue }
      let needed = text.split(whereSeparator: \.isNewline).reduce(0) { count, line in
        let width = line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
        return count + max(1, (width + column.width - 2) / max(1, column.width - 1))
      }
      lines = max(lines, needed)
    }
    return min(Double(lines) * 13.5 + 6, 400)
  }

  private func fitting(_ text: String, _ column: UInt16) -> String {
    guard text.utf16.count > Self.greatestText else { return text }
    let place = "\(CellRange.letters(Int(column)))\(row + 1)"
    notes.append(
      "工作表“\(sheetName)”的\(place)有\(text.count)个字，超过 Excel 单元格的 \(Self.greatestText) 个字符，已截断；全文请用 hetu show 查看或导出为 GeoJSON"
    )
    let room = Self.greatestText - Self.cutMark.utf16.count
    var units = 0
    return text.prefix { character in
      units += character.utf16.count
      return units <= room
    } + Self.cutMark
  }

  /// Whether a text is one that was cut: it must not take the place of the whole one.
  static func isCut(_ text: String) -> Bool { text.utf8.count > greatestText && text.hasSuffix(cutMark) }

  private func comment(_ row: UInt32, _ column: UInt16, _ text: String) {
    var options = lxw_comment_options()
    options.x_scale = 2
    options.y_scale = max(1, Double(text.count) / 60)
    worksheet_write_comment_opt(worksheet, row, column, text, &options)
  }

  private func span(_ first: UInt16, _ last: UInt16, _ text: String, _ format: FormStyles.Format) {
    if first < last {
      worksheet_merge_range(worksheet, row, first, row, last, text, format)
    } else {
      worksheet_write_string(worksheet, row, first, text, format)
    }
  }

  /// Puts the pieces of the head line side by side, each over a part of the columns.
  private func writeHeadLine(_ form: Form, _ last: UInt16) {
    guard !form.headLine.isEmpty else { return }
    worksheet_set_row(worksheet, row, 20, nil)
    let columns = Int(last) + 1
    if columns < form.headLine.count * 2 {
      span(0, last, form.headLine.joined(separator: "        "), styles.plain)
    } else {
      for (index, piece) in form.headLine.enumerated() {
        let start = index * columns / form.headLine.count
        let end = (index + 1) * columns / form.headLine.count - 1
        span(UInt16(start), UInt16(end), piece, styles.plain)
      }
    }
    row += 1
  }

  private func setUpPrinting(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, _ form: Form, headerRow: UInt32) {
    worksheet_set_landscape(worksheet)
    worksheet_set_paper(worksheet, form.isWide ? 8 : 9)
    worksheet_set_margins(worksheet, 0.5, 0.5, 0.6, 0.7)
    worksheet_center_horizontally(worksheet)
    worksheet_fit_to_pages(worksheet, UInt16(form.pagesAcross), 0)
    worksheet_repeat_rows(worksheet, 0, headerRow)
    if form.pagesAcross > 1 { worksheet_repeat_columns(worksheet, 0, UInt16(Form.repeatedColumns - 1)) }
    worksheet_set_footer(worksheet, "&C第 &P 页，共 &N 页")
    if form.printedColumns < form.columns.count {
      worksheet_print_area(worksheet, 0, 0, Self.greatestRow, UInt16(form.printedColumns - 1))
    }
  }

  // MARK: - Rules

  private func apply(_ rule: Form.Rule, _ header: String, _ column: UInt16, _ rows: Int) {
    var validation = lxw_data_validation()
    var strings: [UnsafeMutablePointer<CChar>?] = []
    defer { for string in strings { free(string) } }
    func text(_ text: String) -> UnsafeMutablePointer<CChar>? {
      strings.append(strdup(text))
      return strings.last ?? nil
    }
    let message: String
    switch rule {
    case .choices(let choices):
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
      validation.value_formula = text(reference(to: choices))
      message = "请从下拉列表中选一项。"
    case .number(let minimum, let maximum, let isWhole):
      validation.validate = UInt8(
        (isWhole && minimum == nil && maximum == nil
          ? LXW_VALIDATION_TYPE_DECIMAL
          : isWhole
            ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL).rawValue)
      validation.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
      validation.minimum_number = minimum ?? -1e15
      validation.maximum_number = maximum ?? 1e15
      message = "请填\(isWhole ? "整数" : "数字")\(Self.range(minimum, maximum))，不带单位。"
    case .date:
      validation.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
      validation.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
      validation.minimum_datetime = lxw_datetime(year: 1900, month: 3, day: 1, hour: 0, min: 0, sec: 0)
      validation.maximum_datetime = lxw_datetime(year: 2200, month: 12, day: 31, hour: 0, min: 0, sec: 0)
      message = "请填日期，如 2021-03-05。"
    case .length(let maximum):
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LENGTH.rawValue)
      validation.criteria = UInt8(LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO.rawValue)
      validation.value_number = Double(maximum)
      message = "最多\(maximum)个字。"
    }
    validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    validation.error_title = text("请核对")
    validation.error_message = text(message)
    worksheet_data_validation_range(
      worksheet, row + 1, column, min(row + UInt32(rows), Self.greatestRow), column, &validation)
  }

  private static func range(_ minimum: Double?, _ maximum: Double?) -> String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): "（\(plain(minimum))—\(plain(maximum))）"
    case (let minimum?, nil): "（不小于\(plain(minimum))）"
    case (nil, let maximum?): "（不大于\(plain(maximum))）"
    case (nil, nil): ""
    }
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() ? "\(Int64(number))" : "\(number)"
  }

  /// The cells of the sheet of codes that hold `choices`; the same list is kept once.
  private func reference(to choices: [String]) -> String {
    let column = codes.firstIndex(of: choices) ?? codes.count
    if column == codes.count { codes.append(choices) }
    let letters = CellRange.letters(column)
    return "='\(SheetNames.codes)'!$\(letters)$1:$\(letters)$\(choices.count)"
  }

  private func writeCodes() throws(ExchangeError) {
    guard !codes.isEmpty else { return }
    let worksheet = try addSheet(SheetNames.codes)
    for index in 0..<(codes.map(\.count).max() ?? 0) {
      for (column, list) in codes.enumerated() where index < list.count {
        worksheet_write_string(worksheet, UInt32(index), UInt16(column), list[index], nil)
      }
    }
    worksheet_hide(worksheet)
  }
}

/// Days as Excel counts them.
enum ExcelDate {
  /// A day `2021-03-30` from 1900 on, or nil.
  static func parts(_ text: String) -> lxw_datetime? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, let year = Int32(parts[0]), let month = Int32(parts[1]),
      let day = Int32(parts[2]), (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return lxw_datetime(year: year, month: month, day: day, hour: 0, min: 0, sec: 0)
  }
}
