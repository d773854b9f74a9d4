import HetuGeometry

/// Coordinates as people write them in tables: degrees, minutes and seconds in every kind of mark, decimal degrees,
/// Gauss-Krüger pairs.
///
/// Only places in China are read (longitude 73° to 136°, latitude 3° to 54°): it is by these ranges that swapped columns
/// and the order of a pair are told. Errors are sentences for those who fill the tables.
public enum CoordinateText {
  /// How a plain decimal number is meant.
  public enum Notation: Hashable, Sendable {
    /// As decimal degrees; what could be DDD.MMSS is reported as `CoordinateReading.Assumption.maybePacked`.
    case automatic
    /// As degrees, minutes and seconds packed: 110.2110 is 110°21′10″.
    case packed
  }

  /// The position, longitude or latitude in one text.
  ///
  /// - Parameters:
  ///   - declared: the reference system stated for the file; a Gauss-Krüger pair without zone number needs it.
  ///   - notation: how plain decimal numbers are meant.
  /// - Throws: `GeodesyError` with a sentence that says what is wrong with the text.
  public static func parse(
    _ text: String, declared: ReferenceSystem? = nil, notation: Notation = .automatic
  ) throws(GeodesyError) -> CoordinateReading {
    if notation == .automatic, let number = PlainNumber(text), abs(number.value) < 1000 {
      return try single(CoordinateAngle(number), text)
    }
    let groups = try CoordinateGroup.groups(of: text)
    switch groups.count {
    case 0: throw empty(text)
    case 1 where groups[0].isPlane:
      throw GeodesyError(.unreadableText, "“\(text.prefix(60))”只有一个平面坐标，请同时填写纵坐标和横坐标")
    case 1: return try single(CoordinateAngle(groups[0], text: text, notation: notation), text)
    case 2: return try pair(groups[0], groups[1], text, declared, notation, inColumns: false)
    default:
      throw GeodesyError(.unreadableText, "“\(text.prefix(60))”中的数多于一对坐标，请每格只填一个点的经度和纬度")
    }
  }

  /// The position in two columns: longitude (or easting, or northing) and latitude, each in any form.
  ///
  /// Columns filled the wrong way round are put right and reported as `CoordinateReading.Assumption.swapped`.
  /// - Throws: `GeodesyError` with a sentence that says what is wrong with the texts.
  public static func parse(
    longitude: String, latitude: String, declared: ReferenceSystem? = nil, notation: Notation = .automatic
  ) throws(GeodesyError) -> CoordinateReading {
    if notation == .automatic, declared?.isProjected != true,
      let first = PlainNumber(longitude), let second = PlainNumber(latitude),
      abs(first.value) < 1000, abs(second.value) < 1000
    {
      let (first, second) = (CoordinateAngle(first), CoordinateAngle(second))
      if first.isLongitudeInChina, second.isLatitudeInChina {
        return geographic(first, second, [])
      }
    }
    let text = "\(longitude)，\(latitude)"
    let (first, second) = (try CoordinateGroup.groups(of: longitude), try CoordinateGroup.groups(of: latitude))
    guard first.count == 1, second.count == 1 else {
      if first.isEmpty || second.isEmpty { throw empty(first.isEmpty ? longitude : latitude) }
      throw GeodesyError(.unreadableText, "“\(text.prefix(60))”的一格中有多个数，请把经度和纬度分列填写")
    }
    return try pair(first[0], second[0], text, declared, notation, inColumns: true)
  }

  /// The degrees, minutes and seconds of one ordinate, in a column each; minutes and seconds may be empty.
  public struct Columns: Hashable, Sendable {
    /// The column of degrees.
    public let degrees: String
    /// The column of minutes.
    public let minutes: String
    /// The column of seconds.
    public let seconds: String

    /// The three columns as they are in the table.
    public init(degrees: String, minutes: String, seconds: String) {
      self.degrees = degrees
      self.minutes = minutes
      self.seconds = seconds
    }

    /// One text with marks; marks that a cell has already are kept.
    var text: String {
      zip([degrees, minutes, seconds], ["°", "′", "″"]).reduce(into: "") { text, cell in
        let trimmed = cell.0.trimmingWhitespace
        if !trimmed.isEmpty { text += trimmed.last?.isNumber == true ? trimmed + cell.1 : trimmed }
      }
    }
  }

  /// The position in six columns: degrees, minutes and seconds of longitude and of latitude.
  /// - Throws: `GeodesyError` with a sentence that says what is wrong with the texts.
  public static func parse(longitude: Columns, latitude: Columns) throws(GeodesyError) -> CoordinateReading {
    for columns in [longitude, latitude] where columns.degrees.trimmingWhitespace.isEmpty {
      throw GeodesyError(.unreadableText, "坐标的“度”一列为空（\(columns.text)），请补填")
    }
    return try parse(longitude: longitude.text, latitude: latitude.text)
  }

