import HetuGeometry

/// The paper and where the parts of a sheet stand on it; millimetres, from the upper left corner.
public struct SheetFormat: Sendable, Hashable {
  /// The paper's width.
  public var widthMillimetres: Double
  /// The paper's height.
  public var heightMillimetres: Double
  /// The side panel's width.
  public var panelMillimetres: Double
  /// How many times larger the sheet is printed than it is laid out: letters and symbols of a wall map are read from afar.
  public var magnification: Double

  /// A format; its measures are those of the layout, before it is magnified.
  public init(
    widthMillimetres: Double, heightMillimetres: Double, panelMillimetres: Double, magnification: Double = 1
  ) {
    self.widthMillimetres = widthMillimetres
    self.heightMillimetres = heightMillimetres
    self.panelMillimetres = panelMillimetres
    self.magnification = magnification
  }

  /// A3 landscape.
  public static let a3 = SheetFormat(widthMillimetres: 420, heightMillimetres: 297, panelMillimetres: 88)
  /// A0 landscape: symbols and letters half as large again, and still room for nearly four times as much; larger ones where a sheet
  /// has room for them.
  public static let a0 = a0(magnification: 1.5)

  private static func a0(magnification: Double) -> SheetFormat {
    SheetFormat(
      widthMillimetres: 1189 / magnification, heightMillimetres: 841 / magnification,
      panelMillimetres: max(a3.panelMillimetres, 180 / magnification), magnification: magnification)
  }

  /// The same paper for a sheet with less on it, the largest letters first.
  var larger: [SheetFormat] { self == .a0 ? [2.5, 2.25, 2, 1.75].map(Self.a0(magnification:)) : [] }

  static let margin = 10.0
  static let titleHeight = 14.0
  static let footerHeight = 12.0
  /// The room between the map and its outer frame, for the degrees.
  static let graticuleBand = 4.5

  /// The map with its frame of degrees.
  var outerFrame: Envelope {
    Envelope(
      minX: Self.margin, minY: Self.margin + Self.titleHeight, maxX: panel.minX - 3,
      maxY: heightMillimetres - Self.margin - Self.footerHeight)
  }

  /// The map.
  var map: Envelope { outerFrame.expanded(dx: -Self.graticuleBand, dy: -Self.graticuleBand) }

  /// The side panel.
  var panel: Envelope {
    Envelope(
      minX: widthMillimetres - Self.margin - panelMillimetres, minY: Self.margin + Self.titleHeight,
      maxX: widthMillimetres - Self.margin, maxY: heightMillimetres - Self.margin - Self.footerHeight)
  }

  /// The footer.
  var footer: Envelope {
    Envelope(
      minX: Self.margin, minY: heightMillimetres - Self.margin - Self.footerHeight,
      maxX: widthMillimetres - Self.margin, maxY: heightMillimetres - Self.margin)
  }
}
