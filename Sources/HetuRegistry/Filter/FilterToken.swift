/// A token of CQL2 text with its place.
struct FilterToken {
  enum Kind { case word, quotedName, text, number, mark, end }

  let kind: Kind
  let text: String
  /// The number of characters before it.
  let offset: Int

  static func tokens(of source: String) throws -> [FilterToken] {
    // Scalar by scalar, so that a mark that joins what stands before it does not hide a quote.
    let characters = source.unicodeScalars.map(Character.init)
    var tokens: [FilterToken] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      let start = index
      if character.isWhitespace {
        index += 1
        continue
      }
      if character == "'" || character == "\"" {
        let text = try quoted(characters, &index)
        tokens.append(FilterToken(kind: character == "'" ? .text : .quotedName, text: text, offset: start))
      } else if character.isLetter || "_:".contains(character) {
        while index < characters.count,
          characters[index].isLetter || characters[index].isNumber || "_.:".contains(characters[index])
        {
          index += 1
        }
        tokens.append(FilterToken(kind: .word, text: String(characters[start..<index]), offset: start))
      } else if isNumberStart(characters, index) {
        index += 1
        while index < characters.count,
          (characters[index].isASCII && characters[index].isNumber) || ".eE".contains(characters[index])
            || ("+-".contains(characters[index]) && "eE".contains(characters[index - 1]))
        {
          index += 1
        }
        tokens.append(FilterToken(kind: .number, text: String(characters[start..<index]), offset: start))
      } else {
        let pair = index + 1 < characters.count ? String(characters[index...index + 1]) : ""
        let mark = ["<=", ">=", "<>"].contains(pair) ? pair : String(character)
        guard "=<>(),+-*/%^[]".contains(character) else {
          throw RegistryError(
            .usage, "the filter has “\(character)” at character \(start + 1), which CQL2 text does not know")
        }
        index += mark.count
        tokens.append(FilterToken(kind: .mark, text: mark, offset: start))
      }
    }
    tokens.append(FilterToken(kind: .end, text: "", offset: characters.count))
    return tokens
  }

  private static func isNumberStart(_ characters: [Character], _ index: Int) -> Bool {
    let character = characters[index]
    if character.isASCII && character.isNumber { return true }
    return "+-.".contains(character) && index + 1 < characters.count && characters[index + 1].isASCII
      && (characters[index + 1].isNumber || characters[index + 1] == ".")
  }

  private static func quoted(_ characters: [Character], _ index: inout Int) throws -> String {
    let mark = characters[index]
    let start = index
    var text = ""
    index += 1
    while index < characters.count {
      if characters[index] == mark {
        guard index + 1 < characters.count, characters[index + 1] == mark else {
          index += 1
          return text
        }
        index += 1
      }
      text.append(characters[index])
      index += 1
    }
    throw RegistryError(
      .usage, "the filter's quote at character \(start + 1) is not closed; a quote inside a text is doubled")
  }
}
