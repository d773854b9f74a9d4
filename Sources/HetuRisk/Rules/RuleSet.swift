import Foundation

/// Which rule set a result rests on.
public struct RuleSetName: Sendable, Hashable {
  /// The identifier, `hj-941-2018`.
  public let id: String
  /// The standard with its edition, `HJ 941-2018`.
  public let standard: String
  /// The standard's title, in Chinese.
  public let title: String
  /// Whether all of it was compared with the official text.
  public let isVerified: Bool
}

/// The rules of one standard, read from a data file with provenance.
public protocol RuleSet: Sendable, Decodable {
  /// The number of the standard that such a file holds, `HJ 941`.
  static var standardNumber: String { get }
  /// The identifier, `hj-941-2018`.
  var id: String { get }
  /// The standard's number.
  var standard: String { get }
  /// The edition, mostly its year.
  var edition: String { get }
  /// The standard's title, in Chinese.
  var title: String { get }
  /// Whether all of it was compared with the official text.
  var verified: Bool { get }
  /// Refuses rules that contradict themselves.
  ///
  /// - Throws: ``RiskError`` that names the table.
  func validate() throws
}

extension RuleSet {
  /// The name that results carry.
  public var name: RuleSetName {
    RuleSetName(id: id, standard: "\(standard)-\(edition)", title: title, isVerified: verified)
  }

  func fault(_ place: String, _ what: String) -> RiskError { RiskError("rule set \(id), \(place): \(what)") }
}

/// The rule sets in use: those that come with the program, each replaced where a bureau brings its own of the same standard.
public struct RuleBook: Sendable {
  /// HJ 941, enterprises.
  public private(set) var enterprises: EnterpriseRules
  /// HJ 740, tailings ponds.
  public private(set) var tailings: TailingsRules
  /// HJ 338, protection zones.
  public private(set) var zones: ZoneRules
  /// Grades and reporting of events.
  public private(set) var events: EventRules

  /// The rule sets that come with the program.
  public static func builtIn() throws -> RuleBook {
    RuleBook(
      enterprises: try read(EnterpriseRules.self, embedded(EnterpriseRules.self), place: "built-in"),
      tailings: try read(TailingsRules.self, embedded(TailingsRules.self), place: "built-in"),
      zones: try read(ZoneRules.self, embedded(ZoneRules.self), place: "built-in"),
      events: try read(EventRules.self, embedded(EventRules.self), place: "built-in"))
  }

  /// The rule sets that come with the program, those of the files put in their place.
  ///
  /// - Throws: ``RiskError`` for a file that can't be read or used; it names the place in it.
  public static func builtIn(overriddenBy files: [URL]) throws -> RuleBook {
    var book = try builtIn()
    for file in files { try book.replace(with: file) }
    return book
  }

  private mutating func replace(with file: URL) throws {
    let place = file.lastPathComponent
    guard let handle = try? FileHandle(forReadingFrom: file),
      let data = try? handle.read(upToCount: RuleFile.greatestBytes + 1)
    else { throw RiskError("the rule file \(file.path) can't be read; name a JSON file") }
    let standard = try RuleFile.decode(Standard.self, from: data, called: "the rule file \(place)").standard
    switch standard {
    case EnterpriseRules.standardNumber: enterprises = try Self.read(EnterpriseRules.self, data, place: place)
    case TailingsRules.standardNumber: tailings = try Self.read(TailingsRules.self, data, place: place)
    case ZoneRules.standardNumber: zones = try Self.read(ZoneRules.self, data, place: place)
    case EventRules.standardNumber: events = try Self.read(EventRules.self, data, place: place)
    default:
      throw RiskError(
        "the rule file \(place) is of the standard “\(standard)”; there are rules for \(Self.standards.joined(separator: ", "))"
      )
    }
  }

  private static let standards = [
    EnterpriseRules.standardNumber, TailingsRules.standardNumber, ZoneRules.standardNumber, EventRules.standardNumber,
  ]

  private struct Standard: Decodable { let standard: String }

  private static func embedded<Rules: RuleSet>(_ type: Rules.Type) throws -> Data {
    for file in EmbeddedRuleSets.files {
      let data = Data(file.text.utf8)
      if try RuleFile.decode(Standard.self, from: data, called: file.name).standard == type.standardNumber {
        return data
      }
    }
    throw RiskError("the program holds no rules for \(type.standardNumber)")
  }

  /// Rules from a file's bytes.
  static func read<Rules: RuleSet>(_ type: Rules.Type, _ data: Data, place: String) throws -> Rules {
    let rules = try RuleFile.decode(type, from: data, called: "the rule file \(place)")
    do {
      try rules.validate()
    } catch let error as RiskError {
      throw RiskError("the rule file \(place) can't be used: \(error.message)")
    }
    return rules
  }
}
