import Foundation

/// The notation of HJ 941 for a grade: `较大-水(Q1-M2-E1)`, `一般-大气(Q0)`, `重大[较大-大气(Q1-M2-E1)+重大-水(Q2-M2-E1)]`.
public struct GradeNotation: Sendable, Hashable, CustomStringConvertible {
  /// The grade of one medium.
  public struct MediumGrade: Sendable, Hashable {
    /// The grade; nil where the notation leaves it out.
    public let grade: RiskGrade?
    /// The medium.
    public let medium: EnterpriseRules.Medium
    /// 0…3 of Q0 to Q3; nil where left out.
    public let quantity: Int?
    /// 1…4 of M1 to M4; nil where left out.
    public let control: Int?
    /// 1…3 of E1 to E3; nil where left out.
    public let sensitivity: Int?

    /// The grade of one medium from its parts.
    public init(grade: RiskGrade?, medium: EnterpriseRules.Medium, quantity: Int?, control: Int?, sensitivity: Int?) {
      self.grade = grade
      self.medium = medium
      self.quantity = quantity
      self.control = control
      self.sensitivity = sensitivity
    }

    var text: String {
      let levels = [quantity.map { "Q\($0)" }, control.map { "M\($0)" }, sensitivity.map { "E\($0)" }].compactMap { $0 }
      let tail = levels.isEmpty ? "" : "(\(levels.joined(separator: "-")))"
      return "\(grade.map { "\($0.title)-" } ?? "")\(medium.title)\(tail)"
    }
  }

  /// The grade of the whole.
  public let grade: RiskGrade
  /// The grades by medium.
  public let media: [MediumGrade]

  /// A notation from its parts.
  public init(grade: RiskGrade, media: [MediumGrade]) {
    self.grade = grade
    self.media = media
  }

  /// One medium alone stands without brackets, unless the grade was raised.
  public var description: String {
    if media.count == 1, media[0].grade == grade { return media[0].text }
    return media.isEmpty ? grade.title : "\(grade.title)[\(media.map(\.text).joined(separator: "+"))]"
  }

  /// Whether the grade of the whole is higher than those of its media, as after a penalty.
  public var isRaised: Bool { media.compactMap(\.grade).max().map { $0 < grade } ?? false }

  /// Reads a notation: brackets of either width and kind, with the `+` or parts left out, with blanks between.
  ///
  /// - Throws: ``RiskError`` for a text that is none.
  public init(reading text: String) throws {
    let plain = text.precomposedStringWithCompatibilityMapping.uppercased().filter { !$0.isWhitespace }
      .replacing("【", with: "[").replacing("】", with: "]").replacing("〔", with: "[").replacing("〕", with: "]")
      .replacing("—", with: "-").replacing("–", with: "-").replacing("－", with: "-")
    let fault = RiskError("“\(text.prefix(100))”不是风险等级表征；应如 较大-水(Q1-M2-E1) 或 重大[较大-大气(Q1-M2-E1)+重大-水(Q2-M2-E1)]")
    guard plain.count <= 200, let first = plain.prefixMatch(of: /(一般|较大|重大)(环境风险)?/),
      let grade = RiskGrade(title: String(first.1))
    else { throw fault }
    let medium = /(?:(一般|较大|重大)-?)?(大气|水)(?:[\(\[](Q[0-3])?-?(M[1-4])?-?(E[1-3])?[\)\]]?)?/
    var rest = plain[first.range.upperBound...]
    // Without an opening bracket the first word is that of the only medium.
    var found: [MediumGrade] = []
    if rest.first != "[" && rest.first != "(" { rest = plain[...] }
    if rest.first == "[" || rest.first == "(" { rest = rest.dropFirst() }
    while let match = rest.prefixMatch(of: medium) {
      func level(_ part: Substring?) -> Int? { part.flatMap { Int($0.dropFirst()) } }
      found.append(
        MediumGrade(
          grade: match.1.flatMap { RiskGrade(title: String($0)) }, medium: match.2 == "水" ? .water : .air,
          quantity: level(match.3), control: level(match.4), sensitivity: level(match.5)))
      rest = rest[match.range.upperBound...].drop { "+,、;和".contains($0) }
    }
    guard rest.allSatisfy({ "])".contains($0) }) || (found.isEmpty && plain.endIndex == first.range.upperBound),
      Set(found.map(\.medium)).count == found.count
    else { throw fault }
    self.init(grade: grade, media: found)
  }
}
