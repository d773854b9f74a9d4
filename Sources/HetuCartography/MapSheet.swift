import HetuGeometry

/// A map sheet (指挥示意图) as a value: what is to be drawn, and where. All positions are in one plane in metres, x east
/// and y north (a Gauss-Krüger system, projected by the caller); chainages in kilometres.
///
/// `drawn()` chooses the scale, lays out the sheet and draws it.
public struct MapSheet: Sendable {
  /// The paper and its parts.
  public var format = SheetFormat.a3
  /// The title over the map.
  public var title: String
  /// What stands right of the title, such as `第1幅 共1幅`.
  public var sheetNumber = ""
  /// What the sheet says about itself.
  public var imprint = SheetImprint()
  /// The districts to show.
  public var districts: [MapDistrict] = []
  /// Water areas.
  public var waters: [Polygon] = []
  /// The river that the sheet is about.
  public var river: MapRiver
  /// What the map shows at least; nil for the whole river with its corridor. Of a river that leaves the city only the part
  /// that matters may be wanted.
  public var extent: Envelope?
  /// The scale is 1 to this at the largest, as that of the other sheets of a series; 0 for as large as the extent lets it be.
  public var leastDenominator = 0
  /// On the overview of a city: the rivers that have a plan of their own, by number.
  public var numberedRivers: [NumberedRiver] = []
  /// Other rivers.
  public var tributaries: [MapRiver] = []
  /// Where the kilometre posts stand.
  public var kilometrePosts: [KilometrePost] = []
  /// The river's corridor.
  public var corridor: [Polygon] = []
  /// Protection zones of drinking water.
  public var protectionZones: [ProtectionZone] = []
  /// Pipelines, hazmat routes and roads.
  public var lines: [MapLine] = []
  /// Monitoring sections.
  public var sections: [MapSection] = []
  /// Towns and villages, for orientation.
  public var places: [MapPlace] = []
  /// Risk sources, targets, facilities, supplies, teams.
  public var symbols: [MapSymbol] = []
  /// The side table of facilities.
  public var facilities: [FacilityRow] = []
  /// From the plane to longitude and latitude and back, for the graticule; none without it.
  public var graticule: PlaneProjection?
  /// The outline of the city, for the inset that shows where the river lies; no inset without it.
  public var cityOutline: [Polygon] = []

  /// Where the front of a spill is after so many hours.
  public var timeMarks: [TimeMark] = []
  /// What the time marks tell of.
  public var timeTitle = ""
  /// What changed since an earlier sheet.
  public var changeMarks: [ChangeMark] = []
  /// Where the neighbours of a series begin.
  public var matchLines: [MatchLine] = []
  /// On an overview the frames of the sheets of a series.
  public var index: [IndexFrame] = []
  /// Further side tables where there is room beside the facilities: what matters most first.
  public var tables: [SideTable] = []

  /// A sheet with nothing but a river; the rest is set afterwards.
  public init(title: String, river: MapRiver) {
    self.title = title
    self.river = river
  }

  /// The overview of a city: no river comes first, those with a plan have their numbers.
  public init(title: String, numberedRivers: [NumberedRiver]) {
    self.init(title: title, river: MapRiver(name: "", paths: []))
    self.numberedRivers = numberedRivers
  }
}

/// What a sheet says about itself. Empty texts are left out.
public struct SheetImprint: Sendable, Hashable {
  /// The reference system, such as `2000国家大地坐标系 高斯-克吕格3度带 中央经线111°E`.
  public var referenceSystem = ""
  /// 编制单位.
  public var compiler = ""
  /// 编制日期, as it is to be printed.
  public var madeOn = ""
  /// 数据日期, as it is to be printed.
  public var dataDate = ""
  /// A remark such as `示意数据`, printed in red.
  public var note = ""
  /// 审图号; a blank to fill where it is empty.
  public var approvalNumber = ""

  /// An empty imprint.
  public init() {}
}

/// A district of a sheet.
public struct MapDistrict: Sendable {
  /// Its name.
  public var name: String
  /// Its GB/T 2260 code; the class of a border between two districts follows from both codes.
  public var code: String
  /// Whether it belongs to the city that the sheet is made for.
  public var isOwn: Bool
  /// Its area.
  public var polygons: [Polygon]

  /// A district.
  public init(name: String, code: String, isOwn: Bool, polygons: [Polygon]) {
    self.name = name
    self.code = code
    self.isOwn = isOwn
    self.polygons = polygons
  }
}

/// The class of a border, from the least.
public enum BorderClass: Int, Comparable, CaseIterable, Sendable {
  /// The edge of a district beyond which none is known: whose border it is can't be told.
  case unknown
  /// 县界.
  case county
  /// 市界.
  case city
  /// 省界.
  case province

  /// The Chinese title.
  public var title: String {
    switch self {
    case .unknown: "界线（对侧未登记）"
    case .county: "县界"
    case .city: "市界"
    case .province: "省界"
    }
  }

  /// The lesser class first.
  public static func < (left: BorderClass, right: BorderClass) -> Bool { left.rawValue < right.rawValue }

  /// The class of the border between two districts by their GB/T 2260 codes: two digits tell the province, four the
  /// city; 90 there stands for counties right under the province, each a city of its own.
  public static func between(_ first: String, _ second: String) -> BorderClass {
    guard min(first.count, second.count) >= 4 else { return .unknown }
    if first.prefix(2) != second.prefix(2) { return .province }
    return first.prefix(4) == second.prefix(4) && !first.dropFirst(2).hasPrefix("90") ? .county : .city
  }
}

/// A river: its lines, each downstream, the source's first.
public struct MapRiver: Sendable {
  /// Its name.
  public var name: String
  /// Its lines, from the source to the mouth.
  public var paths: [[Position]]

  /// A river from its lines.
  public init(name: String, paths: [[Position]]) {
    self.name = name
    self.paths = paths
  }
}

/// A post on the river.
public struct KilometrePost: Sendable {
  /// Where it stands.
  public var position: Position
  /// Its chainage in kilometres.
  public var kilometre: Double
  /// The way the water flows there, clockwise from north in degrees.
  public var directionDegrees: Double

  /// A post.
  public init(position: Position, kilometre: Double, directionDegrees: Double) {
    self.position = position
    self.kilometre = kilometre
    self.directionDegrees = directionDegrees
  }
}

/// A protection zone of drinking water (HJ 338).
public struct ProtectionZone: Sendable {
  /// The level of a zone.
  public enum Level: Int, CaseIterable, Sendable {
    /// 一级保护区.
    case first = 1
    /// 二级保护区.
    case second
    /// 准保护区.
    case quasi

    /// The Chinese title.
    public var title: String {
      switch self {
      case .first: "一级保护区"
      case .second: "二级保护区"
      case .quasi: "准保护区"
      }
    }
  }

  /// Its level.
  public var level: Level
  /// Its area.
  public var polygons: [Polygon]

  /// A zone.
  public init(level: Level, polygons: [Polygon]) {
    self.level = level
    self.polygons = polygons
  }
}
