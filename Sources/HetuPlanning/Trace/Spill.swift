import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// What got into the water: a substance and how much of it, for concentrations beside times.
public struct Spill: Sendable {
  /// How much, and over what time, as it was said.
  public let release: Release
  /// What got in: the substance of the standard, its compound, or a substance that only the rules of risk substances or the registry
  /// know.
  public let name: String
  /// The substance that is limited; nil where the standard has no limit for what got in.
  public let substance: LimitedSubstance?
  /// By what share of its mass it counts as the limited substance, 0…1: of a compound what it holds, else 1.
  public let fraction: Double
  private let limits: SubstanceLimits

  /// A spill of a substance by its name, symbol or CAS number.
  ///
  /// A compound counts by what it holds of the limited substance. What has no limit is accepted where the rules of risk substances
  /// (HJ 941) or a risk source of the registry name it: then concentrations are told, and no multiples.
  ///
  /// - Throws: `TravelTimeError` for a substance that nothing knows or that has no multiple (pH), and for a mass or duration that
  ///   can't be.
  public init(_ substance: String, release: Release, in registry: Registry? = nil) throws {
    limits = try SubstanceLimits.surfaceWater()
    self.release = release
    do {
      let match = try limits.match(substance)
      (self.substance, name, fraction) = (
        match.substance, match.compound?.name ?? match.substance.name, match.compound?.fraction ?? 1
      )
    } catch let error as TravelTimeError {
      guard let known = try Self.known(substance, in: registry) else { throw error }
      (self.substance, name, fraction) = (nil, known, 1)
    }
    _ = try limit(of: nil, inLake: false)
    try release.check()
  }

  /// The name of a substance that is known but not limited; nil where nothing knows it.
  private static func known(_ text: String, in registry: Registry?) throws -> String? {
    let index = SubstanceIndex(try RuleBook.builtIn().enterprises.appendix.table)
    switch index.find(StoredSubstance(name: text, cas: text)) {
    case .found(let match): return match.substance.name
    case .ambiguous(let matches): return matches.first?.substance.name
    case .unlisted: break
    }
    guard let registry else { return nil }
    for kind in registry.kinds.all where kind.group == .riskSource {
      for record in try registry.records(of: kind) {
        if let name = record.riskSubstances.first(where: { $0 == text }) { return name }
      }
    }
    return nil
  }

  /// The release as it counts of the limited substance.
  var counted: Release { release.share(fraction) }

  /// What is told of concentrations: the limited substance, else what got in.
  public var measured: String { substance?.name ?? name }

  /// What is to be minded about how it is held against limits.
  var warnings: [AnswerWarning] {
    if substance == nil { return [AnswerWarning("限值表中没有\(name)，不判断是否超标，也不推算污染团水量；请查有关标准或咨询专家")] }
    guard fraction < 1 else { return [] }
    return [AnswerWarning("\(name)按所含\(measured)计，占质量的\(FigureText.decimals(fraction, 4))（按摩尔质量）")]
  }

  /// First-order decay per day: the slower end of the substance's range, so that nothing is promised; 0 where unknown.
  var decayPerDay: Double { substance?.decayPerDay?.low ?? 0 }

  /// The limit at a record: of the class that is its water quality target (水质目标), else of class III; nil where there is none.
  func limit(of record: Record?, inLake: Bool) throws -> ConcentrationLimit? {
    guard let substance else { return nil }
    let waterClass = record?["water_quality_target"].text.flatMap { target in
      WaterClass.allCases.first { $0.title == "\(target)类" || $0.title == target }
    }
    return try limits.limit(of: substance.name, in: waterClass ?? .third, inLake: inLake)
  }

  /// What is expected at the end of a way, against the limit of a record there; nil where nothing arrives.
  ///
  /// A place less than a metre from the release has no river to mix in.
  ///
  /// - Throws: `TravelTimeError` with `missingValue` where flow, width or depth of a reach is not recorded.
  func forecast(
    along way: TravelProfile, at record: Record?, inLake: Bool
  ) throws -> (forecast: SectionForecast, limit: ConcentrationLimit?)? {
    let limit = try limit(of: record, inLake: inLake)
    guard way.reachedMetres >= 1 else { return nil }
    return try way.forecast(
      of: counted, atMetres: way.reachedMetres, limitMilligramsPerLitre: limit?.milligramsPerLitre,
      decayPerDay: decayPerDay
    ).map { ($0, limit) }
  }

  /// The concentration over time at the end of a way, with the limit of a record there; nil where nothing arrives, or the flow,
  /// width or depth of a reach on the way is not recorded.
  func curve(
    along way: TravelProfile, at record: Record?, inLake: Bool
  ) throws -> (curve: ConcentrationCurve, limit: ConcentrationLimit?)? {
    let limit = try limit(of: record, inLake: inLake)
    guard way.reachedMetres >= 1 else { return nil }
    do {
      return try way.curve(of: counted, atMetres: way.reachedMetres, decayPerDay: decayPerDay).map { ($0, limit) }
    } catch let error as TravelTimeError where error.code == .missingValue {
      return nil
    }
  }

  /// The spill as a question's members.
  public var members: [JSONValue.Member] {
    let amount: [JSONValue.Member] =
      switch release {
      case .instantaneous(let mass): [.init("mass_kg", .decimal(mass, 3)), .init("duration_h", .decimal(0, 2))]
      case .lasting(let mass, let hours):
        [.init("mass_kg", .decimal(mass, 3)), .init("duration_h", .decimal(hours, 2))]
      case .ongoing(let rate): [.init("rate_kg_h", .decimal(rate, 3))]
      }
    return [
      .init("substance", .string(name)), .init("counts_as", .text(substance?.name)),
      .init("fraction", .decimal(fraction, 4)),
    ] + amount + [
      .init("decay_per_day", .decimal(decayPerDay, 3)),
      .init("limits", substance == nil ? .null : .string("\(limits.standard)-\(limits.edition)")),
      .init("limits_verified", substance == nil ? .null : .boolean(limits.verified)),
    ]
  }
}
