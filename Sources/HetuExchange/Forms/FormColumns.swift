import Foundation
import HetuRegistry
import HetuSchemas

extension Kind {
  /// The properties that people fill in, in the order of the official list; not what Hetu makes, and not lists of things, which have sheets of
  /// their own.
  public var filledProperties: [Property] {
    let made: Set = ["id", "source", "source_position", "source_crs"]
    let head = ["code", "name", "district"].compactMap(property)
    return head
      + properties.filter { property in
        !made.contains(property.name) && property.itemProperties.isEmpty && !head.contains { $0.name == property.name }
      }
  }

  /// The properties that are lists of things: substances, outfalls, valves.
  public var attachedProperties: [Property] { properties.filter { !$0.itemProperties.isEmpty } }

  /// Whether a record may lie at a point.
  public var allowsPoint: Bool { geometry?.names.contains("Point") ?? false }

  /// Whether a record may be a line or an area.
  public var allowsShape: Bool { geometry?.names.contains { $0 != "Point" && $0 != "MultiPoint" } ?? false }
}

extension Property {
  /// The property as a column of a form to fill in.
  var templateColumn: Form.Column {
    let isWide = (maximumLength ?? 0) > 100 || type == .list
    return Form.Column(
      header: header, kind: outputColumn.kind, width: isWide ? 28 : max(10, min(20, header.count * 2)),
      note: instruction,
      rule: rule, isWanted: isRequired || isExpected)
  }

  private var rule: Form.Rule? {
    switch type {
    case .text: codes.isEmpty ? maximumLength.map(Form.Rule.length) : .choices(codes)
    case .boolean: .choices(["是", "否"])
    case .integer, .number: .number(minimum: minimum, maximum: maximum, isWhole: type == .integer)
    case .date: .date
    case .yearMonth, .list: nil
    }
  }

  /// What to fill in, for the comment on the header.
  private var instruction: String {
    var lines = [isRequired ? "必填。" : isExpected ? "应填。" : "选填。"]
    if let explanation { lines.append(explanation) }
    switch type {
    case .text, .list:
      if !codes.isEmpty { lines.append("选项：\(codes.joined(separator: "、"))") }
      if type == .list { lines.append("可填多项，用顿号“、”隔开。") }
    case .integer, .number: lines.append("填\(type == .integer ? "整数" : "数字")\(unit.map { "，单位 \($0)" } ?? "")，不写单位。")
    case .date: lines.append("日期，如 2021-03-05。")
    case .yearMonth: lines.append("年月，如 2021-03。")
    case .boolean: lines.append("填“是”或“否”。")
    }
    if sensitivity != nil { lines.append("属个人信息或电话，对外公开的表中不出现。") }
    return lines.joined(separator: "\n")
  }

  /// A value that shows how the column is filled.
  var example: OutputValue {
    switch type {
    case .text:
      if let code = codes.first { return .text(code) }
      if sensitivity == .phone { return .text("0398-2800000") }
      return pattern == nil ? .text("示例\(title)") : .null
    case .integer: return .integer(Int64(max(minimum ?? 1, min(1, maximum ?? 1)).rounded(.up)))
    case .number: return .real(max(minimum ?? 1, min(1, maximum ?? 1)))
    case .boolean: return .boolean(true)
    case .date: return .text("2021-03-05")
    case .yearMonth: return .text("2021-03")
    case .list: return codes.isEmpty ? .null : .text(codes.prefix(2).joined(separator: "、"))
    }
  }
}

extension Value {
  /// The value as a cell of a form: lists of texts as people write them, unless a text in them has their separators.
  public var formValue: OutputValue {
    guard case .list(let text) = self else { return outputValue }
    guard let texts = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String],
      !texts.contains(where: { $0.contains { "、，,；;|\n".contains($0) } || $0.hasPrefix("[") || $0.isEmpty })
    else { return .text(text) }
    return .text(texts.isEmpty ? "无" : texts.joined(separator: "、"))
  }
}
