import Foundation
import HetuExchange
import HetuGeometry
import Testing

/// A folder that goes away with its test.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws -> String {
    try data.write(to: url.appendingPathComponent(name))
    return path(name)
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// All that lies in the folder, hidden files too.
  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

/// 企业 and 重大 in GBK, from the Unicode Consortium's table CP936.TXT.
enum GBK {
  static let enterprise: [UInt8] = [0xC6, 0xF3, 0xD2, 0xB5]
  static let major: [UInt8] = [0xD6, 0xD8, 0xB4, 0xF3]
}

/// All rows of a layer, copied.
func rows(of layer: SourceLayer) throws -> [SourceRow] {
  var rows: [SourceRow] = []
  try layer.rows {
    rows.append($0)
    return true
  }
  return rows
}

/// The error that `body` throws, if it is one of the module.
func exchangeError(_ body: () throws -> Void) -> ExchangeError? {
  do {
    try body()
    return nil
  } catch { return error as? ExchangeError }
}

/// Opens a file and reads all of its rows.
func readAll(_ path: String) throws { for layer in try SourceFile(path: path).layers { _ = try rows(of: layer) } }

/// A dBASE III file of one text field, made by the layout in the Library of Congress's description (fdd000325).
func dBase(field: [UInt8], values: [[UInt8]]) -> Data {
  func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xFF) } }
  let width = 20
  var bytes: [UInt8] = [0x03, 126, 1, 1] + little(values.count, 4) + little(65, 2) + little(width + 1, 2)
  bytes += [UInt8](repeating: 0, count: 20)
  bytes += field + [UInt8](repeating: 0, count: 11 - field.count)
  bytes += [UInt8(ascii: "C"), 0, 0, 0, 0, UInt8(width), 0] + [UInt8](repeating: 0, count: 14) + [0x0D]
  for value in values {
    bytes += [0x20] + value + [UInt8](repeating: 0x20, count: width - value.count)
  }
  return Data(bytes + [0x1A])
}

/// A ZIP archive of stored entries (APPNOTE.TXT 6.3); a claimed size may lie.
func zip(_ entries: [(name: String, content: String, claimedSize: UInt32?)]) -> Data {
  zip(entries.map { ($0.name, Data($0.content.utf8), $0.claimedSize) })
}

/// The same from bytes.
func zip(_ entries: [(name: String, content: Data, claimedSize: UInt32?)]) -> Data {
  func little(_ value: UInt32, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xFF) } }
  func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
  }
  var local: [UInt8] = []
  var directory: [UInt8] = []
  for entry in entries {
    let content = [UInt8](entry.content)
    let size = UInt32(content.count)
    let middle =
      [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + little(checksum(content), 4) + little(size, 4)
      + little(entry.claimedSize ?? size, 4) + little(UInt32(entry.name.utf8.count), 2) + [0, 0]
    directory += [0x50, 0x4B, 1, 2, 20, 0] + middle + [UInt8](repeating: 0, count: 10)
    directory += little(UInt32(local.count), 4) + Array(entry.name.utf8)
    local += [0x50, 0x4B, 3, 4] + middle + Array(entry.name.utf8) + content
  }
  let count = little(UInt32(entries.count), 2)
  let end =
    [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count), 4)
    + little(UInt32(local.count), 4) + [0, 0]
  return Data(local + directory + end)
}

/// The first layer of a file.
func onlyLayer(_ path: String, encoding: String? = nil) throws -> SourceLayer {
  try #require(try SourceFile(path: path, encoding: encoding).layers.first)
}
