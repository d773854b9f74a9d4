/// A sheet as bureaus hand it round: a title, lines for who fills it in, headers, rows, and how it is printed.
public struct Form: Sendable {
  /// What Excel holds the cells of a column to.
  public enum Rule: Sendable, Hashable {
    /// One of these texts, offered as a drop-down.
    case choices([String])
    /// A number in this range, either end of which may be open.
    case number(minimum: Double?, maximum: Double?, isWhole: Bool)
    /// A date.
    case date
    /// A text of at most so many characters.
    case length(Int)
  }

  /// A column.
  public struct Column: Sendable, Hashable {
    /// The header with its unit.
    public var header: String
    /// What its values are.
    public var kind: OutputColumn.Kind
    /// The width in Latin letters.
    public var width: Int
    /// What is to be filled in, as a comment on the header.
    public var note: String?
    /// What Excel holds its cells to.
    public var rule: Rule?
    /// Whether the header is marked as one that is to be filled in.
    public var isWanted: Bool

    /// A column from its parts.
    public init(
      header: String, kind: OutputColumn.Kind = .text, width: Int = 12, note: String? = nil, rule: Rule? = nil,
      isWanted: Bool = false
    ) {
      self.header = header
      self.kind = kind
      self.width = width
      self.note = note
      self.rule = rule
      self.isWanted = isWanted
    }
  }

  /// How a row looks.
  public enum Look: Sendable {
    case record, example, total
    /// Without borders, as what stands above a table.
    case plain
  }

  /// The sheet's name.
  public var name: String
  /// The title over the table.
  public var title: String
  /// The line under the title, in pieces from left to right: 填报单位, 填报人, 填报时间.
  public var headLine: [String]
  /// The columns.
  public var columns: [Column]
  /// The line under the rows, as for signatures.
  public var footLine: String?
  /// How many columns are printed, from the left; the others are for reading the sheet again.
  public var printedColumns: Int
  /// How many rows may be filled in and are held to the columns' rules; 0 for a list that is complete.
  public var openRows: Int

  /// A form from its parts.
  public init(
    name: String, title: String, headLine: [String] = [], columns: [Column], footLine: String? = nil,
    printedColumns: Int? = nil, openRows: Int = 0
  ) {
    self.name = name
    self.title = title
    self.headLine = headLine
    self.columns = columns
    self.footLine = footLine
    self.printedColumns = printedColumns ?? columns.count
    self.openRows = openRows
  }

  /// The lines that official lists have for who filled them in.
  public static let whoAndWhen = ["填报单位（盖章）：", "填报人：", "填报时间：      年    月    日"]
  /// The line for signatures under an official list.
  public static let signatures = "单位负责人（签字）：                审核人：                填表人：                联系电话："

  /// Whether the table needs a sheet of A3 to be read.
  var isWide: Bool { printedWidth > 150 }

  /// How many sheets side by side the table takes without becoming too small to read.
  var pagesAcross: Int { max(1, Int((Double(printedWidth) / Self.widthOfA3).rounded(.up))) }

  /// How many columns from the left stand on the first sheet, over which the title goes.
  var titleColumns: Int {
    guard pagesAcross > 1 else { return printedColumns }
    var width = 0.0
    let share = Double(printedWidth) / Double(pagesAcross)
    return max(
      1,
      columns.prefix(printedColumns).prefix { column in
        width += Double(column.width)
        return width <= share
      }.count)
  }

  /// How many columns from the left stand on each of several sheets side by side.
  static let repeatedColumns = 3

  /// The width of a sheet of A3 in Latin letters that are still read with ease.
  private static let widthOfA3 = 260.0

  private var printedWidth: Int { columns.prefix(printedColumns).reduce(0) { $0 + $1.width } }
}
