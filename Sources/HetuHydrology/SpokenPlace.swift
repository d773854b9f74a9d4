/// A place on a river as it is said on the telephone: `涧河 K12+300 左岸`.
///
/// The kilometre is `riverKm`: from the mouth, upstream, to the metre.
public struct SpokenPlace: Hashable, Sendable, CustomStringConvertible {
  /// The river's name or code.
  public let river: String
  /// Kilometres from the mouth.
  public let riverKm: Double
  /// The bank, where said.
  public let bank: Bank?

  /// A spoken place from its parts; a kilometre below 0 counts as 0.
  public init(river: String, riverKm: Double, bank: Bank?) {
    self.river = river
    self.riverKm = max(0, riverKm)
    self.bank = bank
  }

  /// The spoken place of a linear reference.
  public init(_ reference: LinearReference) {
    let river = reference.riverName.isEmpty ? reference.riverCode : reference.riverName
    self.init(river: river, riverKm: reference.riverKm, bank: reference.bank)
  }

  /// Reads a spoken place: a river, `K` with kilometres and metres (`K12+300`, `K12`, `k12.3`, `Ｋ12＋300`), and perhaps
  /// `左岸` or `右岸`, with or without spaces between.
  ///
  /// - Throws: `HydrologyError` of code `malformedPlace`.
  public init(_ text: String) throws {
    let plain = String(String.UnicodeScalarView(text.unicodeScalars.map(Self.halfWidth)))
    guard
      let match = plain.wholeMatch(
        of: /\s*(.+?)\s*[Kk]\s*([0-9]{1,5})(?:\s*\+\s*([0-9]{1,3})|(\.[0-9]{1,6}))?\s*(左|右)?岸?\s*/),
      let whole = Double(match.2)
    else {
      throw HydrologyError(
        code: .malformedPlace,
        message: "\"\(text)\" is no place on a river; write it like 涧河 K12+300 左岸.")
    }
    let metres = match.3.flatMap { Double($0) } ?? match.4.flatMap { Double("0\($0)") }.map { $0 * 1000 } ?? 0
    let bank: Bank? = match.5.map { $0 == "左" ? .left : .right }
    self.init(river: String(match.1), riverKm: whole + metres / 1000, bank: bank)
  }

  /// The place as text; the bank only where it is left or right.
  public var description: String {
    let metres = Int((riverKm * 1000).rounded())
    let rest = String(metres % 1000)
    let stake = "K\(metres / 1000)+\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    return switch bank {
    case .left: "\(river) \(stake) 左岸"
    case .right: "\(river) \(stake) 右岸"
    default: "\(river) \(stake)"
    }
  }

  /// Full-width letters, digits, signs and spaces as plain ones.
  private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x3000: " "
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    default: scalar
    }
  }
}
