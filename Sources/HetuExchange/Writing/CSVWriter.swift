import HetuGeometry

/// Writes a table as CSV (RFC 4180): UTF-8 with a byte order mark so that Excel reads Chinese, CR LF, titles with units
/// as headers.
///
/// Points come as 经度 and 纬度 with 7 decimals, other geometries as well-known text in 几何. A text that a spreadsheet
/// would run as a formula gets an apostrophe in front (`=1+1`, `+86…`, `-`, `@…`, tab, CR), which Hetu takes away when it
/// reads the file again; numbers are never changed. Truth values are 是 and 否.
public final class CSVWriter: RowSink {
  /// Nothing is left out.
  public let notes: [String] = []

  private let output: OutputFile
  private var columnCount = 0
  private var shape = OutputLayer.Shape.none

  /// A writer into a file that nothing has been written to.
  public init(_ output: OutputFile) { self.output = output }

  /// Writes the headers.
  public func begin(_ layer: OutputLayer) throws(ExchangeError) {
    columnCount = layer.columns.count
    shape = layer.shape
    let headers = layer.columns.map(\.header) + shape.tableHeaders
    try output.append { bytes in
      bytes.append(contentsOf: [0xEF, 0xBB, 0xBF])
      for (index, header) in headers.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.appendText(header, to: &bytes)
      }
      bytes.append(contentsOf: "\r\n".utf8)
    }
  }

  /// Writes a row.
  public func write(_ values: [OutputValue], geometry: Geometry?) throws(ExchangeError) {
    precondition(values.count == columnCount, "A row has as many values as there are columns.")
    try output.append { bytes in
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(value, to: &bytes)
      }
      appendGeometry(geometry, to: &bytes)
      bytes.append(contentsOf: "\r\n".utf8)
    }
  }

  /// Puts the file in place.
  public func finish() throws(ExchangeError) { try output.finish() }

  /// Gives the file up.
  public func abandon() { output.abandon() }

  private func appendGeometry(_ geometry: Geometry?, to bytes: inout [UInt8]) {
    switch shape {
    case .none: return
    case .kind(.point):
      if columnCount > 0 { bytes.append(UInt8(ascii: ",")) }
      if case .point(let position?) = geometry {
        GeoJSONWriter.appendDecimal(position.x, decimals: 7, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        GeoJSONWriter.appendDecimal(position.y, decimals: 7, to: &bytes)
      } else {
        bytes.append(UInt8(ascii: ","))
      }
    case .kind, .mixed:
      if columnCount > 0 { bytes.append(UInt8(ascii: ",")) }
      guard let geometry else { return }
      bytes.append(UInt8(ascii: "\""))
      WellKnownText.append(geometry, decimals: 7, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private static func append(_ value: OutputValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: return
    case .text(let text), .json(let text): appendText(text, to: &bytes)
    case .integer(let number): NumberText.append(number, to: &bytes)
    case .real(let number): if number.isFinite { NumberText.append(number, to: &bytes) }
    case .boolean(let flag): bytes.append(contentsOf: (flag ? "是" : "否").utf8)
    }
  }

  private static func appendText(_ text: String, to bytes: inout [UInt8]) {
    let isGuarded = FormulaGuard.isNeeded(text.utf8)
    let isQuoted = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), 0x09: true
      default: false
      }
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if isGuarded { bytes.append(UInt8(ascii: "'")) }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }
}

extension OutputLayer.Shape {
  /// The headers of the columns in which tables show geometries.
  var tableHeaders: [String] {
    switch self {
    case .none: []
    case .kind(.point): ["经度", "纬度"]
    case .kind, .mixed: ["几何"]
    }
  }
}
