import ArgumentParser
import Foundation
import HetuExchange
import HetuPlanning
import HetuPublishing
import HetuRegistry

struct ChangesCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "Write what changed since a time to a file, to be handed on without a network.",
    discussion: """
      A branch works on its copy of the registry and hands in the file; “hetu apply” takes it. The command says from which \
      time the next file may go on.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "Changes after that time; of a date its beginning is meant.")
  var since: String

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @Option(name: .long, help: "Only records of this district (code or name).")
  var district: String?

  @Option(name: [.customShort("o"), .long], help: "The file.")
  var output: String

  @Flag(name: .long, help: "Replace the file if it exists.")
  var force = false

  func run() throws {
    guard let start = HistoryTime.startOf(since) else {
      throw ValidationError("--since takes a date such as 2021-11-15 or a time such as 2021-11-15T08:00:00+08:00.")
    }
    let registry = try openRegistry()
    let writer = ChangesetWriter(
      registry: registry, kinds: try kind.map(registry.kind), district: try registry.districtCode(district))
    let summary = try writer.write(since: start, toFile: output, overwrite: force)
    Diagnostics.write("已写出\(summary.count)条记录的变更到 \(output)；下次可用 --since \(summary.until)")
  }
}

struct ApplyCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Take a file of changes into the registry; conflicts are listed with both versions.",
    discussion: """
      What only the other side changed is taken; what both changed is left as it is here and listed, record by record, unless \
      --take names it. Applying a file twice changes nothing. Ends with 1 where there are conflicts.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The file that “hetu changes” wrote.")
  var file: String

  @Option(name: .long, help: "A record (kind/code) whose version in the file is taken; may be repeated.")
  var take: [String] = []

  @Option(
    name: .long,
    help:
      "A record (kind/code) of the file whose code another one has here: it gets the next made code; may be repeated.")
  var renumber: [String] = []

  @Flag(name: .long, help: "Only report; keep nothing.")
  var dryRun = false

  @Option(name: .long, help: "Who applies, for the history (default: the user's name).")
  var actor: String?

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  @Option(name: .long, help: "A file for the conflicts: .json, .csv or .xlsx.")
  var conflicts: String?

  @Flag(name: .long, help: "Replace the file of conflicts if it exists.")
  var force = false

  func run() throws {
    let registry = try openRegistry(readOnly: false)
    if let conflicts { try ApplySummary.checkFile(conflicts, overwrite: force) }
    let applier = ChangesetApplier(
      registry: registry, actor: actor ?? NSUserName(), takes: Set(take), renumbers: Set(renumber),
      isTrial: dryRun)
    let report = try applier.apply(file)
    let summary = ApplySummary(report, isTrial: dryRun)
    if let conflicts { try summary.write(toFile: conflicts, overwrite: force) }
    try StandardOutput.write(TextFormat.chosen(format) == .json ? summary.json() : Array(summary.text().utf8))
    if !report.conflicts.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}
