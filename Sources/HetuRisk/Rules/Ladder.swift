/// Levels of a number, each from a lowest value (included) upwards.
public struct Ladder: Sendable, Decodable {
  /// A level and where it begins.
  public struct Step: Sendable, Decodable {
    /// The level, `Q1`.
    public let name: String
    /// The least value that belongs to it.
    public let from: Double
  }

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
