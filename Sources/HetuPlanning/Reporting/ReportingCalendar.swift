import Foundation
import HetuRegistry
import HetuSchemas

/// What is to be reported when (报送日历), read from a data file with its origin.
public struct ReportingCalendar: Sendable, DataRules {
  static let fileName = "the reporting calendar"

  /// How often something is due.
  public enum Rhythm: String, Sendable, Decodable {
    /// On one day.
    case once
    /// On a day of each month.
    case monthly
    /// On the last day of each month.
    case monthEnd = "month_end"
  }

  /// Which draft Hetu makes of a report.
  public enum Draft: String, Sendable, Decodable {
    /// The information of half a month: figures and what changed.
    case halfMonth = "half_month"
    /// The report of a month, with 附件3 and 附件4.
    case month
  }

  /// Something that is to be reported.
  public struct Item: Sendable, Decodable {
    /// The name by which commands call it.
    public let id: String
    /// What it is, in Chinese.
    public let title: String
    /// How often.
    public let rhythm: Rhythm
    /// The day, where it is due once.
    public let date: String?
    /// The day of the month, where it is due monthly.
    public let day: Int?
    /// The first month, `2021-03`; nil has no beginning.
    public let from: String?
    /// The last month; nil has no end.
    public let until: String?
    /// Kinds, or groups of kinds, whose records are handed in with it.
    public let lists: [String]
    /// Whether each branch hands it in too.
    public let byBranch: Bool
    /// The draft that Hetu makes of it.
    public let draft: Draft?
    /// Whether the deadline was compared with an official text.
    public let verified: Bool
    /// Where it comes from.
    public let source: String

    /// The kinds whose records are handed in with it.
    public func kinds(of registry: Registry) -> [Kind] {
      registry.kinds.all.filter { lists.contains($0.name) || lists.contains($0.group.rawValue) }
    }
  }

  /// An item with a day on which it is due.
  public struct Due: Sendable {
    /// The item.
    public let item: Item
    /// The last day on which it is in time, `2021-11-15`.
    public let day: String
    /// `four-lists/2021-11-15`.
    public var reference: String { "\(item.id)/\(day)" }
  }

  /// The calendar's name.
  public let id: String
  /// Whether 前 means on or before the day itself, as is usual, or before it.
  public let inclusive: Bool
  /// The items.
  public let items: [Item]

  private static let setting = "calendar"
  private static let farthestYears = 100

  /// A calendar from a data file (JSON).
  ///
  /// - Throws: `RegistryError` of class bad data.
  public init(json: Data) throws {
    self = try Self.read(json)
    for item in items {
      let isDated =
        switch item.rhythm {
        case .once: item.date.map { $0.count == 10 && HistoryTime.endOf($0) != nil } ?? false
        case .monthly: item.day.map { (1...28).contains($0) } ?? false
        case .monthEnd: true
        }
      let months = [item.from, item.until].compactMap { $0 }
      guard isDated, months.allSatisfy({ $0.count == 7 && CalendarDay.parts($0 + "-01") != nil }),
        !item.id.contains("/")
      else {
        throw RegistryError(
          .badData,
          "the reporting calendar: “\(item.id)” needs a date (once) or a day from 1 to 28 (monthly), and months such as 2021-03"
        )
      }
    }
  }

  /// The calendar of a registry: the one it was given, else the one that comes with Hetu.
  public static func of(_ registry: Registry) throws -> ReportingCalendar {
    try ReportingCalendar(json: Data((try registry.setting(setting) ?? reportingCalendarJSON).utf8))
  }

  /// Gives a registry a calendar of its own, from a data file (JSON).
  public static func set(_ json: Data, in registry: Registry) throws {
    _ = try ReportingCalendar(json: json)
    try registry.set(setting, to: String(decoding: json, as: UTF8.self))
  }

  /// What is due from one day to another, by day, then in the order of the calendar.
  func dues(from first: String, to last: String) -> [Due] {
    items.enumerated().flatMap { place, item in
      Self.days(of: item, from: first, to: last).map {
        (place: place, due: Due(item: item, day: inclusive ? $0 : CalendarDay.adding(days: -1, to: $0) ?? $0))
      }
    }.sorted { ($0.due.day, $0.place) < ($1.due.day, $1.place) }.map(\.due)
  }

  private static func days(of item: Item, from first: String, to last: String) -> [String] {
    guard let start = CalendarDay.parts(first), let end = CalendarDay.parts(last) else { return [] }
    if item.rhythm == .once { return [item.date].compactMap { $0 }.filter { first <= $0 && $0 <= last } }
    let months =
      start.year * 12 + start.month - 1...max(start.year, min(end.year, start.year + farthestYears)) * 12 + end.month
      - 1
    return months.compactMap { number in
      let (year, month) = (number / 12, number % 12 + 1)
      let day = CalendarDay.text(
        year, month, item.rhythm == .monthly ? item.day ?? 1 : CalendarDay.lastDay(ofMonth: month, year))
      let name = String(day.prefix(7))
      return (item.from ?? name) <= name && name <= (item.until ?? name) && first <= day && day <= last ? day : nil
    }
  }

  /// The due that a text names: `half-month/2021-11-15` or `半月信息/2021-11-15`, or without a day the first on or after one, else the last
  /// before it.
  ///
  /// - Throws: `RegistryError` of class not found that lists what there is.
  public func due(_ reference: String, on day: String) throws -> Due {
    let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
    guard let name = parts.first, let item = items.first(where: { $0.id == name || $0.title == name }) else {
      throw RegistryError(
        .notFound, "报送日历里没有“\(reference)”；有 \(items.map { "\($0.id)（\($0.title)）" }.joined(separator: "、"))")
    }
    let all = dues(from: "2000-01-01", to: "2099-12-31").filter { $0.item.id == item.id }
    let found =
      parts.count == 2 ? all.first { $0.day == parts[1] } : all.first { $0.day >= day } ?? all.last
    guard let found else {
      let days = all.prefix(12).map(\.day).joined(separator: "、")
      throw RegistryError(
        .notFound, "\(item.title)（\(item.id)）的截止日期没有 \(parts.last ?? "")；有 \(days)\(all.count > 12 ? " 等" : "")")
    }
    return found
  }

  /// The due of the same item before another.
  func previous(_ due: Due) -> Due? {
    dues(from: "2000-01-01", to: due.day).last { $0.item.id == due.item.id && $0.day < due.day }
  }

  /// The last day that any item is due on; nil where one has no end.
  var lastDay: String? {
    items.contains { $0.rhythm != .once && $0.until == nil }
      ? nil : dues(from: "2000-01-01", to: "2099-12-31").last?.day
  }
}
