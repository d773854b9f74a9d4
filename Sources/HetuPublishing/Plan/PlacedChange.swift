import HetuCartography
import HetuGeometry
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// What changed since the time that a plan is compared with, where it has a place along the river: marked on map, strip and viewer.
struct PlacedChange {
  let operation: ChangeMark.Operation
  let record: Record
  let item: RiverPlan.Item
  /// Where it is marked, longitude and latitude.
  let position: Position
  /// What differs, in words.
  let table: Card.Table
}

extension RiverPlan {
  var placedChanges: [PlacedChange] {
    (changes?.records ?? []).compactMap { change in
      guard let item = change.item, item.record.kind.name != "river_reach" else { return nil }
      let isOnLine = item.record.kind.name == "monitoring_section" || item.record.geometry?.dimension == 1
      let operation: ChangeMark.Operation =
        switch change.operation {
        case .added: .added
        case .changed: .changed
        case .removed: .removed
        }
      let words = PlanChangeDocument.words(change)
      return PlacedChange(
        operation: operation, record: item.record, item: item,
        position: isOnLine ? item.foot : item.record.geometry?.representativePosition ?? item.foot,
        table: Card.Table(
          title: "自 \(changes?.since ?? "") 以来\(operation.title)", columns: [("原值 → 现值", 1, false)],
          rows: (words.isEmpty ? [operation.title] : words).map { [$0] }))
    }
  }
}
