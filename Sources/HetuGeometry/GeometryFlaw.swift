/// Why a geometry is no valid simple feature, and where.
public struct GeometryFlaw: Hashable, Sendable, CustomStringConvertible {
  /// The kind of flaw in words, as `Self-intersection`.
  public let reason: String
  /// Where it was found, where that is known.
  public let position: Position?

  /// A flaw from its reason and place.
  public init(reason: String, position: Position?) {
    self.reason = reason
    self.position = position
  }

  /// Reason and place in one line.
  public var description: String {
    guard let position else { return reason }
    return "\(reason) at (\(position.x), \(position.y))"
  }
}

/// How GEOS makes a polygon valid.
public enum RepairMethod: Sendable, CaseIterable {
  /// Rings are made valid one by one, exteriors merged, holes taken off: an area drawn twice counts once.
  case structure
  /// All rings are taken as lines, cut where they cross, and areas built anew from them: no position is lost, but a
  /// hole that reaches over its exterior may be filled.
  case lineWork
}

/// A geometry after repair, with all that was changed on the way.
public struct GeometryRepair: Hashable, Sendable {
  /// One thing that was changed.
  public enum Change: Hashable, Sendable {
    /// So many open rings were closed by repeating their first position.
    case ringsClosed(Int)
    /// So many rings of fewer than four positions, or lines of one position, were left out.
    case shortPathsDropped(Int)
    /// The course was cut or joined anew because of this flaw.
    case rebuilt(GeometryFlaw)
    /// So many parts that had shrunk to a lower dimension were left out.
    case collapsedPartsDropped(Int)
  }

  /// The valid geometry, of the dimension of the old one; empty where nothing of that dimension was left.
  public let geometry: Geometry
  /// What was changed, in order; nothing where the geometry was valid.
  public let changes: [Change]
}
