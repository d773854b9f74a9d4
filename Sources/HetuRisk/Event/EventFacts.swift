import Foundation

/// What is known of an event: numbers, words and truths by name; what isn't named is not known.
public struct EventFacts: Sendable, Hashable {
  /// Numbers, such as `deaths`.
  public var numbers: [String: Double] = [:]
  /// Words, such as `water_supply_cut`.
  public var words: [String: String] = [:]
  /// Truths, such as `heavy_metal`.
  public var truths: [String: Bool] = [:]

  /// Facts of which nothing is known.
  public init() {}

  /// Facts that only the first report tells.
  static let reported = [
    "place", "occurred", "cause", "nature", "course", "substances", "quantity", "monitoring", "trend", "handling",
    "planned", "reporter", "signer", "contact",
  ]

  /// Facts from a JSON object, as `hetu event --facts` takes it: numbers, texts and truths by the names that the rules use.
  ///
  /// - Throws: ``RiskError`` that names the fact for one that the rules don't know or that has the wrong form.
  public init(json: Data, for rules: EventRules) throws {
    guard json.count <= 1 << 16 else { throw RiskError("the file of facts is larger than 64 KiB") }
    guard let object = try? JSONSerialization.jsonObject(with: json) as? [String: Any] else {
      throw RiskError("the file of facts is no JSON object; write such as {\"deaths\": 0, \"evacuated\": 1200}")
    }
    let numberNames = Set(rules.tables.flatMap { $0.numbers.map(\.property) })
    var wordNames: [String: Set<String>] = [:]
    for criterion in rules.tables.flatMap(\.words) {
      wordNames[criterion.property, default: []].formUnion(criterion.options.map(\.value))
    }
    let truthNames = Set(rules.triggers.facts.map(\.property))
    for (name, value) in object where !(value is NSNull) {
      let number = value as? NSNumber
      let isTruth = number.map(Self.isTruth) ?? false
      if numberNames.contains(name) {
        guard let number, !isTruth, number.doubleValue.isFinite, number.doubleValue >= 0 else {
          throw RiskError("the fact \(name) must be a number that is not negative")
        }
        numbers[name] = number.doubleValue
      } else if let options = wordNames[name] {
        guard let word = value as? String, options.contains(word) else {
          throw RiskError("the fact \(name) must be one of \(options.sorted().joined(separator: "、"))")
        }
        words[name] = word
      } else if truthNames.contains(name) {
        guard let number, isTruth else { throw RiskError("the fact \(name) must be true or false") }
        truths[name] = number.boolValue
      } else if Self.reported.contains(name) {
        guard let text = value as? String, text.count <= 2_000 else {
          throw RiskError("the fact \(name) must be a text of at most 2000 letters")
        }
        words[name] = text
      } else {
        let known = (numberNames.union(wordNames.keys).union(truthNames)).sorted() + Self.reported
        throw RiskError("“\(name)” is no fact that the rules know; they know \(known.joined(separator: ", "))")
      }
    }
  }

  /// Whether a value of a JSON object was written as true or false.
  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
