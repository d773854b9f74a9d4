import Foundation
import HetuSchemas

extension ValueReading {
  /// A value or its fault, and what should be said though it is a value.
  public typealias Outcome = (result: Result<Value, Fault>, note: String?)

  /// The value of a text as people write it: what ``value(_:)`` reads, and besides that numbers with other units or words around them
  /// (`约300人`, `≥5t`, `125000m³` for 万m³), dates without a day, in American order, or as Excel's day numbers.
  ///
  /// Where something was taken for granted, the note says what; what can't be told stays a fault.
  public func read(_ raw: String) -> Outcome {
    let strict = value(raw)
    switch (property.type, strict) {
    case (.text, _):
      guard Self.isLostNumber(raw) else { return (strict, nil) }
      let words = "“\(property.title)”填的是“\(Self.trimmed(raw))”，是 Excel 把长号码变成的科学计数，原号码已丢失；请把单元格设为文本后重新填写"
      return (.failure(Fault(message: words)), nil)
    case (.integer, .failure), (.number, .failure): return spokenNumber(Self.plainText(raw)) ?? (strict, nil)
    case (.date, .failure): return spokenDate(Self.plainText(raw)) ?? (strict, nil)
    case (.yearMonth, _): return spokenMonth(Self.plainText(raw), strict)
    default: return (strict, nil)
    }
  }

  private static func plainText(_ raw: String) -> String { halfWidth(trimmed(raw)) }

  /// Whether a text is a long number as Excel shows it, with its last digits gone: `2.8E+06`, `4.11282E+17`.
  private static func isLostNumber(_ raw: String) -> Bool {
    guard let first = raw.utf8.first, (0x30...0x39).contains(first), raw.utf8.count <= 24,
      raw.utf8.contains(where: { $0 | 0x20 == 0x65 })
    else { return false }
    return plainText(raw).wholeMatch(of: /[0-9](\.[0-9]+)?[Ee]\+?[0-9]{1,2}/) != nil
  }

  // MARK: - Numbers

  /// How many of the unit's base unit it is; units of one base can be turned into each other.
  private static let units: [String: (base: String, factor: Double)] = [
    "mm": ("m", 0.001), "cm": ("m", 0.01), "m": ("m", 1), "km": ("m", 1_000),
    "m2": ("m2", 1), "ha": ("m2", 10_000), "km2": ("m2", 1_000_000), "万m2": ("m2", 10_000), "公顷": ("m2", 10_000),
    "l": ("m3", 0.001), "m3": ("m3", 1), "万m3": ("m3", 10_000), "亿m3": ("m3", 100_000_000),
    "g": ("t", 0.000_001), "kg": ("t", 0.001), "t": ("t", 1), "万t": ("t", 10_000),
    "pa": ("pa", 1), "kpa": ("pa", 1_000), "mpa": ("pa", 1_000_000),
    "s": ("s", 1), "min": ("s", 60), "h": ("s", 3_600),
    "人": ("人", 1), "万人": ("人", 10_000), "名": ("人", 1), "口": ("人", 1),
    "t/d": ("t/d", 1), "万t/d": ("t/d", 10_000), "t/a": ("t/a", 1), "万t/a": ("t/a", 10_000),
    "m3/d": ("m3/d", 1), "万m3/d": ("m3/d", 10_000), "%": ("%", 1),
  ]
  /// Words that may follow a count whose unit is not told.
  private static let countWords: Set<String> = [
    "个", "人", "名", "户", "台", "套", "辆", "件", "次", "家", "处", "座", "条", "艘", "只", "组", "天", "月", "年",
  ]
  private static let limits: [(word: String, isGuess: Bool)] = [
    ("大约", true), ("约", true), ("近", true), ("≈", true), ("≥", true), ("≤", true), (">=", true), ("<=", true),
    (">", true), ("<", true),
    ("不少于", true), ("不小于", true), ("共", false),
  ]
  private static let endings = ["左右", "以上", "以下", "余", "多"]

