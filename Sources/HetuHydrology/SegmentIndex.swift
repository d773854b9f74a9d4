import HetuGeodesy
import HetuGeometry

/// An index of all segments of many lines, for what lies near a place: exact on the ellipsoid, and fast.
///
/// An edge is straight in longitude and latitude. Distances are those of `LocalPlane` with the radii at the middle
/// latitude; where a limit, or the choice between two lines, hangs on less than that plane's proven error, the
/// geodesic decides. Of two lines equally far (to `tieMetres`) the first in the order of precedence is taken.
public struct SegmentIndex: Sendable {
  /// The greatest limit that may be asked for; the plane's error bound holds well beyond it.
  public static let greatestLimitMetres = 100_000.0
  /// Distances that differ by less count as equal.
  public static let tieMetres = 1e-5

  /// A place on a line near a position.
  public struct Hit: Hashable, Sendable {
    /// The number of the line or reach, as it was handed in.
    public let line: Int
    /// The number of the segment's first vertex in its line; of a reach of several paths, counted through all.
    public let segment: Int
    /// Where on the segment: 0 at its start, 1 at its end.
    public let fraction: Double
    /// The place on the line nearest to the position.
    public let foot: Position
    /// The distance from the position to the foot, right to 1 cm up to 10 km, in metres.
    public let offsetMetres: Double
  }

  /// All vertices, line after line in order of precedence.
  let vertices: [Position]
  /// The place in the order of precedence of each vertex's line.
  let placeOfVertex: [Int32]
  /// The first vertex of each line, by place.
  let firstVertex: [Int32]
  /// The number a line was handed in with, by place.
  let lineAtPlace: [Int32]
  let grid: SegmentGrid

  /// The index of lines, the earlier taking precedence. A line of a single vertex counts as a place.
  public init(lines: [[Position]]) {
    self.init(lines: lines.map { [$0] }, precedence: Array(lines.indices))
  }

  /// The index of reaches; hits name them by their place in `reaches`. The lower code takes precedence.
  public init(reaches: [Reach]) {
    self.init(lines: reaches.map(\.paths), precedence: Reach.precedence(of: reaches))
  }

  private init(lines: [[[Position]]], precedence: [Int]) {
    let count = lines.reduce(0) { $1.reduce($0) { $0 + max($1.count, 2) } }
    precondition(count < Int32.max, "an index holds at most 2³¹ vertices")
    var vertices: [Position] = []
    var places: [Int32] = []
    var firstVertex: [Int32] = []
    var segments: [Int32] = []
    vertices.reserveCapacity(count)
    places.reserveCapacity(count)
    segments.reserveCapacity(count)
    firstVertex.reserveCapacity(lines.count)
    for (place, line) in precedence.enumerated() {
      firstVertex.append(Int32(vertices.count))
      for path in lines[line] where !path.isEmpty {
        let first = vertices.count
        vertices.append(contentsOf: path)
        if path.count == 1 { vertices.append(path[0]) }
        segments.append(contentsOf: Int32(first)..<Int32(vertices.count - 1))
        places.append(contentsOf: repeatElement(Int32(place), count: vertices.count - first))
      }
    }
    precondition(vertices.allSatisfy(\.isFinite), "lines consist of finite positions")
    self.vertices = vertices
    self.placeOfVertex = places
    self.firstVertex = firstVertex
    self.lineAtPlace = precedence.map(Int32.init)
    self.grid = SegmentGrid(vertices: vertices, segments: segments)
  }

  /// The line nearest to a position (longitude, latitude), or nil where none lies within the limit (borders included).
  public func nearest(to position: Position, withinMetres limit: Double) -> Hit? {
    withSearch { search in search.nearest(to: position, withinMetres: limit).map { hit($0) } }
  }

  /// All lines within the limit of a position, each at its nearest place, the nearest first.
  public func lines(near position: Position, withinMetres limit: Double) -> [Hit] {
    withSearch { search in search.lines(near: position, withinMetres: limit).map { hit($0) } }
  }

  /// Calls `body` with each segment whose box meets `box`, once: its line, its number in the line and its ends.
  func forEachSegment(in box: Envelope, _ body: (_ line: Int, _ segment: Int, Position, Position) -> Void) {
    withSearch { search in
      for vertex in search.segments(in: box) {
        let place = Int(placeOfVertex[vertex])
        let (start, end) = (vertices[vertex], vertices[vertex + 1])
        body(Int(lineAtPlace[place]), vertex - Int(firstVertex[place]), start, end)
      }
    }
  }

  /// The number that the line of a found segment was handed in with.
  func line(of found: SegmentSearch.Found) -> Int { Int(lineAtPlace[Int(placeOfVertex[found.segment])]) }

  func hit(_ found: SegmentSearch.Found) -> Hit {
    let place = Int(placeOfVertex[found.segment])
    return Hit(
      line: Int(lineAtPlace[place]), segment: found.segment - Int(firstVertex[place]), fraction: found.foot.fraction,
      foot: found.foot.position, offsetMetres: found.foot.distanceMetres)
  }

  /// Runs `body` with the search over this index's memory, which stays valid for the time of the call only.
  func withSearch<Result>(_ body: (SegmentSearch) throws -> Result) rethrows -> Result {
    try vertices.withUnsafeBufferPointer { vertices in
      try placeOfVertex.withUnsafeBufferPointer { places in
        try grid.starts.withUnsafeBufferPointer { starts in
          try grid.entries.withUnsafeBufferPointer { entries in
            try body(
              SegmentSearch(
                vertices: vertices, placeOfVertex: places, starts: starts, entries: entries, layout: grid.layout))
          }
        }
      }
    }
  }
}
