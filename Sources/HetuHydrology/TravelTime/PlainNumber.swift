import Foundation

/// Numbers as text for people: never NaN, infinity or −0.
public enum PlainNumber {
  /// What stands for a number that is none.
  public static let unknown = "—"

  /// A number with a fixed number of decimals; ``unknown`` for NaN and infinity, 0 for −0.
  public static func text(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return unknown }
    let text = String(format: "%.\(max(0, decimals))f", value)
    return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) }) ? String(text.dropFirst()) : text
  }
}
