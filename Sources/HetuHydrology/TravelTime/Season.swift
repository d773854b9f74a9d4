/// The part of the year by which a river's flow and speed are kept.
public enum Season: String, CaseIterable, Hashable, Sendable, Codable {
  /// Low water (枯水期).
  case dry
  /// Mean water (平水期).
  case normal
  /// High water (丰水期).
  case wet

  /// The Chinese name.
  public var title: String {
    switch self {
    case .dry: "枯水期"
    case .normal: "平水期"
    case .wet: "丰水期"
    }
  }
}
