import Foundation

/// Times as the history keeps them: ISO 8601 in UTC with milliseconds, so that they sort as texts.
public enum HistoryTime {
  /// The end of what a text names: of a date the end of that day in China (UTC+8), else the time itself.
  ///
  /// - Returns: nil where the text is no date (`2021-11-15`) and no time (`2021-11-15T08:00:00+08:00`).
  public static func endOf(_ text: String) -> String? {
    if text.count == 10, let start = parse(text + "T00:00:00+08:00") {
      return format(start.addingTimeInterval(86_399.999))
    }
    let hasZone = text.hasSuffix("Z") || text.dropFirst(10).contains { "+-".contains($0) }
    return parse(hasZone ? text : text + "+08:00").map(format)
  }

  /// The beginning of what a text names: of a date the beginning of that day in China (UTC+8), else the time itself.
  public static func startOf(_ text: String) -> String? {
    text.count == 10 ? parse(text + "T00:00:00+08:00").map(format) : endOf(text)
  }

  /// Today's date in China, `2021-11-15`.
  public static func today() -> String { String(shown(format(Date())).prefix(10)) }

  /// The time, to the nearest millisecond, as texts of the history have it.
  public static func format(_ date: Date) -> String {
    let milliseconds = (date.timeIntervalSinceReferenceDate * 1_000).rounded()
    // The style cuts digits off: a little more keeps 0.999 from becoming 0.998.
    let raised = Date(timeIntervalSinceReferenceDate: milliseconds / 1_000 + 0.000_1)
    return raised.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }

  /// A time of the history as people in China read it, `2021-11-15 08:00:00`.
  public static func shown(_ utc: String) -> String {
    guard let date = parse(utc), let china = TimeZone(secondsFromGMT: 8 * 3600) else { return utc }
    let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: china).year().month().day().dateSeparator(
      .dash
    )
    .time(includingFractionalSeconds: false)
    return date.formatted(style)
  }

  private static func parse(_ text: String) -> Date? {
    guard isOnCalendar(text) else { return nil }
    // The style takes zones of 18 hours at most, RFC 3339 (5.6) such of nearly a day.
    if let zone = text.suffix(6).wholeMatch(of: /([+-])([01][0-9]|2[0-3]):([0-5][0-9])/), let hours = Double(zone.2),
      let minutes = Double(zone.3)
    {
      let seconds = (hours * 60 + minutes) * 60
      return parse(text.dropLast(6) + "Z").map { $0.addingTimeInterval(zone.1 == "+" ? -seconds : seconds) }
    }
    return (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      ?? (try? Date(text, strategy: .iso8601))
  }

  /// Whether the day and the time of day exist; the style takes the 30th of February for the 2nd of March.
  private static func isOnCalendar(_ text: String) -> Bool {
    let day = text.prefix(10)
    guard let midnight = try? Date(day + "T00:00:00Z", strategy: .iso8601), format(midnight).hasPrefix(day) else {
      return false
    }
    let time = text.dropFirst(11)
    return time.prefix(2) < "24" && time.dropFirst(3).prefix(2) < "60" && time.dropFirst(6).prefix(2) < "60"
  }
}
