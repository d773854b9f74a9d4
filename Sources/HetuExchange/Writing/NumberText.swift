import Foundation
import HetuGeometry

/// Numbers as the shortest text that reads back as the same number.
enum NumberText {
  /// Appends a finite number: `12.5`, `3`, `1e-07`.
  static func append(_ value: Double, to output: inout [UInt8]) {
    let scaled = value * 1e6
    if abs(scaled) < 1e15, scaled.rounded() / 1e6 == value {
      GeoJSONWriter.appendDecimal(value, decimals: 6, to: &output)
      return
    }
    let text = value.description
    output.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
  }

  /// The number to the 15 digits that a workbook keeps: 34.756191000000001 is 34.756191.
  static func shown(_ value: Double) -> Double {
    (value * 1e6).rounded() / 1e6 == value ? value : Double(String(format: "%.15g", value)) ?? value
  }

  /// Appends a whole number.
  static func append(_ value: Int64, to output: inout [UInt8]) { output.append(contentsOf: String(value).utf8) }
}
