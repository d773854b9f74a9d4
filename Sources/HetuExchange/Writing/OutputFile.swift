import Foundation

/// A file that comes into being whole or not at all: written beside its target through a buffer of 1 MB, renamed by
/// `finish`, removed by `abandon` or when it is let go.
public final class OutputFile {
  private let staged: StagedFile?
  private let descriptor: Int32
  private let name: String
  private var isOpen = true
  private var buffer: [UInt8] = []

  private static let blockBytes = 1 << 20

  /// Begins a file.
  /// - Parameters:
  ///   - path: the target; its folder exists.
  ///   - overwrite: whether an existing file is replaced when this one is whole.
  /// - Throws: `ExchangeError` where the target exists, or cannot be written.
  public init(path: String, overwrite: Bool = false) throws(ExchangeError) {
    let staged = try StagedFile(target: path, overwrite: overwrite)
    descriptor = open(staged.path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw staged.failure(StagedFile.reason(errno)) }
    self.staged = staged
    name = path
    buffer.reserveCapacity(Self.blockBytes + Self.blockBytes / 4)
  }

  /// Writes a whole file.
  /// - Throws: `ExchangeError` where the target exists and is not to be replaced, or cannot be written.
  public static func writeAll(_ bytes: [UInt8], to path: String, overwrite: Bool) throws(ExchangeError) {
    let file = try OutputFile(path: path, overwrite: overwrite)
    try file.append { $0 += bytes }
    try file.finish()
  }

  /// Refuses a target that exists and is not to be replaced, or cannot be written, before any work is done.
  public static func check(_ path: String, overwrite: Bool) throws(ExchangeError) {
    try OutputFile(path: path, overwrite: overwrite).abandon()
  }

  /// Writes through an open descriptor, such as standard output, which stays open and cannot be taken back.
  /// - Parameters:
  ///   - descriptor: a file descriptor that may be written.
  ///   - name: what error messages call it.
  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
    staged = nil
  }

  deinit { abandon() }

  /// Lets `body` append bytes to the buffer, which is written when it is full.
  /// - Throws: `ExchangeError` where writing fails, as on a full disk; then nothing is left behind.
  public func append(_ body: (inout [UInt8]) -> Void) throws(ExchangeError) {
    precondition(isOpen, "The output is finished.")
    body(&buffer)
    if buffer.count >= Self.blockBytes { try flush() }
  }

  /// Writes what is left and puts the file in place.
  /// - Throws: `ExchangeError` where writing or renaming fails; then nothing is left behind.
  public func finish() throws(ExchangeError) {
    precondition(isOpen, "The output is finished.")
    try flush()
    isOpen = false
    guard let staged else { return }
    guard close(descriptor) == 0 else {
      let error = staged.failure(StagedFile.reason(errno))
      staged.discard()
      throw error
    }
    try staged.commit()
  }

  /// Gives the file up; harmless when it is finished.
  public func abandon() {
    guard isOpen else { return }
    isOpen = false
    guard let staged else { return }
    close(descriptor)
    staged.discard()
  }

  private func flush() throws(ExchangeError) {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = StagedFile.reason(errno)
        abandon()
        throw staged?.failure(reason) ?? ExchangeError(.cannotWrite, "写到“\(name)”失败：\(reason)。")
      }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
