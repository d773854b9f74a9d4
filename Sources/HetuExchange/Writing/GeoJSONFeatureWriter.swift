import HetuGeometry

/// Writes features as GeoJSON (RFC 7946) straight as bytes: a collection, a sequence (RFC 8142) or one feature a line.
///
/// Coordinates have 7 decimals, longitude first, rings right-handed; they must be WGS 84 or its equal CGCS2000. A column
/// named `id` becomes the feature's own `id`. Whole numbers beyond 2⁵³ are written as texts, since JavaScript would
/// round them. Every feature has every property; no value is `null`.
public final class GeoJSONFeatureWriter: RowSink {
  /// How features are put together.
  public enum Framing: Sendable {
    /// A FeatureCollection.
    case collection
    /// RFC 8142: a record separator before each feature, a line feed behind it.
    case sequence
    /// A line feed behind each feature.
    case lines
  }

  /// Members of the collection that follow its features, such as `bbox`; set before `finish`.
  public var trailingMembers: [(key: String, value: OutputValue)] = []
  /// Nothing is left out.
  public let notes: [String] = []

  private let output: OutputFile
  private let framing: Framing
  private let members: [(key: String, value: OutputValue)]
  private var keys: [[UInt8]] = []
  private var identifierColumn: Int?
  private var count = 0

  /// A writer into a file that nothing has been written to.
  /// - Parameter members: members of the collection before its features, such as `name`; none in other framings.
  public init(_ output: OutputFile, framing: Framing = .collection, members: [(key: String, value: OutputValue)] = []) {
    self.output = output
    self.framing = framing
    self.members = members
  }

  /// Notes the columns, whose names become keys; needless where only `writeFeature` is used.
  public func begin(_ layer: OutputLayer) throws(ExchangeError) {
    identifierColumn = layer.columns.firstIndex { $0.name == "id" }
    keys = layer.columns.map { column in
      var key: [UInt8] = []
      GeoJSONWriter.appendJSONString(column.name, to: &key)
      key.append(UInt8(ascii: ":"))
      return key
    }
  }

  /// Writes a row as a feature.
  public func write(_ values: [OutputValue], geometry: Geometry?) throws(ExchangeError) {
    precondition(values.count == keys.count, "A row has as many values as there are columns.")
    let identifier = identifierColumn.map { values[$0] } ?? .null
    try writeFeature(id: identifier, geometry: geometry) { bytes in
      var isFirst = true
      for (index, value) in values.enumerated() where index != identifierColumn {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(contentsOf: keys[index])
        Self.append(value, to: &bytes)
      }
    }
  }

  /// Writes a feature whose properties are its own.
  /// - Parameters:
  ///   - id: text or number, else the feature has none.
  ///   - geometry: in WGS 84.
  ///   - properties: in the order in which they are to stand.
  public func writeFeature(
    id: OutputValue = .null, geometry: Geometry?, properties: [(key: String, value: OutputValue)]
  ) throws(ExchangeError) {
    try writeFeature(id: id, geometry: geometry) { Self.append(properties, to: &$0) }
  }

  /// Closes the collection and puts the file in place.
  public func finish() throws(ExchangeError) {
    if framing == .collection {
      if count == 0 { try output.append { appendOpening(to: &$0) } }
      try output.append { bytes in
        bytes.append(contentsOf: "\n]".utf8)
        if !trailingMembers.isEmpty { bytes.append(UInt8(ascii: ",")) }
        Self.append(trailingMembers, to: &bytes)
        bytes.append(contentsOf: "}\n".utf8)
      }
    }
    try output.finish()
  }

  /// Gives the file up.
  public func abandon() { output.abandon() }

  private func writeFeature(
    id: OutputValue, geometry: Geometry?, appendProperties: (inout [UInt8]) -> Void
  ) throws(ExchangeError) {
    try output.append { bytes in
      switch framing {
      case .collection:
        if count == 0 { appendOpening(to: &bytes) } else { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
      case .sequence: bytes.append(0x1E)
      case .lines: break
      }
      bytes.append(contentsOf: "{\"type\":\"Feature\",".utf8)
      if id != .null {
        bytes.append(contentsOf: "\"id\":".utf8)
        Self.append(id, to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(contentsOf: "\"geometry\":".utf8)
      if let geometry {
        GeoJSONWriter.append(geometry, decimals: 7, to: &bytes)
      } else {
        bytes.append(contentsOf: "null".utf8)
      }
      bytes.append(contentsOf: ",\"properties\":{".utf8)
      appendProperties(&bytes)
      bytes.append(contentsOf: "}}".utf8)
      if framing != .collection { bytes.append(UInt8(ascii: "\n")) }
    }
    count += 1
  }

  private func appendOpening(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "{\"type\":\"FeatureCollection\",".utf8)
    Self.append(members, to: &bytes)
    if !members.isEmpty { bytes.append(UInt8(ascii: ",")) }
    bytes.append(contentsOf: "\"features\":[".utf8)
  }

  private static func append(_ members: [(key: String, value: OutputValue)], to bytes: inout [UInt8]) {
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      GeoJSONWriter.appendJSONString(member.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      append(member.value, to: &bytes)
    }
  }

  private static let greatestExactInteger: Int64 = 1 << 53

  private static func append(_ value: OutputValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .text(let text): GeoJSONWriter.appendJSONString(text, to: &bytes)
    case .integer(let number) where number.magnitude <= greatestExactInteger: NumberText.append(number, to: &bytes)
    case .integer(let number): GeoJSONWriter.appendJSONString(String(number), to: &bytes)
    case .real(let number) where number.isFinite: NumberText.append(number, to: &bytes)
    case .real: bytes.append(contentsOf: "null".utf8)
    case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .json(let text): bytes.append(contentsOf: text.utf8)
    }
  }
}
