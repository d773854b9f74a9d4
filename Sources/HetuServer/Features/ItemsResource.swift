import Foundation
import HTTPTypes
import HetuGeometry
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import Hummingbird

/// The records of a collection, page by page (OGC API Features, Parts 1 to 3).
enum ItemsResource {
  /// The greatest number of records that one answer has.
  static let greatestPage = 10_000

  static let parameters = [
    Parameter(
      name: "limit",
      summary: "How many features a page may have; of more than \(greatestPage), \(greatestPage) are given.",
      form: .limit(greatest: greatestPage, standard: 1_000)),
    Parameter(
      name: "bbox", summary: "Only features that meet this box: west, south, east, north, in bbox-crs.",
      form: .numbers([4, 6])),
    Parameter(name: "bbox-crs", summary: "The reference system of bbox; CRS84 unless given.", form: .system),
    Parameter(name: "crs", summary: "The reference system of the answer; CRS84 unless given.", form: .system),
    Parameter(
      name: "datetime", summary: "The records as they stood at that date or time; of an interval, at its end.",
      form: .time(orInterval: true)),
    Parameter(name: "asOf", summary: "The same as datetime, for one date or time.", form: .time(orInterval: false)),
    Parameter(name: "filter", summary: "A condition in CQL2, as text or JSON.", form: .written("cql2")),
    Parameter(
      name: "filter-lang", summary: "The language of filter; told from the text unless given.",
      form: .oneOf(["cql2-text", "cql2-json"])),
    Parameter(
      name: "filter-crs", summary: "The reference system of geometries in filter; CRS84 unless given.", form: .system),
    Parameter(
      name: "sortby", summary: "Properties to sort by, separated by commas; - before one sorts downwards.",
      form: .written("sortby")),
    Parameter(name: "district", summary: "A district: GB/T 2260 code (its beginning takes all below it) or name."),
    Parameter(
      name: "after", summary: "Where the page begins; taken from the link next.", form: .written("page")),
    Parameter(
      name: "count", summary: "Whether all records wanted are counted (numberMatched), also where that takes a while.",
      form: .flag),
  ]

  /// The kinds that a page rests on: its own, and districts, which conditions may name.
  static func kinds(_ call: Call) throws -> [Kind] {
    [try call.kind(), call.registry.kinds["district"]].compactMap(\.self)
  }

  static func answer(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    let crs = try call.text("crs").map(OutputCRS.init(uri:)) ?? .crs84
    let query = try query(call, kind)
    let orders = try orders(call, kind)
    let limit = call.limit
    let end = try call.text("after").map { try cursor($0, orders, kind) }
    let writer = try FeatureWriter(kind: kind, crs: crs, audience: call.audience)
    let (next, count): (PageEnd?, Int)
    let body: (Page) throws -> Reply
    if writer.takesRows, call.form == .geoJSON || call.form == .json {
      var features: [UInt8] = []
      features.reserveCapacity(limit * 500)
      (count, next) = try call.registry.appendPage(
        of: kind, query, by: orders, after: end, limit: limit, as: writer.json, to: &features)
      body = { collection(call, features, $0) }
    } else {
      let exact = try call.registry.page(of: kind, query, by: orders, after: end, limit: limit + 1)
      let records = exact.prefix(limit).map(call.audience.view)
      count = records.count
      next = (exact.count > limit ? records.last : nil).map { last in
        PageEnd(fid: last.fid, values: orders.map { last[$0.property] })
      }
      body = { try Self.reply(call, kind, records, writer, $0) }
    }
    let link = next.map { call.link(["after": text($0)]) }
    let matched = try matched(call, kind, query, isWhole: end == nil && next == nil, count: count)
    var reply = try body(Page(count: count, matched: matched, next: link))
    reply.headers[.contentCRS] = "<\(crs.uri)>"
    if let link { reply.headers[.link] = "<\(link)>; rel=\"next\"; type=\"\(Media.geoJSON)\"" }
    return reply
  }

  /// What is said about a page.
  private struct Page {
    let count: Int
    /// The number of all records wanted, where it is known.
    let matched: Int?
    /// The address of the page behind it.
    let next: String?
  }

  /// The number of all records wanted, where it is cheap to know, asked for, or what a table is a part of.
  private static func matched(
    _ call: Call, _ kind: Kind, _ query: RecordQuery, isWhole: Bool, count: Int
  ) throws -> Int? {
    if isWhole { return count }
    guard query.filter == nil, query.district == nil, query.asOf == nil else {
      return call.flag("count") || call.form.isTable ? try call.registry.count(of: kind, query) : nil
    }
    return try call.registry.count(of: kind)
  }

