import ArgumentParser
import HetuExchange
import HetuPublishing
import HetuRegistry
import HetuSchemas

struct TemplateCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Make empty lists to fill in: official headers, drop-downs, notes, an example row.",
    discussion: """
      One sheet a kind, and one for each list of things that its records have (substances, outfalls, valves …), tied to \
      it by 编号. “hetu import” reads the workbook back and passes over the example. Without a registry the kinds that \
      come with Hetu are known.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Argument(help: "The kinds, such as tailings_pond or 尾矿库.")
  var kinds: [String]

  @Option(name: [.customShort("o"), .long], help: "The workbook (.xlsx).")
  var output: String

  @Flag(name: .long, help: "Replace the workbook if it exists.")
  var force = false

  func validate() throws {
    guard !kinds.isEmpty else { throw ValidationError("Name at least one kind, such as tailings_pond.") }
    guard output.lowercased().hasSuffix(".xlsx") else {
      throw ValidationError("A template is a workbook: name it .xlsx.")
    }
  }

  func run() throws {
    let known = try hasRegistry ? openRegistry().kinds : Kinds.builtIn()
    var wanted: [Kind] = []
    for name in kinds {
      let kind = try known.named(name)
      if !wanted.contains(kind) { wanted.append(kind) }
    }
    try TemplateWriter(wanted).write(to: output, overwrite: force)
    Diagnostics.write("已生成模板 \(output)：\(wanted.map(\.listTitle).joined(separator: "、"))")
  }
}
