import ArgumentParser
import Foundation
import HetuRegistry

/// Where the registry lies; taken before or after the command's name.
struct RegistryOptions: ParsableArguments {
  @Option(name: .long, help: "The registry file (default: $HETU_REGISTRY or hetu.gpkg).")
  var registry: String?

  /// The registry's place; `outer` is what stood before the command's name.
  func url(_ outer: RegistryOptions) -> URL {
    let path = registry ?? outer.registry ?? ProcessInfo.processInfo.environment["HETU_REGISTRY"] ?? "hetu.gpkg"
    return URL(fileURLWithPath: path)
  }
}

/// A command that works on a registry.
protocol RegistryCommand: ParsableCommand {
  var hetu: Hetu { get }
  var place: RegistryOptions { get }
}

extension RegistryCommand {
  /// Whether there is a registry where the options say.
  var hasRegistry: Bool { FileManager.default.fileExists(atPath: place.url(hetu.place).path) }

  /// The registry's file, which is there.
  func registryURL() throws -> URL {
    let url = place.url(hetu.place)
    guard hasRegistry else {
      throw RegistryError(
        .storage, "there is no registry \(url.path); make one with “hetu init” or name it with --registry")
    }
    return url
  }

  func openRegistry(readOnly: Bool = true) throws -> Registry {
    try Registry.open(at: try registryURL(), readOnly: readOnly)
  }
}
