import Foundation

/// What a comparison of texts disregards (OGC 21-065r2, classes Case-insensitive and Accent-insensitive Comparison).
struct TextFolding: OptionSet, Sendable, Hashable {
  let rawValue: Int64

  /// `CASEI`: upper and lower case, by Unicode's full case folding.
  static let ofCase = TextFolding(rawValue: 1)
  /// `ACCENTI`: diacritical marks.
  static let ofAccents = TextFolding(rawValue: 2)

  /// The option that a function of CQL2 says.
  init?(function name: String) {
    switch name.uppercased() {
    case "CASEI": self = .ofCase
    case "ACCENTI": self = .ofAccents
    default: return nil
    }
  }

  init(rawValue: Int64) { self.rawValue = rawValue }

  /// The text without what is disregarded.
  func folded(_ text: String) -> String {
    // Chinese has neither case nor accents; most texts are done here.
    if text.unicodeScalars.allSatisfy({ $0.isASCII || (0x2e80..<0xa000).contains($0.value) }) {
      guard contains(.ofCase) else { return text }
      return String(decoding: text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
    var options: String.CompareOptions = []
    if contains(.ofCase) { options.insert(.caseInsensitive) }
    if contains(.ofAccents) { options.insert(.diacriticInsensitive) }
    return text.folding(options: options, locale: nil)
  }
}
