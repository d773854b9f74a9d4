import CXLSXWriter
import Foundation
import HetuGeometry

/// The cell formats of a workbook, which owns them.
struct XLSXStyles {
  let title: UnsafeMutablePointer<lxw_format>?
  let header: UnsafeMutablePointer<lxw_format>?
  let date: UnsafeMutablePointer<lxw_format>?

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
    title = workbook_add_format(workbook)
    format_set_bold(title)
    format_set_font_size(title, 14)
    format_set_align(title, UInt8(LXW_ALIGN_CENTER.rawValue))
    header = workbook_add_format(workbook)
    format_set_bold(header)
    format_set_text_wrap(header)
    format_set_align(header, UInt8(LXW_ALIGN_CENTER.rawValue))
    format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    format_set_bg_color(header, 0xDCE6F1)
    format_set_border(header, UInt8(LXW_BORDER_THIN.rawValue))
    date = workbook_add_format(workbook)
    format_set_num_format(date, "yyyy-mm-dd")
  }
}

/// One sheet while it is written, row by row.
final class XLSXSheet {
  let name: String
  /// Texts that were too long for a cell.
  private(set) var omittedTexts = 0

  private let worksheet: UnsafeMutablePointer<lxw_worksheet>
  private let layer: OutputLayer
  private let headers: [String]
  private let styles: XLSXStyles
  private var row: UInt32 = 0
  private var widths: [Int]
  private var text: [UInt8] = []

  private static let greatestRow: UInt32 = 1_048_576
  private static let greatestExactInteger: Int64 = 999_999_999_999_999
  private static let greatestText = 32_767
  private static let widthRange = 8...40
  /// Excel keeps a drop-down's list in 255 characters; libxlsxwriter 1.1.4 of Debian 12 joins it in as many bytes.
  private static let greatestChoices = 255

  init(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, name: String, layer: OutputLayer, styles: XLSXStyles) {
    self.worksheet = worksheet
    self.name = name
    self.layer = layer
    self.styles = styles
    headers = layer.columns.map(\.header) + layer.shape.tableHeaders
    widths = headers.map(Self.width)
  }

  /// Whether another row fits.
  var hasRoom: Bool { row < Self.greatestRow }

  func writeHeaders() {
    if let title = layer.title {
      if headers.count > 1 {
        worksheet_merge_range(worksheet, row, 0, row, UInt16(headers.count - 1), title, styles.title)
      } else {
        worksheet_write_string(worksheet, row, 0, title, styles.title)
      }
      row += 1
    }
    for (column, header) in headers.enumerated() {
      worksheet_write_string(worksheet, row, UInt16(column), header, styles.header)
    }
    for (column, definition) in layer.columns.enumerated() {
      if let note = definition.note { worksheet_write_comment(worksheet, row, UInt16(column), note) }
      offer(definition.choices, in: UInt16(column))
    }
    row += 1
    worksheet_freeze_panes(worksheet, row, 0)
  }

  private func offer(_ choices: [String], in column: UInt16) {
    guard !choices.isEmpty, choices.joined(separator: ",").utf8.count <= Self.greatestChoices,
      !choices.contains(where: { $0.contains(",") })
    else { return }
    var pointers = choices.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    pointers.withUnsafeMutableBufferPointer { list in
      var validation = lxw_data_validation()
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
      validation.value_list = list.baseAddress
      worksheet_data_validation_range(worksheet, row + 1, column, Self.greatestRow - 1, column, &validation)
    }
  }

  func write(_ values: [OutputValue], geometry: Geometry?) {
    precondition(values.count == layer.columns.count, "A row has as many values as there are columns.")
    for (index, value) in values.enumerated() { write(value, kind: layer.columns[index].kind, in: index) }
    write(geometry, in: values.count)
    row += 1
  }

  private func write(_ value: OutputValue, kind: OutputColumn.Kind, in column: Int) {
    switch value {
    case .null: return
    case .integer(let number) where number.magnitude <= Self.greatestExactInteger:
      worksheet_write_number(worksheet, row, UInt16(column), Double(number), nil)
    case .integer(let number): write(String(number), in: column)
    case .real(let number):
      if number.isFinite { worksheet_write_number(worksheet, row, UInt16(column), number, nil) }
    case .boolean(let flag): write(flag ? "是" : "否", in: column)
    case .text(let text) where kind == .date:
      if var date = ExcelDate.parts(text) {
        worksheet_write_datetime(worksheet, row, UInt16(column), &date, styles.date)
      } else {
        write(text, in: column)
      }
    case .text(let text), .json(let text): write(text, in: column)
    }
  }

  private func write(_ text: String, in column: Int) {
    guard text.utf16.count <= Self.greatestText else {
      omittedTexts += 1
      return
    }
    widths[column] = max(widths[column], Self.width(text))
    worksheet_write_string(worksheet, row, UInt16(column), text, nil)
  }

  private func write(_ geometry: Geometry?, in column: Int) {
    guard let geometry else { return }
    switch layer.shape {
    case .none: return
    case .kind(.point):
      guard case .point(let position?) = geometry else { return }
      for (offset, ordinate) in [position.x, position.y].enumerated() {
        let rounded = (ordinate * 1e7).rounded() / 1e7
        worksheet_write_number(worksheet, row, UInt16(column + offset), rounded, nil)
      }
    case .kind, .mixed:
      text.removeAll(keepingCapacity: true)
      WellKnownText.append(geometry, decimals: 7, to: &text)
      write(String(decoding: text, as: UTF8.self), in: column)
    }
  }

  /// Makes each column as wide as its longest text, within reason.
  func setColumnWidths() {
    for (column, width) in widths.enumerated() {
      let clamped = min(max(width + 2, Self.widthRange.lowerBound), Self.widthRange.upperBound)
      worksheet_set_column(worksheet, UInt16(column), UInt16(column), Double(clamped), nil)
    }
  }

  /// The width in Latin letters; a Chinese character takes two.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.prefix(widthRange.upperBound).reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
  }
}
