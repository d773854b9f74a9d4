import Foundation
import Testing

/// Vector tiles, as GDAL reads them, against the records themselves.
@Suite(.serialized) struct `Vector tiles` {
  private static let set = "WebMercatorQuad"

  /// The features of a tile's layer as GDAL reads them, in longitude and latitude.
  private func features(
    _ service: ServedRegistry, _ layer: String, _ z: Int, _ y: Int, _ x: Int, headers: [String] = [],
    where conditions: [String: String]? = nil
  ) throws -> [(properties: [String: Any], geometry: [String: Any])] {
    let file = service.workspace.file("\(UUID().uuidString).pbf")
    let tile = try Program.run(
      URL(fileURLWithPath: "/usr/bin/curl"),
      ["-s", "-f", "-G", "-o", file.path] + headers.flatMap { ["-H", $0] }
        + (conditions ?? [:]).flatMap { ["--data-urlencode", "\($0.key)=\($0.value)"] } + [
          "\(service.base)\(conditions == nil ? "" : "/collections/\(layer)")/tiles/\(Self.set)/\(z)/\(y)/\(x)"
        ],
      in: service.workspace.folder)
    #expect(tile.status == 0)
    let read = try Program.run(
      URL(fileURLWithPath: "/usr/bin/ogr2ogr"),
      [
        "-f", "GeoJSON", "/vsistdout/", "MVT:\(file.path)", layer, "-oo", "X=\(x)", "-oo", "Y=\(y)", "-oo", "Z=\(z)",
        "-oo", "CLIP=NO",
        "-t_srs", "EPSG:4326",
      ],
      in: service.workspace.folder)
    #expect(read.status == 0 && !read.errors.contains("ERROR"), "\(read.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any]
    return (json?["features"] as? [[String: Any]] ?? []).map { feature in
      (feature["properties"] as? [String: Any] ?? [:], feature["geometry"] as? [String: Any] ?? [:])
    }
  }

  private func count(_ properties: [String: Any]) -> Int { properties["count"] as? Int ?? 1 }

  @Test
  func
    `every record is in a tile by itself or counted in a cluster, by grade, and all tiles of a level together hold all`()
    throws
  {
    let service = try ServedRegistry(TileWorld.workspace())
    let world = try features(service, "tailings_pond", 0, 0, 0)
    #expect(world.reduce(0) { $0 + count($1.properties) } == 930)
    #expect(world.contains { $0.properties["cluster"] as? Bool == true })
    for (grade, filter) in [("重大", "risk_grade='重大'"), ("一般", "risk_grade='一般'"), ("未定", "risk_grade IS NULL")] {
      let items = try service.get("/collections/tailings_pond/items", ["filter": filter, "limit": "10000"]).features
        .count
      let tiles = world.reduce(0) { sum, feature in
        let own = feature.properties["risk_grade"] as? String ?? (feature.properties["cluster"] == nil ? "未定" : "")
        return sum + (feature.properties["count_\(grade)"] as? Int ?? (own == grade ? 1 : 0))
      }
      #expect(tiles == items, "\(grade)")
    }
    // Zoom 7: the tiles over the registry, among them one of the 30 that stand by themselves.
    var names: [String] = []
    var sum = 0
    for x in 102...103 {
      for y in 50...51 {
        let tile = try service.get("/tiles/\(Self.set)/7/\(y)/\(x)")
        guard tile.status == 200 else { continue }
        for feature in try features(service, "tailings_pond", 7, y, x) {
          sum += count(feature.properties)
          if let name = feature.properties["name"] as? String { names.append(name) }
        }
      }
    }
    #expect(sum == 930 && Set(names).count == names.count && names.contains("库929"))
  }

