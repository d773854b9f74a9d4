import HetuGeodesy
import HetuGeometry

/// How a file is to be imported.
public struct ImportOptions: Sendable {
  /// What happens with a record that is there already: by its code or id, or of a row that has neither by name, district and place.
  public enum Mode: String, Sendable, CaseIterable {
    /// It is updated with what the file gives; empty cells change nothing.
    case upsert
    /// It is refused.
    case append
    /// All records of the kind are taken out first (the history keeps them); those of the ledger are updated instead, as its states change
    /// by steps alone and what is on it is never taken off.
    case replace
  }

  /// The kind, where the user says it.
  public var kind: String?
  /// The one layer or sheet to read.
  public var layer: String?
  /// The reference system of the positions, where the user says it.
  public var crs: ReferenceSystem?
  /// The encoding of texts, where the user says it.
  public var encoding: String?
  /// Property, `lon`, `lat`, `position` or `wkt` → header, as the user says.
  public var map: [String: String] = [:]
  /// What happens with records that are there already.
  public var mode = Mode.upsert
  /// Whether nothing is kept, only reported.
  public var isTrial = false
  /// Whether a file with any faulty row is refused whole.
  public var isStrict = false
  /// Whether faulty areas are repaired instead of refused.
  public var repairs = false
  /// Whether the report tells the code of the record of each row, for giving the sheets back.
  public var reportsCodes = false
  /// Who imports, for the history.
  public var actor = ""

  /// The options that hold unless said otherwise.
  public init() {}
}

extension ExchangeError.Code {
  /// Options that don't fit the file.
  public static let usage = ExchangeError.Code(rawValue: "exchange.usage")
}

/// Where a record of a file lies, and the district and rivers that it names.
public struct ImportedPlace: Sendable {
  /// The position as it was read, CGCS2000.
  public let position: Position?
  /// Easting and northing in metres, where nothing told their zone.
  public let plane: Position?
  /// The district code.
  public let district: String?
  /// The names or codes of its river, the surest first.
  public let rivers: [String]
}

/// What an import did, layer by layer.
public struct ImportReport: Sendable {
  /// What became of one layer or sheet.
  public struct Layer: Sendable {
    /// The file's name.
    public let file: String
    /// The layer's name.
    public let layer: String
    /// The kind in Chinese.
    public let title: String
    /// The kind's name.
    public let kind: String
    /// The reference system that positions were read in.
    public let crs: String
    /// Rows read.
    public var read = 0
    /// Records put in.
    public var inserted = 0
    /// Records changed.
    public var updated = 0
    /// Records that were there with the same values.
    public var unchanged = 0
    /// Rows not taken.
    public var refused = 0
    /// Columns that fit no property, by their headers.
    public var ignoredColumns: [String] = []
    /// Rows that are no records, each with what it is: examples, totals, notes under the table.
    public var passedOver: [String] = []
    /// The code of each row's record, where that was asked for.
    public var codes: [Int: String] = [:]
    /// Where its records lie and what they name, at most ``ImportReport/maximumPlaces``, for telling the reference system.
    public var places: [ImportedPlace] = []
    /// In a table the last row of its headers.
    public var headerRow: Int?
    /// Whether there are columns or geometries that say where records lie, or the kind needs none.
    public var hasPositions = true
    /// Geometries whose heights or measures were dropped.
    public var heightsDropped = 0
  }

  /// The layers in the order of the file.
  public internal(set) var layers: [Layer] = []
  /// Layers that were passed over, with the reason.
  public internal(set) var skipped: [String] = []
  /// The faults, at most ``maximumProblems``.
  public internal(set) var problems: [Problem] = []
  /// How many faults there were in all.
  public internal(set) var problemCount = 0
  /// Whether nothing was kept because of `isStrict`.
  public internal(set) var isRefused = false

  /// How many places of a layer a report keeps.
  public static let maximumPlaces = 2_000
  /// How many faults a report keeps.
  public static let maximumProblems = 10_000

  /// Adds what was found out afterwards.
  public mutating func add(_ found: [Problem]) {
    problemCount += found.count
    problems += found.prefix(max(0, Self.maximumProblems - problems.count))
  }
}
