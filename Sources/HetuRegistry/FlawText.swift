import Foundation
import HetuGeometry

/// Flaws of geometries in Chinese, for the people who drew them.
public enum FlawText {
  /// GEOS's reasons, the longer before those that they contain.
  private static let reasons = [
    ("Ring Self-intersection", "环自相接"), ("Self-intersection", "边界自相交"), ("Hole lies outside shell", "洞在外环之外"),
    ("Holes are nested", "洞中有洞"), ("Nested shells", "外环嵌套"), ("Interior is disconnected", "内部不连通"),
    ("Duplicate Rings", "环重复"), ("Too few points", "顶点太少"), ("not closed", "环没有闭合"), ("Invalid Coordinate", "坐标无效"),
  ]

  /// The flaw with its place; a reason that is not known as it is.
  public static func chinese(_ flaw: GeometryFlaw) -> String {
    let reason = reasons.first { flaw.reason.localizedCaseInsensitiveContains($0.0) }?.1 ?? flaw.reason
    guard let position = flaw.position else { return reason }
    return "\(reason)，位于 \(position.x), \(position.y)"
  }
}