  @Test func `conditions hold for tiles as they do for pages, in every count`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    for conditions in [
      ["risk_grade": "重大"], ["filter": "risk_grade IS NULL"], ["filter": "name LIKE '库9%' AND risk_grade <> '一般'"],
      ["filter": "S_INTERSECTS(geometry, BBOX(107.95,32.9,109.05,33.1))"],
      ["risk_grade": "一般", "filter": "code > 'T5'"],
      ["filter": "code = 'T7'"],
    ] {
      let items = try service.get(
        "/collections/tailings_pond/items", conditions.merging(["limit": "10000"]) { $1 }
      ).features.count
      let world = try features(service, "tailings_pond", 0, 0, 0, where: conditions)
      #expect(items > 0 && world.reduce(0) { $0 + count($1.properties) } == items, "\(conditions)")
      if let grade = conditions["risk_grade"] {
        for feature in world where feature.properties["cluster"] != nil {
          #expect(feature.properties["count_\(grade)"] as? Int == count(feature.properties), "\(conditions)")
        }
      }
    }
    let (tile, items) = ("/collections/tailings_pond/tiles/\(Self.set)/0/0/0", "/collections/tailings_pond/items")
    #expect(try service.get(tile, ["filter": "risk_grade = '没有'"]).status == 204)
    #expect(try service.get(tile, ["district": "411202"]).status == 204)
    for wrong in [["filter": "depth > 3"], ["filter": "(("], ["filter": ""], ["nothing": "1"], ["bbox": "1,2,3,4"]] {
      #expect(try service.get(tile, wrong).status == 400, "\(wrong)")
    }
    #expect(try service.get("/collections/problem/tiles/\(Self.set)/0/0/0").status == 404)
    #expect(
      try service.get(items, ["filter": "risk_grade IS NULL", "count": "true", "limit": "1"]).json["numberMatched"]
        as? Int == 2)
  }

  @Test func `a tile under a condition follows the records, and tells the public what it may ask`() throws {
    let world = try EditingWorld()
    let path = "/collections/tailings_pond/tiles/\(Self.set)/6/25/51"
    func tile(_ conditions: [String: String], _ who: String, _ more: [String: String] = [:]) throws
      -> ServedRegistry.Answer
    { try world.service.get(path, conditions, headers: world.headers(who, more)) }
    let greater = ["risk_grade": "较大"]
    #expect(try tile(greater, "reader").status == 204 && tile(["risk_grade": "重大"], "reader").status == 200)
    #expect(try world.patch("A1", #"{"risk_grade":"较大"}"#).status == 200)
    let found = try tile(greater, "reader")
    #expect(found.status == 200 && found.text.contains("A1") && !found.text.contains("A2"))
    #expect(try tile(["risk_grade": "重大"], "reader").status == 204)
    #expect(try tile(greater, "reader", ["If-None-Match": found.headers["etag"] ?? ""]).status == 304)
    #expect(try world.patch("A1", #"{"risk_grade":"重大"}"#).status == 200)
    #expect(try tile(greater, "reader", ["If-None-Match": found.headers["etag"] ?? ""]).status == 204)
    // By what it may not see the public can't look for a record in tiles either.
    #expect(try tile(["filter": "phone = '13900000001'"], "reader").status == 200)
    #expect(try tile(["filter": "phone = '13900000001'"], "public").status == 400)
  }

  @Test func `close by, records are themselves, where the records say they are`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let (z, x, y) = (18, 211_827, 104_276)
    let found = try features(service, "tailings_pond", z, y, x)
    let side = 360.0 / Double(1 << z)
    let west = Double(x) * side - 180
    let box = [west, 34.0, west + side, 35.0].map { "\($0)" }.joined(separator: ",")
    let items = try service.get("/collections/tailings_pond/items", ["bbox": box, "limit": "1000"]).features
    #expect(!found.isEmpty)
    for feature in found {
      let code = feature.properties["code"] as? String
      let item = try #require(items.first { ($0["properties"] as? [String: Any])?["code"] as? String == code })
      let (own, other) = (
        feature.geometry["coordinates"] as? [Double] ?? [],
        (item["geometry"] as? [String: Any])?["coordinates"] as? [Double] ?? []
      )
      #expect(own.count == 2 && zip(own, other).allSatisfy { abs($0 - $1) < side / 4_096 })
      #expect(
        feature.properties["risk_grade"] as? String == (item["properties"] as? [String: Any])?["risk_grade"] as? String)
      #expect(feature.properties["phone"] == nil)
    }
  }

  @Test func `lines and areas are drawn, cut at the tile's margin, holes kept, valid in whole units`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let zone = try features(service, "protection_zone", 8, 101, 206)
    // GDAL takes what a tile calls a polygon for several of them.
    let polygons = zone.first?.geometry["coordinates"] as? [[[[Double]]]]
    let rings = try #require(polygons?.first ?? zone.first?.geometry["coordinates"] as? [[[Double]]])
    #expect(zone.count == 1 && rings.count == 2, "\(zone)")
    let reach = try features(service, "river_reach", 6, 25, 51)
    #expect(reach.count == 1 && (reach[0].geometry["type"] as? String)?.hasSuffix("LineString") == true)
    let close = try features(service, "protection_zone", 12, 1_632, 3_302)
    #expect(close.count == 1 && (close.first?.geometry["type"] as? String)?.hasSuffix("Polygon") == true)
  }

  @Test func `the public gets coarse places and no more than the records tell`() throws {
    let workspace = try Workspace()
    try workspace.write(
      "intake.geojson",
      Sample.feature(#"{"type":"Point","coordinates":[110.8123456,34.6123456]}"#, name: "示意水源地", code: "S1"))
    #expect(try workspace.hetu("import", "--kind", "drinking_water_source", "intake.geojson").status == 0)
    let token = try workspace.hetu("token", "add", "公众", "--role", "public").output.trimmingCharacters(in: .newlines)
    let service = try ServedRegistry(workspace)
    let found = try features(service, "drinking_water_source", 5, 12, 25, headers: ["Authorization: Bearer \(token)"])
    let feature = try #require(found.first)
    let place = feature.geometry["coordinates"] as? [Double] ?? []
    #expect(place.count == 2 && abs(place[0] - 110.82) < 0.003 && abs(place[1] - 34.62) < 0.003, "\(place)")
    #expect(feature.properties["公开版"] != nil || feature.properties.values.contains { "\($0)".contains("公开") })
    // Very close by, only the tile of the coarse place has it.
    let exact = try service.get("/tiles/\(Self.set)/17/52089/105881", headers: ["Authorization": "Bearer \(token)"])
    #expect(exact.status == 204)
    #expect(try service.get("/tiles/\(Self.set)/5/12/25").status == 401)
  }

  @Test func `an unchanged tile is not sent again, and a change makes another`() throws {
    let world = try EditingWorld()
    let path = "/collections/tailings_pond/tiles/\(Self.set)/6/25/51"
    let first = try world.service.get(path, headers: world.headers("reader"))
    let tag = try #require(first.headers["etag"])
    #expect(first.status == 200 && first.headers["content-type"] == "application/vnd.mapbox-vector-tile")
    #expect(try world.service.get(path, headers: world.headers("reader", ["If-None-Match": tag])).status == 304)
    // What the public may know is another tile.
    #expect(try world.service.get(path, headers: world.headers("public", ["If-None-Match": tag])).status == 200)
    #expect(try world.patch("A1", #"{"risk_grade":"较大"}"#).status == 200)
    let later = try world.service.get(path, headers: world.headers("reader", ["If-None-Match": tag]))
    #expect(later.status == 200 && later.headers["etag"] != tag)
  }

  @Test func `what names no tile is refused with one sentence`() throws {
    let service = try ServedRegistry(Workspace())
    for (name, status) in [
      ("23/0/0", 404), ("3/8/0", 404), ("3/0/8", 404), ("-1/0/0", 404), ("1e3/0/0", 404),
      ("0/0/99999999999999999999", 404), ("x/y/z", 404), ("0/0/0%00", 404), ("%2e%2e/0/0", 404),
      ("%D9%A3/0/0", 404), ("0/0/0?bbox=1", 400), ("0/0/0?collections=nothing", 400),
      ("0/0/0?collections=problem", 400),
    ] {
      let answer = try service.get("/tiles/\(Self.set)/\(name)")
      #expect(answer.status == status, "\(name): \(answer.text)")
      #expect(answer.headers["content-type"] == "application/problem+json" && answer.json["detail"] as? String != nil)
    }
  }

  @Test func `what clients of OGC API Tiles look for is there`() throws {
    let service = try ServedRegistry(TileWorld.workspace())
    let relation = "http://www.opengis.net/def/rel/ogc/1.0"
    let tilesets = try service.get(try #require(service.get("/").link("\(relation)/tilesets-vector")))
    let listed = try #require((tilesets.json["tilesets"] as? [[String: Any]])?.first)
    #expect(listed["dataType"] as? String == "vector")
    let links = listed["links"] as? [[String: Any]] ?? []
    let tileset = try service.get(try #require(links.first { $0["rel"] as? String == "self" }?["href"] as? String))
    let template = try #require(tileset.link("item"))
    let address = template.replacing("{tileMatrix}", with: "0").replacing("{tileRow}", with: "0").replacing(
      "{tileCol}", with: "0")
    #expect(try service.get(address).status == 200)
    #expect((tileset.json["layers"] as? [[String: Any]])?.contains { $0["id"] as? String == "tailings_pond" } == true)
    let scheme = try service.get(try #require(tileset.link("\(relation)/tiling-scheme")))
    #expect((scheme.json["tileMatrices"] as? [[String: Any]])?.count == 23)
    let tileJSON = try service.get("/collections/tailings_pond/tiles/\(Self.set)", ["f": "tilejson"])
    #expect((tileJSON.json["tiles"] as? [String])?.first?.hasSuffix("/{z}/{y}/{x}") == true)
    #expect(try service.get("/collections/problem/tiles").status == 404)
    let paths = try service.get("/api").json["paths"] as? [String: Any] ?? [:]
    #expect(paths["/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}"] != nil)
    let classes = try service.get("/conformance").json["conformsTo"] as? [String] ?? []
    for word in ["core", "tileset", "dataset-tilesets", "geodata-tilesets", "mvt"] {
      #expect(classes.contains("http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/\(word)"))
    }
  }
}
