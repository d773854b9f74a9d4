/// Estimates of text widths, in ems, good to a few per cent in the families of `FontFamily`.
enum TextMetrics {
  /// The advance widths of U+0020…U+007E in thousandths of an em, read from Noto Sans CJK SC Regular 2.004.
  private static let latin: [Double] = [
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555,
    555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812,
    723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620,
    554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338,
    270, 338, 555,
  ]

  /// The width of `text` in ems; Chinese characters and pictographs count 1, the bold face 6 % more for Latin.
  static func ems(_ text: String, bold: Bool = false) -> Double {
    text.reduce(0) { $0 + ems($1, bold: bold) }
  }

  private static func ems(_ character: Character, bold: Bool) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x20...0x7E: return latin[Int(scalar.value) - 0x20] / 1000 * (bold ? 1.06 : 1)
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E: return 0
    case 0xB0: return 0.37
    case 0x2032: return 0.28
    case 0x2033: return 0.48
    case 0xA0..<0x2000: return 0.65
    case 0x1F000...: return 1.3
    default: return 1
    }
  }

  /// `text` cut so that it is at most `ems` wide, with an ellipsis where something was cut off.
  static func shortened(_ text: String, ems limit: Double, bold: Bool = false) -> String {
    guard ems(text, bold: bold) > limit else { return text }
    var result = ""
    var width = 1.0
    for character in text {
      width += ems(character, bold: bold)
      if width > limit { break }
      result.append(character)
    }
    return result + "…"
  }

  /// `text` as one line, or as two of about equal width where it is wider than `limit` ems.
  static func lines(_ text: String, ems limit: Double) -> [String] {
    let width = ems(text)
    guard width > limit else { return [text] }
    var first = ""
    var firstWidth = 0.0
    for character in text {
      if firstWidth >= width / 2 { break }
      firstWidth += ems(character, bold: false)
      first.append(character)
    }
    return [first, String(text.dropFirst(first.count))]
  }

  /// `text` in lines at most `limit` ems wide, one closing mark beyond; no line begins with a closing mark or ends with an opening
  /// one, and none breaks a number, a word of Latin letters or a unit in brackets (`（万m³）`).
  static func wrapped(_ text: String, ems limit: Double, bold: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    var width = 0.0
    for character in text {
      let advance = ems(character, bold: bold)
      if width + advance > limit + (character.isClosingMark ? 1 : 0), !line.isEmpty {
        // A closing mark takes along what it closes, a word goes to the next line as a whole, and a bracket with what it opens.
        var kept = line[...]
        if character.isClosingMark {
          while kept.last?.isClosingMark == true { kept.removeLast() }
          if kept.last?.isWordPart == false { kept.removeLast() }
        }
        if character.isWordPart || character == "." || character.isClosingMark {
          let end = kept.endIndex
          while let last = kept.last, last.isWordPart || last == "." { kept.removeLast() }
          if character.isWordPart || kept.endIndex < end, let open = kept.suffix(2).firstIndex(of: "（") {
            kept = kept[..<open]
          }
        }
        while let last = kept.last, "（《“".contains(last) { kept.removeLast() }
        // What fills a line by itself is broken.
        let rest = kept.isEmpty ? "" : String(line.dropFirst(kept.count))
        lines.append(String(line.dropLast(rest.count)))
        (line, width) = (rest, ems(rest, bold: bold))
        // The space before what begins a line was the break.
        if line.first == " " { (line, width) = (String(line.dropFirst()), width - ems(" ", bold: bold)) }
        if line.isEmpty, character == " " { continue }
      }
      line.append(character)
      width += advance
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

extension Character {
  /// Whether a line is not to be broken between it and its like: a Latin letter, a digit, or the hyphen of a code or phone.
  fileprivate var isWordPart: Bool { isASCII && (isLetter || isNumber || self == "-") }

  /// Whether no line begins with it.
  fileprivate var isClosingMark: Bool {
    switch unicodeScalars.first {
    case "，", "。", "；", "：", "、", "）", "》", "”", "！", "？", "³", "²": true
    default: false
    }
  }
}
