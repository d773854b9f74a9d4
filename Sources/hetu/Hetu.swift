import ArgumentParser
import Foundation
import HetuPublishing

/// The command: options in, answers out.
@main
struct Hetu: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hetu",
    abstract: "A registry of environmental risk sources, and one river, one strategy, one map.",
    discussion: """
      The registry is one GeoPackage file: --registry FILE, else $HETU_REGISTRY, else hetu.gpkg. A reference to a \
      record is kind/code or its id; a river goes by its name or code. Distances are metres along the ellipsoid, \
      positions longitude and latitude (CGCS2000).

      Exit status: 0 done; 1 done, with findings; 2 the call's words are off; 3 not found or ambiguous; 4 bad input \
      data; 5 the registry or a file can't be opened, read or written; 70 a fault in Hetu.
      """,
    version: Program.version,
    subcommands: [
      InitCommand.self, TemplateCommand.self, ImportCommand.self, ListCommand.self, ShowCommand.self,
      HistoryCommand.self, NearCommand.self, CorridorCommand.self, SectionsCommand.self, TraceCommand.self,
      StopCommand.self, CrossingsCommand.self, PlanCommand.self, ListsCommand.self, ExportCommand.self,
      CheckCommand.self, DuplicatesCommand.self, MergeCommand.self, GradeCommand.self, ExplainCommand.self,
      ZonesCommand.self, ProfileCommand.self, EventCommand.self, LedgerCommand.self, DueCommand.self,
      SubmitCommand.self, SubmissionsCommand.self, ReportCommand.self, ChangesCommand.self, ApplyCommand.self,
      ServeCommand.self, UserCommand.self, TokenCommand.self, BackupCommand.self, VerifyCommand.self,
    ])

  @OptionGroup var place: RegistryOptions

  /// Parses and runs; every failure is one sentence on standard error and its exit status.
  static func main() async {
    // A limit on the size of files is an error like a full disk, which leaves nothing half written.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var serving = command as? any AsyncParsableCommand {
        try await serving.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(ExitStatus.report(error))
    }
  }
}
