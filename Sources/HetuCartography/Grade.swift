/// The grade of an environmental risk (环境风险等级) and its colour (蓝、黄、红, as the official guides have it).
public enum Grade: String, CaseIterable, Sendable, Hashable {
  /// 重大.
  case major
  /// 较大.
  case considerable
  /// 一般.
  case general
  /// 未定: not yet graded.
  case undetermined

  /// The Chinese title.
  public var title: String {
    switch self {
    case .major: "重大"
    case .considerable: "较大"
    case .general: "一般"
    case .undetermined: "未定"
    }
  }

  /// The colour as `#RRGGBB`.
  public var colour: String {
    switch self {
    case .major: "#C8102E"
    case .considerable: "#F2A900"
    case .general: "#2F6DB5"
    case .undetermined: "#8C8C8C"
    }
  }

  /// The symbol's size on a sheet in millimetres.
  public var symbolMillimetres: Double { self == .major ? 5.0 : 4.2 }
}
