/// An element of a style file. Names are constants of this program and every value is escaped when it is written, so
/// nothing that a schema says can become markup.
struct StyleElement: Sendable {
  private let name: String
  private let attributes: [(name: String, value: String)]
  private let children: [StyleElement]
  private let text: String

  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [StyleElement] = []
  ) {
    self.name = "\(name)"
    self.attributes = attributes.map { ("\($0.key)", $0.value) }
    self.children = children
    text = ""
  }

  /// An element that holds nothing but text.
  init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String) {
    self.name = "\(name)"
    self.attributes = attributes.map { ("\($0.key)", $0.value) }
    children = []
    self.text = text
  }

  /// The XML document with this element as its root, one element a line.
  var document: String {
    var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    output += "<\(name)"
    for attribute in attributes { output += " \(attribute.name)=\"\(Self.escaped(attribute.value))\"" }
    if children.isEmpty {
      output += text.isEmpty ? "/>\n" : ">\(Self.escaped(text))</\(name)>\n"
    } else {
      output += ">\n"
      for child in children { child.write(to: &output) }
      output += "</\(name)>\n"
    }
  }

  /// `text` as it may stand in character data and in a quoted attribute of XML 1.0, which forbids most control characters.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
