/// What a plan is held against, the most dangerous first. The raw value is the rule's stable name.
public enum PlanRule: String, Sendable, CaseIterable {
  case targetUnprotected = "target_unprotected"
  case sourceExposed = "source_exposed"
  case noFacilities = "no_facilities"
  case targetHeldPartly = "target_held_partly"
  case borderUnprotected = "border_unprotected"
  case stretchWithoutStop = "stretch_without_stop"
  case targetPhone = "target_phone"
  case districtPhone = "district_phone"
  case facilityPhone = "facility_phone"
  case facilityVolume = "facility_volume"
  case facilityFunctions = "facility_functions"
  case facilityOpening = "facility_opening"
  case facilityUnreachable = "facility_unreachable"
  case stretchWithoutFacility = "stretch_without_facility"
  case sourceSubstances = "source_substances"
  case sourceGrade = "source_grade"
  case reachSpeed = "reach_speed"
  case noTeams = "no_teams"
  case noSupplies = "no_supplies"
  case noSections = "no_sections"
  case noTargets = "no_targets"
  case noSources = "no_sources"
  case districts = "districts"
  case mouth = "mouth"
  case reachSection = "reach_section"
  case facilityAccess = "facility_access"
  case targetWithoutScenario = "target_without_scenario"
  case scenarioMass = "scenario_mass"
  case scenarioData = "scenario_data"
  case riverRecord = "river_record"

  /// How bad it is.
  public var severity: Finding.Severity {
    switch self {
    case .targetUnprotected, .sourceExposed, .noFacilities: .error
    case .reachSection, .facilityAccess, .targetWithoutScenario, .scenarioMass, .scenarioData, .riverRecord: .note
    default: .warning
    }
  }
}
