import Foundation

/// What has to be known of a text table before its rows are read: encoding, separator, where it begins.
struct TextOpening {
  private(set) var encoding: String
  private(set) var separator = UInt8(ascii: ",")
  private(set) var skippedBytes = 0
  /// The table in UTF-8, where the file itself is in UTF-16.
  private(set) var copy: TemporaryCopy?

  private static let sampleBytes = 1 << 16

  /// Reads the whole file once to find its encoding, unless `encoding` names it.
  init(path: String, encoding: String?) throws(ExchangeError) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ExchangeError(.notFound, "打不开文件“\(path)”；请检查它是否存在、是否有读取权限。")
    }
    self.encoding = encoding ?? TextDecoder.utf8
    var head = [UInt8](Self.read(file, count: Self.sampleBytes) ?? Data())
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      let copy = try TemporaryCopy(transcoding: path, from: head[0] == 0xFF ? "UTF-16LE" : "UTF-16BE")
      head = [UInt8](
        FileHandle(forReadingAtPath: copy.path).flatMap { Self.read($0, count: Self.sampleBytes) } ?? Data())
      self.copy = copy
      self.encoding = TextDecoder.utf8
    } else if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      self.encoding = TextDecoder.utf8
    } else {
      var survey = TextSurvey()
      head.withUnsafeBytes { survey.add($0) }
      while !survey.hasNull, let data = Self.read(file, count: 1 << 20), !data.isEmpty {
        data.withUnsafeBytes { survey.add($0) }
      }
      guard !survey.hasNull else {
        throw ExchangeError(.unrecognised, "文件“\(path)”不是文本表格（含有二进制内容）；请检查文件，或改正其扩展名。")
      }
      if encoding == nil { self.encoding = survey.encoding }
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { skippedBytes = 3 }
    findSeparator(in: head.dropFirst(skippedBytes))
  }

  private static func read(_ file: FileHandle, count: Int) -> Data? { try? file.read(upToCount: count) }

  /// Excel's `sep=;` line, else the separator that is most frequent outside of quotes in the first lines.
  private mutating func findSeparator(in head: ArraySlice<UInt8>) {
    if head.starts(with: "sep=".utf8), head.count > 5 {
      separator = head[head.startIndex + 4]
      skippedBytes += (head.firstIndex(of: UInt8(ascii: "\n")) ?? head.startIndex + 4) + 1 - head.startIndex
      return
    }
    var counts: [UInt8: Int] = [:]
    var inQuotes = false
    var lines = 0
    for byte in head where lines < 10 {
      if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
      if inQuotes { continue }
      if byte == UInt8(ascii: "\n") { lines += 1 }
      counts[byte, default: 0] += 1
    }
    for candidate in ",;\t".utf8 where counts[candidate, default: 0] > counts[separator, default: 0] {
      separator = candidate
    }
  }
}

/// A file of our own that goes away with its owner.
final class TemporaryCopy {
  let path: String

  /// A copy of a text file in UTF-8.
  init(transcoding source: String, from encoding: String) throws(ExchangeError) {
    let decoder = try TextDecoder(encoding: encoding)
    path = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString).csv").path
    guard let data = FileManager.default.contents(atPath: source),
      let text = [UInt8](data.dropFirst(2)).withUnsafeBufferPointer({ decoder.decode($0) })
    else { throw ExchangeError(.encoding, "文件“\(source)”的 UTF-16 文字不完整；请用 Excel 另存为“CSV UTF-8”。") }
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw ExchangeError(.cannotWrite, "临时文件“\(path)”写不下；请检查磁盘空间。")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
