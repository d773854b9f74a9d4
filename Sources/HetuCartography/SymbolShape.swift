/// One path of a symbol: SVG path data in a square from −50 to 50, y downwards; widths in the same hundredths of the
/// symbol's size.
public struct SymbolPart: Sendable, Hashable {
  /// What a part is coloured with.
  public enum Ink: String, Sendable {
    /// The symbol's own colour: its grade's or its kind's.
    case own
    /// White.
    case white
    /// Nothing.
    case none
  }

  /// SVG path data.
  public let path: String
  /// What fills it.
  public let fill: Ink
  /// What strokes it.
  public let stroke: Ink
  /// The stroke's width.
  public let strokeWidth: Double

  init(_ path: String, fill: Ink = .none, stroke: Ink = .none, strokeWidth: Double = 0) {
    self.path = path
    self.fill = fill
    self.stroke = stroke
    self.strokeWidth = strokeWidth
  }

  static func line(_ path: String, _ ink: Ink, _ width: Double) -> SymbolPart {
    SymbolPart(path, stroke: ink, strokeWidth: width)
  }
}

/// The geometry of a form: its outline, which also carries the halo, and the marks upon it.
public struct SymbolShape: Sendable, Hashable {
  /// The outline, a closed path in the square from −50 to 50.
  public let outline: String
  /// What is drawn upon it, in order.
  public let marks: [SymbolPart]

  private init(_ outline: String, _ marks: [SymbolPart]) {
    self.outline = outline
    self.marks = marks
  }

  private static let tile = "M-42 -46H42Q46 -46 46 -42V42Q46 46 42 46H-42Q-46 46 -46 42V-42Q-46 -46 -42 -46Z"
  private static let disc = "M46 0A46 46 0 1 1 -46 0A46 46 0 1 1 46 0Z"

  /// The shape of a form.
  public static func of(_ form: SymbolForm) -> SymbolShape {
    switch form {
    case .tailingsPond:
      SymbolShape("M-48 -32H48L28 38H-28Z", [.line("M-34 -11H34M-28 11H28", .white, 8)])
    case .keyEnterprise:
      SymbolShape(
        "M-44 46V-4L-14 -20V-4L14 -20V-48H34V-4H44V46Z", [SymbolPart("M-28 12H-10V30H-28ZM8 12H26V30H8Z", fill: .white)]
      )
    case .chemicalPark:
      SymbolShape(
        "M0 -48L43 -24V24L0 48L-43 24V-24Z",
        [SymbolPart("M-8 -28H8V-6L26 26H-26L-8 -6Z", fill: .white)])
    case .pipelineCrossing:
      SymbolShape(disc, [SymbolPart(circle(30), fill: .white), SymbolPart(circle(16), fill: .own)])
    case .hazmatCarrier:
      SymbolShape(
        "M0 -50L50 0L0 50L-50 0Z",
        [
          SymbolPart("M-26 -14H8V12H-26ZM11 -6H20L27 3V12H11Z", fill: .white),
          SymbolPart("M-10 14A6 6 0 1 1 -22 14A6 6 0 1 1 -10 14ZM22 14A6 6 0 1 1 10 14A6 6 0 1 1 22 14Z", fill: .white),
        ])
    case .hazmatCrossing:
      SymbolShape(
        "M0 -50L50 0L0 50L-50 0Z", [SymbolPart("M0 -28L28 0L0 28L-28 0Z", fill: .white), .line("M-10 0H10", .own, 9)])
    case .drinkingWaterIntake:
      SymbolShape(
        disc,
        [
          SymbolPart(circle(37), fill: .white),
          SymbolPart("M0 -32C10 -14 22 -4 22 9A22 22 0 0 1 -22 9C-22 -4 -10 -14 0 -32Z", fill: .own),
        ])
    case .sensitiveTarget:
      SymbolShape(disc, [SymbolPart("M-26 2L0 -26L26 2H17V24H-17V2Z", fill: .white)])
    case .monitoringSection:
      SymbolShape(
        "M-34 -46H-26V-44H40L26 -25L40 -6H-26V48H-34Z", [])
    case .dam: SymbolShape(tile, [SymbolPart("M-9 -28H5L26 26H-20L-9 -28Z", fill: .white), waves(-34, -8, 2)])
    case .gate:
      SymbolShape(
        tile, [.line("M-28 30V-30M28 30V-30M-28 -22H28", .white, 9), SymbolPart("M-18 -8H18V26H-18Z", fill: .white)])
    case .pond:
      SymbolShape(tile, [.line("M-32 -16L-20 26H20L32 -16", .white, 9), waves(-16, 16, -2), waves(-13, 13, 12)])
    case .bridge:
      SymbolShape(tile, [.line("M-34 -12H34M-34 26V18A16 16 0 0 1 -2 18V26M2 26V18A16 16 0 0 1 34 18V26", .white, 9)])
    case .channel:
      SymbolShape(tile, [.line("M-34 14H-8L10 -14H34M16 -28L34 -14L20 2", .white, 10)])
    case .reservoir:
      SymbolShape(tile, [SymbolPart("M-32 -20H32L0 30Z", fill: .white), .line("M-14 -2H14", .own, 7)])
    case .otherFacility: SymbolShape(tile, [SymbolPart(circle(16), fill: .white)])
    case .supplies:
      SymbolShape(
        "M-46 -22L-34 -42H34L46 -22V44H-46Z",
        [.line("M-46 -20H46M0 -42V-20", .white, 7), .line("M0 -6V30M-18 12H18", .white, 10)])
    case .team:
      SymbolShape(
        "M0 -48C14 -38 28 -36 42 -36V-2C42 24 22 40 0 49C-22 40 -42 24 -42 -2V-36C-28 -36 -14 -38 0 -48Z",
        [SymbolPart("M0 -26L7 -7H27L11 5L17 25L0 13L-17 25L-11 5L-27 -7H-7Z", fill: .white)])
    }
  }

  private static func circle(_ radius: Int) -> String {
    "M\(radius) 0A\(radius) \(radius) 0 1 1 -\(radius) 0A\(radius) \(radius) 0 1 1 \(radius) 0Z"
  }

  private static func waves(_ from: Int, _ to: Int, _ y: Int) -> SymbolPart {
    .line("M\(from) \(y)H\(to)", .white, 7)
  }
}
