import Foundation

/// Days of the civil calendar as `2021-03-30`.
enum CalendarDay {
  /// The number of days from one day to another, or nil where one is no day.
  static func days(from first: String, to second: String) -> Int? {
    guard let start = number(first), let end = number(second) else { return nil }
    return end - start
  }

  /// The days since 1970-01-01 (H. Hinnant, days from civil).
  private static func number(_ text: String) -> Int? {
    let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
    let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (parts[1] > 2 ? parts[1] - 3 : parts[1] + 9) + 2) / 5 + parts[2] - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
