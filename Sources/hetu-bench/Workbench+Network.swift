import Foundation
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

extension Workbench {
  /// What the peers print.
  private struct PeerTimes: Decodable {
    let build: Double
    let downstream: Double
    let upstream: Double
    let sqlDownstream: Double
    let sqlUpstream: Double
  }

  /// The network from the file; traces down to the outlet with all on the way, and up from it.
  func measureNetwork(_ points: Int, _ reaches: Int) throws -> [Measurement] {
    let invented = InventedNetwork(reaches: reaches)
    let file = try data.network(invented, reaches: reaches)
    var peers: [PeerTimes] = []
    var builds: [Double] = []
    var network: RiverNetwork?
    for _ in 0..<runs {
      network = nil
      builds.append(
        try seconds {
          network = RiverNetwork(rivers: try Registry.open(at: file, readOnly: true).riverSet())
        })
      if let python = peer("python3") {
        let run = try ChildProcess.run(python, ["-c", Self.peerText, file.path])
        peers.append(try JSONDecoder().decode(PeerTimes.self, from: run.output))
      }
    }
    guard let network else { throw ChildProcess.Failed(description: "no network") }
    var random = SplitMix(seed: 13)
    let items = (0..<points).map { _ -> EncounterIndex.Item in
      let path = invented.reaches[Int.random(in: 0..<invented.reaches.count, using: &random)].paths[0]
      let place = path[Int.random(in: 0..<path.count, using: &random)]
      return EncounterIndex.Item(.point(Position(x: place.x + 0.0005, y: place.y + 0.0005)))
    }
    let index = EncounterIndex(network: network, items: items, withinMetres: 1_000)
    let origins = (0..<2_000).map { _ in Int.random(in: 0..<invented.reaches.count, using: &random) }
    let places = try origins.map { try network.place(onReach: $0, fraction: 0.5) }
    for place in places.prefix(100) { _ = try network.trace(from: place, speeds: { _ in 0.5 }, meeting: index) }
    var downstream: [Double] = []
    var isRight = true
    for (origin, place) in zip(origins, places) {
      var trace: Trace?
      downstream.append(try seconds { trace = try network.trace(from: place, speeds: { _ in 0.5 }, meeting: index) })
      isRight = isRight && Self.way(from: origin, invented) == trace?.passages.map { network.edges[$0.edge].reach }
    }
    let outlet = try network.place(onReach: invented.next.firstIndex(of: nil) ?? 0, fraction: 1)
    var upstream: [Double] = []
    var count = 0
    for _ in 0..<max(runs, 5) {
      upstream.append(
        try seconds { count = try network.trace(from: outlet, TraceQuestion(direction: .upstream)).passages.count })
    }
    let mouths = invented.next.count { $0 == nil }
    func measurement(
      _ scenario: String, _ times: Times, _ peer: KeyPath<PeerTimes, Double>, _ other: KeyPath<PeerTimes, Double>?,
      _ check: Measurement.Check, _ target: String
    ) -> Measurement {
      var result = Measurement(
        scenario: scenario, points: points, reaches: invented.reaches.count, ours: times, check: check, target: target)
      guard !peers.isEmpty else { return result }
      let found = Times(peers.map { $0[keyPath: peer] })
      result.peer = .init(name: "networkx", times: found, ratio: times.median / found.median)
      if let other {
        let sql = Times(peers.map { $0[keyPath: other] }).median
        result.peer?.note = String(format: "recursive SQL in memory %.3f ms", sql * 1_000)
      }
      return result
    }
    downstream.sort()
    var down = measurement(
      "trace-downstream", Times(downstream), \.downstream, \.sqlDownstream,
      .init(isRight: isRight, how: "2,000 ways against the invented tree"), "median below 0.1 ms")
    down.percentile99 = downstream[downstream.count * 99 / 100]
    return [
      measurement(
        "network", Times(builds), \.build, nil,
        .init(isRight: network.edges.count == invented.reaches.count, how: "\(network.edges.count) edges"), "below 1 s"),
      down,
      measurement(
        "trace-upstream", Times(upstream), \.upstream, \.sqlUpstream,
        .init(isRight: mouths > 1 || count == invented.reaches.count, how: "\(count) reaches"), "below 50 ms"),
    ]
  }

  /// The reaches from one down to the outlet.
  private static func way(from origin: Int, _ invented: InventedNetwork) -> [Int] {
    var way = [origin]
    while let next = invented.next[way[way.count - 1]] { way.append(next) }
    return way
  }

  /// The same with networkx, and with recursive SQL: ends of lines are nodes; only the ends are read of each line.
  private static let peerText = """
    from json import dumps
    from random import sample, seed
    from sqlite3 import connect
    from struct import unpack_from
    from sys import argv
    from time import perf_counter
    from networkx import DiGraph, ancestors, dfs_edges
    start = perf_counter()
    file = connect(argv[1])
    graph = DiGraph()
    for row, blob in file.execute("SELECT fid, geom FROM river_reach"):
        head = 8 + [0, 32, 48, 48, 64][(blob[3] >> 1) & 7]
        if unpack_from("<I", blob, head + 1)[0] == 5:
            head += 9
        count = unpack_from("<I", blob, head + 5)[0]
        first = unpack_from("<dd", blob, head + 9)
        last = unpack_from("<dd", blob, head + 9 + 16 * (count - 1))
        graph.add_edge(first, last, row=row)
    build = perf_counter() - start
    nodes = list(graph)
    outlet = next(node for node in nodes if graph.out_degree(node) == 0)
    seed(13)
    chosen = sample(nodes, min(500, len(nodes)))
    def middle(times):
        return sorted(times)[len(times) // 2]
    def clock(run):
        start = perf_counter()
        run()
        return perf_counter() - start
    down = middle([clock(lambda: list(dfs_edges(graph, node))) for node in chosen])
    up = middle([clock(lambda: ancestors(graph, outlet)) for _ in range(5)])
    table = connect(":memory:")
    number = {node: place for place, node in enumerate(nodes)}
    table.execute("CREATE TABLE edge (a INTEGER, b INTEGER)")
    table.executemany("INSERT INTO edge VALUES (?, ?)", [(number[a], number[b]) for a, b in graph.edges])
    table.execute("CREATE INDEX downstream ON edge (a, b)")
    table.execute("CREATE INDEX upstream ON edge (b, a)")
    def walk(here, there, node):
        sql = f"WITH RECURSIVE w(n) AS (VALUES (?) UNION SELECT {there} FROM edge JOIN w ON {here} = n) SELECT n FROM w"
        return clock(lambda: table.execute(sql, (number[node],)).fetchall())
    print(dumps({
        "build": build, "downstream": down, "upstream": up,
        "sqlDownstream": middle([walk("a", "b", node) for node in chosen]),
        "sqlUpstream": middle([walk("b", "a", outlet) for _ in range(5)])}))
    """
}
