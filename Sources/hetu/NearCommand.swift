import ArgumentParser
import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry

/// A distance with its unit: `500m`, `1.5km`, or plain metres.
struct DistanceArgument: ExpressibleByArgument {
  let metres: Double

  init?(argument: String) {
    let text = argument.lowercased().replacing("公里", with: "km").replacing("米", with: "m")
    let number: Double?
    if text.hasSuffix("km") {
      number = Double(text.dropLast(2)).map { $0 * 1000 }
    } else {
      number = Double(text.hasSuffix("m") ? String(text.dropLast()) : text)
    }
    guard let number, number > 0, number <= 100_000 else { return nil }
    metres = number
  }
}

/// A place as longitude and latitude, in any of the written forms.
struct PlaceArgument: ExpressibleByArgument {
  let position: Position

  init?(argument: String) {
    guard let reading = try? CoordinateText.parse(argument), let position = reading.position,
      (-180...180).contains(position.x), (-90...90).contains(position.y)
    else { return nil }
    self.position = position
  }
}

struct NearCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "near", abstract: "What lies around a place, nearest first.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "The place: LON,LAT in degrees, or degrees, minutes and seconds.")
  var at: PlaceArgument?

  @Option(name: .long, help: "The place: a record, as kind/code or id.")
  var of: String?

  @Option(name: .long, help: "How far: 500m, 5km; at most 100 km.")
  var within: DistanceArgument

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (at == nil) != (of == nil) else { throw ValidationError("Give the place either by --at or by --of.") }
  }

  func run() throws {
    let registry = try openRegistry()
    let origin: NearQuestion.Origin
    if let of {
      origin = .record(try registry.record(of))
    } else if let at {
      origin = .position(at.position)
    } else {
      throw CleanExit.helpRequest(self)
    }
    let question = NearQuestion(
      origin: origin, withinMetres: within.metres, kinds: try kind.map(registry.kind), filter: try selection.filter(),
      district: selection.district, audience: output.audience)
    try output.write(try question.answer(from: registry))
  }
}
