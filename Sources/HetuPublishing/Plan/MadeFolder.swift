import Foundation
import HetuPlanning

/// A folder of products: made aside, then moved into its place, so that there is never half of one.
enum MadeFolder {
  /// Puts files into a folder of their own in place of what lies at `target`, which stays until the new one is whole.
  ///
  /// - Throws: ``OutputError``; nothing is left then but what lay there before.
  static func put(_ files: [PlanProducts.File], at target: URL) throws {
    try aside(of: target) { aside in
      try write(files, into: aside)
      try replace(target, by: aside)
    }
  }

  /// Puts files into a folder beside what else lies there, each whole.
  ///
  /// - Throws: ``OutputError``.
  static func add(_ files: [PlanProducts.File], to folder: URL) throws {
    try aside(of: folder.appending(path: files.first?.name ?? "")) { aside in
      try write(files, into: aside)
      for (name, _) in files {
        let (made, target) = (aside.appending(path: name), folder.appending(path: name))
        guard rename(made.path, target.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      }
      try FileManager.default.removeItem(at: aside)
    }
  }

  private static func aside(of target: URL, _ body: (URL) throws -> Void) throws {
    let aside = target.deletingLastPathComponent().appending(
      path: ".hetu-\(UUID().uuidString)", directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
      try body(aside)
    } catch {
      try? FileManager.default.removeItem(at: aside)
      let reason = error.localizedDescription.trimmingCharacters(in: CharacterSet(charactersIn: "."))
      throw OutputError(
        "\(target.path) can't be written: \(reason); check the folder, its rights and the disk's space",
        .cannotWrite)
    }
  }

  private static func write(_ files: [PlanProducts.File], into folder: URL) throws {
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
  }

  /// Puts a finished folder in its place; an older one that lies there stays until the new one is whole.
  private static func replace(_ target: URL, by finished: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: target.path) else { return try files.moveItem(at: finished, to: target) }
    let old = target.deletingLastPathComponent().appending(
      path: ".hetu-\(UUID().uuidString)", directoryHint: .isDirectory)
    try files.moveItem(at: target, to: old)
    do { try files.moveItem(at: finished, to: target) } catch {
      try? files.moveItem(at: old, to: target)
      throw error
    }
    try files.removeItem(at: old)
  }
}
