import CGDAL
import Foundation

/// Reads text tables (`.csv`, `.tsv`, `.txt`): comma, semicolon or tab; UTF-8, GB 18030 or UTF-16.
///
/// Not by GDAL, whose driver knows neither encodings nor row numbers, takes the file's end for the end of an open
/// quote and needs several times as long.
final class DelimitedTextReader: TableReading {
  let name: String
  let path: String
  /// The encoding of the texts as they are decoded.
  var encoding: String { decoder.encoding }
  private let scannedPath: String
  private let temporaryCopy: TemporaryCopy?
  private let decoder: TextDecoder
  private let separator: UInt8
  private let skippedBytes: Int
  private let limits: SourceLimits
  private var unquoted: [UInt8] = []

  init(path: String, encoding: String?, limits: SourceLimits) throws(ExchangeError) {
    self.path = path
    self.limits = limits
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let opening = try TextOpening(path: path, encoding: encoding)
    decoder = try TextDecoder(encoding: opening.encoding)
    temporaryCopy = opening.copy
    scannedPath = opening.copy?.path ?? path
    separator = opening.separator
    skippedBytes = opening.skippedBytes
  }

  /// Rows of text, blank ones left out.
  func tableRows(_ body: (Int, [SourceValue]) throws -> Bool) throws {
    let records = try DelimitedRecords(
      path: scannedPath, separator: separator, skippingBytes: skippedBytes, maximumRecordBytes: limits.maximumRowBytes)
    var values: [SourceValue] = []
    while try records.next() {
      guard records.cells.count <= limits.maximumFields else {
        throw ExchangeError(
          .tooLarge, "文件“\(path)”第 \(records.number) 行有 \(records.cells.count) 列，超过 \(limits.maximumFields) 列。")
      }
      values.removeAll(keepingCapacity: true)
      var isBlank = true
      for cell in records.cells {
        let value = try value(of: cell, in: records)
        if isBlank, !value.isNull { isBlank = false }
        values.append(value)
      }
      if !isBlank, try !body(records.number, values) { return }
    }
  }

  private func value(of cell: DelimitedRecords.Cell, in records: DelimitedRecords) throws(ExchangeError) -> SourceValue
  {
    var bytes = records.bytes(of: cell)
    if bytes.isEmpty { return .null }
    if bytes[0] == UInt8(ascii: "'"), FormulaGuard.isGuarded(bytes) {
      bytes = UnsafeBufferPointer(rebasing: bytes.dropFirst())
    }
    let text: String?
    if cell.hasDoubledQuotes {
      unquoted.removeAll(keepingCapacity: true)
      var index = 0
      while index < bytes.count {
        unquoted.append(bytes[index])
        let isDoubled = bytes[index...].starts(with: [UInt8(ascii: "\""), UInt8(ascii: "\"")])
        index += isDoubled ? 2 : 1
      }
      text = unquoted.withUnsafeBufferPointer { decoder.decode($0) }
    } else {
      text = decoder.decode(bytes)
    }
    guard let text else {
      throw ExchangeError(
        .encoding,
        "文件“\(path)”第 \(records.number) 行的文字不是 \(decoder.encoding) 编码；请用 Excel 另存为“CSV UTF-8”，或用 --encoding 指明编码。")
    }
    return .text(text)
  }
}
