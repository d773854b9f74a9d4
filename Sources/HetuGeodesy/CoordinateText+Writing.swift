import HetuGeometry

extension CoordinateText {
  /// A longitude and latitude in degrees as `E111°12′00.36″ N34°46′22.44″`, rounded to a hundredth of a second (0.3 m).
  ///
  /// A position that is none in degrees (beyond 360°, or not a number) is written as its two plain numbers.
  public static func degreesMinutesSeconds(_ position: Position) -> String {
    guard abs(position.x) <= 360, abs(position.y) <= 360 else { return "\(position.x), \(position.y)" }
    return "\(written(position.x, "E", "W")) \(written(position.y, "N", "S"))"
  }

  private static func written(_ degrees: Double, _ positive: String, _ negative: String) -> String {
    let hundredths = Int((abs(degrees) * 360_000).rounded())
    let (seconds, fraction) = (hundredths / 100 % 60, hundredths % 100)
    return (degrees < 0 && hundredths > 0 ? negative : positive)
      + "\(hundredths / 360_000)°\(padded(hundredths / 6000 % 60))′\(padded(seconds)).\(padded(fraction))″"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
