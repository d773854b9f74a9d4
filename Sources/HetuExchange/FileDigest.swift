import CGLib
import Foundation

/// SHA-256 (FIPS 180-4), by which bytes can be told again.
public struct FileDigest {
  private let checksum = g_checksum_new(G_CHECKSUM_SHA256)

  /// An empty digest; lent to the closure of ``of(_:)``.
  private init() {}

  /// Adds bytes.
  public func add(_ bytes: some Collection<UInt8>) {
    let array = Array(bytes)
    g_checksum_update(checksum, array, array.count)
  }

  /// The digest of what `body` adds, as 64 hexadecimal digits.
  public static func of(_ body: (FileDigest) throws -> Void) rethrows -> String {
    let digest = FileDigest()
    defer { g_checksum_free(digest.checksum) }
    try body(digest)
    return g_checksum_get_string(digest.checksum).map { String(cString: $0) } ?? ""
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
