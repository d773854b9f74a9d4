import Foundation

/// A class of surface water by its use (水域功能类别).
public enum WaterClass: String, CaseIterable, Hashable, Sendable, Codable {
  /// Class I: sources, national reserves.
  case first = "I"
  /// Class II: first-grade protection zones of drinking water.
  case second = "II"
  /// Class III: second-grade protection zones of drinking water.
  case third = "III"
  /// Class IV: industry.
  case fourth = "IV"
  /// Class V: agriculture.
  case fifth = "V"

  /// The Chinese name, `Ⅲ类`.
  public var title: String {
    switch self {
    case .first: "Ⅰ类"
    case .second: "Ⅱ类"
    case .third: "Ⅲ类"
    case .fourth: "Ⅳ类"
    case .fifth: "Ⅴ类"
    }
  }
}

/// A substance or sum parameter with its limits, as the data file states it.
public struct LimitedSubstance: Hashable, Sendable, Decodable {
  /// Where decay lies, first order, per day.
  public struct DecayRange: Hashable, Sendable, Decodable {
    /// The slowest, for high concentrations.
    public let low: Double
    /// The fastest.
    public let high: Double
  }

  /// A compound that counts by what it holds of the substance.
  public struct Compound: Hashable, Sendable, Decodable {
    /// The name.
    public let name: String
    /// Other names that are understood.
    public let aliases: [String]
    /// CAS registry number.
    public let cas: String?
    /// The share by mass of the substance, 0…1, by molar masses.
    public let fraction: Double
  }

  /// The name of the standard.
  public let name: String
  /// Compounds that count by what they hold of it.
  public let compounds: [Compound]?
  /// Other names and symbols that are understood.
  public let aliases: [String]
  /// CAS registry number where it is one substance.
  public let cas: String?
  /// The table of the standard.
  public let table: String
  /// One limit in mg/L, of tables that know no classes.
  public let limit: Double?
  /// Limits in mg/L by class, I to V.
  public let limits: [Double]?
  /// Limits in mg/L by class in lakes and reservoirs, where they differ.
  public let lakeLimits: [Double]?
  /// Why there is no simple multiple (pH, dissolved oxygen); nil where there is one.
  public let noMultiple: String?
  /// First-order decay, an example, unverified; nil where not known; 0 for metals and salts.
  public let decayPerDay: DecayRange?
  /// Usual treatment, in Chinese, unverified.
  public let treatment: String?
  /// Whether the limit was confirmed in a public source.
  public let verified: Bool
  /// Where the figures come from.
  public let source: String
}

/// A limit with its origin.
public struct ConcentrationLimit: Hashable, Sendable {
  /// The substance's name in the standard.
  public let substance: String
  /// The limit in mg/L.
  public let milligramsPerLitre: Double
  /// What it stands on, `GB 3838-2002 表1 Ⅲ类`.
  public let basis: String
  /// Whether the figure was confirmed in a public source.
  public let isVerified: Bool
  /// A warning where it was not.
  public var warnings: [TravelWarning] {
    guard !isVerified else { return [] }
    let message = "\(substance)的限值\(milligramsPerLitre) mg/L（\(basis)）未与标准原文核对（规则未核对）"
    return [TravelWarning(kind: .unverifiedLimit, message: message)]
  }
}

/// Limits for 超标倍数, a rule set read from a data file with provenance.
public struct SubstanceLimits: Sendable, Decodable {
  /// The rule set's identifier.
  public let id: String
  /// The standard's number.
  public let standard: String
  /// The standard's edition.
  public let edition: String
  /// Whether all of it was compared with the official print.
  public let verified: Bool
  /// All substances.
  public let substances: [LimitedSubstance]

  /// Limits from a data file (JSON), so that a bureau can bring its own.
  ///
  /// - Throws: ``TravelTimeError`` with `malformedData` for a text that is not such a file, or a limit that is not
  ///   positive.
  public init(json: Data) throws {
    self = try DataFile.decode(Self.self, from: json, called: "limits")
    for substance in substances {
      let classes = [substance.limits, substance.lakeLimits].compactMap { $0 }
      let figures = classes.flatMap { $0 } + [substance.limit].compactMap { $0 }
      guard classes.allSatisfy({ $0.count == WaterClass.allCases.count }), figures.allSatisfy({ $0 > 0 }),
        substance.compounds?.allSatisfy({ $0.fraction > 0 && $0.fraction <= 1 }) ?? true,
        !figures.isEmpty || substance.noMultiple != nil
      else {
        throw TravelTimeError(
          code: .malformedData,
          message:
            "The limits of \(substance.name) in \(id) are not one positive figure, or five by class, or a compound's share "
            + "is not above 0 and at most 1: correct them.")
      }
    }
  }

