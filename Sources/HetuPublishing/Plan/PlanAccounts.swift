import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuRisk
import HetuSchemas

/// By what rules the figures of a plan come about, and from which of its other figures.
struct PlanAccounts {
  let plan: RiverPlan

  /// The figures that the rules in use give.
  var rules: JSONValue {
    let response = plan.scenarios.first?.response
    return .members([
      "race": response?.raceRules.map(race) ?? .null,
      "monitoring": (response?.rules?.monitoring).map(monitoring) ?? .null,
      "reporting": .array((plan.scenarios.first?.event.rules.deadlines ?? []).map(deadline)),
    ])
  }

  private func race(_ rules: RaceRules) -> JSONValue {
    .members([
      "id": .string(rules.id), "edition": .string(rules.edition), "verified": .boolean(rules.verified),
      "call_min": .decimal(rules.callMinutes, 1), "mobilise_min": .decimal(rules.mobiliseMinutes, 1),
      "load_min": .decimal(rules.loadMinutes, 1), "road_speed_km_h": .decimal(rules.roadSpeedKmH, 1),
      "detour_factor": .decimal(rules.detourFactor, 2), "stretch_km": .decimal(rules.stretchKm, 1),
      "works": .array(
        rules.works.map { work in
          .members([
            "facility_class": .text(work.facilityClass), "by": .string(work.by.rawValue),
            "supplies": .array(work.supplies.map(JSONValue.string)),
          ])
        }),
    ])
  }

  private func monitoring(_ rules: ResponseRules.Monitoring) -> JSONValue {
    .members([
      "background_interval_h": .decimal(rules.backgroundIntervalH, 1), "lead_h": .decimal(rules.leadH, 1),
      "near_interval_h": .decimal(rules.nearIntervalH, 1), "far_interval_h": .string(rules.farIntervalH),
      "verified": .boolean(rules.verified), "source": .string(rules.source),
    ])
  }

  private func deadline(_ deadline: Sourced<EventRules.Deadline>) -> JSONValue {
    .members([
      "grades": .array(deadline.grades.map { .string($0.title) }), "hours": .decimal(deadline.hours, 2),
      "after": .string(deadline.after), "who": .string(deadline.who), "to": .string(deadline.to),
      "clause": .string(deadline.clause), "verified": .boolean(deadline.verified),
    ])
  }

  /// How many there are of what the strategy counts.
  func counts(on day: String) -> JSONValue {
    .object(
      [
        ("sources", plan.sources.count), ("mobile_sources", plan.mobileSources.count), ("targets", plan.targets.count),
        ("facilities", plan.facilities.count), ("facilities_in_own_districts", plan.ownFacilityCount),
        ("facilities_of_known_volume", plan.holdingFacilities.count), ("sections", plan.sections.count),
        ("without_verified_on", plan.unverifiedCount), ("supplies_past_their_day", plan.expiredSupplyCount(on: day)),
        ("listed_teams_and_supplies", PlanQuestion.listedResources),
        ("explained_grades", PlanQuestion.explainedSources),
      ].map { .init($0.0, .integer(Int64($0.1))) })
  }

  /// Records that scenarios name and no list of the plan has: facilities on other rivers, teams and supplies from afar.
  var others: [Record] {
    var seen = Set(
      (plan.facilities.map(\.record) + (plan.teams + plan.supplies).map(\.record)).map(\.reference))
    let named = plan.scenarios.flatMap { scenario -> [Record] in
      let facilities = scenario.runners.compactMap(\.row.record).filter { $0.kind.name == "emergency_facility" }
      let supplies = scenario.response.needs.flatMap(\.deliveries).map(\.record)
      return facilities + scenario.response.helpers.map(\.record) + supplies
    }
    return named.filter { seen.insert($0.reference).inserted }
  }

