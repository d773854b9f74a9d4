import Foundation

/// Makes identifiers of records: UUIDs of version 7 (RFC 9562, section 5.7), which grow with time, so that an index takes them in order.
struct IdentifierSource {
  private var generator = SystemRandomNumberGenerator()
  private var counter: UInt64
  private let milliseconds: UInt64
  private var random: UInt64
  private static let digits = Array("0123456789abcdef".utf8)

  init(now: Date = Date()) {
    milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000)) & 0xffff_ffff_ffff
    counter = 0
    random = generator.next()
  }

  /// The next identifier: the time, a counter of 42 bits, then 32 random bits.
  mutating func next() -> String {
    counter &+= 1
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let high = milliseconds << 16 | 0x7000 | (counter >> 30) & 0xfff
    let low = 0x8000_0000_0000_0000 | (counter & 0x3fff_ffff) << 32 | random >> 32
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          buffer[position] = 0x2d
          position += 1
        }
        let word = nibble < 16 ? high : low
        buffer[position] = Self.digits[Int(word >> UInt64(60 - 4 * (nibble % 16)) & 0xf)]
        position += 1
      }
      return 36
    }
  }
}
