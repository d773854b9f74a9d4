import HetuGeometry
import HetuRegistry
import HetuSchemas

/// The landing page, what the service conforms to, and the collections (OGC API Features, Parts 1, 2, 3 and 5).
enum CollectionsResource {
  static func landing(_ call: Call) throws -> Reply {
    let note = try call.registry.setting("data_note")
    let links =
      [
        Links.link("\(call.base)/api", "service-desc", Media.openAPI, "the API as OpenAPI 3.0"),
        Links.link("\(call.base)/api?f=html", "service-doc", "text/html", "the API for people"),
        Links.link("\(call.base)/conformance", "conformance", Media.json, "what the service conforms to"),
        Links.link("\(call.base)/collections", "data", Media.json, "the collections"),
        Links.link("\(call.base)/map", "related", "text/html", "一张图"),
      ] + TileResources.links(call.base, withMatrixSets: true)
    return HTMLPage.document(
      call, title: "河图",
      .members([
        "title": .string("河图 Hetu"),
        "description": .string(
          "A registry of environmental risk sources 环境风险源登记库" + (note.map { "（\($0)）" } ?? "")),
        "links": .array(Links.forms(of: call) + links),
      ]))
  }

  static func conformance(_ call: Call) -> Reply {
    HTMLPage.document(
      call, title: "conformance", .members(["conformsTo": .array(conformanceClasses.map(JSONValue.string))]))
  }

  private static let conformanceClasses =
    ["core", "geojson", "html", "oas30"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)" }
    + ["http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"]
    + ["queryables", "queryables-query-parameters", "filter", "features-filter"].map {
      "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/\($0)"
    }
    + ["create-replace-delete", "update", "optimistic-locking-etags", "features"].map {
      "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/\($0)"
    }
    + ["schemas"].map { "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/\($0)" }
    // QGIS still asks for the class by the name that it had in the draft, with "operators" for "functions".
    + [
      "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
      "accent-insensitive-comparison", "temporal-functions",
      "basic-spatial-functions", "basic-spatial-operators", "spatial-functions", "functions",
    ].map { "http://www.opengis.net/spec/cql2/1.0/conf/\($0)" }
    + ["http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core"]
    + [
      "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection", "mvt",
      "oas30",
    ].map { "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/\($0)" }
    + ["tilematrixset", "json-tilematrixset", "tileset", "json-tileset"].map {
      "http://www.opengis.net/spec/tms/2.0/conf/\($0)"
    }

  static func list(_ call: Call) throws -> Reply {
    HTMLPage.document(
      call, title: "collections",
      .members([
        "links": .array(Links.forms(of: call)),
        "crs": .array(OutputCRS.all.map { .string($0.uri) }),
        "collections": .array(try call.seenKinds.map { .object(try members(of: $0, call)) }),
      ]))
  }

  static func one(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    return HTMLPage.document(call, title: kind.title, .object(try members(of: kind, call)))
  }

  private static func members(of kind: Kind, _ call: Call) throws -> [JSONValue.Member] {
    let address = "\(call.base)/collections/\(kind.name)"
    let items: [JSONValue] = [Endpoint.Form.geoJSON, .html, .csv, .xlsx, .sequence].map {
      Links.link("\(address)/items?f=\($0.word)", "items", $0.media, "the records as \($0.word)")
    }
    var members: [JSONValue.Member] = [
      .init("id", .string(kind.name)), .init("title", .string(kind.title)),
      .init("description", .string(kind.explanation)), .init("itemType", .string("feature")),
    ]
    if let box = try extent(of: kind, call) {
      members.append(
        .init(
          "extent",
          .members([
            "spatial": .members([
              "bbox": .array([
                .array([.decimal(box.minX, 7), .decimal(box.minY, 7), .decimal(box.maxX, 7), .decimal(box.maxY, 7)])
              ]), "crs": .string(OutputCRS.crs84.uri),
            ])
          ])))
    }
    if kind.geometry != nil {
      members += [
        .init("crs", .array(OutputCRS.all.map { .string($0.uri) })),
        .init("storageCrs", .string(OutputCRS.storage.uri)),
      ]
    }
    let rel = "http://www.opengis.net/def/rel/ogc/1.0"
    members.append(
      .init(
        "links",
        .array(
          [
            Links.link(address, "self", Media.json, kind.title),
            Links.link(address + "?f=html", "alternate", "text/html", kind.title),
            Links.link(address + "/queryables", "\(rel)/queryables", Media.schema, "what can be asked about"),
            Links.link(address + "/sortables", "\(rel)/sortables", Media.schema, "what can be sorted by"),
            Links.link(address + "/schema", "\(rel)/schema", Media.schema, "what a record is"),
          ] + items + (kind.geometry == nil ? [] : TileResources.links(address)))))
    return members
  }

