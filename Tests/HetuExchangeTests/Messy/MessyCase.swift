import HetuExchange
import HetuRegistry
import Testing

/// One workbook with one trouble, and all that import should have to say of it.
struct MessyCase: Sendable, CustomTestStringConvertible {
  /// A problem that import has to tell: where, and words of its sentence.
  struct Told: Sendable {
    var severity = Problem.Severity.warning
    let row: Int?
    var column: String?
    let words: String
  }

  let trouble: String
  let workbook: MessyWorkbook
  var told: [Told] = []
  /// Code → property → the text of its value, for the records that are to be there.
  var records: [String: [String: String]] = [:]
  /// Rows that are no records.
  var passedOver: [String] = []

  var testDescription: String { trouble }

  private static let head = ["编号", "尾矿库名称", "所在区县", "经度", "纬度", "设计总库容（万m³）", "联系电话", "核实日期", "建成年月", "下游1km居民人数（人）"]

  /// A sheet of tailings ponds with the usual headers.
  static func ponds(_ rows: [[String]], above: [[String]] = [], below: [[String]] = []) -> MessyWorkbook {
    MessyWorkbook(above + [head] + rows + below)
  }

  /// A record without faults; the cells given take the place of its own.
  static func pond(_ number: Int, _ cells: [Int: String] = [:]) -> [String] {
    var row = [
      "T\(number)", "甲\(number)库", "411224", "#111.\(number)", "#34.\(number)", "#46", "0398-2800000", "2021-03-05",
      "2019-10", "#12",
    ]
    for (index, cell) in cells { row[index] = cell }
    return row
  }
}

extension Value {
  /// The value as a test writes it.
  var written: String {
    switch self {
    case .null: "∅"
    case .text(let text), .list(let text): text
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    case .boolean(let boolean): "\(boolean)"
    }
  }
}
