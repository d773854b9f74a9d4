import Foundation

/// Reads a kind from its JSON Schema; every fault is an error with its place.
struct SchemaReader {
  private typealias Object = [String: Any]

  /// The nine properties that every kind has, by name.
  private let common: [String: Object]

  /// A reader that knows the common properties from the text of `common.json`.
  init(commonText: String) throws {
    common = try Self.properties(of: Self.object(commonText, "common"), "common")
    for name in ["id", "code", "name", "district", "source", "source_position", "source_crs", "verified_on", "remark"]
    where common[name]?["type"] as? String != "string" {
      throw SchemaError("common", "property \(name) is missing or is no string; every kind needs it")
    }
  }

  /// The kind that `text` defines; `file` names it in errors.
  func kind(_ text: String, file: String) throws -> Kind {
    let root = try Self.object(text, file)
    let name = try Self.string(root, "x-hetu-kind", file)
    guard Self.isIdentifier(name) else {
      throw SchemaError(file, "x-hetu-kind “\(name)” must be lower-case letters, digits and _, at most 40")
    }
    guard name != "common", name != "layer_styles",
      !["hetu_", "gpkg_", "rtree_", "sqlite_"].contains(where: name.hasPrefix)
    else {
      throw SchemaError(file, "x-hetu-kind “\(name)” is kept for other tables of the registry; choose another name")
    }
    guard let group = Kind.Group(rawValue: try Self.string(root, "x-hetu-group", file)) else {
      throw SchemaError(
        file, "x-hetu-group must be one of \(Kind.Group.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard let list = root["x-hetu-list"] as? [String: String], let listCode = list["code"],
      let listTitle = list["title"]
    else { throw SchemaError(file, "x-hetu-list must be an object with code and title") }
    let title = try Self.string(root, "title", file)

    var definitions = try Self.properties(of: root, file)
    let geometry = try definitions.removeValue(forKey: "geometry").map {
      guard let names = $0["x-hetu-geometry"] as? [String], !names.isEmpty, Self.geometries.isSuperset(of: names) else {
        throw SchemaError(file, "property geometry: x-hetu-geometry must list the GeoJSON geometries allowed")
      }
      return Kind.GeometryRule(
        names: names, isSensitive: root["x-hetu-sensitive-position"] as? Bool ?? false)
    }
    for (name, definition) in definitions where common[name] != nil {
      guard definition["type"].map({ $0 as? String == "string" }) ?? true else {
        throw SchemaError(file, "property \(name): every kind has it, and its type can't be changed")
      }
    }
    definitions.merge(common) { own, common in common.merging(own) { _, new in new } }
    let required = Set(root["required"] as? [String] ?? [])
    let gradeProperty = root["x-hetu-grade-property"] as? String
    for (place, name) in required.sorted().map({ ("required", $0) }) + [
      ("x-hetu-grade-property", gradeProperty ?? "name")
    ]
    where definitions[name] == nil && name != "geometry" {
      throw SchemaError(file, "\(place) names “\(name)”, which is no property")
    }
    let properties = try definitions.map { name, definition in
      try property(name, definition, isRequired: required.contains(name), file: file)
    }
    return Kind(
      name: name, title: title, explanation: root["description"] as? String ?? "", group: group,
      listCode: listCode, listTitle: listTitle,
      codePrefix: root["x-hetu-code-prefix"] as? String ?? listCode,
      names: [name, title, listTitle] + (root["x-hetu-names"] as? [String] ?? []),
      gradeProperty: gradeProperty, geometry: geometry,
      properties: properties.sorted { ($0.sequence, $0.name) < ($1.sequence, $1.name) }, schemaText: text)
  }

  private func property(
    _ name: String, _ definition: Object, isRequired: Bool, file: String
  ) throws -> Property {
    guard Self.isIdentifier(name), !Self.reservedProperties.contains(name) else {
      throw SchemaError(
        file,
        "property “\(name)” must be named by lower-case letters, digits and _, and not "
          + Self.reservedProperties.sorted().joined(separator: ", "))
    }
    let place = "\(file), property \(name)"
    let pattern = definition["pattern"] as? String
    if let pattern, (try? NSRegularExpression(pattern: pattern)) == nil {
      throw SchemaError(place, "pattern “\(pattern)” is no regular expression")
    }
    let type = try valueType(definition, place)
    let items = (definition["items"] as? Object) ?? [:]
    let itemRequired = Set(items["required"] as? [String] ?? [])
    let itemProperties = try (items["properties"] as? [String: Object] ?? [:]).map { key, value in
      try property(key, value, isRequired: itemRequired.contains(key), file: place)
    }
    let sensitivity = try (definition["x-hetu-sensitive"] as? String).map {
      guard let known = Property.Sensitivity(rawValue: $0) else {
        throw SchemaError(place, "x-hetu-sensitive “\($0)” must be phone or personal")
      }
      return known
    }
    for list in [definition["enum"], items["enum"]] where list != nil && (list as? [String])?.isEmpty ?? true {
      throw SchemaError(place, "enum must be a list of texts")
    }
    return Property(
      name: name, title: definition["title"] as? String ?? name, type: type,
      unit: definition["x-ogc-unit"] as? String, explanation: definition["description"] as? String,
      headers: definition["x-hetu-headers"] as? [String] ?? [], isRequired: isRequired,
      isExpected: definition["x-hetu-expected"] as? Bool ?? false,
      minimum: (definition["minimum"] as? NSNumber)?.doubleValue,
      maximum: (definition["maximum"] as? NSNumber)?.doubleValue,
      maximumLength: definition["maxLength"] as? Int, pattern: pattern,
      codes: definition["enum"] as? [String] ?? items["enum"] as? [String] ?? [],
      synonyms: definition["x-hetu-synonyms"] as? [String: String]
        ?? items["x-hetu-synonyms"] as? [String: String] ?? [:],
      sensitivity: sensitivity,
      itemProperties: itemProperties.sorted { ($0.sequence, $0.name) < ($1.sequence, $1.name) },
      sequence: definition["x-ogc-propertySeq"] as? Int ?? 500)
  }

  private func valueType(_ definition: Object, _ place: String) throws -> Property.ValueType {
    switch definition["type"] as? String {
    case "string":
      if definition["format"] as? String == "date" { return .date }
      return definition["x-hetu-format"] as? String == "year-month" ? .yearMonth : .text
    case "integer": return .integer
    case "number": return .number
    case "boolean": return .boolean
    case "array": return .list
    case let other:
      throw SchemaError(
        place, "type “\(other ?? "none")” must be string, integer, number, boolean or array")
    }
  }

  private static func object(_ text: String, _ file: String) throws -> Object {
    guard text.utf8.count <= 1 << 20 else { throw SchemaError(file, "is larger than 1 MiB") }
    do {
      guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object else {
        throw SchemaError(file, "is no JSON object")
      }
      return object
    } catch let error as SchemaError {
      throw error
    } catch {
      throw SchemaError(file, "is no JSON; check it with a JSON editor")
    }
  }

  private static func properties(of root: Object, _ file: String) throws -> [String: Object] {
    guard let properties = root["properties"] as? [String: Object], properties.count <= 300 else {
      throw SchemaError(file, "properties must be an object of at most 300 objects")
    }
    return properties
  }

  private static func string(_ object: Object, _ key: String, _ file: String) throws -> String {
    guard let value = object[key] as? String, !value.isEmpty else {
      throw SchemaError(file, "\(key) must be a text")
    }
    return value
  }

  private static let geometries: Set = [
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
  ]

  /// The columns that a table of records, or that of its past rows, has besides.
  private static let reservedProperties: Set = ["fid", "geom", "entry", "at", "change_id", "operation", "fid_last"]

  private static func isIdentifier(_ name: String) -> Bool {
    name.utf8.count <= 40 && name.utf8.first.map { $0 >= 0x61 && $0 <= 0x7a } == true
      && name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7a) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5f }
  }
}
