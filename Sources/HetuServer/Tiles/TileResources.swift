import HTTPTypes
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Vector tiles of the collections, each by itself and all together (OGC API Tiles, Part 1), and how the world is cut into them.
enum TileResources {
  /// The only tile matrix set that there is.
  static let matrixSet = "WebMercatorQuad"
  private static let relation = "http://www.opengis.net/def/rel/ogc/1.0"
  private static let matrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
  private static let projection = "http://www.opengis.net/def/crs/EPSG/0/3857"
  private static let collections = Parameter(
    name: "collections", summary: "Only these collections, separated by commas.", form: .kind(withPlaces: true),
    repeats: true)

  private static let matrixSetForms: [String: Parameter.Form] = ["tileMatrixSet": .oneOf([matrixSet])]
  private static let tileForms = matrixSetForms.merging([
    "tileMatrix": .integer(0...TileAddress.greatestZoom, standard: nil),
    "tileRow": .integer(0...(1 << TileAddress.greatestZoom) - 1, standard: nil),
    "tileCol": .integer(0...(1 << TileAddress.greatestZoom) - 1, standard: nil),
  ]) { $1 }

  static let endpoints: [Endpoint] =
    [
      Endpoint(
        path: "/tileMatrixSets", summary: "How the world is cut into tiles.", tag: "tiles", forms: [.json, .html],
        answer: matrixSets),
      Endpoint(
        path: "/tileMatrixSets/{tileMatrixSet}", summary: "One way in which the world is cut into tiles.", tag: "tiles",
        forms: [.json, .html], pathForms: matrixSetForms, answer: oneMatrixSet),
    ]
    + [
      (path: "", parameters: [collections]),
      (path: "/collections/{collection}", parameters: RecordConditions.parameters),
    ].flatMap { place in
      [
        Endpoint(
          path: "\(place.path)/tiles", summary: "The vector tiles that there are.", tag: "tiles",
          forms: [.json, .html],
          answer: tilesets),
        Endpoint(
          path: "\(place.path)/tiles/{tileMatrixSet}", summary: "What the vector tiles hold, also as TileJSON.",
          tag: "tiles", forms: [.json, .tileJSON, .html], pathForms: matrixSetForms, answer: tileset),
        Endpoint(
          path: "\(place.path)/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}",
          summary: "One vector tile: where there are too many records to be told apart, clusters with their counts.",
          tag: "tiles", parameters: place.parameters, forms: [.vectorTile],
          pathForms: tileForms, takesForm: false, takesProperties: !place.path.isEmpty,
          restsOn: { try kinds($0) + [$0.registry.kinds["district"]].compactMap(\.self) }, answer: tile),
      ]
    }

  /// The links of the landing page and of collections to their tiles.
  static func links(_ address: String, withMatrixSets: Bool = false) -> [JSONValue] {
    let sets = Links.link("\(address)/tileMatrixSets", "\(relation)/tiling-schemes", Media.json, "how tiles are cut")
    return [Links.link("\(address)/tiles", "\(relation)/tilesets-vector", Media.json, "vector tiles")]
      + (withMatrixSets ? [sets] : [])
  }

  // MARK: - One tile

  private static func tile(_ call: Call) throws -> Reply {
    let tile = try address(call)
    let kinds = try kinds(call)
    var reply = Reply([], type: Media.vectorTile)
    let maker = TileMaker(registry: call.registry, tile: tile, audience: call.audience)
    for kind in kinds {
      let query = call.isOfCollection ? try call.query(kind) : RecordQuery(audience: call.audience)
      try maker.layer(of: kind, query).append(to: &reply.bytes)
    }
    if reply.bytes.isEmpty { reply.status = .noContent }
    return reply
  }

