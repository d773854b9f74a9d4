extension GeoJSONWriter {
  /// Appends `text` as a JSON string, in quotes, to `output`.
  ///
  /// Besides what JSON demands, it escapes U+2028 and U+2029, which end a line in JavaScript, and what follows `<` in
  /// `</` and `<!`, which would end a script or open a comment: the result may stand in a script of an HTML page.
  /// - Parameters:
  ///   - text: any text.
  ///   - output: UTF-8.
  public static func appendJSONString(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { appendSound($0, to: &output) }
  }

  /// Appends bytes that are meant for UTF-8 as a JSON string; what is broken in them becomes U+FFFD.
  public static func appendJSONString(utf8 bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    if bytes.allSatisfy({ $0 < 0x80 }) {
      appendSound(bytes, to: &output)
    } else {
      appendJSONString(String(decoding: bytes, as: UTF8.self), to: &output)
    }
  }

  private static func appendSound(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var pending = 0
    var index = 0
    while index < bytes.count {
      guard isRare(bytes[index]), let escape = escape(at: index, in: bytes) else {
        index += 1
        continue
      }
      output.append(contentsOf: bytes[pending..<index])
      output.append(contentsOf: escape.text.utf8)
      index += escape.length
      pending = index
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[pending...]))
    output.append(UInt8(ascii: "\""))
  }

  /// Whether a byte may have to be escaped.
  @inline(__always)
  private static func isRare(_ byte: UInt8) -> Bool {
    byte < 0x23 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") || byte == 0xE2
  }

  /// What replaces the bytes at `index`, and how many they are; nil where they stand for themselves.
  private static func escape(
    at index: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (text: String, length: Int)? {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "\""): return ("\\\"", 1)
    case UInt8(ascii: "\\"): return ("\\\\", 1)
    case UInt8(ascii: "\n"): return ("\\n", 1)
    case UInt8(ascii: "\r"): return ("\\r", 1)
    case UInt8(ascii: "\t"): return ("\\t", 1)
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      return ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits, 1)
    case UInt8(ascii: "/"):
      return index > 0 && bytes[index - 1] == UInt8(ascii: "<") ? ("\\/", 1) : nil
    case UInt8(ascii: "!"):
      return index > 0 && bytes[index - 1] == UInt8(ascii: "<") ? ("\\u0021", 1) : nil
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 else { return nil }
      return (bytes[index + 2] == 0xA8 ? "\\u2028" : "\\u2029", 3)
    default: return nil
    }
  }
}
