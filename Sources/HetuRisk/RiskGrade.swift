/// The grade of an environmental risk (环境风险等级), the lowest first.
public enum RiskGrade: Int, Sendable, Hashable, CaseIterable, Comparable, Decodable {
  case general, greater, major

  /// The word of the standards.
  public var title: String {
    switch self {
    case .general: "一般"
    case .greater: "较大"
    case .major: "重大"
    }
  }

  /// The grade of a word of the standards.
  public init?(title: String) {
    guard let grade = Self.allCases.first(where: { $0.title == title }) else { return nil }
    self = grade
  }

  /// A grade by its word, as rule sets write it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let grade = RiskGrade(title: word) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(word)” is none of 一般, 较大, 重大")
    }
    self = grade
  }

  /// The grade one higher; the highest stays.
  public var raised: RiskGrade { RiskGrade(rawValue: rawValue + 1) ?? self }

  /// The lower one first.
  public static func < (left: RiskGrade, right: RiskGrade) -> Bool { left.rawValue < right.rawValue }
}

extension ClosedRange where Bound == RiskGrade {
  /// The grade, or the lowest and the highest: `较大`, `一般至重大`.
  public var title: String {
    lowerBound == upperBound ? lowerBound.title : "\(lowerBound.title)至\(upperBound.title)"
  }

  /// What a grade that is known becomes, in Chinese: `等级变为较大`, or of a range its end on the far side, `等级可至较大`.
  func becoming(from known: ClosedRange<RiskGrade>) -> String {
    guard lowerBound < upperBound else { return "等级变为\(title)" }
    return upperBound > known.upperBound ? "等级可至\(upperBound.title)" : "等级可降至\(lowerBound.title)"
  }
}
