import HetuCartography
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// A plan as JSON: all that is in its products, every figure with its inputs and rule.
struct PlanJSON {
  let plan: RiverPlan
  let imprint: PlanImprint

  /// The plan with what is to be said of its drawings.
  func value(drawings: [JSONValue.Member] = []) -> JSONValue {
    value(scenarios: .array(plan.scenarios.map(scenario)), drawings: drawings)
  }

  /// The plan with its scenarios told so.
  func value(scenarios: JSONValue, drawings: [JSONValue.Member] = []) -> JSONValue {
    let (next, accounts) = (NextAlong(plan), PlanAccounts(plan: plan))
    return .members([
      "river": river(), "imprint": imprintValue(), "question": question(), "formulas": PlanAccounts.formulas,
      "rules": accounts.rules, "counts": accounts.counts(on: imprint.madeOn), "drawings": .object(drawings),
      "stretches": .array(plan.stretches.map(stretch)), "borders": .array(plan.borders.map(border)),
      "reaches": .array(plan.reaches.map(item)), "sections": .array(plan.sections.map(item)),
      "targets": .array(plan.targets.map { item($0, "barrier_above", next.barrier(above: $0)) }),
      "sources": .array(plan.sources.map(threat)),
      "mobile_sources": .array(plan.mobileSources.map(threat)),
      "facilities": .array(plan.facilities.map { item($0, "next_target", next.target(below: $0)) }),
      "scenarios": scenarios, "others": .array(accounts.others.map { .object(members(of: $0)) }),
      "grades": .array(
        plan.assessments.map { RiskCard($0, on: imprint.dataDate).value }),
      "known_usable_volume_10k_m3": .decimal(plan.knownVolume10kCubicMetres, 3),
      "known_usable_volume_outside_10k_m3": .decimal(plan.foreignVolume10kCubicMetres, 3),
      "outside": .array(plan.foreign.sorted().map(JSONValue.string)),
      "drinking_water_facilities": .array(plan.drinkingWaterFacilities.sorted().map(JSONValue.string)),
      "drinking_water_reasons": .array(
        plan.drinkingWaterReasons.sorted { $0.key < $1.key }.map {
          .members(["code": .string($0.key), "reason": .string($0.value)])
        }),
      "notified": .array(plan.notified.map(notified)),
      "teams": .array(plan.teams.map(resource)), "supplies": .array(plan.supplies.map(resource)),
      "mechanisms": .array(plan.mechanisms.map { .object(members(of: $0)) }), "gaps": .array(plan.gaps.map(gap)),
      "changes": plan.changes.map { PlanChangeDocument(plan: plan, changes: $0, imprint: imprint).value() } ?? .null,
      "warnings": .array(
        plan.warnings.map { .members(["message": .string($0.message), "ref": .text($0.reference)]) }),
    ])
  }

  private func river() -> JSONValue {
    .object(
      [
        .init("name", .string(plan.river.name)), .init("code", .string(plan.river.code)),
        .init("drawn_length_km", .decimal(plan.river.lengthKm, 3)), .init("flows_into", .text(plan.mouth.name)),
        .init("flows_into_drawn", .text(plan.mouth.drawn)),
      ] + (plan.record.map { [.init("record", .object(members(of: $0)))] } ?? []))
  }

  private func imprintValue() -> JSONValue {
    .members([
      "compiler": .text(imprint.compiler.nilIfEmpty), "made_on": .string(imprint.madeOn),
      "data_date": .string(imprint.dataDate),
      "note": .text(imprint.note.nilIfEmpty), "audience": .string(plan.audience.rawValue),
    ])
  }

  private func question() -> JSONValue {
    .members([
      "within_m": .decimal(plan.withinMetres, 1), "crs": .string("EPSG:4490"),
      "river_km": .string("kilometres from the mouth along the drawn line, geodesic lengths on GRS 80"),
      "offset_m": .string("distance from the river's line on the ellipsoid GRS 80"),
      "next_target": .string(
        "the target nearest below the source; one that lies beside it, or reaches from above to below it, is at 0 km"),
      "next_facility": .string(
        "the nearest facility below the source that can close the river (拦截) and is no drinking water source"
      ),
    ])
  }

  private func item(_ item: RiverPlan.Item) -> JSONValue { .object(figures(of: item) + members(of: item.record)) }

  /// Something with what lies next along the river, under a name.
  private func item(
    _ item: RiverPlan.Item, _ name: String, _ next: (item: RiverPlan.Item, pathKm: Double)?
  ) -> JSONValue {
    .object(
      figures(of: item) + [
        .init(name, .text(next?.item.record.reference)),
        .init("\(name)_path_km", next.map { .decimal($0.pathKm, 3) } ?? .null),
      ] + members(of: item.record))
  }

  private func figures(of item: RiverPlan.Item) -> [JSONValue.Member] {
    [
      .init("ref", .string(item.record.reference)), .init("river_km", .decimal(item.riverKm, 3)),
      .init("to_km", item.toKm.map { .decimal($0, 3) } ?? .null), .init("offset_m", .decimal(item.offsetMetres, 1)),
      .init("bank", item.bank == .onLine ? .null : .string(item.bank.rawValue)), .init("place", .string(item.place)),
    ]
  }