  /// The box of a collection as the audience may know it.
  static func extent(of kind: Kind, _ call: Call) throws -> Envelope? {
    guard let box = try call.registry.extent(of: kind) else { return nil }
    guard call.audience.coarsens(kind) else { return box }
    func outward(_ degrees: Double, _ rule: FloatingPointRoundingRule) -> Double { (degrees * 10).rounded(rule) / 10 }
    return Envelope(
      minX: outward(box.minX - 0.02, .down), minY: outward(box.minY - 0.02, .down), maxX: outward(box.maxX + 0.02, .up),
      maxY: outward(box.maxY + 0.02, .up))
  }

  // MARK: - Schemas

  static func queryables(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    return schema(call, kind, path: "queryables", kind.properties.filter { call.audience.mayAsk(about: $0, of: kind) })
  }

  static func sortables(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    let properties = kind.properties.filter { call.audience.mayAsk(about: $0, of: kind) && $0.type != .list }
    return schema(call, kind, path: "sortables", properties, withGeometry: false)
  }

  static func schema(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    return schema(call, kind, path: "schema", kind.properties, isWhole: true)
  }

  private static func schema(
    _ call: Call, _ kind: Kind, path: String, _ properties: [Property], withGeometry: Bool = true, isWhole: Bool = false
  ) -> Reply {
    var members = properties.map { property in
      let isReadOnly =
        isWhole && (["id", "source_crs"].contains(property.name) || kind.ledgerStateProperties.contains(property.name))
      return JSONValue.Member(property.name, document(of: property, isReadOnly: isReadOnly))
    }
    if withGeometry, let geometry = kind.geometry {
      let names = geometry.names
      let format = names.count == 1 ? names[0].lowercased() : "any"
      members.append(
        .init(
          "geometry",
          .members([
            "title": .string("位置"), "x-ogc-role": .string("primary-geometry"), "format": .string("geometry-\(format)"),
            "x-hetu-geometry": .array(names.map(JSONValue.string)),
          ])))
    }
    return HTMLPage.document(
      call, title: "\(kind.title) \(path)",
      .object(
        [
          .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
          .init("$id", .string("\(call.base)/collections/\(kind.name)/\(path)")), .init("type", .string("object")),
          .init("title", .string(kind.title)), .init("description", .string(kind.explanation)),
          .init("properties", .object(members)),
        ] + (isWhole ? required(properties) : []) + [.init("additionalProperties", .boolean(false))]))
  }

  private static func required(_ properties: [Property]) -> [JSONValue.Member] {
    let names = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
    return names.isEmpty ? [] : [.init("required", .array(names))]
  }

  private static func document(of property: Property, isReadOnly: Bool = false) -> JSONValue {
    var members: [JSONValue.Member] = [.init("title", .string(property.title))]
    if let explanation = property.explanation { members.append(.init("description", .string(explanation))) }
    let type =
      switch property.type {
      case .text, .date, .yearMonth: "string"
      case .integer: "integer"
      case .number: "number"
      case .boolean: "boolean"
      case .list: "array"
      }
    members.append(.init("type", .string(type)))
    if isReadOnly { members.append(.init("readOnly", .boolean(true))) }
    if property.type == .yearMonth { members.append(.init("format", .string("year-month"))) }
    if property.type == .date { members.append(.init("format", .string("date"))) }
    if property.type == .text, !property.codes.isEmpty { members.append(codes(property)) }
    if property.type == .list { members.append(.init("items", items(of: property))) }
    if let length = property.maximumLength { members.append(.init("maxLength", .integer(Int64(length)))) }
    if let pattern = property.pattern { members.append(.init("pattern", .string(pattern))) }
    if let unit = property.unit { members.append(.init("x-ogc-unit", .string(unit))) }
    if let minimum = property.minimum { members.append(.init("minimum", .decimal(minimum, 6))) }
    if let maximum = property.maximum { members.append(.init("maximum", .decimal(maximum, 6))) }
    if property.name == "id" { members.append(.init("x-ogc-role", .string("id"))) }
    members.append(.init("x-ogc-propertySeq", .integer(Int64(property.sequence))))
    return .object(members)
  }

  /// What is in a list: objects, words of a code list, or texts.
  private static func items(of property: Property) -> JSONValue {
    guard property.itemProperties.isEmpty else {
      return .object(
        [
          .init("type", .string("object")),
          .init("properties", .object(property.itemProperties.map { .init($0.name, document(of: $0)) })),
        ] + required(property.itemProperties))
    }
    return .object([.init("type", .string("string"))] + (property.codes.isEmpty ? [] : [codes(property)]))
  }

  private static func codes(_ property: Property) -> JSONValue.Member {
    .init("enum", .array(property.codes.map(JSONValue.string)))
  }
}
