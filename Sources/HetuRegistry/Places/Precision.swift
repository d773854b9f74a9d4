import HetuGeodesy
import HetuGeometry

/// How well a record's position is known.
public enum Precision {
  /// Half of the last digit that the position was handed in with, in metres on the ground; 0 where that can't be told.
  ///
  /// A text of degrees, minutes and seconds tells it itself; a plain number by its decimals (six decimals are 0.06 m). Positions
  /// converted from another reference system tell nothing unless their text was kept.
  public static func metres(of record: Record) -> Double {
    if let text = record["source_position"].text, let reading = try? CoordinateText.parse(text) {
      return reading.precisionMetres
    }
    guard case .point(let position?) = record.geometry else { return 0 }
    // Most positions have more, which is told without writing them out.
    guard isRough(position) else { return 0 }
    return 111_320 * 0.5 / pow10(max(decimals(position.x), decimals(position.y)))
  }

  /// Whether both numbers of a position are written with five decimals at most.
  static func isRough(_ position: Position) -> Bool { isOfFiveDecimals(position.x) && isOfFiveDecimals(position.y) }

  private static func isOfFiveDecimals(_ number: Double) -> Bool { (number * 1e5).rounded() / 1e5 == number }

  private static func decimals(_ number: Double) -> Int {
    let text = "\(number)"
    guard let point = text.firstIndex(of: "."), !text.contains("e") else { return 0 }
    let digits = text[text.index(after: point)...]
    return digits == "0" ? 0 : digits.count
  }

  private static func pow10(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { product, _ in product * 10 } }
}
