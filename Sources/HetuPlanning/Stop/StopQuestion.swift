import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// Where can a spill be stopped, and who is first: the water or the people?
public struct StopQuestion: Sendable {
  let trace: WaterTraceQuestion
  let elapsedHours: Double
  let callMinutes: Double?
  let today: String?

  /// The race from a place downstream.
  ///
  /// - Parameters:
  ///   - trace: the way of the water; always downstream.
  ///   - elapsedHours: hours since the release, 0 or more.
  ///   - callMinutes: minutes until those who must go are reached; nil for the default of the rules.
  ///   - today: the day that decides which supplies are past their date; nil keeps all.
  public init(_ trace: WaterTraceQuestion, elapsedHours: Double = 0, callMinutes: Double? = nil, today: String? = nil) {
    var trace = trace
    trace.direction = .downstream
    self.trace = trace
    self.elapsedHours = elapsedHours
    self.callMinutes = callMinutes
    self.today = today
  }

  /// The race between water and people.
  ///
  /// - Throws: as `WaterTraceQuestion`; `TravelTimeError` for a negative time.
  public func answer(from water: Water) throws -> WaterRace {
    let rules = try RaceRules.standard()
    let responders = try Responders(water.registry, rules: rules, today: today, audience: trace.audience)
    return try race(over: try trace.search(water), water, responders)
  }

  /// The race over what a trace of the same question found, with those who can come.
  func race(over found: WaterTraceQuestion.Found, _ water: Water, _ responders: Responders) throws -> WaterRace {
    let rules = responders.rules
    var runners = try Runners(self, found, rules: rules, responders: responders)
    try runners.findLines()
    var main = trace
    main.mode = .mainstem
    let course = trace.mode == .mainstem ? found : try main.search(water)
    return WaterRace(self, found, runners, stretches: try runners.stretches(along: course), rules: rules)
  }

  /// Along what a facility, a target or a border was met, with the race to it.
  struct Runner {
    let encounter: Trace.Encounter
    /// When the water comes: the front, or the limit exceeded where that is sooner.
    let front: TimeBand
    let subject: WaterSubjects.Subject
    /// The facility's race; nil for what is to be shielded.
    let entry: RaceEntry?
    /// Whether it may be used to stop polluted water, and why not.
    let obstacle: String?
    let who: String
    /// The team that must come; nil where those on the spot do it.
    let team: String?
    let flow: Double?
    /// The water that must be held at a facility: without end while the release goes on; nil where not known.
    let plugCubicMetres: Double?
    /// The facilities in time that hold all water that comes to this target, downstream.
    var lines: [Int] = []

    /// Whether water can be stopped here in time, though perhaps not all of it.
    var isStop: Bool { obstacle == nil && entry?.verdict == .inTime }
    /// Whether it holds less than must be held; nil where either is not known.
    var isTooSmall: Bool? {
      guard let volume = entry?.usableVolumeCubicMetres, let plugCubicMetres else { return nil }
      return volume < plugCubicMetres
    }
    /// Its usable volume, m³; nil where not known, and of what is to be shielded.
    var volume: Double? { entry?.usableVolumeCubicMetres }
    var record: Record? { subject.record }
    var name: String { subject.name }
  }

  /// All that takes part in a race, by distance along the water.
  struct Runners {
    private let question: StopQuestion
    private let found: WaterTraceQuestion.Found
    private let rules: RaceRules
    private(set) var all: [Runner] = []

    init(_ question: StopQuestion, _ found: WaterTraceQuestion.Found, rules: RaceRules, responders: Responders) throws {
      self.question = question
      self.found = found
      self.rules = rules
      let ways = found.ways
      let met = found.trace.encounters.compactMap { found.subjects[$0].record }
      let drinking = FacilityUse.drinkingWater(among: met)
      for encounter in found.trace.encounters {
        try Task.checkCancellation()
        let subject = found.subjects[encounter]
        let isFacility = subject.record?.kind.name == "emergency_facility"
        guard subject.record.map({ isFacility || PlanQuestion.targetKinds.contains($0.kind.name) }) ?? true,
          !(subject.record.map(question.trace.isOrigin) ?? false),
          let times = try ways.times(at: encounter, for: question.trace.span)
        else { continue }
        let forecast = try forecast(encounter, subject.record, way: try ways.way(to: encounter))
        // A great mass exceeds its limit before the front as a share of the peak's time has come.
        let front = forecast?.front.map { times.front.earlier($0) } ?? times.front
        if let record = subject.record, isFacility {
          all.append(try facility(encounter, front, record, drinking, responders.arrival(at: record), forecast))
        } else {
          all.append(
            Runner(
              encounter: encounter, front: front, subject: subject, entry: nil, obstacle: nil, who: "", team: nil,
              flow: found.pieces[encounter.edge].flowCubicMetresPerSecond, plugCubicMetres: nil))
        }
      }
    }

