import Foundation

/// What the check of records holds against, read from a rule file in which each rule says where it comes from.
struct CheckRules: DataRules {
  static let fileName = "the file of check rules"

  /// How long something counts.
  struct Term: Decodable {
    /// The property with the day: that from which the time runs, or that on which it ends.
    let property: String
    /// The rule's name in findings.
    let rule: String
    /// What runs out, in Chinese.
    let title: String
    /// How many months it counts from that day; nil where the day is the end.
    let months: Int?
    /// How many days it counts from that day.
    let days: Int?
    /// How many days before its end it is told.
    let noticeDays: Int?
    /// What to do, in Chinese.
    let remedy: String
    let verified: Bool
    let source: String
  }

  /// A property that names a record of another list.
  struct Link: Decodable {
    let kind: String
    let property: String
    /// The kind of the record named.
    let target: String
    let verified: Bool
    let source: String
  }

  let id: String
  let edition: String
  let terms: [Term]
  let links: [Link]

  /// The rules that come with Hetu.
  static func standard() throws -> CheckRules {
    try read(Data(checkRulesJSON.utf8))
  }
}
