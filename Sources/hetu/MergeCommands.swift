import ArgumentParser
import Foundation
import HetuPlanning
import HetuPublishing
import HetuRegistry

struct DuplicatesCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates", abstract: "Records that may be the same thing, reported twice, side by side.",
    discussion: """
      Found by credit code, code, and name with place (500 m) or district; several sites of one enterprise are no \
      duplicates. Decide with “hetu merge”. Ends with 1 where there are any.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "Only this kind; may be repeated.")
  var kind: [String] = []

  @Option(name: .long, help: "Only pairs with a record of this district (code or name).")
  var district: String?

  @Option(name: .long, help: "table or json.")
  var format: TextFormat?

  @Option(
    name: [.customShort("o"), .long], help: "The file to write instead of standard output: .json, .csv or .xlsx.")
  var output: String?

  @Flag(name: .long, help: "Replace the output file if it exists.")
  var force = false

  func run() throws {
    let registry = try openRegistry()
    let pairs = try DuplicateQuestion(kinds: try kind.map(registry.kind), district: district).pairs(in: registry)
    let list = DuplicateList(pairs)
    if let output {
      try list.write(toFile: output, overwrite: force)
    } else {
      try StandardOutput.write(TextFormat.chosen(format) == .json ? list.json() : Array(list.text().utf8))
    }
    if !pairs.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}

struct MergeCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge a record into another, or keep that the two are different things.",
    discussion: """
      What the first record lacks comes from the second, which is taken out; the history keeps it, and a record that comes in \
      again under its code is reported. With --distinct both stay, and are not reported as duplicates any more.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The record that stays, as kind/code.")
  var first: String

  @Argument(help: "The other record.")
  var second: String

  @Flag(name: .long, help: "They are two things; keep that.")
  var distinct = false

  @Option(
    name: .long,
    help: "A property (name or title; geometry is the position) that comes from the second record; may be repeated.")
  var take: [String] = []

  @Flag(name: .long, help: "Only tell what would come from where; keep nothing.")
  var dryRun = false

  @Option(name: .long, help: "Who decides.")
  var actor: String

  @Option(name: .long, help: "Why.")
  var reason: String

  func validate() throws {
    guard !distinct || (take.isEmpty && !dryRun) else {
      throw ValidationError("Two things are not merged: leave --take and --dry-run out.")
    }
  }

  func run() throws {
    let registry = try openRegistry(readOnly: false)
    let merging = try RecordMerging(first, second, actor: actor, reason: reason)
    if distinct {
      try merging.keepApart(in: registry)
      Diagnostics.write("已记下：\(first) 与 \(second) 不是同一对象")
      return
    }
    let outcome = try merging.merge(taking: take, in: registry, isTrial: dryRun)
    Diagnostics.write("已把 \(outcome.removed) 合并到 \(outcome.kept)")
    if !outcome.taken.isEmpty { Diagnostics.write("取自 \(outcome.removed)：\(outcome.taken.joined(separator: "、"))") }
    if !outcome.left.isEmpty {
      Diagnostics.write("两条不同、保留 \(outcome.kept) 的：\(outcome.left.joined(separator: "、"))（--take 可取另一条的）")
    }
    if dryRun { Diagnostics.write("试运行，登记库没有改动") }
  }
}
