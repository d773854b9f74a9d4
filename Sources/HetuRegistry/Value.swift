import Foundation

/// One value of a record.
public enum Value: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int64)
  case real(Double)
  case boolean(Bool)
  /// A list, as the JSON text of an array.
  case list(String)

  /// Whether nothing is known.
  public var isNull: Bool { self == .null }

  /// The text of a text, or nil.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The number of an integer or a real, or nil.
  public var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .real(let real): real
    default: nil
    }
  }

  /// The truth of a boolean, or nil.
  public var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

  /// What a list holds, parsed; nil where nothing is recorded, or what another program left there is no list.
  public var elements: [Any]? {
    guard case .list(let json) = self else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any]
  }

  /// The texts of a list; nil where it is no list of texts.
  public var texts: [String]? { elements as? [String] }

  /// The objects of a list; nil where it is no list of objects.
  public var items: [[String: Any]]? { elements as? [[String: Any]] }

  /// A list of what JSON can hold, members by their names, numbers in the fewest digits that read back the same; nil for anything else.
  public static func list(of elements: [Any]) -> Value? {
    guard JSONSerialization.isValidJSONObject(elements),
      let data = try? JSONSerialization.data(
        withJSONObject: elements, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return nil }
    return .list(String(decoding: shortened(data), as: UTF8.self))
  }

  /// JSON without the digits that Foundation adds to numbers: it writes 34.683053 as `34.683053000000001`.
  private static func shortened(_ json: Data) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    var isInText = false
    var number = 0..<0
    for byte in json {
      let isNumeral = !isInText && ((0x30...0x39).contains(byte) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains(byte))
      if !isNumeral {
        shorten(number, in: &result)
        number = result.count + 1..<result.count + 1
      }
      if byte == UInt8(ascii: "\""), result.reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count % 2 == 0 {
        isInText.toggle()
      }
      result.append(byte)
      if isNumeral { number = number.lowerBound..<result.count }
    }
    return result
  }

  /// Writes a number of more digits than tell it anew.
  private static func shorten(_ number: Range<Int>, in json: inout [UInt8]) {
    guard number.count > 16, json[number].contains(UInt8(ascii: ".")),
      let value = Double(String(decoding: json[number], as: UTF8.self))
    else { return }
    json.replaceSubrange(number, with: "\(value)".utf8)
  }
}
