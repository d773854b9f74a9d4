import Foundation
import HetuRegistry

/// A copy of a registry that is whole and examined, or not there at all.
public enum RegistryBackup {
  /// Copies a registry, also while others write to it, aside of its target, examines the copy, and puts it in place.
  ///
  /// - Returns: what is wrong with the registry's triggers, which the copy has as they are.
  /// - Throws: `RegistryError` where a copy can't be made or is damaged, `ExchangeError` where the target is the registry itself, exists
  ///   and is not to be replaced, or can't be written. Nothing is left then, and a former copy stays.
  public static func write(_ registry: Registry, to path: String, overwrite: Bool) throws -> [String] {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    guard target != registry.url.resolvingSymlinksInPath() else {
      throw ExchangeError(.usage, "“\(path)”就是登记库本身；请换一个文件名。")
    }
    // SQLite would take the log of another file for this one's.
    for name in ["-wal", "-journal"].map({ path + $0 }) where FileManager.default.fileExists(atPath: name) {
      throw ExchangeError(.outputExists, "“\(name)”还在，说明“\(path)”正被使用或没有正常关闭；请换一个文件名。")
    }
    let staged = try StagedFile(target: path, overwrite: overwrite)
    try registry.copy(to: staged.path, calling: path)
    let faults = try Registry.faults(of: URL(fileURLWithPath: staged.path))
    if let fault = faults.damage.first {
      throw RegistryError(
        .unsound,
        "the copy of \(registry.url.path) has \(faults.damage.count) faults, so it was not kept: \(fault); see “hetu verify”"
      )
    }
    try staged.commit()
    return faults.triggers
  }
}