  /// GB 3838-2002 as it comes with Hetu.
  public static func surfaceWater() throws -> SubstanceLimits {
    try SubstanceLimits(json: Data(surfaceWaterLimitsJSON.utf8))
  }

  /// The substance of a name, alias, symbol or CAS number, whatever the letters' case, width, blanks and brackets.
  ///
  /// - Throws: ``TravelTimeError`` with `unknownSubstance` and the names that look like it.
  public func substance(named text: String) throws -> LimitedSubstance { try match(text).substance }

  /// A substance and the compound of it that is meant; nil where it is the substance itself.
  public typealias Match = (substance: LimitedSubstance, compound: LimitedSubstance.Compound?)

  /// The substance of a name, alias, symbol or CAS number, also of a compound or of 及其化合物, which count by what they hold of it.
  ///
  /// - Throws: ``TravelTimeError`` with `unknownSubstance` and the names that look like it.
  public func match(_ text: String) throws -> Match {
    let wanted = Self.key(text.replacing(/及其(可溶性|无机)?化合物.*/, with: ""))
    let known = substances.map {
      (substance: $0, keys: ([$0.name] + $0.aliases + [$0.cas].compactMap { $0 }).map(Self.key))
    }
    if !wanted.isEmpty {
      if let match = known.first(where: { $0.keys.contains(wanted) }) { return (match.substance, nil) }
      for substance in substances {
        let compound = substance.compounds?.first { compound in
          ([compound.name] + compound.aliases + [compound.cas].compactMap { $0 }).map(Self.key).contains(wanted)
        }
        if let compound { return (substance, compound) }
      }
    }
    let likenesses = known.map { ($0.substance.name, $0.keys.map { Self.likeness($0, wanted) }.max() ?? 0) }
    let suggestions = likenesses.filter { $0.1 >= 0.4 }.sorted { $0.1 > $1.1 }.prefix(5).map(\.0)
    let remedy =
      suggestions.isEmpty
      ? "use a name of the standard, a symbol or a CAS number" : "did you mean \(suggestions.joined(separator: "、"))?"
    throw TravelTimeError(
      code: .unknownSubstance(suggestions: suggestions),
      message: "\(standard)-\(edition) has no limit for the substance \"\(text)\": \(remedy)")
  }

  /// The limit of a substance in waters of a class.
  ///
  /// - Parameter inLake: whether it is for a lake or reservoir.
  /// - Throws: ``TravelTimeError`` for a substance that is unknown or has no simple multiple.
  public func limit(
    of name: String, in waterClass: WaterClass = .third, inLake: Bool = false
  ) throws -> ConcentrationLimit {
    let substance = try substance(named: name)
    if let reason = substance.noMultiple {
      throw TravelTimeError(code: .noLimit, message: "\(substance.name) has no multiple of its limit: \(reason)")
    }
    let classes = inLake ? substance.lakeLimits ?? substance.limits : substance.limits
    let place = WaterClass.allCases.firstIndex(of: waterClass) ?? 0
    guard let figure = classes.map({ $0[place] }) ?? substance.limit else {
      throw TravelTimeError(
        code: .noLimit, message: "\(standard)-\(edition) has no limit for \(substance.name): name another substance.")
    }
    let classTitle = classes == nil ? "" : " \(waterClass.title)"
    return ConcentrationLimit(
      substance: substance.name, milligramsPerLitre: figure,
      basis: "\(standard)-\(edition) \(substance.table)\(classTitle)", isVerified: substance.verified)
  }

  /// A name without case, width, blanks and brackets.
  private static func key(_ text: String) -> String {
    String(
      text.precomposedStringWithCompatibilityMapping.lowercased()
        .filter { $0.isLetter || $0.isNumber || $0 == "+" || $0 == "," })
  }

  /// How much two names share, 0…1: common characters over those of the shorter, by pairs where both are Latin.
  private static func likeness(_ first: String, _ second: String) -> Double {
    func parts(_ text: String) -> Set<String> {
      let characters = text.map(String.init)
      guard text.allSatisfy(\.isASCII), text.count > 1 else { return Set(characters) }
      return Set(zip(characters, characters.dropFirst()).map { $0 + $1 })
    }
    let (one, other) = (parts(first), parts(second))
    guard !one.isEmpty, !other.isEmpty else { return 0 }
    return 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
  }
}