  private static func empty(_ text: String) -> GeodesyError {
    GeodesyError(.unreadableText, "坐标“\(text.prefix(60))”中没有数字，请填写经度和纬度")
  }
}

extension CoordinateText {
  /// A degree on the ground, at most.
  private static let metresPerDegree = 111_320.0

  private static func single(_ angle: CoordinateAngle, _ text: String) throws(GeodesyError) -> CoordinateReading {
    let isLongitude = angle.label?.isLongitude ?? angle.isLongitudeInChina
    guard isLongitude ? angle.isLongitudeInChina : angle.isLatitudeInChina else {
      if angle.label != nil, isLongitude ? angle.isLatitudeInChina : angle.isLongitudeInChina {
        throw GeodesyError(
          .contradiction,
          "“\(text.prefix(60))”写作\(isLongitude ? "经度" : "纬度")，数值却是\(isLongitude ? "纬度" : "经度")，请核对是否填反")
      }
      throw outsideChina(text)
    }
    return CoordinateReading(
      isLongitude ? .longitude(angle.degrees) : .latitude(angle.degrees),
      precisionMetres: angle.halfDigitDegrees * metresPerDegree,
      assumptions: angle.isMaybePacked ? angle.assumptions + [.maybePacked] : angle.assumptions)
  }

  private static func pair(
    _ first: CoordinateGroup, _ second: CoordinateGroup, _ text: String, _ declared: ReferenceSystem?,
    _ notation: Notation, inColumns: Bool
  ) throws(GeodesyError) -> CoordinateReading {
    if first.isPlane && second.isPlane { return try PlanePair(first, second, text, declared).reading() }
    guard !first.isPlane, !second.isPlane else {
      throw GeodesyError(.unreadableText, "“\(text.prefix(60))”一个像经纬度、一个像平面坐标，请核对")
    }
    guard declared?.isProjected != true else {
      throw GeodesyError(
        .contradiction, "指明的坐标系“\(declared?.title ?? "")”是平面坐标系，“\(text.prefix(60))”却是经纬度，请核对坐标系")
    }
    return try pair(
      CoordinateAngle(first, text: text, notation: notation), CoordinateAngle(second, text: text, notation: notation),
      text, inColumns: inColumns)
  }

  /// Tells longitude from latitude by China's ranges, which do not overlap, and compares with labels and columns.
  private static func pair(
    _ first: CoordinateAngle, _ second: CoordinateAngle, _ text: String, inColumns: Bool
  ) throws(GeodesyError) -> CoordinateReading {
    if let label = first.label, let other = second.label, label.isLongitude == other.isLongitude {
      throw GeodesyError(
        .contradiction, "“\(text.prefix(60))”中两个数都写作\(label.isLongitude ? "经度" : "纬度")，请核对")
    }
    let longitudeLeads = first.isLongitudeInChina && second.isLatitudeInChina
    guard longitudeLeads || (first.isLatitudeInChina && second.isLongitudeInChina) else { throw outsideChina(text) }
    let stated = first.label?.isLongitude ?? second.label?.isLatitude ?? (inColumns ? true : nil)
    var assumptions: [CoordinateReading.Assumption] = []
    if let stated {
      if stated != longitudeLeads { assumptions.append(.swapped) }
    } else if !longitudeLeads {
      assumptions.append(.latitudeFirst)
    }
    return longitudeLeads ? geographic(first, second, assumptions) : geographic(second, first, assumptions)
  }

  private static func geographic(
    _ longitude: CoordinateAngle, _ latitude: CoordinateAngle, _ assumptions: [CoordinateReading.Assumption]
  ) -> CoordinateReading {
    var all = assumptions
    for assumption in longitude.assumptions + latitude.assumptions where !all.contains(assumption) {
      all.append(assumption)
    }
    if longitude.isMaybePacked, latitude.isMaybePacked { all.append(.maybePacked) }
    return CoordinateReading(
      .position(Position(x: longitude.degrees, y: latitude.degrees)),
      precisionMetres: max(longitude.halfDigitDegrees, latitude.halfDigitDegrees) * metresPerDegree, assumptions: all)
  }

  private static func outsideChina(_ text: String) -> GeodesyError {
    GeodesyError(.outsideChina, "“\(text.prefix(60))”不在中国范围内（经度73°～136°，纬度3°～54°），请核对经度和纬度")
  }
}
