/// Where a table stands in its standard, and whether it was compared with it.
protocol Clause {
  /// The clause or annex.
  var clause: String { get }
  /// Whether it was compared with the official text.
  var verified: Bool { get }
}

/// Levels of a number, each from a lowest value (included) upwards.
public struct Ladder: Sendable, Decodable, Clause {
  /// A level and where it begins.
  public struct Step: Sendable, Decodable {
    /// The level, `Q1`.
    public let name: String
    /// The least value that belongs to it.
    public let from: Double
  }

  /// The clause or annex.
  public let clause: String
  /// Whether it was compared with the official text.
  public let verified: Bool
  /// Where the figures come from.
  public let source: String
  /// The levels, ascending.
  public let steps: [Step]

  /// The place of the level of a value that is not negative.
  public func level(of value: Double) -> Int { (steps.lastIndex { $0.from <= value }) ?? 0 }

  /// Whether the levels are those named, in that order, from 0 upwards.
  func holds(_ names: [String]) -> Bool {
    steps.map(\.name) == names && steps.first?.from == 0
      && zip(steps, steps.dropFirst()).allSatisfy { $0.from < $1.from }
  }
}
