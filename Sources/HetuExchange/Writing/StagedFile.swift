import Foundation

/// Where an output grows until it is whole: a folder of its own beside the target, from which it is renamed into place.
final class StagedFile {
  /// The path that the output will have.
  let target: String
  /// The path under which it is written meanwhile.
  let path: String

  private let folder: String
  private let overwrite: Bool

  /// Makes the folder.
  /// - Throws: `ExchangeError` where the target exists and is not to be overwritten, or the folder cannot be made.
  init(target: String, overwrite: Bool) throws(ExchangeError) {
    let url = URL(fileURLWithPath: target)
    self.target = url.path
    self.overwrite = overwrite
    folder = url.deletingLastPathComponent().appendingPathComponent(".hetu-\(UUID().uuidString)").path
    path = "\(folder)/\(url.lastPathComponent)"
    try refuseExisting(self.target)
    guard mkdir(folder, 0o700) == 0 else {
      throw ExchangeError(
        .cannotWrite, "不能在“\(url.deletingLastPathComponent().path)”中写文件：\(Self.reason(errno))；请换一个文件夹或检查权限。")
    }
  }

  deinit { discard() }

  /// Renames all that was written into place; the target itself last.
  func commit() throws(ExchangeError) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let folderOfTarget = URL(fileURLWithPath: target).deletingLastPathComponent().path
    let moves = names.map { (from: "\(folder)/\($0)", to: "\(folderOfTarget)/\($0)") }
    let ordered = moves.filter { $0.to != target } + moves.filter { $0.to == target }
    for move in ordered { try refuseExisting(move.to) }
    for move in ordered where rename(move.from, move.to) != 0 {
      throw ExchangeError(.cannotWrite, "不能写成文件“\(move.to)”：\(Self.reason(errno))；请检查权限。")
    }
    discard()
  }

  /// Removes what was written; harmless after `commit`.
  func discard() { try? FileManager.default.removeItem(atPath: folder) }

  private func refuseExisting(_ path: String) throws(ExchangeError) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
    let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
    guard overwrite, !isFolder else {
      throw ExchangeError(
        .outputExists, "“\(path)”已经存在\(isFolder ? "，而且是文件夹" : "")；请换一个名字\(isFolder ? "" : "，或指明覆盖")。")
    }
  }

  /// Whether the disk has next to nothing left, for libraries that do not say why they failed.
  var isDiskFull: Bool {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    return (attributes?[.systemFreeSize] as? Int).map { $0 < 1 << 16 } ?? false
  }

  /// A failed write as a sentence.
  func failure(_ reason: String) -> ExchangeError {
    ExchangeError(.cannotWrite, "写文件“\(target)”失败：\(reason)；没有留下不完整的文件。")
  }

  /// What the system says about an error number, in Chinese where staff meet it.
  static func reason(_ number: Int32) -> String {
    switch number {
    case ENOSPC, EDQUOT: "磁盘空间已满"
    case EACCES, EPERM, EROFS: "没有写入权限"
    case ENOENT, ENOTDIR: "文件夹不存在"
    case ENAMETOOLONG: "文件名太长"
    default: String(cString: strerror(number))
    }
  }
}
