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

struct TraceCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Along the water: what is reached, how far, when.",
    discussion: """
      Starts at the place itself, on the nearest water. Times rest on the speeds of the reaches in the season; where a \
      reach has none, on stated defaults, and the answer says so.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "The place: LON,LAT in any written form, or a record as kind/code or id.")
  var from: String

  @Option(name: .long, help: "downstream or upstream.")
  var direction: TraceQuestion.Direction = .downstream

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

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let registry = try openRegistry()
    let origin: NearQuestion.Origin
    if let argument = PlaceArgument(argument: from) {
      origin = .position(argument.position)
    } else {
      origin = .record(try registry.record(from))
    }
    let question = WaterTraceQuestion(
      origin: origin, direction: direction, mode: mainstem ? .mainstem : .all, distanceMetres: distance?.metres,
      hours: time?.hours, season: season, speedMetresPerSecond: speed?.metresPerSecond,
      withinMetres: within?.metres ?? WaterTraceQuestion.defaultMetres, kinds: try kind.map(registry.kind),
      audience: output.audience)
    let trace = try question.answer(from: registry)
    try output.write(trace.answer, json: trace.json(), geoJSON: trace.geoJSON())
    for end in trace.ends { Diagnostics.write("终点：\(end)") }
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
    try output.write(try question.answer(from: try openRegistry()))
  }
}
