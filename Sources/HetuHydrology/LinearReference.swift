import HetuGeometry

/// A side of a river, facing downstream (左岸, 右岸).
public enum Bank: String, Hashable, Sendable, CaseIterable {
  case left
  case right
  /// On the river's line, within 1 cm.
  case onLine
}

/// Where a place lies along a river.
public struct LinearReference: Hashable, Sendable {
  /// The code of the river, `River.code`.
  public let riverCode: String
  /// The name of the river.
  public let riverName: String
  /// Kilometres from the mouth along the course.
  public let riverKm: Double
  /// Kilometres from the source along the course.
  public let kmFromSource: Double
  /// The distance from the river's line in metres.
  public let offsetMetres: Double
  /// The side, facing downstream.
  public let bank: Bank
  /// The row of the reach.
  public let reachID: Int64
  /// The code of the reach.
  public let reachCode: String
  /// The place on the river's line that is nearest.
  public let foot: Position
  /// The number of the branch in `River.branches` on which the foot lies, or nil for the course itself.
  public let branch: Int?
}
