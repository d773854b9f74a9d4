import Foundation
import HetuGeometry
import HetuRegistry

/// Runs scenarios.
struct Workbench {
  let data: BenchData
  let runs: Int
  /// How long a mixed load lasts.
  let loadSeconds: Int
  let hasPeers: Bool

  func measure(_ scenario: Bench.Scenario, points: Int, reaches: Int) throws -> [Measurement] {
    switch scenario {
    case .import: [try measureImport(points)]
    case .export: [try measureExport(points, reaches)]
    case .commands: [try measureCommands(points, reaches)]
    case .join: [try measureJoin(points, reaches)]
    case .near: [try measureNear(points, reaches)]
    case .corridor: [try measureCorridor(points, reaches)]
    case .workbook: [try measureWorkbook(points)]
    case .lists: [try measureLists(points)]
    case .build: [try measureBuild(points, reaches)]
    case .network: try measureNetwork(points, reaches)
    case .grade: try measureGrades(points, reaches)
    case .plan: [try measurePlan()]
    case .atlas: try measureAtlas()
    case .serve: try measureServe(points, reaches)
    case .serveMixed: try measureMixed(points, reaches)
    }
  }

  /// Measures ours and a peer in turn, within this process or beside it.
  func inTurn(
    beside name: String?, _ ours: () throws -> Double, peer: () throws -> Double
  ) throws -> (ours: Times, peer: Measurement.Peer?) {
    var (own, other): ([Double], [Double]) = ([], [])
    for _ in 0..<runs {
      own.append(try ours())
      if name != nil { other.append(try peer()) }
    }
    let times = Times(own)
    guard let name else { return (times, nil) }
    let others = Times(other)
    return (times, Measurement.Peer(name: name, times: others, ratio: times.median / others.median))
  }

  /// Measures two programs in turn.
  func runInTurn(
    beside name: String?, _ ours: () throws -> ChildProcess.Run, peer: () throws -> ChildProcess.Run?
  ) throws -> (ours: Times, peer: Measurement.Peer?, peakMemory: Double) {
    var (own, other): ([Double], [Double]) = ([], [])
    var peak = 0.0
    var (times, peerTimes) = try inTurn(beside: name) {
      let run = try ours()
      own.append(run.processorSeconds)
      peak = max(peak, run.peakMemory)
      return run.seconds
    } peer: {
      guard let run = try peer() else { return 0 }
      other.append(run.processorSeconds)
      return run.seconds
    }
    if !other.isEmpty { peerTimes?.processorRatio = Times(own).median / Times(other).median }
    return (times, peerTimes, peak)
  }

  /// The program, which was built beside this one.
  func hetu() throws -> String {
    guard let path = ChildProcess.find("hetu") else {
      throw ChildProcess.Failed(description: "hetu is not built; build the whole package")
    }
    return path
  }

  /// The peer's path, nil where it is not wanted or not there.
  func peer(_ name: String) -> String? { hasPeers ? ChildProcess.find(name) : nil }
}

// MARK: - Files in and out

extension Workbench {
  /// A list into a new registry, with validation, unique indexes, R-tree and history; the peer writes a plain GeoPackage with an R-tree.
  private func measureImport(_ points: Int) throws -> Measurement {
    let list = try data.list(points)
    let hetu = try hetu()
    let ogr = peer("ogr2ogr")
    let target = data.scratch("import.gpkg")
    let (ours, other, peak) = try runInTurn(beside: ogr.map { _ in "ogr2ogr" }) {
      let registry = data.scratch("import.gpkg").path
      _ = try ChildProcess.run(hetu, ["init", "--registry", registry, "--schemas", data.schemas.path])
      return try ChildProcess.run(
        hetu, ["import", list.path, "--kind", BenchData.siteKind, "--registry", registry, "--actor", "bench"])
    } peer: {
      guard let ogr else { return nil }
      return try ChildProcess.run(ogr, Self.plainGeoPackage(data.scratch("import-peer.gpkg"), of: list))
    }
    let registry = try Registry.open(at: target, readOnly: true)
    let kind = try registry.kind(BenchData.siteKind)
    let count = try registry.count(of: kind)
    let found = try registry.points(of: kind)
    let expected = InventedCountry.points(points)
    let isSame =
      found.fids.count == points
      && expected.indices.allSatisfy { abs(found.xs[$0] - expected[$0].x) + abs(found.ys[$0] - expected[$0].y) < 2e-7 }
    return Measurement(
      scenario: "import", points: points, reaches: nil, ours: ours, peer: other, peakMemory: peak,
      check: .init(isRight: count == points && isSame, how: "\(count) records, positions as invented"),
      target: "under 0.25 of ogr2ogr, below 300 MiB")
  }

