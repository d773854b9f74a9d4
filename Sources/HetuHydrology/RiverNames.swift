/// The names a river goes by.
enum RiverNames {
  /// All names in a text such as `宏农涧河（弘农涧河）`: the whole, what stands before the brackets and each name in them.
  static func aliases(of name: String) -> [String] {
    if isPlain(name) { return name.isEmpty ? [] : [name] }
    let marks: Set<Character> = ["（", "）", "(", ")", "、", "，", ",", "/", ";", "；", "[", "]", "【", "】"]
    let pieces = name.split { marks.contains($0) }.map { normal(String($0)) }.filter { !$0.isEmpty }
    var result = [normal(name)]
    for piece in pieces where !result.contains(piece) { result.append(piece) }
    return result.filter { !$0.isEmpty }
  }

  /// A name without spaces, in small letters, with plain brackets.
  static func normal(_ name: String) -> String {
    if isPlain(name) { return name }
    return String(
      name.lowercased().compactMap { character in
        if character.isWhitespace { return nil }
        return switch character {
        case "（": "("
        case "）": ")"
        default: character
        }
      })
  }

  /// Whether a name is of Chinese characters, digits and small letters only, as most are: then it is its own normal form and only alias.
  private static func isPlain(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy {
      switch $0.value {
      case 0x4e00...0x9fff, 0x30...0x39, 0x61...0x7a: true
      default: false
      }
    }
  }

  /// The names most like one that was not found, the likest first; at most five.
  static func suggestions(for name: String, among names: [String]) -> [String] {
    let wanted = Set(normal(name))
    let scored = names.compactMap { candidate -> (score: Double, name: String)? in
      let have = Set(normal(candidate))
      let common = wanted.intersection(have).subtracting(["河", "江", "水", "溪", "沟"])
      guard !common.isEmpty else { return nil }
      return (Double(wanted.intersection(have).count) / Double(wanted.union(have).count), candidate)
    }
    return scored.sorted { ($1.score, $0.name) < ($0.score, $1.name) }.prefix(5).map(\.name)
  }
}

extension RiverSet {
  /// Of the river codes and names that reaches have, those whose reaches can belong to a river of that name or code; all reaches of a
  /// river are among theirs.
  public static func groups<Group>(
    _ groups: [Group], thatMayBe nameOrCode: String, _ parts: (Group) -> (code: String?, name: String)
  ) -> [Group] {
    let wanted = RiverNames.normal(nameOrCode)
    var codes: Set<String> = []
    var names: Set<String> = []
    for (code, name) in groups.lazy.map(parts) {
      let isNamed = RiverNames.aliases(of: name).contains(wanted)
      guard let code else {
        if isNamed { names.insert(RiverNames.normal(name)) }
        continue
      }
      if isNamed || code == nameOrCode { codes.insert(code) }
    }
    return groups.filter { group in
      let (code, name) = parts(group)
      return code.map { codes.contains($0) } ?? names.contains(RiverNames.normal(name))
    }
  }
}
