/// Which texts have come before, and in which row first; their bytes in one array, so that a million of them take little room.
///
/// A hash table with linear probing, at most half full. Its hash is seeded anew each time, so that no file can be made to fill one place.
struct SeenTexts {
  private struct Entry {
    let start: Int
    let end: Int
    let row: Int32
  }

  /// The upper half of an entry's hash and its number, from 1 on; 0 where there is none.
  private var slots = [UInt64](repeating: 0, count: 1_024)
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private let seed = UInt64.random(in: .min ... .max)

  /// The row in which the text came first, or nil, and then it is noted for `row`.
  mutating func earlier(_ text: String, row: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { earlier(UnsafeRawBufferPointer($0), row) }
  }

  private mutating func earlier(_ text: UnsafeRawBufferPointer, _ row: Int32) -> Int32? {
    if entries.count * 2 >= slots.count { grow() }
    let hash = hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let entry = entries[Int(slots[slot] & 0xffff_ffff) - 1]
        if bytes[entry.start..<entry.end].elementsEqual(text) { return entry.row }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    entries.append(Entry(start: bytes.count, end: bytes.count + text.count, row: row))
    bytes.append(contentsOf: text)
    slots[slot] = (hash >> 32) << 32 | UInt64(entries.count)
    return nil
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    bytes.withUnsafeBytes { bytes in
      for (number, entry) in entries.enumerated() {
        let hash = hash(UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.end]))
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = (hash >> 32) << 32 | UInt64(number + 1)
      }
    }
  }

  /// Folds eight bytes at a time by a product of 128 bits, as wyhash does.
  private func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var state = seed ^ UInt64(text.count)
    var start = 0
    while start < text.count {
      var word: UInt64 = 0
      for place in start..<min(start + 8, text.count) { word = word << 8 | UInt64(text[place]) }
      let product = (state ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
      state = product.high ^ product.low
      start += 8
    }
    return state
  }
}
