extension [Position] {
  /// Refuses a run with an ordinate that is not a number, or beyond 10¹⁰⁰ in size.
  ///
  /// Squares of greater ones overflow, and GEOS 3.11 then simplifies without end.
  func validateOrdinates() throws(GeometryError) {
    guard let index = firstIndex(where: { !(abs($0.x) <= 1e100 && abs($0.y) <= 1e100) }) else { return }
    throw GeometryError(
      .notFinite, "Position \(index + 1) of \(count) has an ordinate that is not a number, or is beyond 1e100 in size.")
  }

  /// Refuses a line of one position; an empty line passes.
  func validateLine() throws(GeometryError) {
    guard count != 1 else {
      throw GeometryError(.invalidPath, "A line of one position is none; give it two positions or make it a point.")
    }
    try validateOrdinates()
  }

  /// Whether it is a ring: at least four positions, the last equal to the first.
  var isRing: Bool { count >= 4 && first == last }

  /// Twice the area of a ring, positive where it runs counter-clockwise, by the shoelace formula relative to the first
  /// position.
  var doubledSignedArea: Double {
    guard let origin = first else { return 0 }
    var sum = 0.0
    var previous = origin
    for position in self {
      sum += (previous.x - origin.x) * (position.y - origin.y) - (position.x - origin.x) * (previous.y - origin.y)
      previous = position
    }
    return sum
  }
}

extension Polygon {
  /// Makes sure that every ring is closed, has at least four positions, and holds only numbers up to 10¹⁰⁰.
  ///
  /// A polygon without any position is empty, and passes. Whether rings cross themselves or each other is another question: `Geometry.flaw()`.
  /// - Throws: `GeometryError` that names the ring; rings are counted from 1, the exterior first.
  public func validateRings() throws(GeometryError) {
    guard !isEmpty else { return }
    for (index, ring) in rings.enumerated() where !ring.isRing {
      let fault = ring.count < 4 ? "has \(ring.count) positions, but a ring needs four" : "is not closed"
      throw GeometryError(.invalidPath, "Ring \(index + 1) of \(rings.count) \(fault).")
    }
    for ring in rings { try ring.validateOrdinates() }
  }

  /// The area in squared units of the plane, holes taken off; right for valid polygons.
  public var planarArea: Double {
    (abs(exterior.doubledSignedArea) - holes.reduce(0) { $0 + abs($1.doubledSignedArea) }) / 2
  }

  /// The polygon with its exterior counter-clockwise and its holes clockwise (RFC 7946, section 3.1.6).
  public func rightHanded() -> Polygon {
    Polygon(
      rings: rings.enumerated().map { index, ring in
        (index == 0 ? ring.doubledSignedArea < 0 : ring.doubledSignedArea > 0) ? ring.reversed() : ring
      })
  }
}

extension Geometry {
  /// The area of all polygons in squared units of the plane; right for valid geometries.
  public var planarArea: Double { polygons.reduce(0) { $0 + $1.planarArea } }

  /// The geometry with the exterior of every polygon counter-clockwise and its holes clockwise (RFC 7946,
  /// section 3.1.6); lines keep their direction.
  public func rightHanded() -> Geometry {
    switch self {
    case .polygon(let polygon): .polygon(polygon.rightHanded())
    case .multiPolygon(let polygons): .multiPolygon(polygons.map { $0.rightHanded() })
    case .collection(let members): .collection(members.map { $0.rightHanded() })
    case .point, .lineString, .multiPoint, .multiLineString: self
    }
  }
}
