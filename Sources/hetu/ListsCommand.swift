import ArgumentParser
import Foundation
import HetuPublishing
import HetuRegistry

struct ListsCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists", abstract: "Write the four lists and the two ledgers as official workbooks.",
    discussion: """
      重点环境风险源清单, 应急队伍清单, 应急物资清单, 制度机制清单, 附件3, 附件4; with the counts of each county. The same registry, \
      time and options give the same bytes.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: [.customShort("o"), .long], help: "The folder.")
  var output: String

  @Option(name: .long, help: "As the registry stood at the end of that date, or at that time.")
  var asOf: TimeArgument?

  @Option(name: .long, help: "A district: GB/T 2260 code (its beginning takes all below it) or name.")
  var district: String?

  @Option(name: .long, help: "Whom it is made for: internal, or public (phones masked, sensitive positions coarsened).")
  var audience: Audience = .internal

  @Flag(name: .long, help: "Replace workbooks that exist.")
  var force = false

  func run() throws {
    let lists = try OfficialLists(
      registry: try openRegistry(), district: district, asOf: asOf?.utc, audience: audience)
    for book in try lists.write(to: URL(fileURLWithPath: output), overwrite: force) {
      let counts = book.counts.map { "\($0.title)\($0.count)" }.joined(separator: "，")
      Diagnostics.write("已生成 \(book.path)：\(counts)")
      for note in book.notes { Diagnostics.write("注意：\(note)") }
    }
  }
}
