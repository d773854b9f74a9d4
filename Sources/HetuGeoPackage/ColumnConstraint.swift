/// What values a column takes, as other programs show it; SQLite itself does not enforce it.
public struct ColumnConstraint: Hashable, Sendable {
  /// A value and what it means.
  public struct CodedValue: Hashable, Sendable {
    /// The value as it is stored.
    public let value: String
    /// The words that people read.
    public let label: String

    /// A value and what it means.
    public init(_ value: String, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// The three kinds of constraint.
  public enum Rule: Hashable, Sendable {
    /// One of these values.
    case values([CodedValue])
    /// A number between two others, the first being the less, the limits themselves allowed or not.
    case range(minimum: Double, includesMinimum: Bool, maximum: Double, includesMaximum: Bool)
    /// A text that fits an SQLite GLOB pattern.
    case glob(String)
  }

  /// The name, of a to z, 0 to 9 and _.
  public let name: String
  /// The values it allows.
  public let rule: Rule

  /// A constraint from its parts.
  public init(_ name: String, _ rule: Rule) {
    self.name = name
    self.rule = rule
  }
}
