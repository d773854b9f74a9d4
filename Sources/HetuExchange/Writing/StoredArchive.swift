import CGDAL

/// ZIP archives of uncompressed entries (APPNOTE 6.3, version 1.0), without times: the same texts give the same bytes. GDAL's ZIP writer
/// marks its entries with a version that pandoc's reader refuses.
public enum StoredArchive {
  /// An archive of texts by their names in it.
  public static func bytes(_ entries: [(name: String, text: String)]) -> [UInt8] {
    bytes(entries.map { ($0.name, Array($0.text.utf8)) })
  }

  /// The archive in a file, with one of its texts changed.
  ///
  /// - Throws: ``ExchangeError`` where the file is no archive or the text is not in it.
  public static func bytes(
    ofFile path: String, changing changed: String, _ change: (String) -> String
  ) throws(ExchangeError) -> [UInt8] {
    let root = "/vsizip/{\(path)}"
    let messages = GDALMessages()
    guard let directory = messages.capture({ VSIOpenDir(root, -1, nil) }) else {
      throw ExchangeError(.damaged, "文件“\(path)”不是完整的压缩包\(messages.suffix)。")
    }
    defer { VSICloseDir(directory) }
    var entries: [(name: String, content: [UInt8])] = []
    while let entry = messages.capture({ VSIGetNextDirEntry(directory) })?.pointee {
      guard entry.nMode & Int32(S_IFMT) != Int32(S_IFDIR) else { continue }
      let name = String(cString: entry.pszName)
      var content: UnsafeMutablePointer<GByte>?
      var size: vsi_l_offset = 0
      guard messages.capture({ VSIIngestFile(nil, "\(root)/\(name)", &content, &size, -1) }) != 0 else {
        throw ExchangeError(.damaged, "压缩包“\(path)”中的“\(name)”读不出来\(messages.suffix)。")
      }
      defer { VSIFree(content) }
      entries.append((name, Array(UnsafeBufferPointer(start: content, count: Int(size)))))
    }
    guard let index = entries.firstIndex(where: { $0.name == changed }) else {
      throw ExchangeError(.damaged, "压缩包“\(path)”中没有“\(changed)”。")
    }
    entries[index].content = Array(change(String(decoding: entries[index].content, as: UTF8.self)).utf8)
    return bytes(entries)
  }

  private static func bytes(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in entries {
      let path = Array(name.utf8)
      let size = UInt32(content.count)
      // Version, flags, method, time and day (1980-01-01), checksum, both sizes, lengths of name and extra field.
      let head =
        little(10, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) + little(checksum(content), 4)
        + little(size, 4) + little(size, 4) + little(UInt32(path.count), 2) + little(0, 2)
      // Comment, disk, attributes inside and outside, and where the entry begins.
      let tail = little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(UInt32(archive.count), 4)
      directory += little(0x0201_4B50, 4) + little(10, 2) + head + tail + path
      archive += little(0x0403_4B50, 4) + head + path + content
    }
    let count = UInt32(entries.count)
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
      + little(UInt32(directory.count), 4) + little(UInt32(archive.count), 4) + little(0, 2)
    return archive + directory + end
  }

  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }

  /// CRC-32 (ISO 3309).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { (sum: UInt32, byte: UInt8) -> UInt32 in
      sums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8)
    }
  }

  /// What each byte adds to the checksum.
  private static let sums: [UInt32] = (0..<256).map { (byte: UInt32) -> UInt32 in
    var value = byte
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    return value
  }
}
