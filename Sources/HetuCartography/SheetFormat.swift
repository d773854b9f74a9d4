import HetuGeometry

/// The paper and where the parts of a sheet stand on it; millimetres, from the upper left corner.
public struct SheetFormat: Sendable, Hashable {
  /// The paper's width.
  public var widthMillimetres: Double
  /// The paper's height.
  public var heightMillimetres: Double
  /// The side panel's width.
  public var panelMillimetres: Double

  /// A format.
  public init(widthMillimetres: Double, heightMillimetres: Double, panelMillimetres: Double) {
    self.widthMillimetres = widthMillimetres
    self.heightMillimetres = heightMillimetres
    self.panelMillimetres = panelMillimetres
  }

  /// A3 landscape.
  public static let a3 = SheetFormat(widthMillimetres: 420, heightMillimetres: 297, panelMillimetres: 88)
  /// A0 landscape: the same sizes of symbols and letters, room for more.
  public static let a0 = SheetFormat(widthMillimetres: 1189, heightMillimetres: 841, panelMillimetres: 180)

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
