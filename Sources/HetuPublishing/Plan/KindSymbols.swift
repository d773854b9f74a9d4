import HetuCartography
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Which symbol a record has on maps: form by kind, colour by grade.
enum KindSymbols {
  static func form(of record: Record) -> SymbolForm? {
    switch record.kind.name {
    case "tailings_pond": .tailingsPond
    case "key_enterprise": .keyEnterprise
    case "chemical_park": .chemicalPark
    case "oil_pipeline": .pipelineCrossing
    case "hazmat_carrier": .hazmatCarrier
    case "hazmat_route": .hazmatCrossing
    case "drinking_water_source": .drinkingWaterIntake
    case "sensitive_target": record["target_class"].text == "饮用水取水口" ? .drinkingWaterIntake : .sensitiveTarget
    case "monitoring_section": .monitoringSection
    case "emergency_facility": facility(record["facility_class"].text ?? "")
    case "government_supply", "enterprise_supply": .supplies
    case "management_team", "expert", "monitoring_unit", "rescue_team": .team
    default: record.kind.group == .riskSource ? .keyEnterprise : nil
    }
  }

  /// Whether its outline is broken: of a facility that can't hold polluted water, or must not.
  static func hasBrokenOutline(_ record: Record, in plan: RiverPlan? = nil) -> Bool {
    record.kind.name == "emergency_facility"
      && (!FacilityUse.functions(of: record).contains("暂存")
        || plan?.drinkingWaterFacilities.contains(record.code) ?? (record["is_drinking_water_source"].boolean == true))
  }

  /// The usable volume of a record, 10⁴ m³; nil where none is known, and of drinking water, which holds nothing polluted.
  static func usableVolume(_ record: Record, in plan: RiverPlan) -> Double? {
    plan.drinkingWaterFacilities.contains(record.code) ? nil : record["usable_volume_10k_m3"].number
  }

  private static func facility(_ facilityClass: String) -> SymbolForm {
    switch facilityClass {
    case "水库": .reservoir
    case "闸坝", "阀门": .gate
    case "橡胶坝", "引水式电站", "坝式电站", "临时筑坝点": .dam
    case "坑塘", "应急池", "湿地", "洼地": .pond
    case "桥梁": .bridge
    case "明渠", "干枯河道", "江心洲型河道": .channel
    default: .otherFacility
    }
  }

  /// The level of a protection zone's record; nil for all other records.
  static func zoneLevel(of record: Record) -> ProtectionZone.Level? {
    guard record.kind.name == "protection_zone" else { return nil }
    return ["一级": .first, "二级": .second, "准": .quasi][record["zone_level"].text ?? ""]
  }

  static func grade(of record: Record) -> Grade {
    let text = record.kind.gradeProperty.flatMap { record[$0].text }
    return Grade.allCases.first { $0.title == text } ?? .undetermined
  }

  /// What goes first where there is no room for all: targets and the gravest sources, then facilities by volume.
  static func importance(of record: Record) -> Double {
    switch record.kind.name {
    case "drinking_water_source": 100
    case "sensitive_target": 80
    case "emergency_facility": 50 + min(20, (record["usable_volume_10k_m3"].number ?? 0) / 10)
    default:
      switch grade(of: record) {
      case .major: 90
      case .considerable: 70
      case .general: 40
      case .undetermined: 45
      }
    }
  }
}
