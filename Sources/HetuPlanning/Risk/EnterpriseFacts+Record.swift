import Foundation
import HetuRegistry
import HetuRisk
import HetuSchemas

extension EnterpriseFacts {
  /// What a record of `key_enterprise` tells, but for what lies below its outfalls.
  init(_ record: Record) {
    self.init()
    enterpriseType = record["enterprise_type"].text
    substances = RecordedItems.of(record["substances"])?.map { item in
      StoredSubstance(
        name: item.text("name") ?? "", cas: item.text("cas"), form: item.text("form"),
        concentrationPct: item.number("concentration_pct"), stockT: item.number("max_stock_t"))
    }
    processes = RecordedItems.of(record["processes"])?.map { item in
      ProcessLine(type: item.text("type") ?? "", sets: item.number("sets").flatMap { Int(exactly: $0) })
    }
    for (property, value) in zip(record.kind.properties, record.values) {
      if let text = value.text { measures[property.name] = text }
    }
    accidents = RecordedItems.of(record["accidents"])?.map { item in
      PastAccident(date: item.text("date"), medium: item.text("medium"), grade: item.text("grade"))
    }
    penalised = record["penalised"].boolean
    population5km = record["population_5km"].number.flatMap { Int(exactly: $0) }
    population500m = record["population_500m"].number.flatMap { Int(exactly: $0) }
    restrictedAreaNearby = record["restricted_area_nearby"].boolean
    fragileGround = record["fragile_ground"].boolean
  }
}

/// One object of a list inside a record.
struct RecordedItem {
  private let members: [String: Any]

  fileprivate init(_ members: [String: Any]) { self.members = members }

  func text(_ name: String) -> String? { (members[name] as? String).flatMap { $0.isEmpty ? nil : $0 } }
  func number(_ name: String) -> Double? { (members[name] as? NSNumber)?.doubleValue }
}

enum RecordedItems {
  /// The objects of a list; nil where nothing is recorded, or what another program left there is no list.
  static func of(_ value: Value) -> [RecordedItem]? {
    guard case .list(let text) = value,
      let items = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
    else { return nil }
    return items.map { RecordedItem($0 as? [String: Any] ?? [:]) }
  }
}
