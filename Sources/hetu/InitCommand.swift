import ArgumentParser
import Foundation
import HetuPublishing
import HetuRegistry
import HetuSchemas

struct InitCommand: RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make an empty registry.",
    discussion:
      "With --schemas, the schemas of a folder add kinds of record or take the place of those that come with Hetu.")

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "A folder of JSON Schemas, one file a kind.")
  var schemas: String?

  @Option(name: .long, help: "Words that stand on every product, such as 示意数据.")
  var dataNote: String?

  func run() throws {
    let url = place.url(hetu.place)
    let kinds = try schemas.map { try Kinds.builtIn(with: URL(fileURLWithPath: $0)) } ?? Kinds.builtIn()
    let registry = try Registry.create(at: url, kinds: kinds)
    try QGISStyles.apply(to: registry)
    if let dataNote { try registry.set("data_note", to: dataNote) }
    Diagnostics.write("已建立登记库 \(url.path)，含\(kinds.all.count)类记录")
  }
}
