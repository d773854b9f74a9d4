import Foundation

/// Turns bytes of one encoding into text and refuses bytes that are none in it.
final class TextDecoder {
  /// The encoding's name as `iconv` knows it, in capitals.
  let encoding: String
  private let descriptor: iconv_t?
  private var output: [UInt8] = []

  static let utf8 = "UTF-8"
  /// GB 18030, which holds GBK and GB 2312.
  static let chinese = "GB18030"

  /// A decoder for an encoding by its name; `gbk`, `gb2312`, `cp936` are read as GB 18030.
  init(encoding: String) throws(ExchangeError) {
    let name = encoding.uppercased()
    switch name {
    case "UTF8", Self.utf8:
      self.encoding = Self.utf8
      descriptor = nil
    default:
      self.encoding = ["GBK", "GB2312", "CP936", "936", "GB18030"].contains(name) ? Self.chinese : name
      let opened = iconv_open(Self.utf8, self.encoding)
      guard let opened, Int(bitPattern: opened) != -1 else {
        throw ExchangeError(.encoding, "不认识的文字编码“\(encoding)”；请用 UTF-8、GBK 或 GB18030。")
      }
      descriptor = opened
    }
  }

  deinit {
    if let descriptor { iconv_close(descriptor) }
  }

  /// The text of `bytes`, or nil where they are none in this encoding.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let descriptor, bytes.contains(where: { $0 >= 0x80 }) || encoding.hasPrefix("UTF-16") else {
      return String(validating: bytes, as: UTF8.self)
    }
    return convert(bytes, with: descriptor)
  }

  private func convert(_ bytes: UnsafeBufferPointer<UInt8>, with descriptor: iconv_t) -> String? {
    let capacity = bytes.count * 4 + 16
    if output.count < capacity { output = [UInt8](repeating: 0, count: capacity) }
    return output.withUnsafeMutableBytes { buffer -> String? in
      var input = UnsafeMutableRawPointer(mutating: UnsafeRawPointer(bytes.baseAddress))?
        .assumingMemoryBound(to: CChar.self)
      var inputLeft = bytes.count
      var target = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      var targetLeft = buffer.count
      _ = iconv(descriptor, nil, nil, nil, nil)
      guard iconv(descriptor, &input, &inputLeft, &target, &targetLeft) != -1, inputLeft == 0 else { return nil }
      return String(validating: UnsafeRawBufferPointer(buffer)[..<(buffer.count - targetLeft)], as: UTF8.self)
    }
  }

  /// The text of a C string, or nil where it is none in this encoding.
  func decode(cString: UnsafePointer<CChar>) -> String? {
    let count = strlen(cString)
    return cString.withMemoryRebound(to: UInt8.self, capacity: count) {
      decode(UnsafeBufferPointer(start: $0, count: count))
    }
  }
}
