/// The two families that drawings are lettered in, each with what stands in where it is missing.
public enum FontFamily: CaseIterable, Sendable {
  /// 黑体: labels, places, tables.
  case sans
  /// 宋体: names of waters.
  case serif

  /// The family that must be installed for a PDF or PNG; Debian's package `fonts-noto-cjk` has it.
  public var required: String {
    switch self {
    case .sans: "Noto Sans CJK SC"
    case .serif: "Noto Serif CJK SC"
    }
  }

  /// The list of families for SVG.
  var list: String {
    switch self {
    case .sans: "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
    case .serif: "Noto Serif CJK SC, Source Han Serif SC, SimSun, serif"
    }
  }
}

/// How a line of text is set; lengths in millimetres.
struct TextStyle: Hashable, Sendable {
  enum Anchor: String { case start, middle, end }

  var family = FontFamily.sans
  var size: Double
  var bold = false
  var colour = "#222222"
  var halo = 0.0
  var haloColour = "#FFFFFF"
  var letterSpacing = 0.0

  /// Distance of the baseline below the middle of a line, so that Chinese characters stand centred.
  var baselineShift: Double { size * 0.36 }

  /// The width of `text` set in this style.
  func width(of text: String) -> Double {
    let letters = TextMetrics.ems(text, bold: bold) * size
    return letters + letterSpacing * Double(max(0, text.count - 1))
  }
}
