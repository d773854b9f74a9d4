import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuRisk
import HetuSchemas

/// Chooses a plan's typical scenarios, adds those asked for, and works them out.
struct PlanScenarios {
  /// At most so many scenarios are chosen by rule.
  static let most = 6
  private static let grades = ["重大", "较大", "一般"]
  private static let kinds = PlanQuestion.targetKinds.union(["emergency_facility", "monitoring_section"])

  let river: River
  let reaches: [RiverPlan.Item]
  let sections: [RiverPlan.Item]
  let facilities: [RiverPlan.Item]
  let targets: [RiverPlan.Item]
  let sources: [RiverPlan.Item]
  let crossings: [RiverPlan.Item]
  let requests: [ScenarioRequest]
  let rules: EventRules

  private struct Choice {
    let origin: RiverPlan.Scenario.Origin
    let reason: String
    let grade: Int
    var request: ScenarioRequest?

    init(_ item: RiverPlan.Item, _ reason: String, grade: Int) {
      origin = RiverPlan.Scenario.Origin(item)
      self.reason = reason
      self.grade = grade
    }

    init(_ request: ScenarioRequest, _ origin: RiverPlan.Scenario.Origin) {
      self.origin = origin
      self.request = request
      reason = "指定的情景"
      grade = 0
    }
  }

  /// For each target the source of the highest grade above it, of those the nearest; then of pipelines and of routes the
  /// crossing nearest above a target. Where there are too many, those of the highest grades.
  private func choices() -> [Choice] {
    var chosen: [(item: RiverPlan.Item, reason: String, grade: Int)] = []
    var seen: Set<String> = []
    func isNew(_ item: RiverPlan.Item) -> Bool { seen.insert("\(item.reference) \(item.riverKm)").inserted }
    for (target, source) in zip(targets, gravestSources())
    where PlanQuestion.pointTargetKinds.contains(target.record.kind.name) {
      guard let source, isNew(source) else { continue }
      let title = source.record.kind.gradeProperty.flatMap { source.record[$0].text } ?? "等级未定"
      chosen.append((source, "\(target.record.name)上游等级最高、距离最近的风险源（\(title)）", grade(source)))
    }
    for kind in PlanQuestion.mobileKinds.sorted() {
      let own = crossings.filter { $0.record.kind.name == kind }
      let nearest = own.compactMap { crossing -> (item: RiverPlan.Item, target: RiverPlan.Item, km: Double)? in
        targets.filter { $0.riverKm <= crossing.riverKm }.max { $0.riverKm < $1.riverKm }.map {
          (crossing, $0, crossing.riverKm - $0.riverKm)
        }
      }.min { ($0.km, $0.item.record.code) < ($1.km, $1.item.record.code) }
      if let nearest, isNew(nearest.item) {
        let title = nearest.item.record.kind.title
        chosen.append(
          (nearest.item, "\(title)穿越点中距下游敏感目标（\(nearest.target.record.name)）最近的一处", Self.grades.count))
      } else if let first = own.first, nearest == nil {
        chosen.append((first, "\(first.record.kind.title)最上游的穿越点", Self.grades.count))
      }
    }
    // What is asked for takes the place of the same source chosen by rule.
    let asked = requests.compactMap { request -> String? in
      if case .record(let record) = request.origin { record.reference } else { nil }
    }
    return chosen.filter { !asked.contains($0.item.reference) }.enumerated().sorted {
      ($0.element.grade, $0.offset) < ($1.element.grade, $1.offset)
    }
    .prefix(Self.most).map { Choice($0.element.item, $0.element.reason, grade: $0.element.grade) }
  }

  /// For each target the gravest source above it, of equal ones the nearest; one sweep down the river.
  private func gravestSources() -> [RiverPlan.Item?] {
    let downstream = sources.sorted { $0.lowerKm > $1.lowerKm }.map { (item: $0, grade: grade($0)) }
    var gravest = [RiverPlan.Item?](repeating: nil, count: targets.count)
    var best: (item: RiverPlan.Item, grade: Int)?
    var next = 0
    for number in targets.indices.sorted(by: { targets[$0].riverKm > targets[$1].riverKm }) {
      while next < downstream.count, downstream[next].item.lowerKm >= targets[number].riverKm {
        let source = downstream[next]
        if best.map({ (source.grade, source.item.riverKm) < ($0.grade, $0.item.riverKm) }) ?? true { best = source }
        next += 1
      }
      gravest[number] = best?.item
    }
    return gravest
  }

