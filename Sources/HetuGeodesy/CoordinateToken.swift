/// What a coordinate text is made of.
enum CoordinateToken: Hashable {
  /// The marks °, ′ and ″.
  enum Level: Int, Comparable {
    case degrees, minutes, seconds

    static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
    /// How many of it make a degree.
    var perDegree: Double { self == .degrees ? 1 : self == .minutes ? 60 : 3600 }
    /// The level below, or nil.
    var next: Level? { Level(rawValue: rawValue + 1) }
    /// The Chinese name.
    var title: String { self == .degrees ? "度" : self == .minutes ? "分" : "秒" }
  }

  /// What is written before or behind an ordinate.
  enum Label: Hashable {
    case east, west, north, south
    case longitude, latitude
    /// X, 纵坐标: northing. Y, 横坐标: easting.
    case northing, easting

    var isLongitude: Bool { self == .east || self == .west || self == .longitude }
    var isLatitude: Bool { self == .north || self == .south || self == .latitude }
    var isNegative: Bool { self == .west || self == .south }
    var isHemisphere: Bool { self == .east || self == .west || self == .north || self == .south }
  }

  case number(PlainNumber)
  case mark(Level)
  case label(Label)
  /// A comma and the like, between ordinates.
  case separator
  /// A dash or colon between degrees, minutes and seconds.
  case dash
  case space
}

extension CoordinateToken {
  /// The tokens of a text.
  /// - Throws: `GeodesyError.Code.unreadableText` with the first character that means nothing here.
  static func tokens(of text: String) throws(GeodesyError) -> [CoordinateToken] {
    let characters = text.unicodeScalars.map(folded)
    var tokens: [CoordinateToken] = []
    var index = 0
    var isNegative = false
    while index < characters.count {
      let character = characters[index]
      if isDigit(character) {
        let end = characters[index...].firstIndex { !isDigit($0) && $0 != "." } ?? characters.count
        guard var number = PlainNumber(String(String.UnicodeScalarView(characters[index..<end]))) else {
          throw unreadable(text, at: String(String.UnicodeScalarView(characters[index..<end])))
        }
        if isNegative { number = number.negated }
        isNegative = false
        tokens.append(.number(number))
        index = end
      } else if let meaning = signs[character] {
        if meaning == .mark(.minutes), tokens.last == .mark(.minutes) {
          tokens[tokens.count - 1] = .mark(.seconds)
        } else {
          tokens.append(meaning)
        }
        index += 1
      } else if dashes.contains(character) || character == ":" {
        let isBetween = followsNumber(tokens, next: index + 1 < characters.count ? characters[index + 1] : " ")
        if isBetween { tokens.append(.dash) } else { isNegative = character != ":" }
        index += 1
      } else {
        guard let (word, meaning) = words[character]?.first(where: { characters[index...].starts(with: $0.0) })
        else { throw unreadable(text, at: String(character)) }
        if let meaning { tokens.append(meaning) }
        index += word.count
      }
    }
    return tokens
  }

  static func unreadable(_ text: String, at part: String) -> GeodesyError {
    GeodesyError(
      .unreadableText, "坐标“\(text.prefix(60))”中的“\(part.prefix(20))”无法识别，请按 E111°12′00.36″ N34°46′22.44″ 或十进制度填写")
  }

  /// Whether a dash stands behind a number or its mark, so that it parts rather than negates; behind a space only where
  /// another space follows.
  private static func followsNumber(_ tokens: [CoordinateToken], next: Unicode.Scalar) -> Bool {
    switch tokens.last {
    case .number, .mark: true
    case .space: next == " " && tokens.dropLast().last.map { if case .number = $0 { true } else { false } } ?? false
    default: false
    }
  }

  /// Full-width forms as half-width ones, capital letters, every kind of white space as a space.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: folded(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
    case 0x61...0x7A: Unicode.Scalar(scalar.value - 0x20) ?? scalar
    case 0xA0, 0x3000: " "
    default: scalar
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  private static let dashes: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}", "\u{2012}", "–", "—", "−", "﹣"]

  private static let signs: [Unicode.Scalar: CoordinateToken] = {
    var signs: [Unicode.Scalar: CoordinateToken] = [:]
    for sign in "°º˚∘⁰゜ﾟ。度D".unicodeScalars { signs[sign] = .mark(.degrees) }
    for sign in "′'’‘`´ʹʼ‵ˊ分".unicodeScalars { signs[sign] = .mark(.minutes) }
    for sign in "″\"”“〞〃ʺ¨秒".unicodeScalars { signs[sign] = .mark(.seconds) }
    for sign in ",;/、|\n\r\t".unicodeScalars { signs[sign] = .separator }
    for sign in " ()[]{}=+【】".unicodeScalars { signs[sign] = .space }
    for sign in "\u{200B}\u{FEFF}\u{200E}\u{200F}".unicodeScalars { signs[sign] = .space }
    return signs
  }()

  /// Words by their first character, the longer before those that begin them; nil for words that say nothing.
  private static let words: [Unicode.Scalar: [([Unicode.Scalar], CoordinateToken?)]] = {
    let words: [(String, CoordinateToken?)] = [
      ("经纬度", nil), ("坐标", nil), ("位置", nil), ("米", nil),
      ("东经", .label(.east)), ("西经", .label(.west)), ("北纬", .label(.north)), ("南纬", .label(.south)),
      ("经度", .label(.longitude)), ("纬度", .label(.latitude)), ("经", .label(.longitude)), ("纬", .label(.latitude)),
      ("东", .label(.east)), ("西", .label(.west)), ("北", .label(.north)), ("南", .label(.south)),
      ("纵", .label(.northing)), ("横", .label(.easting)), ("LONGITUDE", .label(.longitude)),
      ("LONG", .label(.longitude)), ("LON", .label(.longitude)), ("LNG", .label(.longitude)),
      ("LATITUDE", .label(.latitude)), ("LAT", .label(.latitude)), ("E", .label(.east)), ("W", .label(.west)),
      ("N", .label(.north)), ("S", .label(.south)), ("X", .label(.northing)), ("Y", .label(.easting)), ("M", nil),
    ]
    return Dictionary(grouping: words.map { (Array($0.0.unicodeScalars), $0.1) }) { $0.0[0] }
  }()
}
