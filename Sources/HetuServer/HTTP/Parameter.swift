import Foundation
import HTTPTypes
import HetuRegistry
import HetuSchemas

/// A parameter of a resource: what the OpenAPI document says of it, and what a request is held against.
struct Parameter: Sendable {
  /// What values are.
  enum Form: Sendable {
    /// A text that is not empty and has no NUL.
    case text
    /// Such a text of at most so many characters.
    case line(atMost: Int)
    /// A text that must be written in a way of its own, which a schema can only name.
    case written(String)
    /// A date or a time of RFC 3339; with an interval, two of them with / between, either open.
    case time(orInterval: Bool)
    case integer(ClosedRange<Int>, standard: Int?)
    /// How many are wanted, 1 or more; what is more than the greatest is taken for it (OGC API Features, Part 1, 7.15.2).
    case limit(greatest: Int, standard: Int)
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// A number above 0; for the public, one of some.
    case positive(upTo: Double, publicly: [Double]? = nil)
    case oneOf([String])
    /// The name of a kind of record, of those with places only where that is wanted.
    case kind(withPlaces: Bool)
    /// One of the words that a property of a kind takes.
    case word(of: String, property: String)
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

  /// The parameter as OpenAPI 3.0 has it, for whoever calls.
  func document(inPath: Bool, _ call: Call) -> JSONValue {
    .object(
      [
        .init("name", .string(name)), .init("in", .string(inPath ? "path" : "query")),
        .init("description", .string(summary)), .init("required", .boolean(inPath || isRequired)),
        .init("schema", schema(call)),
      ] + style)
  }

  private var style: [JSONValue.Member] {
    if case .numbers = form { return [.init("style", .string("form")), .init("explode", .boolean(false))] }
    return repeats ? [.init("style", .string("form")), .init("explode", .boolean(true))] : []
  }

  private func schema(_ call: Call) -> JSONValue {
    let one: JSONValue
    switch form {
    case .text: one = Self.text()
    case .line(let length): one = Self.text([.init("maxLength", .integer(Int64(length)))])
    case .written(let format): one = Self.format(format)
    case .time(let orInterval):
      let formats = ["date", "date-time"] + (orInterval ? ["interval"] : [])
      one = .members([
        "type": .string("string"), "anyOf": .array(formats.map(Self.format)),
      ])
    case .integer(let range, let standard):
      one = Self.integer(
        [
          .init("minimum", .integer(Int64(range.lowerBound))), .init("maximum", .integer(Int64(range.upperBound))),
        ], standard)
    case .limit(_, let standard): one = Self.integer([.init("minimum", .integer(1))], standard)
    case .number(let range): one = Self.number(range, isOpen: false)
    case .positive(_, let values?) where call.audience == .public:
      one = .members(["type": .string("number"), "enum": .array(values.map { .decimal($0, 6) })])
    case .positive(let greatest, _): one = Self.number(0...greatest, isOpen: true)
    case .oneOf(let values): one = Self.oneOf(values)
    case .kind(let withPlaces):
      one = Self.oneOf(call.seenKinds.filter { !withPlaces || $0.geometry != nil }.map(\.name))
    case .word(let kind, let property):
      let words = call.words(of: kind, property)
      one = words.isEmpty ? Self.text() : Self.oneOf(words)
    case .flag: one = .members(["type": .string("boolean")])
    case .day: one = .members(["type": .string("string"), "format": .string("date")])
    case .system: one = Self.oneOf(OutputCRS.all.map(\.uri))
    case .numbers(let counts):
      let lengths = counts.map { count in
        [JSONValue.Member("minItems", .integer(Int64(count))), .init("maxItems", .integer(Int64(count)))]
      }
      let list = [
        JSONValue.Member("type", .string("array")),
        .init("items", Self.number(-Self.greatestOrdinate...Self.greatestOrdinate, isOpen: false)),
      ]
      return .object(
        list + (lengths.count == 1 ? lengths[0] : [.init("oneOf", .array(lengths.map(JSONValue.object)))]))
    }
    return repeats ? .members(["type": .string("array"), "items": one]) : one
  }