    private func facility(
      _ encounter: Trace.Encounter, _ front: TimeBand, _ record: Record, _ drinking: [String: String],
      _ arrival: Responders.Arrival, _ forecast: SectionForecast?
    ) throws -> Runner {
      let season = question.trace.season
      let flow = found.pieces[encounter.edge].flowCubicMetresPerSecond
      let entry = try RaceEntry(
        id: record.reference, pathMetres: encounter.pathKm * 1_000, front: front,
        elapsedHours: question.elapsedHours,
        needed: TimeNeeded(
          callMinutes: question.callMinutes ?? rules.callMinutes, travelMinutes: arrival.minutes,
          openingMinutes: FacilityUse.openingMinutes(record)),
        usableVolumeCubicMetres: FacilityUse.usableCubicMetres(record, in: season), inflow: flow)
      let obstacle: String? =
        if let reason = drinking[record.code] {
          "饮用水水源（\(reason)），不得用于拦蓄污水"
        } else if !FacilityUse.canStopWater(record) {
          "没有拦截、导流、分流、暂存功能"
        } else if !FacilityUse.closesRiver(record) {
          "不能拦断河道，须与拦截设施配合导流、暂存"
        } else if record["road_access"].text == "无路" {
          "没有道路通达"
        } else {
          nil
        }
      return Runner(
        encounter: encounter, front: front, subject: .record(record), entry: entry, obstacle: obstacle,
        who: arrival.who, team: arrival.team, flow: flow, plugCubicMetres: try plug(forecast, flow))
    }

    /// The concentrations at an encounter; nil where the spill's mass, the flow or the section of the river is not known.
    private func forecast(
      _ encounter: Trace.Encounter, _ record: Record?, way: TravelProfile?
    ) throws -> SectionForecast? {
      guard let spill = question.trace.spill, let way else { return nil }
      do {
        return try spill.forecast(along: way, at: record, inLake: found.pieces[encounter.edge].isStanding)?.forecast
      } catch let error as TravelTimeError where [.missingValue, .stillWater].contains(error.code) {
        return nil
      }
    }

    /// The greatest volume of the polluted plug, flow × the longest that the limit stays exceeded; nil where there is no limit, which
    /// nothing tells to be kept.
    private func plug(_ forecast: SectionForecast?, _ flow: Double?) throws -> Double? {
      if case .ongoing = question.trace.span { return .infinity }
      guard let forecast, let flow, forecast.limitMilligramsPerLitre != nil else { return nil }
      guard forecast.front != nil else { return 0 }
      return try forecast.longestExceedanceHours.map { try SpillControl.plugVolumeCubicMetres(flow: flow, hours: $0) }
    }

    /// Finds for each target the facilities in time that hold all water that comes to it: what a trace does not reach that is
    /// held there.
    mutating func findLines() throws {
      let found = found
      for number in all.indices where all[number].isStop {
        try Task.checkCancellation()
        guard case .item(let item) = all[number].encounter.subject, let barrier = found.subjects.index.places[item]
        else { continue }
        var question = found.question
        question.barrier = barrier
        let held = try found.network.trace(
          from: found.place, question, speeds: { found.pieces[$0].earliestFrontMetresPerSecond },
          meeting: found.subjects.index)
        let reached = Set(held.encounters.map(\.subject))
        for target in all.indices where all[target].entry == nil && !reached.contains(all[target].encounter.subject) {
          all[target].lines.append(number)
        }
      }
    }

    /// The stretches along the mainstem between the release, the stops in time and the end of the way, of a length worth
    /// telling.
    func stretches(along course: WaterTraceQuestion.Found) throws -> [WaterRace.Stretch] {
      let onCourse = Dictionary(
        course.trace.encounters.map { ($0.subject, $0.pathKm * 1_000) }, uniquingKeysWith: min)
      let runners = all.compactMap { runner -> (runner: Runner, metres: Double)? in
        onCourse[runner.encounter.subject].map { (runner, $0) }
      }
      let stops = runners.filter(\.runner.isStop)
      let end = (course.trace.passages.map(\.pathKmTo).max() ?? 0) * 1_000
      let race = Race(stops.compactMap(\.runner.entry))
      return try race.stretchesWithoutStop(toMetres: end, longerThanMetres: rules.stretchKm * 1_000).map { stretch in
        let within = runners.filter { $0.metres > stretch.fromMetres && $0.metres < stretch.toMetres }
        return WaterRace.Stretch(
          fromPathKm: stretch.fromMetres / 1_000, toPathKm: stretch.toMetres / 1_000,
          from: try course.place(atMetres: stretch.fromMetres), to: try course.place(atMetres: stretch.toMetres),
          unknownCount: within.count { $0.runner.obstacle == nil && $0.runner.entry?.verdict.isUndecided == true },
          targets: within.filter { $0.runner.entry == nil }.map(\.runner.name))
      }
    }
  }
}

extension RaceVerdict {
  /// Whether it may yet be in time.
  fileprivate var isUndecided: Bool {
    switch self {
    case .uncertain, .unknown: true
    case .inTime, .tooLate, .passed: false
    }
  }
}

extension WaterTraceQuestion.Found {
  /// The place so many metres along the trace, as it is said.
  fileprivate func place(atMetres metres: Double) throws -> String {
    let passage =
      trace.passages.last { $0.pathKmFrom * 1_000 <= metres + 0.001 && metres <= $0.pathKmTo * 1_000 + 0.001 }
    guard let passage else { return network.spoken(place) }
    let along = passage.alongFrom + metres - passage.pathKmFrom * 1_000
    let position = network.position(onEdge: passage.edge, alongMetres: along)
    let river = network.edges[passage.edge].river.map { network.rivers.rivers[$0].code }
    return network.spoken(try network.place(near: position, withinMetres: 100, preferring: river))
  }
}