  /// How figures come about, by their names in `plan.json`; the figures that are named there are the inputs.
  static let formulas = JSONValue.object(
    """
    offset_m: geodesic distance from the river's line on GRS 80
    distance_m: straight geodesic distance from lon, lat to the river's line on GRS 80
    next_target_path_km: river_km, of what has some length to_km, less the river_km of next_target; not below 0; \
    likewise next_facility_path_km
    barrier_above_path_km: to_km or river_km of barrier_above less river_km
    known_usable_volume_10k_m3: sum of usable_volume_10k_m3 of the facilities that are neither outside nor \
    drinking_water_facilities
    path_km: lengths of the trace's reaches from the release along the shortest way
    speed_m_s: the first of: recorded, flow ÷ (width·depth), another season's, Manning, Jobson, the river type's \
    default; basis tells which; speed_low and speed_high by the bands of hetu-default-speeds (unverified)
    arrival_h: 0.89·Σ length/speed_m_s + Σ V/Q over the reaches of the soonest way (Jobson 1996, eq. 18); earliest: \
    speed_high, without V/Q; latest: speed_low; rounded down, the latest up, to 0.01 h
    peak_h: Σ length/speed_m_s + Σ V/Q + duration/2; earliest: speed_high, without V/Q and duration; latest: \
    speed_low, with all of it
    recovery_h: 0.89·T + 2·10⁶/Cup s + Σ V/Q + duration, T = Σ length/speed, Cup = 857·T^(−0.760·q^−0.079), q = \
    flow_ratio weighted by time, without it 1025·T^−0.887 (Jobson 1996, eq. 7 and 19); not before the peak
    front: what documents, races and needs go by: the sooner of arrival_h and exceeds_from_h, likewise the earliest
    clock: hours in documents: fronts rounded down, recoveries and arrivals of people up, to 10 min below 6 h, 30 \
    min below 48 h, else 1 h
    concentration_mg_l: greatest of M/Q·e^(−(t−T)²/(2σ²t/T)−kt)·√(T/(2πσ²t)), of a release that lasts its mean over \
    the duration; T = Σ length/speed + Σ V/Q, σ² = Σ 2·dispersion·length/speed³, Q the greatest flow_m3_s on the \
    way, M·fraction, k = decay_per_day; low and high over the ends of speed and dispersion
    limit_mg_l: of the class of water that limit_basis tells: the record's water_quality_target, else III
    exceeds_from_h: when that concentration, at the likely speed and dispersion, is first above limit_mg_l, exceeds_until_h \
    last; earliest and latest of all ends of both; not before the same at a place above from which on the water spreads faster
    exceedance: concentration_mg_l ÷ limit_mg_l − 1
    travel_min: 0 with a duty_phone where the operator closes it; else of the soonest team, and of supplies where \
    its class needs them, the later: response_time_min or load_time_min, else rules.race, + km in a straight \
    line·detour_factor ÷ road_speed_km_h·60
    needed_min: call_min + travel_min + opening_min, rounded up
    margin_min: 60·(earliest front − elapsed_h) − needed_min, rounded down; margin_likely_min by the likely front
    hold_h: volume ÷ (inflow·3600), rounded down to 0.1 h, in documents from 100 h on to whole hours
    min: of helpers and stock: rules.race.call_min + travel_min from their lon, lat to those of the site or need
    limit_min: 60·earliest front at the place in the seasons in which it is in time; of teams and of what a facility \
    needs less opening_min
    shortage: amount − in_time, in_time the sum of stock with min up to limit_min; of agents with a ratio times \
    purity_pct
    sampling: often from rules.monitoring.lead_h before arrival_earliest_h on
    map.scale_denominator: the least of a row of round numbers at which the sheet holds what it shows; front marks \
    even between arrivals at normal flow
    strip: places along the line; front marks even between the arrivals of the shown scenario
    counts: rows of the lists; of stretches the records of which some part lies within within_m along it, each once a stretch
    """.split(separator: "\n").map { line in
      let parts = line.split(separator: ": ", maxSplits: 1)
      return .init(String(parts[0]), .string(String(parts[1])))
    })
}

/// What lies next along a river: the target below something, the barrier above something.
struct NextAlong: Sendable {
  private let targets: [RiverPlan.Item]
  private let barriers: [RiverPlan.Item]
  private let targetKms: [Double]
  private let barrierKms: [Double]

  init(_ plan: RiverPlan) {
    (targets, barriers) = (plan.targets, plan.barriers)
    (targetKms, barrierKms) = (targets.map(\.riverKm), barriers.map(\.lowerKm))
  }

  /// The sensitive target next below, with the kilometres along the river to it.
  func target(below item: RiverPlan.Item) -> (item: RiverPlan.Item, pathKm: Double)? {
    targetKms.firstIndex { $0 <= item.lowerKm }.map { (targets[$0], item.lowerKm - targetKms[$0]) }
  }

  /// What closes the river next above, with the kilometres along the river from it.
  func barrier(above item: RiverPlan.Item) -> (item: RiverPlan.Item, pathKm: Double)? {
    barrierKms.lastIndex { $0 > item.riverKm }.map { (barriers[$0], barrierKms[$0] - item.riverKm) }
  }
}

extension RiverPlan {
  /// How many of the facilities lie within the registry's own districts.
  var ownFacilityCount: Int { facilities.count { !foreign.contains($0.record.reference) } }
  /// How many fixed sources and facilities have no day of verification.
  var unverifiedCount: Int { (sources.map(\.source) + facilities).count { $0.record["verified_on"].isNull } }
  /// How many supplies are past their day on another (`2021-11-15`).
  func expiredSupplyCount(on day: String) -> Int { supplies.count { $0.isExpired(on: day) } }
}

extension RiverPlan.Resource {
  /// Whether a supply is past its day on another (`2021-11-15`).
  func isExpired(on day: String) -> Bool { record["expires_on"].text.map { $0 < day } ?? false }
}
