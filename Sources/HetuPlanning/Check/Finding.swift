import HetuRegistry
import HetuSchemas

/// Something that is wrong with the data, and what to do about it.
public struct Finding: Sendable, Hashable {
  /// How bad it is, the worst first.
  public enum Severity: Int, Sendable, CaseIterable, Comparable {
    case error, warning, note

    /// The word that people read.
    public var title: String {
      switch self {
      case .error: "错误"
      case .warning: "警告"
      case .note: "提示"
      }
    }

    /// The worse one first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// How bad it is.
  public let severity: Severity
  /// The rule, in English, stable.
  public let rule: String
  /// The kind's name, or empty for the registry itself.
  public let kind: String
  /// The kind in Chinese.
  public let title: String
  /// The record's code.
  public let code: String
  /// The record's name.
  public let name: String
  /// The district code, for sorting the findings by branch.
  public let district: String
  /// Where it lies along a river, as it is read out by phone (`涧河 K12+300 左岸`); nil where the question is of no river.
  public internal(set) var place: String?
  /// What is wrong, in Chinese.
  public let message: String
  /// What to do, in Chinese.
  public let remedy: String

  init(_ severity: Severity, _ rule: String, _ record: Record, _ message: String, _ remedy: String) {
    self.severity = severity
    self.rule = rule
    kind = record.kind.name
    title = record.kind.title
    code = record.code
    name = record.name
    district = record["district"].text ?? ""
    self.message = message
    self.remedy = remedy
  }

  init(
    _ severity: Severity, _ rule: String, kind: String, title: String, code: String = "", name: String = "",
    _ message: String, _ remedy: String
  ) {
    self.severity = severity
    self.rule = rule
    self.kind = kind
    self.title = title
    self.code = code
    self.name = name
    district = ""
    self.message = message
    self.remedy = remedy
  }
}
