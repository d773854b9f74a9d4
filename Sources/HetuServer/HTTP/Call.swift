import Foundation
import HTTPTypes
import HetuGeodesy
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// One request as a resource sees it: its words checked, who asks, and in which form the answer is wanted.
struct Call: Sendable {
  let water: Water
  let plans: PlanShelf
  let identity: Identity
  /// The address of the service, without a slash at its end.
  let base: String
  let path: String
  let endpoint: Endpoint
  let headers: HTTPFields
  let body: [UInt8]
  let form: Endpoint.Form
  /// Whether a PATCH is taken without If-Match.
  let takesBlindPatches: Bool
  private let pathValues: [String: String]
  private let values: [(name: String, value: String)]

  var registry: Registry { water.registry }

  /// Whom the answer is made for.
  var audience: Audience { identity.audience }

  /// A call from the parts of a request.
  ///
  /// - Throws: ``Problem`` for parameters that are unknown, missing, doubled or malformed.
  init(
    water: Water, plans: PlanShelf, identity: Identity, base: String, path: String, query: String,
    pathValues: [String: String], headers: HTTPFields, body: [UInt8], endpoint: Endpoint,
    takesBlindPatches: Bool = false
  ) throws {
    self.water = water
    self.plans = plans
    self.identity = identity
    self.base = base
    self.path = path
    self.endpoint = endpoint
    self.headers = headers
    self.body = body
    self.takesBlindPatches = takesBlindPatches
    self.pathValues = pathValues
    values = try Self.pairs(of: query)
    if let word = values.last(where: { $0.name == "f" && endpoint.takesForm })?.value {
      guard let form = endpoint.forms.first(where: { $0.word == word }) else {
        throw Problem.badRequest(
          "f takes \(endpoint.forms.map(\.word).joined(separator: ", ")), not “\(word.prefix(40))”")
      }
      self.form = form
    } else {
      form = Self.preferred(endpoint.forms, headers[.accept] ?? "")
    }
    try check()
  }

