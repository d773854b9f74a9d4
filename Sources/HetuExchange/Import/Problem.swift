/// A fault found while reading a file, in Chinese, for the people who made the file.
public struct Problem: Sendable, Hashable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The row, or the column, is not imported.
    case error
    /// It is imported and should be looked at.
    case warning
  }

  /// How bad it is.
  public let severity: Severity
  /// The file's name.
  public let file: String
  /// The layer or sheet.
  public let layer: String
  /// The row as the file's user counts, or nil where the whole layer is meant.
  public let row: Int?
  /// The column's header, or nil where the whole row is meant.
  public let column: String?
  /// Headers of further columns that the fault is in, as where two columns do not go together.
  public var furtherColumns: [String] = []
  /// The value as handed in.
  public let value: String?
  /// What is wrong and what to do.
  public let message: String

  /// A fault from its parts.
  public init(
    severity: Severity, file: String, layer: String, row: Int?, column: String?, value: String?, message: String
  ) {
    self.severity = severity
    self.file = file
    self.layer = layer
    self.row = row
    self.column = column
    self.value = value
    self.message = message
  }

  /// The fault as one line with its place.
  public var line: String {
    var place = layer.isEmpty || file.hasPrefix(layer + ".") ? file : "\(file)［\(layer)］"
    if let row { place += "第\(row)行" }
    if let column { place += "“\(column)”列" }
    return "\(place)：\(message)"
  }
}
