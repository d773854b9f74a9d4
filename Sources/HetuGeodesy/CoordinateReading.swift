import HetuGeometry

/// What a coordinate text says, how precisely, and what had to be assumed to read it.
public struct CoordinateReading: Hashable, Sendable {
  /// A whole position, or one of its ordinates where the text holds no more.
  public enum Value: Hashable, Sendable {
    /// Longitude and latitude in degrees, or easting and northing in metres where the reading has a projected system.
    case position(Position)
    /// A longitude in degrees, east positive.
    case longitude(Double)
    /// A latitude in degrees, north positive.
    case latitude(Double)
  }

  /// Something that the text leaves open or has wrong, and how it was taken.
  public enum Assumption: String, Hashable, Sendable, CaseIterable {
    /// Latitude stands before longitude in a text without labels.
    case latitudeFirst = "latitude_first"
    /// Longitude and latitude stand in each other's column, or carry each other's label.
    case swapped
    /// Degrees, minutes and seconds without E/N or 东经/北纬.
    case hemisphereMissing = "hemisphere_missing"
    /// Whole degrees and minutes only.
    case secondsMissing = "seconds_missing"
    /// Whole degrees only.
    case minutesMissing = "minutes_missing"
    /// The easting (Y) stands before the northing (X) in a pair without labels.
    case eastingFirst = "easting_first"
    /// The zone's number before the easting tells the zone, but not the datum: CGCS2000 is taken.
    case datumAssumed = "datum_assumed"
    /// The eastings carry the zone's number, or lack it, other than in the system stated.
    case prefixDiffers = "prefix_differs"
    /// Degrees with four decimals that could as well be degrees, minutes and seconds (DDD.MMSS).
    case maybePacked = "maybe_packed"

    /// The Chinese sentence.
    public var message: String {
      switch self {
      case .latitudeFirst: "纬度写在前、经度写在后，已按数值范围识别"
      case .swapped: "经度与纬度写反，已按数值范围对调"
      case .hemisphereMissing: "没有写东经、北纬，按东经、北纬处理"
      case .secondsMissing: "只写到分，没有秒，位置误差可达约1公里"
      case .minutesMissing: "只写到度，没有分和秒，位置误差可达约60公里"
      case .eastingFirst: "横坐标（东）写在前、纵坐标（北）写在后，已按数值范围识别"
      case .datumAssumed: "按横坐标的带号识别投影带，坐标系按2000国家大地坐标系处理；如为西安80或北京54，请指明"
      case .prefixDiffers: "横坐标是否带带号与指明的坐标系不一致，已按同一投影带处理"
      case .maybePacked: "四位小数按十进制度处理；如为“度.分秒”写法（DDD.MMSS），请指明"
      }
    }
  }

  /// What the text says.
  public let value: Value
  /// The reference system where the text tells it (by a zone's number) or the one stated had to be adapted; else nil.
  public let referenceSystem: ReferenceSystem?
  /// Half of the last digit, as metres on the ground.
  public let precisionMetres: Double
  /// What was assumed, in a fixed order.
  public let assumptions: [Assumption]

  init(
    _ value: Value, referenceSystem: ReferenceSystem? = nil, precisionMetres: Double, assumptions: [Assumption] = []
  ) {
    self.value = value
    self.referenceSystem = referenceSystem
    self.precisionMetres = precisionMetres
    self.assumptions = assumptions
  }

  /// The position, or nil where the text holds a single ordinate.
  public var position: Position? {
    if case .position(let position) = value { position } else { nil }
  }
}