  private func spokenNumber(_ text: String) -> Outcome? {
    var rest = Substring(text.filter { !$0.isWhitespace && $0 != "," })
    var isGuess = false
    if let limit = Self.limits.first(where: { rest.hasPrefix($0.word) }) {
      rest = rest.dropFirst(limit.word.count)
      isGuess = limit.isGuess
    }
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") || $0 == "-" }
    guard let number = Double(digits), !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    for ending in Self.endings {
      if rest.hasSuffix(ending) {
        rest = rest.dropLast(ending.count)
        isGuess = true
      } else if rest.hasPrefix(ending) {
        rest = rest.dropFirst(ending.count)
        isGuess = true
      }
    }
    let given = Self.plainUnit(String(rest))
    let wanted = Self.plainUnit(property.unit ?? "")
    var turned = number
    var isTurned = false
    if given != wanted, !given.isEmpty {
      if let from = Self.units[given], let to = Self.units[wanted], from.base == to.base {
        turned = number * from.factor / to.factor
        // Factors such as 0.0001 are not exact in binary; 14 digits are all that people write.
        turned = Double(String(format: "%.14g", turned)) ?? turned
        isTurned = true
      } else if !(wanted.isEmpty && Self.countWords.contains(given)) {
        return (
          .failure(Fault(message: "“\(property.title)”填的是“\(text.prefix(40))”，单位应为\(property.unit ?? "空")，请换算后只填数字")),
          nil
        )
      }
    }
    let result = value(turned)
    guard case .success = result, isGuess || isTurned else { return (result, nil) }
    let unit = property.unit.map { " \($0)" } ?? ""
    return (result, "“\(property.title)”填的是“\(text.prefix(40))”，按 \(Self.plain(turned))\(unit) 读入，请核对后只填数字")
  }

  private static func plainUnit(_ text: String) -> String {
    var unit = text.lowercased()
    for (long, short) in [
      ("立方米", "m3"), ("方", "m3"), ("平方公里", "km2"), ("平方千米", "km2"), ("平方米", "m2"), ("公里", "km"), ("千米", "km"),
      ("毫米", "mm"), ("厘米", "cm"),
      ("公斤", "kg"), ("千克", "kg"), ("³", "3"), ("²", "2"), ("㎡", "m2"), ("吨", "t"), ("兆帕", "mpa"), ("千帕", "kpa"),
      ("小时", "h"), ("分钟", "min"),
      ("米", "m"), ("秒", "s"), ("升", "l"), ("日", "d"), ("％", "%"),
    ] {
      unit = unit.replacingOccurrences(of: long, with: short)
    }
    return unit
  }

  // MARK: - Dates

  private func spokenDate(_ text: String) -> Outcome? {
    if let match = text.wholeMatch(of: /([12][0-9]{3})[-\/.年]([0-9]{1,2})月?/) {
      let result = date("\(match.1)-\(match.2)-1")
      return (result, "“\(property.title)”填的是“\(text)”，没有日，按该月1日读入，请补填日期")
    }
    if let match = text.wholeMatch(of: /([0-9]{1,2})[\/\-.]([0-9]{1,2})[\/\-.]([0-9]{2}|[12][0-9]{3})/) {
      let (first, second) = (Int(match.1) ?? 0, Int(match.2) ?? 0)
      let year = match.3.count == 2 ? "20\(match.3)" : String(match.3)
      let isDayFirst = first > 12
      let result = date(isDayFirst ? "\(year)-\(second)-\(first)" : "\(year)-\(first)-\(second)")
      guard case .success(let value) = result else { return nil }
      return (
        result,
        "“\(property.title)”填的是“\(text)”，按\(isDayFirst ? "日/月/年" : "月/日/年")读作 \(value.text ?? "")，请核对后改为 2021-03-05 的写法"
      )
    }
    guard let serial = Int(text), (20_000..<70_000).contains(serial) else { return nil }
    let result = date(Self.day(ofSerial: serial))
    guard case .success(let value) = result else { return nil }
    return (result, "“\(property.title)”填的是“\(text)”，按 Excel 的日期序号读作 \(value.text ?? "")，请核对并把单元格设为日期")
  }

  private func spokenMonth(_ text: String, _ strict: Result<Value, Fault>) -> Outcome {
    if text.wholeMatch(of: /[12][0-9]{3}\.1/) != nil {
      return (strict, "“\(property.title)”填的是“\(text)”，按 1 月读入；如是 10 月，请改为 \(text.prefix(4))-10")
    }
    guard case .failure = strict else { return (strict, nil) }
    if let match = text.wholeMatch(of: /([12][0-9]{3})([0-9]{2})/) { return (yearMonth("\(match.1)-\(match.2)"), nil) }
    guard let outcome = spokenDate(text), case .success(let day) = outcome.result, let day = day.text else {
      return (strict, nil)
    }
    return (yearMonth(day), outcome.note)
  }

  /// The day of a number of Excel's, which counts from the end of 1899.
  private static func day(ofSerial serial: Int) -> String {
    String(Date(timeIntervalSince1970: Double(serial - 25_569) * 86_400).formatted(.iso8601).prefix(10))
  }
}
