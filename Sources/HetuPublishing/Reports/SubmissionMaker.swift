import Foundation
import HetuExchange
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Freezes what is handed in, and says later whether the registry can still make it.
public struct SubmissionMaker {
  private let registry: Registry

  /// A maker for a registry.
  public init(registry: Registry) { self.registry = registry }

  /// Keeps that something was handed in: the registry's time, its records' digest and the digests of the files.
  ///
  /// - Parameters:
  ///   - due: what it is for.
  ///   - district: the branch's district code, or nil for the bureau itself.
  ///   - files: paths of the files that are handed in.
  /// - Throws: `ExchangeError` for a file that can't be read; `RegistryError` for a registry that can't be written.
  public func submit(
    _ due: ReportingCalendar.Due, district: String?, files: [String], actor: String, note: String?, time: Date = Date()
  ) throws -> Submission {
    let asOf = try registry.lastChange() ?? HistoryTime.format(time)
    let records = try digest(due.item, district, asOf)
    let kept = try files.map { path in
      Submission.File(name: URL(fileURLWithPath: path).lastPathComponent, sha256: try FileDigest.ofFile(path))
    }
    return try Submission.keep(
      due, district: district, time: time, asOf: asOf, counts: records.counts, recordsSHA256: records.sha256,
      files: kept, actor: actor, note: note, in: registry)
  }

  /// Whether the registry's lists as of the submission's time still are what was handed in.
  public func stillHolds(_ submission: Submission) throws -> Bool {
    // The kinds are those of the submission, also where the calendar has changed since.
    let kinds = registry.kinds.all.filter { submission.counts.keys.contains($0.name) }
    let records = try RecordDigest.of(
      kinds, district: try registry.districtCode(submission.district), asOf: submission.asOf, in: registry)
    return records.sha256 == submission.recordsSHA256 && records.counts == submission.counts
  }

  private func digest(
    _ item: ReportingCalendar.Item, _ district: String?, _ asOf: String
  ) throws -> (counts: [String: Int], sha256: String) {
    try RecordDigest.of(
      item.kinds(of: registry), district: try registry.districtCode(district), asOf: asOf, in: registry)
  }
}

/// Submissions as text and JSON.
public struct SubmissionList {
  private let rows: [(submission: Submission, holds: Bool?)]

  /// The list of submissions in the order given, with whether each still holds, where that was asked.
  public init(_ rows: [(submission: Submission, holds: Bool?)]) { self.rows = rows }

  /// The submissions as text, each with how its lists are made again.
  public func text() -> String {
    guard !rows.isEmpty else { return "没有报送记录\n" }
    return rows.map { submission, holds in
      let count = submission.counts.values.reduce(0, +)
      var lines = [
        "\(HistoryTime.shown(submission.at))  \(submission.reference)  \(submission.district ?? "本单位")  第\(submission.number)次  \(AnswerTable.oneLine(submission.actor))  \(count)条记录"
          + (submission.isInTime ? "" : "  逾期")
      ]
      if let note = submission.note { lines.append("    \(AnswerTable.oneLine(note))") }
      lines += submission.files.map { "    文件 \(AnswerTable.oneLine($0.name))  sha256:\($0.sha256)" }
      lines.append("    登记库时间 \(submission.asOf)（hetu lists --as-of 可重做）")
      if let holds { lines.append(holds ? "    与报送时一致" : "    与报送时不一致：登记库的历史被改动过，请用备份核对") }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  /// The submissions as a JSON object.
  public func json() -> [UInt8] {
    let items = rows.map { submission, holds in
      JSONValue.members([
        "due": .string(submission.reference), "district": .text(submission.district),
        "number": .integer(Int64(submission.number)), "at": .string(submission.at), "as_of": .string(submission.asOf),
        "in_time": .boolean(submission.isInTime), "actor": .string(submission.actor), "note": .text(submission.note),
        "counts": .object(
          submission.counts.sorted { $0.key < $1.key }.map { .init($0.key, .integer(Int64($0.value))) }),
        "records_sha256": .string(submission.recordsSHA256),
        "files": .array(
          submission.files.map { .members(["name": .string($0.name), "sha256": .string($0.sha256)]) }),
        "holds": holds.map(JSONValue.boolean) ?? .null,
      ])
    }
    return JSONValue.members(["count": .integer(Int64(rows.count)), "submissions": .array(items)]).document
  }
}
