import HetuGeometry

/// Something in the network of water that is wrong, or may be.
public struct NetworkFinding: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of finding.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An end lies near a node, within the tolerance, but not on it.
    case looseEnd
    /// A line is touched by another's end where it isn't cut.
    case uncutJunction
    /// A river's course has a gap wider than the tolerance.
    case gap
    /// A river's course has a gap through which the water flows under other names.
    case nameJump
    /// A river's name stops where no other water joins.
    case nameStop
    /// An end that nothing continues lies near another part of the network.
    case danglingEnd
    /// A path is drawn twice.
    case duplicate
    /// A path has no length.
    case withoutLength
    /// A reach leads back to the node it comes from.
    case selfLoop
    /// The water can flow in a circle.
    case cycle
    /// A reach drawn upstream, turned in the network.
    case reversed
    /// A reach that leaves another river and ends nowhere: perhaps a tributary drawn upstream.
    case suspectedReversal
    /// Several reaches flow to a place within the data from which none leaves.
    case sink
    /// Several reaches leave a place within the data to which none flows.
    case commonSource
    /// Two lines cross where neither ends.
    case crossing
    /// A part of the network without any connection to the largest.
    case separatePart
    /// Attributes of from-node and to-node say something else than the lines.
    case attributesDiffer

    /// Whether a trace may lose a branch by it, or go the wrong way.
    var misleadsTraces: Bool {
      switch self {
      case .gap, .danglingEnd, .reversed, .suspectedReversal, .sink, .commonSource, .crossing, .selfLoop,
        .attributesDiffer:
        true
      case .looseEnd, .uncutJunction, .nameJump, .nameStop, .duplicate, .withoutLength, .cycle, .separatePart:
        false
      }
    }
  }

  /// How much it matters.
  public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Traces are wrong until it is mended.
    case error
    /// Traces may be wrong.
    case warning
    /// Traces are right; the data would be better for it.
    case notice

    /// The graver first.
    public static func < (first: Severity, second: Severity) -> Bool {
      let order = allCases
      return (order.firstIndex(of: first) ?? 0) < (order.firstIndex(of: second) ?? 0)
    }
  }

  /// What kind of finding it is.
  public let kind: Kind
  /// How much it matters.
  public let severity: Severity
  /// The reaches concerned, by their places in `rivers.reaches`.
  public let reaches: [Int]
  /// Their codes.
  public let reachCodes: [String]
  /// Where, in longitude and latitude.
  public let position: Position?
  /// The width of a gap, or a length concerned, in metres.
  public let metres: Double?
  /// What was found, in Chinese.
  public let message: String
  /// What to do, in Chinese.
  public let remedy: String
  /// What would mend it, where that can be told.
  public let fix: NetworkFix?

  /// What was found and what to do.
  public var description: String { "\(message)；\(remedy)" }
}

/// A change of one reach that mends a finding.
public struct NetworkFix: Hashable, Sendable {
  /// What is to be done.
  public enum Change: Hashable, Sendable {
    /// The reach gets these lines.
    case redraw([[Position]])
    /// The reach is cut into pieces, each with its lines: it keeps the first, the others become reaches of their own
    /// with the same attributes.
    case split([[[Position]]])
  }

  /// The row of the reach, `Reach.id`.
  public let reachID: Int64
  /// Its code.
  public let reachCode: String
  /// What is to be done with it.
  public let change: Change
  /// Whether it changes no answer but for the width of a gap within the tolerance, and may be made without asking.
  public let isSafe: Bool
}
