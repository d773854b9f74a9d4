/// What a pass over a text file's bytes tells about its encoding.
struct TextSurvey {
  /// Whether a NUL byte was seen, which no table in UTF-8 or GB 18030 holds.
  private(set) var hasNull = false
  /// Whether everything so far can be UTF-8.
  private(set) var isUTF8 = true
  /// Whole UTF-8 sequences of more than one byte, seen before the first byte that is none.
  private(set) var multibyteCount = 0
  private var pending = 0
  private var lowerBound: UInt8 = 0x80
  private var upperBound: UInt8 = 0xBF

  /// So many true UTF-8 sequences do not come about in text of another encoding by chance.
  private static let certainty = 12

  /// The encoding: UTF-8 where all of it is, or where so much of it is that the rest must be damage; else GB 18030.
  var encoding: String {
    isUTF8 || multibyteCount >= Self.certainty ? TextDecoder.utf8 : TextDecoder.chinese
  }

  /// Takes the next bytes of the file into account.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    while index < bytes.count {
      if pending == 0, index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0, (word &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 == 0 {
          index += 8
          continue
        }
      }
      add(bytes[index])
      index += 1
    }
  }

  /// Marks the end of one text among several; a character cut off there is no fault of the encoding.
  mutating func endText() {
    pending = 0
    (lowerBound, upperBound) = (0x80, 0xBF)
  }

  private mutating func add(_ byte: UInt8) {
    if byte == 0 { hasNull = true }
    guard isUTF8 else { return }
    if pending > 0 {
      guard lowerBound...upperBound ~= byte else { return isUTF8 = false }
      pending -= 1
      (lowerBound, upperBound) = (0x80, 0xBF)
      if pending == 0 { multibyteCount += 1 }
      return
    }
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: pending = 1
    case 0xE0: (pending, lowerBound) = (2, 0xA0)
    case 0xED: (pending, upperBound) = (2, 0x9F)
    case 0xE1...0xEF: pending = 2
    case 0xF0: (pending, lowerBound) = (3, 0x90)
    case 0xF4: (pending, upperBound) = (3, 0x8F)
    case 0xF1...0xF3: pending = 3
    default: isUTF8 = false
    }
  }
}
