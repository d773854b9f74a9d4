import CCairo
import Foundation

/// A path of the symbol table: absolute moves, lines, curves and parts of circles.
struct CairoPath {
  private let data: Substring.UTF8View

  init(_ data: String) { self.data = data[...].utf8 }

  /// Adds the path to what a context is about to paint.
  func add(to context: OpaquePointer?) {
    var reader = Reader(data)
    var (x, y) = (0.0, 0.0)
    while let command = reader.command() {
      repeat {
        switch command {
        case UInt8(ascii: "M"):
          (x, y) = (reader.number(), reader.number())
          cairo_move_to(context, x, y)
        case UInt8(ascii: "L"):
          (x, y) = (reader.number(), reader.number())
          cairo_line_to(context, x, y)
        case UInt8(ascii: "H"):
          x = reader.number()
          cairo_line_to(context, x, y)
        case UInt8(ascii: "V"):
          y = reader.number()
          cairo_line_to(context, x, y)
        case UInt8(ascii: "Q"):
          let (midX, midY, endX, endY) = (reader.number(), reader.number(), reader.number(), reader.number())
          cairo_curve_to(
            context, x + (midX - x) * 2 / 3, y + (midY - y) * 2 / 3, endX + (midX - endX) * 2 / 3,
            endY + (midY - endY) * 2 / 3, endX, endY)
          (x, y) = (endX, endY)
        case UInt8(ascii: "C"):
          let first = (reader.number(), reader.number())
          let second = (reader.number(), reader.number())
          (x, y) = (reader.number(), reader.number())
          cairo_curve_to(context, first.0, first.1, second.0, second.1, x, y)
        case UInt8(ascii: "A"):
          let (radius, _, _) = (reader.number(), reader.number(), reader.number())
          let (isLarge, isClockwise) = (reader.number() != 0, reader.number() != 0)
          let end = (reader.number(), reader.number())
          Self.addArc(context, (x, y), end, radius, isLarge, isClockwise)
          (x, y) = end
        default: cairo_close_path(context)
        }
      } while reader.hasNumber
    }
  }

  /// A part of a circle (SVG 1.1, appendix F.6.5, with both radii the same).
  private static func addArc(
    _ context: OpaquePointer?, _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ radius: Double,
    _ isLarge: Bool, _ isClockwise: Bool
  ) {
    let (dx, dy) = ((to.x - from.x) / 2, (to.y - from.y) / 2)
    let half = (dx * dx + dy * dy).squareRoot()
    guard half > 0 else { return }
    let rise = max(0, radius * radius - half * half).squareRoot() / half * (isLarge == isClockwise ? -1 : 1)
    let center = (x: from.x + dx - rise * dy, y: from.y + dy + rise * dx)
    let (start, end) = (atan2(from.y - center.y, from.x - center.x), atan2(to.y - center.y, to.x - center.x))
    let reach = max(radius, half)
    if isClockwise {
      cairo_arc(context, center.x, center.y, reach, start, end)
    } else {
      cairo_arc_negative(context, center.x, center.y, reach, start, end)
    }
  }

  /// Reads commands and numbers.
  private struct Reader {
    private var rest: Substring.UTF8View

    init(_ data: Substring.UTF8View) { rest = data }

    private mutating func skip() { rest = rest.drop { $0 == 0x20 || $0 == 0x2C } }

    mutating func command() -> UInt8? {
      skip()
      return rest.popFirst()
    }

    var hasNumber: Bool {
      guard let next = rest.first(where: { $0 != 0x20 && $0 != 0x2C }) else { return false }
      return Self.isInNumber(next)
    }

    mutating func number() -> Double {
      skip()
      let sign = rest.first == 0x2D ? rest.prefix(1) : rest.prefix(0)
      let digits = rest.dropFirst(sign.count).prefix { Self.isInNumber($0) && $0 != 0x2D }
      rest = rest.dropFirst(sign.count + digits.count)
      let value = Double(Substring(digits)) ?? 0
      return sign.isEmpty ? value : -value
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
      byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte)
    }
  }
}
