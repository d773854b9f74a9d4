import Foundation

/// Days of the civil calendar as `2021-03-30`.
enum CalendarDay {
  /// The number of days from one day to another, or nil where one is no day.
  static func days(from first: String, to second: String) -> Int? {
    guard let start = number(first), let end = number(second) else { return nil }
    return end - start
  }

  /// The day so many days later.
  static func adding(days: Int, to day: String) -> String? { number(day).map { text($0 + days) } }

  /// The day so many months later; the last of its month where that is shorter.
  static func adding(months: Int, to day: String) -> String? {
    guard number(day) != nil, let parts = parts(day) else { return nil }
    let months = parts.year * 12 + parts.month - 1 + months
    let (year, month) = (months / 12, months % 12 + 1)
    return text(year, month, min(parts.day, lastDay(ofMonth: month, year)))
  }

  /// The number of days of a month.
  static func lastDay(ofMonth month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// The day of a year, a month and a day of the month.
  static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ number: Int, _ count: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Year, month and day of the month of a day; nil where a text is none.
  static func parts(_ day: String) -> (year: Int, month: Int, day: Int)? {
    let parts = day.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1...9999).contains(parts[0]), (1...12).contains(parts[1]), (1...31).contains(parts[2])
    else { return nil }
    return (parts[0], parts[1], parts[2])
  }

  /// The days since 1970-01-01 (H. Hinnant, days from civil).
  private static func number(_ text: String) -> Int? {
    guard let parts = parts(text) else { return nil }
    let year = parts.month <= 2 ? parts.year - 1 : parts.year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (parts.month > 2 ? parts.month - 3 : parts.month + 9) + 2) / 5 + parts.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day so many days since 1970-01-01 (H. Hinnant, civil from days).
  private static func text(_ number: Int) -> String {
    let days = number + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return text(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
