import HetuHydrology
import HetuRegistry

/// What got into the water: a substance and how much of it, for concentrations beside times.
public struct Spill: Sendable {
  /// How much, and over what time.
  public let release: Release
  /// The substance, with its limits.
  public let substance: LimitedSubstance
  private let limits: SubstanceLimits

  /// A spill of a substance by its name, symbol or CAS number.
  ///
  /// - Throws: `TravelTimeError` for a substance that the limits don't name or that has no multiple (pH), and for a mass or
  ///   duration that can't be.
  public init(_ substance: String, release: Release) throws {
    limits = try SubstanceLimits.surfaceWater()
    self.substance = try limits.substance(named: substance)
    self.release = release
    _ = try limit(of: nil, inLake: false)
    try release.check()
  }

  /// First-order decay per day: the slower end of the substance's range, so that nothing is promised; 0 where unknown.
  var decayPerDay: Double { substance.decayPerDay?.low ?? 0 }

  /// The limit at a record: of the class that is its water quality target (水质目标), else of class III.
  func limit(of record: Record?, inLake: Bool) throws -> ConcentrationLimit {
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
  ) throws -> (forecast: SectionForecast, limit: ConcentrationLimit)? {
    let limit = try limit(of: record, inLake: inLake)
    guard way.reachedMetres >= 1 else { return nil }
    return try way.forecast(
      of: release, atMetres: way.reachedMetres, limitMilligramsPerLitre: limit.milligramsPerLitre,
      decayPerDay: decayPerDay
    ).map { ($0, limit) }
  }

  /// The concentration over time at the end of a way, with the limit of a record there; nil where nothing arrives, or the flow,
  /// width or depth of a reach on the way is not recorded.
  func curve(
    along way: TravelProfile, at record: Record?, inLake: Bool
  ) throws -> (curve: ConcentrationCurve, limit: ConcentrationLimit)? {
    let limit = try limit(of: record, inLake: inLake)
    guard way.reachedMetres >= 1 else { return nil }
    do {
      return try way.curve(of: release, atMetres: way.reachedMetres, decayPerDay: decayPerDay).map { ($0, limit) }
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
    return [.init("substance", .string(substance.name))] + amount + [
      .init("decay_per_day", .decimal(decayPerDay, 3)),
      .init("limits", .string("\(limits.standard)-\(limits.edition)")),
      .init("limits_verified", .boolean(limits.verified)),
    ]
  }
}
