import HetuRegistry
import HetuSchemas

/// The description of all resources (OpenAPI 3.0), made from the same table as the router.
enum OpenAPIDocument {
  static func answer(_ call: Call, _ endpoints: [Endpoint]) -> Reply {
    let paths = endpoints.map { endpoint in
      JSONValue.Member(endpoint.path, .members(["get": operation(endpoint, call)]))
    }
    return HTMLPage.document(
      call, title: "OpenAPI",
      .members([
        "openapi": .string("3.0.3"),
        "info": .members([
          "title": .string("Hetu 河图"), "version": .string("1.0.0"),
          "description": .string(
            "A registry of environmental risk sources: OGC API Features and the questions of Hetu."),
        ]), "servers": .array([.members(["url": .string(call.base)])]), "paths": .object(paths),
        "components": .members([
          "securitySchemes": .members([
            "token": .members(["type": .string("http"), "scheme": .string("bearer")])
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
        ]), "security": .array([.object([]), .members(["token": .array([])])]),
      ]))
  }

  private static func operation(_ endpoint: Endpoint, _ call: Call) -> JSONValue {
    let kinds = call.registry.kinds.all.map(\.name)
    let inPath = endpoint.pathParameters.map { name in
      var parameter = Parameter(name: name, summary: "The \(name).")
      if let words = endpoint.words[name] ?? (name == "collection" ? kinds : nil) { parameter.form = .oneOf(words) }
      return parameter.document(inPath: true)
    }
    let form = Parameter(
      name: "f", summary: "The form of the answer; by the header Accept unless given.",
      form: .oneOf(endpoint.forms.map(\.word)))
    let forms = endpoint.takesForm ? [form.document(inPath: false)] : []
    let own = endpoint.parameters.map { $0.document(inPath: false) }
    let content = endpoint.forms.map {
      JSONValue.Member($0.media, .members(["schema": .members(["type": .string($0.isBinary ? "string" : "object")])]))
    }
    let problem = JSONValue.members([
      "description": .string("what went wrong (RFC 9457)"),
      "content": .members([
        "application/problem+json": .members(["schema": .members(["$ref": .string("#/components/schemas/Problem")])])
      ]),
    ])
    return .members([
      "summary": .string(endpoint.summary), "tags": .array([.string(endpoint.tag)]),
      "operationId": .string(identifier(endpoint.path)),
      "parameters": .array(inPath + own + forms),
      "responses": .members([
        "200": .members(["description": .string(endpoint.summary), "content": .object(content)]), "400": problem,
        "401": problem, "404": problem, "409": problem, "422": problem, "429": problem, "503": problem,
      ]),
    ])
  }

  private static func identifier(_ path: String) -> String {
    let words = path.split { !$0.isLetter }
    return words.isEmpty ? "landing" : words.joined(separator: "_")
  }
}

extension Endpoint.Form {
  /// Whether the form is text or bytes rather than a JSON object.
  fileprivate var isBinary: Bool { !media.contains("json") || self == .sequence }
}
