import HetuExchange
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Records that may be the same thing, side by side.
public struct DuplicateList {
  private let pairs: [DuplicatePair]

  /// The list of pairs in the order given.
  public init(_ pairs: [DuplicatePair]) { self.pairs = pairs }

  /// The pairs as text: why, then each property that differs with both values.
  public func text() -> String {
    let blocks = pairs.map { pair -> String in
      let head =
        "\(pair.first.reference) \(AnswerTable.oneLine(pair.first.name))  ↔  \(pair.second.reference) \(AnswerTable.oneLine(pair.second.name))"
      let lines = Self.differences(pair).map {
        "    \($0.property.header)：\(ValueWords.text($0.first, of: $0.property))  ｜  \(ValueWords.text($0.second, of: $0.property))"
      }
      return (["\(head)\n  \(pair.message)"] + lines).joined(separator: "\n")
    }
    return (["共\(pairs.count)对可能重复的记录"] + blocks).joined(separator: "\n") + "\n"
  }

  /// The pairs as a JSON object.
  public func json() -> [UInt8] {
    let items = pairs.map { pair in
      JSONValue.members([
        "kind": .string(pair.first.kind.name), "title": .string(pair.first.kind.title),
        "first": .string(pair.first.reference), "first_name": .string(pair.first.name),
        "second": .string(pair.second.reference), "second_name": .string(pair.second.name),
        "reason": .string(pair.reason.rawValue), "message": .string(pair.message),
        "distance_m": pair.distanceMetres.map { .decimal($0, 1) } ?? .null,
        "differences": .array(
          Self.differences(pair).map { difference in
            .members([
              "property": .string(difference.property.name), "title": .string(difference.property.header),
              "first": JSONValue(difference.first), "second": JSONValue(difference.second),
            ])
          }),
      ])
    }
    return JSONValue.members(["count": .integer(Int64(pairs.count)), "pairs": .array(items)]).document
  }

  /// Writes the pairs as JSON, or as CSV or XLSX with a row a property that differs, by the file's extension.
  public func write(toFile path: String, overwrite: Bool) throws {
    guard !path.lowercased().hasSuffix(".json") else {
      try OutputFile.writeAll(json(), to: path, overwrite: overwrite)
      return
    }
    let columns = ["对", "类别", "第一条", "第二条", "理由", "相距（m）", "项目", "第一条的值", "第二条的值"].enumerated().map {
      index, title in OutputColumn(name: "column_\(index)", title: title, kind: index == 0 ? .integer : .text)
    }
    let rows = pairs.enumerated().flatMap { number, pair -> [[OutputValue]] in
      let why = [pair.reason.title, pair.shift?.message].compactMap { $0 }.joined(separator: "，")
      let texts = [
        pair.first.kind.title, "\(pair.first.code) \(pair.first.name)", "\(pair.second.code) \(pair.second.name)", why,
      ]
      let head =
        [.integer(Int64(number + 1))] + texts.map(OutputValue.text)
        + [pair.distanceMetres.map { .real(Answer.rounded($0, 1)) } ?? .null]
      return Self.differences(pair).map { difference in
        head + [.text(difference.property.header)]
          + [difference.first, difference.second].map { ValueWords.cell($0, of: difference.property) }
      }
    }
    try TableFile(path: path, overwrite: overwrite, title: "可能重复的记录", columns: columns).write(rows)
  }

  private typealias Difference = (property: Property, first: Value, second: Value)

  /// What differs, but for what always does: the internal number and where a record comes from.
  private static func differences(_ pair: DuplicatePair) -> [Difference] {
    let own: Set<String> = ["id", "source", "source_position", "source_crs"]
    return pair.first.kind.properties.enumerated().compactMap { index, property in
      let (first, second) = (pair.first.values[index], pair.second.values[index])
      return own.contains(property.name) || first == second
        ? nil : (property: property, first: first, second: second)
    }
  }
}
