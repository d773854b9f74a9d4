import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// From where, when and how fast: what the questions along the water have in common.
enum WaterParameters {
  static let all = [
    Parameter(
      name: "from", summary: "The place: longitude,latitude, “涧河 K12+300”, or a record as kind/code or id.",
      form: .written("place"), isRequired: true),
    Parameter(name: "mainstem", summary: "Only along the mainstem where the water parts or waters join.", form: .flag),
    Parameter(name: "distance", summary: "How far along the water, metres.", form: .positive(upTo: 10_000_000)),
    Parameter(
      name: "hours", summary: "What the front may reach within these hours at the earliest.",
      form: .positive(upTo: 10_000)),
    Parameter(name: "season", summary: "normal unless given.", form: .oneOf(Season.allCases.map(\.rawValue))),
    Parameter(
      name: "speed", summary: "A speed for all reaches, m/s.",
      form: .number(WaterTraceQuestion.speedsMetresPerSecond)),
    Parameter(
      name: "substance", summary: "The substance: its name, symbol or CAS number; with mass or rate.",
      form: .written("substance")),
    Parameter(
      name: "mass", summary: "How much got into the water, kg; with substance.", form: .positive(upTo: 1_000_000_000)),
    Parameter(
      name: "rate", summary: "What goes on getting into the water, kg/h; instead of mass and duration.",
      form: .positive(upTo: 1_000_000_000)),
    Parameter(
      name: "duration", summary: "Over what time it got in, hours; at once unless given.", form: .number(0.01...10_000)),
    QuestionResources.within,
  ]

  /// The question that the parameters ask.
  static func question(
    _ call: Call, direction: TraceQuestion.Direction = .downstream, kinds: [Kind] = []
  ) throws -> WaterTraceQuestion {
    let duration = call.number("duration")
    let release = try release(call, duration)
    let spill = try release.flatMap { release in
      try call.text("substance").map { try Spill($0, release: release, in: call.registry) }
    }
    return WaterTraceQuestion(
      origin: try origin(call), direction: direction, mode: call.flag("mainstem") ? .mainstem : .all,
      distanceMetres: call.number("distance"), hours: call.number("hours"),
      season: call.text("season").flatMap(Season.init) ?? .normal, speedMetresPerSecond: call.number("speed"),
      span: duration.map { .lasting(hours: $0) } ?? .instantaneous, spill: spill,
      withinMetres: call.number("within") ?? WaterTraceQuestion.defaultMetres, kinds: kinds,
      audience: call.audience)
  }

  private static func origin(_ call: Call) throws -> WaterOrigin {
    let origin = try WaterOrigin(call.text("from") ?? "", in: call.registry)
    guard case .record(let record) = origin else { return origin }
    return .record(try call.seen(record))
  }

  private static func release(_ call: Call, _ duration: Double?) throws -> Release? {
    let (mass, rate) = (call.number("mass"), call.number("rate"))
    guard mass == nil || rate == nil else { throw Problem.badRequest("give either mass or rate") }
    guard (call.text("substance") != nil) == (mass != nil || rate != nil) else {
      throw Problem.badRequest("a concentration needs both substance and mass (or rate)")
    }
    guard rate == nil || duration == nil else { throw Problem.badRequest("what goes on has no duration") }
    if let rate { return .ongoing(kilogramsPerHour: rate) }
    return mass.map { mass in
      duration.map { .lasting(kilograms: mass, hours: $0) } ?? .instantaneous(kilograms: mass)
    }
  }
}