  private func threat(_ threat: RiverPlan.Threat) -> JSONValue {
    .object(
      figures(of: threat.source) + [
        .init("next_target", .text(threat.target?.record.reference)),
        .init("next_target_path_km", threat.targetPathKm.map { .decimal($0, 3) } ?? .null),
        .init("next_facility", .text(threat.facility?.record.reference)),
        .init("next_facility_path_km", threat.facilityPathKm.map { .decimal($0, 3) } ?? .null),
        .init("shielded", .boolean(threat.isShielded)),
      ] + members(of: threat.source.record))
  }

  /// A scenario with the whole answers of its traces and races.
  func scenario(_ scenario: RiverPlan.Scenario) -> JSONValue {
    .members([
      "number": .integer(Int64(scenario.number)), "source": origin(scenario.origin),
      "reason": .string(scenario.reason), "requested": .boolean(scenario.isRequested),
      "spill": scenario.spill.map { .object($0.members) } ?? .null, "curves": .array(scenario.curves.map(curves)),
      "response": ResponseJSON(scenario.response).value, "event": EventReport(scenario.event).value,
      "seasons": .array(
        Season.allCases.map { season in
          .members([
            "season": .string(season.rawValue), "trace": scenario.traces[season]?.json() ?? .null,
            "stop": scenario.races[season]?.json() ?? .null,
          ])
        }),
    ])
  }

  private func origin(_ origin: RiverPlan.Scenario.Origin) -> JSONValue {
    .members([
      "ref": .text(origin.record?.reference), "name": .string(origin.name), "place": .string(origin.place),
      "river_km": origin.riverKm.map { .decimal($0, 3) } ?? .null,
      "upper_km": origin.upperKm.map { .decimal($0, 3) } ?? .null, "lon": .decimal(origin.position.x, 7),
      "lat": .decimal(origin.position.y, 7),
    ])
  }

  /// The concentrations that the charts show: likely values without the background.
  private func curves(_ curves: RiverPlan.TargetCurves) -> JSONValue {
    .members([
      "ref": .string(curves.target.reference), "name": .string(curves.target.name),
      "path_km": .decimal(curves.pathKm, 3), "substance": .string(curves.substance),
      "limit_mg_l": curves.limit.map { .decimal($0.milligramsPerLitre, 6) } ?? .null,
      "limit_basis": .text(curves.limit?.basis),
      "seasons": .array(
        Season.allCases.compactMap { season in
          curves.points[season].map { points in
            .members([
              "season": .string(season.rawValue), "hours": .array(points.map { .decimal($0.hours, 3) }),
              "mg_l": .array(points.map { .decimal($0.milligramsPerLitre, 6) }),
            ])
          }
        }),
    ])
  }

  private func stretch(_ stretch: RiverPlan.Stretch) -> JSONValue {
    .members([
      "number": .integer(Int64(stretch.number)), "from_km": .decimal(stretch.fromKm, 3),
      "to_km": .decimal(stretch.toKm, 3),
      "length_km": .decimal(stretch.fromKm - stretch.toKm, 3), "from": .string(stretch.fromName),
      "to": .string(stretch.toName),
      "district": .text(stretch.district), "sources": .integer(Int64(stretch.sourceCount)),
      "targets": .integer(Int64(stretch.targetCount)), "facilities": .integer(Int64(stretch.facilityCount)),
    ])
  }

  private func border(_ border: RiverPlan.Border) -> JSONValue {
    .members([
      "river_km": .decimal(border.riverKm, 3), "name": .string(border.name), "upper": .text(border.upper?.code),
      "lower": .text(border.lower?.code),
    ])
  }

  private func notified(_ notified: RiverPlan.Notified) -> JSONValue {
    .members([
      "code": .string(notified.district.code), "name": .string(notified.district.name),
      "relation": .string(notified.relation), "own": .boolean(notified.isOwn),
      "ecology_bureau": JSONValue(notified.district["ecology_bureau"]),
      "duty_phone": JSONValue(notified.district["duty_phone"]),
      "government_phone": JSONValue(notified.district["government_phone"]),
    ])
  }

  private func resource(_ resource: RiverPlan.Resource) -> JSONValue {
    .object(
      [
        .init("ref", .string(resource.record.reference)),
        .init("distance_m", resource.distanceMetres.map { .decimal($0, 0) } ?? .null),
      ] + members(of: resource.record))
  }

  private func gap(_ gap: RiverPlan.Gap) -> JSONValue {
    .members([
      "rule": .string(gap.rule.rawValue), "chapter": .integer(Int64(gap.chapter)), "what": .string(gap.what),
      "from": .string(gap.from), "refs": .array(gap.records.map { .string($0.reference) }),
    ])
  }

  /// All that is known of a record, with its position.
  private func members(of record: Record) -> [JSONValue.Member] {
    var members = [JSONValue.Member("kind", .string(record.kind.name)), .init("title", .string(record.kind.title))]
    for (property, value) in zip(record.kind.properties, record.values) where !value.isNull {
      members.append(.init(property.name == "river_km" ? "declared_river_km" : property.name, JSONValue(value)))
    }
    if let position = record.geometry?.representativePosition {
      members += [.init("lon", .decimal(position.x, 7)), .init("lat", .decimal(position.y, 7))]
    }
    return members
  }
}
