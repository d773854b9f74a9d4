import ArgumentParser
import HetuPlanning
import HetuRegistry

/// Which rivers are meant.
struct RiverOptions: ParsableArguments {
  @Argument(help: "Rivers, by name or code.")
  var rivers: [String] = []

  @Flag(name: .long, help: "All rivers.")
  var all = false

  func validate() throws {
    guard rivers.isEmpty == all else { throw ValidationError("Name rivers, or give --all.") }
  }
}

struct CorridorCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "corridor", abstract: "What lies along rivers, in river order.",
    discussion:
      "With --all, every record goes to its nearest river. Distances are decided on the ellipsoid, right to 0.1 m.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var rivers: RiverOptions

  @Option(name: .long, help: "How far from the river's line: 500m, 1km; at most 100 km.")
  var within: DistanceArgument

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @Flag(name: .long, help: "Put the buffer polygon into the GeoJSON too (made by GEOS, for drawing).")
  var withBuffer = false

  @Flag(name: .long, help: "Also what lies along all water that flows into the rivers named.")
  var tributaries = false

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if tributaries, rivers.all {
      throw ValidationError("With --all every record has its river already; leave --tributaries.")
    }
  }

  func run() throws {
    let registry = try openRegistry()
    let question = CorridorQuestion(
      rivers: rivers.all ? nil : rivers.rivers, withinMetres: within.metres, kinds: try kind.map(registry.kind),
      filter: try selection.filter(), district: selection.district, withBuffer: withBuffer,
      withTributaries: tributaries, audience: output.audience)
    try output.write(try question.answer(from: registry))
  }
}

struct SectionsCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "sections",
    abstract: "A river cut at its monitoring sections and district borders, with what lies along each stretch.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The river, by name or code.")
  var river: String

  @Option(name: .long, help: "How far from the river's line things belong to it (default 1km).")
  var within: DistanceArgument?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let question = SectionsQuestion(
      river: river, withinMetres: within?.metres ?? CorridorQuestion.defaultMetres, audience: output.audience)
    try output.write(try question.answer(from: Water(try openRegistry())))
  }
}