  private static func query(_ call: Call, _ kind: Kind) throws -> RecordQuery {
    var query = try call.query(kind, try box(call, kind))
    query.asOf = try time(call)
    return query
  }

  private static func box(_ call: Call, _ kind: Kind) throws -> [Filter] {
    // A collection without places has nothing in any box, nor outside of it: the box does not narrow it (Core, 7.15.3).
    guard let numbers = call.numbers("bbox") else { return [] }
    guard let box = Envelope(box: numbers) else { throw Problem.badRequest("bbox is west, south, east, north") }
    guard kind.geometry != nil else { return [] }
    let crs = try call.text("bbox-crs").map(OutputCRS.init(uri:)) ?? .crs84
    return [.spatial(.intersects, Geometry(try crs.toStorage(box)))]
  }

  static func time(_ call: Call) throws -> String? {
    if let text = call.text("asOf") {
      guard let utc = HistoryTime.endOf(text) else { throw Problem.badRequest("asOf is a date or a time (RFC 3339)") }
      return utc
    }
    guard let text = call.text("datetime") else { return nil }
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isOpen = { (end: String) in end == ".." || end.isEmpty }
    let times = ends.map { isOpen($0) ? nil : HistoryTime.endOf($0) }
    guard ends.count <= 2, !(ends.count == 1 && isOpen(ends[0])), !(ends.count == 2 && ends.allSatisfy(isOpen)),
      zip(ends, times).allSatisfy({ isOpen($0) || $1 != nil })
    else { throw Problem.badRequest("datetime is a date or a time (RFC 3339), or two with / between") }
    if let start = times[0], let end = times[times.count - 1], start > end {
      throw Problem.badRequest("datetime ends before it begins")
    }
    return times[times.count - 1]
  }

  private static func orders(_ call: Call, _ kind: Kind) throws -> [RecordOrder] {
    let orders = call.texts("sortby").map { word in
      RecordOrder(property: String(word.drop { "+- ".contains($0) }), descends: word.hasPrefix("-"))
    }
    guard orders.count <= 4 else { throw Problem.badRequest("sortby takes four properties at most") }
    for order in orders {
      guard let property = kind.property(order.property), call.audience.mayAsk(about: property, of: kind) else {
        throw Problem.badRequest("\(kind.name) can't be sorted by “\(order.property.prefix(60))”; see its sortables")
      }
    }
    return orders
  }

  // MARK: - Where pages begin

  private static func text(_ end: PageEnd) -> String {
    var bytes: [UInt8] = []
    JSONValue.array([.integer(end.fid)] + end.values.map { JSONValue($0) }).append(to: &bytes)
    return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }

  private static func cursor(_ text: String, _ orders: [RecordOrder], _ kind: Kind) throws -> PageEnd {
    let padded =
      text.replacing("-", with: "+").replacing("_", with: "/")
      + String(repeating: "=", count: (4 - text.count % 4) % 4)
    guard let data = Data(base64Encoded: padded),
      let items = try? JSONSerialization.jsonObject(with: data) as? [Any], items.count == orders.count + 1,
      let fid = (items[0] as? NSNumber)?.int64Value
    else { throw Problem.badRequest("after is not a place where a page of this list begins; follow the link next") }
    let values = try zip(items.dropFirst(), orders).map { item, order -> Value in
      guard let property = kind.property(order.property) else { return .null }
      switch (item, property.type) {
      case (is NSNull, _): return .null
      case (let number as NSNumber, .boolean): return .boolean(number.boolValue)
      case (let number as NSNumber, .integer), (let number as NSNumber, .number): return .real(number.doubleValue)
      case (let text as String, _): return .text(text)
      case (_, .list):
        let data = try JSONSerialization.data(withJSONObject: item, options: .withoutEscapingSlashes)
        return .list(String(decoding: data, as: UTF8.self))
      default: throw Problem.badRequest("after does not fit sortby; follow the link next")
      }
    }
    return PageEnd(fid: fid, values: values)
  }

  // MARK: - Forms

