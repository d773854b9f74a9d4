import Foundation

/// A substance of HJ 941 Appendix A with its threshold.
public struct ThresholdSubstance: Sendable, Decodable {
  /// A compound that counts by what it holds of the substance.
  public struct Compound: Sendable, Decodable {
    /// The name.
    public let name: String
    /// The CAS number.
    public let cas: String
    /// The share by mass of the substance, 0…1.
    public let fraction: Double
  }

  /// The name in the appendix.
  public let name: String
  /// Other names that are understood.
  public let aliases: [String]
  /// The CAS number where it is one substance.
  public let cas: String?
  /// The part of the appendix.
  public let part: String
  /// The media that it counts for.
  public let media: [EnterpriseRules.Medium]
  /// The threshold in tonnes.
  public let thresholdT: Double
  /// Of solutions: below this strength, in percent, it counts by what it holds of the listed solution.
  public let minimumConcentrationPct: Double?
  /// The state that is meant where several entries have the same CAS number.
  public let form: String?
  /// Compounds that count by what they hold of it.
  public let compounds: [Compound]?
  /// Whether the threshold was compared with the official text.
  public let verified: Bool
}

/// Thresholds of another standard that get into lists of risk substances by mistake.
public struct ForeignThresholds: Sendable, Decodable {
  /// A substance and its threshold there, tonnes.
  public struct Entry: Sendable, Decodable {
    /// The name.
    public let name: String
    /// The threshold in tonnes.
    public let thresholdT: Double
  }

  /// The standard's number.
  public let standard: String
  /// Its thresholds.
  public let entries: [Entry]
}

/// The thresholds of HJ 941 Appendix A.
public struct SubstanceTable: Sendable, Decodable {
  /// What a substance that isn't in the table may count by at the most, tonnes.
  public let unlistedThresholdT: Double
  /// Thresholds of other standards, by which a mix-up is told.
  public let foreignThresholds: [ForeignThresholds]?
  /// The substances.
  public let substances: [ThresholdSubstance]

  /// What is odd about a threshold that was handed in with a substance, in Chinese; nil where it is that of the entry.
  func doubt(_ stored: StoredSubstance, _ entry: ThresholdSubstance) -> String? {
    guard let handedIn = stored.thresholdT, handedIn != entry.thresholdT else { return nil }
    let name = SubstanceIndex.key(stored.name)
    let origin = foreignThresholds?.first { standard in
      standard.entries.contains { SubstanceIndex.key($0.name) == name && $0.thresholdT == handedIn }
    }
    let text = PlainFigure.text
    let likeness = origin.map { "像是\($0.standard)（重大危险源）的临界量，" } ?? ""
    return "所填临界量\(text(handedIn)) t\(likeness)与规则的\(text(entry.thresholdT)) t不同，已按规则计"
  }

  func validate(_ fault: (_ place: String, _ what: String) -> RiskError) throws {
    guard unlistedThresholdT > 0 else { throw fault("unlisted_threshold_t", "a threshold must be above 0") }
    var seen: [String: String] = [:]
    for substance in substances {
      guard substance.thresholdT > 0 else { throw fault(substance.name, "a threshold must be above 0") }
      guard Set(substance.media).count == substance.media.count else {
        throw fault(substance.name, "a medium stands twice")
      }
      guard (substance.minimumConcentrationPct ?? 50) > 0, (substance.minimumConcentrationPct ?? 50) <= 100 else {
        throw fault(substance.name, "minimum_concentration_pct must be above 0 and at most 100")
      }
      for compound in substance.compounds ?? [] where !(compound.fraction > 0 && compound.fraction <= 1) {
        throw fault(compound.name, "fraction must be above 0 and at most 1")
      }
      for cas in [substance.cas].compactMap({ $0 }) + (substance.compounds ?? []).map(\.cas)
      where !CASNumber.isValid(cas) {
        throw fault(substance.name, "\(cas) is no CAS number: its check digit is off")
      }
      for name in [substance.name] + substance.aliases + (substance.compounds ?? []).map(\.name) {
        if let other = seen.updateValue(substance.name, forKey: SubstanceIndex.key(name)), other != substance.name {
          throw fault(substance.name, "the name “\(name)” stands for \(other) too")
        }
      }
    }
  }
}

/// CAS registry numbers.
public enum CASNumber {
  /// Whether a number has the form and the check digit of the registry: the digits before it, counted from the right, times their place, modulo 10.
  public static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, (2...7).contains(parts[0].count), parts[1].count == 2, parts[2].count == 1,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return false }
    let digits = (parts[0] + parts[1]).utf8.map { Int($0) - 0x30 }
    let sum = digits.reversed().enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    return parts[2] == "\(sum % 10)"
  }
}

/// The substances of a table by CAS number and name, never by a part of a name.
public struct SubstanceIndex: Sendable {
  /// A substance and how much of it counts.
  public struct Match: Sendable {
    /// The entry.
    public let substance: ThresholdSubstance
    /// The share by mass that counts, 0…1.
    public let fraction: Double
    /// How it was found, in Chinese.
    public let basis: String
    /// The entry that the name alone would give, where the number gives another.
    public var otherName: String?
  }

  /// What is found for a stored substance.
  public enum Finding: Sendable {
    /// One entry.
    case found(Match)
    /// Several entries of the same CAS number, which neither name nor state tell apart.
    case ambiguous([Match])
    /// None.
    case unlisted
  }

  private var byCAS: [String: [Match]] = [:]
  private var byName: [String: Match] = [:]

  /// The index of a table.
  public init(_ table: SubstanceTable) {
    for substance in table.substances {
      if let cas = substance.cas {
        byCAS[cas, default: []].append(Match(substance: substance, fraction: 1, basis: "CAS号"))
      }
      for name in [substance.name] + substance.aliases {
        add(name, Match(substance: substance, fraction: 1, basis: "名称"))
      }
      for compound in substance.compounds ?? [] {
        byCAS[compound.cas, default: []].append(Match(substance: substance, fraction: compound.fraction, basis: "CAS号"))
        add(compound.name, Match(substance: substance, fraction: compound.fraction, basis: "名称"))
      }
    }
  }

  /// Names stand as they are written too: most are looked up so, and a plain name is costly to make.
  private mutating func add(_ name: String, _ match: Match) {
    byName[name] = match
    byName[Self.key(name)] = match
  }

  /// The entry of a stored substance: by CAS number, then by name or alias as a whole.
  public func find(_ stored: StoredSubstance) -> Finding {
    let named = byName[stored.name] ?? byName[Self.key(stored.name)]
    guard let cas = stored.cas, let matches = byCAS[cas] else { return named.map(Finding.found) ?? .unlisted }
    if matches.count == 1 {
      var match = matches[0]
      if let named, named.substance.name != match.substance.name { match.otherName = named.substance.name }
      return .found(match)
    }
    if let match = matches.first(where: { $0.substance.name == named?.substance.name }) { return .found(match) }
    if let match = matches.first(where: { $0.substance.form != nil && $0.substance.form == stored.form }) {
      return .found(match)
    }
    let others = matches.filter { $0.substance.form == nil }
    return stored.form != nil && others.count == 1 ? .found(others[0]) : .ambiguous(matches)
  }

  /// A name without case, width, blanks and brackets' form.
  static func key(_ text: String) -> String {
    String(
      text.precomposedStringWithCompatibilityMapping.lowercased().filter { !$0.isWhitespace && !"()（）[]".contains($0) })
  }
}
