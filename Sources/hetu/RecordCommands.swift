import ArgumentParser
import Foundation
import HetuGeodesy
import HetuPlanning
import HetuPublishing
import HetuRegistry

/// The two forms of what is no table of records.
enum TextFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json

  /// The form given, else a table on a terminal and JSON elsewhere.
  static func chosen(_ given: TextFormat?) -> TextFormat { given ?? (isatty(STDOUT_FILENO) == 1 ? .table : .json) }
}

/// A day of the calendar, as options take it.
func day(_ text: String) throws -> String {
  guard text.count == 10, HistoryTime.endOf(text) != nil else { throw ValidationError("a day is such as 2021-11-15") }
  return text
}

struct ShowCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one record with all its properties and where it lies along its river.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The record: kind/code, kind/id, or id.")
  var reference: String

  @Option(name: .long, help: "As it stood at the end of that date, or at that time.")
  var asOf: TimeArgument?

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  @Option(name: .long, help: "Whom it is shown to: internal or public.")
  var audience: Audience = .internal

  func run() throws {
    let registry = try openRegistry()
    let card = try RecordCard(registry: registry, reference: reference, asOf: asOf?.utc, audience: audience)
    try StandardOutput.write(TextFormat.chosen(format) == .json ? card.json() : Array(card.text().utf8))
  }
}

struct HistoryCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "What changed, when, by whom and why; the newest first.",
    discussion: "Edits made by QGIS or ogr2ogr stand here too.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The record: kind/code, kind/id, or id; without it, all records.")
  var reference: String?

  @Option(name: .long, help: "Only changes after that date or time.")
  var since: String?

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  @Option(name: .long, help: "Whom it is shown to: internal or public.")
  var audience: Audience = .internal

  func run() throws {
    let registry = try openRegistry()
    let start = try since.map { text in
      guard let utc = HistoryTime.startOf(text) else {
        throw ValidationError("--since takes a date such as 2021-11-15 or a time such as 2021-11-15T08:00:00+08:00.")
      }
      return utc
    }
    let entries = try reference.map { try registry.history(of: $0) } ?? registry.history(since: start)
    let log = HistoryLog(entries.filter { start == nil || $0.at > start ?? "" }, audience: audience)
    try StandardOutput.write(TextFormat.chosen(format) == .json ? log.json() : Array(log.text().utf8))
  }
}

struct CheckCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "The quality of the data: findings, each with its record and what to do.",
    discussion: """
      Ends with 1 where there are errors or warnings. With --fix the river network is mended first where that is safe: \
      ends within the tolerance are drawn to where they join, reaches are cut at junctions; the history keeps what was.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @Option(name: .long, help: "Only this district (code or name).")
  var district: String?

  @OptionGroup var rules: RuleOptions

  @Flag(name: .long, help: "Mend the river network where that is safe.")
  var fix = false

  @Option(name: .long, help: "Who mends, for the history (default: the user's name).")
  var actor: String?

  @Option(
    name: .long,
    help: "table, json, csv or xlsx (default: by the file's extension, else table on a terminal, else json).")
  var format: OutputFormat?

  @Option(name: [.customShort("o"), .long], help: "The file to write instead of standard output.")
  var output: String?

  @Flag(
    name: .long, help: "Show how complete the lists are, list by list and branch by branch (in JSON and XLSX always).")
  var completeness = false

  @Flag(name: .long, help: "Replace the output file if it exists.")
  var force = false

  func validate() throws {
    guard !completeness || (output == nil && format ?? .table == .table) else {
      throw ValidationError("--completeness shows a table; the JSON and the workbook of findings hold the same.")
    }
    guard format != .geojson else { throw ValidationError("Findings come as table, json, csv or xlsx.") }
  }

  func run() throws {
    let registry = try openRegistry(readOnly: !fix)
    if fix {
      let repair = try NetworkRepair(registry)
      try repair.apply(to: registry, actor: actor ?? NSUserName())
      for sentence in repair.done { Diagnostics.write("已修复：\(sentence)") }
      if repair.done.isEmpty { Diagnostics.write("河网没有可以自动修复的问题") }
    }
    let question = CheckQuestion(
      kinds: try kind.map(registry.kind), district: district, today: rules.day, book: try rules.book())
    let result = try question.result(in: registry)
    let list = FindingList(result.findings, completeness: result.completenessAnswer)
    if completeness {
      try StandardOutput.write(Array(AnswerTable(result.completenessAnswer).text().utf8))
      return
    }
    try list.report(format, to: output, overwrite: force)
  }
}

extension FindingList {
  /// Writes the findings to a file or standard output, and ends with status 1 where there are errors or warnings.
  func report(_ format: OutputFormat?, to output: String?, overwrite: Bool) throws {
    if let output {
      try write(toFile: output, format: format?.rawValue, overwrite: overwrite)
    } else {
      switch format ?? (isatty(STDOUT_FILENO) == 1 ? .table : .json) {
      case .json: try StandardOutput.write(json())
      case .table, .geojson: try StandardOutput.write(Array(text().utf8))
      case .csv, .xlsx: throw RegistryError(.usage, "findings as CSV or XLSX go to a file; name one with -o")
      }
    }
    if hasFaults { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}
