/// The kinds of simple features (OGC 06-103r4), with their WKB codes.
public enum GeometryKind: UInt32, Sendable, CaseIterable {
  case point = 1
  case lineString = 2
  case polygon = 3
  case multiPoint = 4
  case multiLineString = 5
  case multiPolygon = 6
  case collection = 7

  /// The name in GeoJSON (RFC 7946), `Point` to `GeometryCollection`.
  public var geoJSONName: String {
    switch self {
    case .point: "Point"
    case .lineString: "LineString"
    case .polygon: "Polygon"
    case .multiPoint: "MultiPoint"
    case .multiLineString: "MultiLineString"
    case .multiPolygon: "MultiPolygon"
    case .collection: "GeometryCollection"
    }
  }
}

/// A polygon: its rings, the exterior first, each closed (first position = last).
public struct Polygon: Hashable, Sendable {
  /// All rings, the exterior first; none for an empty polygon.
  public let rings: [[Position]]

  /// A polygon from its rings as they are; `validateRings()` tells whether they are closed and long enough.
  public init(rings: [[Position]]) { self.rings = rings }

  /// Whether it has no position at all.
  public var isEmpty: Bool { rings.allSatisfy(\.isEmpty) }
  /// The outer ring, or nothing for an empty polygon.
  public var exterior: [Position] { rings.first ?? [] }
  /// The inner rings.
  public var holes: ArraySlice<[Position]> { rings.dropFirst() }
}

/// An immutable simple-feature value in the plane of its positions.
///
/// Empty geometries of every kind exist: a point without position, a line without vertices, and so on.
public enum Geometry: Hashable, Sendable {
  case point(Position?)
  case lineString([Position])
  case polygon(Polygon)
  case multiPoint([Position])
  case multiLineString([[Position]])
  case multiPolygon([Polygon])
  case collection([Geometry])

  /// The kind of this value.
  public var kind: GeometryKind {
    switch self {
    case .point: .point
    case .lineString: .lineString
    case .polygon: .polygon
    case .multiPoint: .multiPoint
    case .multiLineString: .multiLineString
    case .multiPolygon: .multiPolygon
    case .collection: .collection
    }
  }

  /// Whether it has no position at all.
  public var isEmpty: Bool {
    switch self {
    case .point(let position): position == nil
    case .lineString(let path), .multiPoint(let path): path.isEmpty
    case .polygon(let polygon): polygon.isEmpty
    case .multiLineString(let paths): paths.allSatisfy(\.isEmpty)
    case .multiPolygon(let polygons): polygons.allSatisfy(\.isEmpty)
    case .collection(let members): members.allSatisfy(\.isEmpty)
    }
  }

  /// The highest dimension of any member: 0 points, 1 lines, 2 areas; nil where it is an empty collection.
  public var dimension: Int? {
    switch self {
    case .point, .multiPoint: 0
    case .lineString, .multiLineString: 1
    case .polygon, .multiPolygon: 2
    case .collection(let members): members.compactMap(\.dimension).max()
    }
  }

  /// The smallest box round all positions, or nil for an empty geometry.
  public var envelope: Envelope? {
    var result: Envelope?
    forEachPath { path in
      guard let box = Envelope(path) else { return }
      result = result?.union(box) ?? box
    }
    return result
  }

  /// Calls `body` with every run of positions: a point as a run of one, a line, each ring of a polygon.
  public func forEachPath(_ body: ([Position]) throws -> Void) rethrows {
    switch self {
    case .point(let position): if let position { try body([position]) }
    case .lineString(let path): try body(path)
    case .polygon(let polygon): try polygon.rings.forEach(body)
    case .multiPoint(let positions): for position in positions { try body([position]) }
    case .multiLineString(let paths): try paths.forEach(body)
    case .multiPolygon(let polygons): for polygon in polygons { try polygon.rings.forEach(body) }
    case .collection(let members): for member in members { try member.forEachPath(body) }
    }
  }

  /// The geometry with every run of positions replaced by what `transform` makes of it.
  public func mapPaths(_ transform: ([Position]) throws -> [Position]) rethrows -> Geometry {
    switch self {
    case .point(let position): .point(try position.flatMap { try transform([$0]).first })
    case .lineString(let path): .lineString(try transform(path))
    case .polygon(let polygon): .polygon(Polygon(rings: try polygon.rings.map(transform)))
    case .multiPoint(let positions): .multiPoint(try transform(positions))
    case .multiLineString(let paths): .multiLineString(try paths.map(transform))
    case .multiPolygon(let polygons):
      .multiPolygon(try polygons.map { Polygon(rings: try $0.rings.map(transform)) })
    case .collection(let members): .collection(try members.map { try $0.mapPaths(transform) })
    }
  }

  /// All polygons in it, those of collections too.
  public var polygons: [Polygon] {
    switch self {
    case .polygon(let polygon): [polygon]
    case .multiPolygon(let polygons): polygons
    case .collection(let members): members.flatMap(\.polygons)
    default: []
    }
  }

  /// All lines in it, those of collections too; rings of polygons are not lines.
  public var lines: [[Position]] {
    switch self {
    case .lineString(let path): [path]
    case .multiLineString(let paths): paths
    case .collection(let members): members.flatMap(\.lines)
    default: []
    }
  }
}