  private static func plainGeoPackage(_ target: URL, of list: URL) -> [String] {
    [
      "-f", "GPKG", target.path, list.path, "-nln", "points", "-a_srs", "EPSG:4490", "-oo", "X_POSSIBLE_NAMES=lon",
      "-oo",
      "Y_POSSIBLE_NAMES=lat", "-oo", "AUTODETECT_TYPE=YES", "-oo", "KEEP_GEOM_COLUMNS=NO",
    ]
  }

  /// All points as GeoJSON.
  private func measureExport(_ points: Int, _ reaches: Int) throws -> Measurement {
    let registry = try data.registry(points: points, reaches: reaches).path
    let hetu = try hetu()
    let ogr = peer("ogr2ogr")
    let (ours, other, peak) = try runInTurn(beside: ogr.map { _ in "ogr2ogr" }) {
      try ChildProcess.run(
        hetu, ["export", BenchData.siteKind, "-o", data.scratch("export.geojson").path, "--registry", registry])
    } peer: {
      guard let ogr else { return nil }
      let target = data.scratch("export-peer.geojson").path
      return try ChildProcess.run(ogr, ["-f", "GeoJSON", target, registry, BenchData.siteKind])
    }
    let written = try Data(contentsOf: data.folder.appending(path: "export.geojson"), options: .alwaysMapped)
    let features = written.count { $0 == UInt8(ascii: "\n") } - 2
    return Measurement(
      scenario: "export", points: points, reaches: nil, ours: ours, peer: other, peakMemory: peak,
      check: .init(isRight: features == points, how: "\(features) features"),
      target: "under 0.25 of ogr2ogr, below 300 MiB")
  }

  /// Whole commands, from their start to their end: what lies near a place, and along a river.
  private func measureCommands(_ points: Int, _ reaches: Int) throws -> Measurement {
    let registry = try data.registry(points: points, reaches: reaches).path
    let hetu = try hetu()
    let ogr = peer("ogr2ogr")
    var random = SplitMix(seed: 11)
    var corridors: [Double] = []
    var nears: [Double] = []
    var boxes: [Double] = []
    for _ in 0..<max(runs, 9) {
      let place = InventedCountry.place(&random)
      nears.append(
        try ChildProcess.run(
          hetu,
          ["near", "--at", "\(place.x),\(place.y)", "--within", "5km", "--format", "json", "--registry", registry]
        ).seconds)
      let river = "R\(InventedCountry.padded(Int.random(in: 0..<reaches / 10, using: &random), 5))"
      corridors.append(
        try ChildProcess.run(
          hetu, ["corridor", river, "--within", "1km", "--format", "json", "--registry", registry]
        ).seconds)
      guard let ogr else { continue }
      let box = [place.x - 0.055, place.y - 0.045, place.x + 0.055, place.y + 0.045].map { "\($0)" }
      boxes.append(
        try ChildProcess.run(
          ogr, ["-f", "GeoJSON", "/vsistdout/", registry, BenchData.siteKind, "-spat"] + box
        ).seconds)
    }
    let start = Times(try (0..<max(runs, 9)).map { _ in try ChildProcess.run(hetu, ["--version"]).seconds })
    let (near, corridor) = (Times(nears), Times(corridors))
    let peer = boxes.isEmpty ? nil : Times(boxes)
    return Measurement(
      scenario: "commands", points: points, reaches: reaches, ours: near.median > corridor.median ? near : corridor,
      peer: peer.map {
        .init(
          name: "ogr2ogr -spat", times: $0, ratio: near.median / $0.median, note: "beside near; a box, no distances")
      }, target: "below 0.15 s",
      note: String(
        format: "near 5 km %.3f s, corridor of one river %.3f s, start alone %.3f s", near.median, corridor.median,
        start.median))
  }
}