  private func grade(_ item: RiverPlan.Item) -> Int {
    let title = item.record.kind.gradeProperty.flatMap { item.record[$0].text }
    return title.flatMap { Self.grades.firstIndex(of: $0) } ?? Self.grades.count
  }

  /// The scenarios asked for whose water comes to the river.
  private func requested(_ water: Water, audience: Audience) throws -> [Choice] {
    try requests.compactMap { request in
      guard let found = try Self.trace(request, water, audience: audience, reaching: [river.code]) else { return nil }
      let place = found.place
      let isOwn = place.river.map { found.network.rivers.rivers[$0].code } == river.code
      let spoken = found.network.spoken(place)
      let record: Record? = if case .record(let record) = request.origin { audience.view(record) } else { nil }
      if isOwn, let item = sources.first(where: { $0.reference == record?.reference }) {
        return Choice(request, RiverPlan.Scenario.Origin(item))
      }
      return Choice(
        request,
        RiverPlan.Scenario.Origin(
          record: record, name: record?.name ?? spoken,
          place: isOwn ? place.riverKm.map(RiverPlan.spoken) ?? spoken : spoken,
          riverKm: isOwn ? place.riverKm : nil, upperKm: isOwn ? place.riverKm : nil, position: place.position))
    }
  }

  /// The way of a request's water in mean water; nil where it comes to none of the rivers.
  static func trace(
    _ request: ScenarioRequest, _ water: Water, audience: Audience, reaching codes: Set<String>
  ) throws -> WaterTraceQuestion.Found? {
    let found = try WaterTraceQuestion(
      origin: request.origin, distanceMetres: RiverPlan.Scenario.reachMetres,
      kinds: [try water.registry.kind("monitoring_section")],
      audience: audience
    ).search(water)
    let rivers = found.network.rivers.rivers
    let isReached = found.trace.passages.contains { passage in
      found.network.edges[passage.edge].river.map { codes.contains(rivers[$0].code) } ?? false
    }
    return isReached ? found : nil
  }

  /// The targets that lie beside a source of some length, above its lower end: what is spilled may be there at once.
  private func beside(_ origin: RiverPlan.Scenario.Origin) -> [RiverPlan.Item] {
    guard let upper = origin.upperKm, let lower = origin.riverKm else { return [] }
    return targets.filter { $0.lowerKm > lower && $0.lowerKm <= upper }
  }

  /// The event of a scenario, of which the place and the substances are known.
  private func event(_ choice: Choice, audience: Audience) -> EventQuestion {
    var facts = EventFacts()
    let spilled = choice.request?.spill.map { Set([$0.name, $0.measured]).sorted() }
    let substances = spilled ?? choice.origin.record?.riskSubstances ?? []
    if !substances.isEmpty { facts.words["substances"] = substances.joined(separator: "、") }
    // From its upper end the water passes also what lies beside it.
    let upper = choice.origin.upperKm.flatMap { beside(choice.origin).isEmpty ? nil : river.position(atRiverKm: $0) }
    return EventQuestion(
      origin: .position(upper ?? choice.origin.position), discovered: nil, facts: facts, rules: rules, season: .wet,
      audience: audience)
  }