  private static func reply(
    _ call: Call, _ kind: Kind, _ records: [Record], _ writer: FeatureWriter, _ page: Page
  ) throws -> Reply {
    switch call.form {
    case .sequence:
      var bytes: [UInt8] = []
      for record in records {
        bytes.append(0x1e)
        try writer.append(record, to: &bytes)
        bytes.append(0x0a)
      }
      return Reply(bytes, type: Media.geoJSONSequence)
    case .csv, .xlsx:
      let moved = try records.map { record -> Record in
        var record = record
        record.geometry = try writer.geometry(record)
        return record
      }
      // A file goes from hand to hand without the page that it was made by: its name says that it is a part.
      let part = page.matched.flatMap { $0 > page.count ? "（\($0)条中的\(page.count)条）" : nil } ?? ""
      return try AnswerFile.reply(.list(of: kind, moved, for: call.audience), call.form, name: kind.listTitle + part)
    case .html:
      return HTMLPage.table(call, kind, records, next: page.next, matched: page.matched)
    default: break
    }
    var features: [UInt8] = []
    features.reserveCapacity(records.count * 500)
    for (index, record) in records.enumerated() {
      if index > 0 { features.append(UInt8(ascii: ",")) }
      try writer.append(record, to: &features)
    }
    return collection(call, features, page)
  }

  /// The features as a collection with its links and counts.
  private static func collection(_ call: Call, _ features: [UInt8], _ page: Page) -> Reply {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(features.count + 4_000)
    bytes.append(contentsOf: #"{"type":"FeatureCollection","timeStamp":""#.utf8)
    bytes.append(contentsOf: HistoryTime.format(Date()).utf8)
    bytes.append(contentsOf: #"","#.utf8)
    if let matched = page.matched { bytes.append(contentsOf: "\"numberMatched\":\(matched),".utf8) }
    bytes.append(contentsOf: "\"numberReturned\":\(page.count),\"links\":".utf8)
    links(call, next: page.next).append(to: &bytes)
    bytes.append(contentsOf: #","features":["#.utf8)
    bytes.append(contentsOf: features)
    bytes.append(contentsOf: "]}".utf8)
    return Reply(bytes, type: Media.geoJSON)
  }

  private static func links(_ call: Call, next: String?) -> JSONValue {
    var links = Links.forms(of: call)
    if let next { links.append(Links.link(next, "next", Media.geoJSON, "next page")) }
    links.append(
      Links.link(
        "\(call.base)/collections/\((try? call.kind().name) ?? "")", "collection", Media.json, "the collection"))
    return .array(links)
  }
}

/// One record of a collection.
enum ItemResource {
  static let parameters = ItemsResource.parameters.filter { ["crs", "datetime", "asOf"].contains($0.name) }

  static func answer(_ call: Call) throws -> Reply {
    let kind = try call.kind()
    let crs = try call.text("crs").map(OutputCRS.init(uri:)) ?? .crs84
    let record = call.audience.view(
      try call.registry.record(of: kind, codeOrID: try call.pathValue("feature"), asOf: try ItemsResource.time(call)))
    let links = JSONValue.array(
      Links.forms(of: call) + [
        Links.link("\(call.base)/collections/\(kind.name)", "collection", Media.json, "the collection")
      ])
    var reply = call.form == .html ? HTMLPage.card(call, record) : try feature(record, crs, call, links: links)
    let tag = EntityTag(record, call.form, crs)
    reply.headers[.eTag] = tag.text
    if let known = call.headers[.ifNoneMatch], tag.isNamed(by: known) {
      reply.status = .notModified
      reply.bytes = []
    }
    return reply
  }

  /// A record as a feature, with the tag of its state.
  static func feature(_ record: Record, _ crs: OutputCRS, _ call: Call, links: JSONValue?) throws -> Reply {
    var bytes: [UInt8] = []
    try FeatureWriter(kind: record.kind, crs: crs, audience: call.audience).append(record, to: &bytes, links: links)
    var reply = Reply(bytes, type: Media.geoJSON)
    reply.headers[.contentCRS] = "<\(crs.uri)>"
    reply.headers[.eTag] = EntityTag(record, .geoJSON, crs).text
    return reply
  }
}

/// Links of documents.
enum Links {
  /// A text as one part of a path.
  static func inPath(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  /// What stands in an address as it is (RFC 3986, 2.3).
  static let unreserved = CharacterSet(charactersIn: "-._~").union(
    .alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7f}")))

  static func link(_ address: String, _ relation: String, _ type: String, _ title: String) -> JSONValue {
    .members(["href": .string(address), "rel": .string(relation), "type": .string(type), "title": .string(title)])
  }

  /// The links to this resource in this form and in all others.
  static func forms(of call: Call) -> [JSONValue] {
    call.endpoint.forms.map { form in
      let isThis = form == call.form
      return link(
        call.link(["f": form.word]), isThis ? "self" : "alternate", form.media,
        isThis ? "this document" : "as \(form.word)")
    }
  }
}
