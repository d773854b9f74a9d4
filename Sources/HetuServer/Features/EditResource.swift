import Foundation
import HTTPTypes
import HetuExchange
import HetuRegistry
import HetuSchemas

/// Creating, replacing, updating and deleting records (OGC API Features, Part 4), as a user of the history.
///
/// Who may write is asked before what is there; then whether the client knows the record's state (If-Match), whether what it sends can be
/// taken (the import's rules and words), and whether all still stands inside the one transaction.
enum EditResource {
  /// The greatest body, bytes.
  static let greatestBody = 2 << 20

  private static let feature = [Media.geoJSON, Media.json]
  private static let patch = ["application/merge-patch+json"] + feature
  private static let reason = Parameter(
    name: "reason", summary: "Why, for the history.", form: .line(atMost: 200))

  static let endpoints = [
    Endpoint(
      path: "/collections/{collection}/items", summary: "Puts one record in.", tag: "data", method: .post,
      bodyMedia: feature, parameters: [reason], forms: [.geoJSON], answer: create),
    Endpoint(
      path: "/collections/{collection}/items/{feature}",
      summary: "Replaces a record: properties that are not sent are taken away.", tag: "data", method: .put,
      bodyMedia: feature, parameters: [reason], forms: [.geoJSON], answer: { try edit($0, replaces: true) }),
    Endpoint(
      path: "/collections/{collection}/items/{feature}",
      summary: "Changes some properties of a record (RFC 7396): what is not sent stays, null takes a value away.",
      tag: "data", method: .patch, bodyMedia: patch, parameters: [reason], forms: [.geoJSON],
      answer: { try edit($0, replaces: false) }),
    Endpoint(
      path: "/collections/{collection}/items/{feature}", summary: "Takes a record out; the history keeps it.",
      tag: "data", method: .delete, parameters: [reason], forms: [.geoJSON], answer: delete),
  ]

  private static func create(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    let sent = try SentFeature(call)
    let entry = try RecordEntry(
      kind, properties: sent.properties, place: sent.place, over: nil, replaces: true, in: call.registry)
    try check(entry, call)
    let record = try change(call, "网上新增") { writer in
      try refuseDouble(entry, writer)
      return try entry.write(writer)
    }
    var reply = try reply(record, call)
    reply.status = .created
    reply.headers[.location] = "\(call.base)/collections/\(kind.name)/items/\(record.id)"
    return reply
  }

  private static func edit(_ call: Call, replaces: Bool) throws -> Reply {
    let stored = try stored(call)
    let sent = try SentFeature(call)
    try checkPrecondition(call, stored, yours: sent.document)
    let entry = try RecordEntry(
      stored.kind, properties: sent.properties, place: sent.place, over: stored, replaces: replaces, in: call.registry)
    try check(entry, call)
    guard !entry.changesNothing else { return try ItemResource.feature(stored, .crs84, call, links: nil) }
    let record = try change(call, "网上修改") { writer in
      try requireUnchanged(stored, writer, yours: sent.document)
      try refuseDouble(entry, writer)
      return try entry.write(writer)
    }
    return try reply(record, call)
  }

  private static func delete(_ call: Call) throws -> Reply {
    let stored = try stored(call)
    try checkPrecondition(call, stored, yours: .null)
    try change(call, "网上删除") { writer in
      try requireUnchanged(stored, writer, yours: .null)
      try writer.delete(stored)
    }
    var reply = Reply([], type: Media.geoJSON)
    reply.status = .noContent
    reply.written = stored.reference
    return reply
  }

  // MARK: - Who may, and over what

  /// The record of the path, where it may be written.
  private static func stored(_ call: Call) throws -> Record {
    let record = try call.registry.record(of: call.kind(), codeOrID: call.pathValue("feature"))
    try requireDistrict(record["district"], call)
    return record
  }

  private static func requireDistrict(_ district: Value, _ call: Call) throws {
    guard !call.identity.mayWrite(in: district.text) else { return }
    throw Problem(
      status: .forbidden,
      detail: "您的账号只能修改\(call.identity.districts.joined(separator: "、"))内的记录，本条属于\(district.text ?? "（未填行政区划代码）")")
  }

  private static func checkPrecondition(_ call: Call, _ stored: Record, yours: JSONValue) throws {
    guard let field = call.headers[.ifMatch] else {
      // It touches only what it names; a whole record, or its end, from an old state would undo what others did since.
      if call.takesBlindPatches, call.endpoint.method == .patch { return }
      throw Problem(
        status: .preconditionRequired, detail: "read the record first, and send its ETag in the header If-Match")
    }
    guard EntityTag(stored, .geoJSON, .crs84).isMatched(by: field) else { throw try conflict(stored, yours) }
  }

  /// Between the check and the transaction somebody else may have written.
  private static func requireUnchanged(_ stored: Record, _ writer: RegistryWriter, yours: JSONValue) throws {
    guard let current = try writer.existing(stored.kind, code: nil, id: stored.id) else {
      throw Problem.notFound("the record was deleted meanwhile")
    }
    guard current == stored else { throw try conflict(current, yours) }
  }

  /// That the record is no longer what the client read, with both versions.
  private static func conflict(_ stored: Record, _ yours: JSONValue) throws -> Problem {
    var bytes: [UInt8] = []
    try FeatureWriter(kind: stored.kind, crs: .crs84, audience: .internal).append(stored, to: &bytes)
    var problem = Problem(
      status: .preconditionFailed, detail: "记录已被他人修改，您的修改未保存；请对照两个版本后再保存",
      headers: [.eTag: EntityTag(stored, .geoJSON, .crs84).text])
    problem.members = [
      .init("yours", yours), .init("stored", .json(String(decoding: bytes, as: UTF8.self))),
    ]
    return problem
  }

  // MARK: - What is sent

  private static func check(_ entry: RecordEntry, _ call: Call) throws {
    // Where it would lie is asked first, if that can be read.
    if !entry.faults.contains(where: { $0.property == "district" }) {
      try requireDistrict(entry.kind.index(of: "district").map { entry.values[$0] } ?? .null, call)
    }
    guard entry.faults.isEmpty else { throw refusal(entry.faults, .unprocessableContent) }
  }

  private static func refuseDouble(_ entry: RecordEntry, _ writer: RegistryWriter) throws {
    if let fault = try entry.double(in: writer) { throw refusal([fault], .conflict) }
  }

  private static func refusal(_ faults: [RecordEntry.Fault], _ status: HTTPResponse.Status) -> Problem {
    var problem = Problem(status: status, detail: "记录未保存：" + faults.map(\.message).joined(separator: "；"))
    let errors = faults.map { fault in
      JSONValue.members(["property": .text(fault.property), "message": .string(fault.message)])
    }
    problem.members = [.init("errors", .array(errors))]
    return problem
  }

  // MARK: - Writing

  @discardableResult
  private static func change<Result>(
    _ call: Call, _ deed: String, _ body: (RegistryWriter) throws -> Result
  ) throws -> Result {
    let reason = (call.text("reason") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    return try call.registry.change(
      actor: call.identity.name, reason: reason.isEmpty ? deed : "\(deed)：\(reason)", body)
  }

  private static func reply(_ record: Record, _ call: Call) throws -> Reply {
    var reply = try ItemResource.feature(record, .crs84, call, links: nil)
    reply.written = record.reference
    return reply
  }
}
