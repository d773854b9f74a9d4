import HetuGeometry
import HetuRegistry
import HetuSchemas

/// A figure that an answer gives of each row: its name, as in JSON, and how people read it.
public struct Figure: Sendable, Hashable {
  /// The name with its unit, such as `distance_m`.
  public let name: String
  /// The column header in Chinese.
  public let title: String
  /// The unit, if it has one.
  public let unit: String?
  /// How many decimals are printed.
  public let decimals: Int
  /// How many decimals JSON has at most, from which other figures are reckoned on.
  public let exactDecimals: Int
  /// Whether it is left out where there is little room, as on a terminal.
  public let isDetail: Bool

  /// A figure from its parts; JSON has as many decimals as are printed unless more are said.
  public init(
    name: String, title: String, unit: String? = nil, decimals: Int = 0, exactDecimals: Int? = nil,
    isDetail: Bool = false
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.decimals = decimals
    self.exactDecimals = exactDecimals ?? decimals
    self.isDetail = isDetail
  }

  /// The header with its unit.
  public var header: String { unit.map { "\(title)（\($0)）" } ?? title }

  /// Great-circle-like distance on the ellipsoid, metres.
  public static let distance = Figure(name: "distance_m", title: "距离", unit: "m", decimals: 1)
  /// Direction from the place asked about, degrees from north.
  public static let bearing = Figure(name: "bearing_deg", title: "方位角", unit: "°", decimals: 1)
  /// The river.
  public static let river = Figure(name: "river", title: "河流")
  /// Kilometres along the river from its mouth.
  public static let riverKilometre = Figure(name: "river_km", title: "里程", unit: "km", decimals: 3)
  /// Distance from the river's line, metres.
  public static let offset = Figure(name: "offset_m", title: "离河距离", unit: "m", decimals: 1)
  /// The bank, facing downstream.
  public static let bank = Figure(name: "bank", title: "岸别")
  /// Where a stretch begins, river kilometres.
  public static let from = Figure(name: "from_km", title: "起点里程", unit: "km", decimals: 3)
  /// Where a stretch ends, river kilometres.
  public static let to = Figure(name: "to_km", title: "终点里程", unit: "km", decimals: 3)
  /// Length, kilometres.
  public static let length = Figure(name: "length_km", title: "长度", unit: "km", decimals: 3)
  /// Whether the answer hangs on the precision of the position.
  public static let borderline = Figure(name: "borderline", title: "临界")
}

/// Something that whoever reads an answer should know.
public struct AnswerWarning: Sendable, Hashable {
  /// A full sentence, in Chinese.
  public let message: String
  /// The record meant, as `kind/code`.
  public let reference: String?
  /// Whether it only tells how the answer was reckoned.
  public let isAccount: Bool

  /// A warning from its sentence and the record meant.
  public init(_ message: String, _ reference: String? = nil, isAccount: Bool = false) {
    self.message = message
    self.reference = reference
    self.isAccount = isAccount
  }
}

/// One row of an answer: a record, or a stretch of river, with its figures.
public struct AnswerRow: Sendable {
  /// The kind's name, or what else the row is of (`stretch`).
  public let kind: String
  /// The kind in Chinese.
  public let title: String
  /// The code, unique in its kind.
  public let code: String
  /// The name.
  public let name: String
  /// The record, where the row is of one.
  public let record: Record?
  /// Where it lies, CGCS2000.
  public let geometry: Geometry?
  /// The figures, aligned with the answer's.
  public let figures: [Value]

  /// A row of a record, as its audience may see it.
  public init(_ record: Record, figures: [Value]) {
    kind = record.kind.name
    title = record.kind.title
    code = record.code
    name = record.name
    self.record = record
    geometry = record.geometry
    self.figures = figures
  }

  /// One position that stands for the row: a point itself, else a position on the line or in the area.
  public var position: Position? { geometry?.representativePosition }

  /// A row of something that is no record.
  public init(kind: String, title: String, code: String, name: String, geometry: Geometry?, figures: [Value]) {
    self.kind = kind
    self.title = title
    self.code = code
    self.name = name
    record = nil
    self.geometry = geometry
    self.figures = figures
  }
}

/// The answer to a question: the question as understood, rows with figures, and what to mind.
public struct Answer: Sendable {
  /// The question with its method, reference system, limits and defaults.
  public var question: [JSONValue.Member]
  /// The figures of each row, in order.
  public let figures: [Figure]
  /// The rows, in the order that the question asks for.
  public var rows: [AnswerRow]
  /// What to mind.
  public var warnings: [AnswerWarning]
  /// The kind whose list this is: rows then show all properties of their records.
  public var listed: Kind?
  /// Areas that belong to the answer, such as a buffer, by name.
  public var areas: [(name: String, geometry: Geometry)] = []

  /// Whom the answer is made for, as its question says.
  public var audience: Audience {
    let isPublic = question.contains { $0.name == "audience" && $0.value == .string(Audience.public.rawValue) }
    return isPublic ? .public : .internal
  }

  /// An answer from its parts.
  public init(question: [JSONValue.Member], figures: [Figure], rows: [AnswerRow] = [], warnings: [AnswerWarning] = []) {
    self.question = question
    self.figures = figures
    self.rows = rows
    self.warnings = warnings
  }
}

extension Geometry {
  /// One position that stands for the geometry: a point itself, the middle vertex of the longest line, a position inside an area.
  public var representativePosition: Position? {
    switch dimension {
    case 2: return (try? pointOnSurface()) ?? envelope?.center
    case 1:
      let line = lines.max { $0.count < $1.count } ?? []
      return line.isEmpty ? nil : line[line.count / 2]
    default:
      var first: Position?
      forEachPath { if first == nil { first = $0.first } }
      return first
    }
  }
}