  /// The scenarios in the order of the water, worked out in the three seasons.
  func all(_ water: Water, withinMetres metres: Double, audience: Audience, today: String?) throws -> [RiverPlan
    .Scenario]
  {
    let kinds = water.registry.kinds.all.filter { Self.kinds.contains($0.name) }
    let responders = try Responders(water.registry, rules: try RaceRules.standard(), today: today, audience: audience)
    let planner = ResponsePlanner(
      reaches: reaches, sections: sections, targets: targets, facilities: facilities, riverName: river.name,
      responders: responders,
      rules: try ResponseRules.standard())
    let ordered = (choices() + (try requested(water, audience: audience))).enumerated().sorted {
      let (first, second) = ($0.element, $1.element)
      return (second.origin.riverKm ?? .infinity, first.reason, $0.offset)
        < (first.origin.riverKm ?? .infinity, second.reason, $1.offset)
    }.map(\.element)
    return try ordered.enumerated().map { number, choice in
      var traces: [Season: WaterTrace] = [:]
      var races: [Season: WaterRace] = [:]
      var curves: [RiverPlan.TargetCurves] = []
      let beside = beside(choice.origin)
      for season in Season.allCases {
        let question = WaterTraceQuestion(
          origin: .position(choice.origin.position), distanceMetres: RiverPlan.Scenario.reachMetres, season: season,
          span: choice.request?.span ?? .instantaneous, spill: choice.request?.spill, withinMetres: metres,
          kinds: kinds, audience: audience)
        let found = try question.search(water)
        var trace = try WaterTrace(question: question, found: found)
        var race = try StopQuestion(question, today: today).race(over: found, water, responders)
        trace.answer.add(beside, on: river)
        if let warning = choice.origin.extentWarning { trace.answer.warnings.append(warning) }
        race.answer.add(beside, on: river)
        (traces[season], races[season]) = (trace, race)
        if let spill = question.spill { try curves.add(spill, found, in: season) }
      }
      var scenario = RiverPlan.Scenario(
        number: number + 1, origin: choice.origin, reason: choice.reason, isRequested: choice.request != nil,
        spill: choice.request?.spill, traces: traces, races: races, curves: curves.sorted { $0.pathKm < $1.pathKm },
        event: try event(choice, audience: audience).assessment(from: water))
      scenario.response = try planner.response(to: scenario)
      return scenario
    }
  }
}

extension RiverPlan.Scenario.Origin {
  /// A source along the river: what leaves it is told from its lower end.
  fileprivate init(_ item: RiverPlan.Item) {
    self.init(
      record: item.record, name: item.record.name, place: item.lowerPlace, riverKm: item.lowerKm,
      upperKm: item.riverKm, position: item.lowerFoot)
  }

  /// From where what is reckoned, of a source of some length.
  fileprivate var extentWarning: AnswerWarning? {
    guard let upperKm, let riverKm, upperKm > riverKm else { return nil }
    return AnswerWarning(
      "\(name)沿河自\(RiverPlan.spoken(upperKm))至\(RiverPlan.spoken(riverKm))：沿河距离和到达时间自下端起算，截留清水、稀释和对照断面自上端起算，其间的目标按即时到达计"
    )
  }
}

extension Answer {
  /// Adds what lies beside the origin, where the water may be at once, and what nothing shields.
  fileprivate mutating func add(_ beside: [RiverPlan.Item], on river: River) {
    let rows = beside.map { item in
      let known: [String: Value] = [
        Figure.path.name: .real(0), Figure.earliestArrival.name: .real(0), Figure.arrival.name: .real(0),
        Figure.river.name: .text(river.name), Figure.riverKilometre.name: .real(item.riverKm),
        Figure.offset.name: .real(item.offsetMetres), Figure.bank.name: item.bank.value,
        "verdict": .text(WaterRace.Shielding.none.rawValue), "note": .text("在风险源沿河范围内，按即时到达计"),
      ]
      return AnswerRow(item.record, figures: figures.map { known[$0.name] ?? .null })
    }
    self.rows.insert(contentsOf: rows, at: 0)
  }
}

extension Record {
  /// What a spill from here would carry: substances, pollutants, or what a pipeline carries.
  public var riskSubstances: [String] {
    ["substances", "pollutants", "media"].flatMap { self[$0].elements ?? [] }.compactMap { item in
      (item as? String) ?? (item as? [String: Any])?["name"] as? String
    }
  }
}

extension [RiverPlan.TargetCurves] {
  /// Adds the curves of a season at what is sensitive.
  fileprivate mutating func add(_ spill: Spill, _ found: WaterTraceQuestion.Found, in season: Season) throws {
    for encounter in found.trace.encounters {
      try Task.checkCancellation()
      guard let record = found.subjects[encounter].record, PlanQuestion.pointTargetKinds.contains(record.kind.name),
        let way = try found.ways.way(to: encounter),
        let (curve, limit) = try spill.curve(
          along: way, at: record, inLake: found.pieces[encounter.edge].isStanding)
      else { continue }
      let points = try RiverPlan.TargetCurves.points(of: curve, limit: limit)
      if points.isEmpty { continue }
      if let known = firstIndex(where: { $0.target.reference == record.reference && $0.pathKm == encounter.pathKm }) {
        self[known].points[season] = points
      } else {
        append(
          RiverPlan.TargetCurves(
            target: record, pathKm: encounter.pathKm, substance: spill.measured, limit: limit, points: [season: points])
        )
      }
    }
  }
}
