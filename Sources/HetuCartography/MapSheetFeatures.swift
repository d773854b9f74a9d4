import HetuGeometry

/// A line of a sheet other than a river or a border. Its crossings with waters are symbols of their own.
public struct MapLine: Sendable {
  /// The kinds of line.
  public enum Kind: Int, CaseIterable, Sendable {
    /// 道路.
    case road
    /// 输油管线.
    case oilPipeline
    /// 危化品运输路线.
    case hazmatRoute

    /// The Chinese title.
    public var title: String {
      switch self {
      case .road: "道路"
      case .oilPipeline: "输油管线"
      case .hazmatRoute: "危化品运输路线"
      }
    }
  }

  /// Its kind.
  public var kind: Kind
  /// Its name, set along it; empty for none.
  public var name: String
  /// Its course.
  public var paths: [[Position]]

  /// A line.
  public init(kind: Kind, name: String, paths: [[Position]]) {
    self.kind = kind
    self.name = name
    self.paths = paths
  }
}

/// A monitoring section: a bar across the river.
public struct MapSection: Sendable {
  /// Where it lies on the river.
  public var position: Position
  /// The way the water flows there, clockwise from north in degrees.
  public var directionDegrees: Double
  /// Its name.
  public var name: String
  /// What its flag says: 国, 省, 市, or the water quality class.
  public var level: String
  /// Whether it stands at a province's border: a double bar.
  public var isProvinceBorder: Bool
  /// Its chainage in kilometres, where it is known.
  public var kilometre: Double?

  /// A section.
  public init(
    position: Position, directionDegrees: Double, name: String, level: String, isProvinceBorder: Bool = false,
    kilometre: Double? = nil
  ) {
    self.position = position
    self.directionDegrees = directionDegrees
    self.name = name
    self.level = level
    self.isProvinceBorder = isProvinceBorder
    self.kilometre = kilometre
  }
}

/// Where the front of a spill is after so many hours.
public struct TimeMark: Sendable {
  /// Where on the river.
  public var position: Position
  /// The way the water flows there, clockwise from north in degrees.
  public var directionDegrees: Double
  /// Hours after the spill.
  public var hours: Double

  /// A mark.
  public init(position: Position, directionDegrees: Double, hours: Double) {
    self.position = position
    self.directionDegrees = directionDegrees
    self.hours = hours
  }
}

/// A town or village.
public struct MapPlace: Sendable {
  /// Where it lies.
  public var position: Position
  /// Its name.
  public var name: String

  /// A place.
  public init(position: Position, name: String) {
    self.position = position
    self.name = name
  }
}

/// A thing shown by a symbol.
public struct MapSymbol: Sendable {
  /// Where it is.
  public var position: Position
  /// Its form.
  public var form: SymbolForm
  /// Its grade; only risk sources show it.
  public var grade: Grade
  /// Its code in the registry.
  public var code: String
  /// What is written beside it.
  public var label: String
  /// What goes first where there is no room for all: the greater first.
  public var importance: Double
  /// A facility that cannot be used for holding: broken outline.
  public var hasBrokenOutline: Bool
  /// Its chainage in kilometres, where it is known.
  public var kilometre: Double?

  /// A symbol.
  public init(
    position: Position, form: SymbolForm, grade: Grade = .undetermined, code: String, label: String,
    importance: Double = 0, hasBrokenOutline: Bool = false, kilometre: Double? = nil
  ) {
    self.position = position
    self.form = form
    self.grade = grade
    self.code = code
    self.label = label
    self.importance = importance
    self.hasBrokenOutline = hasBrokenOutline
    self.kilometre = kilometre
  }
}

/// A row of the side table.
public struct FacilityRow: Sendable, Hashable {
  /// 编号.
  public var code: String
  /// 名称.
  public var name: String
  /// 里程, kilometres.
  public var kilometre: Double?
  /// 可用容积, 10⁴ m³.
  public var usableVolume10kCubicMetres: Double?
  /// 电话.
  public var phone: String

  /// A row.
  public init(
    code: String, name: String, kilometre: Double?, usableVolume10kCubicMetres: Double?, phone: String
  ) {
    self.code = code
    self.name = name
    self.kilometre = kilometre
    self.usableVolume10kCubicMetres = usableVolume10kCubicMetres
    self.phone = phone
  }
}

/// A further side table: what, where, and a word or phone.
public struct SideTable: Sendable, Hashable {
  /// Its title.
  public var title: String
  /// The headers of its three columns.
  public var columns: [String]
  /// Its rows of three cells.
  public var rows: [[String]]
  /// Where what each row tells of lies in the sheet's plane, so that a sheet of a series has its own rows only; empty where all
  /// rows stand on every sheet.
  public var places: [Position]

  /// A table.
  public init(title: String, columns: [String], rows: [[String]], places: [Position] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.places = places
  }

  /// The rows that lie in an extent; one that says that there are none.
  func part(in extent: Envelope) -> SideTable {
    guard !places.isEmpty else { return self }
    var part = self
    let kept = zip(rows, places).filter { extent.contains($0.1) }
    part.rows = kept.isEmpty ? [["本幅没有", "", ""]] : kept.map(\.0)
    part.places = kept.map(\.1)
    return part
  }
}

/// The way between a sheet's plane and longitude and latitude in degrees.
public struct PlaneProjection: Sendable {
  /// From the plane to longitude and latitude.
  public let geographic: @Sendable (Position) -> Position
  /// From longitude and latitude to the plane.
  public let plane: @Sendable (Position) -> Position

  /// A projection from both its ways.
  public init(
    geographic: @escaping @Sendable (Position) -> Position, plane: @escaping @Sendable (Position) -> Position
  ) {
    self.geographic = geographic
    self.plane = plane
  }
}

/// A sheet that has been drawn.
public struct DrawnSheet: Sendable {
  /// The drawing.
  public let document: SVGDocument
  /// What became of what was asked for.
  public let report: SheetReport
}

/// What a sheet shows how; nothing is left off without a word here.
public struct SheetReport: Sendable, Equatable {
  /// A symbol, section or place that has a number on the map and a line in the side table.
  public struct Numbered: Sendable, Equatable {
    /// The number on the map.
    public let number: Int
    /// Its code; empty for sections and places.
    public let code: String
    /// Its full label.
    public let label: String
    /// Its chainage in kilometres, where it is known.
    public let kilometre: Double?
  }

  /// The map's scale is 1 to this.
  public internal(set) var scaleDenominator = 0
  /// Codes of the symbols labelled in place.
  public internal(set) var placed: [String] = []
  /// What was numbered instead, by number.
  public internal(set) var numbered: [Numbered] = []
  /// Codes of the symbols that share another's symbol for want of room.
  public internal(set) var merged: [String] = []
  /// Codes of the symbols that stand in the inset of a crowded stretch.
  public internal(set) var enlarged: [String] = []
  /// What a reader of the sheet should know, in Chinese.
  public internal(set) var warnings: [String] = []

  /// Whether everything is labelled in place.
  var isRoomy: Bool { numbered.isEmpty && merged.isEmpty && enlarged.isEmpty }
}
