/// Why a travel time, a concentration or a limit can't be given.
public struct TravelTimeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of error.
  public enum Code: Hashable, Sendable {
    /// A figure that no river, release or structure can have.
    case invalidValue
    /// A figure that the question needs and the data lack.
    case missingValue
    /// The way lies in standing water only, where no solution for concentrations holds.
    case stillWater
    /// A substance that the rule set does not name; those that look like it.
    case unknownSubstance(suggestions: [String])
    /// A substance without a simple multiple of its limit (pH, dissolved oxygen), or without a limit for the class.
    case noLimit
    /// A data file of limits or speeds that cannot be read.
    case malformedData
  }

  /// What kind of error it is.
  public let code: Code
  /// What, where, and what to do, in one sentence.
  public let message: String

  /// An error from its kind and sentence.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }

  /// Refuses a figure that is not a number, infinite, negative or (where it must be positive) zero.
  static func check(
    _ value: Double, _ what: @autoclosure () -> String, unit: String, mayBeZero: Bool = false
  ) throws {
    guard value.isFinite, mayBeZero ? value >= 0 : value > 0 else {
      let figure = value.isFinite ? "\(value + 0)\(unit.isEmpty ? "" : " ")\(unit)" : "not a finite number"
      throw TravelTimeError(
        code: .invalidValue,
        message:
          "The \(what()) is \(figure), but must be \(mayBeZero ? "0 or more" : "more than 0"): correct the figure."
      )
    }
  }

  /// Refuses an optional figure like ``check(_:_:unit:mayBeZero:)`` where it is given.
  static func check(
    given value: Double?, _ what: @autoclosure () -> String, unit: String, mayBeZero: Bool = false
  ) throws {
    if let value { try check(value, what(), unit: unit, mayBeZero: mayBeZero) }
  }
}
