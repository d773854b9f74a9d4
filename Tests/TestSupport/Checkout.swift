import Foundation

/// The folder of the project that the tests were built from.
public enum Checkout {
  /// The folder that holds `Package.swift`.
  public static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below a folder of the project whose names end so, sorted; hidden ones are left out.
  public static func files(in folder: String, endingWith suffix: String) -> [URL] {
    let top = root.appendingPathComponent(folder)
    guard
      let all = FileManager.default.enumerator(at: top, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    else { return [] }
    return all.compactMap { $0 as? URL }.filter { $0.lastPathComponent.hasSuffix(suffix) }.sorted { $0.path < $1.path }
  }
}