  /// No place on the earth has a greater ordinate, in degrees or metres.
  private static let greatestOrdinate = 1e9

  private static func text(_ further: [JSONValue.Member] = []) -> JSONValue {
    .object(
      [
        .init("type", .string("string")), .init("minLength", .integer(1)),
        .init("pattern", .string(#"^[^\u0000]+$"#)),
      ] + further)
  }

  private static func format(_ name: String) -> JSONValue {
    .members(["type": .string("string"), "format": .string(name)])
  }

  private static func integer(_ bounds: [JSONValue.Member], _ standard: Int?) -> JSONValue {
    .object(
      [.init("type", .string("integer"))] + bounds + (standard.map { [.init("default", .integer(Int64($0)))] } ?? []))
  }

  private static func number(_ range: ClosedRange<Double>, isOpen: Bool) -> JSONValue {
    .members([
      "type": .string("number"), "minimum": .decimal(range.lowerBound, 6), "exclusiveMinimum": .boolean(isOpen),
      "maximum": .decimal(range.upperBound, 6),
    ])
  }

  private static func oneOf(_ values: [String]) -> JSONValue {
    .members(["type": .string("string"), "enum": .array(values.map(JSONValue.string))])
  }

  // MARK: - Requests

  /// Holds a value against the form.
  ///
  /// - Throws: ``Problem`` 400 for one that is not of it.
  func check(_ value: String, _ call: Call) throws {
    func require(_ isSound: Bool, _ expected: @autoclosure () -> String) throws {
      guard isSound else { throw Problem.badRequest("\(name) \(expected())") }
    }
    func require(oneOf words: [String], _ values: [String]) throws {
      for value in values {
        try require(words.contains(value), "takes \(words.joined(separator: ", ")), not “\(value.prefix(40))”")
      }
    }
    let parts = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    switch form {
    case .text, .written: try require(!value.isEmpty, "is empty")
    case .line(let length):
      try require(
        !value.isEmpty && value.unicodeScalars.count <= length, "is a text of 1 to \(length) characters")
    // Its own reader tells what is off about it.
    case .time: try require(!value.isEmpty, "is a date or a time (RFC 3339)")
    case .integer(let range, _):
      try require(
        Int(value).map(range.contains) ?? false,
        "is a whole number, \(range.lowerBound) or more and \(range.upperBound) at most")
    case .limit:
      let isNumber = !value.isEmpty && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
      try require(isNumber && value.contains { $0 != "0" }, "is a whole number, 1 or more")
    case .number(let range):
      let number = Double(value)
      try require(
        number.map(range.contains) ?? false,
        "is a number, at least \(range.lowerBound.formatted()) and at most \(range.upperBound.formatted())")
    case .positive(_, let values?) where call.audience == .public:
      let words = values.map { "\(Int($0))" }.joined(separator: ", ")
      try require(Double(value).map(values.contains) ?? false, "is, without an account, one of \(words)")
    case .positive(let greatest, _):
      let number = Double(value) ?? 0
      try require(number > 0 && number <= greatest, "is a number above 0 and at most \(greatest.formatted())")
    case .oneOf(let words): try require(oneOf: words, repeats ? parts : [value])
    case .kind(let withPlaces):
      let kinds = call.seenKinds.filter { !withPlaces || $0.geometry != nil }.map(\.name)
      try require(oneOf: kinds, parts)
    case .word(let kind, let property): try require(oneOf: call.words(of: kind, property), [value])
    case .flag: try require(["true", "false"].contains(value), "is true or false")
    case .day: try require(value.count == 10 && HistoryTime.endOf(value) != nil, "is a day such as 2021-11-15")
    case .system: _ = try OutputCRS(uri: value)
    case .numbers(let counts):
      let numbers = parts.map { Double($0) }
      try require(
        counts.contains(numbers.count) && numbers.allSatisfy { $0.map { abs($0) <= Self.greatestOrdinate } ?? false },
        "is \(counts.map { "\($0)" }.joined(separator: " or ")) numbers separated by commas")
    }
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
  /// Whether its JSON is a list.
  var givesList = false
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

    /// Whether it is a table for spreadsheets.
    var isTable: Bool { self == .csv || self == .xlsx }
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
