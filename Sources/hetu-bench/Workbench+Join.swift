import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

extension Workbench {
  private static let limitMetres = 1_000.0
  /// So many points SpatiaLite is asked about; it is too slow for more.
  private static let peerPoints = 2_000

  /// Every point's nearest reach within 1 km, with river kilometre, bank and offset, from the file to columns in memory.
  func measureJoin(_ points: Int, _ reaches: Int) throws -> Measurement {
    let file = try data.registry(points: points, reaches: reaches)
    let spatialite = peer("spatialite")
    let database = try spatialite.map { _ in try spatialiteDatabase(file, points: points, reaches: reaches) }
    var answer: NearestRivers?
    let scale = Double(points) / Double(min(points, Self.peerPoints))
    let (ours, other) = try inTurn(beside: spatialite.map { _ in "SpatiaLite" }) {
      answer = nil
      return try seconds {
        let registry = try Registry.open(at: file, readOnly: true)
        answer = try NearestRivers(
          of: try registry.kind(BenchData.siteKind), in: registry, withinMetres: Self.limitMetres)
      }
    } peer: {
      guard let spatialite, let database else { return 0 }
      return try ChildProcess.run(spatialite, ["-silent", database.path], input: Self.joinText).seconds * scale
    }
    guard let answer else { throw ChildProcess.Failed(description: "no answer") }
    let registry = try Registry.open(at: file, readOnly: true)
    let check = try check(answer, registry.points(of: try registry.kind(BenchData.siteKind)))
    var measurement = Measurement(
      scenario: "join", points: points, reaches: reaches, ours: ours, peer: other, check: check,
      target: "below 1.5 s")
    if scale > 1 {
      measurement.peer?.note = "measured with \(Self.peerPoints) points and multiplied by \(Int(scale))"
    }
    measurement.note = "\(answer.places.rivers.count { $0 >= 0 }) points within the limit"
    return measurement
  }

  // MARK: - Right or wrong

  /// Holds a sample, and all points within 0.5 m of the limit, against the geodesic to all reaches near.
  private func check(
    _ answer: NearestRivers, _ points: (fids: [Int64], xs: [Double], ys: [Double])
  ) throws -> Measurement.Check {
    let set = answer.set
    let wider = set.index.nearestReaches(
      longitudes: points.xs, latitudes: points.ys, withinMetres: Self.limitMetres + 0.5)
    let boxes = set.reaches.map { reach in Envelope(reach.paths.flatMap { $0 }) ?? Envelope(reach.paths[0][0]) }
    let tree = PackedRTree(boxes)
    let step = max(1, points.fids.count / 20_000)
    var (looked, close, wrong) = (0, 0, 0)
    for row in points.fids.indices {
      let isClose = abs(wider.offsetsMetres[row] - Self.limitMetres) <= 0.5
      guard isClose || row % step == 0 else { continue }
      looked += 1
      if isClose { close += 1 }
      let position = Position(x: points.xs[row], y: points.ys[row])
      if !isRight(row, position, answer, tree) { wrong += 1 }
    }
    return .init(
      isRight: wrong == 0 && answer.fids == points.fids,
      how: "\(looked) points against the geodesic, \(close) of them within 0.5 m of the limit, \(wrong) wrong")
  }

  private func isRight(_ row: Int, _ position: Position, _ answer: NearestRivers, _ tree: PackedRTree) -> Bool {
    let set = answer.set
    var found: [(reach: Int, metres: Double)] = []
    tree.search(Envelope(position).expanded(dx: 0.0125, dy: 0.01)) { reach in
      for path in set.reaches[reach].paths {
        guard let foot = Geodesic.cgcs2000.nearest(on: path, to: position) else { continue }
        found.append((reach, foot.distanceMetres))
      }
    }
    let least = found.map(\.metres).min() ?? .infinity
    let places = answer.places
    guard least <= Self.limitMetres else { return places.rivers[row] < 0 }
    // Equally near reaches: the lower code, which is the lower number, as reaches stand in the order of their codes.
    let nearest = found.filter { $0.metres <= least + SegmentIndex.tieMetres }.map(\.reach).min()
    guard let nearest, Int(places.reaches[row]) == nearest, abs(places.offsetsMetres[row] - least) < 0.01,
      let expected = set.locate(position, withinMetres: Self.limitMetres)?.reference
    else { return false }
    return set.rivers[Int(places.rivers[row])].code == expected.riverCode && places.banks[row] == expected.bank
      && abs(places.riverKm[row] - expected.riverKm) < 1e-9
  }

  // MARK: - Peer

  /// A SpatiaLite database with a part of the points and all reaches, both indexed; making it is not measured.
  private func spatialiteDatabase(_ registry: URL, points: Int, reaches: Int) throws -> URL {
    try data.made("spatialite-\(points)-\(reaches).sqlite") { target in
      guard let ogr = ChildProcess.find("ogr2ogr") else { return }
      let common = ["-f", "SQLite", "-dsco", "SPATIALITE=YES", "-a_srs", "EPSG:4326", target.path, registry.path]
      _ = try ChildProcess.run(
        ogr, common + ["-nln", "p", "-sql", "SELECT fid, geom FROM bench_site WHERE fid <= \(Self.peerPoints)"])
      _ = try ChildProcess.run(
        ogr, ["-update"] + common + ["-nln", "r", "-sql", "SELECT fid, code, geom FROM river_reach"])
    }
  }

  /// The nearest reach within 1 km by the distance on the ellipsoid, by the index on the reaches.
  private static let joinText = """
    SELECT count(*), sum(metres) FROM (
      SELECT p.rowid, r.code, min(ST_Distance(p.geom, r.geom, 1)) AS metres
        FROM p JOIN r ON r.rowid IN (
          SELECT rowid FROM SpatialIndex WHERE f_table_name = 'r' AND f_geometry_column = 'geom'
            AND search_frame = BuildMBR(
              ST_X(p.geom) - 0.0125, ST_Y(p.geom) - 0.01, ST_X(p.geom) + 0.0125, ST_Y(p.geom) + 0.01, 4326))
        GROUP BY p.rowid HAVING metres <= 1000);
    """
}
