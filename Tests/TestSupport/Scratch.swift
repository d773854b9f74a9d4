import Foundation

/// A folder of its own for one test, gone with the value.
public final class Scratch: Sendable {
  /// The folder.
  public let folder: URL

  /// Makes a new folder among the temporary files.
  public init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A file or folder in it.
  public func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The path of a file or folder in it.
  public func path(_ name: String) -> String { url(name).path }

  /// Writes a text, in folders made as needed, and returns where it lies.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> URL {
    let file = url(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  /// The names of all that lies in it, hidden files too.
  public var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }
}
