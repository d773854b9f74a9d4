/// The apostrophe that keeps a spreadsheet from running a text cell of a CSV file as a formula (CWE-1236).
///
/// Writing puts one `'` before a text that begins with `=`, `+`, `-`, `@`, tab, carriage return or NUL, or with
/// apostrophes before one of these; reading takes one away from just such texts. So every text comes back as it was.
/// Numbers are never guarded; a telephone number `+86…` is a text, and is.
enum FormulaGuard {
  /// Whether a spreadsheet could take `text` for a formula, or reading could take an apostrophe of its own away.
  static func isNeeded(_ text: some Sequence<UInt8>) -> Bool {
    for byte in text where byte != UInt8(ascii: "'") { return isTrigger(byte) }
    return false
  }

  /// Whether the text begins with our apostrophe.
  static func isGuarded(_ text: some Sequence<UInt8>) -> Bool {
    var hasApostrophe = false
    for byte in text {
      if byte != UInt8(ascii: "'") { return hasApostrophe && isTrigger(byte) }
      hasApostrophe = true
    }
    return false
  }

  private static func isTrigger(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x00: true
    default: false
    }
  }
}
