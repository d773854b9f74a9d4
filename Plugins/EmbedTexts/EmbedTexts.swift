import Foundation
import PackagePlugin

/// Turns a folder of .json files into one Swift source, so that the program carries its schemas and rules and needs no file beside it.
@main
struct EmbedTexts: BuildToolPlugin {
  struct NoTexts: Error, CustomStringConvertible {
    let folder: String
    var description: String { "\(folder) holds no .json file, so there is nothing to embed" }
  }

  /// The folder that a target embeds, and the type that then holds its texts: the schemas, or the target's own rule sets.
  private func plan(_ context: PluginContext, _ target: any Target) -> (folder: URL, type: String) {
    target.name == "HetuSchemas"
      ? (context.package.directoryURL.appending(path: "schemas"), "EmbeddedSchemas")
      : (target.directoryURL.appending(path: "RuleSets"), "EmbeddedRuleSets")
  }

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let (folder, type) = plan(context, target)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw NoTexts(folder: folder.path()) }
    let output = context.pluginWorkDirectoryURL.appending(path: "\(type).swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) texts for \(target.name)",
        executable: try context.tool(named: "embed-texts").url,
        arguments: [type, output.path()] + files.map { $0.path() },
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
