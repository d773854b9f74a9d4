import Foundation
import HetuSchemas

/// Reads values of one property from what lists and files hold.
///
/// A class, so that the many rows that are read with it copy nothing of it.
public final class ValueReading: Sendable {
  let property: Property
  var title: String { property.title }
  private let pattern: NSRegularExpression?
  private let codes: Set<String>

  /// Reading for one property; made once a column, used for every row.
  public init(_ property: Property) {
    self.property = property
    pattern = property.pattern.flatMap { try? NSRegularExpression(pattern: $0) }
    codes = Set(property.codes)
  }

  /// The value of a text, or the fault that keeps it from being one.
  ///
  /// Space around the text is not part of it. `/`, `-` and `—` stand for nothing, as does `无` where no text is wanted.
  public func value(_ raw: String) -> Result<Value, Fault> {
    let text = Self.trimmed(raw)
    if Self.isBlank(text) { return .success(.null) }
    if text == "无", isBlankByNone { return .success(.null) }
    if property.type == .text || property.type == .list, PhoneMask.isApplied(in: text) {
      return fault("“\(property.title)”填的是“\(shown(text))”，其中的电话已被隐去，导入会丢失原号码；请填完整的号码，不知道的留空")
    }
    switch property.type {
    case .text: return self.text(text)
    case .integer, .number: return number(text)
    case .boolean: return boolean(text)
    case .date: return date(text)
    case .yearMonth: return yearMonth(text)
    case .list: return list(text)
    }
  }

  /// The value of a number as a file holds it.
  public func value(_ number: Double) -> Result<Value, Fault> {
    switch property.type {
    case .integer, .number: checked(number, text: nil)
    case .boolean: number == 0 || number == 1 ? .success(.boolean(number == 1)) : self.boolean("\(number)")
    default: value(number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)")
    }
  }

  /// What is wrong with a value that stands in the registry, as an edit by another program may leave it.
  public func check(_ value: Value) -> Result<Value, Fault> {
    switch value {
    case .null, .boolean: .success(value)
    case .text(let text): self.value(text)
    case .integer(let integer): self.value(Double(integer))
    case .real(let real): self.value(real)
    case .list(let text): text.hasPrefix("[") ? self.value(text) : fault("“\(property.title)”不是有效的列表")
    }
  }

  /// A fault as an error that `Result` can carry.
  public struct Fault: Error, Sendable {
    /// What is wrong and what to do, in Chinese.
    public let message: String
  }

  /// Whether `无` means that there is nothing to tell: in numbers and dates, and in texts that have codes or a pattern, unless it is one.
  private var isBlankByNone: Bool {
    switch property.type {
    case .boolean, .list: false
    case .text: (pattern != nil || !codes.isEmpty) && !codes.contains("无") && property.synonyms["无"] == nil
    case .integer, .number, .date, .yearMonth: true
    }
  }

  /// Whether a text is empty or says that there is nothing where no text is wanted: `/`, `—`, `无`.
  public static func saysNothing(_ text: String) -> Bool { text == "无" || isBlank(text) }

