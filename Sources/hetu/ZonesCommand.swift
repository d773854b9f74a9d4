import ArgumentParser
import Foundation
import HetuPlanning
import HetuRegistry
import HetuRisk

struct ZonesCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "zones", abstract: "The protection zones of a drinking-water source, and what lies in them.",
    discussion: """
      The approved zones where recorded, which always count; those that HJ 338 gives by default, for comparison; then \
      risk sources and emergency facilities inside. With --format geojson, the areas.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The source: drinking_water_source/code, or id.")
  var reference: String

  @OptionGroup var rules: RuleFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let registry = try openRegistry()
    let book = try rules.book()
    let question = try ZoneQuestion(
      source: try registry.record(reference), rules: book.zones, audience: output.audience)
    try output.write(try question.answer(from: Water(registry)))
  }
}
