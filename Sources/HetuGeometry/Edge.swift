/// Edges between two positions, straight in the plane of their coordinates.
public enum Edge {
  /// Where on the first edge, 0 at its start and 1 at its end, the second meets it; nil where they don't meet or are
  /// parallel.
  public static func crossing(of first: (Position, Position), with second: (Position, Position)) -> Double? {
    let (ux, uy) = (first.1.x - first.0.x, first.1.y - first.0.y)
    let (vx, vy) = (second.1.x - second.0.x, second.1.y - second.0.y)
    let (wx, wy) = (second.0.x - first.0.x, second.0.y - first.0.y)
    let cross = ux * vy - uy * vx
    guard cross != 0 else { return nil }
    let (along, across) = ((wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross)
    return (0...1).contains(along) && (0...1).contains(across) ? along : nil
  }
}
