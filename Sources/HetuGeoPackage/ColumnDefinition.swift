/// The types that a column may have (OGC 12-128r17, table 1); programs drop columns of other types.
public enum ColumnType: Hashable, Sendable {
  case boolean
  case tinyInteger
  case smallInteger
  case mediumInteger
  case integer
  case float
  case double
  /// Text of at most so many characters, or of any length.
  case text(maxLength: Int? = nil)
  /// Bytes, at most so many, or any number.
  case blob(maxBytes: Int? = nil)
  /// A date `YYYY-MM-DD`.
  case date
  /// A time in UTC, `YYYY-MM-DDTHH:MM:SS.SSSZ`.
  case dateTime

  /// The type as it stands in `CREATE TABLE`.
  public var sql: String {
    switch self {
    case .boolean: "BOOLEAN"
    case .tinyInteger: "TINYINT"
    case .smallInteger: "SMALLINT"
    case .mediumInteger: "MEDIUMINT"
    case .integer: "INTEGER"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .text(let maxLength): maxLength.map { "TEXT(\($0))" } ?? "TEXT"
    case .blob(let maxBytes): maxBytes.map { "BLOB(\($0))" } ?? "BLOB"
    case .date: "DATE"
    case .dateTime: "DATETIME"
    }
  }
}

/// A column of a layer, and what the Schema extension tells of it.
public struct ColumnDefinition: Hashable, Sendable {
  /// The column's name.
  public var name: String
  /// The column's type.
  public var type: ColumnType
  /// Whether a row without a value is refused.
  public var isRequired: Bool
  /// Whether two rows with the same value are refused.
  public var isUnique: Bool
  /// The title that people read.
  public var title: String?
  /// A sentence about the column.
  public var summary: String?
  /// The media type of what the column holds, such as `application/json`.
  public var mediaType: String?
  /// What values the column takes; a name shared by several columns stands for one constraint.
  public var constraint: ColumnConstraint?

  /// A column from its parts.
  public init(
    _ name: String, _ type: ColumnType, isRequired: Bool = false, isUnique: Bool = false, title: String? = nil,
    summary: String? = nil, mediaType: String? = nil, constraint: ColumnConstraint? = nil
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.isUnique = isUnique
    self.title = title
    self.summary = summary
    self.mediaType = mediaType
    self.constraint = constraint
  }

  var sql: String {
    Identifier.quoted(name) + " " + type.sql + (isRequired ? " NOT NULL" : "") + (isUnique ? " UNIQUE" : "")
  }
}
