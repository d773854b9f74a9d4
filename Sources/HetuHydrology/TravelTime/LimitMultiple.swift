/// By how many times a concentration exceeds its limit (超标倍数), C/Cs − 1.
public struct LimitMultiple: Hashable, Sendable {
  /// C/Cs − 1; negative below the limit.
  public let value: Double

  /// The multiple of a concentration (0 or more) over a limit (more than 0), both in mg/L.
  ///
  /// - Throws: ``TravelTimeError`` for other figures.
  public init(concentrationMilligramsPerLitre: Double, limitMilligramsPerLitre: Double) throws {
    try TravelTimeError.check(concentrationMilligramsPerLitre, "concentration", unit: "mg/L", mayBeZero: true)
    try TravelTimeError.check(limitMilligramsPerLitre, "limit", unit: "mg/L")
    value = concentrationMilligramsPerLitre / limitMilligramsPerLitre - 1
  }

  /// Whether the limit is exceeded; a concentration that equals it does not exceed it.
  public var isExceeded: Bool { value > 0 }

  /// The multiple in Chinese: 未超标 up to the limit; without decimals above 10, with one up to 10; an excess that
  /// would round to 0.0 is 不足0.1倍.
  public var text: String {
    guard isExceeded else { return "未超标" }
    guard value >= 0.05 else { return "超标不足0.1倍" }
    return "超标\(PlainNumber.text(value, decimals: value > 10 ? 0 : 1))倍"
  }
}