  private static func address(_ call: Call) throws -> TileAddress {
    try requireMatrixSet(call)
    let numbers = try ["tileMatrix", "tileRow", "tileCol"].map { name -> Int in
      let text = try call.pathValue(name)
      guard text.utf8.count <= 10, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
        throw Problem.notFound("a tile is named by three whole numbers: level, row, column")
      }
      return number
    }
    guard let tile = TileAddress(zoom: numbers[0], column: numbers[2], row: numbers[1]) else {
      throw Problem.notFound(
        "there is no such tile: levels are 0 to \(TileAddress.greatestZoom), rows and columns of level z are 0 to 2^z - 1"
      )
    }
    return tile
  }

  private static func requireMatrixSet(_ call: Call) throws {
    guard try call.pathValue("tileMatrixSet") == matrixSet else {
      throw Problem.notFound("tiles are cut as \(matrixSet) only")
    }
  }

  /// The kinds whose tiles are asked for: that of the path, those named, or all that have places.
  private static func kinds(_ call: Call) throws -> [Kind] {
    if call.isOfCollection {
      let kind = try call.kind()
      guard kind.geometry != nil else {
        throw Problem.notFound("the records of \(kind.name) have no places, so no tiles")
      }
      return [kind]
    }
    let all = call.seenKinds.filter { $0.geometry != nil }
    let names = call.texts(collections.name)
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }

  // MARK: - What there is

  private static func tilesets(_ call: Call) throws -> Reply {
    let title = try title(call)
    let address = try place(call) + "/tiles/\(matrixSet)"
    return HTMLPage.document(
      call, title: title,
      .members([
        "links": .array(Links.forms(of: call)),
        "tilesets": .array([
          .object(
            summary(title) + [
              .init("links", .array([Links.link(address, "self", Media.json, "what the tiles hold"), scheme(call)]))
            ])
        ]),
      ]))
  }

  private static func tileset(_ call: Call) throws -> Reply {
    try requireMatrixSet(call)
    let kinds = try kinds(call)
    let box = try kinds.compactMap { try CollectionsResource.extent(of: $0, call) }.reduce(nil as Envelope?) {
      $0?.union($1) ?? $1
    }
    let address = try place(call) + "/tiles/\(matrixSet)"
    return call.form == .tileJSON
      ? Reply(try tileJSON(call, kinds, box, address), type: Media.json)
      : HTMLPage.document(call, title: try title(call), .object(try members(call, kinds, box, address)))
  }

  private static func members(
    _ call: Call, _ kinds: [Kind], _ box: Envelope?, _ address: String
  ) throws -> [JSONValue.Member] {
    let item = JSONValue.members([
      "href": .string(address + "/{tileMatrix}/{tileRow}/{tileCol}"), "rel": .string("item"),
      "type": .string(Media.vectorTile), "title": .string("a tile"), "templated": .boolean(true),
    ])
    let extent = box.map { box in
      JSONValue.Member(
        "boundingBox",
        .members([
          "lowerLeft": .array([.decimal(box.minX, 7), .decimal(box.minY, 7)]),
          "upperRight": .array([.decimal(box.maxX, 7), .decimal(box.maxY, 7)]), "crs": .string(OutputCRS.crs84.uri),
        ]))
    }
    let layers = kinds.map { kind -> JSONValue in
      let dimensions = Set(
        (kind.geometry?.names ?? []).map { $0.hasSuffix("Point") ? 0 : $0.hasSuffix("Polygon") ? 2 : 1 })
      return .object(
        [
          .init("id", .string(kind.name)), .init("title", .string(kind.title)), .init("dataType", .string("vector")),
          .init("description", .string(kind.explanation)), .init("minTileMatrix", .string("0")),
          .init("maxTileMatrix", .string("\(TileAddress.greatestZoom)")),
        ] + (dimensions.count == 1 ? dimensions.map { .init("geometryDimension", .integer(Int64($0))) } : []))
    }
    return summary(try title(call)) + [.init("description", .string(note))] + (extent.map { [$0] } ?? [])
      + [.init("layers", .array(layers)), .init("links", .array(Links.forms(of: call) + [item, scheme(call)]))]
  }

  private static func tileJSON(_ call: Call, _ kinds: [Kind], _ box: Envelope?, _ address: String) throws -> JSONValue {
    let layers = kinds.map { kind -> JSONValue in
      let fields = TileMaker.properties(of: kind).map { JSONValue.Member(kind.properties[$0].name, .string("String")) }
      let counts = [
        JSONValue.Member(TileWords.cluster, .string("Boolean")), JSONValue.Member(TileWords.count, .string("Number")),
      ]
      return .members([
        "id": .string(kind.name), "description": .string(kind.title), "fields": .object(fields + counts),
      ])
    }
    let bounds = box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] }
    return .object(
      [
        .init("tilejson", .string("3.0.0")), .init("name", .string(try title(call))),
        .init("description", .string(note)),
        .init("scheme", .string("xyz")), .init("tiles", .array([.string(address + "/{z}/{y}/{x}")])),
        .init("minzoom", .integer(0)), .init("maxzoom", .integer(Int64(TileAddress.greatestZoom))),
      ] + (bounds.map { [.init("bounds", .array($0.map { .decimal($0, 7) }))] } ?? [])
        + [.init("vector_layers", .array(layers))])
  }

  private static let note =
    "Each record is drawn, or counted in a cluster of the tile in which its middle lies: of more than \(TileMaker.greatestRecords) records of a "
    + "kind in a tile, those in one of its 16 cells become one point with the properties cluster, count and count_… for each grade."

  private static func summary(_ title: String) -> [JSONValue.Member] {
    [
      .init("title", .string(title)), .init("dataType", .string("vector")), .init("crs", .string(projection)),
      .init("tileMatrixSetURI", .string(matrixSetURI)),
    ]
  }

  private static func scheme(_ call: Call) -> JSONValue {
    Links.link("\(call.base)/tileMatrixSets/\(matrixSet)", "\(relation)/tiling-scheme", Media.json, matrixSet)
  }

  private static func title(_ call: Call) throws -> String {
    call.isOfCollection ? try kinds(call)[0].title : "河图"
  }

  private static func place(_ call: Call) throws -> String {
    call.isOfCollection ? "\(call.base)/collections/\(try kinds(call)[0].name)" : call.base
  }

  // MARK: - How the world is cut

  private static func matrixSets(_ call: Call) -> Reply {
    HTMLPage.document(
      call, title: "tile matrix sets",
      .members([
        "tileMatrixSets": .array([
          .members([
            "id": .string(matrixSet), "title": .string(matrixSet), "uri": .string(matrixSetURI),
            "crs": .string(projection), "links": .array([scheme(call)]),
          ])
        ]), "links": .array(Links.forms(of: call)),
      ]))
  }

  /// The set as annex D.1 of OGC 17-083r4 defines it.
  private static func oneMatrixSet(_ call: Call) throws -> Reply {
    try requireMatrixSet(call)
    let half = 6_378_137 * Double.pi
    let levels = (0...TileAddress.greatestZoom).map { zoom -> JSONValue in
      let (count, cell) = (Int64(1) << Int64(zoom), 2 * half / 256 / Double(1 << zoom))
      return .members([
        // A pixel of the standard is 0.28 mm wide.
        "id": .string("\(zoom)"), "scaleDenominator": JSONValue(.real(cell / 0.00028)),
        "cellSize": JSONValue(.real(cell)),
        "pointOfOrigin": .array([JSONValue(.real(-half)), JSONValue(.real(half))]), "tileWidth": .integer(256),
        "tileHeight": .integer(256), "matrixWidth": .integer(count), "matrixHeight": .integer(count),
      ])
    }
    return HTMLPage.document(
      call, title: matrixSet,
      .members([
        "id": .string(matrixSet), "title": .string("Google Maps Compatible for the World"),
        "uri": .string(matrixSetURI),
        "crs": .string(projection), "orderedAxes": .array([.string("X"), .string("Y")]),
        "wellKnownScaleSet": .string("http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"),
        "tileMatrices": .array(levels),
      ]))
  }
}
