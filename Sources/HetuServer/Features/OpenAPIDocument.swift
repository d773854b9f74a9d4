import HTTPTypes
import HetuRegistry
import HetuSchemas

/// The description of all resources that whoever asks may use (OpenAPI 3.0), made from the same table as the router.
enum OpenAPIDocument {
  static func answer(_ call: Call, _ endpoints: [Endpoint]) -> Reply {
    var paths: [(path: String, operations: [JSONValue.Member])] = []
    // What whoever asks may not do at all is not described to it, as Allow does not name it.
    for endpoint in endpoints where endpoint.method == .get || call.identity.role?.writes == true {
      let operation = JSONValue.Member(endpoint.method.rawValue.lowercased(), operation(endpoint, call))
      if let index = paths.firstIndex(where: { $0.path == endpoint.path }) {
        paths[index].operations.append(operation)
      } else {
        paths.append((endpoint.path, [operation]))
      }
    }
    return HTMLPage.document(
      call, title: "OpenAPI",
      .members([
        "openapi": .string("3.0.3"),
        "info": .members([
          "title": .string("Hetu 河图"), "version": .string("1.0.0"),
          "description": .string(
            "A registry of environmental risk sources: OGC API Features and the questions of Hetu."),
        ]), "servers": .array([.members(["url": .string(call.base)])]),
        "paths": .object(paths.map { .init($0.path, .object($0.operations)) }),
        "components": .members([
          "securitySchemes": .members([
            "token": .members(["type": .string("http"), "scheme": .string("bearer")]),
            "session": .members([
              "type": .string("apiKey"), "in": .string("cookie"), "name": .string(Gate.cookie),
            ]),
          ]),
          "schemas": .members([
            "Problem": .members([
              "type": .string("object"), "required": .array([.string("title"), .string("status"), .string("detail")]),
              "properties": .members([
                "type": .members(["type": .string("string")]), "title": .members(["type": .string("string")]),
                "status": .members(["type": .string("integer")]), "detail": .members(["type": .string("string")]),
              ]),
            ])
          ]),
        ]), "security": .array([.object([]), .members(["token": .array([])]), .members(["session": .array([])])]),
      ]))
  }

  private static func operation(_ endpoint: Endpoint, _ call: Call) -> JSONValue {
    let inPath = endpoint.pathParameters.map { name in
      let form = endpoint.pathForms[name] ?? (name == "collection" ? .kind(withPlaces: false) : .text)
      return Parameter(name: name, summary: "The \(name).", form: form).document(inPath: true, call)
    }
    let form = Parameter(
      name: "f", summary: "The form of the answer; by the header Accept unless given.",
      form: .oneOf(endpoint.forms.map(\.word)))
    let forms = endpoint.takesForm ? [form.document(inPath: false, call)] : []
    let own = endpoint.parameters.map { $0.document(inPath: false, call) }
    let content = endpoint.forms.map { form in
      let type = form.isBinary ? "string" : endpoint.givesList ? "array" : "object"
      return JSONValue.Member(form.media, .members(["schema": .members(["type": .string(type)])]))
    }
    let problem = JSONValue.members([
      "description": .string("what went wrong (RFC 9457)"),
      "content": .members([
        "application/problem+json": .members(["schema": .members(["$ref": .string("#/components/schemas/Problem")])])
      ]),
    ])
    let isWrite = endpoint.method != .get
    let statuses = isWrite ? ["403", "412", "413", "415", "428"] : endpoint.isInternal ? ["403"] : []
    let problems = (["400", "401", "404", "409", "422", "429", "503"] + statuses).sorted()
    return .object(
      [
        .init("summary", .string(endpoint.summary)), .init("tags", .array([.string(endpoint.tag)])),
        .init("operationId", .string(identifier(endpoint))),
        .init("parameters", .array(inPath + own + headers(endpoint) + forms)),
      ] + body(endpoint) + [
        .init(
          "responses",
          .object(successes(endpoint, content) + problems.map { JSONValue.Member($0, problem) }))
      ]
        + (isWrite
          ? [.init("security", .array([.members(["token": .array([])]), .members(["session": .array([])])]))] : []))
  }

  private static func successes(_ endpoint: Endpoint, _ content: [JSONValue.Member]) -> [JSONValue.Member] {
    let answer = JSONValue.Member("description", .string(endpoint.summary))
    let full = JSONValue.object([answer, .init("content", .object(content))])
    switch endpoint.method {
    case .post: return [.init("201", full)]
    case .delete: return [.init("204", .object([answer]))]
    default:
      let empty = JSONValue.members(["description": .string("nothing is there")])
      return [.init("200", full)] + (endpoint.forms == [.vectorTile] ? [.init("204", empty)] : [])
    }
  }

  /// The headers of changes that make a difference.
  private static func headers(_ endpoint: Endpoint) -> [JSONValue] {
    func header(_ name: String, _ summary: String, isRequired: Bool, _ further: [JSONValue.Member]) -> JSONValue {
      .members([
        "name": .string(name), "in": .string("header"), "description": .string(summary),
        "required": .boolean(isRequired), "schema": .object([.init("type", .string("string"))] + further),
      ])
    }
    let match = header(
      "If-Match", "The ETag of the record as it was read.", isRequired: true, [.init("minLength", .integer(1))])
    let systems = OutputCRS.all.map { JSONValue.string("<\($0.uri)>") }
    let crs = header(
      "Content-Crs", "The reference system of the geometry, as <URI>; CRS84 unless given.", isRequired: false,
      [.init("enum", .array(systems))])
    return (endpoint.wantsMatch ? [match] : []) + (endpoint.bodyMedia.isEmpty ? [] : [crs])
  }

  private static let shapes = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]

  private static func body(_ endpoint: Endpoint) -> [JSONValue.Member] {
    guard !endpoint.bodyMedia.isEmpty else { return [] }
    // A part of a feature need not say what it is.
    let required: [JSONValue.Member] = endpoint.method == .patch ? [] : [.init("required", .array([.string("type")]))]
    let feature = JSONValue.members([
      "schema": .object(
        required + [
          .init("type", .string("object")),
          .init(
            "properties",
            .members([
              "type": .members(["type": .string("string"), "enum": .array([.string("Feature")])]),
              "properties": .members(["type": .string("object"), "nullable": .boolean(true)]),
              "geometry": .members([
                "type": .string("object"), "nullable": .boolean(true),
                "required": .array([.string("type"), .string("coordinates")]),
                "properties": .members([
                  "type": .members(["type": .string("string"), "enum": .array(shapes.map(JSONValue.string))]),
                  "coordinates": .members(["type": .string("array"), "items": .object([])]),
                ]),
              ]),
            ])),
        ])
    ])
    return [
      .init(
        "requestBody",
        .members([
          "required": .boolean(true), "content": .object(endpoint.bodyMedia.map { .init($0, feature) }),
        ]))
    ]
  }

  private static func identifier(_ endpoint: Endpoint) -> String {
    let words = endpoint.path.split { !$0.isLetter }.map(String.init)
    let path = words.isEmpty ? "landing" : words.joined(separator: "_")
    return endpoint.method == .get ? path : "\(endpoint.method.rawValue.lowercased())_\(path)"
  }
}

extension Endpoint.Form {
  /// Whether the form is text or bytes rather than a JSON object.
  fileprivate var isBinary: Bool { !media.contains("json") || self == .sequence }
}
