import HetuGeometry
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
        "lacking": .string("plug − usable volume, not below 0"),
        "dam": .string(
          "H = √(2·S·V/B), L = H/S; V the plug, of an unknown mass 3600·Q, of n hours √n·H; B and S of the record, else of its reach"
        ),
        "hold": .string("t = V/Q"),
        "dose": .string(
          "kg/h = 3.6·Q·dose(mg/L), dose = ratio·peak, without a ratio 1 mg/L; ratio times the substance's fraction; total = ratio·mass,"
            + " for 1 mg/L V·1 g/m³"),
        "dilution": .string(
          "Qd = Q·(C − Cs)/(Cs − Cd), Cd = 0; volume = Qd·3600·hours, from exceeds_from_h to exceeds_until_h"),
      ]),
      "substances": .array(response.treated.map(treated)), "works": .array(response.works.map(work)),
      "dams": .array(response.dams.map(dam)), "clean_water": response.cleanWater.map(cleanWater) ?? .null,
      "dosing_point": response.dosingPoint.map(dosingPoint) ?? .null,
      "doses": .array(response.doses.map { dose($0, response.dosingPoint) }),
      "dilutions": .array(response.dilutions.map(dilution)),
      "dilution_reservoirs": .array(response.reservoirs.map { .string($0.record.reference) }),
      "sampling": .members([
        "items": .array(response.samplingItems.map(JSONValue.string)),
        "points": .array(response.samplingPoints.map(samplingPoint)),
      ]),
      "site": .string(response.site), "site_lon": Self.decimal(response.sitePosition?.x, 7),
      "site_lat": Self.decimal(response.sitePosition?.y, 7), "site_front_min": Self.decimal(response.siteMinutes, 0),
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
      "caution": .text(treated.treatment?.caution),
      "verified": (treated.treatment?.verified).map(JSONValue.boolean) ?? .null,
      "source": .text(treated.treatment?.source),
    ])
  }

  private func work(_ work: RiverPlan.Response.Work) -> JSONValue {
    .members([
      "ref": .string(work.record.reference), "name": .string(work.record.name), "action": .string(work.action),
      "path_km": .decimal(work.meeting.pathKm, 3), "seasons_in_time": .array(work.seasons.map { .string($0.rawValue) }),
      "lacking_10k_m3": Self.seasons(work.lacking10kCubicMetres, 6),
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
      "flow_m3_s": Self.seasons(point.flows, 3), "peak_mg_l": Self.seasons(point.peaks, 9),
      "peak_high_mg_l": Self.seasons(point.highPeaks, 9),
      "plug_m3": Self.seasons(point.plugs, 0),
    ])
  }

  private func dose(_ dose: RiverPlan.Response.Dose, _ point: RiverPlan.Response.DosingPoint?) -> JSONValue {
    .members([
      "agent": .string(dose.agent.agent), "role": .string(dose.agent.role), "against": .string(dose.treated.name),
      "as": .text(dose.agent.as), "ratio": Self.decimal(dose.ratio, 4), "formula": .text(dose.agent.formula),
      "total_kg": Self.decimal(dose.totalKilograms, 3),
      "total_kg_per_mg_l": dose.ratio == nil ? Self.seasons((point?.plugs ?? [:]).mapValues { $0 / 1_000 }, 6) : .null,
      "rate_of": .string(dose.ratio == nil ? "1 mg/L" : "the likely peak"), "rate_kg_h": Self.seasons(dose.rates, 6),
      "rate_high_kg_h": Self.seasons(dose.highRates, 6),
    ])
  }

  private func dilution(_ dilution: RiverPlan.Response.Dilution) -> JSONValue {
    .members([
      "ref": .text(dilution.meeting.row.record?.reference), "season": .string(dilution.season.rawValue),
      "flow_m3_s": .decimal(dilution.flow, 3), "concentration_mg_l": .decimal(dilution.concentration, 9),
      "limit_mg_l": .decimal(dilution.limit, 6), "diluting_flow_m3_s": .decimal(dilution.dilutingFlow, 6),
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
      "place": .string(need.place), "lon": .decimal(need.position.x, 7), "lat": .decimal(need.position.y, 7),
      "limit_min": Self.decimal(need.limitMinutes, 0),
      "in_time": .decimal(need.reachable, 1),
      "in_time_batches": .integer(Int64(need.inTime.count)),
      "lines_in_time": need.linesInTime.map { .integer(Int64($0)) } ?? .null,
      "shortage": Self.decimal(need.shortage, 1),
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
