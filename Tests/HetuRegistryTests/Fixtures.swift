import Foundation
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport

/// Kinds made for these tests, small enough to be looked over; nothing in them is real.
enum Fixture {
  /// A kind of points with one property of every type.
  static let pointSchema = #"""
    {"x-hetu-kind": "site", "x-hetu-group": "river", "title": "点位", "x-hetu-list": {"code": "CS-1", "title": "点位清单"},
     "x-hetu-sensitive-position": true, "x-hetu-grade-property": "grade", "required": ["name"], "properties": {
      "geometry": {"x-hetu-geometry": ["Point"]},
      "grade": {"title": "等级", "type": "string", "enum": ["重大", "较大", "一般"], "x-hetu-synonyms": {"特大": "重大"}},
      "note": {"title": "说明", "type": "string", "maxLength": 10},
      "plain": {"title": "文字", "type": "string"},
      "phone": {"title": "电话", "type": "string", "pattern": "^[0-9]{7,12}$", "x-hetu-sensitive": "phone"},
      "address": {"title": "地址", "type": "string"},
      "households": {"title": "户数", "type": "integer", "minimum": 0, "maximum": 1000000, "x-ogc-unit": "户"},
      "volume_10k_m3": {"title": "库容", "type": "number", "minimum": 0, "maximum": 100000, "x-ogc-unit": "万m³"},
      "level_m": {"title": "水位", "type": "number", "x-ogc-unit": "m"},
      "is_open": {"title": "启用", "type": "boolean"},
      "checked_on": {"title": "检查日期", "type": "string", "format": "date"},
      "built": {"title": "建成", "type": "string", "x-hetu-format": "year-month"},
      "functions": {"title": "功能", "type": "array", "items": {"type": "string", "enum": ["拦截", "导流"],
        "x-hetu-synonyms": {"分流": "导流"}}},
      "photos": {"title": "照片", "type": "array", "items": {"type": "string"}},
      "contacts": {"title": "联系人", "type": "array", "items": {"type": "object", "properties": {
        "name": {"type": "string", "x-ogc-propertySeq": 1},
        "phone": {"type": "string", "x-hetu-sensitive": "phone"}}}}}}
    """#

  /// A kind without a geometry.
  static let tableSchema = #"""
    {"x-hetu-kind": "note", "x-hetu-group": "ledger", "title": "记事", "x-hetu-list": {"code": "CS-2", "title": "记事清单"},
     "properties": {"amount": {"type": "integer"}, "text": {"type": "string"}}}
    """#

  /// A kind of areas.
  static let areaSchema = #"""
    {"x-hetu-kind": "area", "x-hetu-group": "place", "title": "区域", "x-hetu-list": {"code": "CS-3", "title": "区域清单"},
     "properties": {"geometry": {"x-hetu-geometry": ["Polygon", "MultiPolygon"]}}}
    """#

  /// All three.
  static func kinds() throws -> Kinds {
    try Kinds(
      texts: [("site", pointSchema), ("note", tableSchema), ("area", areaSchema)], commonText: Kinds.commonText())
  }

  /// A property of the kind of points.
  static func property(_ name: String) throws -> Property {
    guard let property = try kinds()["site"]?.property(name) else {
      throw CommandError("the test kind has no property \(name)")
    }
    return property
  }
}

/// A registry of the test kinds in a folder of its own.
struct Bench {
  let scratch: Scratch
  let registry: Registry
  let site: Kind
  let note: Kind

  init(_ name: String = "test.gpkg") throws {
    scratch = try Scratch()
    registry = try Registry.create(at: scratch.url(name), kinds: Fixture.kinds())
    site = try registry.kind("site")
    note = try registry.kind("note")
  }

  var path: String { registry.url.path }

  /// Makes one change.
  @discardableResult
  func change<Result>(
    actor: String = "测试", reason: String = "录入", isTrial: Bool = false, _ body: (RegistryWriter) throws -> Result
  ) throws -> Result {
    try registry.change(actor: actor, reason: reason, isTrial: isTrial, body)
  }

  /// Puts a record in.
  @discardableResult
  func insert(_ kind: Kind, _ values: [String: Value], at position: Position? = nil) throws -> Int64 {
    try registry.change(actor: "测试", reason: "录入") {
      try $0.insert(kind, values: kind.values(values), geometry: position.map { .point($0) })
    }
  }

  /// Changes a record.
  func update(_ record: Record, _ values: [String: Value], to position: Position? = nil) throws {
    try registry.change(actor: "测试", reason: "更正") { try $0.update(record, values, to: position) }
  }

  /// Runs SQL on the file by the sqlite3 shell, as another program would; the file must be closed or idle.
  @discardableResult
  func sqlite(_ sql: String) throws -> String {
    let answer = try Command.run("sqlite3", ["-bail", path, sql])
    guard answer.status == 0 else { throw CommandError(answer.errorText) }
    return answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

extension RegistryWriter {
  /// Changes properties by name.
  func update(_ record: Record, _ values: [String: Value], to position: Position? = nil) throws {
    let changes = values.compactMap { name, value in record.kind.index(of: name).map { (property: $0, value: value) } }
    try update(record, changes, geometry: position.map { .point($0) })
  }
}

extension Kind {
  /// Values aligned with the properties, null where none is given.
  func values(_ named: [String: Value]) -> [Value] { properties.map { named[$0.name] ?? .null } }

  /// A record that lies in no file.
  func record(_ named: [String: Value], geometry: Geometry? = nil) -> Record {
    Record(kind: self, fid: 1, values: values(named), geometry: geometry)
  }
}

/// The sentence of the error that `body` throws, with its class; nil where it throws none.
func registryError(_ body: () throws -> some Any) throws -> RegistryError? {
  do {
    _ = try body()
    return nil
  } catch let error as RegistryError { return error }
}
