import HetuSchemas

/// The headers of a sheet that is given back, each in one cell, by which import finds in every column what it found in the sheet handed in.
///
/// Headers of several rows can't simply be joined: 库容 over 现状 over 全库容 says by its parts which property it is, while no property is named
/// 库容现状全库容. Each candidate is tried by ``ColumnMapping`` among the others.
struct ReturnedHeaders {
  /// The headers in the order of the fields.
  let texts: [String]

  /// - Parameter kind: what the sheet's rows are, or nil where it is only shown or holds items of other sheets' records.
  /// - Parameter given: the user's own mapping, whose headers stay as they are.
  init(_ fields: [SourceField], kind: Kind?, given: [String: String]) {
    guard let kind, let wanted = try? ColumnMapping(fields: fields, kind: kind, given: given) else {
      let names = Dictionary(fields.map { ($0.name, 1) }, uniquingKeysWith: +)
      texts = fields.map { names[$0.name, default: 0] > 1 ? Self.joined($0) : $0.name }
      return
    }
    let candidates = fields.enumerated().map { column, field in
      Self.candidates(field, wanted.meaning(of: column), kind)
    }
    var chosen = [Int](repeating: 0, count: fields.count)
    func headers() -> [String] { zip(candidates, chosen).map { $0[$1] } }
    // A column may miss its property because another one took it, so all are tried again after each change.
    for _ in 0..<(candidates.map(\.count).max() ?? 0) {
      let flat = headers().map { SourceField(name: $0, title: nil, kind: .text) }
      guard let found = try? ColumnMapping(fields: flat, kind: kind, given: given) else { break }
      let wrong = fields.indices.filter {
        found.meaning(of: $0) != wanted.meaning(of: $0) && chosen[$0] + 1 < candidates[$0].count
      }
      if wrong.isEmpty { break }
      for column in wrong { chosen[column] += 1 }
    }
    texts = headers()
  }

  /// What a column may be headed by, the file's own words first.
  private static func candidates(_ field: SourceField, _ meaning: ColumnMapping.Meaning, _ kind: Kind) -> [String] {
    var texts = [field.name]
    let unit = bracketed(field.name)
    switch meaning {
    case .property(let index), .unitConflict(let index): texts.append(kind.properties[index].title + unit)
    case .position(let title):
      texts += field.groups.indices.reversed().map { field.groups[$0...].joined() + field.name }
      texts.append(title + unit)
    case .nothing: break
    }
    texts.append(joined(field))
    return texts
  }

  /// The header with those over it, but for one that only says that a position follows.
  private static func joined(_ field: SourceField) -> String {
    field.groups.filter { !PositionColumns.isPosition(Header($0)) }.joined() + field.name
  }

  /// What stands in brackets at the end of a header, with them: its unit as the file writes it.
  private static func bracketed(_ name: String) -> String {
    guard let last = name.last, ")）]】〕".contains(last), let start = name.lastIndex(where: { "(（[【〔".contains($0) }),
      start > name.startIndex
    else { return "" }
    return String(name[start...])
  }
}
