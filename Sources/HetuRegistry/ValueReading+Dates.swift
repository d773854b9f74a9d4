import Foundation

extension ValueReading {
  /// Reads `2021-03-05`, `2021/3/5`, `2021.3.5`, `2021年3月5日`, `20210305` and the date part of a time.
  func date(_ text: String) -> Result<Value, Fault> {
    let parts = Self.numbers(text)
    if parts.count >= 3, let date = Self.isoDate(parts[0], parts[1], parts[2]) { return .success(.text(date)) }
    if parts.count == 1, let packed = parts.first, packed >= 19_000_101, packed <= 22_001_231,
      let date = Self.isoDate(packed / 10_000, packed / 100 % 100, packed % 100)
    {
      return .success(.text(date))
    }
    return .failure(Fault(message: "“\(title)”应为日期（如 2021-03-05），填的是“\(text.prefix(40))”，请改正"))
  }

  /// Reads `2021-03`, `2021/3`, `2021年3月` and the month of a date.
  func yearMonth(_ text: String) -> Result<Value, Fault> {
    let parts = Self.numbers(text)
    guard parts.count >= 2, (1900...2200).contains(parts[0]), (1...12).contains(parts[1]) else {
      return .failure(Fault(message: "“\(title)”应为年月（如 2021-03），填的是“\(text.prefix(40))”，请改正"))
    }
    return .success(.text("\(parts[0])-\(Self.twoDigits(parts[1]))"))
  }

  private static func numbers(_ text: String) -> [Int] {
    halfWidth(text).split { !$0.isASCII || !$0.isNumber }.prefix(6).map { Int($0) ?? .max }
  }

  private static func isoDate(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard (1900...2200).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= days[month - 1] else { return nil }
    return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
