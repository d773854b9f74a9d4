import Foundation
import HetuExchange
import HetuGeometry
import HetuRegistry
import HetuSchemas
import TestSupport

/// The city's registry and a branch's copy of it, which go their own ways.
final class TwoSides {
  let scratch: Scratch
  let city: Registry
  let branch: Registry
  let kind: Kind
  /// The time of the copy.
  let since: String

  /// Two registries that begin with the same enterprises.
  init(_ names: [String] = ["甲厂", "乙厂", "丙厂"]) throws {
    scratch = try Scratch()
    let first = try Registry.create(at: scratch.url("city.gpkg"), kinds: Kinds.builtIn())
    kind = try first.kind("key_enterprise")
    for (index, name) in names.enumerated() {
      try Self.add(to: first, "E\(index + 1)", name, Position(x: 111 + Double(index) / 7, y: 34.5))
    }
    try first.finish()
    try FileManager.default.copyItem(at: first.url, to: scratch.url("branch.gpkg"))
    city = try Registry.open(at: first.url)
    branch = try Registry.open(at: scratch.url("branch.gpkg"))
    since = try city.lastChange() ?? ""
    // The history tells times apart by milliseconds.
    Thread.sleep(forTimeInterval: 0.003)
  }

  static func add(to registry: Registry, _ code: String?, _ name: String, _ position: Position? = nil) throws {
    let kind = try registry.kind("key_enterprise")
    try registry.change(actor: "录入", reason: "夹具") { writer in
      let values = kind.properties.map { property -> Value in
        switch property.name {
        case "code": code.map(Value.text) ?? .null
        case "name": .text(name)
        case "district": .text("411201")
        default: .null
        }
      }
      try writer.insert(kind, values: values, geometry: position.map { .point($0) })
    }
  }

  /// Changes a record of a registry.
  func edit(
    _ registry: Registry, _ code: String, _ changes: [String: Value], to position: Position? = nil,
    by actor: String = "改者"
  ) throws {
    let record = try registry.record("key_enterprise/\(code)")
    try registry.change(actor: actor, reason: "修改") { writer in
      try writer.update(
        record, changes.map { (property: kind.index(of: $0.key) ?? 0, value: $0.value) },
        geometry: position.map { .point($0) })
    }
    Thread.sleep(forTimeInterval: 0.002)
  }

  func delete(_ registry: Registry, _ code: String) throws {
    let record = try registry.record("key_enterprise/\(code)")
    try registry.change(actor: "删者", reason: "删除") { try $0.delete(record) }
  }

  func path(_ name: String) -> String { scratch.path(name) }

  /// Hands the branch's changes to the city.
  @discardableResult
  func handIn(
    _ name: String = "changes.jsonl", since: String? = nil, takes: Set<String> = [], renumbers: Set<String> = [],
    isTrial: Bool = false
  ) throws -> ApplyReport {
    if !FileManager.default.fileExists(atPath: path(name)) {
      _ = try ChangesetWriter(registry: branch).write(since: since ?? self.since, toFile: path(name), overwrite: false)
    }
    return try ChangesetApplier(registry: city, actor: "市局", takes: takes, renumbers: renumbers, isTrial: isTrial)
      .apply(path(name))
  }

  /// All records of a registry by id, without their rows.
  func state(_ registry: Registry) throws -> [String: Record] {
    Dictionary(
      uniqueKeysWithValues: try registry.records(of: kind).map {
        ($0.id, Record(kind: kind, fid: 0, values: $0.values, geometry: $0.geometry))
      })
  }
}

extension ApplyReport {
  /// Records inserted, updated, deleted, merged, and conflicts.
  var counts: [Int] { [inserted, updated, deleted, merged, conflicts.count] }
}
