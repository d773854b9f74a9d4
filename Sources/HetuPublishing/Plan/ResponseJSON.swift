import HetuHydrology
import HetuPlanning
import HetuRegistry

/// What is done about a scenario as JSON, every figure with its inputs and formula.
struct ResponseJSON {
  private let response: RiverPlan.Response

  init(_ response: RiverPlan.Response) { self.response = response }

  var value: JSONValue {
    .members([
      "rules": .text(response.rules?.id), "verified": (response.rules?.verified).map(JSONValue.boolean) ?? .null,
      "formulas": .members([
        "plug": .string("V = Q·Δt, Δt the longest that the limit stays exceeded"),
        "dam": .string("H = √(2·S·V/B), L = H/S"), "hold": .string("t = V/Q"),
        "dose": .string("kg/h = 3.6·Q·dose(mg/L)"), "dilution": .string("Qd = Q·(C − Cs)/(Cs − Cd), Cd = 0"),
      ]),
      "substances": .array(response.treated.map(treated)), "works": .array(response.works.map(work)),
      "dams": .array(response.dams.map(dam)), "clean_water": response.cleanWater.map(cleanWater) ?? .null,
      "dosing_point": response.dosingPoint.map(dosingPoint) ?? .null, "doses": .array(response.doses.map(dose)),
      "dilutions": .array(response.dilutions.map(dilution)),
      "dilution_reservoirs": .array(response.reservoirs.map { .string($0.record.reference) }),
      "sampling": .members([
        "items": .array(response.samplingItems.map(JSONValue.string)),
        "points": .array(response.samplingPoints.map(samplingPoint)),
      ]),
      "site": .string(response.site), "site_front_min": Self.decimal(response.siteMinutes, 0),
      "site_limit_min": Self.decimal(response.siteLimitMinutes, 0),
      "helpers": .array(
        response.helpers.map {
          .members([
            "ref": .string($0.record.reference), "name": .string($0.record.name), "min": .decimal($0.minutes, 0),
            "in_time": $0.isInTime.map(JSONValue.boolean) ?? .null,
          ])
        }),
      "needs": .array(response.needs.map(need)),
      "lacks": .array(
        response.lacks.map { .members(["what": .string($0.what), "from": .string($0.from)]) }),
    ])
  }

  private static func decimal(_ number: Double?, _ decimals: Int) -> JSONValue {
    number.map { .decimal($0, decimals) } ?? .null
  }

  private static func seasons(_ figures: [Season: Double], _ decimals: Int) -> JSONValue {
    .object(Season.allCases.map { .init($0.rawValue, decimal(figures[$0], decimals)) })
  }

  private func treated(_ treated: RiverPlan.Response.Treated) -> JSONValue {
    .members([
      "name": .string(treated.name), "counted_as": .string(treated.counted), "fraction": .decimal(treated.fraction, 4),
      "class": .text(treated.treatment?.title), "method": .text(treated.treatment?.method),
      "verified": (treated.treatment?.verified).map(JSONValue.boolean) ?? .null,
      "source": .text(treated.treatment?.source),
    ])
  }

  private func work(_ work: RiverPlan.Response.Work) -> JSONValue {
    .members([
      "ref": .string(work.record.reference), "name": .string(work.record.name), "action": .string(work.action),
      "path_km": .decimal(work.meeting.pathKm, 3), "seasons_in_time": .array(work.seasons.map { .string($0.rawValue) }),
    ])
  }

  private func dam(_ dam: RiverPlan.Response.Dam) -> JSONValue {
    .members([
      "ref": .string(dam.record.reference), "season": .string(dam.season.rawValue),
      "width_m": .decimal(dam.widthMetres, 1), "slope": .decimal(dam.slope, 6),
      "volume_m3": .decimal(dam.volumeCubicMetres, 0), "volume_of": .string(dam.holdsPlug ? "plug" : "inflow of 1 h"),
      "depth_m": .decimal(dam.depthMetres, 2), "backwater_m": .decimal(dam.backwaterMetres, 0),
    ])
  }

  private func cleanWater(_ water: RiverPlan.Response.CleanWater) -> JSONValue {
    .members([
      "ref": .string(water.item.record.reference), "distance_km": .decimal(water.distanceKm, 3),
      "flow_m3_s": Self.seasons(water.flows, 3), "hold_h": Self.seasons(water.holdHours, 1),
    ])
  }

  private func dosingPoint(_ point: RiverPlan.Response.DosingPoint) -> JSONValue {
    .members([
      "ref": .string(point.record.reference), "path_km": .decimal(point.pathKm, 3),
      "flow_m3_s": Self.seasons(point.flows, 3), "peak_mg_l": Self.seasons(point.peaks, 6),
      "peak_high_mg_l": Self.seasons(point.highPeaks, 6),
      "plug_m3": Self.seasons(point.plugs, 0),
    ])
  }

  private func dose(_ dose: RiverPlan.Response.Dose) -> JSONValue {
    .members([
      "agent": .string(dose.agent.agent), "role": .string(dose.agent.role), "against": .string(dose.treated.name),
      "as": .text(dose.agent.as), "ratio": Self.decimal(dose.ratio, 4), "formula": .text(dose.agent.formula),
      "total_kg": Self.decimal(dose.totalKilograms, 1),
      "rate_of": .string(dose.ratio == nil ? "1 mg/L" : "the likely peak"), "rate_kg_h": Self.seasons(dose.rates, 3),
      "rate_high_kg_h": Self.seasons(dose.highRates, 3),
    ])
  }

  private func dilution(_ dilution: RiverPlan.Response.Dilution) -> JSONValue {
    .members([
      "ref": .text(dilution.meeting.row.record?.reference), "season": .string(dilution.season.rawValue),
      "flow_m3_s": .decimal(dilution.flow, 3), "concentration_mg_l": .decimal(dilution.concentration, 6),
      "limit_mg_l": .decimal(dilution.limit, 6), "diluting_flow_m3_s": .decimal(dilution.dilutingFlow, 3),
      "hours": .decimal(dilution.hours, 2), "volume_m3": .decimal(dilution.volumeCubicMetres, 0),
    ])
  }

  private func samplingPoint(_ point: RiverPlan.Response.SamplingPoint) -> JSONValue {
    .members([
      "name": .string(point.name), "role": .string(point.role), "path_km": .decimal(point.pathKm, 3),
      "arrival_earliest_h": Self.seasons(point.arrivals, 2),
    ])
  }

  private func need(_ need: RiverPlan.Response.Need) -> JSONValue {
    .members([
      "name": .string(need.name), "purpose": .string(need.purpose), "unit": .string(need.unit),
      "amount": Self.decimal(need.amount, 1), "amount_of": .string(need.isEach ? "each line" : "all"),
      "place": .string(need.place), "limit_min": Self.decimal(need.limitMinutes, 0),
      "in_time": .decimal(need.reachable, 1),
      "in_time_batches": .integer(Int64(need.inTime.count)), "shortage": Self.decimal(need.shortage, 1),
      "stock": .array(
        need.deliveries.map {
          .members([
            "ref": .string($0.record.reference), "min": .decimal($0.minutes, 0), "amount": Self.decimal($0.amount, 1),
            "uncounted": .text($0.uncounted),
          ])
        }),
    ])
  }
}
