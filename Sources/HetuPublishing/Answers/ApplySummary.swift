import HetuExchange
import HetuRegistry
import HetuSchemas

/// What became of a file of changes, in words, and its conflicts record by record with both versions as a file.
public struct ApplySummary {
  private let report: ApplyReport
  private let isTrial: Bool

  /// The summary of a report.
  public init(_ report: ApplyReport, isTrial: Bool) {
    self.report = report
    self.isTrial = isTrial
  }

  /// The summary in Chinese: counts, then each conflict with both versions.
  public func text() -> String {
    var lines: [String] = []
    if let before = report.appliedBefore { lines.append("此文件已于\(HistoryTime.shown(before))应用过，只看当时留下的冲突") }
    lines.append(
      "新增\(report.inserted)，更新\(report.updated)（其中\(report.merged)条双方各改了不同的项），删除\(report.deleted)，未变\(report.unchanged)，冲突\(report.conflicts.count)"
    )
    lines += report.renumbered.map { "另编编号  \($0.reference) 在本库为 \($0.code)" }
    for conflict in report.conflicts {
      lines.append(
        "冲突  \(conflict.reference) \(AnswerTable.oneLine(conflict.name))：\(Self.sentence(conflict))")
      lines += conflict.fields.map {
        let words = Self.words($0, conflict.kind)
        return "    \($0.title)：原为\(words[0])；本库\(words[1])；来件\(words[2])"
      }
      lines.append(
        "    本库：\(Self.change(conflict.oursAt, conflict.oursActor))；来件：\(Self.change(conflict.theirsAt, conflict.theirsActor))"
      )
    }
    if isTrial { lines.append("试运行，登记库没有改动") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The summary as a JSON object.
  public func json() -> [UInt8] {
    let conflicts = report.conflicts.map { conflict in
      JSONValue.members([
        "ref": .string(conflict.reference), "id": .string(conflict.id), "title": .string(conflict.kind.title),
        "name": .string(conflict.name), "reason": .string(conflict.reason.rawValue),
        "message": .string(Self.sentence(conflict)),
        "fields": .array(
          conflict.fields.map { field in
            .members([
              "property": .string(field.name), "title": .string(field.title), "base": JSONValue(field.base),
              "ours": JSONValue(field.ours), "theirs": JSONValue(field.theirs),
            ])
          }),
        "ours_at": .text(conflict.oursAt), "ours_actor": .text(conflict.oursActor),
        "theirs_at": .string(conflict.theirsAt), "theirs_actor": .text(conflict.theirsActor),
      ])
    }
    return JSONValue.members([
      "since": .string(report.since), "applied_before": .text(report.appliedBefore), "trial": .boolean(isTrial),
      "inserted": .integer(Int64(report.inserted)), "updated": .integer(Int64(report.updated)),
      "merged": .integer(Int64(report.merged)), "deleted": .integer(Int64(report.deleted)),
      "unchanged": .integer(Int64(report.unchanged)),
      "renumbered": .array(
        report.renumbered.map { .members(["ref": .string($0.reference), "code": .string($0.code)]) }),
      "conflicts": .array(conflicts),
    ]).document
  }

  /// Writes the summary as JSON, or the conflicts as CSV or XLSX, a row a property, by the file's extension.
  public func write(toFile path: String, overwrite: Bool) throws {
    guard !path.lowercased().hasSuffix(".json") else {
      try OutputFile.writeAll(json(), to: path, overwrite: overwrite)
      return
    }
    let columns = ["类别", "编号", "名称", "冲突", "项目", "原值", "本库的值", "来件的值", "本库修改", "来件修改"].enumerated().map {
      index, title in OutputColumn(name: "column_\(index)", title: title, kind: .text)
    }
    let rows = report.conflicts.flatMap { conflict in
      let head = [conflict.kind.title, conflict.code, conflict.name, Self.sentence(conflict)]
      let tail = [
        Self.change(conflict.oursAt, conflict.oursActor), Self.change(conflict.theirsAt, conflict.theirsActor),
      ]
      let fields = conflict.fields.map { [$0.title] + Self.words($0, conflict.kind) }
      return (fields.isEmpty ? [["", "", "", ""]] : fields).map { head + $0 + tail }
    }
    try TableFile(path: path, overwrite: overwrite, title: "冲突清单", columns: columns).write(
      rows.map { $0.map(OutputValue.text) })
  }

  /// Refuses a file that could not be written after the changes were applied.
  public static func checkFile(_ path: String, overwrite: Bool) throws {
    if !path.lowercased().hasSuffix(".json") { _ = try TableFile.format(of: path) }
    try OutputFile.check(path, overwrite: overwrite)
  }

  private static func sentence(_ conflict: ApplyReport.Conflict) -> String {
    switch conflict.reason {
    case .bothChanged: "双方改了同一项，保留本库；如采用来件，加 --take \(conflict.reference)"
    case .deletedHere: "本库已删除，来件仍有；如恢复，加 --take \(conflict.reference)"
    case .deletedThere: "来件已删除，本库此后改过，保留本库；如删除，加 --take \(conflict.reference)"
    case .missingHere: "本库没有这条记录，来件只有修改；如收入，加 --take \(conflict.reference)"
    case .codeTaken:
      "\(conflict.note ?? "编号已被占用")；请先把其中一条改用别的编号，或给来件另编编号，加 --renumber \(conflict.reference)"
    case .invalid: "来件的内容不合要求，没有采用：\(conflict.note ?? "")"
    }
  }

  private static func change(_ at: String?, _ actor: String?) -> String {
    at.map { "\(HistoryTime.shown($0)) \(AnswerTable.oneLine(actor ?? "其他程序"))" } ?? "没有修改记录"
  }

  /// The value before, here and there.
  private static func words(_ field: ApplyReport.Field, _ kind: Kind) -> [String] {
    [field.base, field.ours, field.theirs].map { ValueWords.text($0, of: kind.property(field.name)) }
  }
}
