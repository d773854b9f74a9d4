import Foundation
import PackagePlugin

/// Turns `schemas/*.json` into one Swift source, so that the program carries its schemas and needs no file beside it.
@main
struct EmbedSchemas: BuildToolPlugin {
  struct NoSchemas: Error, CustomStringConvertible {
    let folder: String
    var description: String { "\(folder) holds no .json file, so there is nothing to embed" }
  }

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "schemas")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw NoSchemas(folder: folder.path()) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSchemas.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) schemas",
        executable: try context.tool(named: "embed-schemas").url,
        arguments: [output.path()] + files.map { $0.path() },
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
