/// The names a river goes by.
enum RiverNames {
  /// All names in a text such as `宏农涧河（弘农涧河）`: the whole, what stands before the brackets and each name in them.
  static func aliases(of name: String) -> [String] {
    let marks: Set<Character> = ["（", "）", "(", ")", "、", "，", ",", "/", ";", "；", "[", "]", "【", "】"]
    let pieces = name.split { marks.contains($0) }.map { normal(String($0)) }.filter { !$0.isEmpty }
    var result = [normal(name)]
    for piece in pieces where !result.contains(piece) { result.append(piece) }
    return result.filter { !$0.isEmpty }
  }

  /// A name without spaces, in small letters, with plain brackets.
  static func normal(_ name: String) -> String {
    String(
      name.lowercased().compactMap { character in
        if character.isWhitespace { return nil }
        return switch character {
        case "（": "("
        case "）": ")"
        default: character
        }
      })
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
