/// A recorded value that a figure rests on.
public struct RiskInput: Sendable, Hashable {
  /// The record, as `kind/code`; nil for the record that is graded.
  public let reference: String?
  /// The property.
  public let property: String
  /// The property in Chinese.
  public let title: String
  /// The value as text; nil where nothing is recorded.
  public let value: String?
  /// The day that another record's value is of, where known; of the record that is graded its own day holds.
  public let date: String?

  /// An input from its parts.
  public init(reference: String? = nil, property: String, title: String, value: String?, date: String? = nil) {
    self.date = date
    self.reference = reference
    self.property = property
    self.title = title
    self.value = value
  }
}

/// How a computed figure came about, step by step.
public struct Explanation: Sendable {
  /// One step of a computation.
  public struct Step: Sendable {
    /// The clause or annex that it follows.
    public let clause: String
    /// What is decided, in Chinese.
    public let title: String
    /// What it rests on.
    public let inputs: [RiskInput]
    /// How, in Chinese.
    public let reasoning: String
    /// What comes out.
    public let result: String
    /// Whether the rule was compared with the official text.
    public let isVerified: Bool

    /// A step from its parts.
    public init(
      _ clause: String, _ title: String, inputs: [RiskInput] = [], _ reasoning: String, result: String, isVerified: Bool
    ) {
      self.clause = clause
      self.title = title
      self.inputs = inputs
      self.reasoning = reasoning
      self.result = result
      self.isVerified = isVerified
    }
  }

  /// Something that is not known and that the result hangs on.
  public struct Gap: Sendable, Hashable {
    /// The property of the record that would tell.
    public let property: String
    /// What is missing, in Chinese.
    public let message: String
    /// The results that stay possible at one end of what it may be, and at the other.
    public let lowest: String
    /// The results that stay possible at the other end.
    public let highest: String

    /// A gap from its parts.
    public init(property: String, message: String, lowest: String, highest: String) {
      self.property = property
      self.message = message
      self.lowest = lowest
      self.highest = highest
    }
  }

  /// The rule set.
  public let rules: RuleSetName
  /// The steps, in the order of the standard.
  public let steps: [Step]
  /// What would decide between the results that are possible.
  public let gaps: [Gap]
  /// What would change the result, in Chinese, the nearest threshold of each figure.
  public let changes: [String]
  /// What whoever reads it should know, in Chinese.
  public let warnings: [String]

  /// An explanation from its parts.
  public init(
    rules: RuleSetName, steps: [Step], gaps: [Gap] = [], changes: [String] = [], warnings: [String] = []
  ) {
    self.rules = rules
    self.steps = steps
    self.gaps = gaps
    self.changes = changes
    self.warnings = warnings
  }

  /// Whether every rule that was used was compared with the official text.
  public var isVerified: Bool { rules.isVerified && steps.allSatisfy(\.isVerified) }

  /// What every result says whose rules were not compared with the official text.
  public static let unverifiedNotice = "规则未核对"
}
