import Foundation

extension HistoryTime {
  /// The time so many hours after another, both as the history keeps them; nil where the first is none.
  public static func adding(hours: Double, to utc: String) -> String? {
    guard let date = try? Date(utc, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) else {
      return nil
    }
    return format(date.addingTimeInterval(hours * 3_600))
  }
}
