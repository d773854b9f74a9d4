extension Polygon {
  /// Whether `position` lies in the polygon by the even-odd rule; all borders, those of holes too, count as inside.
  ///
  /// Exact for the positions as they stand, in time linear in the rings. To ask often, use `PreparedGeometry`.
  public func contains(_ position: Position) -> Bool {
    guard position.isFinite else { return false }
    var isInside = false
    for ring in rings {
      guard var start = ring.last else { continue }
      for end in ring {
        defer { start = end }
        guard (start.y > position.y) != (end.y > position.y) else {
          if Self.isOnLevel(position, start, end) { return true }
          continue
        }
        let sign = Orientation.sign(start, end, position)
        if sign == 0 { return true }
        // The ray to the east meets an edge going up from its left side, one going down from its right side.
        if (sign > 0) == (end.y > start.y) { isInside.toggle() }
      }
    }
    return isInside
  }

  /// Whether `position` lies upon an edge that does not cross its level, at an end or all along.
  private static func isOnLevel(_ position: Position, _ start: Position, _ end: Position) -> Bool {
    guard start.y == position.y || end.y == position.y else { return false }
    guard start.y == end.y else {
      return (start.y == position.y && start.x == position.x) || (end.y == position.y && end.x == position.x)
    }
    return min(start.x, end.x) <= position.x && position.x <= max(start.x, end.x)
  }
}
