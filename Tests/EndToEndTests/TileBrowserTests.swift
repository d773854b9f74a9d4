import Foundation
import TestSupport
import Testing

/// Kinds of very many records on the web map, drawn from vector tiles in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct TileBrowserTests {
  private static let ponds = "hetu.layers.get('tailings_pond').layer"
  /// Waits until the layer has drawn all its tiles.
  private static let drawn = [
    "until",
    "\(ponds) instanceof TileLayer && !\(ponds).isLoading() && Object.values(\(ponds)._tiles).every((tile) => tile.loaded)",
  ]

  /// Whether there is something at x, y of the tile `el`.
  private static let isPainted =
    "((pixels, margin) => pixels.getContext('2d').getImageData((x + margin) * devicePixelRatio, (y + margin) * devicePixelRatio, 1, 1).data[3] > 200)(el.firstChild, (el.firstChild.offsetWidth - 256) / 2)"

  /// How many records all tiles of the ponds count.
  private static let all =
    "Object.values(\(ponds)._tiles).flatMap((tile) => tile.el.hits).reduce((sum, { properties }) => sum + (properties.cluster ? properties.count : 1), 0)"

  private func drive(
    _ service: ServedRegistry, _ state: String, marksInView: Int = 0, _ steps: [[String]]
  ) throws -> [String: Any] {
    // A thousand ponds are few for the map; here it takes a hundred for too many.
    let many: [[String]] = [
      ["ask", "", "[hetu.pageSize, hetu.markLimit] = [100, \(marksInView)]"],
      ["ask", "", "reloadLayer('tailings_pond')"], Self.drawn,
    ]
    return try Browser.drive(
      try #require(URL(string: "\(service.base)/map#\(state)")), MapPage.settled + many + steps)
  }

  @Test func `all records of a kind are counted and drawn, whatever the map shows, and a click leads to each`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let hits = "Object.values(\(Self.ponds)._tiles).flatMap((tile) => tile.el.hits)"
    let greatest = "\(hits).sort((one, other) => (other.properties.count || 1) - (one.properties.count || 1))[0]"
    let answers = try drive(
      service, "at=109.50000,33.70000&zoom=7&layers=tailings_pond",
      [
        ["ask", "all", Self.all],
        ["ask", "greatest", "\(greatest).properties"],
        [
          "ask", "painted",
          "Object.values(\(Self.ponds)._tiles).every(({ el }) => el.hits.every(({ x, y }) => \(Self.isPainted)))",
        ],
        // The pond at 109.7 E stands a pixel from the border of its tile, and reaches over it.
        [
          "ask", "border",
          """
          Object.values(\(Self.ponds)._tiles).flatMap(({ el }) => el.hits.filter(({ x }) => x < 2)
            .map(({ x, y, properties }) => [properties.code, ((x) => \(Self.isPainted))(x - 3)]))
          """,
        ],
      ] + MapPage.picture("tiles-clusters") + [
        MapPage.clickMap(110.9015, 34.5015), ["until", "map.getZoom() === 9"], Self.drawn,
        ["ask", "", "void map.setView([33, 108], 14, { animate: false })"], Self.drawn,
      ] + MapPage.picture("tiles-record") + [MapPage.clickMap(108, 33)] + MapPage.settled
        + [["ask", "ref", "hetu.state.ref"]] + MapPage.read("card"))
    #expect(answers["all"] as? Int == 930)
    let greatestProperties = answers["greatest"] as? [String: Any] ?? [:]
    #expect(greatestProperties["count"] as? Int ?? 0 >= 900 && greatestProperties["count_未定"] as? Int == 2)
    #expect(answers["painted"] as? Bool == true)
    #expect(
      (answers["border"] as? [[Any]])?.contains { $0.first as? String == "T917" && $0.last as? Bool == true } == true)
    #expect(answers["ref"] as? String == "tailings_pond/T900")
    #expect((answers["card"] as? String ?? "").contains("库900"))
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `where few records lie in view they are marks, and tiles again where there are many`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let marks = "document.querySelectorAll('#map img.symbol').length"
    let answers = try drive(
      service, "at=109.50000,33.70000&zoom=7&layers=tailings_pond", marksInView: 50,
      [
        ["ask", "tiled", marks], ["ask", "", "void map.setView([33, 108.2], 11, { animate: false })"],
        ["until", "!(\(Self.ponds) instanceof TileLayer) && \(marks) >= 3"],
        ["ask", "titles", "[...document.querySelectorAll('#map img.symbol')].map(({ title }) => title)"],
        // Others come into view.
        ["ask", "", "void map.setView([33, 110.5], 11, { animate: false })"],
        ["until", "[...document.querySelectorAll('#map img.symbol')].some(({ title }) => title === '库925')"],
      ] + MapPage.picture("tiles-marks") + [
        ["ask", "", "void map.setView([33.7, 109.5], 7, { animate: false })"], Self.drawn, ["ask", "all", Self.all],
        ["ask", "left", marks],
      ])
    #expect(answers["tiled"] as? Int == 0 && answers["left"] as? Int == 0 && answers["all"] as? Int == 930)
    let titles = answers["titles"] as? [String] ?? []
    #expect(titles.contains("库902") && Set(titles).count == titles.count, "\(titles)")
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `the filter holds for what tiles draw, and the legend counts what it leaves`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let grades =
      "Object.values(\(Self.ponds)._tiles).flatMap((tile) => tile.el.hits).map(({ properties }) => properties)"
    let answers = try drive(
      service, "at=109.50000,33.70000&zoom=7&layers=tailings_pond",
      MapPage.choose("grade", "重大") + [Self.drawn] + MapPage.settled + [
        ["ask", "graver", Self.all],
        [
          "ask", "others",
          "\(grades).filter((one) => one.cluster ? one.count !== one['count_重大'] : one.risk_grade !== '重大').length",
        ],
        ["ask", "count", "document.querySelector('.kind:has(#layer-tailings_pond) .count').textContent"],
        ["ask", "sign", "document.getElementById('filter').textContent"],
      ] + MapPage.picture("tiles-filter") + [["click", "#filter button"], ["until", "!hetu.state.grade"]]
        + MapPage.settled + [Self.drawn, ["ask", "all", Self.all]])
    #expect(answers["graver"] as? Int == 309 && answers["others"] as? Int == 0 && answers["count"] as? String == "309")
    #expect((answers["sign"] as? String)?.contains("重大") == true && answers["all"] as? Int == 930)
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `a click opens the line or the area that a tile shows there, the smallest where several lie`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let isDrawn = { (kind: String) in
      "((layer) => layer instanceof TileLayer && !layer.isLoading() && Object.values(layer._tiles).every((tile) => tile.loaded))(hetu.layers.get('\(kind)').layer)"
    }
    func click(_ name: String, _ longitude: Double, _ latitude: Double) -> [[String]] {
      MapPage.go("panel: 'layers'") + [MapPage.clickMap(longitude, latitude)] + MapPage.settled
        + [["ask", name, "hetu.state.ref || ''"]]
    }
    let answers = try drive(
      service, "at=110.65000,34.45000&zoom=9&layers=tailings_pond,protection_zone,river_reach",
      [
        ["ask", "", "hetu.pageSize = 1"], ["ask", "", "reloadLayer('protection_zone')"],
        ["ask", "", "reloadLayer('river_reach')"],
        ["until", isDrawn("protection_zone")], ["until", isDrawn("river_reach")],
      ] + MapPage.picture("tiles-shapes") + click("zone", 110.2, 34.85) + click("hole", 110.45, 34.45)
        + click("small", 110.75, 34.15) + click("line", 110.25, 34.352) + click("outside", 111.3, 34.3)
        + [["ask", "", "reloadLayer('tailings_pond')"], Self.drawn] + click("cluster", 110.9015, 34.5015)
        + [["until", "map.getZoom() === 11"]])
    #expect(answers["zone"] as? String == "protection_zone/Z1" && answers["hole"] as? String == "")
    #expect(answers["small"] as? String == "protection_zone/Z2" && answers["line"] as? String == "river_reach/R1")
    // A circle lies above the area; it opens by coming closer.
    #expect(answers["outside"] as? String == "" && answers["cluster"] as? String == "")
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `a list that is longer than a file may be says how many of how many the file has`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let file = service.workspace.file("list.csv")
    let answers = try drive(
      service, "layers=tailings_pond",
      [["ask", "", "hetu.fileSize = 100"]] + MapPage.go("panel: 'list', kind: 'tailings_pond', grade: '重大'")
        + MapPage.read("cut") + [["download", "#panel [data-form=csv]", file.path]]
        + MapPage.go("panel: 'list', kind: 'protection_zone', grade: ''") + MapPage.read("whole"))
    #expect((answers["cut"] as? String)?.contains("共 309 条") == true)
    #expect((answers["cut"] as? String)?.contains("下载的文件只有前 100 条，共 309 条") == true, "\(answers["cut"] ?? "")")
    #expect(try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).count == 101)
    #expect((answers["whole"] as? String)?.contains("下载的文件只有") == false)
  }

  @Test func `lines and areas come out of a tile with their shapes and names`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    // Tile 6/25/51 holds 106.875 E to 112.5 E, 31.95 N to 36.6 N.
    let degrees = """
      const place = ([x, y]) => { const { lng, lat } = L.CRS.EPSG3857.pointToLatLng(L.point((51 + x / 4096) * 256, (25 + y / 4096) * 256), 6); return [lng, lat]; };
      """
    let answers = try drive(
      service, "at=110.50000,34.50000&zoom=8&layers=tailings_pond",
      [
        [
          "ask", "layers",
          """
          (async () => { \(degrees)
            const layers = readTile(await (await fetch('tiles/WebMercatorQuad/6/25/51')).arrayBuffer());
            return Object.fromEntries(['protection_zone', 'river_reach'].map((kind) => [kind,
              layers.get(kind).map(({ type, properties, paths }) => ({ type, name: properties.name, paths: paths.map((path) => path.map(place)) }))])); })()
          """,
        ]
      ])
    let layers = answers["layers"] as? [String: [[String: Any]]] ?? [:]
    func paths(_ kind: String) -> [[[Double]]] { layers[kind]?.first?["paths"] as? [[[Double]]] ?? [] }
    func range(_ path: [[Double]], _ axis: Int) -> ClosedRange<Double> {
      (path.map { $0[axis] }.min() ?? 0)...(path.map { $0[axis] }.max() ?? 0)
    }
    // A unit is 0.0014 degrees.
    func isRound(_ found: ClosedRange<Double>, _ wanted: ClosedRange<Double>) -> Bool {
      abs(found.lowerBound - wanted.lowerBound) < 0.002 && abs(found.upperBound - wanted.upperBound) < 0.002
    }
    #expect(layers["protection_zone"]?.first?["name"] as? String == "示意保护区")
    #expect(
      layers["protection_zone"]?.first?["type"] as? Int == 3 && layers["river_reach"]?.first?["type"] as? Int == 2)
    let rings = paths("protection_zone")
    #expect(rings.count == 2 && rings.allSatisfy { $0.count == 5 && $0.first == $0.last })
    #expect(rings.count == 2 && isRound(range(rings[0], 0), 110...111) && isRound(range(rings[0], 1), 34...35))
    #expect(rings.count == 2 && isRound(range(rings[1], 0), 110.4...110.6) && isRound(range(rings[1], 1), 34.4...34.6))
    let line = paths("river_reach").first ?? []
    #expect(line.count == 3 && isRound(range(line, 0), 110...111.5) && isRound(range(line, 1), 34...34.8))
  }
}
