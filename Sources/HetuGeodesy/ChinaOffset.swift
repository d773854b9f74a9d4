import Foundation
import HetuGeometry

/// The offsets of Chinese map services: GCJ-02 (火星坐标) and BD-09 (百度坐标).
///
/// There is no official source for GCJ-02; this is the formula in public use since 2013 (Krassowsky's semi-major axis
/// and e², as in the first published code), which agrees with the services to about a metre. Outside of the box of
/// 72.004° to 137.8347°E, 0.8293° to 55.8271°N nothing is offset; within a kilometre of that box's border the way back
/// is therefore not defined. All positions are longitude and latitude in degrees.
public enum ChinaOffset {
  /// GCJ-02 from WGS 84 or CGCS2000.
  public static func gcj02(fromWGS84 position: Position) -> Position {
    guard isOffset(position) else { return position }
    let x = position.x - 105
    let y = position.y - 35
    let latitude = position.y * .pi / 180
    let sine = sin(latitude)
    let magic = 1 - eccentricitySquared * sine * sine
    let root = magic.squareRoot()
    let metresNorth = northOffset(x, y)
    let metresEast = eastOffset(x, y)
    let meridianRadius = semiMajorAxisMetres * (1 - eccentricitySquared) / (magic * root)
    let parallelRadius = semiMajorAxisMetres / root * cos(latitude)
    return Position(
      x: position.x + metresEast * 180 / (parallelRadius * .pi),
      y: position.y + metresNorth * 180 / (meridianRadius * .pi))
  }

  /// WGS 84 or CGCS2000 from GCJ-02, by fixed point, to less than a tenth of a millimetre of the forward formula.
  public static func wgs84(fromGCJ02 position: Position) -> Position {
    guard isOffset(position) else { return position }
    return inverse(of: gcj02(fromWGS84:), at: position)
  }

  /// BD-09 from GCJ-02 (public formula, not limited to China).
  public static func bd09(fromGCJ02 position: Position) -> Position {
    let radius =
      (position.x * position.x + position.y * position.y).squareRoot()
      + 0.00002 * sin(position.y * baiduFactor)
    let angle = atan2(position.y, position.x) + 0.000003 * cos(position.x * baiduFactor)
    return Position(x: radius * cos(angle) + 0.0065, y: radius * sin(angle) + 0.006)
  }

  /// GCJ-02 from BD-09, by fixed point, to less than a tenth of a millimetre of the forward formula.
  public static func gcj02(fromBD09 position: Position) -> Position {
    inverse(of: bd09(fromGCJ02:), at: position)
  }

  /// BD-09 from WGS 84 or CGCS2000.
  public static func bd09(fromWGS84 position: Position) -> Position {
    bd09(fromGCJ02: gcj02(fromWGS84: position))
  }

  /// WGS 84 or CGCS2000 from BD-09.
  public static func wgs84(fromBD09 position: Position) -> Position {
    wgs84(fromGCJ02: gcj02(fromBD09: position))
  }

  /// Whether the public code offsets a place at all.
  private static func isOffset(_ position: Position) -> Bool {
    (72.004...137.8347).contains(position.x) && (0.8293...55.8271).contains(position.y)
  }

  /// The place that `forward` takes to `goal`: w ← w − (forward(w) − goal); each step leaves about a 400th of the error.
  private static func inverse(of forward: (Position) -> Position, at goal: Position) -> Position {
    var result = goal
    for _ in 0..<12 {
      let image = forward(result)
      let (dx, dy) = (image.x - goal.x, image.y - goal.y)
      result = Position(x: result.x - dx, y: result.y - dy)
      if abs(dx) < 1e-11 && abs(dy) < 1e-11 { break }
    }
    return result
  }

  private static let semiMajorAxisMetres = 6_378_245.0
  private static let eccentricitySquared = 0.006_693_421_622_965_943_23
  private static let baiduFactor = Double.pi * 3000 / 180

  private static func northOffset(_ x: Double, _ y: Double) -> Double {
    let polynomial = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
    let waves = 20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi) + 20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)
    return polynomial + (waves + 160 * sin(y / 12 * .pi) + 320 * sin(y / 30 * .pi)) * 2 / 3
  }

  private static func eastOffset(_ x: Double, _ y: Double) -> Double {
    let polynomial = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
    let waves = 20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi) + 20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)
    return polynomial + (waves + 150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
  }
}
