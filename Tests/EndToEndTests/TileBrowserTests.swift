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

  private func drive(_ service: ServedRegistry, _ state: String, _ steps: [[String]]) throws -> [String: Any] {
    // A thousand ponds are few for the map; here it takes a hundred for too many.
    let many: [[String]] = [
      ["ask", "", "hetu.pageSize = 100"], ["ask", "", "reloadLayer('tailings_pond')"], Self.drawn,
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
        [
          "ask", "all",
          "\(hits).reduce((sum, { properties }) => sum + (properties.cluster ? properties.count : 1), 0)",
        ],
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
