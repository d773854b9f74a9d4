import Foundation
import HetuRegistry
import HetuRisk
import HetuSchemas

extension EnterpriseFacts {
  /// What a record of `key_enterprise` tells, but for what lies below its outfalls.
  init(_ record: Record, _ rules: EnterpriseRules) {
    self.init()
    enterpriseType = record["enterprise_type"].text
    substances = record["substances"].recordedItems?.map { item in
      StoredSubstance(
        name: item.text("name") ?? "", cas: item.text("cas"), form: item.text("form"),
        concentrationPct: item.number("concentration_pct"), stockT: item.number("max_stock_t"),
        thresholdT: item.number("threshold_t"))
    }
    processes = record["processes"].recordedItems?.map { item in
      ProcessLine(type: item.text("type") ?? "", sets: item.number("sets").flatMap { Int(exactly: $0) })
    }
    for property in rules.measuredProperties { measures[property] = record[property].text }
    accidents = record["accidents"].recordedItems?.map { item in
      PastAccident(date: item.text("date"), medium: item.text("medium"), grade: item.text("grade"))
    }
    penalised = record["penalised"].boolean
    population5km = record["population_5km"].number.flatMap { Int(exactly: $0) }
    population500m = record["population_500m"].number.flatMap { Int(exactly: $0) }
    restrictedAreaNearby = record["restricted_area_nearby"].boolean
    fragileGround = record["fragile_ground"].boolean
  }
}

extension TailingsFacts {
  /// What a record of `tailings_pond` tells, but for what lies below it.
  init(_ record: Record) {
    self.init()
    minerals = record["minerals"].texts
    beneficiation = record["beneficiation"].texts
    wasteClass = record["waste_class"].text
    sizeGrade = record["size_grade"].text
    volume = Self.figure(record, "current_capacity_10k_m3", else: "total_capacity_10k_m3")
    damHeight = Self.figure(record, "dam_height_m", else: "design_dam_height_m")
    pollutants = record["pollutants"].recordedItems?.map { item in
      Pollutant(name: item.text("name") ?? "", timesOver: item.number("times_over"))
    }
    seismicIntensity = record["seismic_intensity"].number
    landslide = record["landslide"].boolean
    debrisFlow = record["debris_flow"].boolean
    safety = record["safety"].text
    overhead = record["overhead"].boolean
    overheadPopulation = record["overhead_population"].number.flatMap { Int(exactly: $0) }
    hazard = Self.index(record, "h")
    sensitivity = Self.index(record, "s")
    reliability = Self.index(record, "r")
    for item in record["risk_item_scores"].recordedItems ?? [] {
      if let title = item.text("item"), let score = item.number("score") { itemScores[title] = score }
    }
  }

  /// A figure as it is now, else as designed.
  private static func figure(_ record: Record, _ property: String, else other: String) -> Figure {
    let name = record[property].isNull && !record[other].isNull ? other : property
    return Figure(property: name, title: record.kind.property(name)?.title ?? name, value: record[name].number)
  }

  private static func index(_ record: Record, _ letter: String) -> Index {
    Index(
      score: record["risk_\(letter)_score"].number,
      level: record["risk_\(letter)_class"].text.flatMap { $0.last?.wholeNumberValue })
  }
}

/// One object of a list inside a record.
struct RecordedItem {
  private let members: [String: Any]

  fileprivate init(_ members: [String: Any]) { self.members = members }

  func text(_ name: String) -> String? { (members[name] as? String).flatMap { $0.isEmpty ? nil : $0 } }
  func number(_ name: String) -> Double? { (members[name] as? NSNumber)?.doubleValue }
}

extension Value {
  /// The objects of a list; nil where nothing is recorded, or what another program left there is no list.
  var recordedItems: [RecordedItem]? { elements?.map { RecordedItem($0 as? [String: Any] ?? [:]) } }
}