  /// Whether a text stands for nothing; looks into the list only where the first byte may be one of it.
  private static func isBlank(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    switch first {
    case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "\\"), UInt8(ascii: "N"), UInt8(ascii: "n"), 0xe2, 0xef:
      return blanks.contains(text)
    default: return false
    }
  }

  private static let blanks: Set<String> = ["/", "／", "-", "—", "－", "--", "——", "\\", "NULL", "null"]

  private func fault(_ message: String) -> Result<Value, Fault> { .failure(Fault(message: message)) }

  private func text(_ text: String) -> Result<Value, Fault> {
    if !codes.isEmpty { return code(text).map(Value.text) }
    if let maximum = property.maximumLength, text.utf8.count > maximum, text.count > maximum {
      return fault("“\(property.title)”有\(text.count)个字，最多\(maximum)个，请精简")
    }
    if let pattern, !matches(pattern, text) {
      let narrowed = Self.halfWidth(text)
      guard matches(pattern, narrowed) else { return fault("“\(property.title)”的写法“\(shown(text))”不合要求，请核对") }
      return .success(.text(narrowed))
    }
    return .success(.text(text))
  }

  private func matches(_ pattern: NSRegularExpression, _ text: String) -> Bool {
    let range = NSRange(text.startIndex..., in: text)
    return pattern.firstMatch(in: text, range: range)?.range == range
  }

  private func code(_ text: String) -> Result<String, Fault> {
    if codes.contains(text) { return .success(text) }
    if let code = property.synonyms[text] { return .success(code) }
    let narrowed = Self.halfWidth(text)
    if codes.contains(narrowed) { return .success(narrowed) }
    if let code = property.synonyms[narrowed] { return .success(code) }
    return .failure(
      Fault(message: "“\(shown(text))”不在“\(property.title)”的选项中，应为：\(property.codes.joined(separator: "、"))"))
  }

  private func number(_ text: String) -> Result<Value, Fault> {
    if let number = Self.decimal(text) { return checked(number, text: text) }
    var narrowed = Self.halfWidth(text)
    if let unit = property.unit, narrowed.hasSuffix(unit) { narrowed.removeLast(unit.count) }
    narrowed = Self.trimmed(narrowed)
    if narrowed.contains(",") {
      // Commas stand between thousands; a decimal comma would be another number.
      guard narrowed.wholeMatch(of: /[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?/) != nil else { return notNumber(text) }
      narrowed.removeAll { $0 == "," }
    }
    return Self.decimal(narrowed).map { checked($0, text: text) } ?? notNumber(text)
  }

  /// A number in decimal digits; not what Swift reads besides: hexadecimal, `nan`, `inf`.
  private static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains($0) }) else {
      return nil
    }
    return Double(text)
  }

  private func notNumber(_ text: String) -> Result<Value, Fault> {
    fault("“\(property.title)”应为数字\(property.unit.map { "（\($0)）" } ?? "")，填的是“\(shown(text))”，请改为数字")
  }

  private func checked(_ number: Double, text: String?) -> Result<Value, Fault> {
    guard number.isFinite else { return fault("“\(property.title)”应为有限的数字，请核对") }
    if let minimum = property.minimum, number < minimum {
      return fault("“\(property.title)”为\(Self.plain(number))，小于允许的最小值\(Self.plain(minimum))\(unitNote)")
    }
    if let maximum = property.maximum, number > maximum {
      return fault("“\(property.title)”为\(Self.plain(number))，大于允许的最大值\(Self.plain(maximum))\(unitNote)")
    }
    guard property.type == .integer else { return .success(.real(number)) }
    guard number == number.rounded(), abs(number) < 9e15 else {
      return fault("“\(property.title)”应为整数，填的是“\(text.map(shown) ?? Self.plain(number))”")
    }
    return .success(.integer(Int64(number)))
  }

  private var unitNote: String { property.unit.map { "，单位为\($0)，请核对数值和单位" } ?? "，请核对" }

  private func boolean(_ text: String) -> Result<Value, Fault> {
    switch text.lowercased() {
    case "是", "有", "true", "1", "y", "yes", "√", "✓", "已": .success(.boolean(true))
    case "否", "无", "false", "0", "n", "no", "×", "未", "没有": .success(.boolean(false))
    default: fault("“\(property.title)”应填“是”或“否”，填的是“\(shown(text))”")
    }
  }

  private func list(_ text: String) -> Result<Value, Fault> {
    if text == "无" { return .success(.list("[]")) }
    if text.hasPrefix("[") {
      guard text.utf8.count < 1 << 20, let items = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
      else { return fault("“\(property.title)”以“[”开头却不是有效的 JSON 列表，请核对") }
      return codes.isEmpty ? encoded(items) : coded(items.map { $0 as? String ?? "\($0)" })
    }
    let parts = text.split { "、，,；;|\n".contains($0) }.map { Self.trimmed(String($0)) }.filter { !$0.isEmpty }
    guard property.itemProperties.isEmpty else {
      guard let first = property.itemProperties.first(where: { $0.type == .text }) else {
        return fault("“\(property.title)”应为列表，请按模板填写")
      }
      return encoded(parts.map { [first.name: $0] })
    }
    return codes.isEmpty ? encoded(parts) : coded(parts)
  }

  private func coded(_ parts: [String]) -> Result<Value, Fault> {
    var known: [String] = []
    for part in parts {
      switch code(part) {
      case .success(let code): if !known.contains(code) { known.append(code) }
      case .failure(let fault): return .failure(fault)
      }
    }
    return encoded(known)
  }

  private func encoded(_ items: [Any]) -> Result<Value, Fault> {
    Value.list(of: items).map { .success($0) } ?? fault("“\(property.title)”不能写成列表，请核对")
  }

  private func shown(_ text: String) -> String { text.count > 40 ? "\(text.prefix(40))…" : text }

  /// A number as people write it: no exponent where it can be helped, no trailing `.0`.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  /// The text without space, line breaks, no-break and full-width space at its ends.
  public static func trimmed(_ text: String) -> String {
    let utf8 = text.utf8
    // Most cells are clean: nothing to cut, no copy.
    if let first = utf8.first, let last = utf8.last, first > 0x20, last > 0x20, first != 0xc2, first != 0xe3,
      last < 0x80 || last > 0x80, last != 0xa0
    {
      return text
    }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The text with full-width letters, digits and marks (U+FF01 to U+FF5E, U+3000) in their half-width forms.
  public static func halfWidth(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x3000 }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xff01...0xff5e: result.append(Unicode.Scalar(scalar.value - 0xfee0) ?? scalar)
      case 0x3000: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
