import HetuGeodesy
import HetuGeometry

/// That two positions of one thing lie as far and in that direction from each other as those of two reference systems do.
public struct PositionShift: Sendable, Hashable {
  /// The system that the first position was likely taken in.
  public let first: ReferenceSystem
  /// The system that the second position was likely taken in.
  public let second: ReferenceSystem

  /// Two branches do not point at the same corner of a thing: so far from the exact shift it is still taken for one, metres.
  private static let toleranceMetres = 100.0
  /// The least way that tells anything, metres; in 三门峡 GCJ-02 lies some 550 m and BD-09 some 1,240 m off.
  private static let leastMetres = 300.0

  /// The shift that fits the way between two positions read as CGCS2000, or nil where none does.
  init?(from first: Position, to second: Position) {
    guard Geodesic.cgcs2000.distanceMetres(from: first, to: second) >= Self.leastMetres else { return nil }
    let systems: [(system: ReferenceSystem, to: (Position) -> Position, from: (Position) -> Position)] = [
      (.cgcs2000, { $0 }, { $0 }), (.gcj02, ChinaOffset.gcj02(fromWGS84:), ChinaOffset.wgs84(fromGCJ02:)),
      (.bd09, ChinaOffset.bd09(fromWGS84:), ChinaOffset.wgs84(fromBD09:)),
    ]
    let fits = systems.flatMap { one in
      systems.filter { $0.system != one.system }.map { other in
        (
          first: one.system, second: other.system,
          metres: Geodesic.cgcs2000.distanceMetres(from: other.to(one.from(first)), to: second)
        )
      }
    }
    guard let best = fits.min(by: { $0.metres < $1.metres }), best.metres <= Self.toleranceMetres else { return nil }
    self.first = best.first
    self.second = best.second
  }

  /// What is likely, in Chinese.
  public var message: String {
    let shifted = [("第一条", first), ("第二条", second)].filter { $0.1 != .cgcs2000 }.map { "\($0)像是\($1.title)" }
    return "偏移与坐标系之差相符，\(shifted.joined(separator: "，"))，请与填报单位核实"
  }
}
