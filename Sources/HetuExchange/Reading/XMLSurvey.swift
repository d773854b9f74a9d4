import CGDAL

/// A pass over an XML document's bytes that refuses what can harm a parser, before one sees it.
enum XMLSurvey {
  /// Whether bytes begin as an XML document does.
  static func looksLikeXML(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFF, 0xFE, 0x3C, 0x00]) || head.starts(with: [0xFE, 0xFF, 0x00, 0x3C]) { return true }
    if head.starts(with: [0x3C, 0x00]) || head.starts(with: [0x00, 0x3C]) { return true }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    return text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } == UInt8(ascii: "<")
  }

  /// Reads the document through GDAL's file layer and refuses declarations of types or entities, nesting beyond the
  /// limit, and encodings in which they could hide.
  static func check(_ document: String, of path: String, limits: SourceLimits) throws(ExchangeError) {
    guard let file = VSIFOpenL(document, "rb") else {
      throw ExchangeError(.damaged, "文件“\(path)”打不开或已损坏；请重新导出。")
    }
    defer { VSIFCloseL(file) }
    var scanner = XMLScanner()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = VSIFReadL(&block, 1, block.count, file)
      if count == 0 { return }
      for byte in block[..<count] {
        scanner.take(byte)
        if byte == 0 {
          throw ExchangeError(.encoding, "文件“\(path)”不是 UTF-8 编码的 XML；请另存为 UTF-8。")
        }
        if scanner.foundDeclaration {
          throw ExchangeError(.unsafeContent, "文件“\(path)”含有文档类型或实体声明（DTD），已拒绝；请去掉声明或重新导出。")
        }
        if scanner.depth > limits.maximumElementDepth {
          throw ExchangeError(.tooLarge, "文件“\(path)”的元素嵌套超过 \(limits.maximumElementDepth) 层，已拒绝；请重新导出。")
        }
      }
    }
  }
}

/// Follows the nesting of XML elements byte by byte.
struct XMLScanner {
  /// How many elements are open.
  private(set) var depth = 0
  /// Whether `<!DOCTYPE`, `<!ENTITY` or another declaration was seen; comments and CDATA are none.
  private(set) var foundDeclaration = false

  private enum State { case text, opened, bang, tag, closingTag, instruction, comment, cdata }

  private var state = State.text
  private var quote: UInt8 = 0
  private var previous: UInt8 = 0
  private var beforePrevious: UInt8 = 0

  mutating func take(_ byte: UInt8) {
    switch state {
    case .text: if byte == UInt8(ascii: "<") { state = .opened }
    case .opened: takeOpened(byte)
    case .bang:
      switch byte {
      case UInt8(ascii: "-"): state = .comment
      case UInt8(ascii: "["): state = .cdata
      default: foundDeclaration = true
      }
      (previous, beforePrevious) = (0, 0)
      return
    case .tag: takeTag(byte)
    case .closingTag: if byte == UInt8(ascii: ">") { state = .text }
    case .instruction: if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "?") { state = .text }
    case .comment:
      if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "-"), beforePrevious == UInt8(ascii: "-") {
        state = .text
      }
    case .cdata:
      if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "]"), beforePrevious == UInt8(ascii: "]") {
        state = .text
      }
    }
    (beforePrevious, previous) = (previous, byte)
  }

  private mutating func takeOpened(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "!"): state = .bang
    case UInt8(ascii: "?"): state = .instruction
    case UInt8(ascii: "/"):
      depth -= 1
      state = .closingTag
    default:
      depth += 1
      quote = 0
      state = .tag
    }
  }

  private mutating func takeTag(_ byte: UInt8) {
    if quote != 0 {
      if byte == quote { quote = 0 }
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      quote = byte
    } else if byte == UInt8(ascii: ">") {
      if previous == UInt8(ascii: "/") { depth -= 1 }
      state = .text
    }
  }
}
