import Foundation

/// Measures the service with wrk on loopback, beside pygeoapi on the same points.
extension Workbench {
  /// Whole pages of 1,000, the first pages of any box, tiles, and what lies near any place, by few and by many who ask at once.
  func measureServe(_ points: Int, _ reaches: Int) throws -> [Measurement] {
    guard let wrk = ChildProcess.find("wrk") else {
      Summary.say("serve: left out, wrk is not installed")
      return []
    }
    // A service keeps a log beside its file; both work on copies.
    let source = try data.registry(points: points, reaches: reaches)
    let (own, other) = (data.scratch("serve.gpkg"), data.scratch("serve-peer.gpkg"))
    for copy in [own, other] { try FileManager.default.copyItem(at: source, to: copy) }
    let hetu = try Server(
      try self.hetu(), ["serve", "--registry", own.path, "--port", "18451"], port: 18451)
    defer { hetu.stop() }
    let peer = try pygeoapi(on: other)
    defer { peer?.stop() }
    let items = "/collections/\(BenchData.siteKind)/items"
    let scenarios: [(name: String, connections: [Int], target: String, request: String)] = [
      ("serve a tile", [2, 50], "p99 below 50 ms", Self.tileRequest),
      (
        "serve items?limit=1000", [50], "20 times the peer's throughput, p99 below 50 ms",
        "return wrk.format('GET', '\(items)?limit=1000&f=json')"
      ),
      (
        "serve first page of a box", [2, 50], "p99 below 10 ms",
        """
        local w = 10 ^ (math.random() * 3 - 2)
        local x, y = 110.3 + math.random() * 6.3, 31.4 + math.random() * 5
        return wrk.format('GET', string.format('\(items)?limit=100&f=json&bbox=%.4f,%.4f,%.4f,%.4f', x-w, y-w, x+w, y+w))
        """
      ),
      (
        "serve near 5 km", [2, 50], "p99 below 20 ms",
        """
        local x, y = 110.3 + math.random() * 6.3, 31.4 + math.random() * 5
        return wrk.format('GET', string.format(
          '/questions/near?at=%.4f,%.4f&within=5000&kind=\(BenchData.siteKind)', x, y))
        """
      ),
    ]
    let asked = scenarios.flatMap { scenario in scenario.connections.map { (scenario, $0) } }
    return try asked.map { scenario, connections in
      var loads: [Load] = []
      let hasPeer = peer != nil && scenario.request.contains(items)
      let (ours, beside) = try inTurn(beside: hasPeer ? "pygeoapi" : nil) {
        let load = try Load(wrk, scenario.request, port: hetu.port, connections: connections)
        loads.append(load)
        return load.secondsPerRequest
      } peer: {
        try Load(wrk, scenario.request, port: peer?.port ?? 0, connections: connections).secondsPerRequest
      }
      let failures = loads.reduce(0) { $0 + $1.failures }
      return Measurement(
        scenario: "\(scenario.name), \(connections) connections", points: points, reaches: nil, ours: ours,
        percentile99: Times(loads.map(\.percentile99)).median, peer: beside, peakMemory: hetu.peakMemory,
        check: .init(isRight: failures == 0, how: "\(failures) answers that are no success"), target: scenario.target,
        note: "seconds of wall time for each request")
    }
  }

  /// A tile of any level over the country, the lower levels as often as the higher ones.
  static let tileRequest = """
    local z = math.random(0, 15)
    local x, y = 110.3 + math.random() * 6.3, 31.4 + math.random() * 5
    local n = 2 ^ z
    local r = math.rad(y)
    return wrk.format('GET', string.format('/tiles/WebMercatorQuad/%d/%d/%d', z,
      math.floor((0.5 - math.log(math.tan(r) + 1 / math.cos(r)) / (2 * math.pi)) * n), math.floor((x / 360 + 0.5) * n)))
    """

  /// pygeoapi under gunicorn with a worker for each processor, where both are on the path.
  private func pygeoapi(on file: URL) throws -> Server? {
    guard let pygeoapi = peer("pygeoapi"), let gunicorn = peer("gunicorn") else {
      Summary.say("serve: without pygeoapi, which is not on the path together with gunicorn")
      return nil
    }
    let (settings, description) = (data.scratch("pygeoapi.json"), data.scratch("pygeoapi-openapi.yml"))
    let address = "http://127.0.0.1:18452"
    let configuration: [String: Any] = [
      "server": [
        "bind": ["host": "127.0.0.1", "port": 18452], "url": address, "mimetype": "application/json",
        "encoding": "utf-8", "languages": ["en-US"], "limits": ["default_items": 10, "max_items": 10_000],
        "map": ["url": address, "attribution": "none"],
      ],
      "logging": ["level": "ERROR"],
      "metadata": [
        "identification": [
          "title": "t", "description": "d", "keywords": ["k"], "keywords_type": "theme", "terms_of_service": "t",
          "url": address,
        ],
        "license": ["name": "l", "url": address], "provider": ["name": "p", "url": address], "contact": ["name": "c"],
      ],
      "resources": [
        BenchData.siteKind: [
          "type": "collection", "title": "t", "description": "d", "keywords": ["k"], "links": [],
          "extents": ["spatial": ["bbox": [110, 31, 117, 37], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"]],
          "providers": [
            [
              "type": "feature", "name": "SQLiteGPKG", "data": file.path, "id_field": "fid",
              "table": BenchData.siteKind,
            ]
          ],
        ]
      ],
    ]
    try JSONSerialization.data(withJSONObject: configuration).write(to: settings)
    let environment = ["PYGEOAPI_CONFIG": settings.path, "PYGEOAPI_OPENAPI": description.path]
    for (name, value) in environment { setenv(name, value, 1) }
    do {
      _ = try ChildProcess.run(
        pygeoapi, ["openapi", "generate", settings.path, "--output-file", description.path])
      let workers = "\(ProcessInfo.processInfo.activeProcessorCount)"
      return try Server(
        gunicorn, ["-w", workers, "-b", "127.0.0.1:18452", "--log-level", "error", "pygeoapi.flask_app:APP"],
        port: 18452)
    } catch {
      Summary.say("serve: without pygeoapi, which does not start: \(error)")
      return nil
    }
  }
}
