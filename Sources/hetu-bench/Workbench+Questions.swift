import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

extension Workbench {
  /// What lies within 5 km of places anywhere, from points in memory.
  func measureNear(_ points: Int, _ reaches: Int) throws -> Measurement {
    let registry = try Registry.open(at: try data.registry(points: points, reaches: reaches), readOnly: true)
    let kind = try registry.kind(BenchData.siteKind)
    var index: PointIndex?
    let building = try seconds { index = try PointIndex(of: kind, in: registry) }
    guard let index else { throw ChildProcess.Failed(description: "no index") }
    var random = SplitMix(seed: 3)
    let places = (0..<2_000).map { _ in InventedCountry.place(&random) } + index.positions.prefix(200)
    for place in places.prefix(50) { _ = index.within(metres: 5_000, of: place) }
    var most = 0
    let times = places.map { place in
      seconds { most = max(most, index.within(metres: 5_000, of: place).count) }
    }.sorted()
    let isRight = places.prefix(20).allSatisfy { isExact(index, near: $0, withinMetres: 5_000) }
    return Measurement(
      scenario: "near", points: points, reaches: nil, ours: Times(times), percentile99: times[times.count * 99 / 100],
      check: .init(isRight: isRight, how: "20 places against the geodesic to all points"),
      target: "median below 0.04 ms, p99 below 10 ms",
      note: String(
        format: "in memory, one thread; at most %d points found; index from the file in %.3f s", most, building))
  }

  /// Whether the index finds the points that the geodesic to every point finds, in the right order.
  private func isExact(_ index: PointIndex, near place: Position, withinMetres limit: Double) -> Bool {
    let found = index.within(metres: limit, of: place)
    let expected = index.positions.indices.filter {
      abs(index.positions[$0].y - place.y) < limit / 110_000
        && Geodesic.cgcs2000.distanceMetres(from: place, to: index.positions[$0]) <= limit
    }
    return Set(found.map(\.index)) == Set(expected)
      && zip(found, found.dropFirst()).allSatisfy { $0.distanceMetres <= $1.distanceMetres }
      && found.allSatisfy {
        abs($0.distanceMetres - Geodesic.cgcs2000.distanceMetres(from: place, to: index.positions[$0.index])) < 0.01
      }
  }

  /// What lies within 1 km of a river of ten reaches, from points in memory.
  func measureCorridor(_ points: Int, _ reaches: Int) throws -> Measurement {
    let registry = try Registry.open(at: try data.registry(points: points, reaches: reaches), readOnly: true)
    let index = try PointIndex(of: try registry.kind(BenchData.siteKind), in: registry)
    let set = try registry.riverSet()
    var random = SplitMix(seed: 5)
    let rivers = (0..<1_000).map { _ in set.rivers[Int.random(in: 0..<set.rivers.count, using: &random)] }
    func hits(_ river: River) -> [River.CorridorHit] {
      river.points(in: index.tree, positions: index.positions, withinMetres: 1_000)
    }
    for river in rivers.prefix(50) { _ = hits(river) }
    var most = 0
    let times = rivers.map { river in seconds { most = max(most, hits(river).count) } }.sorted()
    let isRight = rivers.prefix(10).allSatisfy { river in
      let paths = river.course.map(\.positions) + river.branches.map(\.line.positions)
      guard let box = Envelope(paths.flatMap { $0 }) else { return false }
      let near = box.expanded(dx: 0.02, dy: 0.02)
      let expected = index.positions.indices.filter { number in
        near.contains(index.positions[number])
          && paths.contains {
            (Geodesic.cgcs2000.nearest(on: $0, to: index.positions[number])?.distanceMetres ?? .infinity) <= 1_000
          }
      }
      return Set(hits(river).map(\.item)) == Set(expected)
    }
    return Measurement(
      scenario: "corridor", points: points, reaches: reaches, ours: Times(times),
      percentile99: times[times.count * 99 / 100],
      check: .init(isRight: isRight, how: "10 rivers against the geodesic to all points near"),
      target: "median below 0.1 ms", note: "in memory, one thread; at most \(most) points found")
  }

  /// The rivers, joined and with kilometres, from the file.
  func measureBuild(_ points: Int, _ reaches: Int) throws -> Measurement {
    let file = try data.registry(points: points, reaches: reaches)
    var rivers = 0
    let times = Times(
      try (0..<runs).map { _ in
        try seconds { rivers = try Registry.open(at: file, readOnly: true).riverSet().rivers.count }
      })
    return Measurement(
      scenario: "build", points: points, reaches: reaches, ours: times,
      check: .init(isRight: rivers == (reaches + 9) / 10, how: "\(rivers) rivers"))
  }
}
