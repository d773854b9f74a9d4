/// How much a geometry from outside may hold before it is refused.
public struct GeometryLimits: Hashable, Sendable {
  /// Levels of nested collections; a geometry that is no collection has one.
  public var maximumDepth: Int
  /// Positions in one geometry.
  public var maximumPositions: Int

  /// Limits from their figures.
  public init(maximumDepth: Int = 32, maximumPositions: Int = 10_000_000) {
    self.maximumDepth = maximumDepth
    self.maximumPositions = maximumPositions
  }

  /// 32 levels, ten million positions: far more than maps hold, far less than a process bears.
  public static let standard = GeometryLimits()
}
