import ArgumentParser
import Foundation
import HetuPlanning
import HetuRegistry

/// Which records are meant.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("where"), help: "A condition in CQL2 text, such as \"risk_grade = '重大' AND name LIKE '%铅%'\".")
  var condition: String?

  @Option(name: .long, help: "A district: GB/T 2260 code (its beginning takes all below it) or name.")
  var district: String?

  func filter() throws -> Filter? { try condition.map { try Filter(cql2Text: $0) } }
}

/// A point in time: a date (its end is meant) or a time, in China's time unless it says otherwise.
struct TimeArgument: ExpressibleByArgument {
  /// The time in UTC as the history keeps it.
  let utc: String

  init?(argument: String) {
    guard let utc = HistoryTime.endOf(argument) else { return nil }
    self.utc = utc
  }
}

struct ListCommand: RegistryCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the records of a kind.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The kind, such as tailings_pond or 尾矿库.")
  var kind: String

  @Option(name: .long, help: "Only records along this river (name or code), within 1 km or declared to lie on it.")
  var nearRiver: String?

  @Option(name: .long, help: "As the registry stood at the end of that date, or at that time.")
  var asOf: TimeArgument?

  func run() throws {
    let registry = try openRegistry()
    let question = ListQuestion(
      kind: try registry.kind(kind), filter: try selection.filter(), district: selection.district,
      nearRiver: nearRiver, asOf: asOf?.utc, audience: output.audience)
    try output.write(try question.answer(from: registry))
  }
}
