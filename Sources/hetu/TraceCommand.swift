import ArgumentParser
import Foundation
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry

extension Season: ExpressibleByArgument {}
extension TraceQuestion.Direction: ExpressibleByArgument {}

/// A number with one of some units, as options take it: above 0 and up to a limit.
///
/// - Parameter units: the units and what they stand for, the longest first; an empty one where none is needed.
private func amount(
  _ text: String, _ what: String, upTo most: Double, _ units: [(name: String, scale: Double)]
) throws -> Double {
  let lower = text.lowercased()
  let unit = units.first { lower.hasSuffix($0.name) }
  guard let unit, let number = Double(lower.dropLast(unit.name.count)), number > 0, number * unit.scale <= most else {
    throw ValidationError(what)
  }
  return number * unit.scale
}

/// Hours from a time with its unit: `24h`, `90min`, or plain hours.
func hours(_ text: String) throws -> Double {
  try amount(
    text, "a time is above 0 and at most 10000 h, such as 24h or 90min", upTo: 10_000,
    [("min", 1.0 / 60), ("h", 1), ("", 1)])
}

/// Metres from a distance along the water, such as `50km`.
private func pathMetres(_ text: String) throws -> Double {
  try amount(
    text, "a distance is above 0 and at most 10000 km, such as 50km or 800m", upTo: 10_000_000,
    [("km", 1_000), ("m", 1), ("", 1)])
}

/// A speed in metres per second.
private func metresPerSecond(_ text: String) throws -> Double {
  let what =
    "a speed is at least 0.01 and at most 20 m/s; where no water flows, record a speed of 0 for the reach and season"
  let speed = try amount(text, what, upTo: .infinity, [("m/s", 1), ("", 1)])
  guard WaterTraceQuestion.speedsMetresPerSecond.contains(speed) else { throw ValidationError(what) }
  return speed
}

/// Kilograms from a mass, which needs its unit: `500kg`, `31t`, `200g`.
private func kilograms(_ text: String) throws -> Double {
  try amount(
    text, "a mass has a unit and is above 0, such as 500kg, 31t or 200g", upTo: Release.greatestKilograms,
    [("kg", 1), ("t", 1_000), ("g", 0.001)])
}

/// What got into the water and how much: what `trace`, `stop` and a scenario of a plan have in common.
struct SpillOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional, help: "How much got into the water: 500kg, 31t; with --substance.",
    transform: kilograms)
  var mass: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "What goes on getting into the water, an hour: 20kg; with --substance, instead of --mass.",
    transform: kilograms)
  var rate: Double?

  @Option(name: .long, help: "The substance: its name, symbol or CAS number, as 氰化物, Sb, 71-43-2.")
  var substance: String?

  @Option(
    name: .long, parsing: .unconditional, help: "Over what time it got in: 2h, 30min (default: at once).",
    transform: hours)
  var duration: Double?

  func validate() throws {
    guard mass == nil || rate == nil else { throw ValidationError("Give either --mass or --rate.") }
    guard (substance != nil) == (mass != nil || rate != nil) else {
      throw ValidationError("A concentration needs both --substance and --mass (or --rate).")
    }
    guard rate == nil || duration == nil else { throw ValidationError("What goes on has no --duration.") }
  }

  private var release: Release? {
    if let rate { return .ongoing(kilogramsPerHour: rate) }
    return mass.map { mass in
      duration.map { .lasting(kilograms: mass, hours: $0) } ?? .instantaneous(kilograms: mass)
    }
  }

  /// How long it got in.
  var span: ReleaseSpan { duration.map { .lasting(hours: $0) } ?? .instantaneous }

  /// The spill; nil where no amount is given.
  func spill(_ registry: Registry) throws -> Spill? {
    try release.flatMap { release in try substance.map { try Spill($0, release: release, in: registry) } }
  }
}

/// A scenario in the words of `trace`: a place, then perhaps what got in: `涧河 K12+300 --substance 苯 --mass 31t`.
struct ScenarioArgument {
  private let text: String
  private let place: String
  private let amount: SpillOptions

