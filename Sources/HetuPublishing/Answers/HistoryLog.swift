import HetuExchange
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Changes of records in words and as JSON.
public struct HistoryLog {
  private let entries: [HistoryEntry]
  private let audience: Audience

  /// The log of changes, in the order given, as an audience may see it.
  public init(_ entries: [HistoryEntry], audience: Audience) {
    self.entries = entries.filter { audience.sees($0.kind) }
    self.audience = audience
  }

  /// The log as JSON: an array of changes with what differs before and after.
  public func json() -> [UInt8] {
    let items = entries.map { entry -> JSONValue in
      let record = entry.after ?? entry.before
      return .members([
        "at": .string(entry.at), "actor": .text(entry.actor), "reason": .text(entry.reason),
        "operation": .string(entry.operation.rawValue), "kind": .string(entry.kind.name), "code": .text(record?.code),
        "name": .text(record?.name), "rows": .integer(Int64(entry.rowCount)),
        "changes": .array(
          differences(entry).map { difference in
            .members([
              "property": .string(difference.property.name), "title": .string(difference.property.title),
              "before": JSONValue(difference.before), "after": JSONValue(difference.after),
            ])
          }), "geometry_changed": .boolean(entry.operation == .update && entry.movesGeometry),
      ])
    }
    return JSONValue.array(items).document
  }

  /// The log as text: a line a change, then a line for each property that differs.
  public func text() -> String {
    entries.map { entry -> String in
      let record = entry.after ?? entry.before
      let what =
        entry.rowCount > 1
        ? "\(entry.rowCount)条" : record.map { "\($0.reference) \(AnswerTable.oneLine($0.name))" } ?? "第\(entry.fid)行"
      let word =
        switch entry.operation {
        case .insert: "新增"
        case .update: "修改"
        case .delete: "删除"
        }
      var lines = [
        "\(HistoryTime.shown(entry.at))  \(word)  \(entry.kind.title)  \(what)  \(entry.actor ?? "其他程序")  \(entry.reason ?? "")"
      ]
      if entry.operation == .update {
        lines += differences(entry).map {
          "    \($0.property.header)：\(ValueWords.text($0.before, of: $0.property)) → \(ValueWords.text($0.after, of: $0.property))"
        }
        if entry.movesGeometry { lines.append("    位置有改动") }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n") + (entries.isEmpty ? "没有修改记录\n" : "\n")
  }

  private func differences(_ entry: HistoryEntry) -> [HistoryEntry.Difference] {
    guard entry.operation == .update else { return [] }
    return entry.differences.filter { audience == .internal || $0.property.sensitivity == nil }
  }
}
