import CXLSXWriter

/// The cell formats of a workbook of forms, which owns them: 宋体 for text, 黑体 for titles, thin borders.
struct FormStyles {
  typealias Format = UnsafeMutablePointer<lxw_format>?

  let title: Format
  let plain: Format
  let foot: Format
  let header: Format
  let wantedHeader: Format
  let instruction: Format
  /// For columns to fill in with texts, so that Excel makes no numbers or dates of them.
  let textColumn: Format
  private let cells: [Cell: Format]
  private let faults: [Problem.Severity: Format]

  private struct Cell: Hashable {
    let look: Form.Look
    let isDate: Bool
    let isCentred: Bool
  }

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
    func make(_ change: (Format) -> Void) -> Format {
      let format = workbook_add_format(workbook)
      format_set_font_name(format, "宋体")
      format_set_font_size(format, 10)
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      change(format)
      return format
    }
    func cell(_ cell: Cell, _ colour: UInt32?) -> Format {
      make {
        format_set_border($0, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_text_wrap($0)
        if let colour { format_set_bg_color($0, colour) }
        if cell.isDate { format_set_num_format($0, "yyyy-mm-dd") }
        if cell.isCentred { format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue)) }
        if cell.look == .total { format_set_bold($0) }
        if cell.look == .example { format_set_italic($0) }
      }
    }
    title = make {
      format_set_font_name($0, "黑体")
      format_set_font_size($0, 18)
      format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue))
    }
    plain = make { _ in }
    foot = make { format_set_align($0, UInt8(LXW_ALIGN_LEFT.rawValue)) }
    instruction = make { format_set_text_wrap($0) }
    textColumn = make { format_set_num_format($0, "@") }
    func header(_ colour: UInt32) -> Format {
      make {
        format_set_font_name($0, "黑体")
        format_set_border($0, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_text_wrap($0)
        format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue))
        format_set_bg_color($0, colour)
      }
    }
    self.header = header(0xF2F2F2)
    wantedHeader = header(0xDCE6F1)
    var cells: [Cell: Format] = [:]
    for look in [Form.Look.record, .example, .total] {
      for (isDate, isCentred) in [(false, false), (false, true), (true, true)] {
        let kind = Cell(look: look, isDate: isDate, isCentred: isCentred)
        cells[kind] = cell(kind, look == .example ? 0xEDEDED : nil)
      }
    }
    self.cells = cells
    let plainCell = Cell(look: .record, isDate: false, isCentred: false)
    faults = [.error: cell(plainCell, 0xFFC7CE), .warning: cell(plainCell, 0xFFEB9C)]
  }

  /// The format of a cell of a row.
  func cell(_ look: Form.Look, isDate: Bool, isCentred: Bool) -> Format {
    cells[Cell(look: look, isDate: isDate, isCentred: isCentred)] ?? nil
  }

  /// The format of a cell with a fault.
  func fault(_ severity: Problem.Severity) -> Format { faults[severity] ?? nil }
}
