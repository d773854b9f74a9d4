import CGDAL
import Foundation

/// Reads a sheet of an old workbook (XLS, ODS) through GDAL as rows of text, its first row included.
///
/// Every cell comes as text, so that digits stand as they were stored: a telephone number is not rounded, a date comes
/// in ISO 8601, `12.5` stays `12.5`. GDAL's row identifiers are the row numbers of the sheet.
final class SheetReader: TableReading {
  let name: String
  let path: String
  private let dataset: GDALDataset
  private let layer: OGRLayerH

  init(dataset: GDALDataset, layer: OGRLayerH, path: String) {
    self.dataset = dataset
    self.layer = layer
    self.path = path
    name = OGR_L_GetName(layer).map { String(cString: $0) } ?? ""
  }

  func tableRows(_ body: (Int, [SourceValue]) throws -> Bool) throws {
    try GDALSession.withOptions(GDALSession.readingOptions) {
      let messages = GDALMessages()
      try messages.capture {
        OGR_L_ResetReading(layer)
        let width = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer))
        var values: [SourceValue] = []
        while let feature = OGR_L_GetNextFeature(layer) {
          defer { OGR_F_Destroy(feature) }
          values.removeAll(keepingCapacity: true)
          var isBlank = true
          for cell in 0..<width {
            let value = Self.value(of: feature, cell: cell)
            if !value.isNull { isBlank = false }
            values.append(value)
          }
          if !isBlank, try !body(Int(OGR_F_GetFID(feature)), values) { return }
        }
      }
      if messages.hasFailure {
        throw ExchangeError(.damaged, "文件“\(path)”的工作表“\(name)”读不完整，文件可能已损坏；请重新导出\(messages.suffix)。")
      }
    }
  }

  private static func value(of feature: OGRFeatureH, cell: Int32) -> SourceValue {
    guard OGR_F_IsFieldSetAndNotNull(feature, cell) != 0, let text = OGR_F_GetFieldAsString(feature, cell),
      text[0] != 0
    else { return .null }
    return .text(SheetCell.normalised(String(cString: text)))
  }
}

/// The text of a workbook's cell as a person would write it.
enum SheetCell {
  /// `2021/03/30` and `2021/03/30 08:00:00`, which GDAL makes of date cells, in ISO 8601; numbers stored with 17
  /// digits (`1.1000000000000001`) or an exponent in their shortest form, but whole numbers of more than 15 digits, the last of which are
  /// lost, with an exponent; all other text as it is.
  static func normalised(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if let date = isoDate(bytes) { return date }
    guard bytes.count > 5, bytes.allSatisfy({ isNumberByte($0) }) else { return text }
    let hasExponent = bytes.contains(UInt8(ascii: "E")) || bytes.contains(UInt8(ascii: "e"))
    let isLongFraction = bytes.contains(UInt8(ascii: ".")) && bytes.count >= 17
    guard hasExponent || isLongFraction, let number = Double(text) else { return text }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return "\(number)"
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "E"), UInt8(ascii: "e"):
      true
    default: false
    }
  }

  private static func isoDate(_ bytes: [UInt8]) -> String? {
    let pattern = Array("0000/00/00 00:00:00".utf8)
    guard bytes.count == 10 || bytes.count >= 19 else { return nil }
    for (byte, sign) in zip(bytes, pattern) {
      let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      guard sign == UInt8(ascii: "0") ? isDigit : byte == sign else { return nil }
    }
    let date = "\(String(decoding: bytes[..<10], as: UTF8.self).replacingOccurrences(of: "/", with: "-"))"
    guard bytes.count > 10 else { return date }
    let time = String(decoding: bytes[11...], as: UTF8.self)
    return time == "00:00:00" ? date : "\(date)T\(time)"
  }
}
