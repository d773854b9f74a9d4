import HetuExchange
import HetuPlanning
import HetuRegistry

/// The findings of a check as table, JSON, CSV or XLSX.
public struct FindingList {
  private let findings: [Finding]
  private let title: String
  private let completeness: Answer?

  /// The list of findings in the order given, under a title in Chinese, and how complete the lists are.
  public init(_ findings: [Finding], titled title: String = "数据质量检查", completeness: Answer? = nil) {
    self.findings = findings
    self.title = title
    self.completeness = completeness
  }

  /// Whether any finding is worse than a note.
  public var hasFaults: Bool { findings.contains { $0.severity < .note } }

  /// The findings as text: counts, then one a line.
  public func text() -> String {
    let counts = Finding.Severity.allCases.map { severity in
      "\(severity.title)\(findings.count { $0.severity == severity })"
    }
    var lines = ["共\(findings.count)项：\(counts.joined(separator: "，"))"]
    lines += findings.map { finding in
      let subject = finding.code.isEmpty ? finding.title : "\(finding.kind)/\(finding.code)"
      let what = finding.name.isEmpty ? subject : "\(subject) \(AnswerTable.oneLine(finding.name))"
      let place = finding.place.map { "（\($0)）" } ?? ""
      return "\(finding.severity.title)  \(what)\(place)：\(AnswerTable.oneLine(finding.message))。\(finding.remedy)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The findings as a JSON object with counts, and how complete the lists are.
  public func json() -> [UInt8] {
    let items = findings.map { finding in
      JSONValue.members([
        "severity": .string("\(finding.severity)"), "rule": .string(finding.rule),
        "ref": finding.code.isEmpty ? .null : .string("\(finding.kind)/\(finding.code)"),
        "title": .string(finding.title),
        "name": .string(finding.name), "district": .string(finding.district), "place": .text(finding.place),
        "message": .string(finding.message),
        "remedy": .string(finding.remedy),
      ])
    }
    let lists = completeness.map { answer in answer.rows.map { JSONValue.object(answer.members(of: $0)) } }
    return JSONValue.members([
      "count": .integer(Int64(findings.count)), "findings": .array(items), "completeness": .array(lists ?? []),
    ]).document
  }

  /// Writes the findings to a file in the form given, else by its extension.
  public func write(toFile path: String, format: String?, overwrite: Bool) throws {
    let form = format ?? path.lowercased().split(separator: ".").last.map(String.init) ?? ""
    switch form {
    case "json", "table", "txt":
      let bytes = form == "json" ? json() : Array(text().utf8)
      try OutputFile.writeAll(bytes, to: path, overwrite: overwrite)
    default:
      let columns = ["级别", "规则", "类别", "编号", "名称", "位置", "区划代码", "问题", "处理建议"].enumerated().map { index, title in
        OutputColumn(name: "column_\(index)", title: title, kind: .text)
      }
      let table = TableFile(path: path, overwrite: overwrite, title: title, columns: columns)
      let rows = findings.map { finding -> [OutputValue] in
        [
          finding.severity.title, finding.rule, finding.title, finding.code, finding.name, finding.place ?? "",
          finding.district, finding.message, finding.remedy,
        ].map(OutputValue.text)
      }
      try table.write(rows, further: completeness.map { [$0.table(titled: "完整性")] } ?? [])
    }
  }
}
