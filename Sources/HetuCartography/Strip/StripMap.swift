/// A strip map (直线示意图) as a value: the river straightened from the source at the left to the mouth at the right, in true
/// kilometres, the left bank above and the right bank below. Kilometres count from the mouth.
///
/// `drawn()` chooses the rows and the size of the letters, and draws it.
public struct StripMap: Sendable {
  /// The title over the drawing.
  public var title: String
  /// The river's name.
  public var riverName: String
  /// The kilometre at the left end.
  public var fromKm: Double
  /// The kilometre at the right end, less than `fromKm`.
  public var toKm: Double
  /// What stands at the left end.
  public var startTitle = "河源"
  /// What stands at the right end.
  public var endTitle = "河口"
  /// How far things lie from the river at most, metres: the height of the longest stalk.
  public var withinMetres = 1_000.0
  /// What the drawing says about itself.
  public var imprint = SheetImprint()
  /// The districts that the river runs through, from the source.
  public var districts: [StripDistrict] = []
  /// What stands along the river.
  public var marks: [StripMark] = []
  /// When the front of a spill comes by, a scale for each season.
  public var fronts: [StripFront] = []
  /// What the scales of the front tell of: the spill's place and substance.
  public var frontTitle = ""

  /// A strip with nothing but a river; the rest is set afterwards.
  public init(title: String, riverName: String, fromKm: Double, toKm: Double) {
    self.title = title
    self.riverName = riverName
    self.fromKm = fromKm
    self.toKm = toKm
  }
}

/// A district along a strip.
public struct StripDistrict: Sendable {
  /// Its name; empty where the river runs outside the known districts.
  public var name: String
  /// Where the river comes into it, kilometres from the mouth.
  public var fromKm: Double
  /// Where the river leaves it.
  public var toKm: Double
  /// The class of the border where the river leaves it; nil at the mouth.
  public var borderBelow: BorderClass?

  /// A district.
  public init(name: String, fromKm: Double, toKm: Double, borderBelow: BorderClass?) {
    self.name = name
    self.fromKm = fromKm
    self.toKm = toKm
    self.borderBelow = borderBelow
  }
}

/// Something along a strip.
public struct StripMark: Sendable {
  /// The side of the river that it stands on.
  public enum Side: Sendable {
    case left, right
    /// Across the river or upon it; it is labelled where there is more room.
    case either
  }

  /// How it is drawn.
  public enum Sign: Sendable, Hashable {
    /// A symbol of the one table.
    case symbol(SymbolForm, Grade, hasBrokenOutline: Bool)
    /// A monitoring section with the sign of its level.
    case section(level: String, isProvinceBorder: Bool)
    /// A tributary that comes in.
    case confluence
    /// A protection zone: a bar along the bank down to a kilometre, without a name.
    case zone(ProtectionZone.Level, toKm: Double)
  }

  /// How it is drawn.
  public var sign: Sign
  /// Where it stands, kilometres from the mouth.
  public var riverKm: Double
  /// The side.
  public var side: Side
  /// Its distance from the river's line, metres.
  public var offsetMetres: Double
  /// Its name.
  public var name: String
  /// The second line: kilometre, distance or volume.
  public var note: String
  /// Which of several keeps its name where there is no room for all: the greater.
  public var importance: Double
  /// What became of it since an earlier drawing.
  public var change: ChangeMark.Operation?

  /// A mark.
  public init(
    sign: Sign, riverKm: Double, side: Side, offsetMetres: Double = 0, name: String, note: String = "",
    importance: Double = 0, change: ChangeMark.Operation? = nil
  ) {
    self.sign = sign
    self.riverKm = riverKm
    self.side = side
    self.offsetMetres = offsetMetres
    self.name = name
    self.note = note
    self.importance = importance
    self.change = change
  }
}

/// When the front of a spill comes by, in one season.
public struct StripFront: Sendable {
  /// A place of the front.
  public struct Point: Sendable, Hashable {
    /// Kilometres from the mouth.
    public var riverKm: Double
    /// Hours after the spill.
    public var hours: Double

    /// A place of the front.
    public init(riverKm: Double, hours: Double) {
      self.riverKm = riverKm
      self.hours = hours
    }
  }

  /// The season: 枯水期, 平水期 or 丰水期.
  public var season: String
  /// The front's way: downstream, hours rising; between the points the water runs evenly.
  public var points: [Point]

  /// A front.
  public init(season: String, points: [Point]) {
    self.season = season
    self.points = points
  }

  /// The kilometre that the front has reached after so many hours; nil before and after its way.
  public func riverKm(atHours hours: Double) -> Double? {
    for (upper, lower) in zip(points, points.dropFirst())
    where upper.hours <= hours && hours <= lower.hours && lower.hours > upper.hours {
      let share = (hours - upper.hours) / (lower.hours - upper.hours)
      return upper.riverKm + (lower.riverKm - upper.riverKm) * share
    }
    return points.first.flatMap { $0.hours == hours ? $0.riverKm : nil }
  }
}

/// A strip that has been drawn.
public struct DrawnStrip: Sendable {
  /// The drawing.
  public let document: SVGDocument
  /// In how many rows.
  public let rows: Int
  /// What a reader should know, in Chinese.
  public let warnings: [String]
}

extension StripMap {
  /// Draws the strip on one A3 sheet.
  ///
  /// - Throws: `CartographyError.Code.invalidInput` where the river has no length or a figure is no number.
  public func drawn() throws(CartographyError) -> DrawnStrip {
    try validate()
    var composer = StripComposer(self)
    return composer.compose()
  }

  private func validate() throws(CartographyError) {
    let figures =
      [fromKm, toKm, withinMetres] + districts.flatMap { [$0.fromKm, $0.toKm] }
      + marks.flatMap { [$0.riverKm, $0.offsetMetres, $0.importance] }
      + fronts.flatMap(\.points).flatMap { [$0.riverKm, $0.hours] }
    guard figures.allSatisfy({ abs($0) < 1e9 }) else {
      throw CartographyError(.invalidInput, "A figure of \(title) is no number that can be drawn: check its records.")
    }
    guard fromKm > toKm else {
      throw CartographyError(.invalidInput, "The river \(riverName) has no length: import its reaches first.")
    }
  }
}
