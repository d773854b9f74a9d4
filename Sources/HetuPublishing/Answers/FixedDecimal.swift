import HetuGeometry

/// Numbers with fixed decimals, as tables and documents print them.
public enum FixedDecimal {
  /// The number rounded half away from zero, with exactly so many decimals; `—` where it is no number.
  public static func text(_ number: Double, _ decimals: Int) -> String {
    guard number.isFinite else { return "—" }
    var bytes: [UInt8] = []
    GeoJSONWriter.appendDecimal(number, decimals: decimals, to: &bytes)
    var text = String(decoding: bytes, as: UTF8.self)
    guard decimals > 0 else { return text }
    let written = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 }
    if written == nil { text += "." }
    return text + String(repeating: "0", count: decimals - (written ?? 0))
  }
}
