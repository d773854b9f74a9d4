/// The race between water and people along one way downstream: which facilities can be closed before the water.
public struct Race: Hashable, Sendable {
  /// A stretch of the way, in metres from the release.
  public struct Stretch: Hashable, Sendable {
    /// Where it begins.
    public let fromMetres: Double
    /// Where it ends.
    public let toMetres: Double
  }

  /// The entries, downstream.
  public let entries: [RaceEntry]

  /// A race of entries in any order; ties go by their references.
  public init(_ entries: [RaceEntry]) {
    self.entries = entries.sorted { ($0.pathMetres, $0.id) < ($1.pathMetres, $1.id) }
  }

  /// The stretches between the release, the facilities in time, and the end of the way, that are longer than a number
  /// of metres: nothing can be done in time on them.
  public func stretchesWithoutStop(toMetres end: Double, longerThanMetres least: Double = 0) -> [Stretch] {
    let stops = entries.filter { $0.verdict == .inTime && $0.pathMetres > 0 && $0.pathMetres < end }.map(\.pathMetres)
    return zip([0] + stops, stops + [end]).filter { $1 - $0 > least }.map { Stretch(fromMetres: $0, toMetres: $1) }
  }
}
