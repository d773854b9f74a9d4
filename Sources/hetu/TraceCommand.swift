import ArgumentParser
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry

extension Season: ExpressibleByArgument {}
extension TraceQuestion.Direction: ExpressibleByArgument {}

/// A time with its unit: `24h`, `90min`, or plain hours.
struct HoursArgument: ExpressibleByArgument {
  let hours: Double

  init?(argument: String) {
    let text = argument.lowercased()
    let number: Double?
    if text.hasSuffix("min") {
      number = Double(text.dropLast(3)).map { $0 / 60 }
    } else {
      number = Double(text.hasSuffix("h") ? String(text.dropLast()) : text)
    }
    guard let number, number > 0, number <= 10_000 else { return nil }
    hours = number
  }
}

/// A distance along the water, such as `50km`; up to 10,000 km.
struct PathArgument: ExpressibleByArgument {
  let metres: Double

  init?(argument: String) {
    let text = argument.lowercased()
    let number =
      text.hasSuffix("km")
      ? Double(text.dropLast(2)).map { $0 * 1_000 } : Double(text.hasSuffix("m") ? String(text.dropLast()) : text)
    guard let number, number > 0, number <= 10_000_000 else { return nil }
    metres = number
  }
}

/// A speed in metres per second.
struct SpeedArgument: ExpressibleByArgument {
  let metresPerSecond: Double

  init?(argument: String) {
    guard let number = Double(argument), number > 0, number <= 20 else { return nil }
    metresPerSecond = number
  }
}

/// A mass: `500kg`, `31t`, `200g`, or plain kilograms.
struct MassArgument: ExpressibleByArgument {
  let kilograms: Double

  init?(argument: String) {
    let text = argument.lowercased()
    let units = [("kg", 1.0), ("t", 1_000), ("g", 0.001), ("", 1)]
    guard let (unit, scale) = units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(unit.count)), number.isFinite
    else { return nil }
    kilograms = number * scale
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

  @Option(name: .long, help: "How far along the water: 50km.")
  var distance: PathArgument?

  @Option(name: .long, help: "How long the water flows: 24h, 90min.")
  var time: HoursArgument?

  @Option(name: .long, help: "dry, normal or wet.")
  var season: Season = .normal

  @Option(name: .long, help: "A speed for all reaches, in m/s; overrides the registry's.")
  var speed: SpeedArgument?

  @Option(name: .long, help: "How far from the water things count as lying on it (default 1km).")
  var within: DistanceArgument?

  @Option(name: .long, help: "How much got into the water: 500kg, 31t; with --substance.")
  var mass: MassArgument?

  @Option(name: .long, help: "What goes on getting into the water, an hour: 20kg; with --substance, instead of --mass.")
  var rate: MassArgument?

  @Option(name: .long, help: "The substance: its name, symbol or CAS number, as 氰化物, Sb, 71-43-2.")
  var substance: String?

  @Option(name: .long, help: "Over what time it got in: 2h, 30min (default: at once).")
  var duration: HoursArgument?

  func validate() throws {
    guard mass == nil || rate == nil else { throw ValidationError("Give either --mass or --rate.") }
    guard (substance != nil) == (mass != nil || rate != nil) else {
      throw ValidationError("A concentration needs both --substance and --mass (or --rate).")
    }
    guard rate == nil || duration == nil else { throw ValidationError("What goes on has no --duration.") }
  }

  private var release: Release? {
    if let rate { return .ongoing(kilogramsPerHour: rate.kilograms) }
    return mass.map { mass in
      duration.map { .lasting(kilograms: mass.kilograms, hours: $0.hours) } ?? .instantaneous(kilograms: mass.kilograms)
    }
  }

  func question(
    _ registry: Registry, direction: TraceQuestion.Direction = .downstream, kinds: [String] = [], audience: Audience
  ) throws -> WaterTraceQuestion {
    WaterTraceQuestion(
      origin: try WaterOrigin(from, in: registry), direction: direction, mode: mainstem ? .mainstem : .all,
      distanceMetres: distance?.metres, hours: time?.hours, season: season,
      speedMetresPerSecond: speed?.metresPerSecond,
      span: duration.map { .lasting(hours: $0.hours) } ?? .instantaneous,
      spill: try release.flatMap { release in try substance.map { try Spill($0, release: release) } },
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
    for end in trace.ends { Diagnostics.write("终点：\(end)") }
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

  @Option(name: .long, help: "How long ago it got into the water: 2h, 30min (default: just now).")
  var elapsed: HoursArgument?

  @Option(name: .long, help: "How long until those who must go are reached: 10min (default: a stated proposal).")
  var call: HoursArgument?

  @Option(name: .long, help: "The day that decides which supplies are past their date (default: today).")
  var on: String?

  @OptionGroup var output: OutputOptions

  func validate() throws { try HistoryDay.check(on) }

  func run() throws {
    let registry = try openRegistry()
    let question = StopQuestion(
      try water.question(registry, audience: output.audience), elapsedHours: elapsed?.hours ?? 0,
      callMinutes: call.map { $0.hours * 60 }, today: on ?? HistoryTime.today())
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
