import HetuGeodesy
import HetuGeometry
import HetuPlanning
import Testing

@Suite struct PointIndexTests {
  @Test func `what lies within a distance is what the geodesic says, the nearest first`() {
    let middle = Position(x: 111, y: 34)
    // Rings of points a millimetre within and beyond the limit, and others all round.
    var positions: [Position] = []
    for degrees in stride(from: 0.0, to: 360, by: 3) {
      for metres in [4_999.999, 5_000.001, 120, 3_000, 9_000] {
        positions.append(
          Geodesic.cgcs2000.destination(from: middle, azimuthDegrees: degrees, distanceMetres: metres))
      }
    }
    let fids = positions.indices.map { Int64(1_000 + $0) }
    let index = PointIndex(fids: fids, xs: positions.map(\.x), ys: positions.map(\.y))
    let hits = index.within(metres: 5_000, of: middle)
    let expected = positions.indices.filter {
      Geodesic.cgcs2000.distanceMetres(from: middle, to: positions[$0]) <= 5_000
    }
    #expect(expected.count == 3 * 120)
    #expect(Set(hits.map { index.fids[$0.index] }) == Set(expected.map { fids[$0] }))
    #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.distanceMetres <= $1.distanceMetres })
  }

  @Test func `an index of nothing finds nothing`() {
    #expect(PointIndex(fids: [], xs: [], ys: []).within(metres: 100, of: Position(x: 111, y: 34)).isEmpty)
  }
}
