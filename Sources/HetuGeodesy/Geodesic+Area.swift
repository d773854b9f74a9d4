import Foundation
import HetuGeometry

extension Geodesic {
  /// The area of a polygon on the ellipsoid in square metres, its holes taken out; edges straight in longitude and
  /// latitude.
  ///
  /// The area between an edge and the equator is `a²/2 ∫ q(φ) dλ` along the edge, with the authalic function
  /// `q = (1 − e²)(sin φ/(1 − e² sin²φ) + artanh(e sin φ)/e)` (J. P. Snyder, Map Projections, 1987, eq. 3-12). The
  /// integral is taken by Gauss' rule of four places, right to 1e-12 for edges below 10° of latitude. The polygon must
  /// not hold a pole or cross the meridian of 180°.
  public func areaSquareMetres(of polygon: Polygon) -> Double {
    let outer = areaSquareMetres(ofRing: polygon.exterior)
    return polygon.holes.reduce(outer) { $0 - areaSquareMetres(ofRing: $1) }
  }

  /// The area of all polygons in a geometry, in square metres; parts that overlap count twice.
  public func areaSquareMetres(of geometry: Geometry) -> Double {
    geometry.polygons.reduce(0) { $0 + areaSquareMetres(of: $1) }
  }

  private func areaSquareMetres(ofRing ring: [Position]) -> Double {
    guard let first = ring.first else { return 0 }
    // Counted from the ring's first parallel, not from the equator, so that small rings lose no digits.
    let base = authalic(first.y)
    var sum = 0.0
    for (start, end) in zip(ring, ring.dropFirst()) where start.x != end.x {
      let middle = (start.y + end.y) / 2
      let half = (end.y - start.y) / 2
      var mean = 0.0
      for (place, weight) in Self.gauss {
        mean += weight * (authalic(middle - half * place) - base + (authalic(middle + half * place) - base))
      }
      sum += mean / 2 * (end.x - start.x)
    }
    return abs(sum) * (Double.pi / 180) * semiMajorAxisMetres * semiMajorAxisMetres / 2
  }

  /// Places and weights of the Gauss-Legendre rule of four places, one side of the middle.
  private static let gauss = [
    (0.339_981_043_584_856_26, 0.652_145_154_862_546_14), (0.861_136_311_594_052_58, 0.347_854_845_137_453_86),
  ]

  private func authalic(_ latitudeDegrees: Double) -> Double {
    let sine = sin(latitudeDegrees * (Double.pi / 180))
    let eccentricity = eccentricitySquared.squareRoot()
    return (1 - eccentricitySquared)
      * (sine / (1 - eccentricitySquared * sine * sine) + atanh(eccentricity * sine) / eccentricity)
  }
}
