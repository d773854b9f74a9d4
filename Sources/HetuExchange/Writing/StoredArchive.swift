/// ZIP archives of uncompressed texts (APPNOTE 6.3, version 1.0), without times: the same texts give the same bytes. GDAL's ZIP writer
/// marks its entries with a version that pandoc's reader refuses.
public enum StoredArchive {
  /// An archive of texts by their names in it.
  public static func bytes(_ entries: [(name: String, text: String)]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in entries {
      let (path, content) = (Array(name.utf8), Array(text.utf8))
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
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
  }
}
