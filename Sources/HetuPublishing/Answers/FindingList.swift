import HetuExchange
import HetuPlanning
import HetuRegistry

/// The findings of a check as table, JSON, CSV or XLSX.
public struct FindingList {
  private let findings: [Finding]

  /// The list of findings in the order given.
  public init(_ findings: [Finding]) { self.findings = findings }

  /// Whether any finding is worse than a note.
  public var hasFaults: Bool { findings.contains { $0.severity < .note } }

  /// The findings as text: counts, then one a line.
  public func text() -> String {
    let counts = Finding.Severity.allCases.map { severity in
      "\(severity.title)\(findings.count { $0.severity == severity })"
    }
    var lines = ["共\(findings.count)项：\(counts.joined(separator: "，"))"]
    lines += findings.map { finding in
      let what =
        finding.code.isEmpty ? finding.title : "\(finding.kind)/\(finding.code) \(AnswerTable.oneLine(finding.name))"
      return "\(finding.severity.title)  \(what)：\(AnswerTable.oneLine(finding.message))。\(finding.remedy)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The findings as a JSON object with counts.
  public func json() -> [UInt8] {
    let items = findings.map { finding in
      JSONValue.members([
        "severity": .string("\(finding.severity)"), "rule": .string(finding.rule),
        "ref": finding.code.isEmpty ? .null : .string("\(finding.kind)/\(finding.code)"),
        "title": .string(finding.title),
        "name": .string(finding.name), "district": .string(finding.district), "message": .string(finding.message),
        "remedy": .string(finding.remedy),
      ])
    }
    var bytes: [UInt8] = []
    JSONValue.members(["count": .integer(Int64(findings.count)), "findings": .array(items)]).appendIndented(to: &bytes)
    return bytes + [0x0a]
  }

  /// Writes the findings to a file in the form given, else by its extension.
  public func write(toFile path: String, format: String?, overwrite: Bool) throws {
    let form = format ?? path.lowercased().split(separator: ".").last.map(String.init) ?? ""
    switch form {
    case "json", "table", "txt":
      let bytes = form == "json" ? json() : Array(text().utf8)
      let file = try OutputFile(path: path, overwrite: overwrite)
      try file.append { $0 += bytes }
      try file.finish()
    default:
      let columns = ["级别", "类别", "编号", "名称", "区划代码", "问题", "处理建议"].enumerated().map { index, title in
        OutputColumn(name: "column_\(index)", title: title, kind: .text)
      }
      try TableFile(path: path, overwrite: overwrite, title: "数据质量检查", columns: columns).write(
        findings.map {
          [
            .text($0.severity.title), .text($0.title), .text($0.code), .text($0.name), .text($0.district),
            .text($0.message),
            .text($0.remedy),
          ]
        })
    }
  }
}