  /// The names and values of a query or a form.
  static func pairs(of query: String) throws -> [(name: String, value: String)] {
    guard query.utf8.count <= 65_536 else {
      throw Problem(status: .uriTooLong, detail: "the query is longer than 64 KiB")
    }
    let pairs = query.split(separator: "&")
    guard pairs.count <= 200 else { throw Problem.badRequest("the query has more than 200 parameters") }
    return try pairs.map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let texts = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = texts[0], let value = texts.count == 2 ? texts[1] : "", !value.contains("\0") else {
        throw Problem.badRequest("the query is not percent-encoded UTF-8 text")
      }
      return (name, value)
    }
  }

  private static func preferred(_ forms: [Endpoint.Form], _ accept: String) -> Endpoint.Form {
    for range in accept.split(separator: ",") {
      let type = range.split(separator: ";")[0].trimmingCharacters(in: .whitespaces)
      if let form = forms.first(where: { $0.media.split(separator: ";")[0] == type }) { return form }
    }
    return forms[0]
  }

  private func check() throws {
    var known = Set(endpoint.parameters.map(\.name) + (endpoint.takesForm ? ["f"] : []))
    if endpoint.takesProperties, let kind = try? kind() {
      known.formUnion(kind.properties.filter { audience.mayAsk(about: $0, of: kind) }.map(\.name))
    }
    for (name, _) in values where !known.contains(name) {
      throw Problem.badRequest("there is no parameter “\(name.prefix(60))” here; see \(base)/api")
    }
    let repeating = Set(endpoint.parameters.filter(\.repeats).map(\.name))
    for (name, count) in Dictionary(grouping: values, by: \.name).mapValues(\.count)
    where count > 1 && !repeating.contains(name) {
      throw Problem.badRequest("the parameter \(name) stands twice")
    }
    for parameter in endpoint.parameters {
      let given = self.values.filter { $0.name == parameter.name }
      if given.isEmpty, parameter.isRequired {
        throw Problem.badRequest("the parameter \(parameter.name) is missing: \(parameter.summary)")
      }
      for (_, value) in given { try parameter.check(value, self) }
    }
  }

  // MARK: - Values

  /// The value of a parameter, or nil where it was not given.
  func text(_ name: String) -> String? { values.first { $0.name == name }?.value }

  /// All values of a parameter; commas separate, too.
  func texts(_ name: String) -> [String] {
    values.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  /// How many records a page may have.
  var limit: Int {
    for parameter in endpoint.parameters {
      guard case .limit(let greatest, let standard) = parameter.form else { continue }
      return text(parameter.name).map { min(Int($0) ?? greatest, greatest) } ?? standard
    }
    return .max
  }

  func number(_ name: String) -> Double? { text(name).flatMap { Double($0) } }

  func numbers(_ name: String) -> [Double]? { text(name).map { $0.split(separator: ",").compactMap { Double($0) } } }

  func flag(_ name: String) -> Bool { text(name) == "true" }

  /// A value of the path.
  func pathValue(_ name: String) throws -> String {
    guard let value = pathValues[name]?.removingPercentEncoding, !value.isEmpty else {
      throw Problem.notFound("there is nothing at \(path.prefix(200))")
    }
    return value
  }

  /// Whether the path names a collection.
  var isOfCollection: Bool { endpoint.pathParameters.contains("collection") }

  /// The kinds of record that whoever asks sees.
  var seenKinds: [Kind] { registry.kinds.all.filter(audience.sees) }

  /// The words that a property takes, where whoever asks sees its kind.
  func words(of kind: String, _ property: String) -> [String] {
    seenKinds.first { $0.name == kind }?.property(property)?.codes ?? []
  }

  /// The kind that the path names as its collection.
  func kind() throws -> Kind {
    let name = try pathValue("collection")
    guard let kind = registry.kinds[name] else {
      throw Problem.notFound("there is no collection “\(name.prefix(60))”; see \(base)/collections")
    }
    guard audience.sees(kind) else { throw Problem.internalOnly }
    return kind
  }

  /// The record that a reference names, as whoever asks sees it: the public asks from where it sees a record, or its answers would tell
  /// where the record is.
  func record(_ reference: String) throws -> Record { try seen(try registry.record(reference)) }

  /// A record as whoever asks sees it.
  func seen(_ record: Record) throws -> Record {
    guard audience.sees(record.kind) else { throw Problem.internalOnly }
    return audience.view(record)
  }

  /// The kinds that the parameter `kind` names.
  func kinds() throws -> [Kind] {
    try texts("kind").map { name in
      do { return try registry.kind(name) } catch { throw Problem.badRequest("\(error)") }
    }
  }

  /// The condition that `filter` says, its geometries in CGCS2000.
  func filter() throws -> Filter? {
    guard let text = text("filter") else {
      guard text("filter-crs") == nil else { throw Problem.badRequest("filter-crs stands without a filter") }
      return nil
    }
    let language = self.text("filter-lang") ?? (text.hasPrefix("{") ? "cql2-json" : "cql2-text")
    let filter = try language == "cql2-json" ? Filter(cql2JSON: Data(text.utf8)) : Filter(cql2Text: text)
    guard let crs = try self.text("filter-crs").map(OutputCRS.init(uri:)), !crs.isStorage else { return filter }
    let way = try crs.fromStorage.inverted()
    return try filter.mapGeometries { try way.transform(crs.swapsAxes ? $0.swapped : $0) }
  }

  /// A district's code or name.
  func district() throws -> String? { text("district") }

  /// The query of the request with some parameters changed, or, with nil, left out.
  func link(_ changes: [String: String?]) -> String {
    var pairs = values.filter { changes[$0.name] == nil }
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
      if let value { pairs.append((name, value)) }
    }
    let query = pairs.map { "\(Links.inPath($0.name))=\(Links.inPath($0.value))" }.joined(separator: "&")
    return base + path + (query.isEmpty ? "" : "?" + query)
  }
}

extension Transformation {
  /// The way back.
  func inverted() throws -> Transformation { try Transformation(from: target, to: source) }
}
