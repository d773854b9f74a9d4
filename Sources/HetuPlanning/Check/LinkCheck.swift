import HetuRegistry
import HetuSchemas

/// Checks across lists: what one record names and no other is; what two records can't both have.
struct LinkCheck {
  private struct Owner {
    let reference: String
    let name: String
  }

  private let links: [(link: CheckRules.Link, target: Kind, names: Set<String>)]
  private let waterSourcesWithZone: Set<String>
  /// The first record with a credit code, and whose code it says it is.
  private let owners: [String: Owner]

  init(_ registry: Registry, _ rules: CheckRules) throws {
    var names: [String: Set<String>] = [:]
    for target in Set(rules.links.map(\.target)) {
      guard let kind = registry.kinds[target] else { continue }
      try registry.forEachRow(of: kind, properties: ["code", "name"]) { _, values, _ in
        for text in values.compactMap(\.text) { names[target, default: []].insert(ThingName.normal(text)) }
      }
    }
    links = rules.links.compactMap { link in
      registry.kinds[link.target].map { (link, $0, names[link.target] ?? []) }
    }
    var zoned: Set<String> = []
    if let kind = registry.kinds["protection_zone"] {
      for values in try registry.distinctValues(of: kind, properties: ["water_source"]) {
        zoned.formUnion(values.compactMap(\.text).map(ThingName.normal))
      }
    }
    waterSourcesWithZone = zoned
    owners = try Self.owners(registry)
  }

  private static func owners(_ registry: Registry) throws -> [String: Owner] {
    var owners: [String: Owner] = [:]
    for kind in registry.kinds.all where kind.property("uscc") != nil {
      try registry.forEachRecord(of: kind) { record in
        guard let code = record["uscc"].text, owners[code] == nil else { return }
        owners[code] = Owner(reference: record.reference, name: owner(record))
      }
    }
    return owners
  }

  /// Whose credit code a record has: its operator's, else its own.
  private static func owner(_ record: Record) -> String { record["operator"].text ?? record.name }

  func findings(_ record: Record) -> [Finding] {
    named(record) + water(record) + creditCode(record)
  }

  private func named(_ record: Record) -> [Finding] {
    links.filter { $0.link.kind == record.kind.name }.flatMap { link, target, names in
      ([record[link.property].text].compactMap { $0 } + (record[link.property].texts ?? []))
        .filter { !names.contains(ThingName.normal($0)) }
        .map { name in
          let title = record.kind.property(link.property)?.title ?? link.property
          return Finding(
            .note, "link_\(link.property)", record, "\(title)“\(name)”没有对应的\(target.title)记录",
            "请核对名称；确有其事的，请补报\(target.listTitle)")
        }
    }
  }

  private func water(_ record: Record) -> [Finding] {
    switch record.kind.name {
    case "tailings_pond":
      guard ["river_name", "river_code", "receiving_water"].allSatisfy({ record[$0].isNull }) else { return [] }
      return [Finding(.warning, "no_river", record, "没有填所在河流或受纳水体", "请按沟道去向补填，不能查下游的尾矿库不能做应急准备")]
    case "drinking_water_source":
      let texts = record.kind.properties.map(\.name).filter { $0.hasPrefix("zone_") || $0 == "zones" }
      guard texts.allSatisfy({ record[$0].isNull }), !waterSourcesWithZone.contains(ThingName.normal(record.name)),
        !waterSourcesWithZone.contains(ThingName.normal(record.code))
      else { return [] }
      return [Finding(.note, "no_zone", record, "没有保护区文字，也没有保护区记录", "请按批复文件补填保护区范围")]
    default: return []
    }
  }

  private func creditCode(_ record: Record) -> [Finding] {
    guard let code = record["uscc"].text, let owner = owners[code], owner.reference != record.reference,
      ThingName.normal(owner.name) != ThingName.normal(Self.owner(record))
    else { return [] }
    return [
      Finding(
        .note, "credit_code_twice", record, "统一社会信用代码“\(code)”与\(owner.reference)相同，单位名称却不同（\(owner.name)）",
        "请核对代码；同一企业的不同厂区可保留")
    ]
  }
}
