import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// All points of a kind in memory, for many questions about what lies near a place.
///
/// A value of one moment of the registry, to be shared among tasks freely. Distances are right to 1 cm up to 10 km; whether
/// a point lies within a limit is decided as the geodesic would.
public struct PointIndex: Sendable {
  /// A point near a place.
  public struct Hit: Hashable, Sendable {
    /// Its place in ``fids`` and ``positions``.
    public let index: Int
    /// Its distance in metres.
    public let distanceMetres: Double
  }

  /// The rows of the points; in an order in which neighbours are near each other.
  public let fids: [Int64]
  /// Where they lie, CGCS2000.
  public let positions: [Position]
  /// The tree over ``positions``, for `River.points(in:positions:withinMetres:)`.
  public let tree: PackedRTree

  /// The index of points given by row, longitude and latitude; the three arrays are of equal length.
  public init(fids: [Int64], xs: [Double], ys: [Double]) {
    precondition(fids.count == xs.count, "A point has one row.")
    // Laid out in the order of the tree, points that are found together stand together in memory.
    let order = PackedRTree(xs: xs, ys: ys).order
    self.fids = order.map { fids[Int($0)] }
    positions = order.map { Position(x: xs[Int($0)], y: ys[Int($0)]) }
    tree = PackedRTree(xs: positions.map(\.x), ys: positions.map(\.y))
  }

  /// The index of all points of a kind in a registry.
  public init(of kind: Kind, in registry: Registry) throws {
    let points = try registry.points(of: kind)
    self.init(fids: points.fids, xs: points.xs, ys: points.ys)
  }

  /// The points within a distance of a position, borders included, the nearest first; of equally near ones by row.
  ///
  /// - Parameter metres: at most 100 km.
  public func within(metres: Double, of position: Position) -> [Hit] {
    precondition((0...100_000).contains(metres), "A distance lies between 0 and 100 km.")
    let plane = LocalPlane(latitudeDegrees: position.y)
    let box = NearQuestion.grown(Envelope(position), byMetres: metres)
    // What is farther off in the plane of the position than this is so on the ellipsoid too.
    let reach = metres + 2 * plane.errorOfEndPlaneMetres(distanceMetres: metres)
    let square = reach * reach
    let error = plane.errorMetres(distanceMetres: metres)
    var hits: [Hit] = []
    positions.withUnsafeBufferPointer { positions in
      tree.search(box) { index in
        let other = positions[index]
        guard plane.squaredMetres(from: position, to: other) <= square else { return }
        var distance = LocalPlane.distanceMetres(from: position, to: other)
        if abs(distance - metres) <= error {
          distance = Geodesic.cgcs2000.distanceMetres(from: position, to: other)
        }
        if distance <= metres { hits.append(Hit(index: index, distanceMetres: distance)) }
      }
    }
    hits.sort { ($0.distanceMetres, fids[$0.index]) < ($1.distanceMetres, fids[$1.index]) }
    return hits
  }
}
