import Foundation
import HetuGeometry

/// A JSON value whose members keep their order and whose numbers have fixed decimals, so that the same answer is the same bytes.
public enum JSONValue: Sendable, Hashable {
  /// A member of an object.
  public struct Member: Sendable, Hashable {
    /// The member's name.
    public let name: String
    /// The member's value.
    public let value: JSONValue

    /// A member from its parts.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case boolean(Bool)
  case integer(Int64)
  /// A number with at most so many decimals; one that is not finite is written as null.
  case decimal(Double, Int)
  case string(String)
  case array([JSONValue])
  case object([Member])
  /// A text that is JSON already.
  case json(String)
  /// A geometry as GeoJSON, seven decimals.
  case geometry(Geometry)

  /// An object from name and value pairs.
  public static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// The text, or null where there is none.
  public static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// A record's value; a real is written with as few digits as read back the same.
  public init(_ value: Value) {
    self =
      switch value {
      case .null: .null
      case .text(let text): .string(text)
      case .integer(let integer): .integer(integer)
      case .real(let real):
        real.isFinite ? .json(real == real.rounded() && abs(real) < 1e15 ? "\(Int64(real))" : "\(real)") : .null
      case .boolean(let boolean): .boolean(boolean)
      case .list(let text): Self.list(text)
      }
  }

  /// A list's text as JSON on one line; what another program left there that is no JSON is a text.
  private static func list(_ text: String) -> JSONValue {
    guard let items = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any] else { return .string(text) }
    guard text.contains(where: \.isNewline) else { return .json(text) }
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? JSONSerialization.data(withJSONObject: items, options: options) else { return .string(text) }
    return .json(String(decoding: line, as: UTF8.self))
  }

  /// Appends the value as UTF-8, on one line, without the members of some names at any depth.
  public func append(to bytes: inout [UInt8], without names: [String] = []) {
    append(to: &bytes, indent: nil, without: names)
  }

  /// The value as a document in UTF-8: one member a line, two spaces a level, a line break at its end.
  public var document: [UInt8] { document(isDense: false) }

  /// The value as a document in UTF-8, two spaces a level, a line break at its end.
  ///
  /// - Parameter isDense: whether an object without objects within stands on one line, which halves a document of many rows.
  public func document(isDense: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, indent: 0, without: [], isDense: isDense)
    bytes.append(0x0a)
    return bytes
  }

  /// Whether it is no object, and no list of what is not.
  private var isFlat: Bool {
    switch self {
    case .object: false
    case .array(let items): items.allSatisfy(\.isFlat)
    default: true
    }
  }

  private func append(to bytes: inout [UInt8], indent: Int?, without names: [String], isDense: Bool = false) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .boolean(let boolean): bytes.append(contentsOf: (boolean ? "true" : "false").utf8)
    case .integer(let integer): bytes.append(contentsOf: "\(integer)".utf8)
    case .decimal(let number, let decimals):
      if number.isFinite {
        GeoJSONWriter.appendDecimal(number, decimals: decimals, to: &bytes)
      } else {
        bytes.append(contentsOf: "null".utf8)
      }
    case .string(let text): GeoJSONWriter.appendJSONString(text, to: &bytes)
    case .json(let text): bytes.append(contentsOf: text.utf8)
    case .geometry(let geometry): GeoJSONWriter.append(geometry, decimals: 7, to: &bytes)
    case .array(let items):
      let isFlat = items.allSatisfy { if case .object = $0 { false } else if case .array = $0 { false } else { true } }
      let layout = Layout(indent: isFlat ? nil : indent)
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        layout.begin(isFirst: index == 0, in: &bytes)
        item.append(to: &bytes, indent: layout.inner, without: names, isDense: isDense)
      }
      layout.end(isEmpty: items.isEmpty, in: &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      let layout = Layout(indent: isDense && members.allSatisfy(\.value.isFlat) ? nil : indent)
      var isEmpty = true
      bytes.append(UInt8(ascii: "{"))
      for member in members where !names.contains(member.name) {
        layout.begin(isFirst: isEmpty, in: &bytes)
        isEmpty = false
        GeoJSONWriter.appendJSONString(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if layout.inner != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.append(to: &bytes, indent: layout.inner, without: names, isDense: isDense)
      }
      layout.end(isEmpty: isEmpty, in: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// How the items of a list or an object stand: each on a line of its own, or all on one where there is no indent.
  private struct Layout {
    let indent: Int?

    var inner: Int? { indent.map { $0 + 1 } }

    func begin(isFirst: Bool, in bytes: inout [UInt8]) {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      if let inner { newLine(inner, in: &bytes) }
    }

    func end(isEmpty: Bool, in bytes: inout [UInt8]) {
      if let indent, !isEmpty { newLine(indent, in: &bytes) }
    }

    private func newLine(_ level: Int, in bytes: inout [UInt8]) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }
  }
}
