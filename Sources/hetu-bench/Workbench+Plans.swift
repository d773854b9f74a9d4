import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas

extension BenchData {
  /// A river with so many records within 1 km of it: enterprises, ponds, facilities and targets in equal parts.
  func fullRiver(_ records: Int) throws -> URL {
    try made("full-river-\(records).gpkg") { file in
      let registry = try Registry.create(at: file, kinds: try kinds())
      let course = (0...1_000).map { Position(x: 111 + 0.0015 * Double($0), y: 34 + 0.05 * sin(Double($0) / 40)) }
      try Self.load(reach: "M", "满河", course, into: registry)
      var random = SplitMix(seed: 21)
      let kinds = ["key_enterprise", "tailings_pond", "emergency_facility", "sensitive_target"]
      for (index, name) in kinds.enumerated() {
        try Self.load(name, into: registry, count: records / kinds.count) { number in
          let place = course[Int.random(in: 0..<course.count, using: &random)]
          return (
            "\(index)\(InventedCountry.padded(number, 6))", "\(registry.titles[name] ?? name)\(number)号",
            Position(
              x: place.x + Double.random(in: -0.007...0.007, using: &random),
              y: place.y + Double.random(in: -0.007...0.007, using: &random))
          )
        }
      }
    }
  }

  /// So many rivers with ten records each.
  func manyRivers(_ rivers: Int) throws -> URL {
    try made("rivers-\(rivers).gpkg") { file in
      let registry = try Registry.create(at: file, kinds: try kinds())
      var random = SplitMix(seed: 22)
      for river in 0..<rivers {
        let (west, south) = (110.5 + 0.25 * Double(river % 10), 33 + 0.2 * Double(river / 10))
        let course = (0...100).map { Position(x: west + 0.002 * Double($0), y: south + 0.01 * sin(Double($0) / 9)) }
        try Self.load(reach: "R\(river)", "第\(river)河", course, into: registry)
        try Self.load("key_enterprise", into: registry, count: 10) { number in
          let place = course[Int.random(in: 0..<course.count, using: &random)]
          return ("\(river)-\(number)", "企业\(river)-\(number)", Position(x: place.x, y: place.y + 0.002))
        }
      }
    }
  }

  private static func load(
    reach code: String, _ river: String, _ course: [Position], into registry: Registry
  ) throws {
    let kind = try registry.kind("river_reach")
    try registry.change(actor: "bench", reason: "invented") { writer in
      var values = [Value](repeating: .null, count: kind.properties.count)
      for (name, text) in [("code", "\(code)-1"), ("river_name", river), ("river_code", code)] {
        if let index = kind.index(of: name) { values[index] = .text(text) }
      }
      try writer.insert(kind, values: values, geometry: .lineString(course))
    }
  }

  private static func load(
    _ name: String, into registry: Registry, count: Int,
    _ record: (Int) -> (code: String, name: String, place: Position)
  ) throws {
    let kind = try registry.kind(name)
    try registry.change(actor: "bench", reason: "invented") { writer in
      for number in 0..<count {
        let made = record(number)
        var values = [Value](repeating: .null, count: kind.properties.count)
        for (property, text) in [("code", made.code), ("name", made.name)] {
          if let index = kind.index(of: property) { values[index] = .text(text) }
        }
        try writer.insert(kind, values: values, geometry: .point(made.place))
      }
    }
  }
}

