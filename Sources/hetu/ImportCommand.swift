import ArgumentParser
import Foundation
import HetuExchange
import HetuGeodesy
import HetuPublishing
import HetuRegistry

extension ImportOptions.Mode: ExpressibleByArgument {}

struct ImportCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read records from files: GeoJSON, CSV, XLSX, Shapefile, KML, GeoPackage and what else GDAL reads.",
    discussion: """
      The kind is told by the layer's, sheet's or file's name, or by the headers. Each file is one transaction: all of \
      it or none. Rows with faults are left out and named (--strict: then nothing is imported). A record whose code, \
      else id, is there already is updated; a row with neither updates the one record of its name, district and place.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The files.")
  var files: [String]

  @Option(name: .long, help: "The kind of all records, such as tailings_pond or 尾矿库.")
  var kind: String?

  @Option(name: .long, help: "Only this layer or sheet.")
  var layer: String?

  @Option(
    name: .long,
    help:
      "The reference system of the positions: EPSG code, gcj02 or bd09 (default: what the file says, else CGCS2000).")
  var crs: String?

  @Option(name: .long, help: "The encoding of texts: UTF-8, GBK … (default: found out).")
  var encoding: String?

  @Option(name: .long, help: "Property=column, also lon=, lat=, position=, wkt=; may be repeated.")
  var map: [String] = []

  @Option(name: .long, help: "upsert, append or replace.")
  var mode: ImportOptions.Mode = .upsert

  @Flag(name: .long, help: "Only report; keep nothing.")
  var dryRun = false

  @Flag(name: .long, help: "Import nothing of a file that has a faulty row.")
  var strict = false

  @Flag(name: .long, help: "Repair faulty areas (crossing or open rings) instead of refusing them.")
  var repair = false

  @Option(
    name: .long,
    help: "A file for the problems: .json, .csv, or .xlsx, which holds the sheets again with their faults marked.")
  var problems: String?

  @Flag(name: .long, help: "Replace the problem file if it exists.")
  var force = false

  @Option(name: .long, help: "Who imports, for the history (default: the user's name).")
  var actor: String?

  func run() throws {
    let registry = try openRegistry(readOnly: false)
    let options = try importOptions()
    if let problems { try ImportSummary.checkProblemFile(problems, overwrite: force) }
    var reports: [(path: String, report: ImportReport)] = []
    for file in files {
      let progress = ProgressLine(label: URL(fileURLWithPath: file).lastPathComponent)
      var report = try Importer(registry: registry, options: options).importFile(file) { progress.show($0) }
      progress.clear()
      if ImportForensics.isWorthwhile(report) { report.add(try ImportForensics(registry).problems(of: report)) }
      reports.append((file, report))
      Diagnostics.write(ImportSummary(report, isTrial: dryRun).text())
    }
    if let problems {
      if returnsSheets {
        let notes = try ReturnedWorkbook(kinds: registry.kinds, options: options).write(
          reports, to: problems, overwrite: force)
        for note in notes { Diagnostics.write("注意：\(note)") }
      } else {
        try ImportSummary.writeProblems(reports.map(\.report), toFile: problems, overwrite: force)
      }
    }
    if reports.contains(where: { $0.report.isRefused || $0.report.problemCount > 0 }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }

  private var returnsSheets: Bool { problems?.lowercased().hasSuffix(".xlsx") ?? false }

  private func importOptions() throws -> ImportOptions {
    var options = ImportOptions()
    options.kind = kind
    options.layer = layer
    options.crs = try crs.map(ReferenceSystem.init(option:))
    options.encoding = encoding
    for pair in map {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ValidationError("--map takes property=column, not “\(pair)”.") }
      options.map[parts[0]] = parts[1]
    }
    options.mode = mode
    options.isTrial = dryRun
    options.isStrict = strict
    options.repairs = repair
    options.reportsCodes = returnsSheets
    options.actor = actor ?? NSUserName()
    return options
  }
}

/// Shows how far long work has come, on a terminal only.
final class ProgressLine {
  private let label: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private var last = 0

  init(label: String) { self.label = label }

  func show(_ count: Int) {
    guard isShown, count - last >= 20_000 else { return }
    last = count
    FileHandle.standardError.write(Data("\r\(label)：\(count)行…".utf8))
  }

  func clear() {
    if last > 0 { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
  }
}
