import Foundation
import HetuRegistry

/// What a row below a table's headers is, where it is no record.
public enum RowRole: String, Sendable {
  /// A sum: 合计, 小计.
  case total = "合计"
  /// A remark or a signature under the table.
  case note = "表下说明"
  /// The row of a template that shows how to fill it.
  case example = "示例"
  /// The headers once more, or the numbers of the columns.
  case header = "表头"

  private static let totals: Set<String> = ["合计", "总计", "小计", "共计", "累计", "合计数", "总数"]
  private static let examples: Set<String> = ["示例", "例", "例子", "样例", "填写示例", "示例行"]
  private static let noteWords = [
    "备注", "注", "说明", "填表说明", "填报说明", "填报人", "填表人", "制表人", "审核人", "复核人", "负责人", "单位负责人", "填报单位", "填报时间", "填报日期",
    "制表", "审核", "联系人", "联系电话", "主要领导签字", "分管领导",
  ]

  /// The role of a row, or nil for a record.
  ///
  /// - Parameter headers: the names of the columns.
  static func of(_ values: [SourceValue], headers: [String]) -> RowRole? {
    // Most rows are records, told by their first cell alone.
    guard let first = values.first(where: { !$0.isNull }), case .text(let text) = first else { return nil }
    let word = plain(text)
    if examples.contains(word) { return .example }
    if totals.contains(word) { return .total }
    if let number = Int(word), number != 1 { return nil }
    let filled = values.count { !$0.isNull }
    if case .text(let second)? = values.lazy.filter({ !$0.isNull }).dropFirst().first, totals.contains(plain(second)) {
      return .total
    }
    if word == headers.first.map(plain) || word == "1" || word == "甲", isHeader(values, headers) { return .header }
    return isNote(word, filled: filled) ? .note : nil
  }

  private static func isHeader(_ values: [SourceValue], _ headers: [String]) -> Bool {
    var same = 0
    var numbered = 0
    var filled = 0
    for (index, value) in values.enumerated() {
      guard case .text(let text) = value else { continue }
      filled += 1
      let word = plain(text)
      if index < headers.count, word == plain(headers[index]) { same += 1 }
      if Int(word.filter { !"()".contains($0) }) == filled { numbered += 1 }
    }
    return filled >= 4 && (same * 5 >= filled * 4 || numbered == filled)
  }

  /// A line with few cells that begins with a word such as 备注 and a colon, or with `注1`.
  private static func isNote(_ word: String, filled: Int) -> Bool {
    guard filled <= 6 else { return false }
    return noteWords.contains { label in
      guard word.hasPrefix(label) else { return false }
      let rest = word.dropFirst(label.count)
      if rest.first == ":" || rest.first == "(" && word.contains(":") { return true }
      return filled <= 2 && rest.first.map { $0.isNumber || $0 == "." } ?? (filled == 1)
    }
  }

  /// A text without blanks, in half width.
  static func plain(_ text: String) -> String { ValueReading.halfWidth(text).filter { !$0.isWhitespace } }
}

/// What the lines above a list's headers say of who handed it in.
enum HeadLines {
  static let labels = ["填报单位", "填报人", "填报时间"]
  private static let synonyms: [(word: String, label: String)] = [
    ("填报单位", "填报单位"), ("上报单位", "填报单位"), ("编制单位", "填报单位"), ("单位名称", "填报单位"), ("填报人", "填报人"), ("填表人", "填报人"),
    ("填报时间", "填报时间"), ("填报日期", "填报时间"), ("填表时间", "填报时间"), ("填表日期", "填报时间"), ("上报时间", "填报时间"),
  ]

  /// Whether a row is such a line and no header: more of its cells have a colon or a label than not.
  static func isHeadLine(_ values: [SourceValue]) -> Bool {
    let cells = values.compactMap { value -> String? in
      guard case .text(let text) = value else { return nil }
      return RowRole.plain(text)
    }
    let labelled = cells.count { cell in
      synonyms.contains {
        cell.hasPrefix($0.word) && cell.dropFirst($0.word.count).first.map { ":(".contains($0) } == true
      }
    }
    return labelled > 0 && cells.count <= 8
  }

  /// What the given rows say, by label: `填报单位：某分局  填报人：某某` in one cell, or each in its own, or the value in the next cell.
  static func read(_ rows: some Sequence<[SourceValue]>) -> [String: String] {
    var found: [String: String] = [:]
    for row in rows {
      let line = row.compactMap { value -> String? in
        guard case .text(let text) = value else { return nil }
        return ValueReading.halfWidth(text)
      }.joined(separator: " ")
      var marks: [(label: String, start: String.Index, end: String.Index)] = []
      for (word, label) in synonyms {
        guard let range = line.range(of: word) else { continue }
        let rest = line[range.upperBound...]
        guard let colon = rest.prefix(12).firstIndex(of: ":"), rest[..<colon].allSatisfy({ $0 != " " }) else {
          continue
        }
        marks.append((label, range.lowerBound, line.index(after: colon)))
      }
      marks.sort { $0.start < $1.start }
      for (index, mark) in marks.enumerated() {
        let end = index + 1 < marks.count ? marks[index + 1].start : line.endIndex
        guard mark.end <= end else { continue }
        let value = ValueReading.trimmed(String(line[mark.end..<end]))
        if !value.isEmpty, found[mark.label] == nil { found[mark.label] = value }
      }
    }
    return found
  }
}
