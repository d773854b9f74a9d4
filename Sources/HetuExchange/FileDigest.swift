import Crypto
import Foundation

/// SHA-256 (FIPS 180-4), by which bytes can be told again.
public struct FileDigest {
  private var hash = SHA256()

  /// An empty digest; lent to the closure of ``of(_:)``.
  private init() {}

  /// Adds bytes.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
      hash.update(data: Array(bytes))
    }
  }

  /// The digest of what `body` adds, as 64 hexadecimal digits.
  public static func of(_ body: (inout FileDigest) throws -> Void) rethrows -> String {
    var digest = FileDigest()
    try body(&digest)
    return digest.hash.finalize().map { String(format: "%02x", $0) }.joined()
  }

  /// The digest of a file, as 64 hexadecimal digits.
  ///
  /// - Throws: `ExchangeError` where the file can't be read.
  public static func ofFile(_ path: String) throws(ExchangeError) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ExchangeError(.notFound, "找不到或不能读取文件“\(path)”；请核对文件名和权限。")
    }
    defer { try? file.close() }
    do {
      return try of { digest in
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty { digest.add(block) }
      }
    } catch {
      throw ExchangeError(.damaged, "读取文件“\(path)”失败；请检查磁盘和权限。")
    }
  }
}
