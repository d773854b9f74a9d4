import HTTPTypes
import HetuRegistry
import HetuSchemas

/// A parameter of a resource: what the OpenAPI document says of it, and what a request is held against.
struct Parameter: Sendable {
  /// What values are.
  enum Form: Sendable {
    case text
    case integer(ClosedRange<Int>, standard: Int?)
    /// A number in a range, where one is given; where that begins with 0, 0 itself is too little.
    case number(ClosedRange<Double>?)
    case oneOf([String])
    /// The name of a kind of record.
    case kind
    case flag
    /// A day, such as 2021-11-15.
    case day
    /// A reference system that is offered, by its URI.
    case system
    /// Numbers separated by commas, as many of them as one of these.
    case numbers([Int])
  }

  let name: String
  let summary: String
  var form = Form.text
  var isRequired = false
  /// Whether it may stand several times.
  var repeats = false

  /// The parameter as OpenAPI 3.0 has it, where there are kinds of these names.
  func document(inPath: Bool, kinds: [String]) -> JSONValue {
    .object(
      [
        .init("name", .string(name)), .init("in", .string(inPath ? "path" : "query")),
        .init("description", .string(summary)), .init("required", .boolean(inPath || isRequired)),
        .init("schema", schema(kinds)),
      ] + style)
  }

  private var style: [JSONValue.Member] {
    if case .numbers = form { return [.init("style", .string("form")), .init("explode", .boolean(false))] }
    return repeats ? [.init("style", .string("form")), .init("explode", .boolean(true))] : []
  }

  private func schema(_ kinds: [String]) -> JSONValue {
    let one: JSONValue
    switch form {
    case .text: one = .members(["type": .string("string")])
    case .integer(let range, let standard):
      one = .object(
        [
          .init("type", .string("integer")), .init("minimum", .integer(Int64(range.lowerBound))),
          .init("maximum", .integer(Int64(range.upperBound))),
        ] + (standard.map { [.init("default", .integer(Int64($0)))] } ?? []))
    case .number(let range): one = .object([.init("type", .string("number"))] + (range.map(Self.bounds) ?? []))
    case .oneOf(let values):
      one = .members(["type": .string("string"), "enum": .array(values.map(JSONValue.string))])
    case .kind: one = .members(["type": .string("string"), "enum": .array(kinds.map(JSONValue.string))])
    case .flag: one = .members(["type": .string("boolean")])
    case .day: one = .members(["type": .string("string"), "format": .string("date")])
    case .system:
      one = .members(["type": .string("string"), "enum": .array(OutputCRS.all.map { .string($0.uri) })])
    case .numbers(let counts):
      let lists = counts.map { count in
        JSONValue.members([
          "type": .string("array"), "minItems": .integer(Int64(count)), "maxItems": .integer(Int64(count)),
          "items": .members(["type": .string("number")]),
        ])
      }
      return lists.count == 1 ? lists[0] : .members(["oneOf": .array(lists)])
    }
    return repeats ? .members(["type": .string("array"), "items": one]) : one
  }

  private static func bounds(_ range: ClosedRange<Double>) -> [JSONValue.Member] {
    [
      .init("minimum", .decimal(range.lowerBound, 6)), .init("exclusiveMinimum", .boolean(range.lowerBound == 0)),
      .init("maximum", .decimal(range.upperBound, 6)),
    ]
  }
}

/// A resource of the service: where it lies, what it takes, how it answers. The router and the OpenAPI document are made of these.
struct Endpoint: Sendable {
  /// The path, `/collections/{collection}/items`.
  let path: String
  let summary: String
  let tag: String
  var method = HTTPRequest.Method.get
  /// The media types that its body may be of; empty where it takes none.
  var bodyMedia: [String] = []
  var parameters: [Parameter] = []
  /// The forms, the first unless another is asked for, each by its word for `f`.
  let forms: [Form]
  /// What names in the path may be, where not any text.
  var pathForms: [String: Parameter.Form] = [:]
  /// Whether the parameter `f` is taken; where not, the path says the form.
  var takesForm = true
  /// Whether other parameters are taken: the properties of the collection, as conditions.
  var takesProperties = false
  /// Whether it is for the bureau itself, and not for the public.
  var isInternal = false
  /// Whether work may be long, so that it ends when the client goes.
  var isLong = false
  /// The kinds that the answer rests on alone, so that it can be kept while they stay as they are; nil where it is made each time.
  var restsOn: (@Sendable (Call) throws -> [Kind])?
  let answer: @Sendable (Call) async throws -> Reply

  /// A form of a resource: its word for the parameter `f`, and its media type.
  struct Form: Sendable, Equatable {
    let word: String
    let media: String

    static let json = Form(word: "json", media: Media.json)
    static let geoJSON = Form(word: "geojson", media: Media.geoJSON)
    static let sequence = Form(word: "geojsonseq", media: Media.geoJSONSequence)
    static let html = Form(word: "html", media: Media.html)
    static let csv = Form(word: "csv", media: Media.csv)
    static let xlsx = Form(word: "xlsx", media: Media.xlsx)
    static let openAPI = Form(word: "json", media: Media.openAPI)
    static let schema = Form(word: "json", media: Media.schema)
    static let tileJSON = Form(word: "tilejson", media: Media.json)
    static let vectorTile = Form(word: "mvt", media: Media.vectorTile)
  }

  /// Whether the path of a request is this one.
  func matches(_ path: String) -> Bool {
    let (own, asked) = (self.path.split(separator: "/"), path.split(separator: "/"))
    return own.count == asked.count && zip(own, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }

  /// Whether it changes a record that must be known to its client as it is, by If-Match.
  var wantsMatch: Bool { [.put, .patch, .delete].contains(method) }

  /// The names in the path.
  var pathParameters: [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
  }
}