extension Registry {
  /// The titles of the kinds by name.
  fileprivate var titles: [String: String] {
    Dictionary(kinds.all.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Workbench {
  /// All products but DOCX of a river with 10,000 records in its corridor, with the sizes and the viewer's first paint.
  func measurePlan() throws -> Measurement {
    let registry = try data.fullRiver(10_000).path
    let hetu = try hetu()
    let folder = data.scratch("plan")
    let formats = ["html", "svg", "pdf", "png", "cards", "viewer", "geojson", "json", "kml", "gpkg"]
    let (ours, _, peak) = try runInTurn(beside: nil) {
      try ChildProcess.run(
        hetu,
        ["plan", "满河", "-o", folder.path, "--force", "--registry", registry] + formats.flatMap { ["--format", $0] })
    } peer: {
      nil
    }
    func megabytes(_ name: String) throws -> Double {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "满河/\(name)").path)
      return Double(attributes[.size] as? Int ?? 0) / 1e6
    }
    let (map, viewer) = (try megabytes("指挥示意图.pdf"), try megabytes("地图.html"))
    let paint = try firstPaint(of: folder.appending(path: "满河/地图.html"))
    return Measurement(
      scenario: "plan", points: 10_000, reaches: 1, ours: ours, peakMemory: peak,
      check: .init(isRight: map > 0 && viewer > 0, how: "all files are there"),
      target: "below 3 s; PDF of the map below 5 MB, 地图.html below 10 MB, its first paint below 2 s",
      note: String(
        format: "PDF %.2f MB, 地图.html %.2f MB, first paint %@", map, viewer,
        paint.map { String(format: "%.2f s", $0) } ?? "not measured: chromium is not installed"))
  }

  /// When headless Chromium first paints a page, seconds from the start of loading, median; nil where there is none.
  private func firstPaint(of page: URL) throws -> Double? {
    guard let chromium = ChildProcess.find("chromium"), let python = ChildProcess.find("python3") else { return nil }
    // The page's policy lets no other script in, so that the browser's own trace is asked.
    let script = """
      json, os, subprocess, sys, tempfile = map(__import__, ["json", "os", "subprocess", "sys", "tempfile"])
      profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
      trace = os.path.join(profile.name, "trace.json")
      subprocess.run([sys.argv[1], "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,900",
        "--user-data-dir=" + profile.name, "--trace-startup=blink.user_timing,loading,devtools.timeline",
        "--trace-startup-file=" + trace, "--trace-startup-format=json", "--trace-startup-duration=0",
        "--screenshot=" + profile.name + "/page.png",
        sys.argv[2]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
      events = json.load(open(trace))["traceEvents"]
      starts = [e["ts"] for e in events if e["name"] == "navigationStart"
        and e["args"].get("data", {}).get("documentLoaderURL", "").startswith("file:")]
      paints = [e["ts"] for e in events if e["name"] == "firstContentfulPaint" and starts and e["ts"] > min(starts)]
      print((min(paints) - min(starts)) / 1e6)
      """
    let times = try (0..<runs).map { _ in
      try ChildProcess.run(python, ["-c", script, chromium, page.absoluteString]).output
    }
    return Times(times.compactMap { Double(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)) })
      .median
  }

  /// The atlas of 100 rivers on one core and on two.
  func measureAtlas() throws -> [Measurement] {
    let registry = try data.manyRivers(100).path
    let hetu = try hetu()
    guard let taskset = ChildProcess.find("taskset") else {
      throw ChildProcess.Failed(description: "taskset is not installed")
    }
    return try ["0", "0,1"].map { cores in
      let folder = data.scratch("atlas")
      let (ours, _, peak) = try runInTurn(beside: nil) {
        try ChildProcess.run(
          taskset,
          ["-c", cores, hetu, "plan", "--all", "-o", folder.path, "--force", "--registry", registry]
            + ["svg", "pdf", "png", "viewer", "geojson", "json"].flatMap { ["--format", $0] })
      } peer: {
        nil
      }
      let made = try FileManager.default.contentsOfDirectory(atPath: folder.path).count
      return Measurement(
        scenario: "atlas", points: 1_000, reaches: 100, ours: ours, peakMemory: peak,
        check: .init(isRight: made == 104, how: "\(made) entries"), target: "on two cores below 0.6 of one",
        note: "100 rivers on \(cores == "0" ? "one core" : "two cores")")
    }
  }
}
