import ArgumentParser
import Foundation
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuRisk

/// The rules in use.
struct RuleFileOptions: ParsableArguments {
  @Option(
    name: .long, help: "A rule file (JSON) that takes the place of the built-in one of its standard; may be repeated.")
  var rules: [String] = []

  func book() throws -> RuleBook { try RuleBook.builtIn(overriddenBy: rules.map { URL(fileURLWithPath: $0) }) }
}

/// The rules in use and the day they are applied on.
struct RuleOptions: ParsableArguments {
  @OptionGroup var files: RuleFileOptions

  @Option(
    name: .long, help: "The day from which years are counted and that decides what is out of date (default: today).",
    transform: hetu.day)
  var on: String?

  var day: String { on ?? HistoryTime.today() }

  func book() throws -> RuleBook { try files.book() }
}

struct GradeCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "The grades that the rules give, beside those recorded.",
    discussion: """
      Where inputs are missing, the lowest and the highest grade that they leave possible, and what would decide it. \
      “hetu explain REF” shows the steps. Rules that were not compared with the official text say 规则未核对. With --since: \
      the grades that moved since then, when and why.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .long, help: "Which grades moved since the end of that date, or that time; for all districts.")
  var since: TimeArgument?

  @Argument(help: "Kinds, such as key_enterprise; without them, all that have rules.")
  var kinds: [String] = []

  func validate() throws {
    guard since == nil || (selection.condition == nil && selection.district == nil) else {
      throw ValidationError("--since takes neither --where nor --district.")
    }
  }

  func run() throws {
    let registry = try openRegistry()
    if let since {
      let moves = GradeMovesQuestion(
        kinds: try kinds.map(registry.kind), since: since.utc, book: try rules.book(), on: rules.day,
        audience: output.audience)
      return try output.write(try moves.answer(from: registry))
    }
    let question = GradeQuestion(
      kinds: try kinds.map(registry.kind), filter: try selection.filter(), district: selection.district,
      book: try rules.book(), on: rules.day, audience: output.audience)
    try output.write(try question.answer(from: Water(registry)))
  }
}

struct ExplainCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "How a record's computed figure comes about: inputs, steps with clauses, what would change it.",
    discussion: """
      The grade of an enterprise (HJ 941) or a tailings pond (HJ 740), the zones of a drinking-water source (HJ 338), the \
      risk profile of a river or a chemical park. “hetu event --explain” does the same for an event's grade.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var rules: RuleOptions

  @Argument(help: "The record: kind/code, kind/id, or id.")
  var reference: String

  @Option(
    name: .long, help: "The record as it stood at the end of that date, or at that time; its surroundings as of now.")
  var asOf: TimeArgument?

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  func run() throws {
    let registry = try openRegistry()
    let record = try registry.record(reference, asOf: asOf?.utc)
    let question = ExplainQuestion(record, book: try rules.book(), on: rules.day)
    let card = ExplainCard(try question.answer(from: Water(registry)), on: rules.day)
    try StandardOutput.write(TextFormat.chosen(format) == .json ? card.json().document : Array(card.text().utf8))
  }
}

extension RiskProfileQuestion.Subject: ExpressibleByArgument {}

struct ProfileCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Rivers or parks by what threatens them, the worst first.",
    discussion: """
      Risk sources by recorded grade, the sum of Q for the water by substance (HJ 941), sensitive targets, and how many \
      sources there are to 10 km of river. With --format geojson, for the map.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "rivers or parks.")
  var subject: RiskProfileQuestion.Subject = .rivers

  func run() throws {
    let question = RiskProfileQuestion(subject, book: try rules.book(), on: rules.day, audience: output.audience)
    try output.write(try question.answer(from: try openRegistry()))
  }
}