  init(_ text: String) throws {
    self.text = text
    let start = text.range(of: " --")?.lowerBound ?? text.endIndex
    place = text[..<start].trimmingCharacters(in: .whitespaces)
    do {
      amount = try SpillOptions.parse(text[start...].split(separator: " ").map(String.init))
    } catch {
      throw ValidationError("In the scenario “\(text)”: \(SpillOptions.message(for: error))")
    }
  }

  func request(_ registry: Registry) throws -> ScenarioRequest {
    ScenarioRequest(
      text, origin: try WaterOrigin(place, in: registry), spill: try amount.spill(registry),
      span: amount.span)
  }
}

/// From where, when and how fast: what `trace` and `stop` have in common.
struct WaterOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "The place: LON,LAT in any written form, “涧河 K12+300”, or a record as kind/code or id.")
  var from: String

  @Flag(name: .long, help: "Only along the mainstem where the water parts or waters join.")
  var mainstem = false

  @Option(name: .long, parsing: .unconditional, help: "How far along the water: 50km.", transform: pathMetres)
  var distance: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "What the front may reach within this time at the earliest: 24h, 90min.", transform: hours)
  var time: Double?

  @Option(name: .long, help: "dry, normal or wet.")
  var season: Season = .normal

  @Option(
    name: .long, parsing: .unconditional, help: "A speed for all reaches, in m/s; overrides the registry's.",
    transform: metresPerSecond)
  var speed: Double?

  @Option(name: .long, help: "How far from the water things count as lying on it (default 1km).")
  var within: DistanceArgument?

  @OptionGroup var amount: SpillOptions

  func question(
    _ registry: Registry, direction: TraceQuestion.Direction = .downstream, kinds: [String] = [], audience: Audience
  ) throws -> WaterTraceQuestion {
    WaterTraceQuestion(
      origin: try WaterOrigin(from, in: registry), direction: direction, mode: mainstem ? .mainstem : .all,
      distanceMetres: distance, hours: time, season: season,
      speedMetresPerSecond: speed,
      span: amount.span, spill: try amount.spill(registry),
      withinMetres: within?.metres ?? WaterTraceQuestion.defaultMetres, kinds: try kinds.map(registry.kind),
      audience: audience)
  }
}

struct TraceCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Along the water: what is reached, how far, when.",
    discussion: """
      Starts at the place itself, on the nearest water; a pipeline or route starts where it crosses a river. Times rest \
      on the speeds of the reaches in the season; where a reach has none, on stated defaults, and the answer says so. \
      With --mass and --substance also concentrations and by how many times they exceed the limit.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var water: WaterOptions

  @Option(name: .long, help: "downstream or upstream.")
  var direction: TraceQuestion.Direction = .downstream

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let registry = try openRegistry()
    let question = try water.question(registry, direction: direction, kinds: kind, audience: output.audience)
    let trace = try question.answer(from: Water(registry))
    try output.write(trace.answer, json: trace.json(), geoJSON: trace.geoJSON())
  }
}

struct StopCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Where a spill can be stopped: the race between water and people.",
    discussion: """
      For each emergency facility downstream: when the front arrives, how long people need (call, travel of the nearest \
      team and supplies, closing or building), the margin, and how long its volume holds the river; for each target the \
      last line before it; and the stretches where nothing can be stopped in time.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var water: WaterOptions

  @Option(
    name: .long, parsing: .unconditional, help: "How long ago it got into the water: 2h, 30min (default: just now).",
    transform: hours)
  var elapsed: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: "How long until those who must go are reached: 10min (default: a stated proposal).", transform: hours)
  var call: Double?

  @Option(
    name: .long, help: "The day that decides which supplies are past their date (default: today).", transform: day)
  var on: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let registry = try openRegistry()
    let question = StopQuestion(
      try water.question(registry, audience: output.audience), elapsedHours: elapsed ?? 0,
      callMinutes: call.map { $0 * 60 }, today: on ?? HistoryTime.today())
    let race = try question.answer(from: Water(registry))
    try output.write(race.answer, json: race.json())
  }
}

struct CrossingsCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "crossings", abstract: "Where pipelines and hazmat routes cross rivers, with the nearest valves.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "Rivers, by name or code; without them, all.")
  var rivers: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let question = CrossingsQuestion(rivers: rivers.isEmpty ? nil : rivers, audience: output.audience)
    try output.write(try question.answer(from: Water(try openRegistry())))
  }
}
