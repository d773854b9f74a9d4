import ArgumentParser
import Foundation
import HetuExchange
import HetuRegistry

struct BackupCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the registry to a file, also while it is served or written to.",
    discussion: """
      The copy is one state of the registry. It is made aside, examined as by “hetu verify”, and only then put in place: a \
      copy that fails, or of a damaged registry, leaves a former one as it is.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: [.customShort("o"), .long], help: "The file.")
  var output: String

  @Flag(name: .long, help: "Replace the file if it exists.")
  var force = false

  func run() throws {
    let registry = try openRegistry()
    let start = ContinuousClock.now
    let faults = try RegistryBackup.write(registry, to: output, overwrite: force)
    for fault in faults { Diagnostics.write("注意：\(fault)") }
    Diagnostics.write("已备份并核验 \(output)，\(cost(output, since: start))")
  }
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Examine a registry file or a backup: pages, indexes, references, tables, triggers.",
    discussion: "Changes nothing. Writes one line a finding and ends with 1 where there are any.")

  @Argument(help: "The file.")
  var file: String

  func run() throws {
    let start = ContinuousClock.now
    let faults = try Registry.faults(of: URL(fileURLWithPath: file)).all
    guard faults.isEmpty else {
      try StandardOutput.write(Array((faults.joined(separator: "\n") + "\n").utf8))
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    Diagnostics.write("核验通过 \(file)，\(cost(file, since: start))")
  }
}

/// The size of a file, and how long something took.
private func cost(_ path: String, since start: ContinuousClock.Instant) -> String {
  let bytes = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  return String(format: "%.1f MB，用时 %.1f 秒", Double(bytes) / 1e6, seconds)
}
